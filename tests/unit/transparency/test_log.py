"""What was confirmed is there, in order, for every process and thread; and goes when it must."""

from __future__ import annotations

import json
import multiprocessing
import os
import threading
from pathlib import Path

import pytest

from ketenmonitor.errors import NotFoundError, StorageError
from ketenmonitor.transparency import Log, is_consistent, is_included, kept, logs_in, verify
from ketenmonitor.transparency.kept import PER_SEGMENT, leaf_of
from tests.unit.transparency.made import LOG_KEY, OPERATOR, ORIGIN, log_of, records, seen


def test_records_come_back_in_order_with_their_numbers(tmp_path: Path) -> None:
    log = Log(tmp_path / "log", ORIGIN)
    assert log.confirm(records(0, 3)) == range(3)
    assert log.confirm([]) == range(3, 3)
    assert log.confirm(records(3, 4)) == range(3, 4)
    assert list(log.records()) == list(enumerate(records(0, 4)))
    assert list(log.records(2)) == [(2, records(2, 3)[0]), (3, records(3, 4)[0])]
    assert log.record(1) == records(1, 2)[0]
    assert log.size() == 4


def test_a_batch_may_go_over_segments(tmp_path: Path) -> None:
    n = 2 * PER_SEGMENT + 5
    log = log_of(tmp_path / "log", n)
    assert [len(list(kept.frames(p.read_bytes()))) for p in sorted((tmp_path / "log" / "records").iterdir())] == [
        PER_SEGMENT,
        PER_SEGMENT,
        5,
    ]
    assert log.confirm([b"one more"]) == range(n, n + 1)
    for number in (0, PER_SEGMENT - 1, PER_SEGMENT, n - 1):
        assert log.record(number) == records(number, number + 1)[0]
    assert [number for number, _ in log.records(PER_SEGMENT - 1)] == list(range(PER_SEGMENT - 1, n + 1))
    assert not verify(tmp_path / "log", []).findings


def test_the_same_record_never_has_the_same_leaf(tmp_path: Path) -> None:
    """Who guesses what a record says cannot check that with the leaf."""
    log = Log(tmp_path / "log", ORIGIN)
    log.confirm([b"known"] * 100)
    leaves = (tmp_path / "log" / "leaves").read_bytes()
    assert len({leaves[at : at + 32] for at in range(0, len(leaves), 32)}) == 100


def test_another_object_goes_on_where_the_first_was(tmp_path: Path) -> None:
    one = log_of(tmp_path / "log", 2)
    other = Log(tmp_path / "log")
    assert other.origin == ORIGIN
    assert other.confirm([b"a"]) == range(2, 3)
    assert one.confirm([b"b", b"c"]) == range(3, 5)
    assert other.confirm([b"d"]) == range(5, 6)
    assert [record for _, record in one.records(2)] == [b"a", b"b", b"c", b"d"]


