"""Who may do what with data of cases: what a register permits, what is wrong with one, and that no older one comes back."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketenmonitor.errors import PurposeError, StorageError
from ketenmonitor.lawful import NoGround, Register, Standing, Who, faults_of_register, read_register, see_in
from tests.unit.lawful.registers import OTHER, SMALL, SOURCE, signed, signer_in, written

ACTIVITY = "https://register.example.nl/verwerkingsactiviteiten/7c3e"
ENTRY = f"""
[[processing]]
purpose = "doorlooptijden"
activity = "{ACTIVITY}"
operations = ["measure", "case"]
chains = ["proef"]
roles = ["analyst"]
organisations = ["{SOURCE}"]
subjects = ["verdachten"]
categories = ["strafrechtelijke gegevens"]
recipients = ["analisten"]

[[processing]]
purpose = "recidive"
activity = "urn:uuid:6f7c0f0e-6f0b-4a58-9a4b-7f2f6a1d9c11"
operations = ["measure"]
roles = ["onderzoeker"]
"""
IN_2026, IN_2027 = date(2026, 6, 1), date(2027, 6, 1)
ANALYST, STRANGER = Who(frozenset({"analyst"})), Who(frozenset({"handler"}))


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Register:
    folder = tmp_path_factory.mktemp("register")
    signer = signer_in(folder)
    return read_register(signed(folder, signer, SMALL + ENTRY), [signer.public])


@pytest.mark.parametrize(
    ("who", "operation", "chain", "purpose", "day", "code"),
    [
        (ANALYST, "measure", "proef", "doorlooptijden", IN_2027, "permitted"),
        (ANALYST, "case", "proef", "doorlooptijden", date(2027, 12, 31), "permitted"),
        (Who(organisation=SOURCE), "case", "proef", "doorlooptijden", IN_2026, "permitted"),
        (Who(frozenset({"onderzoeker"})), "measure", None, "recidive", IN_2026, "permitted"),
        (ANALYST, "measure", "proef", None, IN_2026, "purpose-missing"),
        (ANALYST, "measure", "proef", "", IN_2026, "purpose-missing"),
        (ANALYST, "measure", "proef", "opsporing", IN_2026, "purpose-unknown"),
        (ANALYST, "measure", "proef", "doorlooptijden", date(2028, 1, 1), "purpose-not-now"),
        (ANALYST, "measure", "proef", "doorlooptijden", date(2025, 12, 31), "purpose-not-now"),
        (ANALYST, "publish", "proef", "doorlooptijden", IN_2026, "purpose-does-not-fit"),
        (ANALYST, "measure", "andere", "doorlooptijden", IN_2026, "purpose-does-not-fit"),
        (ANALYST, "measure", None, "doorlooptijden", IN_2026, "purpose-does-not-fit"),
        (STRANGER, "measure", "proef", "doorlooptijden", IN_2026, "not-permitted-to-you"),
        (Who(organisation=OTHER), "case", "proef", "doorlooptijden", IN_2026, "not-permitted-to-you"),
        (Who(), "measure", "proef", "doorlooptijden", IN_2026, "not-permitted-to-you"),
        (ANALYST, "measure", "proef", "recidive", IN_2026, "not-permitted-to-you"),
    ],
)  # fmt: skip
def test_only_what_stands_in_it_is_permitted(
    register: Register, who: Who, operation: str, chain: str | None, purpose: str | None, day: date, code: str
) -> None:
    found = register.processing_for(who, operation, chain, purpose, day)
    assert (found.code if isinstance(found, NoGround) else "permitted") == code


def test_what_permits_it_has_what_the_record_of_processing_needs(register: Register) -> None:
    found = register.processing_for(ANALYST, "case", "proef", "doorlooptijden", IN_2026)
    assert not isinstance(found, NoGround)
    assert (found.activity, found.purpose.ground) == (ACTIVITY, "Een grondslag")
    said = (found.subjects, found.categories, found.recipients)
    assert said == (("verdachten",), ("strafrechtelijke gegevens",), ("analisten",))
    assert register.policy == f"3@{register.digest}"


@given(
    roles=st.frozensets(st.sampled_from(["analyst", "onderzoeker", "handler"])),
    organisation=st.sampled_from([None, SOURCE, OTHER]),
    operation=st.sampled_from(["measure", "case", "publish"]),
    chain=st.sampled_from([None, "proef", "andere"]),
    day=st.dates(date(2025, 12, 1), date(2028, 2, 1)),
)
def test_what_is_open_to_somebody_is_what_they_are_permitted(
    register: Register, roles: frozenset[str], organisation: str | None, operation: str, chain: str | None, day: date
) -> None:
    who = Who(roles, organisation)
    some = {one.id for one in register.fitting(who, day, operation, chain)}
    for purpose in register.purposes:
        found = register.processing_for(who, operation, chain, purpose, day)
        assert isinstance(found, NoGround) == (purpose not in some)
    assert some <= {one.id for one in register.fitting(who, day)}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (ACTIVITY, "geen adres", "is not a URI"),
        (ACTIVITY, "https://[x", "is not a URI"),
        ('operations = ["measure", "case"]', "operations = []", "this is empty"),
        ('chains = ["proef"]', "chains = []", "this is empty"),
        (f'roles = ["analyst"]\norganisations = ["{SOURCE}"]', "", "nobody may do this"),
        ('purpose = "recidive"\nactivity', 'purpose = "opsporing"\nactivity', "opsporing"),
        ('roles = ["onderzoeker"]', 'rollen = ["onderzoeker"]', "rollen"),
    ],
)
def test_every_fault_is_said_with_its_line(old: str, new: str, said: str, tmp_path: Path) -> None:
    text = SMALL + ENTRY
    assert old in text
    place = written(tmp_path, text.replace(old, new, 1))
    faults = [str(one) for one in faults_of_register(place)]
    assert any(said in one for one in faults), faults
    assert all(one.startswith(f"{place}:") for one in faults)


def test_a_register_is_read_again_when_it_changed_and_never_goes_back(tmp_path: Path) -> None:
    signer = signer_in(tmp_path)
    place = signed(tmp_path, signer, SMALL + ENTRY)
    old = {one: one.read_bytes() for one in (place, place.with_name("purposes.toml.sig"))}
    standing = Standing(place, [signer.public], lambda found: see_in(tmp_path / "seen", found))
    assert standing.now().version == 3
    signed(tmp_path, signer, (SMALL + ENTRY).replace("version = 3", "version = 4"))
    assert standing.now().version == 4
    for one, content in old.items():
        one.write_bytes(content)
    for again in (standing, Standing(place, [signer.public], lambda found: see_in(tmp_path / "seen", found))):
        with pytest.raises(PurposeError, match="version 3, but version 4 was seen before"):
            again.now()
    signed(tmp_path, signer, SMALL.replace("version = 3", "version = 4"))
    with pytest.raises(PurposeError, match="with other content"):
        standing.now()


def test_what_cannot_be_remembered_permits_nothing(tmp_path: Path) -> None:
    signer = signer_in(tmp_path)
    place = signed(tmp_path, signer, SMALL + ENTRY)
    (tmp_path / "seen").write_text("a file where the folder must be", encoding="utf-8")
    with pytest.raises(StorageError, match="must be remembered"):
        Standing(place, [signer.public], lambda found: see_in(tmp_path / "seen", found)).now()
