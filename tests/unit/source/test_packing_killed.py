"""A pack that is killed at any moment leaves the old state or the new one, and can be given again."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ketenmonitor.source import sha256_of
from ketenmonitor.source.mapping import read_mapping
from ketenmonitor.source.pack import confirmed, pending
from tests.unit.source.extract import PHRASE, ROWS, mapping_of, packed, rows_of, write_rows

ROOT = Path(__file__).parents[3]
SIGKILL = 9
CHANGED = [ROWS[0], ("2", "B1", *ROWS[1][2:]), (*ROWS[2][:4], "m3", "N"), ("4", "B1", *ROWS[2][2:])]
Order = Callable[[Path, int], dict[str, Any]]


@pytest.fixture(scope="module")
def order() -> Iterator[Order]:
    command = [sys.executable, "-m", "tests.unit.source.packer"]
    environment = {"KETENMONITOR_PASSPHRASE": PHRASE, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "PATH": "/usr/bin"}
    pipe = subprocess.PIPE
    process = subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True, env=environment)
    assert process.stdin is not None
    assert process.stdout is not None

    def ask(folder: Path, step: int) -> dict[str, Any]:
        process.stdin.write(json.dumps({"folder": str(folder), "step": step}) + "\n")  # type: ignore[union-attr]  # asserted above
        process.stdin.flush()  # type: ignore[union-attr]  # asserted above
        return dict(json.loads(process.stdout.readline()))  # type: ignore[union-attr]  # asserted above

    yield ask
    process.stdin.close()
    process.wait(timeout=30)


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One delivery was accepted, and the extract changed since."""
    folder = tmp_path_factory.mktemp("scene") / "partner"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KETENMONITOR_PASSPHRASE", PHRASE)
        mapping = mapping_of(folder)
        write_rows(folder / "zaken.csv", ROWS)
        packed(mapping, accepted=True)
    write_rows(folder / "zaken.csv", CHANGED)
    return folder


def content(place: Path) -> dict[str, Any]:
    """What a whole delivery says; the files are those of its manifest."""
    said = json.loads((place / "delivery.json").read_text(encoding="utf-8"))
    assert {p.name for p in place.iterdir()} == {"delivery.json", *said["files"]}
    assert all(sha256_of(place / name) == facts["sha256"] for name, facts in said["files"].items())
    return {name: facts["sha256"] for name, facts in said["files"].items()}


def test_killed_before_each_step(scene: Path, tmp_path: Path, order: Order) -> None:
    whole = shutil.copytree(scene, tmp_path / "whole")
    done = order(whole, 0)
    assert done["signal"] == 0
    (place,) = (p for p in (whole / "out").iterdir() if "20240302" in p.name)
    right = content(place)
    outcomes = set()
    for step in range(1, done["steps"] + 1):
        folder = shutil.copytree(scene, tmp_path / "try")
        assert order(folder, step)["signal"] == SIGKILL
        mapping = read_mapping(folder / "mapping.toml")
        waits = pending(mapping.state)
        outcomes.add(waits is not None)
        if waits is None:  # as if it had not been given: it is given again
            made = packed(mapping, now="2024-03-02T06:00:00+01:00")
            waits = made.delivery_id
            assert content(made.place) == right
        confirmed(mapping.state, waits)
        assert content(mapping.out / waits) == right
        assert not list(mapping.out.glob(".*"))
        assert {p.name for p in mapping.state.iterdir()} == {
            "accepted.json", "lock", "report.json", f"rows-{waits}", "state.key",
        } | {p.name for p in mapping.state.glob("rows-*")}  # fmt: skip
        again = packed(mapping, now="2024-03-03T06:00:00+01:00")
        assert [row for kind in ("events", "links", "objects") for row in rows_of(again, kind)] == []
        shutil.rmtree(folder)
    assert outcomes == {False, True}
