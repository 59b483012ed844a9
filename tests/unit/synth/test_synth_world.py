"""The made-up world: it respects its definition, and things happen in an order that makes sense."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, datetime

import numpy as np
import pytest

from ketenmonitor.definition import definition_from_text
from ketenmonitor.synth.clock import SECOND, clock_of, midnight, written
from ketenmonitor.synth.pace import pace_of
from ketenmonitor.synth.plan import arrows_of, steps_of
from ketenmonitor.synth.world import World, world_of
from tests.unit.synth.chains import FILES, chain, text_of

SPAN = {"first": date(2022, 1, 1), "end": date(2026, 1, 1)}


def world(name: str, cases: int = 1500, seed: int = 1) -> World:
    return world_of(chain(name), cases=cases, seed=seed, **SPAN)


def pairs_of(made: World, kind: int) -> list[tuple[int, int]]:
    there = made.link_kind == kind
    return list(zip(made.link_from[there].tolist(), made.link_to[there].tolist(), strict=True))


def check_cardinality(pairs: list[tuple[int, int]], cardinality: str) -> None:
    from_has_most = max(Counter(a for a, _ in pairs).values())
    to_has_most = max(Counter(b for _, b in pairs).values())
    assert len(set(pairs)) == len(pairs)
    assert (from_has_most == 1) or cardinality in ("many-to-many", "one-to-many")
    assert (to_has_most == 1) or cardinality in ("many-to-many", "many-to-one")


@pytest.mark.parametrize("name", FILES)
def test_links_respect_their_cardinality(name: str) -> None:
    made = world(name)
    used = [kind for kind in range(len(made.definition.links)) if pairs_of(made, kind)]
    for kind in used:
        check_cardinality(pairs_of(made, kind), made.definition.links[kind].cardinality)


@pytest.mark.parametrize("cardinality", ["many-to-many", "many-to-one", "one-to-many", "one-to-one"])
def test_objects_split_and_merge_where_they_may(cardinality: str) -> None:
    text = re.sub(r'(to = "strafzaak")', rf'\1\ncardinality = "{cardinality}"', text_of("zeden"))
    made = world_of(definition_from_text(text), cases=1500, seed=1, **SPAN)
    for kind in (0, 1):
        pairs = pairs_of(made, kind)
        check_cardinality(pairs, cardinality)
        assert (max(Counter(a for a, _ in pairs).values()) > 1) == (cardinality in ("many-to-many", "one-to-many"))
        assert (max(Counter(b for _, b in pairs).values()) > 1) == (cardinality in ("many-to-many", "many-to-one"))


@pytest.mark.parametrize("name", FILES)
def test_links_never_form_a_circle(name: str) -> None:
    made = world(name)
    left = set(zip(made.link_from.tolist(), made.link_to.tolist(), strict=True))
    while True:
        ahead = {a for a, _ in left}
        inner = {(a, b) for a, b in left if b in ahead}
        if inner == left:
            break
        left = inner
    assert not left


@pytest.mark.parametrize("name", FILES)
def test_every_object_has_one_type_and_events_happen_to_it(name: str) -> None:
    made = world(name)
    types, activities = list(made.definition.objects), list(made.definition.activities.values())
    expected = np.array([types.index(a.object) for a in activities])[made.event_activity]
    assert (made.type_of[made.event_object] == expected).all()
    assert (np.diff(made.event_at) >= 0).all()
    assert (made.born[made.event_object] <= made.event_at).all()


@pytest.mark.parametrize("name", FILES)
def test_all_activities_happen_and_some_cases_never_end(name: str) -> None:
    made = world(name)
    assert set(made.event_activity.tolist()) == set(range(len(made.definition.activities)))


@pytest.mark.parametrize("name", FILES)
def test_the_first_start_comes_before_the_first_end_on_one_object(name: str) -> None:
    made = world(name)
    names = list(made.definition.activities)
    stopping = {step.activity for step in steps_of(made.definition) if step.stops}
    for before, after in arrows_of(made.definition):
        if made.definition.activities[before].object != made.definition.activities[after].object:
            continue
        if {before, after} & stopping:
            continue
        firsts = []
        for activity in (before, after):
            happened = made.event_activity == names.index(activity)
            objects, place = np.unique(made.event_object[happened], return_index=True)
            firsts.append(dict(zip(objects.tolist(), made.event_at[happened][place].tolist(), strict=True)))
        both = firsts[0].keys() & firsts[1].keys()
        assert all(firsts[0][one] <= firsts[1][one] for one in both), (before, after)


def test_steps_of_the_demonstration_chain_follow_its_process() -> None:
    assert [step.activity for step in steps_of(chain("zeden")) if not step.stops] == [
        "informatief_gesprek",
        "aangifte",
        "verhoor",
        "inzending",
        "inschrijving",
        "dagvaarding",
        "aanhouding_zitting",
        "eindvonnis",
        "tenuitvoerlegging",
    ]
    assert {step.activity for step in steps_of(chain("zeden")) if step.stops} == {"sepot_politie", "sepot_om"}


def test_some_things_happen_in_the_same_second_and_pauses_open_and_close() -> None:
    made = world("circle")
    _, of_second = np.unique(np.stack([made.event_object, made.event_at]), axis=1, return_counts=True)
    assert of_second.max() > 1
    names = list(made.definition.activities)
    begun, ended = (set(made.event_object[made.event_activity == names.index(a)]) for a in ("vraag", "aanvulling"))
    assert begun & ended
    assert begun - ended


def test_arrivals_have_seasons_and_hours() -> None:
    made = world("verkeersboetes", 20_000)
    first = made.event_at[made.event_activity == 0]
    local = made.clock.local(first).astype("datetime64[us]")
    months = Counter((local.astype("datetime64[M]").astype(int) % 12 + 1).tolist())
    assert months[7] < months[5]
    hours = Counter((made.clock.local(first) // (3600 * SECOND) % 24).tolist())
    assert hours[4] < hours[11]


@pytest.mark.parametrize("careless", [False, True])
@pytest.mark.parametrize("form", ["offset", "local"])
@pytest.mark.parametrize("name", ["zeden", "circle", "bare_unit"])
def test_what_is_written_reads_back_as_the_same_instant(name: str, form: str, careless: bool) -> None:
    zone = chain(name).zone
    clock = clock_of(zone, date(2024, 1, 1), date(2025, 12, 31))
    around = [change + minutes * 60 * SECOND for change in clock.changes.tolist() for minutes in range(-130, 131)]
    at = np.array(around or [1_750_000_000 * SECOND], np.int64)
    for text, instant in zip(written(clock, at, form, careless=careless).to_pylist(), at.tolist(), strict=True):
        read = datetime.fromisoformat(text)
        read = read if read.tzinfo else read.replace(tzinfo=zone)
        assert int(read.timestamp()) * SECOND == instant, text


def test_a_declared_pace_takes_the_place_of_what_the_definition_suggests() -> None:
    """Of any chain: as many as declared, by period, and no step that is not declared."""
    definition = chain("verkeersboetes")
    steps = [
        {"activity": "opgelegd", "chance": 1.0, "wait_days": 0.0},
        {"activity": "verzonden", "chance": [0.0, 1.0], "wait_days": 5.0},
        {"activity": "betaling", "unless": ["verzonden"], "chance": 0.5, "wait_days": 5.0, "stops": True},
    ]
    declared = {"since": [date(2024, 1, 1), date(2025, 1, 1)], "per_month": [100.0, 300.0], "steps": steps}
    pace = pace_of(definition, declared)
    made = world_of(definition, cases=1, first=date(2024, 1, 1), end=date(2026, 1, 1), seed=3, pace=pace)
    assert len(made.of_type("boete")) == round(pace.a_day(np.arange(19723, 20454)).sum())
    names = list(definition.activities)
    assert {names[code] for code in made.event_activity} == {"opgelegd", "verzonden", "betaling"}
    second = midnight(date(2025, 1, 1), definition.zone)
    ready = {}
    for name in ("opgelegd", "verzonden", "betaling"):
        events = made.event_activity == names.index(name)
        ready[name] = set(made.event_object[events].tolist())
    early = set(made.event_object[(made.event_activity == 0) & (made.event_at < second)].tolist())
    assert not ready["verzonden"] & ready["betaling"]
    assert len(early & ready["verzonden"]) <= 0.02 * len(early)  # but for the hour between local and UTC midnight
    assert len(ready["verzonden"] - early) > 0.9 * len(ready["opgelegd"] - early)
