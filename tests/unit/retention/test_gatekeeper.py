"""What is behind the gatekeeper is seen by nobody, unless a second person decided so: that object, by who asked, for a time."""

from __future__ import annotations

from pathlib import Path

import pytest

from ketenmonitor.casefile import conflicts, look_up
from ketenmonitor.errors import NotFoundError, PurposeError, UsageError
from ketenmonitor.instants import DAY_US
from ketenmonitor.linking import Cases
from ketenmonitor.retention import ask, decide, requests_of, show
from ketenmonitor.retention.requests import NEXT, State
from ketenmonitor.store import open_view
from tests.chain import figures, instant
from tests.searching import found_in
from tests.unit.retention.policies import (
    AFTER_5,
    AFTER_10,
    BY,
    OLD_CASE,
    OLD_REPORT,
    OPEN_CASE,
    OTHER,
    UNSOLVED,
    applied,
    filled,
)

NOW_US = instant(AFTER_5)
WHY = "Klacht 12: is deze melding rechtmatig verwerkt?"


def test_the_states_of_a_request() -> None:
    """Drawn by hand.

    asked --> granted
      |
      +-----> denied
    """
    drawn = {("asked", "granted"), ("asked", "denied")}
    assert {(str(a), str(b)) for a, after in NEXT.items() for b in after} == drawn
    assert set(NEXT) == set(State)


def test_it_is_in_no_measure_case_or_list(tmp_path: Path) -> None:
    home, _ = filled(tmp_path, AFTER_5)
    view = open_view(home, "proef")
    engine = view.engine
    parts = (view.events, view.objects, view.links, view.link_rows, view.quarantine, view.figures)
    assert OLD_REPORT not in str([engine.run(part).to_pylist() for part in parts])
    assert {row["object_id"] for row in engine.run(Cases(view).objects).to_pylist()} == {UNSOLVED, OPEN_CASE}
    assert OLD_REPORT not in str(look_up(view, OPEN_CASE)) + str(conflicts(view, "nl"))
    with pytest.raises(NotFoundError):
        look_up(view, OLD_REPORT)
    assert [r["counted"] for r in figures(home, "lead-time", "keten")] == [1]


def test_who_was_granted_sees_that_object(tmp_path: Path) -> None:
    home, _ = filled(tmp_path, AFTER_5)
    number = ask(home, "proef", "melding", OLD_REPORT, WHY, BY, NOW_US).number
    decide(home, "proef", number, OTHER, NOW_US, grant=True, decision="Ja", days=14)
    found = show(home, "proef", number, OLD_REPORT, BY, NOW_US + DAY_US)
    assert [event["activity"] for event in found["events"]] == ["aangifte", "inzending"]
    assert found["attributes"] == {"eenheid": "Zuid"}
    # The link to the case that was destroyed went with that; the other leads to what everybody may see.
    assert found["links"] == [{"direction": "to", "type": "strafzaak", "id": OPEN_CASE}]
    assert {place for place, *_ in found_in(home.path, [OLD_REPORT])} == {
        place for place, *_ in found_in(home.path, [OLD_REPORT]) if "/behind/" in place or "/removed/" in place
    }, "the request does not name it"
    # What everybody asks is as it was.
    assert [r["counted"] for r in figures(home, "lead-time", "keten")] == [1]


@pytest.mark.parametrize("grant", [True, False])
def test_nobody_decides_on_a_request_of_their_own_or_twice(tmp_path: Path, grant: bool) -> None:
    home, _ = filled(tmp_path, AFTER_5)
    ask(home, "proef", "melding", OLD_REPORT, WHY, BY, NOW_US)
    with pytest.raises(UsageError, match="your own"):
        decide(home, "proef", 1, BY, NOW_US, grant=grant, decision="Ja", days=1)
    decide(home, "proef", 1, OTHER, NOW_US, grant=grant, decision="Ja", days=1)
    with pytest.raises(UsageError, match="decided already"):
        decide(home, "proef", 1, "derde", NOW_US, grant=not grant, decision="Nee", days=1)
    (request,) = requests_of(home, "proef")
    assert (request.state, request.decided_by) == (State.GRANTED if grant else State.DENIED, OTHER)


@pytest.mark.parametrize(
    "wrong",
    ["not decided", "denied", "of another person", "another object", "over"],
)
def test_what_was_not_granted_is_not_shown(tmp_path: Path, wrong: str) -> None:
    home, _ = filled(tmp_path, AFTER_5)
    ask(home, "proef", "melding", OLD_REPORT, WHY, BY, NOW_US)
    if wrong != "not decided":
        decide(home, "proef", 1, OTHER, NOW_US, grant=wrong != "denied", decision="Ja", days=14)
    who = OTHER if wrong == "of another person" else BY
    what = UNSOLVED if wrong == "another object" else OLD_REPORT
    when = NOW_US + (14 * DAY_US if wrong == "over" else 0)
    with pytest.raises(PurposeError, match="does not let you see this now") as refused:
        show(home, "proef", 1, what, who, when)
    assert OLD_REPORT not in str(refused.value)


def test_what_was_granted_ends_with_the_data(tmp_path: Path) -> None:
    home, policy = filled(tmp_path, AFTER_5)
    at = instant(AFTER_10)
    ask(home, "proef", "melding", OLD_REPORT, WHY, BY, at)
    decide(home, "proef", 1, OTHER, at, grant=True, decision="Ja", days=14)
    applied(home, policy, AFTER_10)
    with pytest.raises(NotFoundError, match="Nothing is kept"):
        show(home, "proef", 1, OLD_REPORT, BY, at)


@pytest.mark.parametrize(
    ("reason", "message"),
    [("", "Give a reason"), ("x" * 501, "Give a reason"), (f"Over {OLD_REPORT}", "identifier stands in the reason")],
)
def test_a_reason_is_a_sentence_without_the_identifier(tmp_path: Path, reason: str, message: str) -> None:
    home, _ = filled(tmp_path)
    with pytest.raises(UsageError, match=message) as refused:
        ask(home, "proef", "melding", OLD_REPORT, reason, BY, NOW_US)
    assert OLD_REPORT not in str(refused.value)
    assert requests_of(home, "proef") == ()


@pytest.mark.parametrize("text", [OLD_REPORT, f"Nodig voor {OLD_REPORT}.", f"({OLD_REPORT})"])
def test_who_decides_writes_no_identifier_either(tmp_path: Path, text: str) -> None:
    home, _ = filled(tmp_path, AFTER_5)
    ask(home, "proef", "melding", OLD_REPORT, WHY, BY, NOW_US)
    with pytest.raises(UsageError, match="identifier stands in the reason"):
        decide(home, "proef", 1, OTHER, NOW_US, grant=True, decision=text, days=14)
    assert requests_of(home, "proef")[0].state == State.ASKED
    assert found_in(home.path / "chains" / "proef" / "retention", [OLD_REPORT]) == []


def test_asking_does_not_tell_whether_something_is_there(tmp_path: Path) -> None:
    home, _ = filled(tmp_path, AFTER_5)
    for number, name in enumerate((OLD_REPORT, OLD_CASE, "MELDING-nooit-gezien"), start=1):
        made = ask(home, "proef", "melding", name, WHY, BY, NOW_US)
        assert (made.number, made.state) == (number, State.ASKED)
