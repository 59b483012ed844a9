"""Deliveries and rows that come in another order than they were made: the figures are those of the right order."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from ketenmonitor.definition import read_definition
from ketenmonitor.intake import retry
from ketenmonitor.store import Home
from tests.chain import DEFINITION, deliver, figures, home_of, instant, n_events, received

JANUARY = {"delivered_from": "2024-01-01T00:00:00+01:00", "delivered_until": "2024-02-01T00:00:00+01:00"}
FEBRUARY = {"delivered_from": "2024-02-01T00:00:00+01:00", "delivered_until": "2024-03-01T00:00:00+01:00"}


def adopt(home: Home, folder: Path, old: str, new: str) -> None:
    source = folder / "newer.toml"
    source.write_text(DEFINITION.replace(old, new).replace('version = "1"', 'version = "2"'), encoding="utf-8")
    home.add_definition(source, read_definition(source), instant("2024-06-01"))


def test_a_delivery_that_comes_before_the_one_it_follows_loses_no_row(tmp_path: Path) -> None:
    first = [("e1", "aangifte", "2024-01-05", "m1")]
    # A correction of January's event comes with February's delivery.
    second = [("e1", "aangifte", "2024-01-06", "m1"), ("e2", "inzending", "2024-02-10", "m1")]
    in_order, late = home_of(tmp_path / "a"), home_of(tmp_path / "b")
    d1 = deliver(tmp_path, "d1", events=first, **JANUARY)
    d2 = deliver(tmp_path, "d2", events=second, follows="d1", **FEBRUARY)
    for home, order in ((in_order, (d1, d2)), (late, (d2, d1))):
        for delivery in order:
            assert received(home, delivery).quarantined == ()
    assert n_events(in_order) == n_events(late) == 2
    asked = {"last_day": date(2024, 2, 20)}
    assert figures(in_order, "stock", "politie", **asked) == figures(late, "stock", "politie", **asked)


def test_what_lies_before_coverage_stays_out_when_it_came_before_its_predecessor(tmp_path: Path) -> None:
    home = home_of(tmp_path)
    early = [("e0", "aangifte", "2023-12-31", "m0"), ("e2", "aangifte", "2024-02-10", "m2")]
    received(home, deliver(tmp_path, "d2", events=early, follows="d1", **FEBRUARY))
    received(home, deliver(tmp_path, "d1", events=[("e1", "aangifte", "2024-01-05", "m1")], **JANUARY))
    assert n_events(home) == 2


def test_of_contradicting_rows_the_later_stays_out_when_offered_again(tmp_path: Path) -> None:
    home = home_of(tmp_path)
    rows = [("e1", "aangifte", "2024-01-05", "m1"), ("e1", "aangifte", "2024-01-20", "m1")]
    received(home, deliver(tmp_path, events=rows))
    assert [outcome.status for outcome in retry(home, instant("2024-06-02"))] == ["refused"]
    day = date(2024, 1, 10)
    assert figures(home, "stock", "politie", last_day=day)[0]["stock"] == 1


def test_rows_accepted_later_stand_where_they_were_delivered(tmp_path: Path) -> None:
    home = home_of(tmp_path)
    # At one moment in and out: the order of the rows decides. The first row waits for a wider list.
    rows = [
        {"event_id": "e1", "activity": "melding", "time": "2024-01-05", "object_id": "m1"},
        {"event_id": "e2", "activity": "inzending", "time": "2024-01-05", "object_id": "m1"},
    ]
    received(home, deliver(tmp_path, events=rows))
    adopt(
        home,
        tmp_path,
        "[activities.aangifte]",
        '[activities.melding]\npartner = "politie"\nobject = "melding"\n[activities.aangifte]',
    )
    source = next((home.chain_path("proef") / "definitions").glob("0002*"))
    source.write_text(source.read_text().replace('enters = ["aangifte"]', 'enters = ["aangifte", "melding"]'))
    assert [outcome.status for outcome in retry(home, instant("2024-06-02"))] == ["accepted"]
    found = figures(home, "stock", "politie")[0]
    assert (found["stock"], found["left_without_entry"]) == (0, 0)


def test_as_known_before_a_new_definition_was_adopted_the_old_one_speaks(tmp_path: Path) -> None:
    home = home_of(tmp_path)
    rows = [("e1", "aangifte", "2024-01-05", "m1")]
    received(home, deliver(tmp_path, events=rows), "2024-02-02")
    before = figures(home, "stock", "politie", as_known_at="2024-03-01")
    adopt(home, tmp_path, "old_after_days = 5", "old_after_days = 500")
    assert figures(home, "stock", "politie", as_known_at="2024-03-01") == before
    now = figures(home, "stock", "politie")[0]
    assert (now["definition_version"], now["old"], before[0]["old"]) == ("2", 0, 1)


def test_values_of_an_earlier_definition_still_count(tmp_path: Path) -> None:
    home = home_of(tmp_path)
    rows = [("e1", "aangifte", "2024-01-05", "m1"), ("e2", "aangifte", "2024-01-05", "m2")]
    said = [{"object_type": "melding", "object_id": f"m{i}", "eenheid": e} for i, e in ((1, "Noord"), (2, "Zuid"))]
    received(home, deliver(tmp_path, events=rows, objects=said))
    adopt(home, tmp_path, 'values = ["Noord", "Zuid"]', 'values = ["Noord"]')
    found = {r["by"].get("eenheid", "total"): r["stock"] for r in figures(home, "stock", "politie", by=("eenheid",))}
    assert found == {"total": 2, "Noord": 1, "Zuid": 1, None: 0}


def test_a_full_delivery_that_comes_late_is_judged_by_its_own_coverage(tmp_path: Path) -> None:
    home = home_of(tmp_path)
    later = {"kind": "full", "follows": "d1", **FEBRUARY}
    received(home, deliver(tmp_path, "d2", events=[("e2", "aangifte", "2024-02-05", "m2")], **later))
    late = received(
        home, deliver(tmp_path, "d1", events=[("e1", "aangifte", "2024-01-05", "m1")], kind="full", **JANUARY)
    )
    assert (late.status, late.quarantined) == ("accepted", ())
    assert n_events(home) == 1


def test_an_activity_that_is_no_longer_declared_is_left_out_with_a_note(tmp_path: Path) -> None:
    home = home_of(tmp_path, DEFINITION.replace("[activities.aangifte]", EXTRA))
    rows = [
        ("e1", "inschrijving", "2024-01-05", "s1"),
        ("e2", "uitstel", "2024-01-06", "s1"),
        ("e3", "besluit", "2024-01-09", "s1"),
    ]
    received(home, deliver(tmp_path, "p", events=[]))
    received(home, deliver(tmp_path, "o", "om", events=rows))
    assert [r["activities"] for r in figures(home, "variant")] == [["inschrijving", "uitstel", "besluit"]]
    adopt(home, tmp_path, "", "")
    found = figures(home, "variant")[0]
    assert (found["activities"], found["notes"]) == (["inschrijving", "besluit"], ["activity-no-longer-declared"])
    assert [(r["from_activity"], r["to_activity"]) for r in figures(home, "path")] == [("inschrijving", "besluit")]
    # The figure says at which moment it was known, and at that moment it is the same.
    assert figures(home, "variant", as_known_at=found["known_at"])[0] == found


EXTRA = '[activities.uitstel]\npartner = "om"\nobject = "strafzaak"\n[activities.aangifte]'
