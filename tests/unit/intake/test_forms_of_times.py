"""The short ways to read a time give what the expressions for all forms give, for any text."""

from __future__ import annotations

import random
from zoneinfo import ZoneInfo

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pytest

from ketenmonitor.intake import times
from ketenmonitor.store import Engine, connect

LETTERS = "0123456789" * 3 + "-:T Z+.- ()BCinfty١\t"
FORMS = [
    "2025-03-30T01:30:15+01:00",
    "2025-10-26 02:30:00",
    "2025-10-26T02:30:00.5Z",
    "2025-03-30 02:30:00.123456",
    "2025-03-30 02:30:00+00",
    "2025-03-30T02:30",
    "2025-03-30T02:30+01",
    "2025-03-30T01:30:15.123456789+05:30",
    "2025-03-30 24:00:00",
    "2025-03-30",
    "0044-03-15 (BC) 10:00:00",
    "290309-12-22 (BC) 00:00:00",
    "12345-01-01 00:00:00",
    "0001-01-01 00:00:00",
    "9999-12-31 23:59:59.999999",
    "infinity",
    "-infinity",
    "epoch",
    "",
]
# Around the changes of clocks, as they are written most.
HOURS = [f"2025-{day}{sign}{hour:02d}:30:00" for day in ("03-30", "10-26") for hour in range(24) for sign in "T "]


def read_slowly(_: Engine, rows: ir.Table) -> ir.Table:
    """What `times._read` says, asked of every row by the expressions for all forms."""
    text = rows.time
    is_iso, has_offset = text.re_search(times.ISO_8601), text.re_search(times.HAS_OFFSET)
    whole = text.re_replace(r"^(.{10}[T ]\d{2}:\d{2})(Z|[+-].*)$", r"\1:00\2")
    wall = times.wall_us(text.try_cast(times.WALL))
    instant = times.instant_us(whole.try_cast(times.INSTANT))
    return rows.mutate(
        wall_us=(is_iso & ~has_offset).ifelse(wall, ibis.null("int64")),
        instant_us=(is_iso & has_offset).ifelse(instant, ibis.null("int64")),
    )


def mutant(text: str, chance: random.Random) -> str:
    """The text with up to two characters replaced, added or removed."""
    letters = list(text)
    for _ in range(chance.randint(0, 2)):
        place = chance.randint(0, len(letters))
        letters[place : place + chance.randint(0, 1)] = chance.choice(["", *[chance.choice(LETTERS)] * 4])
    return "".join(letters)


@pytest.mark.parametrize("zone", ["Europe/Amsterdam", "Australia/Lord_Howe"])
def test_any_text_is_read_as_the_expressions_for_all_forms_read_it(zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(zone)
    hours = [text + offset for text in HOURS for offset in ("", "Z", "+00", "+01:00")]
    texts = [*FORMS, *hours, *(mutant(chance.choice(FORMS), chance) for _ in range(20_000))]

    def read() -> pa.Table:
        engine = connect()
        rows = engine.keep(ibis.memtable({"n": range(len(texts)), "time": texts}))
        return engine.run(times.with_instants(engine, rows, ZoneInfo(zone)).order_by("n"))

    found = read()
    monkeypatch.setattr(times, "_read", read_slowly)
    expected = read()
    assert found.select(expected.column_names).equals(expected)
    assert 2000 < expected["at_us"].null_count < len(texts) - 2000
