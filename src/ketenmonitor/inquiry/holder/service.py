"""What a node does when it is asked: it decides, writes that down, and only then answers.

Comes in: who calls, and what is asked. Goes out: an evaluation with its proof, or contact points, or an exception. The promise: every
request ends as a line in the log, permitted or refused, before anything is answered; of a question the line has all that an auditor
needs to prove what was asked, and nothing from which this holder could tell about whom; only a claim says about whom, and is logged for
that person.

The order of the checks: who calls, the signature, for whom and when, the register, the escrow, the list, the element, the number,
limits, the log.
"""

from __future__ import annotations

import threading
from base64 import b64decode, b64encode
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from ketenmonitor import hosting
from ketenmonitor.errors import StorageError
from ketenmonitor.hosting import Authenticate, Entry, Limit, Line, Refused, seconds_of_day
from ketenmonitor.identity import Caller
from ketenmonitor.inquiry import escrow
from ketenmonitor.inquiry.holder.config import AS_NO_HIT, Config
from ketenmonitor.inquiry.holder.index import Index, open_index, place_of
from ketenmonitor.inquiry.holder.keys import PeriodKeys
from ketenmonitor.inquiry.listed import Listed
from ketenmonitor.inquiry.question import CLAIM_SECONDS, CLOCKS_SECONDS, Claim, Question, Signed, Unreadable, read
from ketenmonitor.instants import from_us
from ketenmonitor.lawful import Inquiries, NoGround, Register, inquiring
from ketenmonitor.pseudonyms import verifiable
from ketenmonitor.pseudonyms.suite import NotAnElement

A_MINUTE = 60
TOO_MUCH = "Of one {name} at most {most:,} questions a day are answered."
Answer = tuple[str | None, str | None]
S = TypeVar("S", bound=Signed)


