"""Certificates for tests: an authority, and who it vouches for; and those that nobody should believe.

The OINs have the prefix that is reserved for tests.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

OINS = {"politie": "00000099000000001000", "om": "00000099000000002000", "dienst": "00000099000000003000"}
NOW = datetime.now(UTC)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Holder:
    """A certificate with its key and the authorities between it and the one that is trusted."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey
    between: tuple[x509.Certificate, ...] = ()

    @property
    def pem(self) -> bytes:
        """The certificate and those between, as a file of TLS has them."""
        return b"".join(one.public_bytes(serialization.Encoding.PEM) for one in (self.certificate, *self.between))

    @property
    def chain(self) -> list[str]:
        return [one.public_bytes(serialization.Encoding.PEM).decode() for one in (self.certificate, *self.between)]

    @property
    def header(self) -> str:
        """As in the header Client-Cert."""
        return f":{base64.b64encode(self.certificate.public_bytes(serialization.Encoding.DER)).decode()}:"

    @property
    def key_pem(self) -> bytes:
        return self.key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )

    def written(self, folder: Path, name: str) -> tuple[Path, Path]:
        """Files with the certificate and its key."""
        folder.mkdir(parents=True, exist_ok=True)
        certificate, key = folder / f"{name}.pem", folder / f"{name}.key"
        certificate.write_bytes(self.pem)
        key.write_bytes(self.key_pem)
        return certificate, key


class Authority:
    """Who issues certificates; `issued_by`: the one above it, when it is not trusted itself."""

    def __init__(self, name: str = "Proefautoriteit", above: Authority | None = None) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        issuer, signer = (above.name, above.key) if above else (self.name, self.key)
        usage = dict.fromkeys(
            ("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
             "encipher_only", "decipher_only"), False,
        )  # fmt: skip
        builder = (
            _builder(self.name, issuer, self.key)
            .add_extension(x509.BasicConstraints(True, None), True)
            .add_extension(x509.KeyUsage(key_cert_sign=True, crl_sign=True, **usage), True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(self.key.public_key()), False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), False)
        )
        self.certificate = builder.sign(signer, hashes.SHA256())
        self.between: tuple[x509.Certificate, ...] = (self.certificate, *above.between) if above else ()

    def vouched(self, oin: str | None, **said: Any) -> Holder:
        """A client with this OIN. `until`, `since`: its dates; `names`: more attributes of its subject."""
        attributes = [x509.NameAttribute(NameOID.COMMON_NAME, "client.example.nl")]
        attributes += [x509.NameAttribute(NameOID.SERIAL_NUMBER, oin)] if oin is not None else []
        usage = ExtendedKeyUsageOID.CLIENT_AUTH
        return self._holder(
            x509.Name([*attributes, *said.pop("names", ())]), usage, [x509.DNSName("client.example.nl")], **said
        )

    def server(self) -> Holder:
        """A server of this machine."""
        names = [x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))]
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
        return self._holder(name, ExtendedKeyUsageOID.SERVER_AUTH, names)

    def _holder(
        self, name: x509.Name, usage: x509.ObjectIdentifier, names: list[x509.GeneralName], *,
        since: datetime = NOW - DAY, until: datetime = NOW + 300 * DAY,
    ) -> Holder:  # fmt: skip
        key = ec.generate_private_key(ec.SECP256R1())
        builder = (
            _builder(name, self.name, key, since, until)
            .add_extension(x509.BasicConstraints(False, None), True)
            .add_extension(x509.ExtendedKeyUsage([usage]), False)
            .add_extension(x509.SubjectAlternativeName(names), False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()), False)
        )
        return Holder(builder.sign(self.key, hashes.SHA256()), key, self.between)

    def revoking(self, *holders: Holder, until: datetime = NOW + 30 * DAY, since: datetime = NOW - 2 * DAY) -> bytes:
        """The list of what it revoked."""
        builder = x509.CertificateRevocationListBuilder(self.name, since, until)
        for one in holders:
            gone = x509.RevokedCertificateBuilder().serial_number(one.certificate.serial_number)
            builder = builder.add_revoked_certificate(gone.revocation_date(since).build())
        return builder.sign(self.key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    def written(self, folder: Path) -> Path:
        """A file with its certificate."""
        folder.mkdir(parents=True, exist_ok=True)
        place = folder / "authorities.pem"
        place.write_bytes(self.pem)
        return place


def _builder(
    name: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey,
    since: datetime = NOW - 30 * DAY, until: datetime = NOW + 3000 * DAY,
) -> x509.CertificateBuilder:  # fmt: skip
    serial = x509.random_serial_number()
    return x509.CertificateBuilder(issuer, name, key.public_key(), serial, since, until)


def expired(authority: Authority, oin: str) -> Holder:
    """A certificate of yesterday."""
    return authority.vouched(oin, since=NOW - 10 * DAY, until=NOW - DAY)
