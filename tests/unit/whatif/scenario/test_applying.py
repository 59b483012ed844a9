"""A scenario on a model: what it changes, and what the model cannot follow, with the line."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketenmonitor.definition import Fault
from ketenmonitor.errors import ScenarioError
from ketenmonitor.whatif import Closed, Diversion, Model, MorePlaces, Places, Route
from ketenmonitor.whatif.model import POINTS
from ketenmonitor.whatif.scenario import applied
from ketenmonitor.whatif.scenario.amounts import cases_a_month, places_by_step
from tests.unit.whatif.scenario.scenarios import HEAD, SOUND, Planted, model, scenario

NO_BEGIN = '[scenario]\ntitle = "Proef"\nuntil = 2030-12-31\n\n'
IMPOSSIBLE = [
    Planted("never-stood", '[[capacity]]\n!step = "sepot_om"\nplaces = 5\n', "Known: aangifte, verhoor"),
    Planted("partner-without-steps", '[[closed]]\n!partner = "gemeente"\nfrom = 2026-02-01\nuntil = 2026-02-02\n', "Known: politie"),
    Planted("nobody-waits", '[[capacity]]\n!partner = "cjib"\nplaces = 5\n', "Steps with places: aangifte, verhoor, inschrijving"),
    Planted("nobody-waits", '[[priority]]\n!step = "inzending"\nwhere = { minderjarig = true }\n', "another order would change nothing"),
    Planted("several-steps", '[[capacity]]\npartner = "politie"\n!a_month = 30\n', "step = ... for one of: aangifte, verhoor"),
    Planted("less-than-a-place", '[[capacity]]\nstep = "inschrijving"\n!per_cent = 8\n', "less than half a place: there are 6"),
    Planted("fewer-than-none", '![[capacity]]\nstep = "inschrijving"\nplaces = -7\nfrom = 2027-01-01\n', "would have -1 places"),
    Planted(
        "fewer-than-none",
        '[[capacity]]\nstep = "aangifte"\nplaces = -6\n![[capacity]]\nstep = "aangifte"\nplaces = -5\nfrom = 2027-01-01\n',
        "there are 10",
    ),
    Planted("never-began", '[[arrivals]]\n!at = "verhoor"\nper_cent = 5\n', "Known: aangifte"),
    Planted("nobody-works", '![[closed]]\nstep = "aangifte"\nfrom = 2026-06-06\nuntil = 2026-06-07\n', "nobody works"),
    Planted("nobody-works", '![[closed]]\npartner = "cjib"\nfrom = 2026-06-01\nuntil = 2026-06-21\n', "cases end there"),
    Planted("goes-already", '![[route]]\nstep = "inzending"\nto = "inschrijving"\nshare = 0.1\n', "goes inschrijving already"),
    Planted("goes-already", '![[route]]\nstep = "eindvonnis"\nnone = true\nshare = 0.5\n', "goes out of the chain already"),
    Planted("never-stood", '[[route]]\n!step = "sepot_om"\nnone = true\nshare = 0.1\n', "ever stood in step"),
    Planted("never-happened", '[[route]]\nstep = "verhoor"\n!to = "informatief_gesprek"\nshare = 0.1\n', "none = true"),
    Planted("days-missing", '![[route]]\nstep = "inzending"\nto = "sepot_politie"\nshare = 0.1\n', "Add days = 30"),
    Planted("told-apart-otherwise", '[[priority]]\nstep = "aangifte"\n!where = { eenheid = "Limburg" }\n', 'by "minderjarig", and not by'),
    Planted(
        "opposite",
        '[[capacity]]\npartner = "politie"\nplaces = 2\n[[capacity]]\nstep = "verhoor"\n!places = -1\n',
        "takes away what line",
    ),
    Planted("opposite", '[[arrivals]]\nper_cent = 2\n[[arrivals]]\nat = "aangifte"\n!per_cent = -2\n', "takes away what line"),
    Planted(
        "closed-meanwhile",
        '[[closed]]\npartner = "om"\nfrom = 2026-06-01\nuntil = 2026-06-21\n'
        '![[capacity]]\nstep = "inschrijving"\nplaces = 1\nfrom = 2026-06-01\nuntil = 2026-06-20\n',
        "of no use",
    ),
    Planted(
        "closed-twice",
        '[[closed]]\npartner = "om"\nfrom = 2026-06-01\nuntil = 2026-06-21\n'
        '![[closed]]\nstep = "inzending"\nfrom = 2026-06-01\nuntil = 2026-06-20\n',
        "closed already",
    ),
]  # fmt: skip


def faults(head: str, block: str, network: Model) -> list[Fault]:
    with pytest.raises(ScenarioError) as raised:
        applied(network, scenario(block, head=head))
    return [one for one in raised.value.faults if isinstance(one, Fault)]


def with_gemeente(text: str) -> Model:
    """The chain of the tests without the partner that a fault names."""
    every = model()
    if 'partner = "gemeente"' not in text:
        return every
    return replace(every, steps={name: one for name, one in every.steps.items() if one.partner != "rechtspraak"})


@pytest.mark.parametrize("one", IMPOSSIBLE, ids=[f"{one.code}-{number}" for number, one in enumerate(IMPOSSIBLE)])
def test_what_the_model_cannot_follow_is_told_alone_at_its_line(one: Planted) -> None:
    text = one.text.replace("gemeente", "rechtspraak")
    found = faults(HEAD, text, with_gemeente(one.text))
    assert [(fault.code, fault.line) for fault in found] == [(one.code, 4 + one.line)], [str(f) for f in found]
    assert one.words in str(found[0])


def test_all_of_it_is_told_at_once() -> None:
    text = "".join(one.text for one in (IMPOSSIBLE[0], IMPOSSIBLE[5], IMPOSSIBLE[8], IMPOSSIBLE[15]))
    assert [one.code for one in faults(HEAD, text, model())] == [IMPOSSIBLE[n].code for n in (0, 5, 8, 15)]


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        (NO_BEGIN + '[[capacity]]\nstep = "aangifte"\nplaces = 1\nfrom = 2025-12-31\n', "before-start", 8),
        (NO_BEGIN + '[[capacity]]\nstep = "aangifte"\nplaces = 1\nuntil = 2025-12-31\n', "before-start", 8),
        (NO_BEGIN.replace("2030", "2025") + '[[arrivals]]\nper_cent = 1\n', "ends-before", 3),
        (NO_BEGIN.replace("2030", "2036") + '[[arrivals]]\nper_cent = 1\n', "too-long", 3),
        (NO_BEGIN + '[search]\nlead_time = "keten"\nby = 2026-12-31\n', "by-too-early", 7),
        (HEAD.replace("2026-01-01", "2026-01-03") + '[[arrivals]]\nper_cent = 1\n', "after-the-data", 3),
        (HEAD + '[search]\nlead_time = "keten"\nby = 2028-12-31\npartners = ["politie", "cjib"]\n', "nobody-waits", 8),
    ],
)  # fmt: skip
def test_what_depends_on_when_the_data_end(text: str, code: str, line: int) -> None:
    assert [(one.code, one.line) for one in faults("", text, model())] == [(code, line)]


def test_more_cases_where_none_ever_came_is_told() -> None:
    empty = replace(model(), arrivals=())
    assert [one.code for one in faults(HEAD, "[[arrivals]]\nper_cent = 5\n", empty)] == ["nothing-came"]


def test_a_closing_that_holds_back_what_is_on_a_new_way_out_of_an_end_is_taken() -> None:
    new = '[[route]]\nstep = "eindvonnis"\nto = "tenuitvoerlegging"\nshare = 0.5\ndays = 9\n'
    asked = scenario(new, '[[closed]]\nstep = "eindvonnis"\nfrom = 2026-06-01\nuntil = 2026-06-21\n')
    assert applied(model(), asked).steps["eindvonnis"].closed


def test_a_value_that_never_came_and_an_order_that_is_there_are_told() -> None:
    text = '[[priority]]\nstep = "aangifte"\nwhere = { minderjarig = [true, false] }\n'
    only = replace(model(), arrivals=(replace(model().arrivals[0], classes={"false": 1.0}),))
    assert [one.code for one in faults(HEAD, text, only)] == ["value-never-seen"]
    steps = model().steps
    first = replace(model(), steps={**steps, "aangifte": replace(steps["aangifte"], first=("true", "false"))})
    assert [one.code for one in faults(HEAD, text, first)] == ["first-already"]


def test_every_measure_reaches_its_steps_and_no_other() -> None:
    asked = scenario(
        '[[capacity]]\npartner = "politie"\nplaces = 7\nfrom = 2026-05-01\nuntil = 2026-12-31\n'
        '[[arrivals]]\nper_cent = 10\nfrom = 2026-03-01\n'
        '[[closed]]\npartner = "om"\nfrom = 2026-06-01\nuntil = 2026-06-21\n'
        '[[route]]\nstep = "aangifte"\nto = "sepot_politie"\nshare = 0.15\ndays = 30\n'
        '[[priority]]\npartner = "om"\nwhere = { minderjarig = true }\nfrom = 2026-07-01\n'
    )  # fmt: skip
    base, changed = model(), applied(model(), asked)
    begin = date(2026, 1, 1)
    days = (date(2026, 5, 1), date(2027, 1, 1))
    assert changed.steps["aangifte"].more == (MorePlaces(2, *days),)
    assert changed.steps["verhoor"].more == (MorePlaces(5, *days),)
    closed = (Closed(date(2026, 6, 1), date(2026, 6, 22)),)
    assert [one.id for one in changed.steps.values() if one.closed == closed] == ["inzending", "inschrijving"]
    (way,) = changed.steps["aangifte"].diversions
    assert (way.to, way.share, way.from_day, way.until_day) == ("sepot_politie", 0.15, begin, None)
    assert way.duration.quantiles[POINTS // 2] == 30 * 86_400
    assert (changed.steps["inschrijving"].first, changed.steps["inschrijving"].first_from) == (
        ("true",),
        date(2026, 7, 1),
    )
    assert changed.steps["inzending"].first == ()
    assert changed.arrivals[0].factors == ((date(2026, 3, 1), None, 1.1),)
    for name in ("dagvaarding", "eindvonnis", "sepot_politie"):
        assert changed.steps[name] == base.steps[name]
    assert base == model()


def test_a_route_without_days_takes_as_long_as_the_step_has_it_and_one_out_of_the_chain_no_time() -> None:
    asked = scenario(
        '[[route]]\nstep = "inzending"\nto = "inschrijving"\nshare = 0.1\n[[route]]\nstep = "aangifte"\nnone = true\nshare = 0.2\n'
    )
    base, begin = model(), date(2026, 1, 1)
    (way,) = base.steps["inzending"].routes
    own = way.duration
    assert own is not None
    most = replace(base.steps["inzending"], routes=(replace(way, share=0.9), Route(None, 0.1)))
    steps = applied(replace(base, steps={**base.steps, "inzending": most}), asked).steps
    assert steps["inzending"].diversions == (Diversion("inschrijving", 0.1, own, begin),)
    assert set(steps["aangifte"].diversions[0].duration.quantiles) == {0}


@given(st.integers(-36, 500), st.lists(st.integers(0, 90), min_size=1, max_size=5))
def test_places_of_a_partner_add_up_to_what_was_asked_and_no_step_is_below_none(total: int, counts: list[int]) -> None:
    base = model()
    asked = max(total, -sum(counts)) or 1
    (name, one), *_ = base.steps.items()
    steps = {f"{name}{n}": replace(one, id=f"{name}{n}", places=Places(count, 1.0)) for n, count in enumerate(counts)}
    change = scenario(f'[[capacity]]\npartner = "politie"\nplaces = {asked}\n').capacity[0]
    begins = tuple(replace(base.arrivals[0], at=name) for name in steps)
    spread = places_by_step(replace(base, steps=steps, arrivals=begins), change)
    assert sum(spread.values()) == asked
    assert all(count + spread.get(f"{name}{n}", 0) >= 0 for n, count in enumerate(counts))


def test_cases_a_month_are_places_by_the_working_days_of_a_month() -> None:
    places = model().steps["inschrijving"].places
    assert places is not None
    assert float(cases_a_month(places)) == pytest.approx(365.25 / 12 * 5 / 7 / 5)
    free = frozenset(date(year, 1, 1) for year in (2024, 2025))  # a Monday and a Wednesday
    assert float(cases_a_month(places, free)) == pytest.approx((365.25 * 5 / 7 - 1) / 12 / 5)
    asked = scenario('[[capacity]]\nstep = "inschrijving"\na_month = 13\n').capacity[0]
    assert places_by_step(model(), asked) == {"inschrijving": 3}  # 4.35 cases a month each


def test_taking_all_places_away_is_possible() -> None:
    asked = scenario('[[capacity]]\nstep = "inschrijving"\nplaces = -6\nfrom = 2027-01-01\n', SOUND)
    assert applied(model(), asked).steps["inschrijving"].more[0].count == -6
