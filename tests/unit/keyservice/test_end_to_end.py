"""Two key services, each a process with TLS, two sources and a recipient: the same identifier gets the same pseudonym, and nobody sees
more than their part.
"""

from __future__ import annotations

import ssl
import time
from base64 import b64decode, b64encode, urlsafe_b64decode
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from ketenmonitor.pseudonyms import envelopes, keyed, suite
from tests.certificates import Authority, expired
from tests.services import PHRASE, Running, without_log
from tests.unit.keyservice.services import (
    ABOUT,
    BATCH,
    FIRST,
    OTHER,
    RECIPIENT,
    SECOND,
    SEED,
    SOURCE,
    Source,
    World,
    elements_of,
    lines_of,
    parts_of,
    running,
    unfinished,
)

VALUES = [f"99990{n:04}" for n in range(12)]
TEXTS = [keyed.text_of("bsn", value) for value in VALUES]
Services = tuple[Running, Running]


@pytest.fixture(scope="module")
def services(world: World) -> Iterator[Services]:
    with running(world.config("first")) as first, running(world.config("second")) as second:
        yield first, second


def source(world: World, services: Services, oin: str = SOURCE) -> Source:
    return Source(world, oin, *services)


def scalars(world: World, purpose: str = "doorlooptijden", period: str = "now") -> list[bytes]:
    return [
        keyed.scalar_for(keyed.mac_of(world.secrets[f"master of {oin}"]), RECIPIENT, purpose, period)
        for oin in (FIRST, SECOND)
    ]


def test_two_sources_get_the_same_for_the_same_identifier_and_purpose(world: World, services: Services) -> None:
    here = unfinished(world, *source(world, services).evaluated(TEXTS[:10]))
    there = unfinished(world, *source(world, services, OTHER).evaluated(TEXTS[5:], batch="another-batch-of-the-other"))
    assert here[5:] == there[:5]
    assert len({*here, *there}) == 12
    both = suite.product(*scalars(world))
    assert here == [suite.multiplied(suite.hashed_to_group(text.encode()), both) for text in TEXTS[:10]]


def test_another_purpose_or_period_gives_another_pseudonym(world: World, services: Services) -> None:
    one = source(world, services)
    made = [
        unfinished(world, *one.evaluated(TEXTS[:1], purpose, period))[0]
        for purpose in ("doorlooptijden", "recidive")
        for period in ("now", "late")
    ]
    assert len(set(made)) == 4


def test_a_rotation_gives_what_the_new_period_gives_and_needs_no_source(world: World, services: Services) -> None:
    one = source(world, services)
    before, after = (unfinished(world, *one.evaluated(TEXTS[:3], period=period)) for period in ("now", "late"))
    blind = suite.random_scalar()
    sent = b"".join(suite.multiplied(element, blind) for element in before)
    about = {"recipient": RECIPIENT, "purpose": "doorlooptijden", "from": "now", "to": "late"}
    for service in services:
        with httpx.Client(verify=world.caller(RECIPIENT)) as client:
            answer = client.post(f"{service.url}/v1/rotaties", json={**about, "elements": b64encode(sent).decode()})
        assert answer.status_code == 200, answer.text
        sent = b64decode(answer.json()["elements"])
    assert [suite.multiplied(element, suite.inverse(blind)) for element in parts_of(sent)] == after


def test_no_single_party_sees_enough(world: World, services: Services) -> None:
    """Each view beside what would be needed to recognise an identifier: nothing of it is there."""
    one = source(world, services)
    blinds, last = one.evaluated(TEXTS[:1])
    hashed, (k1, k2) = suite.hashed_to_group(TEXTS[0].encode()), scalars(world)
    (mask,) = suite.masks(one.seed, 1)
    blinded = suite.multiplied(hashed, suite.product(blinds[0], suite.inverse(mask)))
    halves = [suite.multiplied(hashed, key) for key in (k1, k2)]
    whole = suite.multiplied(halves[0], k2)

    first_made = one.seen[0].split('"')[3]
    claims, from_first = envelopes.opened(
        world.secrets[SECOND], first_made, typ=envelopes.EVALUATION, aud=SECOND, now=envelopes.claims_of(first_made).iat
    )
    to_second, to_recipient = from_first, envelopes.opened(
        world.secrets[RECIPIENT], last, typ=envelopes.EVALUATION, aud=RECIPIENT, now=claims.iat
    )[1]  # fmt: skip
    # The second service sees the blinded element times the first key: without the blind it is nobody's.
    assert to_second == suite.multiplied(blinded, k1)
    assert to_second not in (blinded, hashed, *halves, whole)
    # The recipient sees both keys on the masked element; with blind and mask off both keys are still on it.
    assert to_recipient == suite.multiplied(to_second, suite.product(k2, mask))
    assert suite.multiplied(to_recipient, suite.inverse(blinds[0])) == whole
    assert to_recipient not in (blinded, hashed, *halves, whole)
    # What the recipient takes off is not the blind of what the first service saw: together they do not have the identifier.
    assert suite.multiplied(blinded, suite.inverse(blinds[0])) not in (hashed, *halves, whole)
    # The source sees two envelopes that it cannot open, and in them nothing as it is.
    for text in one.seen:
        envelope = text.split('"')[3]
        content = b"".join(urlsafe_b64decode(part + "==") for part in envelope.split("."))
        for value in (blinded, hashed, *halves, whole, to_second, to_recipient):
            assert value not in content
        for oin in (SOURCE, OTHER):
            with pytest.raises(envelopes.Unopened):
                envelopes.opened(world.secrets[FIRST], envelope, typ=envelopes.EVALUATION, aud=oin, now=claims.iat)


