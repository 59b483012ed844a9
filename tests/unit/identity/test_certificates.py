"""Who calls is who an authority vouches for: today, not revoked, with one OIN. All else is refused with the reason."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.x509.oid import NameOID

from ketenmonitor.errors import StorageError
from ketenmonitor.identity import PEER, Caller, Trust, Unproven, brings_proof, caller_of, trust_of
from ketenmonitor.instants import to_us
from tests.certificates import DAY, NOW, OINS, Authority, Holder, expired

POLITIE = OINS["politie"]
AT = to_us(NOW)


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority()


@pytest.fixture
def said(authority: Authority, tmp_path: Path) -> dict[str, Any]:
    """The settings, with one proxy."""
    return {"authorities": str(authority.written(tmp_path)), "proxies": "10.0.0.5, 10.1.0.0/16"}


@pytest.fixture
def trust(said: dict[str, Any]) -> Trust:
    return trust_of(said, "monitor.toml")


def connection(holder: Holder | None, peer: str = "192.0.2.1", **headers: str) -> dict[str, Any]:
    """A request over a connection with this certificate."""
    said = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    extensions = {"tls": {"client_cert_chain": holder.chain if holder else []}}
    return {"type": "http", "headers": said, "state": {PEER: peer}, "extensions": extensions}


def passed_on(holder: Holder, peer: str = "10.0.0.5") -> dict[str, Any]:
    """The same by way of a proxy, which has no certificate of its own."""
    chain = ", ".join(f":{Holder(one, holder.key).header.strip(':')}:" for one in holder.between)
    return connection(None, peer, client_cert=holder.header, **({"client_cert_chain": chain} if chain else {}))


WAYS = pytest.mark.parametrize("way", [connection, passed_on])


def refused(scope: dict[str, Any], trust: Trust, at_us: int = AT) -> str:
    with pytest.raises(Unproven) as refusal:
        caller_of(scope, trust, at_us)
    return str(refusal.value)


@WAYS
def test_who_has_a_certificate_is_who_it_names(way: Any, authority: Authority, trust: Trust) -> None:
    scope = way(authority.vouched(POLITIE))
    assert brings_proof(scope)
    assert caller_of(scope, trust, AT) == Caller(POLITIE, "certificate")


@WAYS
def test_authorities_between_are_followed_to_the_one_that_is_trusted(
    way: Any, authority: Authority, trust: Trust
) -> None:
    below = Authority("Tussen", authority)
    holder = below.vouched(POLITIE)
    assert caller_of(way(holder), trust, AT).principal == POLITIE
    assert "not issued by an authority" in refused(way(Holder(holder.certificate, holder.key)), trust)


@WAYS
def test_what_is_not_right_is_refused_with_the_reason(way: Any, authority: Authority, trust: Trust) -> None:
    later = authority.vouched(POLITIE, since=NOW + DAY)
    twice = authority.vouched(POLITIE, names=[x509.NameAttribute(NameOID.SERIAL_NUMBER, OINS["om"])])
    found = {
        "has expired": expired(authority, POLITIE),
        "not valid yet": later,
        "not issued by an authority": Authority().vouched(POLITIE),
        "not for a client": authority.server(),
        "no OIN": authority.vouched(None),
        "has no OIN": authority.vouched("0123"),
        "one of 20 digits": twice,
    }
    for reason, holder in found.items():
        text = refused(way(holder), trust)
        assert reason in text
        assert POLITIE not in text


def test_a_connection_outlives_its_certificate_and_is_refused_from_then_on(authority: Authority, trust: Trust) -> None:
    scope = connection(authority.vouched(POLITIE, until=NOW + DAY))
    assert caller_of(scope, trust, AT)
    assert "has expired" in refused(scope, trust, to_us(NOW + timedelta(days=1, seconds=1)))


def test_a_header_counts_from_a_proxy_only(authority: Authority, trust: Trust) -> None:
    holder = authority.vouched(POLITIE)
    for peer in ("10.0.0.6", "192.0.2.1", "", "testclient"):
        assert "only when a proxy" in refused(passed_on(holder, peer), trust)
    for peer in ("10.0.0.5", "10.1.200.3", "::ffff:10.0.0.5"):
        assert caller_of(passed_on(holder, peer), trust, AT).oin == POLITIE
    without = passed_on(holder)
    del without["state"]
    assert "only when a proxy" in refused(without, trust)


def test_the_certificate_of_a_proxy_itself_is_nobodys(authority: Authority, trust: Trust) -> None:
    scope = connection(authority.vouched(OINS["dienst"]), "10.0.0.5")
    assert "passed on no client certificate" in refused(scope, trust)


def test_a_header_that_is_not_one_certificate_is_refused(authority: Authority, trust: Trust) -> None:
    holder = authority.vouched(POLITIE)
    for written in ("", ":", "::", holder.header.strip(":"), ":%%%:", ":QUJD:", f"{holder.header}, {holder.header}"):
        scope = connection(None, "10.0.0.5", client_cert=written)
        assert refused(scope, trust).endswith(("(RFC 9440).", "Right is X.509."))
    twice = passed_on(holder)
    twice["headers"] *= 2
    assert "is not there once" in refused(twice, trust)


def test_who_brings_nothing_is_nobody(trust: Trust) -> None:
    assert not brings_proof(connection(None))
    assert "Nothing says who calls" in refused(connection(None), trust)
    assert "Nothing says who calls" in refused({"type": "http", "headers": []}, trust)


def test_without_authorities_nobody_is_believed(authority: Authority) -> None:
    assert "trusts no authority" in refused(connection(authority.vouched(POLITIE)), trust_of({}, "x"))


def test_what_was_revoked_is_refused_from_the_next_request_on(
    authority: Authority, said: dict[str, Any], tmp_path: Path
) -> None:
    place = tmp_path / "revoked.pem"
    trust = trust_of({**said, "revoked": str(place)}, "x")
    one, other = authority.vouched(POLITIE), authority.vouched(OINS["om"])
    assert "cannot read its list of revoked certificates" in refused(connection(one), trust)
    place.write_bytes(authority.revoking())
    assert caller_of(connection(one), trust, AT).oin == POLITIE
    place.write_bytes(authority.revoking(one))
    assert "was revoked" in refused(connection(one), trust)
    assert caller_of(connection(other), trust, AT).oin == OINS["om"]
    for unfit in (authority.revoking(until=NOW - timedelta(seconds=1)), Authority().revoking()):
        place.write_bytes(unfit)
        assert "no current list" in refused(connection(other), trust)
    place.write_bytes(b"geen lijst")
    assert "cannot read its list" in refused(connection(other), trust)


def test_an_authority_in_between_can_be_revoked_as_well(
    authority: Authority, said: dict[str, Any], tmp_path: Path
) -> None:
    below = Authority("Tussen", authority)
    holder = below.vouched(POLITIE)
    trust = trust_of({**said, "revoked": str(tmp_path / "revoked.pem")}, "x")
    (tmp_path / "revoked.pem").write_bytes(below.revoking() + authority.revoking())
    assert caller_of(connection(holder), trust, AT).oin == POLITIE
    gone = Holder(below.certificate, below.key)
    (tmp_path / "revoked.pem").write_bytes(below.revoking() + authority.revoking(gone))
    assert "was revoked" in refused(connection(holder), trust)


def test_authorities_that_are_gone_let_nobody_in(authority: Authority, said: dict[str, Any]) -> None:
    trust = trust_of(said, "x")
    Path(said["authorities"]).unlink()
    assert "cannot read its authorities" in refused(connection(authority.vouched(POLITIE)), trust)


@pytest.mark.parametrize(
    "said",
    [
        {"authorites": "x"}, {"proxies": "10.0.0.5"}, {"revoked": "x"}, {"authorities": 5},
        {"authorities": "x", "proxies": "*"}, {"fsc": {"inways": "10.0.0.6"}}, {"fsc": 5},
        {"fsc": dict.fromkeys(("inways", "keys", "group", "peer", "service", "audience"), "10.0.0.6")},
    ],
)  # fmt: skip
def test_what_is_not_a_setting_is_refused(said: dict[str, Any]) -> None:
    with pytest.raises(StorageError, match=r"^monitor.toml: \[identity\] is not right"):
        trust_of(said, "monitor.toml")
