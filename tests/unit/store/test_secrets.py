"""The secrets of a home are for its owner, are made once, and are never replaced by the program."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ketenmonitor.errors import StorageError
from ketenmonitor.store import publication_secrets

GIVEN = {"record_key": "ab" * 32, "signing_key": "cd" * 32}


def test_they_are_made_once_and_only_their_owner_reads_them(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        first = publication_secrets(tmp_path)
    finally:
        os.umask(before)
    assert (tmp_path / "secrets.toml").stat().st_mode & 0o777 == 0o600
    content = (tmp_path / "secrets.toml").read_bytes()
    assert publication_secrets(tmp_path) == first
    assert (tmp_path / "secrets.toml").read_bytes() == content
    assert [p.name for p in tmp_path.iterdir()] == ["secrets.toml"]
    assert {len(first.record_key), len(first.signing_key)} == {32}
    assert first.record_key != first.signing_key


def test_two_homes_have_others(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    one, other = publication_secrets(tmp_path / "a"), publication_secrets(tmp_path / "b")
    assert one.record_key != other.record_key
    assert one.signing_key != other.signing_key
    assert one.name != other.name


def test_they_are_not_in_what_is_printed_of_them(tmp_path: Path) -> None:
    found = publication_secrets(tmp_path, GIVEN)
    assert found.record_key == bytes.fromhex(GIVEN["record_key"])
    assert "abab" not in repr(found)
    assert "xab" not in repr(found)
    assert "2.0" not in repr(found)


def test_other_parameters_have_another_name(tmp_path: Path) -> None:
    name = publication_secrets(tmp_path, GIVEN).name
    place = tmp_path / "secrets.toml"
    place.write_text(place.read_text(encoding="utf-8").replace("largest = 7", "largest = 6"), encoding="utf-8")
    assert publication_secrets(tmp_path).name != name


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("[publication]", "[publicatie]"),
        ("record_key", "key"),
        ('record_key = "ab', 'record_key = "xy'),
        ('record_key = "abab', 'record_key = "ab'),
        ("largest = 7", "largest = 0"),
        ("variance = 2.0", "variance = nan"),
        ("least = 30", 'least = "many"'),
        ("hole = 2\n", ""),
        ("[publication]", "publication = 3\n[other]"),
        ("=", "=="),
    ],
)
def test_damaged_ones_are_refused_and_stay_as_they_are(tmp_path: Path, old: str, new: str) -> None:
    publication_secrets(tmp_path, GIVEN)
    place = tmp_path / "secrets.toml"
    damaged = place.read_text(encoding="utf-8").replace(old, new)
    place.write_text(damaged, encoding="utf-8")
    with pytest.raises(StorageError, match="Put it back from a backup") as caught:
        publication_secrets(tmp_path)
    assert "abab" not in str(caught.value)
    assert place.read_text(encoding="utf-8") == damaged


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"\x00" * 300])
def test_what_is_no_text_is_refused_and_stays(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "secrets.toml").write_bytes(content)
    with pytest.raises(StorageError, match="Put it back from a backup"):
        publication_secrets(tmp_path)
    assert (tmp_path / "secrets.toml").read_bytes() == content


def test_a_link_to_a_disk_that_is_not_there_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "secrets.toml").symlink_to(tmp_path / "elsewhere" / "secrets.toml")
    with pytest.raises(StorageError, match="Put it back"):
        publication_secrets(tmp_path)
    assert (tmp_path / "secrets.toml").is_symlink()


def test_no_new_ones_are_made_beside_releases_of_old_ones(tmp_path: Path) -> None:
    releases = tmp_path / "chains" / "proef" / "releases"
    releases.mkdir(parents=True)
    (releases / "0001.json").write_text("{}", encoding="utf-8")
    with pytest.raises(StorageError, match="this is missing, and releases were made with it"):
        publication_secrets(tmp_path)
    assert not (tmp_path / "secrets.toml").exists()


def test_a_home_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="cannot be written"):
        publication_secrets(tmp_path / "not-there")


def test_many_that_make_them_at_once_have_the_same(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: publication_secrets(tmp_path), range(16)))
    assert len({one.record_key for one in found}) == 1
    assert [p.name for p in tmp_path.iterdir()] == ["secrets.toml"]


@pytest.mark.parametrize("step", ["write", "fsync", "link", "unlink"])
def test_killed_while_they_are_made(tmp_path: Path, step: str) -> None:
    """The old or the new state: none, or whole ones; what is left beside is never taken for them."""
    script = (
        "import os, signal, sys; from pathlib import Path; from ketenmonitor.store import publication_secrets\n"
        "def die(*a, **k): os.kill(os.getpid(), signal.SIGKILL)\n"
        f"real = os.fdopen\n"
        "class Dying:\n"
        "    def __init__(self, file): self.file = file\n"
        "    def __enter__(self): return self\n"
        "    def __exit__(self, *a): self.file.close()\n"
        "    def write(self, text): self.file.write(text[:100]); self.file.flush(); die()\n"
        f"step = {step!r}\n"
        "if step == 'write': os.fdopen = lambda *a, **k: Dying(real(*a, **k))\n"
        "else: setattr(os, step, die)\n"
        "publication_secrets(Path(sys.argv[1]))\n"
    )
    done = subprocess.run([sys.executable, "-c", script, str(tmp_path)], check=False, capture_output=True)
    assert done.returncode == -9, done.stderr
    is_made = (tmp_path / "secrets.toml").exists()
    assert is_made == (step == "unlink")
    first = publication_secrets(tmp_path)
    assert publication_secrets(tmp_path) == first
