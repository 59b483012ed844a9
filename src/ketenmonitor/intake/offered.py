"""A delivery as it is offered: a folder or a zip, and the place where refused ones are kept.

Comes in: a path. Goes out: a folder with the files, and a hash of all they hold. The promise: what is refused stays,
whole and with its reasons, until it comes again mended.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ketenmonitor.errors import DeliveryError
from ketenmonitor.instants import parse_instant, to_iso
from ketenmonitor.intake import manifest, zips
from ketenmonitor.source import KINDS_OF_FILE, sha256_of
from ketenmonitor.store import Home
from ketenmonitor.store.tables import storage_errors

UNPACKED, IMPORTED = ".unpacked-", ".imported-"  # what a zip and a log become while they are taken in
MENDED = ".mended"
FOLDER, ZIP = "delivery", "delivery.zip"


@dataclass(frozen=True)
class Refusal:
    """A refused delivery that is kept in `folder`."""

    folder: Path
    delivery_id: str | None
    partner: str | None
    chain: str | None
    content: str
    refused_at: str
    reasons: tuple[str, ...]

    @property
    def delivery(self) -> Path:
        """What was offered: a folder, or a zip that could not be opened."""
        return self.folder / (FOLDER if (self.folder / FOLDER).is_dir() else ZIP)


@dataclass(frozen=True)
class Opened:
    """The folder with the files of a delivery, and how many others were left in its zip."""

    folder: Path
    left_out: int


@contextmanager
def opened(path: Path, home: Home, now_us: int) -> Iterator[Opened]:
    """The folder that holds the delivery's files; a zip is unpacked beside the home's tables and removed after.

    Raises DeliveryError for what is no delivery, after keeping a zip that cannot be unpacked with the refused ones.

    Only the one writer may call this: what a crash left of an earlier zip or refusal is removed first.
    """
    for leftover in (*home.path.glob(f"{UNPACKED}*"), *(home.path / "refused").glob(".*")):
        shutil.rmtree(leftover, ignore_errors=True)
    if path.is_dir() and (links := [p.name for p in sorted(path.iterdir()) if p.is_symlink() and is_part(p.name)]):
        # A link could lead to any file that this program may read, of another partner or of the machine.
        raise DeliveryError(
            f"{path}: {', '.join(links)}: a link to another place. A delivery holds its files themselves. Nothing was "
            "taken in: copy the files in place of the links."
        )
    if path.is_dir() and parts_of(path):
        yield Opened(path, 0)
        return
    if not path.is_file() or not zipfile.is_zipfile(path):
        raise DeliveryError(
            f"{path}: not a delivery. Right is a folder or a .zip that holds {manifest.NAME} and its files. "
            "Nothing was taken in: give the path of one of these."
        )
    with storage_errors(home.path):
        place = tempfile.TemporaryDirectory(dir=home.path, prefix=UNPACKED)
    with place as unpacked:
        try:
            left_out = zips.unpack(path, Path(unpacked), is_part)
        except zips.Unsound as error:
            reason = f"{path.name}: {error}"
            _keep(home, path, sha256_of(path), {}, [reason], now_us)
            raise DeliveryError(reason) from None
        yield Opened(Path(unpacked), left_out)


def is_part(name: str) -> bool:
    """Whether a file of this name belongs to a delivery: its manifest, the signature of that, or what is named as data."""
    return name in (manifest.NAME, manifest.SIGNATURE) or name.partition(".")[0] in KINDS_OF_FILE


def parts_of(folder: Path) -> list[Path]:
    """The files of a delivery: its manifest, the signature and what is named as data. The folder may hold anything else."""
    return [p for p in sorted(folder.iterdir()) if p.is_file() and not p.is_symlink() and is_part(p.name)]


def content_of(folder: Path) -> str:
    """A hash of all that a delivery says and holds; when it was made, by whom, and who signed it is no part of that."""
    parts = [f"{p.name} {sha256_of(p)}" for p in parts_of(folder) if p.name not in (manifest.NAME, manifest.SIGNATURE)]
    path = folder / manifest.NAME
    said, reasons = manifest.parse(path.read_bytes()) if path.is_file() else ({}, ["missing"])
    told = {name: value for name, value in said.items() if name not in ("made_at", "contact")}
    parts.append(sha256_of(path) if reasons and path.is_file() else json.dumps(told, sort_keys=True))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def keep_refused(home: Home, folder: Path, said: dict[str, Any], reasons: list[str], now_us: int) -> None:
    """Keep a refused delivery, once for the same content and signature."""
    _keep(home, folder, content_of(folder), said, reasons, now_us)


def _keep(home: Home, offered: Path, content: str, said: dict[str, Any], reasons: list[str], now_us: int) -> None:
    kept = refusals(home)
    # Signed again it is another copy: of two, the one may come in later where the other may not.
    if any(refusal.content == content and _signed(refusal.delivery) == _signed(offered) for refusal in kept):
        return
    root = home.path / "refused"
    numbers = [int(place.stem) for place in root.glob("[0-9]*")]
    beside = root / f".{max(numbers, default=0) + 1:04d}"
    chain = said.get("chain")
    zone = home.definition(chain if chain in home.chains() else home.chains()[0]).zone
    facts = {
        name: said.get(name) if isinstance(said.get(name), str) else None
        for name in ("delivery_id", "partner", "chain")
    }
    facts |= {"content": content, "refused_at": to_iso(now_us, zone), "reasons": reasons}
    with storage_errors(root):
        # Only what makes a delivery: a folder that was named by mistake may hold anything, even this home.
        parts = {ZIP: offered} if offered.is_file() else {f"{FOLDER}/{p.name}": p for p in parts_of(offered)}
        for name, part in parts.items():
            (beside / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(part, beside / name)
        (beside / "refusal.json").write_text(json.dumps(facts, indent=2, ensure_ascii=False), encoding="utf-8")
        os.replace(beside, root / beside.name[1:])


def refusals(home: Home) -> tuple[Refusal, ...]:
    """The refused deliveries that are kept, oldest first."""
    found = []
    for folder in sorted(f for f in (home.path / "refused").glob("[0-9]*") if f.suffix != MENDED):
        try:
            facts = json.loads((folder / "refusal.json").read_text(encoding="utf-8"))
            found.append(Refusal(folder=folder, **{**facts, "reasons": tuple(facts["reasons"])}))
        except (OSError, ValueError, TypeError):
            # Damage here must not stop what comes in: the delivery itself is still kept, and can be offered again.
            content = content_of(folder / FOLDER) if (folder / FOLDER).is_dir() else folder.name
            found.append(Refusal(folder, None, None, None, content, "", (f"{folder}: refusal.json is lost.",)))
    return tuple(found)


def _signed(delivery: Path) -> str:
    """What the signature of a delivery covers and is; empty for one that is not signed."""
    files = [delivery / name for name in (manifest.NAME, manifest.SIGNATURE)]
    return " ".join(map(sha256_of, files)) if all(file.is_file() for file in files) else ""


def first_offered_us(home: Home, content: str, now_us: int) -> int:
    """When a delivery of this content was offered for the first time, as far as it was kept; now when it was not."""
    zone = home.definition(home.chains()[0]).zone
    known = [parse_instant(r.refused_at, zone) for r in refusals(home) if r.content == content and r.refused_at]
    return min([now_us, *known])


def settle_refused(home: Home, content: str, said: dict[str, Any]) -> None:
    """Drop the kept copy of what was accepted after all, and set aside what was refused of the same delivery before.

    The rows of the first are in the tables now. The other cannot come in any more, as it was mended: it stays, but is
    not listed or offered again.
    """
    mended = (said["chain"], said["partner"], said["delivery_id"])
    for refusal in refusals(home):
        is_same = refusal.content == content
        if is_same or (refusal.chain, refusal.partner, refusal.delivery_id) == mended:
            name = f".{refusal.folder.name}" if is_same else f"{refusal.folder.name}{MENDED}"
            beside = refusal.folder.with_name(name)
            # Out of sight at once, so that a crash never leaves half a refusal. The delivery is in by now: what cannot
            # be removed is no reason to say that it failed, and goes when the next one comes.
            with suppress(OSError):
                os.replace(refusal.folder, beside)
                if is_same:
                    shutil.rmtree(beside)
