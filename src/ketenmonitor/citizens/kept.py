"""Requests of citizens as a home keeps them: each a file that only grows.

    HOME/citizens/requests/0001.jsonl   a line a step; each names the hash of the line before it
    HOME/citizens/lock                  held by who adds a step

Comes in: a home and a step. Goes out: `Request`s. The promise: a step that was taken is on disk, whole, before this says so; a crash
leaves the old or the new; nothing is changed or removed, and a line that was is noticed. No line holds a pseudonym: those are
keyed hashes, so that a destroyed one is not found here either.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from ketenmonitor.citizens.regimes import Kind, Regime
from ketenmonitor.citizens.requests import Entry, Part, Request, Step, parts_of, stepped, then
from ketenmonitor.confirmed import append_line
from ketenmonitor.errors import NotFoundError, StorageError, UsageError
from ketenmonitor.store import Home, is_named_in

FOLDER = Path("citizens")
NUMBERS = "[0-9]*.jsonl"


def add_request(
    home: Home,
    kind: Kind,
    chain: str,
    subjects: tuple[str, ...],
    received: date,
    regimes: Mapping[str, Regime],
    by: str,
    at_us: int,
    reference: str = "",
) -> Request:
    """Keep a request that came in. `subjects`: keyed hashes; `regimes`: of the partners that it is about."""
    parts = parts_of(kind, received, regimes)
    _check_unnamed(home, chain, reference, subjects)
    with _locked(home):
        number = max((int(place.stem) for place in _folder(home).glob(NUMBERS)), default=0) + 1
        entry = Entry(Step.RECEIVE, by, at_us, tuple(parts))
        made = Request(number, kind, chain, subjects, received, reference, parts, history=(entry,))
        said = {
            "kind": kind, "chain": chain, "subjects": subjects, "received": received.isoformat(), "reference": reference,
            "parts": [_plain(part) for part in parts.values()],
        }  # fmt: skip
        _append(_place(home, number), {**asdict(entry), **said})
    return made


def take_step(home: Home, number: int, entry: Entry, today: date, regimes: Mapping[str, Regime]) -> Request:
    """Take a step with a request. Raises UsageError for one that is not allowed now, NotFoundError, StorageError."""
    with _locked(home):
        found = request_of(home, number)
        _check_unnamed(home, found.chain, entry.reason, found.subjects)
        made = stepped(found, entry, today, regimes)
        _append(_place(home, number), asdict(entry))
    return made


def _check_unnamed(home: Home, chain: str, text: str, subjects: tuple[str, ...]) -> None:
    if is_named_in(home, chain, text, subjects):
        raise UsageError(
            "The pseudonym stands in the text. This text is kept in the clear: write it without. Nothing was changed."
        )


def requests_of(home: Home) -> tuple[Request, ...]:
    """All requests, in the order in which they were kept."""
    places = sorted(_folder(home).glob(NUMBERS), key=lambda place: int(place.stem))
    return tuple(found for place in places if (found := _read(place)) is not None)


def request_of(home: Home, number: int) -> Request:
    """One request. Raises NotFoundError when there is none of this number."""
    place = _place(home, number)
    found = _read(place) if place.exists() else None
    if found is None:
        raise NotFoundError(f"There is no request {number}. `ketenmonitor citizen list` says which there are.")
    return found


def _read(place: Path) -> Request | None:
    """The request in a file; None when a crash left it without its first line."""
    said, _ = _lines(place)
    if not said:
        return None
    try:
        first, rest = said[0], said[1:]
        parts = {
            one["partner"]: Part(**{**one, "last_day": date.fromisoformat(one["last_day"])}) for one in first["parts"]
        }
        made = Request(
            int(place.stem), Kind(first["kind"]), first["chain"], tuple(first["subjects"]),
            date.fromisoformat(first["received"]), first["reference"], parts, history=(_entry(first),),
        )  # fmt: skip
        for one in rest:
            made = then(made, _entry(one))
    except (KeyError, ValueError, TypeError):
        raise _damaged(place) from None
    return made


def _lines(place: Path) -> tuple[list[dict[str, Any]], str]:
    """The steps in a file, and the hash that the next one has to name. What a crash left half was never confirmed, and is passed over."""
    found, last = [], ""
    for line in place.read_bytes().split(b"\n"):
        try:
            one = json.loads(line)
        except ValueError:
            continue
        if not isinstance(one, dict) or one.get("previous") != last:
            raise _damaged(place)
        found.append(one)
        last = sha256(line).hexdigest()
    return found, last


def _append(place: Path, said: Mapping[str, Any]) -> None:
    last = _lines(place)[1] if place.exists() else ""
    try:
        append_line(place, json.dumps({**said, "previous": last}, ensure_ascii=False).encode())
    except OSError as error:
        reason = (error.strerror or "it failed").lower()
        raise StorageError(
            f"{place}: cannot be written: {reason}. Nothing was changed. Check free space and your rights to it, and try again."
        ) from None


def _entry(said: Mapping[str, Any]) -> Entry:
    texts = {name: said[name] for name in ("by", "at_us", "reason", "ground", "digest")}
    return Entry(step=Step(said["step"]), partners=tuple(said["partners"]), items=tuple(said["items"]), **texts)


def _plain(part: Part) -> dict[str, Any]:
    said = {name: getattr(part, name) for name in ("partner", "regime", "article", "extension")}
    return {**said, "last_day": part.last_day.isoformat()}


def _damaged(place: Path) -> StorageError:
    return StorageError(f"{place}: a line of this history was changed or removed. Put the file back from a backup.")


def _folder(home: Home) -> Path:
    return home.path / FOLDER / "requests"


def _place(home: Home, number: int) -> Path:
    return _folder(home) / f"{number:04d}.jsonl"


@contextmanager
def _locked(home: Home) -> Iterator[None]:
    folder = home.path / FOLDER
    try:
        folder.mkdir(exist_ok=True, mode=0o700)
        with FileLock(folder / "lock", timeout=home.settings.lock_timeout_seconds):
            yield
    except Timeout:
        raise StorageError(f"{folder}: somebody else adds to a request. Nothing was changed. Try again.") from None


def request_as_data(request: Request, today: date) -> dict[str, Any]:
    """A request as plain values, without its subjects."""
    return {
        "request": request.number, "kind": str(request.kind), "chain": request.chain, "received": request.received.isoformat(),
        "reference": request.reference or None, "open": request.is_open, "days_late": request.days_late(today),
        "parts": [
            {
                "partner": one.partner, "regime": one.regime, "article": one.article, "last_day": one.last_day.isoformat(),
                "state": str(one.state), "days_late": one.days_late(today), "reason": one.reason or None, "ground": one.ground or None,
            }
            for one in request.parts.values()
        ],
        "withheld": dict(sorted(request.withheld.items())),
        "history": [
            {
                "at_us": one.at_us, "by": one.by, "step": str(one.step), "partners": list(one.partners), "reason": one.reason or None,
                "ground": one.ground or None, "items": list(one.items), "sha256": one.digest or None,
            }
            for one in request.history
        ],
    }  # fmt: skip
