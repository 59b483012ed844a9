"""Ask holders whether they know a person: blinded, for a purpose, and looked up here.

Comes in: an identifier, a case, who asks and why. Goes out: a `Result` for each holder. The promise: a hit is a hit only when the holder
proved that it evaluated with its published key, and is claimed at once, so that no hit stays silent; what is not permitted, and what was
not answered, is never told as no hit; each question is in the own log before it is sent; no identifier or case is written, logged or in
a message.
"""

from __future__ import annotations

import json
import secrets
from base64 import b64decode, b64encode
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from zoneinfo import ZoneInfo

from ketenmonitor.confirmed import append_line
from ketenmonitor.errors import KetenmonitorError, ServiceError, StorageError, UsageError
from ketenmonitor.inquiry.asker.config import Config, Holder
from ketenmonitor.inquiry.asker.mirror import List, Mirror
from ketenmonitor.inquiry.escrow import Contents, case_of, officer_of, sealed
from ketenmonitor.inquiry.listed import has, tag_of
from ketenmonitor.inquiry.question import Claim, Question, new_id, signed
from ketenmonitor.instants import from_us
from ketenmonitor.keys import open_key
from ketenmonitor.lawful import Inquiries, NoGround, Register, Standing, inquiring
from ketenmonitor.pseudonyms import keyed, suite, verifiable
from ketenmonitor.pseudonyms.suite import NotAnElement
from ketenmonitor.pseudonyms.verifiable import NotProved
from ketenmonitor.source.identifiers import OF_KIND, normalised
from ketenmonitor.source.services import Answer, Pace, Service

HIT, NO_HIT, NOT_PERMITTED, NO_ANSWER = "hit", "geen-hit", "niet-toegestaan", "geen-antwoord"
ZONE = ZoneInfo("Europe/Amsterdam")
QUICKLY = Pace(first=0.2, most=1.0, patience=5.0, silence=10.0, whole=30.0)  # somebody waits
A_LIST = 600.0  # seconds in which a whole list may come
LOG = "asked.jsonl"
KINDS = tuple(OF_KIND)
MOST_TEXT = 200  # characters of an identifier or a reference


@dataclass(frozen=True)
class Wanted:
    """About whom, in which case, by whom and why. Neither the identifier nor the case is in its `repr`."""

    kind: str
    identifier: str = field(repr=False)
    case: str = field(repr=False)
    officer: str = field(repr=False)
    purpose: str = ""
    ground: str = ""


@dataclass(frozen=True)
class Result:
    """What one holder said. `reason`: a code, when it did not answer as it should; `detail`: a sentence for who runs this."""

    holder: str
    name: str
    result: str
    contacts: tuple[str, ...] = ()
    reason: str | None = None
    detail: str | None = None

    def as_data(self) -> dict[str, Any]:
        """As the answer of the interface is called."""
        return {
            "houder": self.holder, "naam": self.name, "resultaat": self.result, "contactpunt": "; ".join(self.contacts) or None,
            "reden": self.reason,
        }  # fmt: skip


