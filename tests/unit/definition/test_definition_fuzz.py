"""Whatever is done to a definition file, it is sound or its faults are told; reading it never fails otherwise."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from ketenmonitor.definition import Definition, Fault, data_dictionary, definition_from_text, shipped_definition
from ketenmonitor.definition.faults import WORDINGS
from ketenmonitor.errors import DefinitionError
from ketenmonitor.toml.document import read_document

ZEDEN = shipped_definition("zeden").read_text(encoding="utf-8").splitlines()
STATEMENTS = [number for number, line in enumerate(ZEDEN) if " = " in line or line.startswith("[")]
VALUES = [
    *("1", "-1", "0.5", "1e400", "nan", "-inf", "0x" + "f" * 40, "true", '""', '" "', '"x"', '"a\\nb"', '"""a\nb"""'),
    *("[]", "[[]]", "[1]", '["x", "x"]', '["aangifte", 1]', "{}", "{ a = 1 }", "{ nl = 1 }", '{ days = "1" }'),
    *("2024-05-01", "2024-05-01T10:00:00Z", "10:00:00", "[{ a = [1] }]", "", "[", "]", '"', "{", "= 1", "# none"),
    *('{ eenheid = ["Limburg", 1] }', "{ minderjarig = {} }", '"aangifte"', '["aangifte"]', '"politie"', '"melding"'),
]

Edit = tuple[int, int, list[str]]  # these lines are replaced by those

numbers = st.integers(0, len(ZEDEN) - 1)
deletions: st.SearchStrategy[Edit] = numbers.map(lambda number: (number, number + 1, []))
long_deletions: st.SearchStrategy[Edit] = st.tuples(numbers, numbers).map(lambda pair: (min(pair), max(pair), []))
repetitions = st.tuples(numbers, numbers).map(lambda pair: (pair[0], pair[0], [ZEDEN[pair[1]]]))
swaps = st.tuples(numbers, numbers).map(lambda pair: (pair[0], pair[0] + 1, [ZEDEN[pair[1]]]))
new_values = st.tuples(st.sampled_from(STATEMENTS), st.sampled_from(VALUES)).map(
    lambda pair: (pair[0], pair[0] + 1, [f"{ZEDEN[pair[0]].split(' = ')[0]} = {pair[1]}"])
)
new_lines = st.tuples(numbers, st.text(max_size=20)).map(lambda pair: (pair[0], pair[0], [pair[1]]))
changes = st.lists(
    st.one_of(deletions, long_deletions, repetitions, swaps, new_values, new_values, new_lines), min_size=1, max_size=6
)


def outcome(text: str) -> Definition | tuple[Fault, ...]:
    try:
        return definition_from_text(text, "zeden.toml")
    except DefinitionError as error:
        return tuple(fault for fault in error.faults if isinstance(fault, Fault))


def check(text: str) -> None:
    read = outcome(text)
    if isinstance(read, Definition):
        assert read.zone.key == read.timezone
        assert data_dictionary(read, "en")
        return
    assert read
    assert [fault.line for fault in read] == sorted(fault.line for fault in read)
    lines = text.count("\n") + 1
    for fault in read:
        assert fault.code in WORDINGS
        assert 1 <= fault.line <= lines
        assert str(fault).isprintable()
        assert str(fault).startswith(f"zeden.toml:{fault.line}: ")


@given(changes)
@settings(max_examples=200, deadline=None)
def test_changed_lines(edits: list[Edit]) -> None:
    lines = list(ZEDEN)
    for first, last, comes in edits:
        lines[first:last] = comes
    check("\n".join(lines))


@given(st.integers(0, sum(map(len, ZEDEN))), st.integers(0, 3), st.text(max_size=3))
@settings(max_examples=100, deadline=None)
def test_changed_letters(start: int, length: int, comes: str) -> None:
    text = "\n".join(ZEDEN)
    check(text[:start] + comes + text[start + length :])


@given(st.integers(0, sum(map(len, ZEDEN))))
@settings(max_examples=50, deadline=None)
def test_a_file_that_is_cut_off(length: int) -> None:
    check("\n".join(ZEDEN)[:length])


@given(st.binary(max_size=200))
@settings(deadline=None)
def test_any_bytes_are_read(content: bytes) -> None:
    document = read_document("any", content)
    assert document.values or document.faults


def test_every_line_alone_may_be_deleted_repeated_or_emptied() -> None:
    for number, line in enumerate(ZEDEN):
        for comes in ([], [line, line], [line.split(" = ")[0] + " = "]):
            check("\n".join([*ZEDEN[:number], *comes, *ZEDEN[number + 1 :]]))
