"""What is wrong with an entry of the register, a configuration or an extract: all of it, with its line, and without a value of a person."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from ketenmonitor.errors import StorageError, UsageError
from ketenmonitor.inquiry import read_asker
from ketenmonitor.inquiry.auditor.config import read_config as read_auditor
from ketenmonitor.inquiry.holder.config import read_config
from ketenmonitor.inquiry.holder.publish import publish
from ketenmonitor.inquiry.listed import padded_length
from ketenmonitor.lawful import Inquiries, NoGround, faults_of_register, inquiring, read_register
from tests.unit.inquiry.parties import ASKER, EXTRACT, HOLDER, KNOWN, OTHER, SECOND, TODAY, Here, World, register

PUBLIC = "A" * 43 + "="
WRONG = {
    "asks itself": (f'askers = ["{ASKER}"]', f'askers = ["{HOLDER}"]', "asks-itself"),
    "twice": (f'holder = "{SECOND}"', f'holder = "{HOLDER}"', "permission-twice"),
    "no auditor": ('auditor = "AUDITOR"\n', "", "key-missing"),
    "no key": ('auditor = "AUDITOR"', 'auditor = "geheim"', "public-malformed"),
    "no limit": ("questions_a_day_case = 1000\n", "", "key-missing"),
    "a limit of nothing": ("questions_a_day_case = 1000", "questions_a_day_case = 0", "count-out-of-range"),
    "outside its purpose": (
        f"until = {TODAY + timedelta(days=7)}",
        f"until = {TODAY + timedelta(days=999)}",
        "outside-purpose",
    ),
    "another purpose": ('purpose = "toezicht"', 'purpose = "toezien"', "reference-unknown"),
}


@pytest.mark.parametrize("kind", WRONG)
def test_every_fault_of_an_entry_is_told(tmp_path: Path, kind: str) -> None:
    old, new, code = WRONG[kind]
    place = tmp_path / "purposes.toml"
    place.write_text(register().replace(old, new, 1).replace("AUDITOR", PUBLIC))
    assert code in [fault.code for fault in faults_of_register(place)]


def test_what_is_permitted_stands_in_so_many_words(world: World) -> None:
    read = read_register(world.folder / "purposes.toml", [world.register_signer.public])

    def found(
        asker: str = ASKER,
        holder: str = HOLDER,
        purpose: str = "opsporing",
        ground: str = "wpg-8",
        period: str = "now",
        days: int = 0,
    ) -> str:
        one = inquiring(read, asker, holder, purpose, ground, period, TODAY + timedelta(days=days))
        return "yes" if isinstance(one, Inquiries) else one.code

    assert found() == "yes"
    assert found(asker=OTHER, purpose="toezicht") == "yes"
    assert [
        found(asker=OTHER), found(holder=ASKER), found(purpose="iets"), found(ground="wpg-9"), found(period="before"),
        found(period="later"), found(days=8), found(days=400),
    ] == [
        "asker-not-permitted", "holder-not-permitted", "purpose-unknown", "ground-not-permitted", "period-not-now",
        "period-not-now", "period-not-now", "purpose-not-now",
    ]  # fmt: skip
    assert isinstance(inquiring(read, ASKER, HOLDER, "opsporing", "x", "now", TODAY), NoGround)


def test_the_period_of_a_day_is_the_one_that_began_last(world: World) -> None:
    entry = read_register(world.folder / "purposes.toml", [world.register_signer.public]).inquiries[0]
    named = [found.name if (found := entry.period_on(TODAY + timedelta(days=n))) else None for n in (-3, -1, 0, 7, 8)]
    assert named == ["before", "now", "now", "now", None]


def test_all_that_is_wrong_with_a_configuration_is_told_at_once(world: World, tmp_path: Path) -> None:
    place = tmp_path / "node.toml"
    text = world.node().read_text()
    for old, new in (
        ("port = 0", "port = 99999"),
        ("wijk = ", "wijk = 3 #"),
        ("signing.key", "no.key"),
        ('refusals = "open"', 'refusals = "soms"'),
    ):
        text = text.replace(old, new, 1)
    place.write_text(text)
    with pytest.raises(StorageError) as caught:
        read_config(place)
    for words in (
        "99999 is not between",
        "a contact point is a text",
        "there is no file that can be read",
        "way to refuse",
    ):
        assert words in str(caught.value)
    asker = world.asker("http://127.0.0.1:1", {"holder": "https://127.0.0.1:1"})
    asker.write_text(
        asker.read_text().replace(f"[holders.{HOLDER}]", f"[holders.{ASKER}]").replace("hashing.key", "no.key")
    )
    with pytest.raises(StorageError, match=r"(?s)keys\.hashing: there is no file.*this is the service itself"):
        read_asker(asker)
    (tmp_path / "audit.toml").write_text('[keys]\nreceiving = "a"\nshares = ["a", "b"]\n')
    with pytest.raises(StorageError, match=r"(?s)one key, in a file or in two shares.*table is missing"):
        read_auditor(tmp_path / "audit.toml")


EXTRACTS = {
    "no state": (",state", "", "column state is missing"),
    "a state that is none": (",active,\n", ",misschien,\n", "extract.csv:2: the state is none"),
    "no such contact point": ("recherche", "niemand", "extract.csv:2: there is no such contact point"),
}


@pytest.mark.parametrize("kind", EXTRACTS)
def test_an_extract_that_does_not_say_of_each_row_is_refused_with_its_line(own_world: World, kind: str) -> None:
    old, new, words = EXTRACTS[kind]
    place = own_world.folder / "extract.csv"
    place.write_text(EXTRACT.replace(old, new, 1))
    with pytest.raises(StorageError) as caught:
        Here(own_world).publish()
    assert words in str(caught.value)
    assert KNOWN[0] not in str(caught.value)
    assert not (own_world.folder / "mirror").exists()


def test_an_identifier_that_is_none_is_set_apart_and_counted(own_world: World) -> None:
    (own_world.folder / "extract.csv").write_text(f"{EXTRACT}\nbsn,123456789,wijk,active,\nbsn,,wijk,active,\n")
    here = Here(own_world)
    secrets = own_world.secrets["holder/signing"], own_world.secrets["holder/hashing"]
    made = publish(own_world.folder / "extract.csv", here.node, here.keys, secrets, here.now)
    assert [one.purpose for one in made] == ["opsporing", "toezicht"]
    for one in made:
        assert (one.persons, one.listed) == (21, 256)
        assert one.apart == {"behind-gatekeeper": 1, "identifier-fails-check": 1, "no-identifier": 1}
    lists = [next((own_world.folder / "mirror" / HOLDER / one.purpose / "now").iterdir()).read_bytes() for one in made]
    assert lists[0] != lists[1]  # nobody can bring two purposes together


def test_without_a_key_of_a_period_there_is_no_list(own_world: World) -> None:
    (own_world.folder / "holder" / "periods" / "now.key").unlink()
    with pytest.raises(UsageError, match="no key for a period"):
        Here(own_world).publish()


def test_a_list_is_at_most_an_eighth_longer_than_what_is_in_it() -> None:
    for count in (0, 1, 255, 256, 257, 1_000, 12_345, 999_999, 1_000_000):
        assert max(count, 256) <= padded_length(count) <= max(count, 256) * 1.125
    assert padded_length(1_000_000) == padded_length(1_000_001)
