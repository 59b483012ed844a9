"""A delivery that is bad to its last row: all of it is kept and counted, and memory does not grow with it."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from ketenmonitor.intake.commit import MOST_LISTED
from ketenmonitor.store import Home
from tests.chain import DEFINITION, deliver, home_of
from tests.faults.apart import apart

ADDED = '[activities.onbekend]\npartner = "politie"\nobject = "melding"\n'


def bad_delivery(folder: Path, n: int) -> Path:
    """A delivery with `n` rows of an activity that the chain does not know."""
    place = deliver(folder, events=[])
    path = place / "events.csv"
    digest = hashlib.sha256()
    with path.open("wb") as file:
        for first in range(0, n, 100_000):
            rows = range(first, min(first + 100_000, n))
            text = "".join(f"e{i},onbekend,2024-01-05T10:00:00+01:00,m{i}\n" for i in rows)
            chunk = (("event_id,activity,time,object_id\n" if not first else "") + text).encode()
            digest.update(chunk)
            file.write(chunk)
    said = json.loads((place / "delivery.json").read_text())
    said["files"] = {"events.csv": {"rows": n, "sha256": digest.hexdigest()}}
    (place / "delivery.json").write_text(json.dumps(said))
    return place


def knows_now(home: Home) -> None:
    """Adopt a definition in which the rows are good, without asking."""
    (home.chain_path("proef") / "definitions" / "0001.toml").write_text(DEFINITION + ADDED, encoding="utf-8")


def insulted(folder: Path, n: int, memory: str) -> dict[str, int]:
    """All rows apart, listed, and offered again; returns the peak memory of each step in MB."""
    home = home_of(folder)
    (home.path / "monitor.toml").write_text(f'[monitor]\nmemory_limit = "{memory}"\n', encoding="utf-8")
    received = apart("receive", home.path, bad_delivery(folder, n))
    assert (received["apart"], received["listed"]) == (n, min(n, MOST_LISTED))
    assert received["findings"]["quarantined-rows-not-listed"] == n - MOST_LISTED
    assert received["findings"]["unknown-activity"] == n
    listed = apart("waiting", home.path)
    assert (listed["apart"], listed["listed"]) == (n, MOST_LISTED)
    knows_now(home)
    retried = apart("retry", home.path)
    assert retried["statuses"] == ["accepted"]
    assert apart("waiting", home.path)["apart"] == 0
    return {"receive": received["peak_mb"], "waiting": listed["peak_mb"], "retry": retried["peak_mb"]}


def test_more_bad_rows_than_anybody_reads_are_kept_counted_and_come_in_when_they_are_right(tmp_path: Path) -> None:
    insulted(tmp_path, MOST_LISTED + 50, "1GB")


@pytest.mark.slow
def test_ten_million_bad_rows_stay_within_the_memory_that_is_set(tmp_path: Path) -> None:
    # What the engine may use, and beside it the writer of tables. As objects of Python it would be some ten times this.
    assert max(insulted(tmp_path, 10_000_000, "1GB").values()) < 2500
