"""A seal finds whatever was done to a release, and a folder is there whole or not at all."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from ketenmonitor.errors import NotFoundError, StorageError, UsageError
from ketenmonitor.release import MANIFEST, SEAL, faults_of_seal, public_key_of, read_folder, sealed, write_folder
from tests.faults.crash import ROOT

KEY, OTHER = b"k" * 32, b"o" * 32
SAID = {"chain": "proef", "as_of": "2024-02-01", "fingerprint": "f", "made_at": "2024-02-02T00:00:00+01:00"}
FILES = {"index.html": b"<p>1</p>", "data/a.csv": b"a\r\n1\r\n", "data/empty": b""}
WHOLE = sealed(FILES, SAID, KEY)


def test_what_was_sealed_is_in_order(tmp_path: Path) -> None:
    assert faults_of_seal(read_folder(write_folder(tmp_path / "r", WHOLE)), public_key_of(KEY)) == ()
    assert faults_of_seal(read_folder(tmp_path / "r")) == ()


def test_the_same_files_have_the_same_seal_in_any_order() -> None:
    assert sealed(dict(reversed(FILES.items())), SAID, KEY) == WHOLE
    later = sealed(FILES, {**SAID, "made_at": "2024-03-01T00:00:00+01:00"}, KEY)
    assert [path for path in WHOLE if WHOLE[path] != later[path]] == list(SEAL)


def flipped(path: str, at: int = -1) -> Callable[[Path], object]:
    def flip(folder: Path) -> None:
        content = bytearray((folder / path).read_bytes() or b" ")
        content[at] ^= 1
        (folder / path).write_bytes(content)

    return flip


def told(**said: object) -> Callable[[Path], object]:
    """Change what the manifest says."""

    def tell(folder: Path) -> None:
        place = folder / MANIFEST
        place.write_text(json.dumps({**json.loads(place.read_text(encoding="utf-8")), **said}), encoding="utf-8")

    return tell


@pytest.mark.parametrize(
    ("do", "words"),
    [
        (flipped("index.html"), "index.html: the file was changed"),
        (flipped("data/a.csv", 0), "data/a.csv: the file was changed"),
        (flipped("data/empty"), "data/empty: the file was changed"),
        (lambda f: (f / "data" / "empty").unlink(), "data/empty: the file is missing"),
        (lambda f: (f / "data" / "b.csv").write_bytes(b""), "data/b.csv: the file does not belong"),
        (lambda f: (f / ".hidden").write_bytes(b""), ".hidden: the file does not belong"),
        (lambda f: (f / "INDEX.html").write_bytes(FILES["index.html"]), "INDEX.html: the file does not belong"),
        (lambda f: (f / "index.html").rename(f / "home.html"), "index.html: the file is missing"),
        (flipped(MANIFEST), "this is not the signature"),
        (told(as_of="2025-02-01"), "this is not the signature"),
        (told(files={}), "this is not the signature"),
        (told(public_key=public_key_of(OTHER)), "this is not the signature"),
        (flipped("manifest.sig", 0), "this is not the signature"),
        (lambda f: (f / "manifest.sig").unlink(), "this is not the signature"),
        (lambda f: (f / "manifest.sig").write_bytes(b"\xff\xfe"), "this is not the signature"),
        (lambda f: (f / MANIFEST).write_bytes(b""), "this is not the signature"),
        (lambda f: (f / MANIFEST).write_bytes(b"[" * 100_000), "this is not the signature"),
        (lambda f: write_other(f), "signed with another key"),
    ],
)
def test_whatever_is_done_to_it_is_found(tmp_path: Path, do: Callable[[Path], object], words: str) -> None:
    folder = write_folder(tmp_path / "r", WHOLE)
    do(folder)
    found = faults_of_seal(read_folder(folder), public_key_of(KEY))
    assert any(words in fault for fault in found) or "another key" in found[0], found
    is_own = "another key" in words
    assert bool(faults_of_seal(read_folder(folder))) != is_own, "only another's own seal is whole in itself"


def write_other(folder: Path) -> None:
    for path, content in sealed({**FILES, "index.html": b"<p>2</p>"}, SAID, OTHER).items():
        (folder / path).write_bytes(content)


@pytest.mark.parametrize(
    "manifest", [b"3", b"{}", b'{"files": 3}', b'{"files": {"a": 3}}', b'{"files": {"a": {"sha256": 3}}}']
)
def test_a_manifest_of_another_form_is_not_one_although_it_is_signed(manifest: bytes) -> None:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    signature = Ed25519PrivateKey.from_private_bytes(KEY).sign(manifest).hex().encode()
    assert faults_of_seal({MANIFEST: manifest, "manifest.sig": signature}) != ()


def test_no_release_there(tmp_path: Path) -> None:
    for place in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(NotFoundError, match="there is no release here"):
            read_folder(place)


@pytest.mark.parametrize("what", ["file", "full", "hidden"])
def test_what_is_there_already_stays(tmp_path: Path, what: str) -> None:
    place = tmp_path / "out"
    if what == "file":
        place.write_text("mine", encoding="utf-8")
    else:
        place.mkdir()
        (place / (".mine" if what == "hidden" else "mine")).write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match="there is something here already"):
        write_folder(place, WHOLE)
    assert [p.read_text(encoding="utf-8") for p in [*place.rglob("*"), place] if p.is_file()] == ["mine"]


def test_an_empty_folder_a_link_to_one_and_folders_to_be_made(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    for name in ("empty", "link", "new/deeper/out", "new/../beside"):
        assert faults_of_seal(read_folder(write_folder(tmp_path / name, WHOLE))) == ()
    assert (tmp_path / "link").is_symlink()


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(StorageError, match="cannot be written: not a directory"):
        write_folder(tmp_path / "file" / "out", WHOLE)


@pytest.mark.parametrize("step", ["open", "fsync", "rename"])
@pytest.mark.parametrize("time", [1, 3])
def test_killed_at_any_write_no_folder_of_this_name_is_left(tmp_path: Path, step: str, time: int) -> None:
    script = (
        "import os, signal, sys; from pathlib import Path\n"
        "from tests.unit.release.test_seal import WHOLE; from ketenmonitor.release import write_folder\n"
        "def dying(real, left):\n"
        "    def step(*a, **k):\n"
        "        left.pop() if len(left) > 1 else os.kill(os.getpid(), signal.SIGKILL)\n"
        "        return real(*a, **k)\n"
        "    return step\n"
        f"times = [0] * {time}\n"
        f"if {step!r} == 'fsync': os.fsync = dying(os.fsync, times)\n"
        f"else: setattr(Path, {step!r}, dying(getattr(Path, {step!r}), times))\n"
        "write_folder(Path(sys.argv[1]), WHOLE)\n"
    )
    place = tmp_path / "out"
    done = subprocess.run(
        [sys.executable, "-c", script, str(place)],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}, check=False, capture_output=True,
    )  # fmt: skip
    if step == "rename" and time > 1:
        assert done.returncode == 0, done.stderr  # there is one rename
        return
    assert done.returncode == -9, done.stderr
    assert not place.exists()
    assert faults_of_seal(read_folder(write_folder(place, WHOLE))) == ()
    assert [p.name for p in tmp_path.iterdir()] == ["out"], "what the crash left was not cleaned up"


def test_a_link_in_a_release_is_found_whatever_is_behind_it(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "b.txt").write_bytes(b"b")
    folder = write_folder(tmp_path / "release", sealed({"a.txt": b""}, SAID, KEY))
    (folder / "more").symlink_to(outside)
    assert faults_of_seal(read_folder(folder)) == ("more: the file does not belong to this release.",)
    (folder / "more").unlink()
    (folder / "a.txt").rename(outside / "a.txt")
    (folder / "a.txt").symlink_to(outside / "a.txt")
    assert faults_of_seal(read_folder(folder)) == ("a.txt: the file was changed after it was sealed.",)
