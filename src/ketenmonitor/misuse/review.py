"""The review queue: what comes into it, who sees it, and what becomes of it.

Comes in: settings, who asks and when. Goes out: items with who looked at whom and why, as data. The promise: every assessment, every look
in the queue and every decision is in the history before its result is shown; all break-the-glass comes in; who is assessed never sees it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

import pyarrow as pa

from ketenmonitor.errors import NotFoundError, UsageError
from ketenmonitor.instants import to_iso
from ketenmonitor.misuse.assessing import Pair, assess
from ketenmonitor.misuse.explanations import EXPLANATIONS
from ketenmonitor.misuse.history import History, open_history
from ketenmonitor.misuse.sampling import sampled
from ketenmonitor.misuse.settings import Reviewer, Settings, Supplied
from ketenmonitor.misuse.steps import Item, Kind, Step, check_step, standing

Found = tuple[Kind, Pair, str | None]
LONGEST = 2000  # of what a reviewer writes with a decision


@dataclass(frozen=True)
class Shown:
    """An item with what its file says: `about` who and why, `remarks` what reviewers wrote."""

    item: Item
    about: Mapping[str, Any]
    remarks: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True)
class Run:
    """What an assessment found: `counts` of looks, how many items are new, and those of this run for this reviewer.

    `not_known`: the explanations of which nothing was supplied, so that no look could be explained by them.
    """

    counts: Mapping[str, int]
    new: int
    shown: tuple[Shown, ...]
    not_known: tuple[str, ...]


def reviewer_of(settings: Settings, login: str) -> Reviewer:
    """Which officer the user of the system is."""
    return settings.reviewers.get(login, Reviewer(login))


def rank(settings: Settings, reviewer: Reviewer, now_us: int) -> Run:
    """Assess all looks; the pairs that stand out most and every break-the-glass come into the queue."""
    assessment = assess(settings)
    found: list[Found] = [(Kind.UNEXPLAINED, pair, None) for pair in assessment.ranked(settings.most)]
    glass: list[Found] = [(Kind.GLASS, pair, None) for pair in assessment.behind_glass()]
    said = {"step": "rank", **_assessed(settings, assessment.counts(), assessment.span())}
    return _taken_in(settings, reviewer, now_us, said, [*found, *glass])


def sample(settings: Settings, reviewer: Reviewer, now_us: int, size: int, seed: int) -> Run:
    """Draw explained looks by chance; they come into the queue."""
    assessment = assess(settings)
    drawn: list[Found] = [(Kind.SAMPLE, one.pair, one.explanation) for one in sampled(assessment, size, seed)]
    about = {"step": "sample", "size": size, "seed": seed}
    return _taken_in(
        settings, reviewer, now_us, about | _assessed(settings, assessment.counts(), assessment.span()), drawn
    )


def queue(settings: Settings, reviewer: Reviewer, now_us: int, number: int | None = None) -> tuple[Shown, ...]:
    """Items for this reviewer, all or one, with what is known of them."""
    _refuse_others(reviewer)
    with open_history(settings.folder, settings.log) as history:
        items = standing(history.lines)
        wanted = [items[n] for n in items if number in (None, n)]
        shown = _for(reviewer, history, wanted)
        if number is not None and not shown:
            raise _not_there()
        history.add({"step": "shown", **_who(reviewer, settings, now_us), "items": [one.item.number for one in shown]})
    return shown


def decide(settings: Settings, reviewer: Reviewer, now_us: int, number: int, step: Step, reason: str) -> Shown:
    """Take a step on an item, with the reason for it."""
    _refuse_others(reviewer)
    if not reason.strip() or len(reason) > LONGEST:
        raise UsageError(f"A decision has a reason, of at most {LONGEST} signs. Say it in a sentence.")
    with open_history(settings.folder, settings.log) as history:
        items = standing(history.lines)
        item, about = items.get(number), _about(history.notes(number))
        if item is None or not about or reviewer.is_party(about["user"], about["person"]):
            raise _not_there()
        check_step(item, step, reviewer.login)
        who = _who(reviewer, settings, now_us)
        history.note(number, {"step": step, **who, "reason": reason.strip()})
        history.add({"step": step, **who, "item": number})
        return _for(reviewer, history, [standing(history.lines)[number]])[0]


def history_of(settings: Settings) -> list[dict[str, Any]]:
    """All lines, oldest first."""
    with open_history(settings.folder, settings.log) as history:
        return history.lines


def _taken_in(settings: Settings, reviewer: Reviewer, now_us: int, said: dict[str, Any], found: list[Found]) -> Run:
    """What is new becomes an item: its file first, then the one line that makes it exist."""
    with open_history(settings.folder, settings.log) as history:
        items = standing(history.lines)
        history.drop_unfinished(set(items))
        latest = {(item.kind, item.pair): item for item in items.values()}
        new: list[dict[str, Any]] = []
        of_run: list[int] = []
        for kind, pair, explanation in found:
            named, about = history.pair(pair.user, pair.person), {"explanation": explanation, **asdict(pair)}
            known = latest.get((kind, named))
            if known and not (known.has_ended and pair.last_us > known.last_us):
                number = known.number
                _renew(history, known, about)
            else:
                number = max(items, default=0) + len(new) + 1
                history.note(number, about)
                new.append({"item": number, "kind": kind, "pair": named, "last_us": pair.last_us})
            of_run.append(number)
        history.add({**said, **_who(reviewer, settings, now_us), "new": new})
        every = standing(history.lines)
        shown = _for(reviewer, history, [every[n] for n in of_run]) if reviewer.officer else ()
    return Run(said["counts"], len(new), shown, tuple(said["not_known"]))


def _renew(history: History, item: Item, about: dict[str, Any]) -> None:
    """There are looks since, of a pair that nobody decided on yet."""
    before = [note for note in history.notes(item.number) if "user" in note]
    if not item.has_ended and before and before[-1]["last_us"] < about["last_us"]:
        history.note(item.number, about)


def _for(reviewer: Reviewer, history: History, items: Iterable[Item]) -> tuple[Shown, ...]:
    """What this reviewer may see: not what is about their own looks, or looks at them."""
    found = []
    for item in items:
        notes = history.notes(item.number)
        about = _about(notes)
        if not about or not reviewer.is_party(about["user"], about["person"]):
            found.append(Shown(item, about, tuple(note for note in notes if "step" in note)))
    return tuple(found)


def _about(notes: list[dict[str, Any]]) -> dict[str, Any]:
    """Who looked at whom, and why it is here, as it was last seen; nothing when the file of the item was removed."""
    return next((note for note in reversed(notes) if "user" in note), {})


def _not_there() -> NotFoundError:
    """The same whether there is none, it is about who asks, or nobody knows any more whom it is about."""
    return NotFoundError("There is no such item for you. `ketenmonitor misuse queue` says which there are.")


def _refuse_others(reviewer: Reviewer) -> None:
    if reviewer.officer is None:
        raise UsageError(
            "You are no reviewer here. Reviewers stand in the settings, by the name of their user on this machine: "
            '[reviewers.NAME] user = "the officer that they are".'
        )


def _who(reviewer: Reviewer, settings: Settings, now_us: int) -> dict[str, str]:
    return {"by": reviewer.login, "at": to_iso(now_us, settings.zone)}


def _assessed(settings: Settings, counts: Mapping[str, int], span: tuple[int, int]) -> dict[str, Any]:
    """What was assessed, so that it can be shown later that it was: which looks, and by which settings and files."""
    first, last = (to_iso(at_us, settings.zone) for at_us in span)
    files = {name: _digest(supplied) for name, supplied in settings.tables.items()}
    own = hashlib.sha256(settings.place.read_bytes()).hexdigest() if settings.place.exists() else None
    not_known = [name for name in EXPLANATIONS if name not in settings.explained_by]
    return {
        "counts": dict(counts), "from": first, "until": last, "settings": own, "files": files, "not_known": not_known,
    }  # fmt: skip


def _digest(supplied: Supplied) -> str:
    if supplied.rows is not None:
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, supplied.rows.schema) as stream:
            stream.write_table(supplied.rows)
        return hashlib.sha256(sink.getvalue()).hexdigest()
    with supplied.file.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
