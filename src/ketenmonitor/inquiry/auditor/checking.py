"""Open escrows from the log of a holder, and prove what was asked and what was done with the answer.

Comes in: the log, the key of the auditor, the public keys of askers and holders, and the lists of the mirror. Goes out: a `Checked` for each
question that was opened. The promise: each finding rests on what the asker or the holder signed, so that neither can deny it; about whom
was asked is in none of them unless it is asked for.

    signature          the asker did not sign this question: the holder made it up
    does-not-open      the escrow is not for the auditor, or holds something else
    of-another-person  the escrow holds another person than was asked about
    of-another-case    it holds another case than was counted
    list-unknown       the holder answered about a list that its log does not have: one for this asker alone
    two-keys           the holder published lists of this period with more than one key
    not-proved         the holder evaluated with another key than the one that was published
    silent-hit         the answer was a hit, and it was never claimed
    claim-of-another   what was claimed is another person than was asked about
    canary             the person does not exist: nobody has a reason to ask
"""

from __future__ import annotations

import csv
import random
from base64 import b64decode
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ketenmonitor.errors import StorageError
from ketenmonitor.inquiry import escrow
from ketenmonitor.inquiry.auditor.lists import Lists, Parties
from ketenmonitor.inquiry.escrow import Contents, FalseEscrow
from ketenmonitor.inquiry.listed import has, tag_of
from ketenmonitor.inquiry.question import CLAIM_SECONDS, Claim, Question, Unreadable, read
from ketenmonitor.keys import Secret
from ketenmonitor.pseudonyms import verifiable
from ketenmonitor.pseudonyms.suite import NotAnElement
from ketenmonitor.pseudonyms.verifiable import NotProved

Line = Mapping[str, Any]
ABOUT = ("id", "at", "asker", "officer", "purpose", "ground", "case")


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


def pairs_in(place: Path) -> list[tuple[str, str]]:
    """The kind and identifier on each line of a file (CSV, without a header). Raises StorageError."""
    try:
        with place.open(encoding="utf-8-sig", newline="") as file:
            return [(row[0].strip(), row[1]) for row in csv.reader(file) if row]
    except (OSError, UnicodeDecodeError, csv.Error, IndexError):
        raise StorageError(
            f"{place}: this is not a list that can be read. Right is a line of kind,identifier for each."
        ) from None


def chosen(lines: Sequence[Line], ids: Collection[str], sample: int | None) -> list[Line]:
    """The questions with these ids; without ids a sample that nobody could foresee; without both all."""
    asked = [line for line in lines if line.get("decision") == "permit" and (not ids or line.get("id") in ids)]
    return asked if ids or sample is None or sample >= len(asked) else random.SystemRandom().sample(asked, sample)


def checked(
    lines: Sequence[Line], some: Iterable[Line], secret: Secret, parties: Parties, canaries: Collection[str], now: int
) -> Iterator[Checked]:
    """Each of `some` of the lines. `canaries`: the texts of persons that were made up."""
    claims: dict[str, list[Line]] = {}
    for line in lines:
        if line.get("claim"):  # also one that was refused, of who was listed no more
            claims.setdefault(str(line.get("asked")), []).append(line)
    lists = Lists(parties, lines)
    for line in some:
        yield _one(line, claims.get(str(line["id"]), []), secret, parties, lists, canaries, now)


def _one(
    line: Line, claims: Sequence[Line], secret: Secret, parties: Parties, lists: Lists, canaries: Collection[str], now: int
) -> Checked:  # fmt: skip
    said = {name: str(line.get(name)) for name in ABOUT}
    is_claimed = any(one.get("decision") == "disclose" for one in claims)
    try:
        question = read(Question, str(line.get("question")), parties.askers.get(said["asker"], ""))
        contents = escrow.opened(secret, question)
    except Unreadable:
        return Checked(said, None, is_claimed, ("signature",))
    except FalseEscrow as error:
        return Checked(said, None, is_claimed, (error.code,))
    is_other = said["id"] != question.jti or any(said[name] != getattr(question, name) for name in ABOUT[3:])
    output, findings = _output(line, question, contents, lists)
    if is_other:
        findings.insert(0, "signature")
    tags = lists.tags(question)
    is_hit = None if output is None or tags is None else has(tags, tag_of(output))
    made = [_claim(one, question, parties) for one in claims]
    if None in made and not is_other:
        findings.insert(0, "signature")
    if is_hit and not claims and now - question.iat > CLAIM_SECONDS:
        findings.append("silent-hit")
    elif output is not None and any(one and b64decode(one.tag) != output[:16] for one in made):
        findings.append("claim-of-another")
    if contents.text in canaries:
        findings.append("canary")
    return Checked(said, is_hit, is_claimed, tuple(findings), contents)


def _output(line: Line, question: Question, contents: Contents, lists: Lists) -> tuple[bytes | None, list[str]]:
    """What the asker made of the answer, and what was wrong with that answer."""
    described, findings = lists.described(question), []
    if described is None:
        findings.append("list-unknown")
    elif lists.has_two_keys(question):
        findings.append("two-keys")
    try:
        evaluation, proof = (b64decode(str(line.get(name)), validate=True) for name in ("evaluation", "proof"))
        if described:
            verifiable.check(b64decode(described.public), [b64decode(question.element)], [evaluation], proof)
        return verifiable.output(contents.text.encode(), bytes.fromhex(contents.blind), evaluation), findings
    except (NotProved, NotAnElement, ValueError):
        return None, [*findings, "not-proved"]


def _claim(line: Line, question: Question, parties: Parties) -> Claim | None:
    """What was claimed; None when who asked did not sign it for this question."""
    try:
        said = read(Claim, str(line.get("claim")), parties.askers.get(question.iss, ""))
    except Unreadable:
        return None
    return said if said.question == question.jti else None
