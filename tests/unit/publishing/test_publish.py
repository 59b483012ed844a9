"""A release is the same whenever and wherever it is made, says what is missing, lets no secret out, and survives a crash."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from typer.testing import CliRunner

from ketenmonitor.cli import app
from ketenmonitor.errors import KetenmonitorError, NotFoundError, StorageError, UsageError
from ketenmonitor.publishing import publish, rebuild, verify
from ketenmonitor.publishing.kept import kept_releases
from ketenmonitor.release import SEAL, read_folder
from ketenmonitor.store import Home, open_home
from tests.chain import deliver, instant, received
from tests.faults.crash import ROOT
from tests.unit.publishing.homes import GIVEN, LATER, filled, publishing

AS_OF, RECEIVED = date(2024, 2, 3), "2024-03-01T09:00:00+01:00"
# Publishes as a command would, in a process of its own; `dies` is (module, name, how many times it may happen before).
MAKE = """
import importlib, os, signal, sys
from datetime import date
from pathlib import Path
from ketenmonitor.publishing import publish
from ketenmonitor.store import open_home
home, out, now = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
if len(sys.argv) > 4:
    where, name, left = sys.argv[4], sys.argv[5], [int(sys.argv[6])]
    owner = Path if where == "Path" else importlib.import_module(where)
    real = getattr(owner, name)
    def dying(*a, **k):
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        left[0] -= 1
        return real(*a, **k)
    setattr(owner, name, dying)
publish(open_home(home), "proef", date(2024, 2, 3), out, now)
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return filled(tmp_path_factory.mktemp("home"), publishing("stock"))


@pytest.fixture(scope="module")
def made(home: Home, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "release"
    publish(home, "proef", AS_OF, folder, instant(LATER))
    return folder


def make(home: Home, out: Path, now: str = LATER, *dies: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    path = os.pathsep.join(sys.path)
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-c", MAKE, str(home.path), str(out), str(instant(now)), *dies],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": path, **environment}, capture_output=True, check=False,
    )  # fmt: skip


def copied(home: Home, folder: Path) -> Home:
    shutil.copytree(home.path, folder / "copy")
    return open_home(folder / "copy")


def test_another_process_place_and_day_make_the_same_bytes(home: Home, made: Path, tmp_path: Path) -> None:
    environment = {"PYTHONHASHSEED": "7", "TZ": "Pacific/Auckland", "LC_ALL": "C", "COLUMNS": "40"}
    done = make(copied(home, tmp_path), tmp_path / "again", "2026-01-01T00:00:00+01:00", **environment)
    assert done.returncode == 0, done.stderr.decode()
    one, other = read_folder(made), read_folder(tmp_path / "again")
    assert [path for path in one if one[path] != other.get(path)] == list(SEAL)
    assert one.keys() == other.keys()


def test_a_first_release_says_nothing_of_changes(made: Path) -> None:
    files = read_folder(made)
    assert "data/revisions.csv" not in files
    assert "definition-previous.toml" not in files
    assert 'id="changes"' not in files["index.html"].decode()


def test_no_secret_is_in_any_file(home: Home, made: Path) -> None:
    seen = b"".join(read_folder(made).values())
    for key in GIVEN.values():
        for form in (bytes.fromhex(key), key.encode(), key.upper().encode()):
            assert form not in seen
    provenance = json.loads((made / "provenance.json").read_text(encoding="utf-8"))
    assert not {"largest", "variance", "hole"} & set(json.dumps(provenance).replace('"', " ").split())
    assert (home.path / "secrets.toml").stat().st_mode & 0o777 == 0o600


def test_no_identifier_is_in_any_text(made: Path) -> None:
    seen = b"".join(content for path, content in read_folder(made).items() if not path.endswith((".pdf", ".xlsx")))
    for number in (13, 47, 89):
        assert f"M{number}".encode() not in seen
        assert f">S{number}<".encode() not in seen


def test_whoever_changed_a_release_is_found_and_an_untouched_one_is_made_again(
    home: Home, made: Path, tmp_path: Path
) -> None:
    assert verify(made, home, "proef") == ()
    assert rebuild(home, made, instant(LATER)) == ()
    assert verify(made, home, "other") == ("manifest.json: this is a release of another chain than other.",)
    changed = tmp_path / "changed"
    shutil.copytree(made, changed)
    (changed / "data" / "stock.csv").write_text("id,stock\r\n", encoding="utf-8")
    result = CliRunner().invoke(app, ["release", "--verify", str(changed)])
    assert (result.exit_code, result.stdout) == (1, "")
    assert "data/stock.csv: the file was changed after it was sealed." in result.stderr
    result = CliRunner().invoke(app, ["release", "--verify", str(made)])
    assert (result.exit_code, result.stderr) == (0, "")


def test_a_home_that_would_say_something_else_is_found(home: Home, made: Path, tmp_path: Path) -> None:
    other = copied(home, tmp_path)
    source = other.path / "chains" / "proef" / "definitions" / "0001.toml"
    source.write_text(
        source.read_text(encoding="utf-8").replace("old_after_days = 5", "old_after_days = 50"), encoding="utf-8"
    )
    found = rebuild(other, made, instant(LATER))
    assert "definition.toml: would be another." in found
    assert "data/stock.csv: would be another." in found