class Node(hosting.Service):
    """All that answering needs."""

    def __init__(
        self, config: Config, keys: PeriodKeys, now_us: Callable[[], int], authenticate: Authenticate | None = None
    ) -> None:
        super().__init__(config, now_us, authenticate)
        self.config, self._keys = config, keys
        self._lock, self._indexes = threading.Lock(), dict[tuple[str, str], tuple[int, Index]]()

    def published(self, listed: Listed, text: str) -> None:
        """Write down which list there is, so that none can be given to one asker alone. `text`: as it was signed."""
        line = {
            "at": from_us(self._now_us()).isoformat(timespec="milliseconds"), "operation": "publish", "decision": "publish",
            "purpose": listed.purpose, "period": listed.period, "listed": text,
        }  # fmt: skip
        self.ledger.confirm(Entry(line))
        place = self._known_as(listed.purpose, listed.period, listed.sha256)
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text, encoding="ascii")
        except OSError as error:
            raise StorageError(f"{place}: cannot be written: {(error.strerror or 'it failed').lower()}.") from None

    def _known_as(self, purpose: str, period: str, sha256: str) -> Path:
        """Where it stands that a list was published."""
        return self.config.folder / "lists" / purpose / period / f"{sha256}.jws"

    def ask(self, caller: Caller, token: str, line: dict[str, object]) -> Answer:
        """The evaluation and its proof; nothing of both for who is shown a refusal as no hit. Raises Refused."""
        question, register = self._read(Question, caller, token), self.register()
        line |= _known(register, question)
        today = self._local()
        found = inquiring(
            register,
            caller.principal,
            self.config.oin,
            question.purpose,
            question.ground,
            question.period,
            today.date(),
        )
        if isinstance(found, NoGround):
            return self._not_permitted(found, line)
        if not escrow.is_for(question.escrow, found.auditor, question.jti):
            raise Refused(
                400,
                "escrow-malformed",
                "The escrow is not closed for the auditor of the register, or not of this question.",
            )
        if not self._known_as(question.purpose, question.period, question.listed).is_file():
            raise Refused(400, "list-unknown", "This holder published no such list. Fetch it again from the mirror.")
        said = self._evaluated(question)
        permitted = {
            **line, "decision": "permit", "reason": None, "question": token, "evaluation": said[0], "proof": said[1],
        }  # fmt: skip
        self.ledger.confirm(self._entry(question, permitted, found, today))
        return said

    def _evaluated(self, question: Question) -> tuple[str, str]:
        key, element = self._keys.of(question.purpose, question.period), b64decode(question.element)
        try:
            if b64encode(element).decode() != question.element:
                raise NotAnElement
            (evaluation,), proof = verifiable.evaluated([element], key.value)
        except NotAnElement:
            sentence = (
                "`element` is no element of ristretto255 other than the identity, in the one base64 that there is."
            )
            raise Refused(400, "not-an-element", sentence) from None
        return b64encode(evaluation).decode(), b64encode(proof).decode()

    def _entry(self, question: Question, line: Line, found: Inquiries, today: datetime) -> Entry:
        about = {name: str(line[name]) for name in ("asker", "officer", "ground", "purpose", "period", "case")}
        about["asked_at"] = str(question.iat)
        limits, wait = _limits(question, found), seconds_of_day(today)
        return Entry(line, self._now(), question.jti, str(today.date()), wait, limits, about)

    def claim(self, caller: Caller, token: str, line: dict[str, object]) -> list[str]:
        """The contact points of who was found, logged for them. Raises Refused."""
        claim = self._read(Claim, caller, token)
        about = self.ledger.about(claim.question)
        line |= {"id": claim.jti, "asked": claim.question, "asker": caller.principal}
        if about is None or about["asker"] != caller.principal or self._now() - int(about["asked_at"]) > CLAIM_SECONDS:
            raise Refused(
                404, "question-unknown", f"You asked no such question in the last {CLAIM_SECONDS // A_MINUTE} minutes."
            )
        line |= about
        found = self._index(about["purpose"], about["period"]).find(b64decode(claim.tag), self.config.contacts)
        line["claim"] = token
        if found is None:  # who was listed when it was asked may not be any more: that it was claimed stands in the log
            raise Refused(404, "tag-unknown", "No person is listed under this tag.")
        permitted = {
            **line,
            "decision": "disclose",
            "reason": None,
            "subjects": found.subjects,
            "canary": found.is_canary,
        }
        self.ledger.confirm(Entry(permitted, self._now(), claim.jti, claims=(claim.question, "|".join(found.subjects))))
        return list(found.contacts)

    def _read(self, kind: type[S], caller: Caller, token: str) -> S:
        """What this caller signed for this holder, now. Raises Refused."""
        if caller.principal not in self.config.askers:
            raise Refused(
                403,
                "asker-unknown",
                "This holder has no key with which your organisation signs. Give it to who runs it.",
            )
        try:
            found = read(kind, token, self.config.askers[caller.principal])
        except Unreadable as error:
            raise Refused(400, error.code, str(error)) from None
        if found.iss != caller.principal or found.aud != self.config.oin:
            raise Refused(
                400, "not-for-us", "This was signed by or for another organisation than the connection is between."
            )
        if abs(found.iat - self._now()) > CLOCKS_SECONDS:
            raise Refused(
                400, "not-now", f"This was signed more than {CLOCKS_SECONDS} seconds ago or ahead. Set the clock right."
            )
        return found

    def _not_permitted(self, found: NoGround, line: Line) -> Answer:
        if self.config.refusals != AS_NO_HIT:
            raise Refused(403, found.code, found.sentence)
        shown = {**line, "decision": "refuse", "reason": found.code, "shown": AS_NO_HIT}
        self.ledger.confirm(Entry(shown, self._now()))
        return None, None

    def _index(self, purpose: str, period: str) -> Index:
        """What a list leads to, read again when it was made anew."""
        place = place_of(self.config.folder, purpose, period)
        stamp = place.stat().st_mtime_ns if place.is_file() else 0
        with self._lock:
            if self._indexes.get((purpose, period), (None,))[0] != stamp:
                self._indexes[purpose, period] = (stamp, open_index(self.config.folder, purpose, period))
            return self._indexes[purpose, period][1]


def _limits(question: Question, found: Inquiries) -> tuple[Limit, ...]:
    of = (
        ("officer", question.officer, found.of_officer),
        ("case", question.case, found.of_case),
        ("organisation", "", found.of_organisation),
    )
    return tuple(
        Limit(
            f"limit-of-{name}",
            f"{name}|{question.iss}|{question.purpose}|{who}",
            most,
            TOO_MUCH.format(name=name, most=most),
        )
        for name, who, most in of
    )


def _known(register: Register, question: Question) -> dict[str, object]:
    """What of a question may be written down: names that the register has, for any other text might be about a person."""
    entries = [one for one in register.inquiries if one.purpose.id == question.purpose]
    return {
        "id": question.jti, "asker": question.iss, "officer": question.officer, "case": question.case,
        "purpose": question.purpose if question.purpose in register.purposes else None,
        "ground": question.ground if any(question.ground in one.grounds for one in entries) else None,
        "period": question.period if any(question.period in one.periods for one in entries) else None,
        "register": register.version,
    }  # fmt: skip
