"""Requests go from state to state as the table says; terms are of the law; what was kept is never lost or changed unseen."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from ketenmonitor.citizens import (
    Entry,
    Kind,
    Request,
    State,
    Step,
    allowed,
    check_subjects,
    request_of,
    requests_of,
    shipped_regimes,
    take_step,
)
from ketenmonitor.citizens.regimes import after
from ketenmonitor.citizens.requests import LEADS_TO, NEXT, parts_of, stepped
from ketenmonitor.citizens.schema import REGIMES
from ketenmonitor.errors import NotFoundError, StorageError, UsageError
from ketenmonitor.store import Home, case_name
from tests.unit.citizens.homes import MINE, NOW, RECEIVED, TODAY, asked_for, home_with_citizen

LAWS = shipped_regimes()
ITEM = "politie/0123456789abcdef"


def entry(step: Step, *partners: str, ground: str = "", reason: str = "omdat", items: tuple[str, ...] = ()) -> Entry:
    return Entry(step, "officer", NOW, partners, reason, ground, items)


def begun(kind: Kind = Kind.ACCESS) -> Request:
    parts = parts_of(kind, RECEIVED, {"politie": LAWS["Wpg"], "om": LAWS["AVG"]})
    return Request(1, kind, "proef", ("x",), RECEIVED, "", parts)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return home_with_citizen(tmp_path_factory.mktemp("citizen"))


@pytest.mark.parametrize(
    ("day", "term", "last"),
    [
        (date(2024, 1, 31), "1 month", date(2024, 2, 29)),
        (date(2023, 1, 31), "1 month", date(2023, 2, 28)),
        (date(2023, 12, 31), "2 months", date(2024, 2, 29)),
        (date(2024, 3, 1), "6 weeks", date(2024, 4, 12)),
        (date(2024, 12, 15), "1 month", date(2025, 1, 15)),
        (date(2024, 3, 1), "1 day", date(2024, 3, 2)),
    ],
)
def test_a_term_ends_on_the_day_of_the_calendar(day: date, term: str, last: date) -> None:
    assert after(day, term) == last


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 30))
def test_months_never_skip_a_month_and_keep_their_order(day: date, months: int) -> None:
    last = after(day, f"{months} months")
    assert (last.year * 12 + last.month) - (day.year * 12 + day.month) == months
    assert after(day + timedelta(days=1), f"{months} months") >= last


def test_every_law_that_can_be_named_is_shipped_with_its_rights_and_none_is_said_to_be_verified() -> None:
    assert set(LAWS) == set(REGIMES)
    for law in LAWS.values():
        assert set(law.rights) == set(Kind)
        assert law.grounds
        assert not law.verified
    assert (LAWS["Wpg"].rights[Kind.ACCESS].term, LAWS["AVG"].rights[Kind.ACCESS].term) == ("6 weeks", "1 month")


def test_each_partner_has_the_last_day_of_its_own_law(home: Home) -> None:
    made = asked_for(home)
    assert {name: part.last_day for name, part in made.parts.items()} == {
        "politie": date(2024, 4, 12),
        "om": date(2024, 4, 1),
    }
    assert made == request_of(home, made.number)
    assert [made.days_late(day) for day in (date(2024, 4, 1), date(2024, 4, 2), date(2024, 4, 13))] == [0, 1, 12]


def test_an_answer_stops_the_clock_and_an_extension_moves_it_once() -> None:
    made = stepped(begun(), entry(Step.EXTEND, "politie", "om"), TODAY, LAWS)
    assert {name: part.last_day for name, part in made.parts.items()} == {
        "politie": date(2024, 5, 10),
        "om": date(2024, 6, 1),
    }
    with pytest.raises(UsageError, match="extend cannot be done"):
        stepped(made, entry(Step.EXTEND, "om"), TODAY, LAWS)
    with pytest.raises(UsageError, match="extend cannot be done"):  # what is late is late
        stepped(begun(), entry(Step.EXTEND, "om"), date(2024, 4, 2), LAWS)
    late = date(2024, 7, 1)
    done = stepped(made, entry(Step.GRANT, "politie", "om"), late, LAWS)
    assert (made.days_late(late), done.days_late(late)) == (52, 0)


@pytest.mark.parametrize("step", [Step.EXTEND, Step.GRANT, Step.PARTLY, Step.REFUSE])
def test_a_decision_needs_a_reason(step: Step) -> None:
    with pytest.raises(UsageError, match="say why"):
        stepped(begun(), entry(step, "politie", ground="wpg-27-1-a", reason=" "), TODAY, LAWS)


def test_what_is_refused_or_withheld_needs_a_ground_of_the_law_of_that_partner() -> None:
    with pytest.raises(UsageError, match="a ground of the law that holds at om"):
        stepped(begun(), entry(Step.REFUSE, "politie", "om", ground="wpg-27-1-a"), TODAY, LAWS)
    with pytest.raises(UsageError, match="a ground of the law that holds at politie"):
        stepped(begun(), entry(Step.WITHHOLD, items=(ITEM,), ground="uavg-41-1-d"), TODAY, LAWS)
    with pytest.raises(UsageError, match="no name of an item"):
        stepped(begun(), entry(Step.TELL, items=("een pseudoniem",)), TODAY, LAWS)
    for item, ground in ((ITEM, "wpg-27-1-a"), ("log/0123456789abcdef", "uavg-41-1-d")):
        made = stepped(begun(), entry(Step.WITHHOLD, items=(item,), ground=ground), TODAY, LAWS)
        assert made.withheld == {item: ground}
        assert stepped(made, entry(Step.TELL, items=(item,)), TODAY, LAWS).withheld == {}


class AnyWay(RuleBasedStateMachine):
    """Whatever steps are tried in whatever order: only allowed ones are taken, and the history tells the state."""

    def __init__(self) -> None:
        super().__init__()
        self.request, self.day = begun(), RECEIVED

    @rule(step=st.sampled_from(sorted(LEADS_TO)), partner=st.sampled_from(["politie", "om"]), days=st.integers(0, 40))
    def tries(self, step: Step, partner: str, days: int) -> None:
        self.day += timedelta(days=days)
        part = self.request.parts[partner]
        ground = "wpg-27-1-a" if partner == "politie" else "uavg-41-1-d"
        may = step in allowed(part, self.day)
        try:
            made = stepped(self.request, entry(step, partner, ground=ground), self.day, LAWS)
        except UsageError:
            assert not may
            return
        assert may
        assert LEADS_TO[step] in NEXT[part.state]
        assert made.parts[partner].state == LEADS_TO[step]
        assert len(made.history) == len(self.request.history) + 1
        assert all(made.parts[other] == one for other, one in self.request.parts.items() if other != partner)
        self.request = made


def test_only_allowed_steps_are_taken_in_whatever_order_they_are_tried() -> None:
    run_state_machine_as_test(AnyWay)  # type: ignore[no-untyped-call]  # hypothesis gives it no types


def test_states_that_end_have_no_step() -> None:
    for state in (State.DONE, State.WITHDRAWN):
        assert allowed(replace(begun().parts["om"], state=state), TODAY) == ()


def test_a_letter_is_about_the_pseudonyms_of_the_request_only() -> None:
    check_subjects(begun(), [("x",)])
    check_subjects(begun(), [("now", "x")])  # what an earlier version kept
    for others in ([("x",), ("y",)], [("y", "z")], []):
        with pytest.raises(UsageError, match="not the pseudonyms of request 1"):
            check_subjects(begun(), others)


def test_what_is_kept_has_no_pseudonym_and_is_for_its_owner_only(home: Home) -> None:
    made = asked_for(home)
    take_step(home, made.number, entry(Step.GRANT, "om"), TODAY, LAWS)
    place = home.path / "citizens" / "requests" / f"{made.number:04d}.jsonl"
    assert MINE not in place.read_text(encoding="utf-8")
    assert case_name(home, "proef", MINE) in place.read_text(encoding="utf-8")
    assert place.stat().st_mode & 0o077 == 0
    assert place.parent.parent.stat().st_mode & 0o077 == 0


def test_what_a_crash_left_half_is_passed_over_and_the_next_step_stands_by_itself(home: Home) -> None:
    made = asked_for(home)
    place = home.path / "citizens" / "requests" / f"{made.number:04d}.jsonl"
    with place.open("ab") as file:
        file.write(b'{"step": "grant", "by": "off')
    assert request_of(home, made.number) == made
    took = take_step(home, made.number, entry(Step.GRANT, "om"), TODAY, LAWS)
    assert request_of(home, made.number) == took


@pytest.mark.parametrize(
    "change",
    [
        lambda lines: lines[1:],
        lambda lines: [lines[0], *lines[2:]],
        lambda lines: [lines[0].replace(b"PB-1", b"PB-2"), *lines[1:]],
        lambda lines: [lines[0], lines[2], lines[1]],
    ],
    ids=["first-gone", "one-gone", "rewritten", "reordered"],
)
def test_a_history_that_was_changed_is_not_believed(home: Home, change: Callable[[list[bytes]], list[bytes]]) -> None:
    made = asked_for(home)
    take_step(home, made.number, entry(Step.GRANT, "om"), TODAY, LAWS)
    take_step(home, made.number, entry(Step.DONE, "om"), TODAY, LAWS)
    place = home.path / "citizens" / "requests" / f"{made.number:04d}.jsonl"
    whole = place.read_bytes()
    place.write_bytes(b"".join(line + b"\n" for line in change(whole.splitlines())))
    with pytest.raises(StorageError, match="was changed or removed"):
        requests_of(home)
    place.write_bytes(whole)


def test_a_request_that_is_not_there_is_not_found(home: Home) -> None:
    with pytest.raises(NotFoundError, match="no request 999"):
        request_of(home, 999)


def test_a_full_disk_changes_nothing_and_says_so(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    made = asked_for(home)

    def full(place: Path, line: bytes) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("ketenmonitor.citizens.kept.append_line", full)
        with pytest.raises(StorageError, match="no space left on device"):
            take_step(home, made.number, entry(Step.GRANT, "om"), TODAY, LAWS)
    assert request_of(home, made.number) == made


KILLED = """
import sys
from pathlib import Path
from ketenmonitor.citizens import Entry, Step, take_step, shipped_regimes
from ketenmonitor.store import open_home
from datetime import date
home = open_home(Path(sys.argv[1]))
for n in range(100_000):
    step = Step.WITHHOLD if n % 2 == 0 else Step.TELL
    entry = Entry(step, "officer", n, (), "", "wpg-27-1-a", ("politie/0123456789abcdef",))
    take_step(home, int(sys.argv[2]), entry, date(2024, 3, 4), shipped_regimes())
    print(n, flush=True)
"""


def test_who_is_killed_loses_no_step_that_was_confirmed(home: Home) -> None:
    made = asked_for(home)
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(home.path), str(made.number)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    confirmed = [int(process.stdout.readline()) for _ in range(20)][-1]
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    found = request_of(home, made.number)
    assert len(found.history) >= confirmed + 2  # the first is that it came in
    assert [one.at_us for one in found.history[1:]] == list(range(len(found.history) - 1))
    took = take_step(home, made.number, entry(Step.GRANT, "om"), TODAY, LAWS)
    assert request_of(home, made.number) == took
