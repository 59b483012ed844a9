"""What was known at a moment stays reproducible, whatever comes later."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from ketenmonitor.definition import read_definition
from ketenmonitor.intake import retry
from ketenmonitor.store import Home, open_view
from tests.chain import DEFINITION, deliver, home_of, instant, n_events, received
from tests.unit.intake.seen import on, seen, times


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return home_of(tmp_path)


def at(number: int) -> str:
    return f"2024-03-{number:02d}T10:00:00+01:00"


def event(event_id: str, number: int, object_id: str = "M1", **more: str) -> dict[str, str]:
    return {"event_id": event_id, "activity": "aangifte", "time": on(number), "object_id": object_id, **more}


def link(**more: str) -> dict[str, str]:
    return {"from_type": "melding", "from_id": "M1", "to_type": "strafzaak", "to_id": "S1", "time": on(4), **more}


def eventful(folder: Path) -> list[Path]:
    """Deliveries of two partners with everything that can change what was known before."""
    noord, zuid = ({"object_type": "melding", "object_id": "M1", "eenheid": e} for e in ("Noord", "Zuid"))
    besluit = [{"event_id": "b", "activity": "besluit", "time": on(9), "object_id": "S1"}]
    until = {number: f"2024-01-{number:02d}T00:00:00+01:00" for number in (10, 20, 25, 30)}
    return [
        deliver(folder, "p1", events=[event("a", 2), event("x", 3, "M2")], objects=[noord], delivered_until=until[10]),
        deliver(folder, "o1", "om", events=besluit, links=[link()]),
        deliver(folder, "p3", events=[event("a", 6)], follows="p2", delivered_from=None, delivered_until=until[25]),
        deliver(folder, "o2", "om", links=[link(withdrawn="true")], follows="o1"),
        deliver(
            folder,
            "p2",
            events=[event("a", 4), event("x", 3, "M2", withdrawn="true")],
            objects=[zuid],
            follows="p1",
            delivered_from=None,
            delivered_until=until[20],
        ),
        deliver(folder, "o3", "om", links=[link()], follows="o2"),
        deliver(folder, "p4", events=[event("y", 8)], objects=[zuid], kind="full", delivered_until=until[30]),
    ]


def test_every_earlier_moment_stays_as_it_was(home: Home, tmp_path: Path) -> None:
    then: list[dict[str, Any]] = []
    for number, delivery in enumerate(eventful(tmp_path), start=1):
        assert received(home, delivery, at(number)).status == "accepted"
        # Figures follow from the rows and the coverage; after every third delivery they are compared as well.
        then.append(seen(home, with_figures=number % 3 == 2))
    rows = [{name: one[name] for name in then[0]} for one in then]
    assert all(one != other for one, other in pairwise(rows))
    for number, what_was_seen in enumerate(then, start=1):
        assert seen(home, at(number), with_figures=number % 3 == 2) == what_was_seen
    # Between two deliveries nothing changes but the moment itself.
    between = seen(home, "2024-03-03T23:00:00+01:00", with_figures=False)
    assert between == then[2]


def test_before_the_first_delivery_nothing_was_known(home: Home, tmp_path: Path) -> None:
    received(home, deliver(tmp_path, events=[event("a", 2)]), at(2))
    view = open_view(home, "proef", instant(at(1)))
    assert (view.receipts, view.coverage, n_events(home, at(1)), n_events(home, at(2))) == ((), {}, 0, 1)


def test_a_clock_that_is_set_back_changes_nothing_that_was_known(home: Home, tmp_path: Path) -> None:
    received(home, deliver(tmp_path, "d1", events=[event("a", 2)]), at(5))
    received(home, deliver(tmp_path, "d2", events=[event("a", 3)], follows="d1"), at(4))
    assert times(home, at(4)) == {}
    # Both were received at the same moment as far as the ledger goes.
    assert times(home, at(5)) == {"a": "03"}


def test_offering_quarantined_rows_again_leaves_earlier_moments_as_they_were(home: Home, tmp_path: Path) -> None:
    rows = [event("a", 2), {**event("b", 3), "activity": "bijzonder"}]
    received(home, deliver(tmp_path, "d1", events=rows), at(1))
    received(home, deliver(tmp_path, "d2", events=[event("a", 4)], follows="d1"), at(2))
    then = [seen(home, at(number)) for number in (1, 2)]
    source = tmp_path / "wider.toml"
    activity = '[activities.bijzonder]\npartner = "politie"\nobject = "melding"\n[activities.besluit]'
    source.write_text(DEFINITION.replace("[activities.besluit]", activity).replace('version = "1"', 'version = "2"'))
    home.add_definition(source, read_definition(source), 0)
    assert [outcome.status for outcome in retry(home, instant(at(3)))] == ["accepted"]
    assert times(home) == {"a": "04", "b": "03"}
    for number, what_was_seen in enumerate(then, start=1):
        again = seen(home, at(number), with_figures=False)
        assert again == {name: what_was_seen[name] for name in again}
