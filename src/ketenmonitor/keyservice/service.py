"""What a key service does when it is asked: it decides, writes that down, and only then evaluates.

Comes in: who calls, and what is asked. Goes out: an envelope or elements, or an exception. The promise: every request ends as a line
in the log, permitted or refused, before anything is answered; nothing was multiplied by a key without such a line; no line, message
or exception has an element or a key.

The order of the checks: who calls, the register of purposes, how much, whether it is a batch of elements, limits, the log.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ketenmonitor import hosting
from ketenmonitor.hosting import Authenticate, Entry, Limit, Refused, seconds_of_day
from ketenmonitor.identity import Caller
from ketenmonitor.keys import Secret
from ketenmonitor.keyservice import given, passing
from ketenmonitor.keyservice.config import Config
from ketenmonitor.keyservice.scalars import Scalars
from ketenmonitor.lawful import NoGround, Pseudonyms, Register
from ketenmonitor.pseudonyms import batches
from ketenmonitor.pseudonyms.envelopes import EVALUATION, Claims, Unopened

BYTES = 32
TOO_MUCH = "Of {most:,} identifiers a day there are not {count:,} left."


@dataclass(frozen=True)
class Evaluation:
    """What a source asks: either its blinded elements (base64), or what the key service before made of them; and of the last
    service, masked by what follows from a seed (base64).
    """

    recipient: str
    purpose: str
    period: str
    batch: str
    elements: str | None
    envelope: str | None
    seed: str | None = None


@dataclass(frozen=True)
class Rotation:
    """What a recipient asks: its elements (base64) of one period as those of another."""

    recipient: str
    purpose: str
    old: str
    new: str
    elements: str


class Service(hosting.Service):
    """All that evaluating needs."""

    def __init__(
        self, config: Config, receiving: Secret, scalars: Scalars, now_us: Callable[[], int],
        authenticate: Authenticate | None = None,
    ) -> None:  # fmt: skip
        super().__init__(config, now_us, authenticate)
        self.config, self._receiving, self._scalars = config, receiving, scalars

    @property
    def public(self) -> str:
        """For whom others close what only this service may open."""
        assert self._receiving.public is not None
        return self._receiving.public

    def lacking(self) -> list[str]:
        """The OINs in the register of which this service has no public key, though it must close envelopes for them."""
        own, found = self.config.oin, set()
        for entry in self.register().pseudonyms:
            if own in entry.key_services:
                place, parties = entry.key_services.index(own), [None, *entry.key_services, entry.recipient]
                found |= {one for one in (parties[place], parties[place + 2]) if one is not None}
        return sorted(found - set(self.config.peers) - set(self.config.recipients))

    def evaluate(self, caller: Caller, asked: Evaluation, line: dict[str, object]) -> str:
        """The envelope with the evaluations, for the next key service or the recipient."""
        register, now = self.register(), self._local()
        line |= _known(register, asked.recipient, asked.purpose, {"period": asked.period}, asked.batch)
        found = register.making(caller.principal, asked.recipient, asked.purpose, asked.period, now.date())
        entry, place = self._entry(found)
        is_last = place == len(entry.key_services) - 1
        claims, elements = self._given(caller, asked, entry, place)
        seed = given.seed(asked.seed, is_last)
        line["count"] = len(elements) // BYTES
        scalar = self._scalars.of(asked.recipient, asked.purpose, asked.period)
        target = self._target(entry, place)
        what = f"identifiers|{caller.principal}|{asked.recipient}|{asked.purpose}"
        most, count = entry.identifiers_a_day, len(elements) // BYTES
        limit = Limit("limit-of-day", what, most, TOO_MUCH.format(most=most, count=count), count)
        permitted = {**line, "decision": "permit", "reason": None}
        self.ledger.confirm(Entry(permitted, self._now(), None, str(now.date()), seconds_of_day(now), (limit,)))
        payload = batches.evaluated(elements, scalar, seed)
        if is_last:
            return passing.for_recipient(target, payload, claims)
        return passing.for_next(self._receiving, target, payload, claims, asked.recipient)

    def rotate(self, caller: Caller, asked: Rotation, line: dict[str, object]) -> str:
        """The elements (base64) of a new period."""
        register = self.register()
        line |= _known(register, asked.recipient, asked.purpose, {"from": asked.old, "to": asked.new})
        if caller.principal != asked.recipient:
            raise Refused(403, "not-the-recipient", "Only the recipient itself may have its pseudonyms rotated.")
        self._entry(register.rotating(asked.recipient, asked.purpose, asked.old, asked.new, self._local().date()))
        elements = given.elements(asked.elements)
        line["count"] = len(elements) // BYTES
        scalar = self._scalars.change(asked.recipient, asked.purpose, asked.old, asked.new)
        self.ledger.confirm(Entry({**line, "decision": "permit", "reason": None}))
        return b64encode(batches.evaluated(elements, scalar)).decode()

    def _entry(self, found: Pseudonyms | NoGround) -> tuple[Pseudonyms, int]:
        """What permits it, and the place of this service in the order. Raises Refused."""
        if isinstance(found, NoGround):
            raise Refused(403, found.code, found.sentence)
        if self.config.oin not in found.key_services:
            raise Refused(
                403, "not-a-key-service", "For this purpose and recipient this is not one of the key services."
            )
        return found, found.key_services.index(self.config.oin)

    def _given(self, caller: Caller, asked: Evaluation, entry: Pseudonyms, place: int) -> tuple[Claims, bytes]:
        """What is to be evaluated, and what the envelope for it will say."""
        now = self._now()
        said = (caller.principal, asked.purpose, asked.period, asked.batch)
        if place == 0:
            if asked.elements is None or asked.envelope is not None:
                raise Refused(
                    400, "elements-missing", "This is the first key service: send `elements`, and no `envelope`."
                )
            elements = given.elements(asked.elements)
        else:
            if asked.envelope is None or asked.elements is not None:
                before = entry.key_services[place - 1]
                raise Refused(400, "envelope-missing", f"Send the `envelope` that {before} made, and no `elements`.")
            elements = self._passed(
                asked, Claims(EVALUATION, entry.key_services[place - 1], self.config.oin, *said, 0, 0, 0, ""), now
            )
        to = entry.recipient if place == len(entry.key_services) - 1 else entry.key_services[place + 1]
        return Claims(EVALUATION, self.config.oin, to, *said, len(elements) // BYTES, now, now, ""), elements

    def _passed(self, asked: Evaluation, expected: Claims, now: int) -> bytes:
        assert asked.envelope is not None
        public = self._public_of(self.config.peers, expected.iss)
        try:
            _, elements = passing.from_previous(self._receiving, public, asked.envelope, expected, asked.recipient, now)
        except Unopened as error:
            raise Refused(400, f"envelope-{error.code}", str(error)) from None
        given.check_elements(elements)
        return elements

    def _target(self, entry: Pseudonyms, place: int) -> str:
        """For whom the result is closed."""
        if place == len(entry.key_services) - 1:
            return self._public_of(self.config.recipients, entry.recipient)
        return self._public_of(self.config.peers, entry.key_services[place + 1])

    def _public_of(self, parties: Mapping[str, str], oin: str) -> str:
        if oin not in parties:
            raise Refused(503, "party-unknown", f"This service has no public key of {oin} yet. Tell who runs it.")
        return parties[oin]


def _known(
    register: Register, recipient: str, purpose: str, periods: Mapping[str, str], batch: str | None = None
) -> dict[str, object]:
    """What of a request may be written down: names that the register has, for any other text might be about a person."""
    entries = [one for one in register.pseudonyms if one.purpose.id == purpose]
    names = {name for one in entries for name in one.periods}
    return {
        "recipient": recipient if any(one.recipient == recipient for one in register.pseudonyms) else None,
        "purpose": purpose if purpose in register.purposes else None,
        **{which: name if name in names else None for which, name in periods.items()},
        **({} if batch is None else {"batch": batch}),
        "register": register.version,
    }