class Asker:
    """An organisation that asks: its keys, its connections, and the lists that it has. Several threads may ask."""

    def __init__(self, config: Config, phrase: bytes, pace: Pace = QUICKLY) -> None:
        self.config, self._pace = config, pace
        self._signing, self._hashing = (
            open_key(config.signing, "signing", phrase),
            open_key(config.hashing, "hashing", phrase),
        )
        self._standing = Standing(config.register, config.signers, lambda _: None)  # holders refuse what is older
        self._stack = ExitStack()
        self._services = {
            oin: self._stack.enter_context(Service(one.road, pace)) for oin, one in config.holders.items()
        }
        self._mirror = Mirror(
            self._stack.enter_context(Service(config.mirror, replace(pace, whole=A_LIST))), config.folder
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def register(self) -> Register:
        """What is permitted now."""
        return self._standing.now()

    def ask(
        self, wanted: Wanted, holders: Iterable[str] | None, now_us: int, traceparent: str | None = None
    ) -> list[Result]:
        """What each holder says, in the order of the configuration. Raises UsageError for what cannot be asked.

        `traceparent`: of the action in our own logs that this serves. Where there are none, a trace begins here.
        """
        text, trace = _text_of(wanted), traceparent or _new_trace()
        chosen = [one for oin, one in self.config.holders.items() if holders is None or oin in set(holders)]
        register = self.register()
        with ThreadPoolExecutor(max(len(chosen), 1)) as pool:
            return list(pool.map(lambda holder: self._asked(register, holder, wanted, text, now_us, trace), chosen))

    def _asked(self, register: Register, holder: Holder, wanted: Wanted, text: str, now_us: int, trace: str) -> Result:
        about: dict[str, Any] = {"at": from_us(now_us).isoformat(), "holder": holder.oin, "traceparent": trace}
        try:
            found = self._result(register, holder, wanted, text, now_us, about)
        except StorageError:
            raise
        except KetenmonitorError as error:
            found = Result(holder.oin, holder.name, NO_ANSWER, reason="not-reached", detail=str(error))
        self._log(
            {"question": None, **about, "result": found.result, "reason": found.reason}, is_awaited=False
        )  # the question stands there
        return found

    def _result(
        self, register: Register, holder: Holder, wanted: Wanted, text: str, now_us: int, about: dict[str, Any]
    ) -> Result:
        """Raises ServiceError when the holder or the mirror is not reached or not to be believed."""
        day = from_us(now_us).astimezone(ZONE).date()
        entry = _entry(register, self.config.oin, holder.oin, wanted, day)
        if isinstance(entry, NoGround):
            return Result(holder.oin, holder.name, NOT_PERMITTED, reason=entry.code)
        try:
            listed = self._mirror.list_of(holder, wanted.purpose, _period(entry, day), now_us // 1_000_000)
        except ServiceError as error:
            return Result(holder.oin, holder.name, NO_ANSWER, reason="list-not-usable", detail=str(error))
        blind = suite.random_scalar()
        question = self._question(holder, wanted, listed, text, blind, entry, now_us // 1_000_000)
        about["question"], trace = question.jti, about["traceparent"]
        said = question.model_dump(exclude={"element", "escrow"})
        self._log({**said, "asked_at": from_us(now_us).isoformat(), "traceparent": trace})
        answer = self._post(holder, "/v1/bevragingen", {"question": signed(question, self._signing)}, trace)
        if answer.status == 403:
            return Result(holder.oin, holder.name, NOT_PERMITTED, reason="by-holder")
        if answer.status != 200:
            return Result(holder.oin, holder.name, NO_ANSWER, reason=f"status-{answer.status}")
        if answer.said.get("evaluation", "") is None:
            return Result(holder.oin, holder.name, NO_HIT, reason="not-evaluated")
        try:
            output = _output(answer.said, question, listed, text, blind)
        except (NotProved, NotAnElement, ValueError, TypeError, KeyError):
            return Result(holder.oin, holder.name, NO_ANSWER, reason="not-proved")
        if not has(listed.tags, tag_of(output)):
            return Result(holder.oin, holder.name, NO_HIT)
        return self._claimed(holder, question, output, now_us // 1_000_000, trace)

    def _question(
        self, holder: Holder, wanted: Wanted, listed: List, text: str, blind: bytes, entry: Inquiries, now: int
    ) -> Question:
        jti = new_id()
        case, salt = case_of(self._hashing, wanted.case)
        contents = Contents(text, blind.hex(), wanted.case, salt)
        return Question(
            jti=jti, iss=self.config.oin, aud=holder.oin, iat=now, officer=officer_of(self._hashing, wanted.officer),
            ground=wanted.ground, purpose=wanted.purpose, case=case, period=listed.about.period, listed=listed.about.sha256,
            element=b64encode(verifiable.blinded(text.encode(), blind)).decode(), escrow=sealed(entry.auditor, contents, jti),
        )  # fmt: skip

    def _claimed(self, holder: Holder, question: Question, output: bytes, now: int, trace: str) -> Result:
        """A hit, with where to turn to. A hit of which the claim was not answered is a hit all the same."""
        claim = Claim(
            jti=new_id(), iss=self.config.oin, aud=holder.oin, iat=now, question=question.jti, tag=b64encode(output[:16]).decode()
        )  # fmt: skip
        try:
            answer = self._post(holder, "/v1/contactpunten", {"claim": signed(claim, self._signing)}, trace)
        except ServiceError:
            return Result(holder.oin, holder.name, HIT, reason="claim-not-answered")
        contacts = answer.said.get("contacts")
        if answer.status != 200 or not isinstance(contacts, list):
            return Result(holder.oin, holder.name, HIT, reason=f"claim-status-{answer.status}")
        return Result(holder.oin, holder.name, HIT, tuple(str(one) for one in contacts))

    def _post(self, holder: Holder, path: str, body: dict[str, str], trace: str) -> Answer:
        headers = {"Content-Type": "application/json", "traceparent": trace}
        return self._services[holder.oin].ask("POST", path, json.dumps(body).encode(), headers)

    def _log(self, line: dict[str, Any], *, is_awaited: bool = True) -> None:
        place: Path = self.config.folder / LOG
        try:
            append_line(place, json.dumps(line).encode(), is_awaited=is_awaited)
        except OSError:
            raise StorageError(
                f"{place}: cannot be written. Without it nothing is asked. Check free space and your rights."
            ) from None


def _new_trace() -> str:
    """As W3C Trace Context has it."""
    return f"00-{secrets.token_hex(16)}-{secrets.token_hex(8)}-01"


def _text_of(wanted: Wanted) -> str:
    """What is hashed. Raises UsageError, which does not repeat it."""
    for name, said in (("identifier", wanted.identifier), ("case", wanted.case)):
        if not said.strip() or len(said) > MOST_TEXT or not said.isprintable():
            raise UsageError(f"The {name} is empty, too long, or not on one line. Nothing was asked.")
    return identifier_text(wanted.kind, wanted.identifier)


def identifier_text(kind: str, identifier: str) -> str:
    """What stands for an identifier, written in one way. Raises UsageError, which does not repeat it."""
    value, why = normalised(kind, identifier)
    if value is None or not kind or ":" in kind:
        raise UsageError(
            f"This is no identifier of the kind that was said ({why or 'kind'}). Nothing was done: check what you typed."
        )
    return keyed.text_of(kind, value)


def _entry(register: Register, asker: str, holder: str, wanted: Wanted, day: date) -> Inquiries | NoGround:
    """What permits it, looked up here first: what is not permitted is not sent."""
    entry = next((one for one in register.inquiries if (one.holder, one.purpose.id) == (holder, wanted.purpose)), None)
    period = entry.period_on(day) if entry else None
    return inquiring(register, asker, holder, wanted.purpose, wanted.ground, period.name if period else "", day)


def _period(entry: Inquiries, day: date) -> str:
    found = entry.period_on(day)
    assert found is not None, "it was permitted in a period"
    return found.name


def _output(said: dict[str, Any], question: Question, listed: List, text: str, blind: bytes) -> bytes:
    """Raises NotProved when it was evaluated with another key than the published one."""
    evaluation, proof = (b64decode(said[name], validate=True) for name in ("evaluation", "proof"))
    verifiable.check(listed.public, [b64decode(question.element)], [evaluation], proof)
    return verifiable.output(text.encode(), blind, evaluation)
