"""What a key service does not do, with which status and which reason in its log; and that it then evaluates nothing."""

from __future__ import annotations

import time
from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import httpx
import pytest

from ketenmonitor.keys import make_key
from ketenmonitor.keyservice import service as module
from ketenmonitor.pseudonyms import batches, envelopes, keyed, suite
from ketenmonitor.pseudonyms.envelopes import EVALUATION, MOST, Claims
from tests.services import PHRASE
from tests.unit.keyservice.services import (
    ABOUT,
    BATCH,
    FIRST,
    OTHER,
    RECIPIENT,
    SECOND,
    SEED,
    SOURCE,
    STRANGER,
    Here,
    World,
    elements_of,
    register,
)

ONE = elements_of(["een"])
ORDER = (2**252 + 27742317777372353535851937790883648493).to_bytes(32, "little")
NOT_CANONICAL = (2**255 - 19 + 2).to_bytes(32, "little")


@pytest.fixture(scope="module")
def first(world: World) -> Here:
    return Here(world, "first")


@pytest.fixture(scope="module")
def second(world: World) -> Here:
    return Here(world, "second")


@pytest.fixture
def evaluated(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many elements were multiplied by a key, each time."""
    seen: list[int] = []

    def counting(elements: bytes, scalar: bytes, seed: bytes | None = None) -> bytes:
        seen.append(len(elements) // 32)
        return whole(elements, scalar, seed)

    whole = batches.evaluated
    monkeypatch.setattr(module.batches, "evaluated", counting)
    return seen


def refused(service: Here, answer: httpx.Response, status: int, code: str) -> None:
    """It was refused, in words, and logged."""
    assert (answer.status_code, service.lines[-1]["reason"]) == (status, code), answer.text
    assert service.lines[-1]["decision"] == "refuse"
    said = answer.json()
    assert (said["status"], answer.headers["content-type"]) == (status, "application/problem+json")
    assert len(said["detail"]) > 10
    assert answer.headers["api-version"] == "1.0.0"


def raw(*parts: bytes) -> str:
    return b64encode(b"".join(parts)).decode()


@pytest.mark.parametrize(
    ("oin", "body", "status", "code"),
    [
        (None, {}, 401, "caller-unproven"),
        (STRANGER, {}, 403, "source-not-permitted"),
        (RECIPIENT, {}, 403, "source-not-permitted"),
        (SOURCE, {"recipient": STRANGER}, 403, "recipient-not-permitted"),
        (SOURCE, {"purpose": "opsporing"}, 403, "purpose-unknown"),
        (SOURCE, {"period": "1999"}, 403, "period-unknown"),
        (SOURCE, {"period": "old"}, 403, "period-not-now"),
        (SOURCE, {"elements": None}, 400, "elements-missing"),
        (SOURCE, {"envelope": "x"}, 400, "elements-missing"),
        (SOURCE, {"elements": raw(bytes(32))}, 400, "not-an-element"),
        (SOURCE, {"elements": raw(b"\xff" * 32)}, 400, "not-an-element"),
        (SOURCE, {"elements": raw(ORDER)}, 400, "not-an-element"),
        (SOURCE, {"elements": raw(NOT_CANONICAL)}, 400, "not-an-element"),
        (SOURCE, {"elements": raw(bytes(33))}, 400, "elements-malformed"),
        (SOURCE, {"elements": ONE + ONE}, 400, "malformed"),
        (SOURCE, {"elements": "A" * 45}, 400, "elements-malformed"),
        (SOURCE, {"elements": raw(bytes(32 * (MOST + 1)))}, 400, "malformed"),
        (SOURCE, {"elements": ONE, "extra": 1}, 400, "malformed"),
        (SOURCE, {"elements": 7}, 400, "malformed"),
        (SOURCE, {"seed": SEED}, 400, "seed-unwanted"),
        (SOURCE, {"seed": raw(bytes(31))}, 400, "malformed"),
        (SOURCE, {"batch": "short"}, 400, "malformed"),
        (SOURCE, {"purpose": "a|b"}, 400, "malformed"),
    ],
)  # fmt: skip
def test_what_is_not_right_is_refused_with_its_reason(
    first: Here, evaluated: list[int], oin: str | None, body: dict[str, Any], status: int, code: str
) -> None:
    refused(first, first.evaluate(oin, **{"elements": ONE, **body}), status, code)
    assert evaluated == []


def test_one_element_that_is_none_refuses_the_whole_batch(first: Here, evaluated: list[int]) -> None:
    three = b64decode(elements_of(["een", "twee", "drie"]))
    refused(first, first.evaluate(elements=raw(three, bytes(32))), 400, "not-an-element")
    assert evaluated == []


def test_all_that_is_wrong_with_a_body_is_told_at_once_and_nothing_that_stood_in_it(first: Here) -> None:
    answer = first.evaluate(recipient="999900007", purpose="", batch=1, elements="999900007")
    refused(first, answer, 400, "malformed")
    assert {fault["name"] for fault in answer.json()["errors"]} == {"recipient", "purpose", "batch", "elements"}
    assert "999900007" not in answer.text


def test_what_is_logged_of_a_question_are_only_names_that_the_register_has(first: Here) -> None:
    first.evaluate(recipient="00000000000999900007", purpose="999900007", period="999900007", elements=ONE)
    last = first.lines[-1]
    assert (last["recipient"], last["purpose"], last["period"], last["batch"]) == (None, None, None, BATCH)


def test_a_permitted_question_is_logged_with_all_that_is_known_of_it(first: Here) -> None:
    trace = f"00-{'a' * 32}-{'b' * 16}-01"
    headers = {"x-oin": f"{STRANGER}/{SOURCE}", "traceparent": trace}
    answer = first.client.post("/v1/evaluaties", json={**ABOUT, "elements": ONE}, headers=headers)
    assert answer.status_code == 200
    assert {name: value for name, value in first.lines[-1].items() if name != "at"} == {
        "operation": "evaluate", "traceparent": trace, "caller": STRANGER, "on_behalf_of": SOURCE, "via": "fsc", "transaction": None,
        "recipient": RECIPIENT, "purpose": "doorlooptijden", "period": "now", "batch": BATCH, "register": 1, "count": 1,
        "decision": "permit", "reason": None,
    }  # fmt: skip


def test_who_calls_for_another_has_the_rights_of_the_other_and_not_its_own(first: Here) -> None:
    refused(first, first.evaluate(f"{SOURCE}/{STRANGER}", elements=ONE), 403, "source-not-permitted")


# What comes from the service before.


def passed(first: Here, second: Here, **about: str) -> httpx.Response:
    made = first.evaluate(elements=ONE)
    return second.evaluate(envelope=made.json()["envelope"], **about)


def test_the_second_evaluates_what_the_first_made(first: Here, second: Here, evaluated: list[int]) -> None:
    assert passed(first, second).status_code == 200
    assert evaluated == [1, 1]


@pytest.mark.parametrize(
    ("about", "code"),
    [
        ({"purpose": "recidive"}, "envelope-purpose"),
        ({"period": "late"}, "envelope-period"),
        ({"batch": "x" * 32}, "envelope-batch"),
    ],
)
def test_an_envelope_counts_for_what_it_was_made_for_only(
    first: Here, second: Here, about: dict[str, str], code: str
) -> None:
    refused(second, passed(first, second, **about), 400, code)


def test_an_envelope_of_one_source_is_of_no_use_to_another(first: Here, second: Here) -> None:
    made = first.evaluate(elements=ONE).json()["envelope"]
    refused(second, second.evaluate(OTHER, envelope=made), 400, "envelope-sub")


def test_the_second_takes_no_elements_and_the_first_no_envelope_of_itself(first: Here, second: Here) -> None:
    refused(second, second.evaluate(elements=ONE), 400, "envelope-missing")
    made = first.evaluate(elements=ONE).json()["envelope"]
    refused(first, first.evaluate(envelope=made), 400, "elements-missing")


def test_the_last_service_makes_nothing_without_the_seed_of_masks(first: Here, second: Here) -> None:
    made = first.evaluate(elements=ONE).json()["envelope"]
    refused(second, second.evaluate(envelope=made, seed=None), 400, "seed-missing")
    assert second.evaluate(envelope=made).status_code == 200


def test_the_recipient_and_the_first_service_together_find_no_identifier(
    first: Here, second: Here, world: World
) -> None:
    """With what the one was sent and the other opens, all numbers could be tried, were it not for the masks."""
    tried = suite.hashed_to_group(b"NL:bsn:111222333")
    blind = suite.random_scalar()
    seen = suite.multiplied(tried, blind)  # by the first service
    made = second.evaluate(envelope=first.evaluate(elements=raw(seen)).json()["envelope"]).json()["envelope"]
    _, element = envelopes.opened(world.secrets[RECIPIENT], made, typ=EVALUATION, aud=RECIPIENT, now=int(time.time()))
    (mask,) = suite.masks(b64decode(SEED), 1)
    told = suite.product(blind, mask)  # to the recipient
    assert suite.multiplied(seen, suite.inverse(told)) != tried
    k1, k2 = (
        keyed.scalar_for(keyed.mac_of(world.secrets[f"master of {oin}"]), RECIPIENT, "doorlooptijden", "now")
        for oin in (FIRST, SECOND)
    )
    expected = suite.multiplied(tried, suite.product(k1, k2))
    assert suite.multiplied(element, suite.inverse(told)) == expected


def test_what_the_second_made_cannot_be_given_to_it_again(first: Here, second: Here) -> None:
    made = passed(first, second).json()["envelope"]
    refused(second, second.evaluate(envelope=made), 400, "envelope-aud")


def test_an_envelope_that_was_changed_anywhere_does_not_open(first: Here, second: Here) -> None:
    made: str = first.evaluate(elements=ONE).json()["envelope"]
    for place in range(0, len(made), 7):
        other = "B" if made[place] == "A" else "A"
        answer = second.evaluate(envelope=f"{made[:place]}{other}{made[place + 1 :]}")
        assert answer.status_code == 400
        assert second.lines[-1]["reason"].startswith("envelope-")


FORGED: dict[str, Callable[[Claims], Claims]] = {
    "as it is": lambda claims: claims,
    "with letters that are not ASCII": lambda claims: replace(claims, jti="é" * 64),
    "with the id of another": lambda claims: replace(claims, jti="0" * 64),
}


@pytest.mark.parametrize("forged", FORGED.values(), ids=FORGED.keys())
def test_a_source_cannot_go_round_the_first_service(
    world: World, second: Here, evaluated: list[int], forged: Callable[[Claims], Claims]
) -> None:
    """Everybody can close an envelope for the second one: its key is public. But not as the first one."""
    now = second.clock() // 1_000_000
    claims = Claims(
        EVALUATION, FIRST, SECOND, SOURCE, "doorlooptijden", "now", BATCH, 1, now, now + 60, envelopes.new_id()
    )
    made = envelopes.sealed_for(world.public(SECOND), b64decode(ONE), forged(claims))
    refused(second, second.evaluate(envelope=made), 400, "envelope-not-of-service")
    assert evaluated == []


def test_an_envelope_that_is_too_old_is_not_opened(first: Here, second: Here) -> None:
    made = first.evaluate(elements=ONE).json()["envelope"]
    before = second.clock.now
    try:
        second.clock.now = before.replace(hour=14)
        refused(second, second.evaluate(envelope=made), 400, "envelope-exp")
    finally:
        second.clock.now = before


def test_a_service_that_is_not_in_the_register_does_nothing(own_world: World) -> None:
    own_world.permit(register().replace(FIRST, STRANGER))
    here = Here(own_world, "first")
    refused(here, here.evaluate(elements=ONE), 403, "not-a-key-service")


# The recipient that rotates.


def rotated(here: Here, oin: str = RECIPIENT, **body: str) -> httpx.Response:
    about = {"recipient": RECIPIENT, "purpose": "doorlooptijden", "from": "old", "to": "now", "elements": ONE}
    return here.post("rotaties", oin, {**about, **body})


@pytest.mark.parametrize(
    ("oin", "body", "code"),
    [
        (SOURCE, {}, "not-the-recipient"),
        (RECIPIENT, {"recipient": STRANGER}, "not-the-recipient"),
        (RECIPIENT, {"to": "old"}, "period-not-now"),
        (RECIPIENT, {"to": "other"}, "period-unknown"),
        (RECIPIENT, {"purpose": "opsporing"}, "purpose-unknown"),
        (STRANGER, {"recipient": STRANGER}, "recipient-not-permitted"),
    ],
)
def test_only_the_recipient_rotates_and_only_to_what_is_now(
    first: Here, evaluated: list[int], oin: str, body: dict[str, str], code: str
) -> None:
    refused(first, rotated(first, oin, **body), 403, code)
    assert evaluated == []


def test_a_rotation_is_logged_with_both_periods(first: Here) -> None:
    assert rotated(first).status_code == 200
    last = first.lines[-1]
    assert (last["operation"], last["from"], last["to"], last["count"], last["decision"]) == (
        "rotate", "old", "now", 1, "permit"
    )  # fmt: skip


def test_after_a_master_was_replaced_what_it_made_is_brought_to_the_new_one(own_world: World) -> None:
    """The first service has a new master, of which only periods that had begun are still of the old one."""
    before, value = Here(own_world, "first"), suite.hashed_to_group(b"een")
    new = make_key(own_world.folder / "first" / "new.key", "evaluating", PHRASE.encode())
    config = own_world.config("first")
    text = config.read_text(encoding="utf-8")
    place = own_world.folder / "first"
    former = f'[[keys.former]]\nperiods = ["old"]\nevaluating = "{place}/evaluating.key"\n[register]'
    config.write_text(text.replace("evaluating.key", "new.key").replace("[register]", former), encoding="utf-8")
    after = Here(own_world, "first")
    k_old = keyed.scalar_for(keyed.mac_of(own_world.secrets[f"master of {FIRST}"]), RECIPIENT, "doorlooptijden", "old")
    k_new = keyed.scalar_for(keyed.mac_of(new), RECIPIENT, "doorlooptijden", "now")
    sent = raw(suite.multiplied(value, k_old))
    made = {
        name: b64decode(rotated(here, elements=sent).json()["elements"])
        for name, here in (("before", before), ("after", after))
    }
    assert made["after"] == suite.multiplied(value, k_new)
    assert made["before"] != made["after"]
