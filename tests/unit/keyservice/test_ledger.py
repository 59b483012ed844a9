"""Limits and the log: what a limit allows is given out once, and without a line on disk nothing is evaluated."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from ketenmonitor.confirmed import append_line
from ketenmonitor.errors import StorageError
from ketenmonitor.hosting import LOG, Entry, Limit, Refused
from ketenmonitor.hosting.ledger import Ledger
from ketenmonitor.keyservice import service as module
from tests.services import decided
from tests.unit.keyservice.services import (
    ABOUT,
    FIRST,
    OTHER,
    SOURCE,
    Here,
    Source,
    World,
    elements_of,
    lines_of,
    register,
    running,
)

ONE, TEN = elements_of(["een"]), elements_of([str(n) for n in range(10)])


def many_times(folder: Path, times: int, most: int) -> int:
    ledger, permitted = Ledger(folder, FIRST), 0
    for _ in range(times):
        limit = Limit("limit-of-day", "identifiers|x", most, "Too much.", 3)
        try:
            ledger.confirm(Entry({"decision": "permit"}, day="2026-01-01", wait=1, limits=(limit,)))
            permitted += 1
        except Refused:
            continue
    return permitted


def test_what_a_limit_allows_is_given_out_once_over_all_processes(tmp_path: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(3) as pool:
        given = pool.starmap(many_times, [(tmp_path, 20, 100)] * 3)
    assert sum(given) == 33
    assert len(decided(tmp_path)) == 33


def test_a_batch_that_does_not_fit_uses_nothing(own_world: World) -> None:
    own_world.permit(register(a_day=25))
    here = Here(own_world, "first")
    assert [here.evaluate(elements=TEN).status_code for _ in range(3)] == [200, 200, 429]
    assert here.lines[-1]["reason"] == "limit-of-day"
    answer = here.evaluate(elements=TEN)
    assert 0 < int(answer.headers["retry-after"]) <= 24 * 3600
    assert [here.evaluate(elements=ONE).status_code for _ in range(6)] == [200] * 5 + [429]
    assert here.evaluate(OTHER, elements=TEN).status_code == 200  # of each source
    assert here.evaluate(purpose="recidive", elements=TEN).status_code == 200  # and each purpose
    here.clock.now += timedelta(days=1)
    assert here.evaluate(elements=TEN).status_code == 200


def test_who_asks_too_often_waits_and_does_not_fill_the_log(own_world: World) -> None:
    config = own_world.config("first")
    config.write_text(config.read_text().replace("requests_a_minute = 1000", "requests_a_minute = 3"))
    here = Here(own_world, "first")
    for caller in (SOURCE, None):
        answers = [here.evaluate(caller, elements=ONE) for _ in range(9)]
        assert [one.status_code for one in answers] == [200 if caller else 401] * 3 + [429] * 6
        assert int(answers[-1].headers["retry-after"]) == 50
        assert [line["reason"] for line in here.lines[-2:]] == [
            None if caller else "caller-unproven",
            "limit-of-minute",
        ]
    assert here.evaluate(OTHER, elements=ONE).status_code == 200
    here.clock.now += timedelta(minutes=1)
    assert here.evaluate(elements=ONE).status_code == 200
    assert len(here.lines) == 4 + 4 + 2


@pytest.mark.parametrize("full", ["/dev/full", "a folder"])
def test_without_room_for_the_log_nothing_is_evaluated_and_no_limit_is_used(
    own_world: World, full: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    own_world.permit(register(a_day=10))
    here = Here(own_world, "first")
    place = own_world.folder / "first" / "state" / LOG / "records" / "00000000"
    place.mkdir() if full == "a folder" else place.symlink_to(full)
    seen: list[object] = []
    whole = module.batches.evaluated
    monkeypatch.setattr(module.batches, "evaluated", lambda *given: seen.append(given))
    for oin in (SOURCE, None):
        answer = here.evaluate(oin, elements=TEN)
        assert (answer.status_code, answer.headers["content-type"]) == (503, "application/problem+json")
        assert str(own_world.folder) not in answer.text
    assert seen == []
    assert "cannot be written" in caplog.text
    place.rmdir() if full == "a folder" else place.unlink()
    monkeypatch.setattr(module.batches, "evaluated", whole)
    assert here.evaluate(elements=TEN).status_code == 200  # all ten were left


def test_without_its_limits_a_service_evaluates_nothing(own_world: World) -> None:
    here = Here(own_world, "first")
    place = own_world.folder / "first" / "state" / "used.sqlite"
    for name in (place, *place.parent.glob("used.sqlite-*")):
        name.unlink()
    place.write_bytes(b"no database at all" * 100)
    assert here.evaluate(elements=ONE).status_code == 503
    with pytest.raises(StorageError, match="nothing is answered"):
        Ledger(place.parent, FIRST)


def test_a_line_that_a_crash_left_half_does_not_swallow_the_next(tmp_path: Path) -> None:
    place = tmp_path / "lines"
    append_line(place, b"one")
    with place.open("ab") as file:
        file.write(b'{"half')
    append_line(place, b"two")
    append_line(place, b"three")
    assert place.read_bytes() == b'one\n{"half\ntwo\nthree\n'


# The register: only the newest that was signed.


def test_a_register_that_is_put_in_place_counts_at_once_and_an_older_one_never_again(own_world: World) -> None:
    here = Here(own_world, "first")
    assert here.evaluate(elements=ONE).status_code == 200
    own_world.permit(register(version=2).replace(f'"{SOURCE}", ', ""))
    assert here.evaluate(elements=ONE).status_code == 403
    own_world.permit(register(version=1))
    assert here.evaluate(elements=ONE).status_code == 503
    assert here.lines[-1]["reason"] == "not-able"
    assert Here(own_world, "first").evaluate(elements=ONE).status_code == 503  # also after a new start
    own_world.permit(register(version=2))  # the same version, with other content
    assert here.evaluate(elements=ONE).status_code == 503
    own_world.permit(register(version=3))
    assert here.evaluate(elements=ONE).status_code == 200


def test_a_register_that_is_changed_or_gone_permits_nothing(own_world: World) -> None:
    here, place = Here(own_world, "first"), own_world.folder / "purposes.toml"
    text = place.read_text(encoding="utf-8")
    assert here.evaluate(elements=ONE).status_code == 200
    place.write_text(text.replace("100000", "900000"), encoding="utf-8")
    assert here.evaluate(elements=ONE).status_code == 503
    place.unlink()
    assert here.evaluate(elements=ONE).status_code == 503
    place.write_text(text, encoding="utf-8")
    assert here.evaluate(elements=ONE).status_code == 200


def test_a_service_that_is_killed_goes_on_where_it_was(own_world: World) -> None:
    own_world.permit(register(a_day=25))
    with running(own_world.config("first")) as first:
        source = Source(own_world, SOURCE, first, first)
        assert [source.asked(first, **ABOUT, elements=TEN).status_code for _ in range(2)] == [200, 200]
        first.kill()
    assert [line["decision"] for line in lines_of(own_world, "first")] == ["permit", "permit"]
    with running(own_world.config("first")) as first:
        assert source.asked(first, **ABOUT, elements=TEN).status_code == 429
        assert source.asked(first, **ABOUT, elements=ONE).status_code == 200
    assert [line["count"] for line in lines_of(own_world, "first")] == [10, 10, 10, 1]


def test_several_processes_of_one_service_give_out_a_limit_once(own_world: World) -> None:
    own_world.permit(register(a_day=45))
    config = own_world.config("first")
    config.write_text(config.read_text(encoding="utf-8").replace("workers = 1", "workers = 2"), encoding="utf-8")
    with running(config) as first, ThreadPoolExecutor(8) as pool:
        source = Source(own_world, SOURCE, first, first)
        own_world.caller(SOURCE)  # its files, before several threads want them
        answers = list(pool.map(lambda _: source.asked(first, **ABOUT, elements=TEN).status_code, range(12)))
    assert sorted(answers) == [200] * 4 + [429] * 8
    assert sorted(str(line["reason"]) for line in lines_of(own_world, "first")) == ["None"] * 4 + ["limit-of-day"] * 8
    assert sum("Started server process" in line or "startup complete" in line for line in first.said) >= 2
