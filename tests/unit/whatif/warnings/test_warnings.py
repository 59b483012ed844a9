"""What is said before the figures: of bold measures, of those too large, and of the data; in both languages."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest

import ketenmonitor.whatif.warnings as room
from ketenmonitor.whatif import Assumption, Band, Figure, Key, Model, Outcome, Stood
from ketenmonitor.whatif.scenario import Scenario, applied
from ketenmonitor.whatif.warnings import Warning_, said_of, warnings_of
from tests.unit.whatif.scenario.scenarios import HEAD, SOUND, definition, model, scenario

WORDS = tomllib.loads((files(room) / "templates" / "words.toml").read_text(encoding="utf-8"))
HELPING = {"and_more", "seen_both", "seen_low", "seen_high"}


def network(*assumptions: Assumption) -> Model:
    return replace(model(), assumptions=assumptions)


def codes(base: Model, asked: Scenario, **more: object) -> list[str]:
    return [one.code for one in warnings_of(base, applied(base, asked), asked, **more)]  # type: ignore[arg-type]  # as they come


def only(code: str, base: Model, asked: Scenario, **more: object) -> Warning_:
    (found,) = (one for one in warnings_of(base, applied(base, asked), asked, **more) if one.code == code)  # type: ignore[arg-type]  # as they come
    return found


def test_a_scenario_within_what_was_seen_has_no_warnings_of_its_measures() -> None:
    base = network(
        Assumption("A1", "places.verhoor", 20, "cases", 18, 22, source="stock-and-outflow"),
        Assumption("A2", "capacity.verhoor", 87, "cases-a-month", 80, 95, 40, 120),
    )
    short = HEAD.replace("2030", "2028")
    assert codes(base, scenario(SOUND, head=short)) == []


def test_more_or_less_than_ever_seen() -> None:
    base = network(Assumption("A2", "capacity.verhoor", 87, "cases-a-month", 80, 95, 40, 100))
    found = only("capacity-outside-seen", base, scenario(SOUND))
    assert found.values == {
        "step": "verhoor",
        "number": "A2",
        "a_month": pytest.approx(87 * 24 / 20),
        "low": 40,
        "high": 100,
    }
    less = only("capacity-outside-seen", base, scenario('[[capacity]]\nstep = "verhoor"\nplaces = -15\n'))
    assert less.values["a_month"] == pytest.approx(87 * 5 / 20)
    came = network(Assumption("A3", "arrivals.aangifte", 2, "cases-a-day", 1.9, 2.1, 1.5, 2.5))
    assert "arrivals-outside-seen" not in codes(came, scenario("[[arrivals]]\nper_cent = 25\n"))
    assert (
        only("arrivals-outside-seen", came, scenario("[[arrivals]]\nper_cent = 26\nfrom = 2026-03-01\n")).values["day"]
        == "2026-03-01"
    )


def test_a_way_that_no_case_took_or_never_so_many() -> None:
    base = network(Assumption("A4", "route.verhoor.sepot_politie", 0.2, "share", 0.18, 0.22, 0.1, 0.3))
    route = '[[route]]\nstep = "verhoor"\nto = "sepot_politie"\nshare = {}\n'
    assert "share-outside-seen" not in codes(base, scenario(route.format(0.12)))
    assert only("share-outside-seen", base, scenario(route.format(0.13))).values["share"] == pytest.approx(0.304)
    new = '[[route]]\nstep = "aangifte"\nto = "tenuitvoerlegging"\nshare = 0.1\n'.replace(
        "tenuitvoerlegging", "sepot_politie"
    )
    assert only("route-never-taken", base, scenario(new)).values == {"step": "aangifte", "to": "sepot_politie"}
    out = only("route-never-taken", base, scenario('[[route]]\nstep = "aangifte"\nnone = true\nshare = 0.1\n'))
    assert "verliet een zaak" in said_of(out, definition(), "nl")


def test_no_capacity_at_all_and_the_first_day_of_it() -> None:
    found = only(
        "no-places", network(), scenario('[[capacity]]\nstep = "inschrijving"\nplaces = -6\nfrom = 2027-01-01\n')
    )
    assert found.values == {"step": "inschrijving", "day": "2027-01-01"}


def test_guesses_are_said() -> None:
    guess = Assumption("A1", "places.verhoor", 20, "cases", 20, None, is_bounded=False, source="at-least")
    assert only("places-assumed", network(guess), scenario(SOUND)).values["at_least"] == 20
    choice = Assumption("A1", "places.verhoor", 20, "cases", 5, 90, source="capacity-only")
    assert only("places-do-not-show", network(choice), scenario(SOUND)).values["places"] == 20
    far = Assumption("A9", "places.inzending", 5, "cases", 5, None, is_bounded=False)
    assert only("no-limit-seen", network(far), scenario(SOUND)).values == {"steps": ["inzending"]}
    assert "no-limit-seen" not in codes(
        network(far), scenario('[[priority]]\nstep = "aangifte"\nwhere = { minderjarig = true }\n')
    )


def test_priority_by_what_is_not_known_of_many_cases() -> None:
    asked = scenario('[[priority]]\nstep = "aangifte"\nwhere = { minderjarig = true }\n')
    assert "class-unknown" not in codes(model(), asked)
    few = replace(model(), arrivals=(replace(model().arrivals[0], classes={"true": 0.1, "false": 0.3}),))
    assert only("class-unknown", few, asked).values == {"attribute": "minderjarig", "share": pytest.approx(0.6)}


def test_what_comes_in_seldom_is_not_worth_a_line() -> None:
    seldom = replace(model().arrivals[0], at="verhoor", a_day=0.05)
    base = replace(
        network(Assumption("A3", "arrivals.verhoor", 0.05, "cases-a-day", 0, 1, 0.05, 0.05)),
        arrivals=(*model().arrivals, seldom),
    )
    assert "arrivals-outside-seen" not in codes(base, scenario("[[arrivals]]\nper_cent = 26\n"))


def test_what_became_of_a_change_of_a_partner() -> None:
    base = network()
    assert only("spread", base, scenario('[[capacity]]\npartner = "politie"\nplaces = 7\n')).values["places"] == [
        "+2",
        "+5",
    ]
    assert only("steps-skipped", base, scenario('[[capacity]]\npartner = "om"\nplaces = 1\n')).values["steps"] == [
        "inzending"
    ]
    assert only("rounded", base, scenario('[[capacity]]\nstep = "inschrijving"\nper_cent = 10\n')).values[
        "wanted"
    ] == pytest.approx(0.6)
    assert "rounded" not in codes(base, scenario('[[capacity]]\nstep = "inschrijving"\nper_cent = 50\n'))


def test_other_values_of_assumptions() -> None:
    seen = Assumption("A1", "growth.aangifte", 0.5, "a-year", 0, 0.1, -0.1, 0.2, adjusted=True)
    allowed = Assumption("A2", "places.aangifte", 30, "cases", 8, 12, adjusted=True)
    inside = replace(seen, number="A3", value=0.15)
    base = network(seen, allowed, inside)
    found = warnings_of(base, base, scenario("[assumptions]\nA1 = 0.5\n"))
    assert [one.code for one in found][:2] == ["outside-seen", "outside-interval"]
    assert found[-1] == Warning_("assumed-in-both", {"count": 1})


def test_the_data() -> None:
    short = replace(model(), trained_from=date(2025, 2, 1))
    assert codes(short, scenario(SOUND))[-2:] == ["trained-short", "horizon-longer"]
    stood = Stood((0, 0, 1), (0, 0, 0), dormant=(True, False, False))
    assert only("dormant", model(), scenario(SOUND), stood=stood).values == {"count": 1, "of": 3}
    unknown = replace(model(), trained_from=None)
    assert codes(unknown, scenario(SOUND)) == []


def outcome(step: str, without: Iterable[float], with_it: Iterable[float]) -> Outcome:
    months = tuple(f"2026-{month:02}" for month in range(1, 13))
    figures = tuple(
        Figure(
            Key("step", step, "use"),
            month,
            "share",
            Band(a, a, a),
            Band(b, b, b),
            Band(b - a, 0, 0),
            None,
            None,
            None,
            2,
        )
        for month, a, b in zip(months, without, with_it, strict=True)
    )
    return Outcome(months, figures, (), None, {}, 2)


@pytest.mark.parametrize(
    ("without", "with_it", "code"),
    [(1.0, 0.7, "queue-empties"), (0.7, 0.6, "idle-anyway"), (1.0, 0.9, None)],
)
def test_a_measure_that_is_larger_than_useful(without: float, with_it: float, code: str | None) -> None:
    played = outcome("verhoor", [without] * 12, [1.0] * 5 + [with_it] * 7)
    asked = scenario(SOUND.replace("2026-02-01", "2026-05-02"))
    found = set(codes(network(), asked, outcome=played)) & {"queue-empties", "idle-anyway"}
    assert found == ({code} if code else set())


def test_a_measure_of_a_few_weeks_is_not_judged() -> None:
    asked = scenario(SOUND + "until = 2026-04-15\n")
    assert "queue-empties" not in codes(network(), asked, outcome=outcome("verhoor", [1.0] * 12, [0.1] * 12))


def test_what_others_found_goes_first() -> None:
    found = warnings_of(model(), model(), scenario(SOUND), found=[Warning_("scaled", {"one_in": 10})])
    assert found[0].code == "scaled"


EXAMPLES = [
    Warning_("outside-seen", {"number": "A1", "assumption": "growth.aangifte", "value": 0.5, "low": 0.0, "high": 0.2}),
    Warning_("outside-interval", {"number": "A2", "assumption": "places.aangifte", "value": 30, "low": 8.0}),
    Warning_("capacity-outside-seen", {"step": "verhoor", "number": "A2", "a_month": 104.4, "low": 40, "high": 100}),
    Warning_("arrivals-outside-seen", {"at": "aangifte", "a_day": 2.52, "day": "2026-03-01", "number": "A3", "high": 2.5}),
    Warning_("share-outside-seen", {"step": "verhoor", "to": "sepot_politie", "share": 0.304, "number": "A4", "low": 0.1, "high": 0.3}),
    Warning_("share-outside-seen", {"step": "verhoor", "to": "", "share": 0.304, "number": "A4", "low": 0.1, "high": 0.3}),
    Warning_("route-never-taken", {"step": "aangifte", "to": "sepot_politie"}),
    Warning_("route-never-taken", {"step": "aangifte", "to": ""}),
    Warning_("no-places", {"step": "inschrijving", "day": "2027-01-01"}),
    Warning_("places-assumed", {"step": "verhoor", "number": "A1", "at_least": 20.0}),
    Warning_("places-do-not-show", {"step": "verhoor", "number": "A1", "places": 20}),
    Warning_("no-limit-seen", {"steps": list(definition().activities)[:7]}),
    Warning_("spread", {"partner": "politie", "steps": ["aangifte", "verhoor"], "places": ["+2", "+5"]}),
    Warning_("steps-skipped", {"partner": "om", "steps": ["inzending"]}),
    Warning_("class-unknown", {"attribute": "minderjarig", "share": 0.71}),
    Warning_("rounded", {"partner": "", "step": "inschrijving", "wanted": 0.6, "places": 1}),
    Warning_("queue-empties", {"step": "verhoor", "use": 0.7}),
    Warning_("idle-anyway", {"step": "verhoor", "use": 0.7}),
    Warning_("trained-short", {"days": 334}),
    Warning_("horizon-longer", {"days": 1826, "known": 334}),
    Warning_("dormant", {"count": 1200, "of": 3000}),
    Warning_("assumed-in-both", {"count": 1}),
    Warning_("scaled", {"one_in": 10}),
    Warning_("not-replayed", {"stock": "om"}),
    Warning_("gone-after-term", {"count": 12}),
    Warning_("no-longer-declared", {"count": 40}),
    Warning_("partner-behind", {"partner": "om", "day": "2025-06-30", "days": 184}),
]  # fmt: skip


@pytest.mark.parametrize("one", EXAMPLES, ids=[f"{one.code}-{n}" for n, one in enumerate(EXAMPLES)])
def test_each_has_a_sentence_in_both_languages_without_ids(one: Warning_) -> None:
    dutch, english = (said_of(one, definition(), code) for code in ("nl", "en"))
    assert dutch != english
    for text in (dutch, english):
        assert re.fullmatch(r"[A-Z0-9“].*\.", text)
        assert not {"verhoor", "politie", "inschrijving"} & set(re.split(r"[^a-z_]+", re.sub("“.*?”", "", text)))


def test_sentences_are_as_people_write_them() -> None:
    dutch = [said_of(one, definition(), "nl") for one in EXAMPLES]
    assert "A1 (growth.aangifte) is 0,5. Ooit waargenomen: tussen 0 en 0,2." in dutch[0]
    assert "Uit de gegevens volgt minstens 8." in dutch[1]
    assert "kunnen dan 104 zaken per maand. Ooit waargenomen: tussen 40 en 100 (A2)" in dutch[2]
    assert "Vanaf 1 maart 2026" in dutch[3]
    assert "30,4%" in dutch[4]
    assert "tussen 10,0% en 30,0%" in dutch[4]
    assert "en nog 2" in dutch[11]
    assert "(+2)" in dutch[12]
    assert "gevraagd; dat zijn hele plaatsen geworden: 1." in dutch[15]


def test_every_sentence_has_an_example_and_every_code_in_the_source_a_sentence() -> None:
    base = {name.removesuffix("-none") for name in WORDS} - HELPING
    assert base == {one.code for one in EXAMPLES}
    source = "".join(path.read_text(encoding="utf-8") for path in Path(str(files(room))).glob("*.py"))
    assert set(re.findall(r'Warning_\(\s*"([a-z-]+)"', source)) | {"scaled", "not-replayed"} == base
