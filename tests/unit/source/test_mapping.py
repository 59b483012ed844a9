"""A mapping is checked as a whole: every fault at once, with its line, what is wrong and what would be right."""

from __future__ import annotations

from pathlib import Path

import pytest

from ketenmonitor.errors import MappingError
from ketenmonitor.source.mapping import read_mapping
from tests.chain import DEFINITION
from tests.unit.source.extract import OM, mapping_of

KEY = "A" * 43 + "="


def faults_of(folder: Path, text: str) -> list[str]:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "definition.toml").write_text(DEFINITION, encoding="utf-8")
    (folder / "m.toml").write_text(text, encoding="utf-8")
    with pytest.raises(MappingError) as raised:
        read_mapping(folder / "m.toml")
    lines = str(raised.value).splitlines()
    assert lines == [str(fault) for fault in raised.value.faults]
    return [line.removeprefix(f"{folder}/m.toml:") for line in lines]


def line_of(text: str, words: str) -> int:
    return next(n for n, line in enumerate(text.splitlines(), start=1) if words in line)


FAULTS = [
    (
        "partner",
        'partner = "om"',
        'partner = "omm"',
        'delivery.partner: the chain has no partner "omm". Did you mean "om"?',
    ),
    (
        "activity",
        "B1 = ",
        'B3 = "aangifte", B1 = ',
        'activity.codes.B3: activity "aangifte" is not one that partner "om"',
    ),
    ("typo", 'B1 = "besluit"', 'B1 = "besluiten"', 'Did you mean "besluit"?'),
    ("column", 'time = "tijd"', "time = 3", "the number 3 stands where a column, or a table"),
    ("key", "delimiter =", "delimeter =", 'there is no key "delimeter" here. Did you mean "delimiter"?'),
    ("sign", 'delimiter = ";"', 'delimiter = ";;"', '";;" is not one sign.'),
    ("format", "%d-%m-%Y %H:%M", "%H:%M", '"%H:%M" is no form of a time.'),
    ("hour", "%d-%m-%Y %H:%M", "%d-%m-%Y %H", "is no form of a time."),
    (
        "source",
        'source = "zaken"\nactivity',
        'source = "zakken"\nactivity',
        'no source "zakken". Did you mean "zaken"?',
    ),
    ("link", '"melding", column', '"strafzaak", column', 'no link from "strafzaak" to "strafzaak" is declared'),
    ("type", 'type = "strafzaak"\nobject', 'type = "melding"\nobject', 'object type "melding" is not one that partner'),
    ("carried", "minderjarig = {", "eenheid = {", 'attribute "eenheid" is not declared for what these rows are'),
    ("mode", 'mode = "none"', 'mode = "hmac"', 'mode "hmac" needs "key".'),
    ("file", "zaken.csv", "zaken.doc", '"zaken.doc" does not end as a file that can be read. Files are: .csv'),
    ("sheet", "zaken.csv", "zaken.xlsx", "a workbook has sheets, and none is named."),
    ("begin", 'from = "2024-01-01"', 'from = "januari"', '"januari" is no moment.'),
    ("definition", "definition.toml", "other.toml", "this is not a definition that can be read: "),
    ("code", 'B1 = "besluit"', "B1 = 1", "1 is no text."),
    ("object", 'object = "zaak"\nid', 'object = { melding = "zaak" }\nid', 'these rows may be about a "strafzaak"'),
    ("syntax", 'time = "tijd"', 'time = "tijd', "a text has no closing quote"),
    ("encoding", 'delimiter = ";"', 'encoding = "utf-nog-wat"', '"utf-nog-wat" is not an encoding'),
    ("both", 'file = "zaken.csv"', 'file = "zaken.csv"\nsql = "select 1"', '"file" and "sql" do not go together.'),
    ("where", 'file = "zaken.csv"\n', "", "it does not say where the rows are."),
    ("value", 'column = "jeugd",', 'column = "jeugd", value = "true",', "it says neither column nor value, or both."),
    ("kind", "[sources.zaken]", '[identifiers.strafzaak]\nkind = "bsn"\n\n[sources.zaken]', "these have no kind."),
    ("separator", 'mode = "none"', 'mode = "none"\npurpose = "a|b"', "has no | in it."),
    ("time", 'time = "tijd"', 'time = { date = "tijd" }', "it says neither column, nor date and clock, or both."),
]


