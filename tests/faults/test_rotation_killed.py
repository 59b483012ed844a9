"""A rotation that is killed at any moment leaves a vault at the old period or at the new one, and can be gone on with."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ketenmonitor.intake import standing
from ketenmonitor.intake.rotation import rotate
from ketenmonitor.store import Home, open_home
from tests.chain import received
from tests.keyservices import Asked, key_services
from tests.pseudonymous import ids_of, pseudonymised, receiving_home
from tests.unit.intake.seen import on

ROOT = Path(__file__).parents[2]
PEOPLE = [f"NL:bsn:{n:09d}" for n in range(50)]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("filled")
    with pytest.MonkeyPatch.context() as patch:
        home, source = receiving_home(folder, patch)
        events = [(f"a{n}", "aangifte", on(1 + n % 20), who) for n, who in enumerate(PEOPLE)]
        assert received(home, pseudonymised(folder, source, events=events)).status == "accepted"
        yield home.path


@pytest.fixture(scope="module")
def child(filled: Path) -> Iterator[Any]:
    command = [sys.executable, "-W", "ignore", "-m", "tests.faults.rotating"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdin
        assert process.stdout

        def order(home: Path, urls: tuple[str, str], kill: int) -> dict[str, Any]:
            print(
                json.dumps({"home": str(home), "to": "2026", "urls": urls, "kill": kill}),
                file=process.stdin,
                flush=True,
            )
            return dict(json.loads(process.stdout.readline()))  # type: ignore[union-attr]  # said above

        yield order
        process.stdin.close()


# Begun, three batches, the swap and the shrinking; of each before and after the step, and before and after its commit.
POINTS = 4 + 3 * 4 + 4 + 2


@pytest.mark.parametrize("kill", range(POINTS))
def test_killed_at_any_moment_it_can_be_gone_on_with(tmp_path: Path, filled: Path, child: Any, kill: int) -> None:
    shutil.copytree(filled, tmp_path / "home")
    home = open_home(tmp_path / "home")
    before = ids_of(home, PEOPLE)
    with key_services(Asked()) as urls:
        ended = child(home.path, urls, kill)
        assert ended == {"signal": signal.SIGKILL, "points": kill + 1, "error": ""}
        kept = standing(home, "proef")
        is_new = kill >= POINTS - 3  # the swap is committed
        assert (kept.period, kept.identifiers) == ("2026" if is_new else "2025", len(PEOPLE))
        assert ids_of(home, PEOPLE) == before
        if not is_new:
            again = rotate(home, "proef", "2026", urls)
            done = min(3, max(0, (kill - 3) // 4))  # batches that were kept
            assert (again.before, again.identifiers, again.earlier) == ("2025", len(PEOPLE), min(50, 20 * done))
    assert standing(home, "proef").period == "2026"
    assert ids_of(home, PEOPLE) == before


def test_not_killed_it_passes_all_these_points(tmp_path: Path, filled: Path, child: Any) -> None:
    shutil.copytree(filled, tmp_path / "home")
    with key_services(Asked()) as urls:
        assert child(tmp_path / "home", urls, 10 * POINTS) == {"signal": 0, "points": POINTS, "error": ""}
    assert standing(Home(tmp_path / "home"), "proef").period == "2026"
