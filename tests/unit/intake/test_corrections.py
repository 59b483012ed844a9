"""What a later delivery corrects, takes back, replaces or fills in; and coverage with gaps."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ketenmonitor.store import Home, open_view
from ketenmonitor.store.ledger import Gap
from tests.chain import deliver, home_of, instant, n_events, received
from tests.unit.intake.seen import on, seen, times


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return home_of(tmp_path)


def day(number: int) -> str:
    return f"2024-01-{number:02d}T00:00:00+01:00"


def event(event_id: str, number: int, object_id: str = "M1", **more: str) -> dict[str, str]:
    return {"event_id": event_id, "activity": "aangifte", "time": on(number), "object_id": object_id, **more}


def taken(home: Home, delivery: Path) -> dict[str, int]:
    outcome = received(home, delivery)
    assert outcome.status == "accepted", outcome.reasons
    return outcome.findings


def test_a_correction_replaces_and_a_withdrawal_takes_back(home: Home, tmp_path: Path) -> None:
    taken(home, deliver(tmp_path, "d1", events=[event("a", 2), event("b", 3), event("c", 4)]))
    corrections = [event("a", 5, withdrawn=""), event("b", 3, withdrawn="true"), event("never", 3, withdrawn="true")]
    findings = taken(home, deliver(tmp_path, "d2", follows="d1", events=corrections))
    assert findings == {"withdrawal-of-unknown": 1}
    assert times(home) == {"a": "05", "c": "04"}
    taken(home, deliver(tmp_path, "d3", follows="d2", events=[event("b", 6), event("a", 7)]))
    assert times(home) == {"a": "07", "b": "06", "c": "04"}


def test_a_quarantined_correction_leaves_the_former_version_in_force(home: Home, tmp_path: Path) -> None:
    taken(home, deliver(tmp_path, "d1", events=[event("a", 2)]))
    wrong = {**event("a", 5), "activity": "nergens"}
    assert taken(home, deliver(tmp_path, "d2", follows="d1", events=[wrong])) != {}
    assert times(home) == {"a": "02"}


def test_partners_cannot_correct_each_other(home: Home, tmp_path: Path) -> None:
    taken(home, deliver(tmp_path, "d1", events=[event("a", 2)]))
    taken(home, deliver(tmp_path, "d2", "om", events=[("a", "inschrijving", on(3), "S1")]))
    assert n_events(home) == 2


def link(from_id: str, **more: str) -> dict[str, str]:
    ends = {"from_type": "melding", "from_id": from_id, "to_type": "strafzaak", "to_id": "S1"}
    return {**ends, "time": on(3), **more}


def test_links_are_withdrawn_by_their_ends_and_come_back(home: Home, tmp_path: Path) -> None:
    def linked() -> set[str]:
        view = open_view(home, "proef")
        return {row["from_id"] for row in view.engine.run(view.links).to_pylist()}

    taken(home, deliver(tmp_path, "d1", "om", links=[link("M1"), link("M2")]))
    taken(home, deliver(tmp_path, "d2", "om", follows="d1", links=[link("M1", withdrawn="true")]))
    assert linked() == {"M2"}
    taken(home, deliver(tmp_path, "d3", "om", follows="d2", links=[link("M1"), link("M2")]))
    assert linked() == {"M1", "M2"}


def test_the_latest_value_of_an_object_counts_and_an_empty_cell_says_nothing(home: Home, tmp_path: Path) -> None:
    def said(object_id: str, value: str) -> dict[str, str]:
        return {"object_type": "melding", "object_id": object_id, "eenheid": value}

    taken(home, deliver(tmp_path, "d1", objects=[said("M1", "Noord"), said("M2", "Noord")]))
    taken(home, deliver(tmp_path, "d2", follows="d1", objects=[said("M1", "Zuid"), said("M2", "")]))
    view = open_view(home, "proef")
    values = [(row["object_id"], row["value"]) for row in view.engine.run(view.objects).to_pylist() if row["attribute"]]
    assert sorted(values) == [("M1", "Zuid"), ("M2", "Noord")]


def test_a_full_delivery_replaces_what_its_partner_delivered_and_nothing_else(home: Home, tmp_path: Path) -> None:
    taken(home, deliver(tmp_path, "p1", events=[event("a", 2), event("b", 3)]))
    taken(home, deliver(tmp_path, "o1", "om", events=[("a", "inschrijving", on(3), "S1")]))
    taken(home, deliver(tmp_path, "p2", kind="full", delivered_from=day(3), events=[event("b", 4), event("c", 5)]))
    view = open_view(home, "proef")
    rows = view.engine.run(view.events.select("partner", "event_id")).to_pylist()
    assert sorted(tuple(row.values()) for row in rows) == [("om", "a"), ("politie", "b"), ("politie", "c")]
    assert view.coverage["politie"].from_us == instant(day(3))
    taken(home, deliver(tmp_path, "p3", follows="p2", events=[event("a", 6)]))
    assert n_events(home) == 4


def test_two_halves_of_a_delivery_are_the_whole(tmp_path: Path) -> None:
    rows = [event(str(number), number, f"M{number % 4}") for number in range(2, 12)]
    objects = [{"object_type": "melding", "object_id": f"M{n}", "eenheid": ("Noord", "Zuid")[n % 2]} for n in range(4)]
    whole, halves = home_of(tmp_path / "whole"), home_of(tmp_path / "halves")
    taken(whole, deliver(tmp_path / "whole", "d1", events=rows, objects=objects))
    taken(halves, deliver(tmp_path / "halves", "d1", events=rows[::2], objects=objects[:1]))
    taken(halves, deliver(tmp_path / "halves", "d2", events=rows[1::2], objects=objects[1:], follows="d1"))
    assert seen(halves) == seen(whole)


def series(folder: Path) -> dict[str, Path]:
    """Four deliveries of one partner, each of which corrects an event of the one before it and one of all."""
    made = {}
    for number in range(1, 5):
        rows = [event("all", 1 + number), event(f"{number}", 1 + number, f"M{number}")]
        rows += [event(f"{number - 1}", 20, f"M{number}")] if number > 1 else []
        rows += [event("2", 1, withdrawn="true")] if number == 4 else []
        span: dict[str, Any] = {"delivered_from": day(1), "delivered_until": day(21 + number)}
        if number > 1:
            span |= {"delivered_from": None, "follows": f"{number - 1}"}
        made[str(number)] = deliver(folder, str(number), events=rows, **span)
    return made


@pytest.fixture(scope="module")
def in_order(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("in_order")
    home = home_of(folder)
    for delivery in series(folder).values():
        taken(home, delivery)
    return seen(home)


@pytest.mark.parametrize("order", ["1243", "1324", "1342", "1432", "1423"])
def test_a_partner_that_catches_up_gives_what_it_would_have_given(
    home: Home, tmp_path: Path, in_order: dict[str, Any], order: str
) -> None:
    made = series(tmp_path)
    for name in order:
        taken(home, made[name])
    assert seen(home) == in_order


def test_what_a_gap_lacks_stops_coverage_until_it_is_filled(home: Home, tmp_path: Path) -> None:
    made = series(tmp_path)
    for name in "13":
        taken(home, made[name])
    covered = open_view(home, "proef").coverage["politie"]
    assert (covered.from_us, covered.until_us) == (instant(day(1)), instant(day(22)))
    assert covered.gaps == (Gap(instant(day(22)), None, "2"),)
    # The rows beyond the gap are in; it is the figures that stop at the gap.
    assert times(home)["3"] == "04"
    taken(home, made["2"])
    covered = open_view(home, "proef").coverage["politie"]
    assert (covered.until_us, covered.gaps) == (instant(day(24)), ())


def test_a_gap_in_time_stops_coverage_too(home: Home, tmp_path: Path) -> None:
    taken(home, deliver(tmp_path, "d1", events=[event("a", 2)], delivered_until=day(5)))
    late: dict[str, Any] = {"follows": "d1", "delivered_from": day(8), "delivered_until": day(12)}
    taken(home, deliver(tmp_path, "d2", events=[event("b", 9)], **late))
    covered = open_view(home, "proef").coverage["politie"]
    assert (covered.until_us, covered.gaps) == (instant(day(5)), (Gap(instant(day(5)), instant(day(8)), None),))
    fill: dict[str, Any] = {"follows": "d1", "delivered_from": day(5), "delivered_until": day(8)}
    taken(home, deliver(tmp_path, "d3", events=[], **fill))
    assert open_view(home, "proef").coverage["politie"].until_us == instant(day(12))


def test_a_full_delivery_closes_every_gap(home: Home, tmp_path: Path) -> None:
    made = series(tmp_path)
    for name in "14":
        taken(home, made[name])
    full = deliver(tmp_path, "f", kind="full", events=[event("x", 9)], delivered_from=day(2), delivered_until=day(30))
    taken(home, full)
    covered = open_view(home, "proef").coverage["politie"]
    assert (covered.from_us, covered.until_us, covered.gaps) == (instant(day(2)), instant(day(30)), ())
    assert times(home) == {"x": "09"}
