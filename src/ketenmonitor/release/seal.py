"""A sealed release: a manifest with the hash of every file, signed, and a folder that appears whole or not at all.

    manifest.json   what the release is, when it was made, the public key, and of each file its SHA-256 and size
    manifest.sig    the Ed25519 signature of the bytes of manifest.json, in hexadecimal

Comes in: the files of a release by path, or a folder. Goes out: a folder, or what is wrong with it. The promise: what
differs between two times that the same release is made stands in these two files only; a file that was changed, added or
taken away is found. Sources: FIPS 180-4 (SHA-256), RFC 8032 (Ed25519).
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from ketenmonitor.errors import NotFoundError, StorageError, UsageError

MANIFEST, SIGNATURE = "manifest.json", "manifest.sig"
SEAL = (MANIFEST, SIGNATURE)
NAMED = ("chain", "as_of", "fingerprint", "made_at", "public_key")
NO_FILE = b"A link or a pipe, not a file of a release."
Files = Mapping[str, bytes]


def sealed(files: Files, said: Mapping[str, Any], signing_key: bytes) -> dict[str, bytes]:
    """The files with their manifest and its signature; `said` is what else stands in the manifest."""
    private = Ed25519PrivateKey.from_private_bytes(signing_key)
    hashes = {path: {"sha256": sha256(files[path]).hexdigest(), "bytes": len(files[path])} for path in sorted(files)}
    whole = {"format": 1, **said, "public_key": public_key_of(signing_key), "files": hashes}
    manifest = (json.dumps(whole, indent=2, ensure_ascii=False) + "\n").encode()
    return {**files, MANIFEST: manifest, SIGNATURE: f"{private.sign(manifest).hex()}\n".encode()}


def public_key_of(signing_key: bytes) -> str:
    """What others need to check a signature, in hexadecimal."""
    return Ed25519PrivateKey.from_private_bytes(signing_key).public_key().public_bytes_raw().hex()


def write_folder(folder: Path, files: Files) -> Path:
    """Write files as a folder that is not there yet, or is empty. A crash leaves no folder of this name.

    Raises UsageError when something else is there, StorageError when it cannot be written.
    """
    check_free(folder)
    place = folder.resolve()
    beside = place.with_name(f".{place.name}.being-written")
    try:
        shutil.rmtree(beside, ignore_errors=True)
        for path, content in files.items():
            _write(beside / path, content)
        if place.exists():
            place.rmdir()
        beside.rename(place)
    except OSError as error:
        shutil.rmtree(beside, ignore_errors=True)
        reason = (error.strerror or "it failed").lower()
        raise StorageError(
            f"{folder}: this folder cannot be written: {reason}. Nothing was left here. Try again."
        ) from None
    return folder


def check_free(folder: Path) -> None:
    """Raises UsageError when there is something in this folder, or something else of this name."""
    try:
        is_free = not folder.exists() or (folder.is_dir() and not any(folder.iterdir()))
    except OSError as error:
        raise StorageError(f"{folder}: cannot be read: {(error.strerror or 'it failed').lower()}.") from None
    if not is_free:
        raise UsageError(
            f"{folder}: there is something here already. Name a folder that is not there, or empty it first."
        )


def _write(place: Path, content: bytes) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    with place.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def read_folder(folder: Path) -> dict[str, bytes]:
    """The files of a folder by path. Raises NotFoundError when there is no release in it."""
    if not (folder / MANIFEST).is_file():
        raise NotFoundError(f"{folder}: there is no release here: {MANIFEST} is missing. Name the folder of a release.")
    try:
        places = [p for p in sorted(folder.rglob("*")) if p.is_symlink() or not p.is_dir()]
        # A link, or a pipe, is not what was sealed, whatever is behind it: it is read as this sentence, and so found.
        read = {p: p.read_bytes() if p.is_file() and not p.is_symlink() else NO_FILE for p in places}
        return {p.relative_to(folder).as_posix(): content for p, content in read.items()}
    except OSError as error:
        raise StorageError(f"{folder}: cannot be read: {(error.strerror or 'it failed').lower()}.") from None


def manifest_of(files: Files) -> dict[str, Any]:
    """What the manifest says; empty when it is no manifest: then no signature of it holds."""
    try:
        said = json.loads(files.get(MANIFEST, b"{}"))
        hashes = [one["sha256"] for one in said["files"].values()]
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return {}
    return said if all(isinstance(one, str) for one in (*hashes, *map(said.get, NAMED))) else {}


def faults_of_seal(files: Files, public_key: str | None = None) -> tuple[str, ...]:
    """What is wrong with a release, in sentences; nothing when it is as it was sealed.

    Without `public_key` it is checked against the key that it names itself: then it may be whole and of someone else.
    """
    said = manifest_of(files)
    named = str(said.get("public_key", ""))
    if public_key is not None and named != public_key:
        return (f"{MANIFEST}: this release was signed with another key than that of this monitor.",)
    if not _is_signed(files, public_key or named):
        return (f"{SIGNATURE}: this is not the signature of {MANIFEST}: one of both was changed.",)
    expected = {path: one["sha256"] for path, one in said["files"].items()}
    found = {path: sha256(content).hexdigest() for path, content in files.items() if path not in SEAL}
    missing = [f"{path}: the file is missing." for path in expected if path not in found]
    extra = [f"{path}: the file does not belong to this release." for path in found if path not in expected]
    changed = [
        f"{p}: the file was changed after it was sealed." for p in expected if found.get(p, expected[p]) != expected[p]
    ]
    return (*missing, *extra, *changed)


def _is_signed(files: Files, public_key: str) -> bool:
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key))
        key.verify(bytes.fromhex(files.get(SIGNATURE, b"").decode("ascii").strip()), files.get(MANIFEST, b""))
    except (InvalidSignature, ValueError):
        return False
    return True
