"""The words of scenarios: in both languages, with the same values, and none that is missing or not used."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from ketenmonitor.definition import definition_from_text
from ketenmonitor.whatif import words as w
from ketenmonitor.whatif.calibrate import assume
from ketenmonitor.whatif.outcome import Band, Bottleneck, Figure, Key, Outcome, Tight
from ketenmonitor.whatif.outcome.reduced import REASONS
from ketenmonitor.whatif.scenario import scenario_from_text
from tests.docs.blocks import ROOT
from tests.unit.whatif.outcome.made_up import CHAIN

PACKAGE = ROOT / "src" / "ketenmonitor"
WORDS = tomllib.loads((PACKAGE / "whatif" / "templates" / "words.toml").read_text(encoding="utf-8"))
BLANK = re.compile(r"{(\w+)}")
SCENARIO = """
[scenario]
title = "Van alles"
from = 2024-01-01
until = 2024-12-31
[[capacity]]
partner = "een"
places = -2
[[capacity]]
step = "over"
per_cent = 12.5
from = 2024-03-01
until = 2024-03-31
[[arrivals]]
per_cent = -10
[[closed]]
partner = "twee"
from = 2024-07-01
until = 2024-07-21
[[route]]
step = "begin"
none = true
share = 0.15
days = 30
[[priority]]
partner = "een"
where = { jong = true }
[assumptions]
"growth.begin" = 0.03
"""


@pytest.mark.parametrize("name", WORDS)
def test_both_languages_fill_in_the_same(name: str) -> None:
    assert WORDS[name].keys() == {"nl", "en"}
    assert set(BLANK.findall(WORDS[name]["nl"])) == set(BLANK.findall(WORDS[name]["en"]))


def test_every_word_that_is_said_is_there_and_none_is_left_over() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in [*(PACKAGE / "whatif").rglob("*.py"), *_shown()])
    whole = set(re.findall(r"""["'](whatif_[\w-]+)["']""", code))
    filled = {re.sub(r"{[^}]*}", ".+", name) for name in re.findall(r'f"(whatif_[^"]*{[^"]*)"', code)}
    assert whole <= WORDS.keys(), whole - WORDS.keys()
    for name in WORDS:
        assert name in whole or any(re.fullmatch(one, name) for one in filled), f"nobody says {name}"


def _shown() -> list[Path]:
    return [path for folder in ("cli", "web", "charts") for path in (PACKAGE / folder).rglob("*whatif*.py")]


def test_every_reason_unit_and_source_has_words() -> None:
    for reason in REASONS[1:]:
        assert f"whatif_missing_{reason}" in WORDS
    for unit in (
        assume.CASES,
        assume.CASES_A_DAY,
        assume.CASES_A_MONTH,
        assume.SHARE,
        assume.DAYS,
        assume.FACTOR,
        assume.MEANS,
    ):
        assert f"whatif_unit_{unit}" in WORDS
    for source in re.findall(r"`([a-z-]+)`", (assume.__doc__ or "").partition("How it was found")[2]):
        if source != "source":
            assert f"whatif_source_{source}" in WORDS


def test_each_change_is_said_with_titles_and_last_days() -> None:
    definition = definition_from_text(CHAIN)
    scenario = scenario_from_text("scenario.toml", SCENARIO.encode(), definition)
    assert w.asked_of(scenario, definition, w.language("nl")) == [
        "een: -2 plaatsen",
        "“over”: +12,5% capaciteit vanaf 1 maart 2024 tot en met 31 maart 2024",
        "Instroom van alle zaken: -10%",
        "twee: er wordt niet gewerkt vanaf 1 juli 2024 tot en met 21 juli 2024",
        "Na “begin” verlaat 15,0% van de zaken de keten; dat duurt in de helft van de gevallen hoogstens 30 dagen",
        "een: zaken met “jong: ja” gaan voor",
        "Aanname growth.begin is 0,0300, ook zonder maatregel",
    ]


@pytest.mark.parametrize(
    ("value", "text"), [(0.0, "0,0"), (-0.04, "0,0"), (0.06, "+0,1"), (-12.34, "-12,3"), (1234.5, "+1.234,5")]
)
def test_a_difference_has_a_sign_unless_it_is_none(value: float, text: str) -> None:
    assert w.signed(value, w.language("nl"), 1) == text


def outcome_of(*bottlenecks: Bottleneck, shift: Bottleneck | None = None) -> Outcome:
    return Outcome(("2024-01", "2024-02", None), (), bottlenecks, shift, {}, 2)


def test_the_bottleneck_is_said_before_and_after() -> None:
    begin, over = Tight("begin", "een", 0.99, 12.0, 30.0), Tight("over", "twee", 0.9, 3.0, 4.0)
    moved = Bottleneck("2024-02", begin, over)
    lines = w.bottleneck_of(
        outcome_of(Bottleneck("2024-01", begin, begin), moved, shift=moved),
        definition_from_text(CHAIN),
        w.language("en"),
    )
    assert lines == [
        "Without the measure “begin” (een) is the bottleneck in 2 of 2 months; on average 99.0% of its places are then in use.",
        "With the measure the next bottleneck comes at “over” (twee), first in February 2024: 90.0% of its places in use, 3 waiting.",
    ]


def test_where_nothing_is_nearly_full_there_is_no_bottleneck() -> None:
    loose = Tight("begin", "een", 0.5, 0.0, 0.0)
    for one in (Bottleneck("2024-01", loose, loose), Bottleneck("2024-01", None, None)):
        (line,) = w.bottleneck_of(outcome_of(one), definition_from_text(CHAIN), w.language("en"))
        assert line.startswith("Nowhere")


def test_a_value_that_is_not_there_is_said_by_its_reason() -> None:
    said, key = w.language("en"), Key("lead_time", "keten", "within_norm")
    missing = Figure(key, None, "share", Band(0.5, 0.4, 0.6), None, None, None, None, "not-yet-known", 2)
    assert [w.value_of(missing, side, said) for side in ("baseline", "scenario")] == ["50.0%", "cannot be followed yet"]
    assert w.difference_of(missing, said) == "-"
    known = Figure(key, None, "share", *[Band(0.5, 0.25, 0.75)] * 3, 1.0, 0.0, None, 2)
    assert w.difference_of(known, said) == "+50.0 (+25.0 … +75.0) pp"
    assert w.value_of(None, "baseline", said) == "n/a"
