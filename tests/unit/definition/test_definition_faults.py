"""Every fault that a definition can have: tried by its line and its words, alone in a chain that is sound otherwise."""

from __future__ import annotations

import errno
import os
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from ketenmonitor.definition import Fault, definition_from_text, faults_of
from ketenmonitor.definition.faults import WORDINGS
from ketenmonitor.errors import DefinitionError

HERE = Path(__file__).parent
SMALL_CHAIN = (HERE / "small_chain.toml").read_text(encoding="utf-8")
HUGE = "0x" + "f" * 5000


@dataclass(frozen=True)
class Drawn:
    """A case of `faults.txt`."""

    code: str
    leaves: str
    comes: list[str]
    words: str

    def text(self) -> str:
        assert not self.leaves or SMALL_CHAIN.count(self.leaves) >= 1, f"not in the small chain: {self.leaves}"
        comes = "".join(f"{line[2:]}\n" for line in self.comes)
        return SMALL_CHAIN.replace(self.leaves, comes, 1) if self.leaves else SMALL_CHAIN + comes

    def line(self) -> int:
        before = SMALL_CHAIN.index(self.leaves) if self.leaves else len(SMALL_CHAIN)
        (marked,) = (number for number, line in enumerate(self.comes) if line.startswith("!"))
        return SMALL_CHAIN.count("\n", 0, before) + marked + 1


def drawn_cases() -> list[Drawn]:
    _, *cases = re.split(r"^== ", (HERE / "faults.txt").read_text(encoding="utf-8"), flags=re.MULTILINE)
    return [drawn(case.splitlines()) for case in cases]


def drawn(lines: list[str]) -> Drawn:
    leaves = "".join(f"{line[2:]}\n" for line in lines if line.startswith("-"))
    (words,) = (line[2:] for line in lines if line.startswith(">"))
    return Drawn(lines[0], leaves, [line for line in lines if line[:1] in ("+", "!")], words)


CASES = drawn_cases()


def faults_in(text: str) -> tuple[Fault, ...]:
    with pytest.raises(DefinitionError) as raised:
        definition_from_text(text, "chain.toml")
    return tuple(fault for fault in raised.value.faults if isinstance(fault, Fault))


def test_the_small_chain_is_sound() -> None:
    assert definition_from_text(SMALL_CHAIN, "chain.toml").id == "small"


@pytest.mark.parametrize("case", CASES, ids=[f"{case.code}-{number}" for number, case in enumerate(CASES)])
def test_a_fault_is_told_alone_with_its_line_and_its_words(case: Drawn) -> None:
    faults = faults_in(case.text())
    assert [(fault.code, fault.line) for fault in faults] == [(case.code, case.line())], [str(f) for f in faults]
    assert str(faults[0]).startswith(f"chain.toml:{case.line()}: ")
    assert case.words in str(faults[0])


@pytest.mark.parametrize(
    ("code", "replaced", "by", "words"),
    [
        ("days-out-of-range", "days = 14", f"days = {HUGE}", "a huge number days is not between"),
        ("condition-type", 'where = { region = "north" }\nnorm', f"where = {{ size = {HUGE} }}\nnorm", "a huge number"),
        (
            "condition-type",
            'where = { region = "north" }\nnorm',
            "where = { rooms = inf }\nnorm",
            "inf is not a number",
        ),
        ("syntax", "days = 14", "days = " + "9" * 5000, "a number is too long"),
        ("syntax", "days = 14", "days = " + "[" * 5000, "nested too deeply"),
        ("syntax", "days = 14", "days = [", "a text stands between quotes"),
        ("syntax", "days = 14", 'days = """', "unterminated string"),
    ],
)
def test_extreme_values_are_faults_too(code: str, replaced: str, by: str, words: str) -> None:
    faults = faults_in(SMALL_CHAIN.replace(replaced, by))
    assert [(fault.code, words in str(fault)) for fault in faults][-1] == (code, True)


@pytest.mark.parametrize(
    ("table", "required"),
    [
        ("[partners.x]", []),
        ("[objects.x]", ["partner"]),
        ("[[links]]", ["from", "to", "partner"]),
        ("[attributes.x]", ["type"]),
        ("[activities.x]", ["partner", "object"]),
        ("[lead_times.x]", ["from", "to"]),
        ("[lead_times.whole.norm]", ["days", "share"]),
        ("[pauses.x]", ["from", "to"]),
        ("[stocks.x]", ["partner", "enters", "leaves"]),
        ("[handovers.x]", ["sent", "received"]),
        ("[terms.x]", ["from", "to", "days", "counting"]),
        ("[themes.x]", ["where"]),
        ("[publication]", []),
    ],
)
def test_an_empty_table_misses_what_is_required_and_nothing_else(table: str, required: list[str]) -> None:
    text = SMALL_CHAIN.replace("norm = { days = 30, share = 0.80 }\n", "") + f"{table}\n"
    missing = [fault.place.split(".")[-1] for fault in faults_in(text)] if required else []
    assert sorted(missing) == sorted(required)
    assert required or definition_from_text(text)


