"""Who calls by an inway is who the token of our own manager names, for this service and now."""

from __future__ import annotations

import base64
import hmac
import json
import time
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.hashes import SHA256
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet

from ketenmonitor.identity import PEER, Caller, Trust, Unproven, caller_of, trust_of
from tests.certificates import OINS, Authority

POLITIE, OM, DIENST = OINS["politie"], OINS["om"], OINS["dienst"]
OURS = "00000099000000009000"
INWAY = "10.0.0.6"
TRANSACTION = "019564c2-7b1e-7a3c-9f6e-2d5a9c0b1e77"
KEY, OTHER_KEY = ECKey.generate_key("P-256"), ECKey.generate_key("P-256")
NOW = int(time.time())
RIGHT: dict[str, Any] = {
    "gth": "$1$4$x", "gid": "fsc.proef", "sub": POLITIE, "iss": OURS, "svc": "ketenmonitor", "aud": "https://inway.example.nl:443",
    "exp": NOW + 300, "nbf": NOW - 10, "cnf": {"x5t#S256": "DpAyDYakmVAQ4oOJC3UYLRk_ONRCqMj00TeGJemMiLA"},
}  # fmt: skip


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    place = tmp_path / "fsc.jwks"
    place.write_text(json.dumps(KeySet([OTHER_KEY, KEY]).as_dict(private=False)), encoding="utf-8")
    return place


@pytest.fixture
def trust(keys: Path) -> Trust:
    fsc = {
        "inways": INWAY, "keys": str(keys), "group": "fsc.proef", "peer": OURS, "service": "ketenmonitor",
        "audience": "https://inway.example.nl:443",
    }  # fmt: skip
    return trust_of({"fsc": fsc}, "x")


def token(key: Any = KEY, alg: str = "ES256", **claims: Any) -> str:
    said = {name: one for name, one in {**RIGHT, **claims}.items() if one is not None}
    return jwt.encode({"alg": alg, "x5t#S256": "x"}, said, key, algorithms=[alg])


def request(
    written: str | None = None, peer: str = INWAY, transaction: str | None = TRANSACTION, **more: str
) -> dict[str, Any]:
    written = f"Bearer {token()}" if written is None else written
    said = {"fsc-authorization": written, "fsc-transaction-id": transaction, **more}
    headers = [(name.encode(), one.encode()) for name, one in said.items() if one is not None]
    return {"type": "http", "headers": headers, "state": {PEER: peer}}


def parts(*said: dict[str, Any]) -> str:
    return ".".join(base64.urlsafe_b64encode(json.dumps(one).encode()).rstrip(b"=").decode() for one in said)


def refused(scope: dict[str, Any], trust: Trust, at: int = NOW) -> str:
    with pytest.raises(Unproven) as refusal:
        caller_of(scope, trust, at * 1_000_000)
    assert refusal.value.challenge == "Bearer"
    return str(refusal.value)


def test_who_the_token_names_calls(trust: Trust) -> None:
    assert caller_of(request(), trust, NOW * 1_000_000) == Caller(POLITIE, "fsc", None, TRANSACTION)


def test_who_acts_for_another_calls_with_the_rights_of_that_other(trust: Trust) -> None:
    scope = request(f"Bearer {token(act={'sub': DIENST})}")
    found = caller_of(scope, trust, NOW * 1_000_000)
    assert (found.oin, found.on_behalf_of, found.principal) == (DIENST, POLITIE, POLITIE)


@pytest.mark.parametrize("name", ["gid", "sub", "iss", "svc", "aud", "exp", "nbf", "cnf"])
def test_a_token_that_lacks_a_claim_or_has_another_is_refused(name: str, trust: Trust) -> None:
    wrong = {
        "exp": NOW - 3600, "nbf": NOW + 3600, "cnf": {"x5t": "x"}, "sub": "politie", "aud": ["https://elders.nl"],
    }.get(name, "iets anders")  # fmt: skip
    for value in (None, wrong, "x", {}):
        text = refused(request(f"Bearer {token(**{name: value})}"), trust)
        assert text.startswith("The token in Fsc-Authorization cannot be taken: ")


