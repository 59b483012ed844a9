"""TLS towards a service of another organisation: whom we believe, who we are, and why it did not come about.

Comes in: files with a certificate, its key and the authorities. Goes out: a context for connections, or a sentence. The
promise: nothing older than TLS 1.2, no server without a certificate that fits its name; what is wrong with a certificate, of
ours or theirs, is said with what to do about it, and is not tried again.
"""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509

from ketenmonitor.errors import UsageError
from ketenmonitor.keys import passphrase

_OUT_OF_DATE, _NOT_YET = 10, 9  # X509_V_ERR_... of OpenSSL
_OTHER_NAME = (62, 64)  # of a host, of an address
_OF_OURS = {
    "EXPIRED": "it has expired. Ask for a new one",
    "REVOKED": "it was revoked. Ask for a new one",
    "UNKNOWN_CA": "the authority that issued it is not one that they believe. Ask them which ones are",
    "CERTIFICATE_REQUIRED": "none was shown. Name the files in certificate and key",
    "BAD_CERTIFICATE": "it is not one that they take. Ask them which ones are",
    "CERTIFICATE_UNKNOWN": "it is not one that they take. Ask them which ones are",
    "UNSUPPORTED_CERTIFICATE": "it is not one of a client. Ask for one that is",
    "ACCESS_DENIED": "it gives no access. Ask them to give it",
}


@dataclass(frozen=True)
class Identity:
    """Files in PEM: who we are (`certificate` with its chain, and `key`), and whom we believe (`authorities`)."""

    certificate: Path | None = None
    key: Path | None = None
    authorities: Path | None = None


def context_of(identity: Identity, now: datetime | None = None) -> ssl.SSLContext:
    """What connections are made with. Raises UsageError for files that are none, and for a certificate that is too old."""
    try:
        context = ssl.create_default_context(cafile=identity.authorities)
    except OSError:  # SSLError too
        raise UsageError(
            f"{identity.authorities}: there are no certificates of authorities here that can be read. Name a file in PEM."
        ) from None
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if identity.certificate:
        _check_dates(identity.certificate, now or datetime.now(UTC))
        try:
            context.load_cert_chain(identity.certificate, identity.key, password=passphrase)
        except OSError:
            raise UsageError(
                f"{identity.certificate}: this certificate and its key do not go together, or cannot be read. Name both files, "
                "in PEM; the passphrase of a sealed key is that of the key files."
            ) from None
    return context


def trouble_of(error: BaseException, host: str) -> str | None:
    """What is wrong with a certificate, of theirs or ours; None when it was something that may pass by itself."""
    found: BaseException | None = error
    while found is not None:
        if isinstance(found, ssl.SSLCertVerificationError):
            return _of_theirs(found, host)
        if isinstance(found, ssl.SSLError):
            return _of_tls(found, host)
        found = found.__cause__ or found.__context__
    return None


def _of_theirs(error: ssl.SSLCertVerificationError, host: str) -> str:
    if error.verify_code == _OUT_OF_DATE:
        return f"{host}: its certificate has expired. Nothing was sent: tell who runs it."
    if error.verify_code == _NOT_YET:
        return f"{host}: its certificate is not valid yet. Nothing was sent: look whether the clock here is right."
    if error.verify_code in _OTHER_NAME:
        return f"{host}: its certificate is of another name. Nothing was sent: look whether the address is right."
    return (
        f"{host}: its certificate is of an authority that is not believed here. Nothing was sent: name the file with the right "
        "authorities in authorities, after asking who runs it."
    )


def _of_tls(error: ssl.SSLError, host: str) -> str | None:
    reason = error.reason or ""
    for part, sentence in _OF_OURS.items():
        if part in reason:
            return f"{host}: our certificate is refused: {sentence}."
    if "ALERT" in reason or "VERSION" in reason:
        return f"{host}: there is no way of TLS 1.2 or later that both sides know ({reason.lower()}). Tell who runs it."
    return None


def _check_dates(certificate: Path, now: datetime) -> None:
    try:
        found = x509.load_pem_x509_certificate(certificate.read_bytes())
    except (OSError, ValueError):
        raise UsageError(f"{certificate}: there is no certificate here that can be read. Name a file in PEM.") from None
    if found.not_valid_after_utc < now:
        raise UsageError(
            f"{certificate}: this certificate expired on {found.not_valid_after_utc:%Y-%m-%d}. Nothing was sent: ask for a new one."
        )
