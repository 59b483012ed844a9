"""Whose certificate it is, when it can be believed.

Comes in: a chain of certificates, the one that calls first. Goes out: the OIN in it. The promise: it was issued by an authority that
is trusted here, today is within its dates, its issuer has not revoked it, and it names one OIN; whatever is not certain is refused.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.x509.oid import NameOID
from cryptography.x509.verification import Criticality, ExtensionPolicy, PolicyBuilder, Store, VerificationError

from ketenmonitor.identity.caller import OIN
from ketenmonitor.identity.kept import held
from ketenmonitor.identity.refusal import Unproven
from ketenmonitor.instants import from_us

MOST_BETWEEN = 8  # of authorities between the one that is trusted and the certificate that calls
PEM_LIST = re.compile(rb"-----BEGIN X509 CRL-----.+?-----END X509 CRL-----", re.DOTALL)


@dataclass(frozen=True)
class Authorities:
    """`place`: the certificates of who may issue. `revoked`: their lists of what they revoked (PEM); without it nobody looks."""

    place: Path
    revoked: Path | None = None

    def oin_of(self, chain: Sequence[x509.Certificate], now_us: int) -> str:
        """The OIN of who has the first certificate. Raises Unproven."""
        leaf, now = chain[0], from_us(now_us)
        if leaf.not_valid_after_utc < now:
            raise Unproven("The client certificate has expired. Ask your authority for a new one.")
        if leaf.not_valid_before_utc > now:
            raise Unproven("The client certificate is not valid yet. Check your clock, or wait.")
        verified = self._verified(chain, now)
        if self.revoked:
            _check_revoked(verified, held(self.revoked, "list of revoked certificates", _lists_of), now)
        return _oin_in(leaf)

    def _verified(self, chain: Sequence[x509.Certificate], now: datetime) -> Sequence[x509.Certificate]:
        """The same up to an authority that is trusted here."""
        store = held(self.place, "authorities", lambda text: Store(x509.load_pem_x509_certificates(text)))
        # Other names than the subject need not be there: who calls is a number in the subject.
        leaves = ExtensionPolicy.webpki_defaults_ee().may_be_present(
            x509.SubjectAlternativeName, Criticality.AGNOSTIC, None
        )
        policy = PolicyBuilder().store(store).time(now).max_chain_depth(MOST_BETWEEN)
        policy = policy.extension_policies(ca_policy=ExtensionPolicy.webpki_defaults_ca(), ee_policy=leaves)
        try:
            return policy.build_client_verifier().verify(chain[0], list(chain[1:])).chain
        except (VerificationError, UnsupportedAlgorithm, ValueError):
            raise Unproven(
                "The client certificate was not issued by an authority that is trusted here, or not for a client. "
                "Send it with the certificates between it and that authority."
            ) from None


def _oin_in(certificate: x509.Certificate) -> str:
    """The OIN in a certificate. Raises Unproven."""
    found = certificate.subject.get_attributes_for_oid(NameOID.SERIAL_NUMBER)
    if len(found) != 1 or not OIN.fullmatch(str(found[0].value)):
        raise Unproven("The client certificate has no OIN. Right is one of 20 digits as serialNumber of its subject.")
    return str(found[0].value)


def _lists_of(text: bytes) -> tuple[x509.CertificateRevocationList, ...]:
    found = tuple(x509.load_pem_x509_crl(one) for one in PEM_LIST.findall(text))
    if not found:
        raise ValueError("no list")
    return found


def _check_revoked(
    chain: Sequence[x509.Certificate], lists: Sequence[x509.CertificateRevocationList], now: datetime
) -> None:
    """Raises Unproven when one of the chain was revoked, or when nobody can tell whether it was."""
    for one, issuer in zip(chain, chain[1:], strict=False):
        fit = [said for said in lists if said.issuer == one.issuer and _is_of(said, issuer)]
        current = [said for said in fit if said.next_update_utc and said.last_update_utc <= now <= said.next_update_utc]
        if not current:
            raise Unproven("There is no current list of what the issuer revoked. Tell who runs this service.")
        if any(said.get_revoked_certificate_by_serial_number(one.serial_number) for said in current):
            raise Unproven("The client certificate was revoked by its issuer. Ask your authority for a new one.")


def _is_of(said: x509.CertificateRevocationList, issuer: x509.Certificate) -> bool:
    try:
        return said.is_signature_valid(issuer.public_key())  # type: ignore[arg-type]  # of a kind that signs, or it raises
    except (TypeError, InvalidSignature, UnsupportedAlgorithm):
        return False
