"""What was decided and used of limits: once, also when many ask at the same moment, in several processes, or one is killed."""

from __future__ import annotations

import multiprocessing
import os
import signal
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from ketenmonitor.errors import StorageError
from ketenmonitor.hosting import LOG, Entry, Limit, Refused
from ketenmonitor.hosting.ledger import KEPT_SECONDS, Ledger
from ketenmonitor.inquiry.question import new_id
from ketenmonitor.transparency import verify
from tests.services import decided as decided_in
from tests.services import without_log
from tests.unit.inquiry.parties import HOLDER

NOW, DAY = 1_800_000_000, "2027-01-15"
SPAWN = multiprocessing.get_context("spawn")


def entry(most: int = 50, **said: Any) -> Entry:
    number = said.pop("id", None) or new_id()
    limit = Limit("limit-of-officer", "officer|a", most, "Too many.")
    return Entry(
        {"decision": "permit", "id": number}, said.pop("at", NOW), number, DAY, 60, (limit,), {"asker": "a"}, **said
    )


def decided(ledger: Ledger, one: Entry) -> str:
    try:
        ledger.confirm(one)
    except Refused as error:
        return error.code
    return "permit"


def test_a_limit_is_given_out_once_when_many_ask_at_the_same_moment(tmp_path: Path) -> None:
    ledgers = Ledger(tmp_path, HOLDER), Ledger(tmp_path, HOLDER)  # as two processes have it
    with ThreadPoolExecutor(16) as pool:
        found = list(pool.map(lambda n: decided(ledgers[n % 2], entry()), range(120)))
    assert (found.count("permit"), found.count("limit-of-officer")) == (50, 70)
    assert len({line["id"] for line in decided_in(tmp_path)}) == len(decided_in(tmp_path)) == 50


def test_a_question_that_is_sent_twenty_times_at_once_counts_once(tmp_path: Path) -> None:
    ledgers, number = (Ledger(tmp_path, HOLDER), Ledger(tmp_path, HOLDER)), new_id()
    with ThreadPoolExecutor(16) as pool:
        found = list(pool.map(lambda n: decided(ledgers[n % 2], entry(id=number)), range(20)))
    assert (found.count("permit"), found.count("replayed")) == (1, 19)
    assert len(decided_in(tmp_path)) == 1


def test_who_is_refused_among_many_does_not_hold_up_the_others(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path, HOLDER)
    with ThreadPoolExecutor(16) as pool:
        found = list(pool.map(lambda n: decided(ledger, entry(0 if n % 3 == 0 else 1_000)), range(60)))
    assert [code == "permit" for code in found] == [n % 3 != 0 for n in range(60)]
    assert len(decided_in(tmp_path)) == 40


def test_when_the_log_cannot_be_written_nothing_is_used(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path, HOLDER)
    one = entry(1)
    with without_log(tmp_path), pytest.raises(StorageError):
        ledger.confirm(one)
    assert decided(ledger, one) == "permit"


def test_a_number_is_remembered_longer_than_it_can_be_sent_again(tmp_path: Path) -> None:
    ledger, number = Ledger(tmp_path, HOLDER), new_id()
    assert decided(ledger, entry(id=number)) == "permit"
    assert decided(ledger, entry(at=NOW + KEPT_SECONDS)) == "permit"
    assert decided(ledger, entry(id=number)) == "replayed"
    assert decided(ledger, entry(at=NOW + KEPT_SECONDS + 1)) == "permit"
    assert ledger.about(number) is None


def asking(folder: str, answered: Any) -> None:
    ledger = Ledger(Path(folder), HOLDER)
    while True:
        one = entry(10**9)
        ledger.confirm(one)
        answered.put(one.id)


def test_whatever_was_answered_before_a_kill_is_in_the_log(tmp_path: Path) -> None:
    answered = SPAWN.Queue()
    process = SPAWN.Process(target=asking, args=(str(tmp_path), answered))
    process.start()
    seen = [answered.get(timeout=60) for _ in range(20)]
    assert process.pid
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    assert set(seen) <= {line["id"] for line in decided_in(tmp_path)}
    again = Ledger(tmp_path, HOLDER)
    assert decided(again, entry(10**9, id=seen[0])) == "replayed"
    assert decided(again, entry(10**9)) == "permit"


def test_a_log_of_decisions_shows_what_was_taken_away(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path, HOLDER)
    for _ in range(3):
        ledger.confirm(entry())
    found = verify(tmp_path / LOG, [])
    assert (found.origin, found.size, found.findings) == (f"{HOLDER}/decisions", 3, ())
    place = tmp_path / LOG / "records" / "00000000"
    place.write_bytes(place.read_bytes().replace(b'"permit"', b'"refuse"', 1))
    assert [one.code for one in verify(tmp_path / LOG, []).findings] == ["record-edited"]


def test_killed_between_the_log_and_the_answer_nothing_is_given_out_twice(tmp_path: Path) -> None:
    """Killed after the record and before the limit is kept: no answer went out, and the number may be sent again."""
    number = new_id()
    process = SPAWN.Process(target=dying, args=(str(tmp_path), number))
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    assert [line["id"] for line in decided_in(tmp_path)] == [number]
    again = Ledger(tmp_path, HOLDER)
    assert decided(again, entry(1, id=number)) == "permit"
    assert decided(again, entry(1)) == "limit-of-officer"
    assert [line["id"] for line in decided_in(tmp_path)] == [number, number]


def dying(folder: str, number: str) -> None:
    ledger = Ledger(Path(folder), HOLDER)
    confirm = ledger.log.confirm

    def confirmed_and_killed(records: Any) -> range:
        confirm(records)
        os.kill(os.getpid(), signal.SIGKILL)
        return range(0)

    ledger.log.confirm = confirmed_and_killed  # type: ignore[method-assign]  # the fault
    ledger.confirm(entry(1, id=number))


def test_limits_of_who_is_put_in_place_of_the_old_ones_count_for_all(tmp_path: Path) -> None:
    first, second = Ledger(tmp_path, HOLDER), Ledger(tmp_path, HOLDER)
    assert decided(first, entry(1)) == "permit"
    for place in tmp_path.glob("used.sqlite*"):
        place.unlink()
    assert [decided(one, entry(1)) for one in (second, first)] == ["permit", "limit-of-officer"]
