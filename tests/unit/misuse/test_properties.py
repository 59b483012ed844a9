"""What holds of any looks and any records."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.misuse.tables import Rows, assessed, pairs, ranked

USERS, PERSONS, CASES, TEAMS = ("u1", "u2", "u3"), ("p1", "p2", "p3"), ("c1", "c2", "c3"), ("t1", "t2")
DAYS = st.integers(1, 28)
NONE = "[assess]\ndays_before = 0\ndays_after = 0\n"
RECORDS = ("handlers", "teams", "handovers", "requests", "contacts")


def day(number: int) -> str:
    return f"2026-03-{number:02d}"


def rows(**columns: Any) -> st.SearchStrategy[list[dict[str, Any]]]:
    return st.lists(st.fixed_dictionaries(columns), max_size=5)


def some(values: tuple[str, ...]) -> st.SearchStrategy[str]:
    return st.sampled_from(values)


TERM = {"from": DAYS.map(day), "until": DAYS.map(day)}
LOOKS = st.lists(
    st.fixed_dictionaries(
        {
            "user": some(USERS), "person": some(PERSONS), "case": some(("", *CASES)),
            "at": st.tuples(DAYS, st.integers(0, 23)).map(lambda t: f"{day(t[0])}T{t[1]:02d}:30:00"),
        }
    ),
    min_size=1, max_size=8,
)  # fmt: skip
WORLDS = st.fixed_dictionaries(
    {
        "looks": LOOKS,
        "involved": rows(case=some(CASES), person=some(PERSONS)),
        "handlers": rows(user=some(USERS), case=some(CASES), **TERM),
        "teams": rows(user=some(USERS), team=some(TEAMS), **TERM),
        "handovers": rows(case=some(CASES), user=some(USERS), **TERM),
        "requests": rows(user=some(USERS), person=some(PERSONS), **TERM),
        "contacts": rows(user=some(USERS), case=some(CASES), **TERM),
        "actions": rows(user=some(USERS), person=some(PERSONS), at=DAYS.map(day)),
    }
)
World = Mapping[str, Rows]


def filled(world: World) -> dict[str, Rows]:
    """A table without rows has no columns in a file: leave it out, but always have one that explains."""
    never = [{"user": "nobody", "case": "none", "from": day(1), "until": day(1)}]
    return {name: told for name, told in {**world, "handlers": [*world["handlers"], *never]}.items() if told}


def explained_plainly(world: World, look: Mapping[str, Any]) -> bool:
    """The templates in plain Python, as an independent reading of what they say."""
    on = look["at"][:10]
    now = {name: [row for row in world[name] if row["from"] <= on <= row["until"]] for name in RECORDS}
    of_person = {row["case"] for row in world["involved"] if row["person"] == look["person"]}
    about = of_person & {look["case"]} if look["case"] else of_person
    handlers = {row["user"] for row in now["handlers"] if row["case"] in about}
    teams_of = defaultdict(set)
    for row in now["teams"]:
        teams_of[row["user"]].add(row["team"])
    by_case = [row for name in ("handovers", "contacts") for row in now[name] if row["case"] in about]
    asked = [row for row in now["requests"] if row["person"] == look["person"]]
    return (
        look["user"] in handlers
        or any(teams_of[look["user"]] & teams_of[handler] for handler in handlers)
        or any(row["user"] == look["user"] for row in [*by_case, *asked])
    )


@settings(max_examples=12, deadline=None)
@given(world=WORLDS)
def test_what_is_left_is_what_a_plain_reading_leaves_and_no_explained_look_is_ranked(world: World) -> None:
    left = [look for look in world["looks"] if not explained_plainly(world, look)]
    with TemporaryDirectory() as place:
        found = ranked(Path(place), filled(world), NONE)
    assert pairs(found) == {(look["user"], look["person"]) for look in left}
    assert sum(pair.looks for pair in found) == len(left)


@settings(max_examples=6, deadline=None)
@given(world=WORLDS, seed=st.integers(0, 2**16))
def test_the_order_of_rows_changes_nothing(world: World, seed: int) -> None:
    chance = random.Random(seed)
    other = {name: chance.sample(list(told), len(told)) for name, told in filled(world).items()}
    with TemporaryDirectory() as place:
        first = assessed(Path(place) / "one", filled(world), NONE)
        second = assessed(Path(place) / "other", other, NONE)
        assert second.ranked(1000) == first.ranked(1000)
        assert second.counts() == first.counts()


@settings(max_examples=8, deadline=None)
@given(world=WORLDS, more=WORLDS, table=st.sampled_from(RECORDS))
def test_an_explanation_more_never_raises_a_score(world: World, more: World, table: str) -> None:
    fuller = {**world, table: [*world[table], *more[table]]}
    with TemporaryDirectory() as place:
        before = {(p.user, p.person): p.score for p in ranked(Path(place) / "before", filled(world), NONE)}
        after = {(p.user, p.person): p.score for p in ranked(Path(place) / "after", filled(fuller), NONE)}
    assert after.keys() <= before.keys()
    assert all(score <= before[pair] + 1e-9 for pair, score in after.items())
