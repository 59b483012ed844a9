"""A partner whose keys are listed is believed only when one of them signed exactly what came."""

from __future__ import annotations

import json
import shutil
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from ketenmonitor.errors import StorageError
from ketenmonitor.intake import refusals, retry
from ketenmonitor.intake.signature import check
from ketenmonitor.keys import Secret, Signer
from ketenmonitor.store import Home
from tests.chain import DEFINITION, NOW, deliver, home_of, instant, n_events, received
from tests.pseudonymous import pseudonymised, receiving_home, signed, told
from tests.unit.intake.seen import on
from tests.unit.publishing.homes import adopted

EVENTS = [("a", "aangifte", on(2), "m1"), ("b", "inzending", on(3), "m1")]


def signer_of(seed: int) -> Signer:
    value = bytes([seed]) * 32
    public = Ed25519PrivateKey.from_private_bytes(value).public_key().public_bytes_raw()
    return Signer(Secret("signing", b64encode(public).decode(), value))


OURS, NEWER, OTHERS = signer_of(1), signer_of(2), signer_of(3)


def listed(home: Home, **partners: list[Signer]) -> Home:
    lines = [f"{partner} = {json.dumps([s.public for s in signers])}" for partner, signers in partners.items()]
    told(home, "\n".join(["[signatures]", *lines, ""]))
    return home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return listed(home_of(tmp_path), politie=[OURS, NEWER], om=[OTHERS])


@pytest.mark.parametrize("signer", [OURS, NEWER], ids=["the first", "the second"])
def test_signed_with_a_listed_key_it_is_taken_in(tmp_path: Path, home: Home, signer: Signer) -> None:
    outcome = received(home, signed(deliver(tmp_path, events=EVENTS), signer))
    assert (outcome.status, outcome.findings) == ("accepted", {})


@pytest.mark.parametrize("indent", [None, 1, 2, 4])
@pytest.mark.parametrize("end", ["", "\n"])
def test_programs_may_write_it_in_several_ways(tmp_path: Path, home: Home, indent: int | None, end: str) -> None:
    place = deliver(tmp_path, events=EVENTS)
    said = {"key": OURS.public, "signature": OURS.sign((place / "delivery.json").read_bytes())}
    (place / "delivery.sig").write_text(json.dumps(said, indent=indent) + end, encoding="utf-8")
    assert check(home, place, "politie") == ([], {})


def test_unsigned_it_is_refused_and_signed_it_comes_in_after_all(tmp_path: Path, home: Home) -> None:
    place = deliver(tmp_path, events=EVENTS)
    outcome = received(home, place)
    assert (outcome.status, outcome.codes) == ("refused", ("not-signed",))
    assert len(refusals(home)) == 1
    assert received(home, signed(place, OURS)).status == "accepted"
    assert refusals(home) == ()


@pytest.mark.parametrize("signer", [OTHERS, signer_of(9)], ids=["of another partner", "of nobody"])
def test_a_key_that_is_not_of_this_partner_is_refused(tmp_path: Path, home: Home, signer: Signer) -> None:
    outcome = received(home, signed(deliver(tmp_path, events=EVENTS), signer))
    assert outcome.codes == ("unknown-key",)
    assert n_events(home) == 0


def test_a_partner_without_listed_keys_may_sign_and_nobody_looks(tmp_path: Path) -> None:
    home = home_of(tmp_path)
    outcome = received(home, signed(deliver(tmp_path, events=EVENTS), OURS))
    assert (outcome.status, outcome.findings) == ("accepted", {"signature-not-checked": 1})


def test_signed_again_it_is_the_same_delivery(tmp_path: Path, home: Home) -> None:
    place = signed(deliver(tmp_path, events=EVENTS), OURS)
    assert received(home, place).status == "accepted"
    assert received(home, signed(place, NEWER)).status == "known"
    assert n_events(home) == 2


def test_a_zip_holds_the_signature_too(tmp_path: Path, home: Home) -> None:
    place = signed(deliver(tmp_path, events=EVENTS), OURS)
    packed = Path(shutil.make_archive(str(tmp_path / "packed"), "zip", place))
    outcome = received(home, packed)
    assert (outcome.status, outcome.findings) == ("accepted", {})


