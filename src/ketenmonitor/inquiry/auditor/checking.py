"""Open escrows from the log of a holder, and prove what was asked and what was done with the answer.

Comes in: the log, the key of the auditor, the public keys of askers and holders, and the lists of the mirror. Goes out: a `Checked` for each
question that was opened. The promise: each finding rests on what the asker or the holder signed, so that neither can deny it; about whom
was asked is in none of them unless it is asked for.

    signature          the asker did not sign this question: the holder made it up
    does-not-open      the escrow is not for the auditor, or holds something else
    of-another-person  the escrow holds another person than was asked about
    of-another-case    it holds another case than was counted
    not-proved         the holder evaluated with another key than the one that was published
    silent-hit         the answer was a hit, and it was never claimed
    claim-of-another   what was claimed is another person than was asked about
    canary             the person does not exist: nobody has a reason to ask
"""

from __future__ import annotations

import csv
import json
import random
from base64 import b64decode
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from ketenmonitor.errors import StorageError
from ketenmonitor.inquiry import escrow
from ketenmonitor.inquiry.escrow import Contents, FalseEscrow
from ketenmonitor.inquiry.listed import Listed, Tags, has, is_listed, place_of, tag_of
from ketenmonitor.inquiry.question import CLAIM_SECONDS, Claim, Question, Unreadable, read
from ketenmonitor.keys import Secret
from ketenmonitor.pseudonyms import verifiable
from ketenmonitor.pseudonyms.suite import NotAnElement
from ketenmonitor.pseudonyms.verifiable import NotProved


@dataclass(frozen=True)
class Parties:
    """Whose signatures are believed, by OIN; and where the lists are that the mirror had."""

    askers: Mapping[str, str]
    holders: Mapping[str, str]
    lists: Path


@dataclass(frozen=True)
class Checked:
    """What became of one question. `about`: what its line says; `is_hit`: None when the list is not there any more; `contents`: about
    whom, not in its `repr`.
    """

    about: Mapping[str, str]
    is_hit: bool | None
    is_claimed: bool
    findings: tuple[str, ...]
    contents: Contents | None = field(default=None, repr=False)


def lines_of(log: Path) -> list[dict[str, Any]]:
    """The decisions of a holder. Raises StorageError for a file that is none."""
    try:
        return [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines() if line.strip()]
    except (OSError, UnicodeDecodeError, ValueError):
        raise StorageError(
            f"{log}: this is not the log of a node that can be read. Ask the holder for decisions.jsonl."
        ) from None


def pairs_in(place: Path) -> list[tuple[str, str]]:
    """The kind and identifier on each line of a file (CSV, without a header). Raises StorageError."""
    try:
        with place.open(encoding="utf-8-sig", newline="") as file:
            return [(row[0].strip(), row[1]) for row in csv.reader(file) if row]
    except (OSError, UnicodeDecodeError, csv.Error, IndexError):
        raise StorageError(
            f"{place}: this is not a list that can be read. Right is a line of kind,identifier for each."
        ) from None


def chosen(lines: Sequence[Mapping[str, Any]], ids: Collection[str], sample: int | None) -> list[Mapping[str, Any]]:
    """The questions with these ids; without ids a sample that nobody could foresee; without both all."""
    asked = [line for line in lines if line.get("decision") == "permit" and (not ids or line.get("id") in ids)]
    return asked if ids or sample is None or sample >= len(asked) else random.SystemRandom().sample(asked, sample)


def checked(
    lines: Sequence[Mapping[str, Any]], some: Iterable[Mapping[str, Any]], secret: Secret, parties: Parties,
    canaries: Collection[str], now: int,
) -> Iterator[Checked]:  # fmt: skip
    """Each of `some` of the lines. `canaries`: the texts of persons that were made up."""
    claims = {str(line.get("asked")): line for line in lines if line.get("decision") == "disclose"}
    lists = _Lists(parties)
    for line in some:
        yield _one(line, claims.get(str(line["id"])), secret, parties, lists, canaries, now)


def _one(
    line: Mapping[str, Any], claim: Mapping[str, Any] | None, secret: Secret, parties: Parties, lists: _Lists,
    canaries: Collection[str], now: int,
) -> Checked:  # fmt: skip
    said = {name: str(line.get(name)) for name in ("id", "at", "asker", "officer", "purpose", "ground", "case")}
    try:
        question = read(Question, str(line.get("question")), parties.askers.get(said["asker"], ""))
        contents = escrow.opened(secret, question)
    except Unreadable:
        return Checked(said, None, claim is not None, ("signature",))
    except FalseEscrow as error:
        return Checked(said, None, claim is not None, (error.code,))
    findings = (
        ["signature"]
        if any(said[name] != getattr(question, name) for name in ("officer", "purpose", "ground", "case"))
        else []
    )
    is_hit, found = _answer(line, question, contents, claim, parties, lists)
    findings += found
    if is_hit and claim is None and now - question.iat > CLAIM_SECONDS:
        findings.append("silent-hit")
    if contents.text in canaries:
        findings.append("canary")
    return Checked(said, is_hit, claim is not None, tuple(findings), contents)


def _answer(
    line: Mapping[str, Any],
    question: Question,
    contents: Contents,
    claim: Mapping[str, Any] | None,
    parties: Parties,
    lists: _Lists,
) -> tuple[bool | None, list[str]]:
    """Whether the answer was a hit, and what was wrong with it and with its claim."""
    listed = lists.of(question.aud, question.purpose, question.period)
    try:
        evaluation, proof = (b64decode(str(line.get(name)), validate=True) for name in ("evaluation", "proof"))
        if listed:
            verifiable.check(b64decode(listed[0].public), [b64decode(question.element)], [evaluation], proof)
        output = verifiable.output(contents.text.encode(), bytes.fromhex(contents.blind), evaluation)
    except (NotProved, NotAnElement, ValueError):
        return None, ["not-proved"]
    is_hit = has(listed[1], tag_of(output)) if listed else None
    if claim is None:
        return is_hit, []
    try:
        said = read(Claim, str(claim.get("claim")), parties.askers.get(question.iss, ""))
    except Unreadable:
        return is_hit, ["signature"]
    is_same = said.question == question.jti and b64decode(said.tag) == output[:16]
    return is_hit, [] if is_same else ["claim-of-another"]


class _Lists:
    """The lists that there are, each read once."""

    def __init__(self, parties: Parties) -> None:
        self._parties, self._known = parties, dict[tuple[str, str, str], tuple[Listed, Tags] | None]()

    def of(self, holder: str, purpose: str, period: str) -> tuple[Listed, Tags] | None:
        name = (holder, purpose, period)
        if name not in self._known:
            place = place_of(self._parties.lists, *name)
            try:
                about = read(Listed, place.read_text(encoding="ascii"), self._parties.holders.get(holder, ""))
                content = place.with_suffix(".tags").read_bytes()
                fits = is_listed(content, about) and (about.iss, about.purpose, about.period) == name
                self._known[name] = (about, np.frombuffer(content, dtype="<u8")) if fits else None
            except (OSError, UnicodeDecodeError, Unreadable):
                self._known[name] = None
        return self._known[name]
