"""What is done with a draft: make it, audit it, have a second person approve it, publish or reject it.

Comes in: a home, a draft, who asks. Goes out: the draft in its next state, or why a step is not allowed. The promise: what
is published has the bytes that were looked at; nobody approves what they made; a draft that other releases came after is
not published; and whoever is killed at any moment can do the same again.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from ketenmonitor.errors import KetenmonitorError, StorageError, UsageError
from ketenmonitor.publishing.asked import start_of
from ketenmonitor.publishing.audit import audit
from ketenmonitor.publishing.drafts import (
    LEADS_TO,
    NEXT,
    WORKING,
    About,
    Draft,
    State,
    Step,
    new_draft,
    remove_leftovers,
)
from ketenmonitor.publishing.kept import drop, kept_releases, made_before, names_of, write_kept
from ketenmonitor.publishing.publish import Edition, compose, let_out
from ketenmonitor.release import MANIFEST, faults_of_seal, public_key_of, read_folder
from ketenmonitor.store import Home, publication_secrets

Clock = Callable[[], int]
# Why a step is not allowed.
OBSTACLES = {
    "busy": "Somebody works on this draft. Look again in a while.",
    "state": "This step does not follow the state that this draft is in.",
    "second-person": "A draft is approved by somebody else than who made it. Ask a second person.",
    "stale": "Since this draft was made another release came out, with which it has to reckon. Reject it, and make another.",
    "damaged": "A file of this draft is missing or was changed. Reject it, and make another.",
    "day-taken": "There is a release of this day already, and what went out does not change. Make one of another day.",
    "out": "This draft is where everybody can see it already. Publish it once more to round that off.",
    "future": "This day has not begun: what will be known then is not known yet. Give a day up to today.",
}


def obstacles(home: Home, draft: Draft, by: str) -> dict[Step, str | None]:
    """Why this somebody may not take each step now, as names of `OBSTACLES`; None when they may."""
    if draft.is_busy or (draft.state in WORKING and not draft.is_interrupted):  # it may be done since it was read
        return dict.fromkeys(Step, "busy")
    fault = fault_of(home, draft)
    return {step: _obstacle(home, draft, step, by, fault) for step in Step}


def _obstacle(home: Home, draft: Draft, step: Step, by: str, fault: str | None) -> str | None:
    if LEADS_TO[step] not in NEXT[draft.state]:
        return "state"
    is_out = _is_out(home, draft)
    if step is Step.REJECT:
        return "out" if is_out else None
    if _public(home, draft.chain, draft.as_of).exists() and not is_out:
        return "day-taken"
    return fault or ("second-person" if step is Step.APPROVE and by in draft.makers else None)


def fault_of(home: Home, draft: Draft) -> str | None:
    """Why a draft cannot go any further, whatever its state, as a name of `OBSTACLES`."""
    if draft.about is None or draft.has_ended:
        return None
    try:
        kept = draft.kept
        secrets = kept.provenance["secrets"]
    except (StorageError, KeyError):
        return "damaged"
    made = made_before(kept_releases(home.releases_path(draft.chain)), draft.as_of, kept.fingerprint)
    is_same = secrets == publication_secrets(home.path).name
    return None if is_same and names_of(made) == draft.about.after else "stale"


def hindrance(home: Home, chain: str, as_of: date, now_us: int) -> str | None:
    """Why there can be no draft of a day, as a name of `OBSTACLES`; None when there can."""
    if start_of(as_of, home.definition(chain)) > now_us:
        return "future"
    return "day-taken" if _public(home, chain, as_of).exists() else None


def begin(home: Home, chain: str, as_of: date, by: str, now_us: int) -> Draft:
    """A new draft, still to be made with `carry_out`. Raises UsageError for a day of which there can be none."""
    if why := hindrance(home, chain, as_of, now_us):
        raise UsageError(OBSTACLES[why])
    remove_leftovers(home, chain)
    return new_draft(home, chain, as_of, by, now_us)


def take(home: Home, draft: Draft, step: Step, by: str, now_us: int, reason: str = "") -> Draft:
    """Take a step; to make and to audit are only begun with it, see `carry_out`. Raises UsageError when it is not allowed."""
    with draft.locked() as now:
        if why := _obstacle(home, now, step, by, fault_of(home, now)):
            raise UsageError(OBSTACLES[why])
        if step is Step.PUBLISH:
            _publish(home, now)
        if step is Step.REJECT and now.state is State.APPROVED:
            _forget(home, now)
        then = now.to(LEADS_TO[step], by, now_us, reason)
        if step in (Step.PUBLISH, Step.REJECT):
            then.drop_files()
        return then


def carry_out(home: Home, draft: Draft, clock: Clock) -> Draft:
    """Do the work that was begun on a draft; nothing when none was. It may take long."""
    with draft.locked() as now:
        if now.state is State.MAKING:
            return _make(home, now, clock)
        return _audit(home, now, clock) if now.state is State.AUDITING else now


def _make(home: Home, draft: Draft, clock: Clock) -> Draft:
    by = draft.history[-1].by
    try:
        made = compose(home, draft.chain, draft.as_of, clock())
        write_kept(draft.place / "release.json", made.as_of, made.fingerprint, made.files, made.cells, made.told)
    except KetenmonitorError as error:
        return draft.to(State.FAILED, by, clock(), str(error))
    causes: dict[str, int] = {}
    for cause in (cause for one in made.revisions for cause in one.causes):
        causes[cause] = causes.get(cause, 0) + 1
    since = made.since.isoformat() if made.since else None
    about = About(made.after, len(made.files), len(made.cells), len(made.revisions), causes, since)
    return draft.to(State.MADE, by, clock(), about=about)


def _audit(home: Home, draft: Draft, clock: Clock) -> Draft:
    by = draft.history[-1].by
    try:
        found = audit(home, draft.chain, draft=draft.kept)
    except KetenmonitorError as error:
        return draft.to(State.MADE, by, clock(), str(error))
    return draft.to(State.SAFE if found["is_safe"] else State.UNSAFE, by, clock(), found=found)


def _public(home: Home, chain: str, as_of: date) -> Path:
    return home.public_path / chain / as_of.isoformat()


def _is_out(home: Home, draft: Draft) -> bool:
    """Whether the very files of a draft are where everybody sees them: then it was killed before it could say so."""
    manifest, place = draft.file(MANIFEST), _public(home, draft.chain, draft.as_of) / MANIFEST
    return manifest is not None and place.is_file() and place.read_bytes() == manifest


def _publish(home: Home, draft: Draft) -> None:
    """Let the files out that were looked at."""
    if _is_out(home, draft) or draft.about is None:
        return
    kept = draft.kept
    files = read_folder(kept.folder)
    if faults_of_seal(files, public_key_of(publication_secrets(home.path).signing_key)):
        raise StorageError(f"{kept.folder}: {OBSTACLES['damaged']}")
    edition = Edition(draft.chain, draft.as_of, kept.fingerprint, files, kept.cells(), kept.told(), draft.about.after)
    let_out(home, edition, _public(home, draft.chain, draft.as_of))


def _forget(home: Home, draft: Draft) -> None:
    """Also what was kept of it, when it was killed after that and before it went out: nobody saw it, nothing reckons with it."""
    manifest = draft.file(MANIFEST)
    with home.writing():
        last = next(reversed(kept_releases(home.releases_path(draft.chain))), None)
        if last and manifest is not None and (last.folder / MANIFEST).read_bytes() == manifest:
            drop(last.place)
