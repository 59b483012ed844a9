"""What goes is gone from every file of the monitor, and does not come back."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ketenmonitor.errors import StorageError, UsageError
from ketenmonitor.inbox import Event, Events, Happened, Inbox, entry_of
from ketenmonitor.intake import refusals, retry, waiting
from ketenmonitor.measures import prepare
from ketenmonitor.retention import apply, plan, write_identifiers
from ketenmonitor.store import Home, open_home, open_view
from tests.chain import deliver, instant, received
from tests.looks import looked
from tests.searching import found_in
from tests.unit.retention.policies import (
    AFTER_5,
    AFTER_10,
    BEFORE,
    BY,
    OLD_CASE,
    OLD_REPORT,
    OPEN_CASE,
    UNSOLVED,
    applied,
    day,
    filled,
    police,
    prosecution,
)


@pytest.fixture(autouse=True)
def _however_few_events(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KETENMONITOR_PREPARE_FROM", "0")


def put(home: Home, *objects: str) -> None:
    """Events that came one by one, and are in no increment yet."""
    (home.path / "inbox").mkdir(exist_ok=True)
    events = Events(home.path / "inbox")
    link = {"from_type": "melding", "from_id": OLD_REPORT, "to_type": "strafzaak", "to_id": OPEN_CASE, "time": None}
    for number, name in enumerate(objects):
        happened = Happened(f"{name}-los", "inschrijving", day(9), instant(day(9)), name, links=[link])
        events.put_now([Event("bron", f"e{number}", "00", "proef", "om", number, number, "x", None, happened)])


def test_a_byte_search_finds_nothing_after_destruction(tmp_path: Path) -> None:
    home, policy = filled(tmp_path)
    prepare(home, "proef")
    put(home, OPEN_CASE)
    looked(home, 0, "x", OLD_CASE)
    for at in (AFTER_5, AFTER_10):
        write_identifiers(home, plan(home, policy, instant(at)))
    everywhere = {place.split("/")[0] for place, *_ in found_in(home.path, [OLD_REPORT, OLD_CASE])}
    assert everywhere >= {"chains", "refused", "inbox"}  # or the search proves nothing
    applied(home, policy, AFTER_10)
    assert found_in(home.path, [OLD_REPORT, OLD_CASE]) == []
    assert {text for _, text, _ in found_in(home.path, [UNSOLVED, OPEN_CASE])} == {UNSOLVED, OPEN_CASE}
    prepare(home, "proef")
    assert found_in(home.path, [OLD_REPORT, OLD_CASE]) == []


def test_what_is_behind_the_gatekeeper_is_in_its_tables_only(tmp_path: Path) -> None:
    home, policy = filled(tmp_path, AFTER_5)
    places = {place for place, *_ in found_in(home.path, [OLD_REPORT])}
    assert places
    assert all("/behind/" in place or "/removed/" in place for place in places)
    assert found_in(home.path, [OLD_CASE]) == [], "a link to what is destroyed goes with it"
    applied(home, policy, AFTER_10)
    assert found_in(home.path, [OLD_REPORT, OLD_CASE]) == []


def test_nothing_goes_before_its_time(tmp_path: Path) -> None:
    home, policy = filled(tmp_path)
    before = sorted(found_in(home.path, [OLD_REPORT, OLD_CASE]))
    found = plan(home, policy, instant(BEFORE))
    assert (found.lines, found.cases) == ((), 0)
    # What the gate set apart is another matter: that goes after three years.
    assert (found.rows_set_apart, found.refused) == (1, 1)
    assert sorted(found_in(home.path, [OLD_REPORT, OLD_CASE])) == before, "a plan changes nothing"


@pytest.mark.parametrize("kind", ["full", "increment"])
def test_a_later_delivery_does_not_bring_it_back(tmp_path: Path, kind: str) -> None:
    home, _ = filled(tmp_path, AFTER_10)
    told = {"kind": kind, "delivered_from": "2024-01-01T00:00:00+01:00"}
    again = received(home, police(tmp_path, "p2", **told), AFTER_10)
    assert (again.status, again.findings) == ("accepted", {"destroyed-by-policy": 4})
    assert again.counts == {"events": 1, "objects": 1}
    again = received(home, prosecution(tmp_path, "o2", **told), AFTER_10)
    assert (again.status, again.findings) == ("accepted", {"destroyed-by-policy": 4})
    assert found_in(home.path, [OLD_REPORT, OLD_CASE]) == []


def test_what_is_behind_the_gatekeeper_is_not_brought_back_either(tmp_path: Path) -> None:
    home, policy = filled(tmp_path, AFTER_5)
    told = {"kind": "full", "delivered_from": "2024-01-01T00:00:00+01:00"}
    again = received(home, police(tmp_path, "p2", **told), AFTER_5)
    assert (again.status, again.findings) == ("accepted", {"removed-by-policy": 4})
    # The rule says five years behind the gatekeeper, and no delivery lengthens that.
    applied(home, policy, AFTER_10)
    assert found_in(home.path, [OLD_REPORT]) == []


def test_a_refused_delivery_that_names_it_goes_whole_and_others_stay(tmp_path: Path) -> None:
    home, policy = filled(tmp_path)
    other = deliver(tmp_path, "ander", events=[("z", "aangifte", day(2), "MELDING-ander")], kind="deel")
    assert received(home, other, AFTER_10).status == "refused"
    assert applied(home, policy, AFTER_10).refused == 1
    assert [one.delivery_id for one in refusals(home)] == ["ander"]


@pytest.mark.parametrize(
    ("written", "stay"),
    [
        ("{0};{1};{2};{3}", ["ander"]), ("{0}\t{1}\t{2}\t{3}", ["ander"]), ("{0},{1},{2}, {3} ", ["ander"]),
        ("{0},{1},{2},\"['{3}']\"", ["ander"]), ('{0},{1},{2},"{3}', ["ander"]),
    ],
    ids=["semicolons", "tabs", "blanks", "list", "one-quote"],
)  # fmt: skip
def test_a_refused_delivery_goes_however_it_is_written(tmp_path: Path, written: str, stay: list[str]) -> None:
    home, policy = filled(tmp_path)
    for name, id in (("genoemd", OLD_REPORT), ("ander", "MELDING-ander")):
        folder = deliver(tmp_path, name, events=[], kind="deel")
        rows = [("event_id", "activity", "time", "object_id"), ("z", "aangifte", day(2), id)]
        (folder / "events.csv").write_text("\n".join(written.format(*row) for row in rows), encoding="utf-8")
        assert received(home, folder, "2034-05-01T12:00:00+02:00").status == "refused"
    applied(home, policy, AFTER_10)
    assert found_in(home.path, [OLD_REPORT]) == []
    assert [one.delivery_id for one in refusals(home)] == stay


def test_a_refused_delivery_of_which_the_manifest_names_it_goes(tmp_path: Path) -> None:
    home, policy = filled(tmp_path)
    folder = deliver(tmp_path, "p9", events=[], kind="deel", contact=f"vraag over {OLD_REPORT}: bel", note=OLD_REPORT)
    assert received(home, folder, "2034-05-01T12:00:00+02:00").status == "refused"
    applied(home, policy, AFTER_10)
    assert found_in(home.path, [OLD_REPORT]) == []


@pytest.mark.parametrize("padded", [" {}", "{}  ", "{}\u00a0", "\ufeff{}"], ids=["before", "after", "no-break", "mark"])
def test_blanks_around_an_identifier_bring_nothing_back(tmp_path: Path, padded: str) -> None:
    """As an extract of columns with a fixed width has them."""
    home, policy = filled(tmp_path, AFTER_5)
    told = {"kind": "full", "delivered_from": "2024-01-01T00:00:00+01:00"}
    for at, why in ((AFTER_5, "removed-by-policy"), (AFTER_10, "destroyed-by-policy")):
        if at == AFTER_10:
            applied(home, policy, AFTER_10)
        id = padded.format(OLD_REPORT)
        objects = [{"object_type": "melding", "object_id": id, "eenheid": "Zuid"}]
        events = [("z1", "aangifte", day(2), id), ("z2", "onbekend", day(3), id)]
        again = received(home, deliver(tmp_path, f"later-{at[:4]}", events=events, objects=objects, **told), at)
        assert (again.status, again.findings) == ("accepted", {why: 3})
    assert found_in(home.path, [OLD_REPORT]) == []


def test_rows_that_were_set_apart_go_with_blanks_around_it_too(tmp_path: Path) -> None:
    home, policy = filled(tmp_path)
    rows = [("z2", "onbekend", day(3), f"{OLD_REPORT} ")]
    file = deliver(tmp_path, "p2", events=rows, follows="p1", delivered_from=None)
    assert received(home, file, "2034-05-01T12:00:00+02:00").status == "accepted"
    applied(home, policy, AFTER_10)
    assert found_in(home.path, [OLD_REPORT]) == []


def test_what_was_set_apart_is_not_offered_again(tmp_path: Path) -> None:
    home, policy = filled(tmp_path)
    assert len(waiting(home)) == 1
    applied(home, policy, AFTER_5)
    assert waiting(home) == ()
    assert retry(home, instant(AFTER_5)) == ()


def test_events_that_wait_go_and_others_stay(tmp_path: Path) -> None:
    home, policy = filled(tmp_path)
    put(home, OLD_CASE, "ZAAK-nieuw")
    with Events(home.path / "inbox").opened() as rows:
        rows.execute(
            "UPDATE event SET body = replace(body, ?, 'MELDING-x') WHERE event_id LIKE 'ZAAK-nieuw%'", (OLD_REPORT,)
        )
    assert applied(home, policy, AFTER_10).events == 1
    with Events(home.path / "inbox").opened() as rows:
        assert rows.execute("SELECT event_id FROM event").fetchall() == [("ZAAK-nieuw-los",)]


def test_nothing_goes_while_a_delivery_waits_in_the_inbox(tmp_path: Path) -> None:
    home, policy = filled(tmp_path)
    inbox = Inbox(home)
    with inbox.incoming() as folder:
        (folder / "delivery.zip").write_bytes(b"PK")
        inbox.place(folder, entry_of({"chain": "proef", "partner": "politie", "delivery_id": "w"}, "0", "x", 0))
    code = plan(home, policy, instant(AFTER_5)).code
    with pytest.raises(StorageError, match="1 deliveries to proef wait"):
        apply(home, policy, instant(AFTER_5), BY, code)
    assert found_in(home.tables_path("proef"), [OLD_CASE]) != []


def test_only_what_a_plan_showed_goes(tmp_path: Path) -> None:
    home, policy = filled(tmp_path)
    code = plan(home, policy, instant(AFTER_5)).code
    late = deliver(
        tmp_path, "p2", events=[("n", "aangifte", day(8), "MELDING-later")], follows="p1", delivered_from=None
    )
    assert received(home, late).status == "accepted"
    with pytest.raises(UsageError, match="not the code of what would go now"):
        apply(home, policy, instant(AFTER_5), BY, code)
    assert found_in(home.tables_path("proef"), [OLD_CASE]) != []
    assert plan(home, policy, instant(AFTER_5)).code == plan(home, policy, instant(AFTER_5)).code


def test_a_correction_that_names_no_object_goes_with_its_event(tmp_path: Path) -> None:
    home, policy = filled(tmp_path)
    taken_back = [{"event_id": f"{OLD_REPORT}-2", "activity": "", "time": "", "object_id": "", "withdrawn": "true"}]
    assert (
        received(home, deliver(tmp_path, "p2", events=taken_back, follows="p1", delivered_from=None)).status
        == "accepted"
    )
    applied(home, policy, AFTER_10)
    assert found_in(home.path, [OLD_REPORT]) == []


def test_an_event_that_was_corrected_to_be_of_another_object_stays_with_that_one(tmp_path: Path) -> None:
    home, policy = filled(tmp_path)
    corrected = [("e9", "inzending", day(3), OLD_REPORT), ("e9", "inzending", day(3), UNSOLVED)]
    for number, row in enumerate(corrected, 2):
        file = deliver(tmp_path, f"p{number}", events=[row], follows=f"p{number - 1}", delivered_from=None)
        assert received(home, file).status == "accepted"
    applied(home, policy, AFTER_10)
    view = open_view(home, "proef")
    rows = view.engine.run(view.events.filter(view.events.object_id == UNSOLVED).order_by("event_id"))
    assert rows["event_id"].to_pylist() == ["e9", "u1"]
    assert found_in(home.path, [OLD_REPORT]) == []


def test_a_copy_of_the_monitor_without_its_secrets_cannot_be_asked_who_was_in_it(tmp_path: Path) -> None:
    home, _ = filled(tmp_path, AFTER_10)
    shutil.copytree(home.path, tmp_path / "copy")
    (tmp_path / "copy" / "secrets.toml").unlink()
    copy = open_home(tmp_path / "copy")
    again = received(copy, police(tmp_path, "p2", kind="full"), AFTER_10)
    assert (again.status, again.counts["events"]) == ("accepted", 3), "its hashes tell nothing with another key"