@pytest.mark.parametrize(
    ("chain", "day", "error", "status", "words"),
    [
        ("proef", date(2030, 1, 1), UsageError, 2, "has not begun"),
        ("proef", date(9999, 12, 31), UsageError, 2, "has not begun"),
        ("proef", date(2023, 1, 1), NotFoundError, 1, "nothing was received"),
        ("proef", date(1, 1, 1), KetenmonitorError, 1, "nothing was received"),
        ("prof", AS_OF, NotFoundError, 1, "no chain of this name. Chains here: proef"),
    ],
)
def test_what_cannot_be_published_is_a_sentence(
    home: Home, tmp_path: Path, chain: str, day: date, error: type[KetenmonitorError], status: int, words: str
) -> None:
    with pytest.raises(error, match=words) as caught:
        publish(home, chain, day, tmp_path / "out", instant(LATER))
    assert caught.value.exit_status == status
    assert list(tmp_path.iterdir()) == []


def test_a_folder_with_something_in_it_is_refused_before_any_work(home: Home, tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("", encoding="utf-8")
    with pytest.raises(UsageError, match="something here already"):
        publish(home, "not even a chain", AS_OF, tmp_path, instant(LATER))


@pytest.mark.parametrize(
    ("dies", "is_kept"),
    [
        pytest.param(("os", "fsync", "0"), False, marks=pytest.mark.slow),  # the first file in the home
        pytest.param(("Path", "rename", "0"), False, marks=pytest.mark.slow),  # the folder in the home
        (("Path", "replace", "0"), False),  # the tables file, which decides
        pytest.param(("os", "fsync", "45"), True, marks=pytest.mark.slow),  # a file on the way out
        (("Path", "rename", "1"), True),  # the folder on the way out
    ],
)
def test_killed_at_any_write_leaves_no_release_and_the_next_one_works(
    home: Home, made: Path, tmp_path: Path, dies: tuple[str, ...], is_kept: bool
) -> None:
    crashed = copied(home, tmp_path)
    shutil.rmtree(crashed.releases_path("proef"), ignore_errors=True)
    assert make(crashed, tmp_path / "out", LATER, *dies).returncode == -signal.SIGKILL
    assert not (tmp_path / "out").exists()
    assert len(kept_releases(crashed.releases_path("proef"))) == is_kept
    publish(crashed, "proef", AS_OF, tmp_path / "out", instant(LATER))
    assert read_folder(tmp_path / "out") == read_folder(made)
    assert [one.number for one in kept_releases(crashed.releases_path("proef"))] == [1]
    assert sorted(p.name for p in crashed.releases_path("proef").iterdir()) == ["0001", "0001.json"]


@pytest.mark.parametrize("where", ["home", "out"])
def test_a_disk_that_fills_leaves_nothing(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    other = copied(home, tmp_path)
    shutil.rmtree(other.releases_path("proef"), ignore_errors=True)
    real, out = Path.open, tmp_path / "out"
    full = other.releases_path("proef") if where == "home" else tmp_path / ".out.being-written"

    def opened(self: Path, *given: object, **named: object) -> object:
        if "w" in str(given) and full in self.parents and self.name.startswith("s"):
            raise OSError(28, "No space left on device")
        return real(self, *given, **named)  # type: ignore[call-overload]  # whatever was asked

    with monkeypatch.context() as patched:
        patched.setattr(Path, "open", opened)
        with pytest.raises(StorageError, match="cannot be written: no space left on device"):
            publish(other, "proef", AS_OF, out, instant(LATER))
    assert not out.exists()
    assert not (tmp_path / ".out.being-written").exists()
    assert kept_releases(other.releases_path("proef")) == ()
    assert publish(other, "proef", AS_OF, out, instant(LATER)).since is None


def test_a_second_release_says_what_changed_and_an_incomplete_one_what_is_missing(
    home: Home, made: Path, tmp_path: Path
) -> None:
    other = copied(home, tmp_path)
    same = publish(other, "proef", date(2024, 2, 4), tmp_path / "same", instant(LATER))
    assert (same.since, same.revisions) == (AS_OF, ())
    assert "No figure differs from the release of" in (same.folder / "en.html").read_text(encoding="utf-8")
    later = [("n", "aangifte", "2024-02-10T09:00:00+01:00", "L1")]
    delivery = deliver(tmp_path, "p2", events=later, follows="p1", delivered_until="2024-02-20T00:00:00+01:00")
    assert received(other, delivery, RECEIVED).status == "accepted"
    folder = publish(other, "proef", date(2024, 3, 2), tmp_path / "late", instant(LATER)).folder
    for page, words in (("index.html", "Van om zijn de gegevens compleet"), ("en.html", "The data of om are complete")):
        text = (folder / page).read_text(encoding="utf-8")
        assert 0 < text.index(words) < text.index("<main"), "on the first screen, before any figure"
    for report, words in (("report-nl.pdf", "Van om zijn de gegevens"), ("report-en.pdf", "The data of om are")):
        first = pypdfium2.PdfDocument(folder / report)[0].get_textpage().get_text_range()
        assert words in " ".join(first.split())
    assert "The data of om are complete" not in (same.folder / "en.html").read_text(encoding="utf-8")
