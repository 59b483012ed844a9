"""A receive that is killed at any moment leaves the old or the new state, and can be done again."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from ketenmonitor.definition import read_definition
from ketenmonitor.intake import refusals, retry
from ketenmonitor.store import Home
from tests.chain import DEFINITION, NOW, deliver, home_of, instant, received
from tests.faults.crash import (
    WITH_ATTRIBUTE,
    Mortal,
    copied,
    first_delivery,
    on_disk,
    second_delivery,
    start_mortal,
    state,
    unvouched,
)

SIGKILL = 9
AFTER_THE_LEDGER = "after append ledger 1"


@pytest.fixture(scope="module")
def mortal() -> Iterator[Mortal]:
    mortal = start_mortal()
    yield mortal
    assert mortal.process.stdin is not None
    mortal.process.stdin.close()
    mortal.process.wait(timeout=30)


@dataclass(frozen=True)
class Scene:
    """A home before and after a delivery, what both look like, and the points that receiving it passes."""

    old: Home
    new: Home
    delivery: Path
    states: tuple[dict[str, Any], dict[str, Any]]
    points: tuple[str, ...]
    seconds: float


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory, mortal: Mortal) -> Scene:
    folder = tmp_path_factory.mktemp("scene")
    old, delivery = home_of(folder, WITH_ATTRIBUTE), second_delivery(folder)
    # It came too early, so a refused copy is kept, which goes when it is accepted after all.
    assert received(old, delivery).status == "refused"
    assert received(old, first_delivery(folder)).status == "accepted"
    for name in ("cold", "new"):
        # The second time is as long as the others will take.
        new = copied(old, folder / name)
        told = mortal.order(new, delivery)
        assert (told["signal"], told["error"]) == (0, None)
    return Scene(old, new, delivery, (state(old), state(new)), tuple(told["points"]), told["seconds"])


def survives(home: Home, scene: Scene, why: str) -> bool:
    """Assert all that must hold after a crash; returns whether the delivery had come in.

    In the end the disk holds the rows of an undisturbed home and nothing else, so its view is the same too.
    """
    found = state(home)
    assert found in scene.states, why
    came_in = found == scene.states[1]
    assert all((r.folder / "delivery" / "delivery.json").is_file() for r in refusals(home)), why
    assert received(home, scene.delivery).status == ("known" if came_in else "accepted"), why
    assert on_disk(home) == on_disk(scene.new), why
    assert unvouched(home) == [], why
    assert refusals(home) == (), why
    return came_in


def distinct(points: tuple[str, ...]) -> list[str]:
    """The points that leave different disks: after one step is before the next. Of a removal, begun and half way."""
    kept = [p for i, p in enumerate(points) if p.startswith("before ") or i + 1 == len(points) or p == AFTER_THE_LEDGER]
    return [p for p in kept if not ("unlink" in p or "rmdir" in p) or p.endswith((" 1", " 3"))]


def test_every_table_takes_part(scene: Scene) -> None:
    rows = on_disk(scene.new)
    assert {t for t in rows if len(rows[t]) > len(on_disk(scene.old)[t])} == set(rows)
    assert unvouched(scene.new) == []
    assert scene.states[0] != scene.states[1]
    assert len([p for p in scene.points if p.startswith("before append")]) >= len(rows)


def steps(scene: Scene) -> list[tuple[str, bool]]:
    """The points to be killed at, and whether the delivery is in by then. Rolling back has a test of its own."""
    ledger_row = scene.points.index(AFTER_THE_LEDGER)
    return [(p, scene.points.index(p) >= ledger_row) for p in distinct(scene.points) if "roll_back" not in p]


def test_killed_between_any_two_steps(scene: Scene, mortal: Mortal, tmp_path: Path) -> None:
    home = copied(scene.old, tmp_path / "crash upon crash")
    for point, came_in in steps(scene):
        if came_in:
            home = copied(scene.old, tmp_path / point)
        # Each receive that gets further cleans up what the one before it left.
        assert mortal.order(home, scene.delivery, point=point)["signal"] == SIGKILL, point
        if came_in:
            assert survives(home, scene, point), point
        else:
            assert state(home) == scene.states[0], point
    assert not survives(Home(tmp_path / "crash upon crash" / "home"), scene, "after many crashes")


@pytest.mark.slow
def test_received_again_after_a_crash_between_any_two_steps(scene: Scene, mortal: Mortal, tmp_path: Path) -> None:
    for point, came_in in steps(scene):
        home = copied(scene.old, tmp_path / point)
        assert mortal.order(home, scene.delivery, point=point)["signal"] == SIGKILL, point
        assert survives(home, scene, point) == came_in, point


def test_killed_again_while_the_next_receive_cleans_up(scene: Scene, mortal: Mortal, tmp_path: Path) -> None:
    home = copied(scene.old, tmp_path)
    assert mortal.order(home, scene.delivery, point="before append ledger 1")["signal"] == SIGKILL
    for table in ("events", "event_attributes", "links", "objects", "figures", "superseded", "quarantine"):
        point = f"after roll_back {table} 1"
        assert mortal.order(home, scene.delivery, point=point)["signal"] == SIGKILL, point
        assert state(home) == scene.states[0], point
    assert not survives(home, scene, "after crash upon crash")
    assert state(home) == scene.states[1]


def test_killed_before_there_is_a_ledger_and_from_a_zip(mortal: Mortal, tmp_path: Path) -> None:
    empty = home_of(tmp_path / "empty", WITH_ATTRIBUTE)
    delivery = first_delivery(tmp_path)
    archive = Path(shutil.make_archive(str(tmp_path / "d1"), "zip", delivery))
    new = copied(empty, tmp_path / "new")
    points = mortal.order(new, archive)["points"]
    expected = (state(empty), state(new))
    for point in ("before append events 1", "before append superseded 1", "before append ledger 1", AFTER_THE_LEDGER):
        if point not in points:
            continue
        home = copied(empty, tmp_path / point)
        assert mortal.order(home, archive, point=point)["signal"] == SIGKILL, point
        assert state(home) == expected[point == AFTER_THE_LEDGER], point
        received(home, archive)
        assert (on_disk(home), unvouched(home)) == (on_disk(new), []), point


def test_killed_while_a_refused_delivery_is_put_away(mortal: Mortal, tmp_path: Path) -> None:
    empty = home_of(tmp_path / "empty")
    delivery = deliver(tmp_path, events=[], kind="deel")
    points = tuple(mortal.order(copied(empty, tmp_path / "whole"), delivery)["points"])
    assert any("copyfile" in p for p in points)
    for point in distinct(points):
        home = copied(empty, tmp_path / point)
        assert mortal.order(home, delivery, point=point)["signal"] == SIGKILL, point
        assert len(refusals(home)) <= 1, point
        assert received(home, delivery).status == "refused", point
        assert [r.folder.name for r in refusals(home)] == ["0001"], point
        assert unvouched(home) == [], point


def test_killed_while_quarantined_rows_are_offered_again(mortal: Mortal, tmp_path: Path) -> None:
    home = home_of(tmp_path)
    received(home, deliver(tmp_path, events=[("a", "bijzonder", "2024-01-02T09:00:00+01:00", "M1")]))
    source = tmp_path / "wider.toml"
    activity = '[activities.bijzonder]\npartner = "politie"\nobject = "melding"\n[activities.besluit]'
    source.write_text(DEFINITION.replace("[activities.besluit]", activity).replace('version = "1"', 'version = "2"'))
    home.add_definition(source, read_definition(source), 0)
    new = copied(home, tmp_path / "new")
    told = mortal.order(new, tmp_path, command="retry")
    expected = (state(home), state(new))
    assert expected[0] != expected[1]
    for point in (p for p in told["points"] if p.startswith("before append") or p == AFTER_THE_LEDGER):
        crashed = copied(home, tmp_path / point)
        assert mortal.order(crashed, tmp_path, command="retry", point=point)["signal"] == SIGKILL, point
        assert state(crashed) == expected[point == AFTER_THE_LEDGER], point
        retry(crashed, instant(NOW))
        assert (on_disk(crashed), unvouched(crashed)) == (on_disk(new), []), point


def killed_at_random(scene: Scene, mortal: Mortal, home: Home, moments: random.Random) -> str:
    delay = moments.uniform(0, scene.seconds * 1.05)
    passed = mortal.order(home, scene.delivery, delay=delay)["points"]
    return f"killed after {delay:.4f} s: {passed[-1:]}"


def test_killed_at_random_moments(scene: Scene, mortal: Mortal, tmp_path: Path) -> None:
    moments, home, why = random.Random(1), copied(scene.old, tmp_path / "0"), ""
    for number in range(1, 9):
        why = killed_at_random(scene, mortal, home, moments)
        found = state(home)
        assert found in scene.states, why
        if found == scene.states[1]:
            assert survives(home, scene, why)
            home = copied(scene.old, tmp_path / str(number))
    survives(home, scene, why)


@pytest.mark.slow
def test_received_again_after_a_crash_at_many_random_moments(scene: Scene, mortal: Mortal, tmp_path: Path) -> None:
    moments = random.Random(2)
    for number in range(100):
        home = copied(scene.old, tmp_path / str(number))
        survives(home, scene, killed_at_random(scene, mortal, home, moments))
        shutil.rmtree(tmp_path / str(number))
