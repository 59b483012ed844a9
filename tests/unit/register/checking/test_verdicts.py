"""Every stated figure gets a verdict: against a table, a total, a sum, or the same figure elsewhere; and where it cannot, why not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from ketenmonitor.register.answering import A_TERM, Check
from ketenmonitor.register.checking import counted, verdicts_of
from ketenmonitor.register.items import Extraction, StatedFigure
from ketenmonitor.register.paper import Paper
from ketenmonitor.register.records import Kind, Register, items
from tests.unit.register.made_up import figure, keep, paper

Said = tuple[str, float, str, dict[str, object]]
JUNE = date(2026, 6, 20)
TABLE = (
    ("Voorraad aantal sluiszaken", 2500, 2700),
    ("Aantal sluiszaken langer dan een jaar open", 480, 400),
    ("Aantal meldingen", 1000, 1090),
)


def table(made: Paper) -> list[StatedFigure]:
    return [
        replace(
            figure(made, f"{about}, {year}: {value}", value, "aantal", about=about, period=str(year)),
            rule="cell of a table", period_begin=date(year, 6, 1), period_end=date(year, 6, 1),
        )
        for about, *values in TABLE
        for year, value in zip((2025, 2026), values, strict=True)
    ]  # fmt: skip


def checks(register: Register, sentences: str, *said: Said) -> list[Check]:
    rows = [f"{about}, {year}: {v}" for about, *values in TABLE for year, v in zip((2025, 2026), values, strict=True)]
    made = paper("\n".join([*rows, "", sentences]), JUNE, "a.txt")
    figures = [figure(made, text, value, unit, **more) for text, value, unit, more in said]
    figures = [
        replace(one, rule=str(more.get("rule", one.rule))) for one, (*_, more) in zip(figures, said, strict=True)
    ]
    keep(register, Extraction(made, "progress_annex", figures=(*table(made), *figures)))
    found = verdicts_of(items(register, Kind.FIGURE), ())
    assert {one.item.key for one in found} == {one.key for one in items(register, Kind.FIGURE)}
    assert all(one.verdict != "not-comparable" or one.why for one in found)
    assert sum(counted(found).values()) == 6 + len(said)
    return [one for one in found if one.item.rule != "cell of a table"]


def rise(about: str, value: float, against: str = "dezelfde periode vorig jaar", on: bool = True) -> Said:
    when = {"period_begin": date(2026, 6, 1), "period_end": date(2026, 6, 1)} if on else {}
    return CHANGES, value, "%", {"about": about, "change": "relative", "against": against, **when}


CHANGES = "Op 1 juni 2026 is de werkvoorraad sluiszaken gestegen (met 8%) vergeleken met dezelfde maanden een jaar eerder, en het water met 9%."


@pytest.mark.parametrize(
    ("said", "verdict", "why"),
    [
        (rise("de werkvoorraad sluiszaken", 8.0), "agrees", ""),
        (rise("de werkvoorraad sluiszaken", 8.5), "differs", ""),  # a digit more leaves less room
        (rise("de werkvoorraad sluiszaken", 9.0), "differs", ""),
        (rise("de werkvoorraad sluiszaken", -8.0), "differs", ""),
        (rise("meldingen over water", 9.0), "agrees", ""),
        (rise("de werkvoorraad sluiszaken", 8.0, "2025"), "agrees", ""),
        (rise("de werkvoorraad sluiszaken", 8.0, "2019"), "not-comparable", "one of the two is not stated"),
        (rise("de werkvoorraad sluiszaken", 8.0, "het vorige bericht"), "not-comparable", "does not say since when"),
        (rise("de werkvoorraad sluiszaken", 8.0, on=False), "not-comparable", "no day is named"),
        (rise("boetes voor veerponten", 8.0), "not-comparable", "no row of a table"),
    ],
)
def test_a_change_is_computed_from_the_table(register: Register, said: Said, verdict: str, why: str) -> None:
    [check] = checks(register, CHANGES, said)
    assert (check.verdict, why in check.why) == (verdict, True), check
    if verdict != "not-comparable":
        assert all(year in check.compared for year in ("2025:", "2026:"))


def test_a_day_that_one_figure_of_a_sentence_names_is_that_of_the_others(register: Register) -> None:
    found = checks(
        register, CHANGES, rise("de werkvoorraad sluiszaken", 8.0), rise("meldingen over water", 9.0, on=False)
    )
    assert [one.verdict for one in found] == ["agrees", "agrees"]


COUNTED = "Vorig jaar waren er 2.000 ligplaatsen. Hiervan waren 740 ligplaatsen overdekt. Dit is 37% van het totaal."


@pytest.mark.parametrize(("share", "verdict"), [(37.0, "agrees"), (39.0, "differs")])
def test_a_share_of_a_total_is_computed(register: Register, share: float, verdict: str) -> None:
    texts = [f"{one}." for one in COUNTED.rstrip(".").split(". ")]
    *_, check = checks(
        register, COUNTED, (texts[0], 2000, "ligplaatsen", {}), (texts[1], 740, "ligplaatsen", {}), (texts[2], share, "%", {})
    )  # fmt: skip
    assert (check.verdict, check.other) == (verdict, 37.0)


def test_a_sum_is_confirmed_and_never_denied(register: Register) -> None:
    first, last = (
        "Er is 400.000 euro extra voor de veerponten.",
        "Samen met eerdere middelen van 115.000 euro is er voor de veerponten 515.000 euro.",
    )
    parts: list[Said] = [(first, 400_000, "euro", {}), (last, 115_000, "euro", {})]
    *_, check = checks(register, f"{first} {last}", *parts, (last, 515_000, "euro", {}))
    assert (check.verdict, check.other) == ("agrees", 515_000)


@pytest.mark.parametrize(("value", "verdict"), [(2700.0, "agrees"), (2800.0, "differs")])
def test_a_number_of_a_table_that_a_sentence_states_too(register: Register, value: float, verdict: str) -> None:
    text = f"Op 1 juni 2026 lagen er {value:.0f} zaken over sluizen in de voorraad sluiszaken."
    day = date(2026, 6, 1)
    [check] = checks(register, text, (text, value, "zaken", {"rule": "count", "period_begin": day, "period_end": day}))
    assert (check.verdict, "2026: 2700" in check.compared) == (verdict, True), check


def test_a_term_is_held_against_nothing(register: Register) -> None:
    said = {"about": "sluiszaken", "period_begin": date(2026, 6, 1), "period_end": date(2026, 6, 1), "is_term": True}
    text = "Er zijn zaken die langer dan 8 maanden wachten."
    found = checks(register, text, (text, 8, "maanden", said), (text, 8, "maanden", said))
    assert {(one.verdict, one.why) for one in found} == {("not-comparable", A_TERM)}