def test_threads_that_confirm_at_once_each_get_their_own(tmp_path: Path) -> None:
    log, got = Log(tmp_path / "log", ORIGIN), {}

    def work(me: int) -> None:
        for at in range(20):
            mine = [f"{me} {at} {n}".encode() for n in range(me % 3 + 1)]
            got[me, at] = (log.confirm(mine), mine)

    threads = [threading.Thread(target=work, args=(me,)) for me in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    there = dict(log.records())
    assert len(got) == 160
    assert sum(len(numbers) for numbers, _ in got.values()) == len(there) == log.size()
    for numbers, mine in got.values():
        assert [there[number] for number in numbers] == mine
    assert not verify(tmp_path / "log", []).findings


def confirm_many(folder: str, me: int, n: int) -> None:
    log = Log(Path(folder), ORIGIN)
    for at in range(n):
        log.confirm([f"{me} {at}".encode()])


def test_processes_that_confirm_at_once_lose_nothing(tmp_path: Path) -> None:
    context = multiprocessing.get_context("fork")
    running = [context.Process(target=confirm_many, args=(str(tmp_path / "log"), me, 40)) for me in range(4)]
    for process in running:
        process.start()
    for process in running:
        process.join()
        assert process.exitcode == 0
    there = [record for _, record in Log(tmp_path / "log").records()]
    assert sorted(there) == sorted(f"{me} {at}".encode() for me in range(4) for at in range(40))
    assert not verify(tmp_path / "log", []).findings


def test_erased_records_are_gone_from_every_file_and_all_proofs_hold(tmp_path: Path) -> None:
    log = log_of(tmp_path / "log", 20)
    text, root = log.checkpoint(OPERATOR), log.root(20)
    bodies = {n: log.body(n) for n in range(20)}
    log.erase([3, 7, 8])
    assert [log.record(n) for n in (3, 7, 8)] == [None] * 3
    assert [n for n, record in log.records() if record is None] == [3, 7, 8]
    everything = b"".join(p.read_bytes() for p in (tmp_path / "log").rglob("*") if p.is_file())
    for number, body in bodies.items():
        assert body is not None
        assert (body[kept.SALT :] in everything) == (number not in (3, 7, 8))
        assert (body[: kept.SALT] in everything) == (number not in (3, 7, 8))
        assert is_included(leaf_of(body), number, 20, log.inclusion(number, 20), root)
    again = Log(tmp_path / "log")
    assert again.checkpoint(OPERATOR) != text
    assert is_consistent(20, root, 21, again.root(21), again.consistency(20, 21))
    verdict = verify(tmp_path / "log", [LOG_KEY])
    assert (verdict.findings, verdict.erased, len(verdict.checkpoints)) == ((), 3, 2)


def test_who_reads_or_verifies_while_another_erases_sees_no_damage(tmp_path: Path) -> None:
    log, other = log_of(tmp_path / "log", 300), Log(tmp_path / "log")
    erasing = threading.Thread(target=lambda: [other.erase(range(n, n + 10)) for n in range(0, 300, 10)])
    erasing.start()
    seen_by_reader = []
    while erasing.is_alive():
        seen_by_reader.append(sum(record is None for _, record in log.records()))
        assert not {f.code for f in verify(tmp_path / "log", []).findings} - {"erasure-unfinished"}
    erasing.join()
    assert seen_by_reader == sorted(seen_by_reader)
    assert sum(record is None for _, record in log.records()) == 300
    assert not verify(tmp_path / "log", []).findings


def test_that_records_were_erased_is_itself_a_record(tmp_path: Path) -> None:
    log = log_of(tmp_path / "log", 20)
    log.erase([8, 3, 7])
    assert log.size() == 21
    assert [n for n, _ in log.records()] == list(range(20))
    said = log.record(20)
    assert said is not None
    assert json.loads(said) == {"erased from this log": [[3, 3], [7, 8]]}
    log.erase([])
    assert log.size() == 21


def test_erasing_what_was_broken_off_is_finished_by_who_writes_next(tmp_path: Path) -> None:
    log_of(tmp_path / "log", 20)
    (tmp_path / "log" / "erasing").write_text("[[2, 4]]")
    log = Log(tmp_path / "log")
    assert [n for n, record in log.records() if record is None] == [2, 3, 4]
    assert not (tmp_path / "log" / "erasing").exists()
    assert not verify(tmp_path / "log", []).findings


def test_what_is_not_there_is_not_erased(tmp_path: Path) -> None:
    log = log_of(tmp_path / "log", 5)
    with pytest.raises(StorageError, match="there is no record 5"):
        log.erase([1, 5])
    assert log.record(1) is not None


def test_who_confirms_what_only_the_log_may_write_is_stopped(tmp_path: Path) -> None:
    log = log_of(tmp_path / "log", 2)
    with pytest.raises(AssertionError):
        log.confirm([b'{"erased from this log": [[0, 1]]}'])
    assert log.size() == 2


@pytest.mark.parametrize("left", [1, 5, 23, 24, 30])
def test_a_half_record_that_a_crash_left_is_cut_off(tmp_path: Path, left: int) -> None:
    log = log_of(tmp_path / "log", 3)
    place = tmp_path / "log" / "records" / "00000000"
    whole = place.read_bytes()
    frames, _ = kept.packed([b"never confirmed" * 3])
    place.write_bytes(whole + frames[:left])
    assert not verify(tmp_path / "log", []).findings
    assert verify(tmp_path / "log", []).unconfirmed == left
    assert log.confirm([b"next"]) == range(3, 4)
    assert [record for _, record in Log(tmp_path / "log").records()] == [*records(0, 3), b"next"]


def test_room_that_a_crash_left_empty_is_cut_off(tmp_path: Path) -> None:
    log_of(tmp_path / "log", 3)
    with (tmp_path / "log" / "records" / "00000000").open("ab") as file:
        file.write(bytes(100))
    assert Log(tmp_path / "log").confirm([b"next"]) == range(3, 4)
    assert not verify(tmp_path / "log", []).findings


@pytest.mark.parametrize("lost", [1, 31, 32, 33, 32 * 5])
def test_leaves_that_the_disk_lost_are_made_again_of_the_records(tmp_path: Path, lost: int) -> None:
    root = log_of(tmp_path / "log", PER_SEGMENT + 2).root(PER_SEGMENT + 2)
    place = tmp_path / "log" / "leaves"
    os.truncate(place, place.stat().st_size - lost)
    log = Log(tmp_path / "log")
    assert log.size() == PER_SEGMENT + 2
    assert log.root(PER_SEGMENT + 2) == root
    assert not verify(tmp_path / "log", []).findings


def test_what_is_wrong_and_no_crash_is_left_as_it_is(tmp_path: Path) -> None:
    """A whole record without a leaf that is not as it was written; and records that are gone."""
    log_of(tmp_path / "log", 3)
    place = tmp_path / "log" / "records" / "00000000"
    frames, _ = kept.packed([b"changed"])
    whole = place.read_bytes()
    for content in (whole + frames[:-1] + b"!", whole[:-1], whole + b"\xff" * 60, b""):
        place.write_bytes(content)
        with pytest.raises(StorageError, match="not what a crash leaves"):
            Log(tmp_path / "log")
        assert place.read_bytes() == content
        assert verify(tmp_path / "log", []).findings


def test_records_that_vanish_under_who_writes_stop_it(tmp_path: Path) -> None:
    log = log_of(tmp_path / "log", 3)
    place = tmp_path / "log" / "records" / "00000000"
    os.truncate(place, place.stat().st_size - 10)
    for _ in range(2):
        with pytest.raises(StorageError, match="not as many records as leaves"):
            log.confirm([b"next"])
    os.truncate(tmp_path / "log" / "leaves", 32)
    with pytest.raises(StorageError, match="not what a crash leaves"):
        log.confirm([b"next"])


def test_without_room_nothing_is_confirmed_and_nothing_stays_half(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = log_of(tmp_path / "log", 3)
    before = {p: p.read_bytes() for p in (tmp_path / "log").rglob("*") if p.is_file()}
    real, room = os.pwrite, [40]

    def full(file: int, content: bytes, at: int) -> int:
        if not room[0]:
            raise OSError(28, "No space left on device")
        done = real(file, bytes(content)[: room[0]], at)
        room[0] -= done
        return done

    monkeypatch.setattr(os, "pwrite", full)
    with pytest.raises(StorageError, match="no space left") as caught:
        log.confirm([b"a secret" * 10])
    assert "secret" not in str(caught.value)
    monkeypatch.undo()
    assert {p: p.read_bytes() for p in (tmp_path / "log").rglob("*") if p.is_file()} == before
    assert log.confirm([b"b"]) == range(3, 4)


def test_what_may_not_be_on_disk_is_not_believed_later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a wait for the disk that failed, the system may have thrown the bytes away and say later that all is well."""
    log = log_of(tmp_path / "log", 3)

    def fails(file: int) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "fdatasync", fails)
    with pytest.raises(StorageError, match="input/output"):
        log.confirm([b"lost"])
    monkeypatch.undo()
    assert Log(tmp_path / "log").size() == 3
    assert log.confirm([b"kept"]) == range(3, 4)


def test_all_who_waited_for_a_write_that_failed_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log, told = log_of(tmp_path / "log", 3), []

    def fails(file: int) -> None:
        raise OSError(5, "Input/output error")

    def work() -> None:
        try:
            log.confirm([b"x"])
        except StorageError as error:
            told.append(error)

    monkeypatch.setattr(os, "fdatasync", fails)
    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(told) == 6


def test_a_log_without_records_is_a_log(tmp_path: Path) -> None:
    log = Log(tmp_path / "log", ORIGIN)
    assert list(log.records()) == []
    first = seen(tmp_path / "state", log)
    log.confirm(records(0, 3))
    assert seen(tmp_path / "state", log) != first
    assert not verify(tmp_path / "log", [LOG_KEY]).findings


def test_a_log_keeps_its_origin(tmp_path: Path) -> None:
    log_of(tmp_path / "log", 1)
    with pytest.raises(StorageError, match="another origin"):
        Log(tmp_path / "log", "other.example/log")
    with pytest.raises(StorageError, match="not a log"):
        Log(tmp_path / "none")


def test_the_logs_of_a_home_are_found(tmp_path: Path) -> None:
    for name in ("audit", "processing"):
        log_of(tmp_path / "log" / name, 1)
    assert [p.name for p in logs_in(tmp_path)] == ["audit", "processing"]
    assert logs_in(tmp_path / "log" / "audit") == [tmp_path / "log" / "audit"]
    with pytest.raises(NotFoundError):
        logs_in(tmp_path / "log" / "none")


def test_files_are_for_their_owner_alone(tmp_path: Path) -> None:
    log = log_of(tmp_path / "log", 1)
    log.checkpoint(OPERATOR)
    for place in (tmp_path / "log").rglob("*"):
        if place.is_file():
            assert place.stat().st_mode & 0o077 == 0, place