def test_the_copy_that_was_signed_is_kept_beside_one_that_was_not(tmp_path: Path, home: Home) -> None:
    """Both are refused, for other reasons: once the definition is adopted, only the signed one can come in."""
    place = deliver(tmp_path, events=EVENTS, definition_version="2")
    (place / "delivery.sig").write_text("{}", encoding="utf-8")
    assert received(home, place).codes == ("not-adopted",)
    assert received(home, signed(place, OURS)).codes == ("not-adopted",)
    assert received(home, place).codes == ("not-adopted",)
    assert len(refusals(home)) == 2
    adopted(home, tmp_path, DEFINITION, "2024-03-01")
    assert [outcome.status for outcome in retry(home, instant(NOW))] == ["refused", "accepted"]
    assert refusals(home) == ()
    assert n_events(home) == 2


@pytest.mark.parametrize("said", ['politie = "x"', "politie = [1]", 'politie = ["x"]', 'politie = ["AAAA"]'])
def test_a_list_of_keys_that_is_none_stops_deliveries_of_that_partner(tmp_path: Path, said: str) -> None:
    home = home_of(tmp_path)
    told(home, f"[signatures]\n{said}\n")
    with pytest.raises(StorageError, match=r"\[signatures\] politie is not a list of public keys"):
        received(home, deliver(tmp_path, events=EVENTS))


@pytest.mark.parametrize("name", ["delivery.json", "delivery.sig"])
def test_nothing_of_manifest_or_signature_can_change(tmp_path: Path, home: Home, name: str) -> None:
    place = signed(deliver(tmp_path, events=EVENTS), OURS)
    right = (place / name).read_bytes()
    assert check(home, place, "politie") == ([], {})
    for at in range(len(right)):
        for bit in range(8) if name == "delivery.sig" else (at % 8,):
            wrong = bytearray(right)
            wrong[at] ^= 1 << bit
            (place / name).write_bytes(wrong)
            faults, _ = check(home, place, "politie")
            assert faults, (name, at, bit)


@pytest.mark.parametrize(
    "said", [b"", b"{}", b"[]", b'"x"', b"\xff", b'{"key": 1, "signature": 2}', b"[" * 9_000, b"x" * 20_000]
)
def test_what_is_no_signature_is_refused_in_a_sentence(tmp_path: Path, home: Home, said: bytes) -> None:
    place = deliver(tmp_path, events=EVENTS)
    (place / "delivery.sig").write_bytes(said)
    outcome = received(home, place)
    assert outcome.codes == ("wrong-signature",)


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Home, Path, Path]]:
    """A home, a signed delivery to it with pseudonyms, and a place to change copies of it."""
    folder = tmp_path_factory.mktemp("original")
    with pytest.MonkeyPatch.context() as patch:
        home, source = receiving_home(folder, patch)
        listed(home, politie=[OURS])
        link = {"object_type": "melding", "object_id": "NL:bsn:111", "eenheid": "Noord"}
        place = pseudonymised(folder, source, events=EVENTS, objects=[link])
        yield home, signed(place, OURS), folder / "changed"


@settings(max_examples=40)
@given(st.data())
def test_one_changed_byte_anywhere_refuses_the_delivery(original: tuple[Home, Path, Path], data: st.DataObject) -> None:
    home, place, changed = original
    names = sorted(path.name for path in place.iterdir())
    assert names == ["delivery.json", "delivery.sig", "events.csv", "objects.csv", "pseudonyms.parquet"]
    name = data.draw(st.sampled_from(names))
    right = (place / name).read_bytes()
    at, flip = data.draw(st.integers(0, len(right) - 1)), data.draw(st.integers(1, 255))
    shutil.rmtree(changed, ignore_errors=True)
    shutil.copytree(place, changed)
    (changed / name).write_bytes(right[:at] + bytes([right[at] ^ flip]) + right[at + 1 :])
    outcome = received(home, changed)
    assert outcome.status == "refused"
    assert outcome.reasons
    assert n_events(home) == 0


def test_unchanged_it_is_taken_in(original: tuple[Home, Path, Path]) -> None:
    home, place, _ = original
    assert received(home, place).status == "accepted"
