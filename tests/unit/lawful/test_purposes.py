"""The register of purposes: what it permits on which day, what is wrong with one, and whose it is."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketenmonitor.cli import main
from ketenmonitor.errors import DefinitionError, PurposeError
from ketenmonitor.lawful import NoGround, Register, faults_of_register, read_register
from tests.unit.lawful.registers import (
    FIRST,
    OTHER,
    PHRASE,
    RECIPIENT,
    SECOND,
    SMALL,
    SOURCE,
    signed,
    signer_in,
    written,
)

IN_2026, IN_2027 = date(2026, 6, 1), date(2027, 6, 1)


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Register:
    folder = tmp_path_factory.mktemp("register")
    signer = signer_in(folder)
    return read_register(signed(folder, signer), [signer.public])


def why(found: object) -> str:
    return found.code if isinstance(found, NoGround) else "permitted"


def test_what_is_permitted_says_by_whom_and_how_much(register: Register) -> None:
    found = register.making(OTHER, RECIPIENT, "doorlooptijden", "2026", IN_2026)
    assert not isinstance(found, NoGround)
    assert (found.key_services, found.identifiers_a_day) == ((FIRST, SECOND), 20_000)
    assert (found.purpose.ground, register.version) == ("Een grondslag", 3)


@pytest.mark.parametrize(
    ("source", "recipient", "purpose", "period", "day", "code"),
    [
        (SOURCE, RECIPIENT, "doorlooptijden", "2026", date(2026, 1, 1), "permitted"),
        (SOURCE, RECIPIENT, "doorlooptijden", "2026", date(2026, 12, 31), "permitted"),
        (SOURCE, RECIPIENT, "doorlooptijden", "2026", date(2027, 1, 1), "period-not-now"),
        (SOURCE, RECIPIENT, "doorlooptijden", "2027", date(2026, 12, 31), "period-not-now"),
        (SOURCE, RECIPIENT, "doorlooptijden", "2027", date(2028, 1, 1), "purpose-not-now"),
        (SOURCE, RECIPIENT, "recidive", "2026", date(2025, 12, 31), "purpose-not-now"),
        (SOURCE, RECIPIENT, "doorlooptijden", "2025", IN_2026, "period-unknown"),
        (OTHER, RECIPIENT, "recidive", "2026", IN_2026, "source-not-permitted"),
        (RECIPIENT, RECIPIENT, "recidive", "2026", IN_2026, "source-not-permitted"),
        (SOURCE, OTHER, "recidive", "2026", IN_2026, "recipient-not-permitted"),
        (SOURCE, RECIPIENT, "opsporing", "2026", IN_2026, "purpose-unknown"),
    ],
)  # fmt: skip
def test_only_what_stands_in_it_on_its_days_is_permitted(
    register: Register, source: str, recipient: str, purpose: str, period: str, day: date, code: str
) -> None:
    assert why(register.making(source, recipient, purpose, period, day)) == code


@given(
    names=st.tuples(*(st.sampled_from([SOURCE, OTHER, RECIPIENT, FIRST, "x"]) for _ in range(2))),
    purpose=st.sampled_from(["doorlooptijden", "recidive", ""]),
    period=st.sampled_from(["2026", "2027", ""]),
    day=st.dates(date(2025, 12, 1), date(2028, 2, 1)),
)
def test_nothing_is_permitted_that_a_plain_reading_would_not(
    register: Register, names: tuple[str, str], purpose: str, period: str, day: date
) -> None:
    source, recipient = names
    plainly = (
        recipient == RECIPIENT
        and period == str(day.year)
        and (purpose, period) in {("doorlooptijden", "2026"), ("doorlooptijden", "2027"), ("recidive", "2026")}
        and source in ({SOURCE, OTHER} if purpose == "doorlooptijden" else {SOURCE})
    )
    assert (why(register.making(source, recipient, purpose, period, day)) == "permitted") == plainly


def test_one_rotates_from_a_period_that_is_over_to_one_that_is_now(register: Register) -> None:
    for old, new, day, code in (
        ("2026", "2027", IN_2027, "permitted"),
        ("2026", "2027", IN_2026, "period-not-now"),
        ("2027", "2026", IN_2026, "period-not-now"),
        ("2027", "2026", IN_2027, "period-not-now"),
        ("2025", "2027", IN_2027, "period-unknown"),
        ("2026", "2028", IN_2027, "period-unknown"),
    ):
        assert why(register.rotating(RECIPIENT, "doorlooptijden", old, new, day)) == code, (old, new, day)
    assert why(register.rotating(SOURCE, "doorlooptijden", "2026", "2027", IN_2027)) == "recipient-not-permitted"


FAULTS = [
    ("version = 3", 'version = "3"', 2, "register.version", "wrong-type"),
    ("version = 3", "version = 0", 2, "register.version", "count-out-of-range"),
    ('ground = "Een grondslag"\n', "", 5, "purposes.doorlooptijden.ground", "key-missing"),
    ("until = 2027-12-31\n", "until = 2025-12-31\n", 9, "purposes.doorlooptijden.until", "ends-before"),
    ('purpose = "recidive"', 'purpose = "recidve"', 29, "pseudonyms[2].purpose", "reference-unknown"),
    ('purpose = "recidive"', 'purpose = "doorlooptijden"', 28, "pseudonyms[2]", "permission-twice"),
    (f'recipient = "{RECIPIENT}"', 'recipient = "123"', 19, "pseudonyms[1].recipient", "id-malformed"),
    (f'recipient = "{RECIPIENT}"', f'recipient = "{FIRST}"', 19, "pseudonyms[1].recipient", "recipient-has-key"),
    (f'"{FIRST}", "{SECOND}"', f'"{FIRST}"', 21, "pseudonyms[1].key_services", "one-key-service"),
    (f'"{SOURCE}", "{OTHER}"', f'"{SOURCE}", "{SOURCE}"', 20, "pseudonyms[1].sources[2]", "twice-in-list"),
    ('"2027", from', '"2026", from', 25, "pseudonyms[1].periods[2].period", "period-twice"),
    ("from = 2027-01-01", "from = 2028-01-01", 25, "pseudonyms[1].periods[2].until", "ends-before"),
    ("until = 2027-12-31 }", "until = 2028-01-01 }", 25, "pseudonyms[1].periods[2]", "outside-purpose"),
    ("identifiers_a_day = 100\n", "identifiers_a_day = 100\nrate = 1\n", 34, "pseudonyms[2].rate", "key-unknown"),
    ("[purposes.recidive]", "[goals.recidive]", 11, "goals", "table-unknown"),
    ('title = "Proef"', "title = Proef", 3, "file", "syntax"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "line", "place", "code"), FAULTS, ids=[f"{f[4]}-{f[2]}" for f in FAULTS])
def test_a_fault_is_told_at_its_line(old: str, new: str, line: int, place: str, code: str, tmp_path: Path) -> None:
    assert old in SMALL
    found = faults_of_register(written(tmp_path, SMALL.replace(old, new, 1)))
    assert (line, place, code) in [(fault.line, fault.place, fault.code) for fault in found]


def test_all_faults_are_told_at_once_and_of_such_a_register_nothing_is_permitted(tmp_path: Path) -> None:
    signer = signer_in(tmp_path)
    place = signed(tmp_path, signer)
    text = SMALL.replace("version = 3", "version = -1").replace("Een grondslag", "").replace("_day = 100", "_day = 0")
    place.write_text(text, encoding="utf-8")
    assert [fault.line for fault in faults_of_register(place)] == [2, 7, 33]
    said = {"key": signer.public, "signature": signer.sign(text.encode())}
    place.with_name("purposes.toml.sig").write_text(json.dumps(said), encoding="utf-8")
    with pytest.raises(DefinitionError):
        read_register(place, [signer.public])


@given(content=st.binary(max_size=200))
def test_whatever_is_in_the_file_it_is_a_fault_and_no_crash(
    content: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    place = tmp_path_factory.getbasetemp() / "odd.toml"
    place.write_bytes(content)
    assert faults_of_register(place)


def test_a_register_that_was_changed_by_one_byte_or_is_of_another_signer_is_not_believed(tmp_path: Path) -> None:
    signer, other = signer_in(tmp_path), signer_in(tmp_path / "other")
    place = signed(tmp_path, signer)
    with pytest.raises(PurposeError, match="not among those"):
        read_register(place, [other.public])
    place.write_text(SMALL.replace("20_000", "90_000"), encoding="utf-8")
    with pytest.raises(PurposeError, match="is not of this file"):
        read_register(place, [signer.public, other.public])
    beside = place.with_name("purposes.toml.sig")
    for said in ("", "[]", "{}", '{"key": 1}', "[" * 10_000):
        beside.write_text(said, encoding="utf-8")
        with pytest.raises(PurposeError):
            read_register(place, [signer.public])
    beside.unlink()
    with pytest.raises(PurposeError, match="no signature here"):
        read_register(place, [signer.public])


def test_the_commands_sign_and_check(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    public, place = signer_in(tmp_path).public, written(tmp_path)
    monkeypatch.setenv("KETENMONITOR_PASSPHRASE", PHRASE.decode())

    def typed(*words: object) -> tuple[int, str]:
        monkeypatch.setattr("sys.argv", ["ketenmonitor", "purposes", *map(str, words)])
        with pytest.raises(SystemExit) as stopped:
            main()
        said = capsys.readouterr()
        return int(str(stopped.value.code or 0)), said.out + said.err

    assert typed("check", place, "--draft") == (0, f"{place}: no faults. The signature was not looked at.\n")
    assert typed("check", place)[0] == 2
    assert typed("check", place, "--signed-by", public)[0] == 1
    assert typed("sign", place, "--key", tmp_path / "signing.key") == (
        0, f"{place}.sig: Version 3: 2 purposes, 2 for pseudonyms.\nSigned with {public}\n"
    )  # fmt: skip
    assert typed("check", place, "--signed-by", public)[0] == 0
    place.write_text(SMALL.replace("version = 3", "version = 3.5"), encoding="utf-8")
    status, said = typed("check", place, "--signed-by", public)
    assert (status, said.splitlines()[0].startswith(f"{place}:2: register.version:")) == (1, True)
    assert typed("sign", place, "--key", tmp_path / "signing.key")[0] == 1
