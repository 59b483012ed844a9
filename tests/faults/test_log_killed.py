"""A log of which the writers are killed, at any moment and at every step: what was confirmed is there, and it goes on."""

from __future__ import annotations

import os
import random
import signal
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from ketenmonitor.transparency import Log, kept, verify
from tests.unit.transparency.made import LOG_KEY, OPERATOR, ORIGIN, records

SMALL = 16  # records in a segment, so that there are several


@pytest.fixture(autouse=True)
def _small_segments(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "PER_SEGMENT", SMALL)


def in_a_child(work: Callable[[Callable[[str], None]], None]) -> tuple[int, int]:
    """Do it in a process of its own: its id, and where it tells line by line what it did."""
    out, into = os.pipe()
    child = os.fork()
    if child:
        os.close(into)
        return child, out
    status = 1
    try:
        os.close(out)
        work(lambda line: os.write(into, f"{line}\n".encode()) and None)
        status = 0
    finally:
        os._exit(status)


def confirm_on(folder: Path, me: int, tell: Callable[[str], None]) -> None:
    """Three threads that confirm batches until they are killed, and tell what was confirmed after that was said to them."""
    log = Log(folder, ORIGIN)

    def work(thread: int) -> None:
        for at in range(1_000_000):
            said = f"{me}.{thread}.{at}"
            n = at % 7 + 1
            numbers = log.confirm([f"{said}.{i} {'x' * (at * 37 % 500)}".encode() for i in range(n)])
            tell(f"{numbers.start} {n} {said}")

    threads = [threading.Thread(target=work, args=(n,), daemon=True) for n in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def killed(folder: Path, me: int, after: int) -> list[str]:
    """What a process said to have confirmed, that is killed as soon as it said so many times that it did."""
    child, out = in_a_child(lambda tell: confirm_on(folder, me, tell))
    said = b""
    while said.count(b"\n") < after:
        said += os.read(out, 1 << 16)
    os.kill(child, signal.SIGKILL)
    while more := os.read(out, 1 << 16):
        said += more
    os.close(out)
    os.waitpid(child, 0)
    return said.decode().split("\n")[:-1]


def check(folder: Path, confirmed: list[str]) -> None:
    """Everything is where it was said to be, and nothing is wrong, before and after the next one opens the log."""
    assert not verify(folder, [LOG_KEY]).findings
    there = dict(Log(folder).records())
    for line in confirmed:
        first, n, said = line.split(" ")
        for i in range(int(n)):
            record = there[int(first) + i]
            assert record is not None
            assert record.startswith(f"{said}.{i} ".encode())
    assert not verify(folder, [LOG_KEY]).findings


def kills(folder: Path, times: int, rng: random.Random) -> None:
    confirmed: list[str] = []
    for me in range(times):
        confirmed += killed(folder, me, rng.randrange(1, 40))
        check(folder, confirmed)
        Log(folder).checkpoint(OPERATOR)
    assert Log(folder).size() >= sum(int(line.split(" ")[1]) for line in confirmed) > 0


def test_writers_that_are_killed_lose_nothing_that_was_confirmed(tmp_path: Path) -> None:
    kills(tmp_path / "log", 8, random.Random(1))


@pytest.mark.slow
def test_writers_that_are_killed_often_lose_nothing_that_was_confirmed(tmp_path: Path) -> None:
    kills(tmp_path / "log", 300, random.Random())


def test_who_writes_beside_one_that_is_killed_goes_on(tmp_path: Path) -> None:
    folder, confirmed = tmp_path / "log", []
    other = Log(folder, ORIGIN)
    for me in range(4):
        stop, told = threading.Event(), []

        def work(me: int = me, stop: threading.Event = stop, told: list[str] = told) -> None:
            at = 0
            while not stop.is_set():
                numbers = other.confirm([f"beside.{me}.{at}.0 ".encode()])
                told.append(f"{numbers.start} 1 beside.{me}.{at}")
                at += 1

        beside = threading.Thread(target=work)
        child, out = in_a_child(lambda tell, me=me: confirm_on(folder, me, tell))
        beside.start()
        said = b""
        while said.count(b"\n") < 10:
            said += os.read(out, 1 << 16)
        os.kill(child, signal.SIGKILL)
        while more := os.read(out, 1 << 16):
            said += more
        os.waitpid(child, 0)
        stop.set()
        beside.join()
        confirmed += [*said.decode().split("\n")[:-1], *told]
        check(folder, confirmed)


def steps(folder: Path, die_at: int, share: float) -> list[str]:
    """Confirm, erase and sign in a process that dies at a step that changes something: before it, or with part of it written."""

    def work(tell: Callable[[str], None]) -> None:
        left = [die_at]

        def watch(name: str) -> None:
            real = getattr(os, name)

            def call(*given: object) -> object:
                left[0] -= 1
                if not left[0]:
                    if name == "pwrite":
                        file, content, at = given
                        real(file, bytes(content)[: int(len(content) * share)], at)  # type: ignore[arg-type, call-overload]  # as pwrite has it
                    os.kill(os.getpid(), signal.SIGKILL)
                return real(*given)

            setattr(os, name, call)

        for name in ("pwrite", "fdatasync", "fsync", "ftruncate", "replace", "unlink"):
            watch(name)
        log = Log(folder)
        log.confirm(records(20, 45))
        tell("confirmed")
        log.erase([3, 17, 30])
        tell("erased")
        log.checkpoint(OPERATOR)
        tell("signed")

    child, out = in_a_child(work)
    said = b""
    while more := os.read(out, 1 << 16):
        said += more
    os.close(out)
    os.waitpid(child, 0)
    return said.decode().split()


@pytest.mark.parametrize("share", [0.0, 0.3, 0.99])
def test_it_may_die_at_each_step(tmp_path: Path, share: float) -> None:
    for die_at in range(1, 100):
        folder = tmp_path / str(die_at)
        log = Log(folder, ORIGIN)
        log.confirm(records(0, 20))
        log.checkpoint(OPERATOR)
        said = steps(folder, die_at, share)
        # Before anybody opens it, only an erasure that is under way may show.
        assert {finding.code for finding in verify(folder, [LOG_KEY]).findings} <= {"erasure-unfinished"}
        after = Log(folder)
        assert not verify(folder, [LOG_KEY]).findings
        there = dict(after.records())
        erased = {n for n, record in there.items() if record is None}
        assert erased in (set(), {3, 17, 30})
        assert erased or "erased" not in said
        assert all(there[n] == records(n, n + 1)[0] for n in set(there) - erased)
        assert len(there) == 45 or ("confirmed" not in said and len(there) >= 20)
        first = after.size()
        assert after.confirm([b"goes on"]).start == first
        after.checkpoint(OPERATOR)
        assert not verify(folder, [LOG_KEY]).findings
        if "signed" in said:
            return
    pytest.fail("it never came to its end")