def test_clocks_may_differ_by_half_a_minute(trust: Trust) -> None:
    assert caller_of(request(f"Bearer {token(nbf=NOW + 20)}"), trust, NOW * 1_000_000)
    assert "its time" in refused(request(f"Bearer {token(exp=NOW - 40)}"), trust)


@pytest.mark.parametrize("act", [{}, "x", {"sub": "x"}, {"sub": None}, None])
def test_who_acts_for_another_has_an_oin(act: Any, trust: Trust) -> None:
    if act is None:
        said = {**RIGHT, "act": None}
        written = jwt.encode({"alg": "ES256"}, said, KEY, algorithms=["ES256"])
    else:
        written = token(act=act)
    assert "act names no OIN" in refused(request(f"Bearer {written}"), trust)


def test_only_a_key_of_the_manager_signs(trust: Trust, keys: Path) -> None:
    stranger = ECKey.generate_key("P-256")
    assert "not signed by the manager" in refused(request(f"Bearer {token(stranger)}"), trust)
    secret = parts({"alg": "HS256"}, RIGHT)  # with what is public as if it were a secret: libraries do not make one
    seal = hmac.digest(KEY.as_pem(private=False), secret.encode(), "sha256")
    for written in (
        f"{secret}.{base64.urlsafe_b64encode(seal).rstrip(b'=').decode()}",
        f"{parts({'alg': 'none'}, RIGHT)}.",
    ):
        assert "cannot be taken" in refused(request(f"Bearer {written}"), trust)
    keys.write_text(json.dumps(KeySet([stranger]).as_dict(private=False)), encoding="utf-8")
    assert caller_of(request(f"Bearer {token(stranger)}"), trust, NOW * 1_000_000)  # the manager has a new key
    assert "not signed by the manager" in refused(request(), trust)
    keys.write_text("{}", encoding="utf-8")
    with pytest.raises(Unproven, match="cannot read its keys of the manager"):
        caller_of(request(), trust, NOW * 1_000_000)


@pytest.mark.parametrize(
    "written", ["", "Bearer", "Bearer ", "Basic x", "Bearer x", "Bearer a.b.c", "Bearer ....", "x"]
)
def test_what_is_no_token_is_refused(written: str, trust: Trust) -> None:
    assert "Fsc-Authorization" in refused(request(written), trust)


def test_a_token_counts_from_an_inway_only(trust: Trust) -> None:
    for peer in ("10.0.0.7", "", "testclient"):
        assert "only when an inway" in refused(request(peer=peer), trust)


def test_an_inway_that_brings_no_token_brings_nobody(trust: Trust) -> None:
    scope = request()
    scope["headers"] = []
    with pytest.raises(Unproven, match="Nothing says who calls"):
        caller_of(scope, trust, NOW * 1_000_000)


@pytest.mark.parametrize("said", [None, "", "x", "0f8fad5b-d9cb-469f-a165-70867728950e", TRANSACTION.replace("-", "")])
def test_a_request_without_a_number_for_the_logs_is_refused(said: str | None, trust: Trust) -> None:
    assert "Fsc-Transaction-Id" in refused(request(transaction=said), trust)


def test_when_the_certificate_comes_along_the_token_has_to_be_bound_to_it(trust: Trust) -> None:
    holder = Authority().vouched(POLITIE)
    with pytest.raises(Unproven, match="another certificate"):
        caller_of(request(**{"client-cert": holder.header}), trust, NOW * 1_000_000)
    thumbprint = base64.urlsafe_b64encode(holder.certificate.fingerprint(SHA256())).rstrip(b"=").decode()
    written = f"Bearer {token(cnf={'x5t#S256': thumbprint})}"
    assert caller_of(request(written, **{"client-cert": holder.header}), trust, NOW * 1_000_000).oin == POLITIE