def test_the_four_tables_that_every_chain_has() -> None:
    faults = faults_in("[publication]\n")
    assert [(fault.code, fault.place) for fault in faults] == [
        ("table-missing", place) for place in ("activities", "chain", "objects", "partners")
    ]
    assert [fault.place for fault in faults_in("[chain]\n") if fault.code == "key-missing"] == [
        *("chain.id", "chain.timezone", "chain.unit", "chain.version"),
    ]


def test_a_long_text_is_not_repeated_whole() -> None:
    just, longer = "d" * 60, "d" * 61
    assert f'"{just}" is no way' in str(faults_in(SMALL_CHAIN.replace("calendar", just))[0])
    assert f'"{"d" * 57}..." is no way' in str(faults_in(SMALL_CHAIN.replace("calendar", longer))[0])


def test_a_reference_to_a_table_without_entries_says_to_declare_it_first() -> None:
    text = re.sub(r"\[attributes.region\].*?(?=\[activities)", "", SMALL_CHAIN, flags=re.DOTALL)
    fault = faults_in(text)[0]
    assert str(fault) == (
        'chain.toml:13: objects.report.attributes[1]: attribute "region" is not declared.'
        " None is declared yet: declare it first."
    )


def test_of_many_known_names_the_first_and_the_number_of_others_are_given() -> None:
    partners = "".join(f"[partners.p{number}]\n" for number in range(100))
    (fault,) = faults_in(SMALL_CHAIN.replace('received = "judged"', 'received = "x"') + partners)
    assert str(fault).endswith("Known: filed, sent, judged.")
    text = (SMALL_CHAIN + partners).replace('[objects.house]\npartner = "police"', '[objects.house]\npartner = "x"')
    assert str(faults_in(text)[0]).endswith("p36, p37 and 62 more.")
    text = text.replace("[partners.p38]", "").split("[partners.p39]")[0]
    assert str(faults_in(text)[0]).endswith("p36, p37.")


def test_faults_of_the_file_itself(tmp_path: Path) -> None:
    (tmp_path / "empty.toml").write_text("\n# nothing yet\n", encoding="utf-8")
    (tmp_path / "latin.toml").write_bytes(SMALL_CHAIN.encode() + "\n# één".encode("windows-1252"))
    (tmp_path / "wide.toml").write_bytes(SMALL_CHAIN.encode("utf-16"))
    (tmp_path / "folder.toml").mkdir()
    lines = SMALL_CHAIN.count("\n")
    expected = {
        "absent.toml": ("file-missing", 1, "there is no such file. Check the path of the definition file."),
        "folder.toml": ("file-unreadable", 1, "the file cannot be read: is a directory. Give a TOML file"),
        "empty.toml": ("file-empty", 1, "nothing is declared. Begin with [chain], [partners.ID]"),
        "latin.toml": ("not-utf-8", lines + 2, "this line holds a byte that is not UTF-8. Save the file as UTF-8."),
        "wide.toml": ("not-utf-8", 1, "this line holds a byte that is not UTF-8."),
    }
    for name, (code, line, words) in expected.items():
        (fault,) = faults_of(tmp_path / name)
        assert (fault.code, fault.line, fault.place) == (code, line, "file")
        assert words in str(fault)
    assert faults_of(Path("a\0b"))[0].code == "file-unreadable"


def test_a_file_that_may_not_be_read_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> bytes:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))

    monkeypatch.setattr(Path, "read_bytes", refuse)
    (fault,) = faults_of(Path("closed.toml"))
    assert str(fault) == (
        "closed.toml:1: file: the file cannot be read: permission denied. Give a TOML file that you may read."
    )


def test_every_code_is_tried() -> None:
    of_the_file = {"file-missing", "file-unreadable", "file-empty", "file-too-large", "more-faults", "not-utf-8"}
    of_the_file |= {"public-malformed"}  # a kind of value that definitions do not have
    assert {case.code for case in CASES} | of_the_file == set(WORDINGS)


def test_every_code_is_used() -> None:
    package = Path(definition_from_text.__code__.co_filename).parents[1]
    modules = [
        path for room in ("definition", "toml") for path in (package / room).glob("*.py") if path.name != "faults.py"
    ]
    source = "".join(path.read_text(encoding="utf-8") for path in modules)
    assert {code for code in WORDINGS if f'"{code}"' not in source} == set()