@pytest.mark.parametrize(("old", "new", "words"), [fault[1:] for fault in FAULTS], ids=[fault[0] for fault in FAULTS])
def test_a_fault_is_told_with_its_line(tmp_path: Path, old: str, new: str, words: str) -> None:
    assert old in OM
    found = faults_of(tmp_path, OM.replace(old, new, 1))
    assert any(words in fault for fault in found), found
    lines = [int(fault.partition(":")[0]) for fault in found]
    assert lines == sorted(lines)


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    text = OM
    for _, old, new, _ in FAULTS[:6]:
        text = text.replace(old, new, 1)
    found = faults_of(tmp_path, text)
    assert next(int(fault.partition(":")[0]) for fault in found) == line_of(text, '"omm"')
    known = faults_of(tmp_path, text.replace('"omm"', '"om"'))
    assert {int(fault.partition(":")[0]) for fault in known} == {
        line_of(text, "delimeter"),
        line_of(text, "B3 ="),
        line_of(text, "time = 3"),
    }
    assert len(known) == 4


@pytest.mark.parametrize(
    "address",
    ["postgresql+psycopg://jan:geheim@host/db", "postgresql://host/db?password=geheim"],
)
def test_no_password_stands_in_the_file(tmp_path: Path, address: str) -> None:
    text = OM.replace('file = "zaken.csv"', f'sql = "select 1"\ndatabase = "{address}"').replace(
        'delimiter = ";"\n', ""
    )
    (found,) = faults_of(tmp_path, text)
    assert "a password stands in this file." in found
    assert "geheim" not in found


def test_two_rules_that_cannot_be_told_apart_are_a_fault(tmp_path: Path) -> None:
    rule = '\n[[events]]\nsource = "zaken"\nactivity = "code"\ntime = "tijd"\nobject = "zaak"\nid = ["nr"]\n'
    (found,) = faults_of(tmp_path, OM + rule)
    assert "events[2].id: these events have the same identity as those of events[1]" in found
    mapping_of(tmp_path / "sound", OM + rule.replace('"code"', '{ value = "besluit" }'))


def test_what_oprf_needs(tmp_path: Path) -> None:
    text = OM.replace('mode = "none"', 'mode = "oprf"\nrecipient_key = "abc"')
    found = "\n".join(faults_of(tmp_path, text))
    for words in ('needs "purpose"', 'needs "recipient"', 'needs "period"', "this is no public key", "gives no OIN"):
        assert words in found


def test_paths_are_from_the_folder_of_the_mapping(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mapping_of(tmp_path)
    monkeypatch.chdir(tmp_path.parent)
    found = read_mapping(Path(tmp_path.name) / "mapping.toml")
    assert found.sources["zaken"].file == tmp_path / "zaken.csv"
    assert (found.state, found.out) == (tmp_path / "state", tmp_path / "out")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(
        MappingError, match=r"absent.toml:1: file: there is no such file. Check the path of the mapping"
    ):
        read_mapping(tmp_path / "absent.toml")


def test_a_shipped_chain_is_named_by_its_id(tmp_path: Path) -> None:
    text = (
        OM.replace("definition.toml", "zeden").replace("I1 =", 'Z1 = "sepot_om", I1 =').replace('B1 = "besluit", ', "")
    )
    text = text.replace('B2 = "besluit"', 'B2 = "dagvaarding"')
    assert mapping_of(tmp_path, text).definition.id == "zeden"