# Who may connect.


def asks(world: World, service: Running, verify: ssl.SSLContext) -> httpx.Response:
    with httpx.Client(verify=verify) as client:
        return client.post(f"{service.url}/v1/evaluaties", json={**ABOUT, "elements": elements_of(["een"])})


def test_without_a_certificate_nobody_is_served_but_the_description_is_there(world: World, services: Services) -> None:
    anybody = ssl.create_default_context(cafile=str(world.folder / "authorities.pem"))
    answer = asks(world, services[0], anybody)
    assert (answer.status_code, lines_of(world, "first")[-1]["reason"]) == (401, "caller-unproven")
    assert answer.headers["www-authenticate"]
    with httpx.Client(verify=anybody) as client:
        assert client.get(f"{services[0].url}/v1/openapi.json").status_code == 200


@pytest.mark.parametrize("kind", ["expired", "of another authority"])
def test_a_certificate_that_is_not_right_ends_the_connection(
    world: World, services: Services, kind: str, tmp_path: Path
) -> None:
    holder = expired(world.authority, SOURCE) if kind == "expired" else Authority("Een ander").vouched(SOURCE)
    context = ssl.create_default_context(cafile=str(world.folder / "authorities.pem"))
    context.load_cert_chain(*holder.written(tmp_path, "caller"))
    before, heard = len(lines_of(world, "first")), len(services[0].said)
    with pytest.raises(httpx.TransportError):
        asks(world, services[0], context)
    for _ in range(100):  # what it says comes by another way than the alert
        if len(services[0].said) > heard:
            break
        time.sleep(0.05)
    assert "connection refused: the client certificate is not right" in services[0].said[heard]
    assert len(lines_of(world, "first")) == before


def test_a_header_does_not_make_somebody_else_of_who_calls(world: World, services: Services) -> None:
    headers = {"Client-Cert": world.authority.vouched(SOURCE).header}
    with httpx.Client(verify=world.caller(RECIPIENT), headers=headers) as client:
        body = {**ABOUT, "elements": elements_of(["een"])}
        assert client.post(f"{services[0].url}/v1/evaluaties", json=body).status_code == 401


# Nothing of it stands anywhere.


def forms_of(value: bytes) -> list[bytes]:
    """A value as it might be written."""
    return [value, value.hex().encode(), b64encode(value).rstrip(b"=")[:-1], repr(value).encode()]


def test_no_element_key_or_identifier_stands_in_anything_that_is_written(own_world: World) -> None:
    planted = [suite.blinded(text.encode(), suite.random_scalar()) for text in TEXTS]
    whole = b64encode(b"".join(planted)).decode()
    with (
        running(own_world.config("first"), PYTHONFAULTHANDLER="1") as first,
        running(own_world.config("second")) as second,
    ):
        one = source(own_world, (first, second))
        answers = [
            one.asked(first, **ABOUT, elements=whole),
            one.asked(first, **{**ABOUT, "purpose": "opsporing"}, elements=whole),
            one.asked(first, **{**ABOUT, "batch": VALUES[0]}, elements=whole),
            one.asked(first, **{**ABOUT, "purpose": VALUES[1], "period": VALUES[2]}, elements=whole),
            one.asked(first, **ABOUT, elements=whole, **{VALUES[3]: whole}),
            one.asked(first, **ABOUT, elements=f"{whole}!"),
            one.asked(second, **ABOUT, elements=whole),
            one.asked(second, **ABOUT, envelope=whole, seed=SEED),
        ]
        passed = answers[0].json()["envelope"]
        answers.append(one.asked(second, **ABOUT, envelope=passed, seed=SEED))
        with without_log(own_world.folder / "first" / "state"):
            answers.append(one.asked(first, **ABOUT, elements=whole))
        with httpx.Client(verify=own_world.caller(SOURCE)) as client:
            answers.append(client.get(f"{first.url}/v1/evaluaties/{VALUES[4]}", params={"bsn": VALUES[5]}))
    assert [answer.status_code for answer in answers] == [200, 403, 400, 403, 400, 400, 400, 400, 200, 503, 404]
    written = b"".join(place.read_bytes() for place in own_world.folder.rglob("*") if place.is_file())
    written += "".join([*first.said, *second.said]).encode()
    assert BATCH.encode() in written  # the search would find what is there
    secret = [*planted, *(secret.value for secret in own_world.secrets.values()), *scalars(own_world)]
    now = envelopes.claims_of(passed).iat
    payload = envelopes.opened(own_world.secrets[SECOND], passed, typ=envelopes.EVALUATION, aud=SECOND, now=now)[1]
    secret += [*parts_of(payload), b64decode(SEED)]
    for value in secret:
        assert not [form for form in forms_of(value) if form in written]
    for text in (*VALUES, PHRASE):
        assert text.encode() not in written
