"""TLS with client certificates: what a server of ours asks of who connects, and what the application hears of it.

Comes in: a certificate and key, and the authorities of who may call. Goes out: the options with which uvicorn does so. The promise:
a certificate that is not right ends the connection with the alert that says so, and with a line in our log; the scope of each
request has the certificates of its connection (the TLS extension of ASGI) and the address from which that really comes.
"""

from __future__ import annotations

import asyncio
import logging
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from uvicorn.protocols.http.auto import AutoHTTPProtocol

from ketenmonitor.errors import StorageError
from ketenmonitor.identity.proof import PEER

log = logging.getLogger("ketenmonitor.identity")


@dataclass(frozen=True)
class Tls:
    """`authorities`: who may issue client certificates; none: nobody is asked for one. `demand`: who has none may not connect."""

    certificate: Path
    key: Path
    authorities: Path | None = None
    demand: bool = False


def uvicorn_options(tls: Tls | None) -> dict[str, Any]:
    """What to give to `uvicorn.Config`; without TLS the application still hears from where a connection comes.

    Raises StorageError for files that are not right.
    """
    said: dict[str, Any] = {"http": Told}
    if tls is None:
        return said
    context_of(tls)
    return said | {"ssl_context_factory": partial(_context_of, tls)}


def context_of(tls: Tls) -> ssl.SSLContext:
    """The context of a server. Raises StorageError for files that are not right."""
    context = _Context(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    # Who calls is asked anew on each connection: what was true when a session began need not be now.
    context.options |= ssl.OP_NO_TICKET
    context.num_tickets = 0
    try:
        context.load_cert_chain(tls.certificate, tls.key)
        if tls.authorities:
            context.load_verify_locations(tls.authorities)
            context.verify_mode = ssl.CERT_REQUIRED if tls.demand else ssl.CERT_OPTIONAL
    except (OSError, ssl.SSLError) as error:
        raise StorageError(
            f"{tls.certificate}, {tls.key}{f', {tls.authorities}' if tls.authorities else ''}: cannot be used for TLS "
            f"({error.strerror or type(error).__name__}). Right are PEM files: a certificate, its key, and authorities."
        ) from None
    return context


def _context_of(tls: Tls, _config: object, _default: Callable[[], ssl.SSLContext]) -> ssl.SSLContext:
    """As uvicorn asks for it, in each of its processes."""
    return context_of(tls)


class _Logged(ssl.SSLObject):
    """A handshake of which the failure is told to both sides: the library that drives it would close without a word."""

    outgoing: ssl.MemoryBIO
    _failed: ssl.SSLError | None = None

    def do_handshake(self) -> None:
        if self._failed:
            raise self._failed
        try:
            super().do_handshake()
        except (ssl.SSLWantReadError, ssl.SSLWantWriteError):
            raise
        except ssl.SSLError as error:
            log.warning(f"connection refused: {_why(error)}")  # who it was is known only of one that is right
            if not self.outgoing.pending:
                raise
            self._failed = error
            raise ssl.SSLWantReadError from error  # first the alert goes out; it ends when the other side closes


class _Context(ssl.SSLContext):
    """One of which each connection knows what it still has to send."""

    sslobject_class = _Logged

    def wrap_bio(self, incoming: ssl.MemoryBIO, outgoing: ssl.MemoryBIO, *given: Any, **named: Any) -> ssl.SSLObject:
        made = super().wrap_bio(incoming, outgoing, *given, **named)
        made.outgoing = outgoing  # type: ignore[attr-defined]  # of the class above
        return made


def _why(error: ssl.SSLError) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"the client certificate is not right: {error.verify_message}"
    return f"no TLS: {(error.reason or 'the other side broke off').lower().replace('_', ' ')}"


def _chain_of(connection: ssl.SSLObject) -> list[str]:
    """The certificates that the other side sent, its own first, as PEM; what they are worth is judged for each request."""
    # Without an underscore from Python 3.13 on.
    found = connection._sslobj.get_unverified_chain()  # type: ignore[attr-defined]  # not in the types of the library
    return [one.public_bytes() for one in found or () if one is not None]  # None: it sent nothing


class Told(AutoHTTPProtocol):  # type: ignore[misc, valid-type]  # which class it is uvicorn decides when it is loaded
    """A connection of uvicorn that tells the application of itself."""

    app: Any

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        connection = transport.get_extra_info("ssl_object")
        self.app = partial(_told, self.app, _chain_of(connection) if connection else None)


async def _told(app: Any, chain: list[str] | None, scope: Any, receive: Any, send: Any) -> None:
    """Add what is known of the connection, before anything believes a header."""
    client = scope.get("client")
    state = {**scope.get("state", {}), PEER: client[0] if client else ""}
    extensions = dict(scope.get("extensions", {}))
    if chain is not None:
        extensions["tls"] = {"client_cert_chain": chain}
    await app({**scope, "state": state, "extensions": extensions}, receive, send)
