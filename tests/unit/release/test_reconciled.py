"""Figures of partners stand beside those of the release, with what explains the difference; the shipped ones with theirs."""

from __future__ import annotations

from datetime import date

import pytest

from ketenmonitor.definition import Title, read_definition, shipped_definition
from ketenmonitor.release.dataset import TOTAL, Column, Dataset, State
from ketenmonitor.release.formats import data_files
from ketenmonitor.release.published import published_blocks
from ketenmonitor.release.reconciled import reconciled_dataset, with_computed
from ketenmonitor.release.words import page_language
from ketenmonitor.synth import demonstration

CHAIN = read_definition(shipped_definition("zeden"))
DAY = date(2026, 6, 2)
ID = Column("id", Title("id", "id"), "string", is_key=True)
GROUP = Column("eenheid", Title("eenheid", "unit"), "string", is_key=True)
AT = Column("date", Title("datum", "date"), "date", is_key=True)
COUNTS = (Column("stock", Title("s", "s"), "integer", "cases"), Column("old", Title("o", "o"), "integer", "cases"))
TITLE = Title("Voorraad", "Stock")
TABLES = (
    Dataset("stock-on-days", TITLE, (ID, AT, *COUNTS), (("politie", DAY, 3435, 900), ("aangiften", DAY, 1500, State.SUPPRESSED)), "rounding"),
    Dataset("stock-by-eenheid", TITLE, (ID, GROUP, AT, *COUNTS), (("politie", "Noord", DAY, 1, 1), ("politie", TOTAL, DAY, 3435, 900)), "rounding"),
    Dataset("lead-time-curve", TITLE, (ID, AT, *COUNTS), (("politie", DAY, 7, 7),), "cell-key"),
)  # fmt: skip


def shipped() -> list[dict[str, object]]:
    """What the demonstration ships, as the store gives it."""
    rows = demonstration().figures().to_pylist()
    return [{**row, "partner": "politie", "by": "{}", "date": str(row["date"])} for row in rows]


def test_the_shipped_figures_stand_beside_ours_or_say_that_there_is_none() -> None:
    table = reconciled_dataset(CHAIN, with_computed(TABLES, shipped()))
    rows = {(row[1], row[2], row[3], row[4]): row[5:] for row in table.rows}
    assert len(rows) == len(table.rows) == 25
    none = State.NOT_APPLICABLE
    assert rows["stock", "politie", "stock", "2026-06-02"] == (3400.0, 3435, 35.0, "counting-unit")
    hidden = State.SUPPRESSED
    assert rows["stock", "aangiften", "old", "2026-06-02"] == (642.0, hidden, hidden, "counting-unit; period")
    assert rows["flow", "aangiften", "entered", "2026-06-02"] == (1676.0, none, none, "period")
    assert rows["flow", "om", "entered", "2022-06-02"] == (1154.0, none, none, "period; counting-unit")
    assert rows["published", "incidenten", "value", "2024-06-02"] == (5555.0, none, none, "scope; period")
    assert rows["stock", "politie", "stock", "2022-06-02"][1] is none, "no figure of this release is of that day"


def test_every_explanation_is_in_words_and_can_be_written_in_every_format() -> None:
    table = reconciled_dataset(CHAIN, with_computed(TABLES, shipped()))
    said = dict(table.columns[-1].words)
    assert said["counting-unit; period"].nl == "andere teleenheid; andere periode"
    assert {row[-1] for row in table.rows} == set(said)
    assert len(table.notes) == 1 + len(CHAIN.publication.differences)
    from tests.unit.release.formats.drawn import ABOUT

    assert data_files(ABOUT, [table])["data/reconciliation.csv"].count(b"\r\n") == 26


def test_a_figure_without_explanation_says_not_applicable_and_a_breakdown_is_left_out() -> None:
    row = {
        "partner": "om",
        "measure": "stock",
        "id": "om",
        "field": "stock",
        "date": "2026-06-02",
        "value": 5,
        "by": "{}",
    }
    rows = with_computed(TABLES, [row, {**row, "by": '{"eenheid": "Noord"}'}])
    assert [one["computed"] for one in rows] == [State.NOT_APPLICABLE]
    assert reconciled_dataset(CHAIN, rows).rows[0][-1] is State.NOT_APPLICABLE


@pytest.mark.parametrize(("code", "words"), [("nl", "De kop zegt"), ("en", "The heading says position")])
def test_the_page_puts_ours_beside_theirs_with_the_reasons(code: str, words: str) -> None:
    language = page_language(code)
    (block,) = published_blocks(CHAIN, with_computed(TABLES, shipped()), language)
    published, *compared = block.tables
    assert len(published.rows) == 5
    assert len(compared) == 2, "what this release does not compute has no table of its own"
    texts = [[cell.text for cell in row.cells] for row in compared[0].rows]
    assert texts[-1] == [language.number(n) for n in (3400, 3435, 35)]
    assert all(cell.text and cell.is_missing for row in compared[0].rows[:-1] for cell in row.cells[1:])
    assert compared[1].rows[-1].cells[1].is_missing
    assert len(block.notes) == len(CHAIN.publication.differences)
    assert sum(words in note for note in block.notes) == 3


def test_without_computed_figures_the_page_is_as_it_was() -> None:
    (block,) = published_blocks(CHAIN, shipped(), page_language("nl"))
    assert len(block.tables) == 1
