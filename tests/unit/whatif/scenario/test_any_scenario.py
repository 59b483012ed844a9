"""Whatever is written: it is refused with lines, or it can be applied and played, and every case is still there."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ketenmonitor.definition import Fault
from ketenmonitor.errors import ScenarioError
from ketenmonitor.whatif import Stood
from ketenmonitor.whatif.scenario import Scenario, applied, scenario_from_text
from ketenmonitor.whatif.scenario.schema import SCHEMA
from ketenmonitor.whatif.simulate import play
from ketenmonitor.whatif.warnings import said_of, warnings_of
from tests.generative.toml_text import toml_value
from tests.unit.whatif.scenario.scenarios import definition, model

DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))
ODD = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5), st.dates(), st.datetimes(), st.just([]), st.just({}),
    st.lists(st.integers(), max_size=2), st.dictionaries(st.sampled_from(["a", "minderjarig"]), st.booleans(), max_size=2),
)  # fmt: skip
STEPS = st.sampled_from(["aangifte", "verhoor", "inzending", "inschrijving", "sepot_politie"])
TARGET = st.one_of(
    st.fixed_dictionaries({"step": STEPS}), st.fixed_dictionaries({"partner": st.sampled_from(["politie", "om"])})
)
LATER = st.dates(date(2027, 1, 1), date(2027, 12, 31))
SPAN = st.fixed_dictionaries({}, optional={"from": DAYS, "until": LATER})
AMOUNT = st.one_of(
    st.fixed_dictionaries({"places": st.integers(-8, 30)}),
    st.fixed_dictionaries({"per_cent": st.integers(-100, 200)}),
    st.fixed_dictionaries({"a_month": st.integers(-10, 50)}),
)
END = st.one_of(st.fixed_dictionaries({"to": STEPS}), st.just({"none": True}))
SHARE = st.fixed_dictionaries({"share": st.floats(0.01, 0.7)}, optional={"days": st.integers(0, 100)})


def merged(*parts: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    return st.tuples(*parts).map(lambda found: {key: value for part in found for key, value in part.items()})


def some(entry: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[list[dict[str, Any]]]:
    return st.lists(entry, max_size=2)


WHERE = st.fixed_dictionaries({"where": st.just({"minderjarig": True})}, optional={"from": DAYS})
LIKELY = st.fixed_dictionaries(
    {
        "scenario": st.just({"title": "x", "from": date(2026, 1, 1), "until": date(2027, 12, 31)}),
        "capacity": some(merged(TARGET, AMOUNT, SPAN)),
        "arrivals": some(merged(st.fixed_dictionaries({"per_cent": st.integers(-100, 100)}), SPAN)),
        "closed": some(merged(TARGET, st.fixed_dictionaries({"from": DAYS, "until": LATER}))),
        "route": some(merged(st.fixed_dictionaries({"step": STEPS}), END, SHARE, SPAN)),
        "priority": some(merged(TARGET, WHERE)),
    }
)


def written(values: dict[str, Any]) -> bytes:
    """As a file; keys of None are left out."""
    lines = []
    for table, content in values.items():
        for entry in content if isinstance(content, list) else [content]:
            lines.append(f"[[{table}]]" if isinstance(content, list) else f"[{table}]")
            lines += [
                f"{key} = {repr(value) if isinstance(value, float) else toml_value(value)}"
                for key, value in entry.items()
                if value is not None
            ]
    return "\n".join([*lines, ""]).encode()


def read(values: dict[str, Any]) -> Scenario | list[Fault]:
    text = written(values)
    try:
        return scenario_from_text("s.toml", text, definition())
    except ScenarioError as error:
        found = [one for one in error.faults if isinstance(one, Fault)]
        assert found
        assert all(1 <= one.line <= text.count(b"\n") for one in found)
        return found


@st.composite
def odd(draw: st.DrawFn) -> dict[str, Any]:
    """A likely file with something odd in one place."""
    values = draw(LIKELY)
    table = draw(st.sampled_from([*SCHEMA, "x"]))
    keys = list(SCHEMA[table].keys) if table in SCHEMA else []
    key = draw(st.sampled_from([*keys, "anders"]))
    entry = {key: draw(ODD)}
    if table in ("scenario", "search", "assumptions"):
        values[table] = {**values.get(table, {}), **entry}
    else:
        values[table] = [{**one, **entry} for one in values.get(table, [])[:1]] or [entry]
    return values


@settings(max_examples=300, deadline=None)
@given(odd())
def test_nothing_that_is_written_makes_reading_fail(values: dict[str, Any]) -> None:
    found = read(values)
    assert isinstance(found, Scenario) or found == sorted(found, key=lambda one: one.line)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(LIKELY)
def test_what_is_not_refused_can_be_played_and_loses_no_case(values: dict[str, Any]) -> None:
    asked = read(values)
    if not isinstance(asked, Scenario):
        return
    base = model()
    try:
        changed = applied(base, asked)
    except ScenarioError:
        return
    start, until = date(2026, 1, 1), date(2026, 5, 1)
    played = play(changed, Stood(), start, until, 1, 0)
    per_case = np.bincount(played.case, minlength=len(played.case_class))
    assert (per_case >= 1).all()
    assert (played.entered <= np.where(played.left < 0, played.until_s, played.left)).all()
    assert warnings_of(base, changed, asked) == warnings_of(base, changed, asked)
    for one in warnings_of(base, changed, asked):
        assert said_of(one, definition(), "nl") != said_of(one, definition(), "en")


def test_a_moment_is_no_day() -> None:
    faults = read({"scenario": {"title": "x", "from": datetime(2026, 1, 1, 9), "until": date(2027, 1, 1)}})
    assert isinstance(faults, list)
    assert [one.code for one in faults] == ["nothing-asked", "wrong-type"]
