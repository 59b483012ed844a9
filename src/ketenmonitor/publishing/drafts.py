"""Drafts: releases that were made to look at, and that nobody was shown yet.

    HOME/chains/CHAIN/drafts/0001/draft.json     what became of it: each state, by whom and when
    HOME/chains/CHAIN/drafts/0001/release/       the files, sealed as they would go out
    HOME/chains/CHAIN/drafts/0001/release.json   what is kept of it when it goes out, see `kept`
    HOME/chains/CHAIN/drafts/0001/lock           held by whoever works on it

Comes in: the folder of a chain. Goes out: `Draft`s. The promise: a draft goes from state to state as `NEXT` says and in no
other way; each state is on disk whole or not at all; and no release reckons with a draft, for it was shown to nobody.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from ketenmonitor.errors import NotFoundError, StorageError, UsageError
from ketenmonitor.publishing.kept import Kept, drop, replace_json
from ketenmonitor.release import MANIFEST, SEAL, manifest_of
from ketenmonitor.store import Home

FILE = "draft.json"
SECONDS, MOMENT = 2.0, 0.1  # to wait for who only looks whether somebody works on it; to look so


class State(StrEnum):
    """How far a draft is. Of `MAKING` and `AUDITING` on which nobody works any more, the work was interrupted."""

    MAKING = "making"
    FAILED = "failed"
    MADE = "made"
    AUDITING = "auditing"
    SAFE = "safe"
    UNSAFE = "unsafe"
    APPROVED = "approved"
    PUBLISHED = "published"
    REJECTED = "rejected"


class Step(StrEnum):
    """What somebody can do with a draft."""

    MAKE = "make"
    AUDIT = "audit"
    APPROVE = "approve"
    PUBLISH = "publish"
    REJECT = "reject"


LEADS_TO = {
    Step.MAKE: State.MAKING,
    Step.AUDIT: State.AUDITING,
    Step.APPROVE: State.APPROVED,
    Step.PUBLISH: State.PUBLISHED,
    Step.REJECT: State.REJECTED,
}
# Which states may follow a state; the first two are followed by themselves when the work was interrupted.
NEXT: dict[State, frozenset[State]] = {
    State.MAKING: frozenset({State.MAKING, State.MADE, State.FAILED, State.REJECTED}),
    State.AUDITING: frozenset({State.AUDITING, State.SAFE, State.UNSAFE, State.MADE, State.REJECTED}),
    State.FAILED: frozenset({State.MAKING, State.REJECTED}),
    State.MADE: frozenset({State.AUDITING, State.REJECTED}),
    State.UNSAFE: frozenset({State.AUDITING, State.REJECTED}),
    State.SAFE: frozenset({State.APPROVED, State.REJECTED}),
    State.APPROVED: frozenset({State.PUBLISHED, State.REJECTED}),
    State.PUBLISHED: frozenset(),
    State.REJECTED: frozenset(),
}
WORKING = frozenset({State.MAKING, State.AUDITING})
ENDED = frozenset({State.PUBLISHED, State.REJECTED})


@dataclass(frozen=True)
class Entry:
    """One state, who brought the draft into it and when; and why, when it failed or was rejected."""

    state: State
    by: str
    at_us: int
    reason: str = ""


@dataclass(frozen=True)
class About:
    """What is known of a draft that was made. `after`: the releases that it was made against. `causes`: see `causes`."""

    after: tuple[str, ...]
    files: int
    figures: int
    revisions: int
    causes: dict[str, int]
    since: str | None


@dataclass(frozen=True)
class Draft:
    """A release as it would go out. `found`: what its audit found."""

    place: Path
    chain: str
    as_of: date
    history: tuple[Entry, ...]
    about: About | None = None
    found: dict[str, Any] | None = field(default=None, repr=False)

    @property
    def number(self) -> int:
        return int(self.place.name)

    @property
    def state(self) -> State:
        return self.history[-1].state

    @property
    def has_ended(self) -> bool:
        return self.state in ENDED

    @property
    def makers(self) -> frozenset[str]:
        """Who had it made: somebody else has to approve it."""
        return frozenset(one.by for one in self.history if one.state is State.MAKING)

    @property
    def kept(self) -> Kept:
        """The draft as a release that is kept; only when it was made and did not end."""
        place = self.place / "release.json"
        try:
            said = manifest_of({MANIFEST: (place.with_suffix("") / MANIFEST).read_bytes()})
            return Kept(0, self.as_of, said["fingerprint"], place)
        except (OSError, KeyError):
            raise StorageError(f"{place}: missing or damaged. Reject this draft, and make another.") from None

    def hashes(self) -> dict[str, str]:
        """The hash of each file that was sealed, by path; nothing of a draft that has no files."""
        with suppress(OSError):
            said = manifest_of({MANIFEST: (self.place / "release" / MANIFEST).read_bytes()})
            return {path: one["sha256"] for path, one in said.get("files", {}).items()}
        return {}

    def file(self, path: str) -> bytes | None:
        """A file of the draft; None when there is none of this name, or it is no longer as it was sealed."""
        wanted = self.hashes().get(path)
        if wanted is None and path not in SEAL:
            return None
        with suppress(OSError):
            content = (self.place / "release" / path).read_bytes()
            return content if wanted in (None, sha256(content).hexdigest()) else None
        return None

    @property
    def is_busy(self) -> bool:
        """Whether somebody works on it now."""
        try:
            with FileLock(self.place / "lock", timeout=MOMENT):
                return False
        except Timeout:
            return True

    @property
    def is_interrupted(self) -> bool:
        """Whether the work on it stopped half way; not when it was done while this was looked at."""
        return self.state in WORKING and not self.is_busy and read_draft(self.place).state is self.state

    @contextmanager
    def locked(self) -> Iterator[Draft]:
        """Be the only one who works on it, and see it as it is now; the kernel frees the lock of who was killed."""
        try:
            with FileLock(self.place / "lock", timeout=SECONDS):
                yield read_draft(self.place)
        except Timeout:
            raise UsageError(f"Somebody works on draft {self.number} of {self.chain}. Look again in a while.") from None

    def to(self, state: State, by: str, now_us: int, reason: str = "", **about: Any) -> Draft:
        """The draft in its next state, written."""
        if state not in NEXT[self.state]:
            raise UsageError(f"Draft {self.number} of {self.chain} is {self.state}, and cannot become {state}.")
        then = replace(self, history=(*self.history, Entry(state, by, now_us, reason)), **about)
        then.write()
        return then

    def write(self) -> None:
        """Put it on disk. Raises StorageError."""
        said = {"chain": self.chain, "as_of": self.as_of.isoformat(), "history": [asdict(one) for one in self.history]}
        try:
            about = asdict(self.about) if self.about else None
            replace_json(self.place / FILE, {**said, "about": about, "found": self.found})
        except OSError as error:
            reason = (error.strerror or "it failed").lower()
            raise StorageError(f"{self.place}: cannot be written: {reason}. Nothing was changed. Try again.") from None

    def drop_files(self) -> None:
        """Remove what would have gone out; who did what with it stays."""
        drop(self.place / "release.json")


def drafts_of(home: Home, chain: str) -> tuple[Draft, ...]:
    """All drafts of a chain, in the order in which they were begun. Raises NotFoundError for a chain that is not here."""
    home.definition(chain)
    return tuple(read_draft(place.parent) for place in sorted(home.drafts_path(chain).glob(f"[0-9]*/{FILE}")))


def draft_of(home: Home, chain: str, number: int) -> Draft:
    """One draft. Raises NotFoundError when it is not there."""
    found = next((one for one in drafts_of(home, chain) if one.number == number), None)
    if found is None:
        raise NotFoundError(f"{chain} has no draft {number}. `ketenmonitor draft list` says which there are.")
    return found


def new_draft(home: Home, chain: str, as_of: date, by: str, now_us: int) -> Draft:
    """A draft that is to be made."""
    folder = home.drafts_path(chain)
    number = max((int(place.name) for place in folder.glob("[0-9]*")), default=0) + 1
    place = folder / f"{number:04d}"
    try:
        place.mkdir(parents=True)
    except FileExistsError:  # somebody else began one just now
        return new_draft(home, chain, as_of, by, now_us)
    except OSError:
        raise StorageError(f"{place}: cannot be made. Check free space and your rights to it, and try again.") from None
    draft = Draft(place, chain, as_of, (Entry(State.MAKING, by, now_us),))
    draft.write()
    return draft


def read_draft(place: Path) -> Draft:
    """The draft in a folder. Raises StorageError when it is damaged."""
    try:
        said = json.loads((place / FILE).read_text(encoding="utf-8"))
        history = tuple(Entry(**{**one, "state": State(one["state"])}) for one in said["history"])
        about = About(**{**said["about"], "after": tuple(said["about"]["after"])}) if said["about"] else None
        return Draft(place, said["chain"], date.fromisoformat(said["as_of"]), history, about, said["found"])
    except (OSError, ValueError, LookupError, TypeError):
        raise StorageError(f"{place / FILE}: missing or damaged. Put back a backup, or remove {place}.") from None


def remove_leftovers(home: Home, chain: str) -> None:
    """Remove what a crash left of drafts that ended."""
    for draft in drafts_of(home, chain):
        if draft.has_ended:
            draft.drop_files()
