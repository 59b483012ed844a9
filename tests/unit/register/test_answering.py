"""Which release answers what was asked, and what is said of a figure that a paper states: agrees, differs, or why neither."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import docx
import pytest

from ketenmonitor.errors import UsageError
from ketenmonitor.register.answering import answers_of, check_figure, check_measure, tolerance_of
from ketenmonitor.register.checking.twice import stated_twice
from ketenmonitor.register.fill import status_per_point
from ketenmonitor.register.fill_words import WORDS
from ketenmonitor.register.items import Extraction
from ketenmonitor.register.matching import points
from ketenmonitor.register.overview import overview
from ketenmonitor.register.records import Action, Kind, Register, decide, items
from ketenmonitor.register.released import Release, releases_in
from ketenmonitor.register.standing import State
from ketenmonitor.release import page_language, sealed, write_folder
from tests.unit.register.made_up import NOW_US, commitment, figure, keep, letter, moment, paper

KEY = bytes(range(32))
STOCK = "id,period,date,stock,old\nkade,2025-12,2025-12-31,500,20\nkade,2026-06,2026-06-30,{},suppressed\n"
JAN, JULY, DEC = date(2026, 1, 20), date(2026, 7, 6), date(2026, 12, 1)


def release(folder: Path, as_of: str, stock: str = "540", table: str = "stock-month") -> Path:
    said = {"chain": "vaart", "as_of": as_of, "fingerprint": "f" * 64, "made_at": f"{as_of}T00:00:00+01:00"}
    return write_folder(folder / as_of, sealed({f"data/{table}.csv": STOCK.format(stock).encode()}, said, KEY))


def tied(register: Register, key: str, **said: object) -> None:
    value = {"chain": "vaart", "measure": "stock", "id": "kade", "by": [], "period": "month", "field": None, **said}
    decide(register, Action.TIE, key, "bram", NOW_US, value=value)


def test_the_first_release_after_the_asking_answers(register: Register, tmp_path: Path) -> None:
    keep(register, letter("Ik zal de Kamer halfjaarlijks informeren over de voorraad schepen aan de kade."))
    [point] = points(register)
    tied(register, point.id)
    folders = [release(tmp_path, day) for day in ("2026-01-05", "2026-07-06", "2026-10-05")]
    [answer] = answers_of(points(register)[0], releases_in(folders))
    assert (answer.release and answer.release.as_of, answer.value) == (JULY, "2026-06: 540")
    assert answer.address == "vaart/2026-07-06/data/stock-month.csv?id=kade#stock"
    [row] = overview(register, DEC, releases=releases_in(folders))
    assert (row.standing.state, [one.kind for one in row.standing.carried_out]) == (State.CARRIED_OUT, ["release"])
    [before] = overview(register, date(2026, 2, 1), releases=releases_in(folders))
    assert (before.standing.state, before.answers[0].why) == (State.NO_MOMENT, "no release since it was asked")


def test_a_release_that_was_changed_answers_nothing(register: Register, tmp_path: Path) -> None:
    keep(register, letter("Ik zal de Kamer halfjaarlijks informeren over de voorraad schepen aan de kade."))
    tied(register, points(register)[0].id)
    folder = release(tmp_path, "2026-07-06")
    (folder / "data" / "stock-month.csv").write_text(STOCK.format("1"), encoding="utf-8")
    [answer] = answers_of(points(register)[0], releases_in([folder, tmp_path / "nowhere"]))
    assert (answer.release, answer.why) == (None, "data/stock-month.csv: the file was changed after it was sealed.")


def stated(register: Register, sentence: str, value: float, unit: str = "schepen", **said: object) -> str:
    made = paper(sentence, JAN)
    found = replace(figure(made, sentence, value, unit), **said)  # type: ignore[arg-type]  # the fields of a figure
    keep(register, Extraction(made, "policy_letter", figures=(found,)))
    return items(register, Kind.FIGURE)[0].key


@pytest.mark.parametrize(
    ("sentence", "value", "unit", "change", "tie", "verdict", "why"),
    [
        ("Er lagen 540 schepen.", 540, "schepen", "absolute", {"when": "2026-06"}, "agrees", ""),
        ("Er lagen 530 schepen.", 530, "schepen", "absolute", {"when": "2026-06"}, "differs", ""),
        ("Er lagen ongeveer 530 schepen.", 530, "schepen", "absolute", {"when": "2026-06"}, "agrees", ""),
        ("De voorraad is gestegen met 8 %.", 8, "%", "relative", {"when": "2026-06", "before": "2025-12"}, "agrees", ""),
        ("De voorraad is gestegen met 9 %.", 9, "%", "relative", {"when": "2026-06", "before": "2025-12"}, "differs", ""),
        ("De voorraad is gestegen met 8 %.", 8, "%", "relative", {"when": "2026-06"}, "not-comparable", "say of when"),
        ("Dat is 8 % van de schepen.", 8, "%", "absolute", {"when": "2026-06"}, "not-comparable", "percentage beside a number"),
        ("Er lagen 540 schepen.", 540, "schepen", "absolute", {"when": "2024-06"}, "not-comparable", "no release has this figure of 2024-06"),
        ("Er lagen 540 schepen.", 540, "schepen", "absolute", {}, "not-comparable", "--when"),
        ("Er lagen 20 oude schepen.", 20, "schepen", "absolute", {"when": "2026-06", "field": "old"}, "not-comparable", "suppressed"),
        ("Er lagen 540 schepen.", 540, "schepen", "absolute", {"chain": "spoor"}, "not-comparable", "no release of this chain"),
    ],
)  # fmt: skip
def test_a_stated_figure_is_checked(
    register: Register, tmp_path: Path, sentence: str, value: float, unit: str, change: str, tie: dict[str, str],
    verdict: str, why: str,
) -> None:  # fmt: skip
    key = stated(register, sentence, value, unit, change=change)
    tied(register, key, **tie)
    [check] = check_figure(items(register, Kind.FIGURE)[0], releases_in([release(tmp_path, "2026-07-06")]))
    assert (check.verdict, why in check.why) == (verdict, True), check
    assert (check.difference is None) == (verdict == "not-comparable")


def test_a_term_is_no_measurement_and_is_not_compared(register: Register, tmp_path: Path) -> None:
    key = stated(register, "Schepen liggen hooguit 540 dagen.", 540, "dagen", is_term=True)
    tied(register, key)
    [check] = check_figure(items(register, Kind.FIGURE)[0], releases_in([release(tmp_path, "2026-07-06")]))
    assert (check.verdict, check.why) == ("not-comparable", "a term or threshold, not something that was measured")


def test_a_figure_that_nobody_tied_is_not_compared_and_says_so(register: Register) -> None:
    stated(register, "Er lagen 540 schepen.", 540)
    [check] = check_figure(items(register, Kind.FIGURE)[0], ())
    assert (check.verdict, "not tied" in check.why) == ("not-comparable", True)
    with pytest.raises(UsageError, match="not a measure that is published"):
        check_measure("voorraad")


@pytest.mark.parametrize(
    ("stated", "sentence", "tolerance"),
    [
        (540, "540", 0.5),
        (8, "8 %", 0.5),
        (2.4, "2,4", 0.05),
        (3400, "3.400", 50),
        (3450, "3.450", 0.5),
        (500, "circa 500", 25),
    ],
)
def test_a_number_may_be_off_by_what_its_rounding_hides(stated: float, sentence: str, tolerance: float) -> None:
    assert tolerance_of(stated, sentence) == pytest.approx(tolerance)


@pytest.mark.parametrize(
    ("other", "period", "verdict"),
    [(540.0, "2025", "agrees"), (600.0, "2025", "differs"), (600.0, "2024", "not-comparable")],
)
def test_the_same_figure_in_two_papers(register: Register, other: float, period: str, verdict: str) -> None:
    about = "aantal schepen aan de kade van de Vechtstroom"
    for name, value, when, day in (("a.txt", 540.0, "2025", JAN), ("b.txt", other, period, JULY)):
        sentence = f"Er lagen {value:.0f} schepen."
        made = paper(sentence, day, name)
        found = figure(made, sentence, value, "schepen", about=about, period=when)
        keep(register, Extraction(made, "policy_letter", figures=(found,)))
    later, earlier = stated_twice(items(register, Kind.FIGURE))
    assert (later.verdict, later.item.source, earlier.item.source) == (verdict, "b.txt", "a.txt")


def test_a_draft_has_a_source_in_every_cell_that_says_something(register: Register) -> None:
    made = paper("Ik informeer de Kamer voor 1 mei over de verzakte bruggen van de Vechtstroom.", JAN)
    [sentence] = made.raw.splitlines()[:1]
    found = commitment(made, sentence, moment("voor 1 mei", None, date(2026, 4, 30)))
    keep(register, Extraction(made, "policy_letter", commitments=(found,)))
    for code in ("nl", "en"):
        content = status_per_point(overview(register, DEC), DEC, code)
        document = docx.Document(io.BytesIO(content))
        head, row = ([cell.text for cell in one.cells] for one in document.tables[0].rows)
        empty = {WORDS[code][name] for name in ("no_declared", "no_carried_out", "no_slipped")}
        assert len(head) == len(row) == 7
        assert all(text in empty or "[1]" in text for text in row[1:]), row
        below = [one.text for one in document.paragraphs]
        assert any(
            text.startswith(f"[1] brief.txt ({page_language(code).date(JAN)})") and sentence in text for text in below
        )
        assert content == status_per_point(overview(register, DEC), DEC, code)


def test_a_draft_of_nothing_says_so(register: Register) -> None:
    document = docx.Document(io.BytesIO(status_per_point((), DEC)))
    assert any("Er is niets" in one.text for one in document.paragraphs)


def test_releases_are_in_the_order_of_their_days(tmp_path: Path) -> None:
    folders = [release(tmp_path, day) for day in ("2026-07-06", "2026-01-05")]
    found: tuple[Release, ...] = releases_in(folders)
    assert [str(one.as_of) for one in found] == ["2026-01-05", "2026-07-06"]
