"""Who calls: by the certificate of the connection, by one that a proxy passes on, or by the token that an inway passes on.

Comes in: the scope of a request (ASGI, with its TLS extension) and whom to trust. Goes out: a `Caller`. The promise: a header counts
only on a connection that comes from where it may be set, and from there nothing else does; two proofs at once are none.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping, Sequence
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256

from ketenmonitor.identity.caller import Caller
from ketenmonitor.identity.certificates import Authorities
from ketenmonitor.identity.fsc import BEARER
from ketenmonitor.identity.refusal import Unproven
from ketenmonitor.identity.trust import Trust, is_among

PEER = "peer"  # in the state of a scope: from where the connection itself comes, whatever headers say
CERTIFICATE, CHAIN = "client-cert", "client-cert-chain"
AUTHORIZATION, TRANSACTION = "fsc-authorization", "fsc-transaction-id"


def caller_of(scope: Mapping[str, Any], trust: Trust, now_us: int) -> Caller:
    """Who calls. Raises Unproven with the reason."""
    peer = scope.get("state", {}).get(PEER) or ""
    has_certificate, has_token = (bool(_values(scope, name)) for name in (CERTIFICATE, AUTHORIZATION))
    is_proxy, is_inway = is_among(peer, trust.proxies), is_among(peer, trust.inways)
    if has_token and not is_inway:
        raise Unproven("Fsc-Authorization counts only when an inway of this service passes it on.", BEARER)
    if has_certificate and not (is_proxy or is_inway):
        raise Unproven("Client-Cert counts only when a proxy of this service passes it on. Use TLS with a certificate.")
    if has_token and is_inway and trust.fsc:
        passed = _passed(scope)
        thumbprint = _thumbprint(passed[0]) if passed else None
        return trust.fsc.caller(_one(scope, AUTHORIZATION), _one(scope, TRANSACTION), now_us, thumbprint)
    if is_proxy or is_inway:
        if not (has_certificate and is_proxy):
            raise Unproven("Nothing says who calls: the proxy of this service passed on no client certificate.")
        return _by(_passed(scope), trust.authorities, now_us)
    return _by(_of_connection(scope), trust.authorities, now_us)


def brings_proof(scope: Mapping[str, Any]) -> bool:
    """Whether a request says by certificate or token who calls, be that right or not."""
    return bool(_values(scope, CERTIFICATE) or _values(scope, AUTHORIZATION) or _pem_chain(scope))


def _by(chain: Sequence[x509.Certificate], authorities: Authorities | None, now_us: int) -> Caller:
    if not chain:
        raise Unproven("Nothing says who calls. Right is TLS with a client certificate that has your OIN.")
    if authorities is None:
        raise Unproven("This service trusts no authority for client certificates. Tell who runs it.")
    return Caller(authorities.oin_of(chain, now_us), "certificate")


def _pem_chain(scope: Mapping[str, Any]) -> Sequence[str]:
    found: Sequence[str] = scope.get("extensions", {}).get("tls", {}).get("client_cert_chain") or ()
    return found


def _of_connection(scope: Mapping[str, Any]) -> list[x509.Certificate]:
    return [_certificate(x509.load_pem_x509_certificate, one.encode()) for one in _pem_chain(scope)]


def _passed(scope: Mapping[str, Any]) -> list[x509.Certificate]:
    """The certificates in the headers of RFC 9440, as structured fields (RFC 8941) write bytes."""
    if not _values(scope, CERTIFICATE):
        return []
    written = [_one(scope, CERTIFICATE), *(one for line in _values(scope, CHAIN) for one in line.split(","))]
    return [_certificate(x509.load_der_x509_certificate, _bytes_of(one.strip())) for one in written]


def _bytes_of(text: str) -> bytes:
    try:
        if len(text) > 2 and text[0] == text[-1] == ":":
            return base64.b64decode(text[1:-1], validate=True)
    except (binascii.Error, ValueError):
        pass
    raise Unproven("Client-Cert is not right. Right is the certificate (DER) in base64 between colons (RFC 9440).")


def _certificate(load: Any, content: bytes) -> x509.Certificate:
    try:
        found: x509.Certificate = load(content)
        _ = found.subject, found.extensions  # parsed when first asked for
    except (ValueError, x509.DuplicateExtension, x509.UnsupportedGeneralNameType):
        raise Unproven("The client certificate cannot be read. Right is X.509.") from None
    return found


def _thumbprint(certificate: x509.Certificate) -> str:
    return base64.urlsafe_b64encode(certificate.fingerprint(SHA256())).rstrip(b"=").decode()


def _values(scope: Mapping[str, Any], name: str) -> list[str]:
    return [value.decode("latin-1") for key, value in scope.get("headers", ()) if key == name.encode()]


def _one(scope: Mapping[str, Any], name: str) -> str:
    """The header of this name. Raises Unproven when it is not there once."""
    found = _values(scope, name)
    if len(found) != 1:
        raise Unproven(f"The header {name.title()} is not there once. The proxy of this service has to set it.", BEARER)
    return found[0]
