"""Each party that does not keep to it, played: the others find out, and can prove it."""

from __future__ import annotations

import http.server
import json
import shutil
import threading
import time
from base64 import b64decode, b64encode
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ketenmonitor.errors import ServiceError
from ketenmonitor.hosting import LOG
from ketenmonitor.inquiry import Asker, Result, Wanted, escrow, read_asker
from ketenmonitor.inquiry.asker.mirror import Mirror
from ketenmonitor.inquiry.auditor.checking import Checked, checked, chosen
from ketenmonitor.inquiry.auditor.lists import Parties
from ketenmonitor.inquiry.holder.officers import officers
from ketenmonitor.inquiry.question import Question
from ketenmonitor.keys import Signer, make_key, sealed
from ketenmonitor.pseudonyms import verifiable
from ketenmonitor.source.services import Pace
from ketenmonitor.transparency import LOG as OF_LOG
from ketenmonitor.transparency import Key, Log, verify
from tests.services import PHRASE, decided, written_anew
from tests.unit.inquiry.parties import (
    ASKER,
    CANARY,
    HOLDER,
    KNOWN,
    UNKNOWN,
    Here,
    World,
    mirror,
    published_now,
    running,
)

QUICK = Pace(first=0.05, most=0.05, patience=0.1)
TEXT, OTHER_TEXT = (f"NL:bsn:{one}" for one in KNOWN[:2])
LATER = 7_200


@pytest.fixture
def here(own_world: World) -> Here:
    found = Here(own_world)
    found.publish()
    return found


def audited(here: Here, canaries: tuple[str, ...] = (), sample: int | None = None) -> dict[str, Checked]:
    """What the auditor finds two hours later, by question."""
    world = here.world
    parties = Parties(
        {ASKER: world.public("asker/signing")}, {HOLDER: world.public("holder/signing")}, world.folder / "mirror"
    )
    lines = decided(world.state())
    found = checked(lines, chosen(lines, (), sample), world.secrets["auditor"], parties, canaries, here.at + LATER)
    return {one.about["id"]: one for one in found}


def asked(here: Here, text: str = TEXT, is_claimed: bool = True, **said: Any) -> Question:
    question, _ = here.question(text, **said)
    assert here.ask(question).status_code == 200
    if is_claimed:
        assert here.claim(question, here.output(text)).status_code == 200
    return question


# What is as it should be.


def test_an_honest_question_opens_and_nothing_is_found(here: Here) -> None:
    hit, none = asked(here), asked(here, f"NL:bsn:{UNKNOWN[0]}", is_claimed=False)
    found = audited(here)
    assert (found[hit.jti].is_hit, found[hit.jti].is_claimed, found[hit.jti].findings) == (True, True, ())
    assert (found[none.jti].is_hit, found[none.jti].findings) == (False, ())
    assert found[hit.jti].contents is not None
    assert found[hit.jti].contents.text == TEXT
    assert TEXT not in repr(found)


# An asker who does not keep to it.


def false_escrow(here: Here, kind: str) -> Question:
    question, blind = here.question(TEXT)
    hashing = here.world.secrets["asker/hashing"]
    case, salt = escrow.case_of(hashing, "2026-000123")
    contents = {
        "of-another-person": escrow.Contents(OTHER_TEXT, blind.hex(), "2026-000123", salt),
        "of-another-case": escrow.Contents(TEXT, blind.hex(), "2026-000124", salt),
        "does-not-open": None,
    }[kind]
    if contents:
        closed = escrow.sealed(here.world.public("auditor"), contents, question.jti)
    else:  # it says to be for the auditor, and what is in it nobody can read
        parts = question.escrow.split(".")
        closed = ".".join([*parts[:3], "A" * len(parts[3]), parts[4]])
    assert case == question.case
    return question.model_copy(update={"escrow": closed})


@pytest.mark.parametrize("kind", ["of-another-person", "of-another-case", "does-not-open"])
def test_a_false_escrow_is_proved_by_what_the_asker_signed(here: Here, kind: str) -> None:
    question = false_escrow(here, kind)
    assert here.ask(question).status_code == 200  # the holder cannot see it
    assert audited(here)[question.jti].findings == (kind,)


def test_a_blind_that_is_none_is_a_false_escrow(here: Here) -> None:
    question, _ = here.question(TEXT)
    contents = escrow.Contents(TEXT, "00" * 32, "2026-000123", "")
    false = question.model_copy(update={"escrow": escrow.sealed(here.world.public("auditor"), contents, question.jti)})
    assert here.ask(false).status_code == 200
    assert audited(here)[false.jti].findings == ("of-another-person",)


def test_a_silent_hit_is_proved(here: Here) -> None:
    """Who looked up the hit and did not claim it: its escrow, the logged answer and the list say that it was one."""
    silent, loud = asked(here, is_claimed=False), asked(here, OTHER_TEXT)
    found = audited(here)
    assert found[silent.jti].findings == ("silent-hit",)
    assert found[loud.jti].findings == ()


def test_a_claim_of_another_person_than_was_asked_about_is_proved(here: Here) -> None:
    question = asked(here, is_claimed=False)
    assert here.claim(question, here.output(OTHER_TEXT)).status_code == 200
    assert audited(here)[question.jti].findings == ("claim-of-another",)


def test_a_question_about_somebody_who_was_made_up_is_told(here: Here) -> None:
    canary = f"NL:bsn:{CANARY}"
    question = asked(here, canary, is_claimed=False)
    assert audited(here, (canary,))[question.jti].findings == ("silent-hit", "canary")


def test_an_officer_who_keeps_hits_silent_departs_from_peers(here: Here) -> None:
    for agent in range(4):
        for n in range(25):
            asked(
                here,
                f"NL:bsn:{KNOWN[n % 20]}",
                name=f"agent {agent}",
                reference=f"zaak {n}",
                is_claimed=agent != 2 and n % 2 == 0,
            )
    found = officers(here.lines)
    first, rest = found[0], found[1:]
    assert first.officer == escrow.officer_of(here.world.secrets["asker/hashing"], "agent 2")
    assert (first.questions, first.claims, first.departs) == (25, 0, "fewer")
    assert [one.departs for one in rest] == [None, None, None]


def test_of_few_questions_nothing_is_said(here: Here) -> None:
    for n in range(5):
        asked(here, reference=f"zaak {n}")
    assert [(one.chance, one.departs) for one in officers(here.lines)] == [(None, None)]


def test_a_sample_is_of_the_size_that_was_asked_for(here: Here) -> None:
    for n in range(6):
        asked(here, reference=f"zaak {n}")
    assert len(audited(here, sample=4)) == 4


# A holder who does not keep to it.


def first_permitted(lines: list[dict[str, Any]]) -> dict[str, Any]:
    return next(line for line in lines if line["decision"] == "permit")


def test_a_holder_that_makes_up_a_question_cannot_sign_it(here: Here) -> None:
    question = asked(here)

    def making_up(lines: list[dict[str, Any]]) -> None:
        head, payload, signature = first_permitted(lines)["question"].split(".")
        said = json.loads(b64decode(payload + "=="))
        said["officer"] = "f" * 40
        made_up = b64encode(json.dumps(said).encode()).decode().rstrip("=").replace("+", "-").replace("/", "_")
        first_permitted(lines)["question"] = f"{head}.{made_up}.{signature}"

    written_anew(here.world.state(), making_up)
    assert audited(here)[question.jti].findings == ("signature",)


def test_a_holder_that_logs_another_officer_than_was_signed_is_told(here: Here) -> None:
    question = asked(here)
    written_anew(here.world.state(), lambda lines: first_permitted(lines).update(officer="f" * 40))
    assert audited(here)[question.jti].findings == ("signature",)


def test_a_holder_that_logs_another_answer_than_its_key_gives_is_told(here: Here) -> None:
    question = asked(here, is_claimed=False)
    other = verifiable.derived_key(bytes(32), b"another key")
    (evaluation,), proof = verifiable.evaluated([b64decode(question.element)], other)
    said = {"evaluation": b64encode(evaluation).decode(), "proof": b64encode(proof).decode()}
    written_anew(here.world.state(), lambda lines: first_permitted(lines).update(said))
    assert audited(here)[question.jti].findings == ("not-proved",)


@contextmanager
def asking(world: World, node: str) -> Iterator[Asker]:
    with mirror(world.folder / "mirror") as url:
        config = read_asker(world.asker(url, {"holder": node}))
        with Asker(config, PHRASE.encode(), QUICK) as asker:
            yield asker


def wanted(identifier: str = KNOWN[0]) -> Wanted:
    return Wanted("bsn", identifier, "2026-000123", "agent", "opsporing", "wpg-8")


def results(found: list[Result]) -> list[tuple[str, str | None]]:
    return [(one.result, one.reason) for one in found]


def test_a_holder_that_answers_with_another_key_is_found_out_and_its_answer_is_no_answer(own_world: World) -> None:
    """Key tagging: with a key for this asker alone a holder could recognise who was asked about."""
    here = published_now(own_world)
    place = own_world.folder / "holder" / "periods" / "now.key"
    place.unlink()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sealed, "COST", {"n": 2, "r": 8, "p": 1})
        make_key(place, "evaluating", PHRASE.encode())
    with running(own_world.node()) as node, asking(own_world, node.url) as asker:
        assert results(asker.ask(wanted(), None, here.at * 1_000_000)) == [("geen-antwoord", "not-proved")]


def test_a_holder_that_changes_its_public_key_within_a_period_is_found_out(own_world: World) -> None:
    here = Here(own_world)
    here.publish()
    with asking(own_world, "https://127.0.0.1:1") as asker:
        assert results(asker.ask(wanted(), None, here.at * 1_000_000)) == [("geen-antwoord", "not-reached")]
    assert (own_world.folder / "asker" / "state" / "pins.jsonl").read_text().count("\n") == 1
    (own_world.folder / "holder" / "periods" / "now.key").unlink()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sealed, "COST", {"n": 2, "r": 8, "p": 1})
        make_key(own_world.folder / "holder" / "periods" / "now.key", "evaluating", PHRASE.encode())
    Here(own_world).publish()
    shutil.rmtree(own_world.folder / "asker" / "state" / "lists")
    with asking(own_world, "https://127.0.0.1:1") as asker:
        service = Mirror(asker._mirror._service, asker.config.folder)
        with pytest.raises(ServiceError, match=r"public key of .* changed"):
            service.list_of(asker.config.holders[HOLDER], "opsporing", "now", here.at)


@pytest.mark.parametrize("kind", ["changed", "signed by another", "of another purpose"])
def test_a_mirror_that_does_not_keep_to_it_is_found_out(own_world: World, kind: str) -> None:
    here = Here(own_world)
    here.publish()
    place = own_world.folder / "mirror" / HOLDER / "opsporing" / "now.jws"
    if kind == "changed":
        (tags,) = place.with_suffix("").glob("*.tags")
        tags.write_bytes(bytes(8) + tags.read_bytes()[8:])
    elif kind == "of another purpose":
        shutil.copytree(place.parent.parent / "toezicht", place.parent, dirs_exist_ok=True)
    else:
        place.write_text(place.read_text()[:-4] + "AAAA")
    with asking(own_world, "https://127.0.0.1:1") as asker:
        with pytest.raises(ServiceError, match="not used"):
            asker._mirror.list_of(asker.config.holders[HOLDER], "opsporing", "now", here.at)
        assert results(asker.ask(wanted(), None, here.at * 1_000_000)) == [("geen-antwoord", "list-not-usable")]


def test_a_question_without_an_escrow_cannot_even_be_written(here: Here) -> None:
    question, _ = here.question(TEXT)
    said = question.model_dump()
    for name in ("escrow", "ground", "purpose", "case", "officer"):
        with pytest.raises(ValueError, match=name):
            Question(**{key: value for key, value in said.items() if key != name})


# Lists that change, and lists that are not for everybody.


def with_persons(here: Here, *lines: str) -> None:
    """The holder publishes another extract."""
    (here.world.folder / "extract.csv").write_text("\n".join(["kind,identifier,contact,state", *lines]))
    here.now += timedelta(seconds=1)
    here.publish()


def test_an_answer_is_judged_by_the_list_of_then(here: Here) -> None:
    """Who was added after the question was no hit, and nobody kept it silent; who was taken off after it was one."""
    added, taken = f"NL:bsn:{UNKNOWN[0]}", TEXT
    before = asked(here, added, is_claimed=False)
    silent = asked(here, taken, is_claimed=False)
    with_persons(here, f"bsn,{UNKNOWN[0]},recherche,active")
    found = audited(here)
    assert (found[before.jti].is_hit, found[before.jti].findings) == (False, ())
    assert (found[silent.jti].is_hit, found[silent.jti].findings) == (True, ("silent-hit",))


def test_who_claims_somebody_who_was_just_taken_off_kept_nothing_silent(here: Here) -> None:
    question = asked(here, TEXT, is_claimed=False)
    with_persons(here, f"bsn,{KNOWN[5]},recherche,active")
    assert here.claim(question, here.output(TEXT)).status_code == 404
    found = audited(here)[question.jti]
    assert (found.is_hit, found.is_claimed, found.findings) == (True, False, ())


def test_a_claim_of_anything_does_not_hide_a_silent_hit(here: Here) -> None:
    question = asked(here, TEXT, is_claimed=False)
    assert here.claim(question, bytes(64)).status_code == 404
    assert audited(here)[question.jti].findings == ("claim-of-another",)


def test_a_list_that_is_not_in_the_log_is_found_by_the_question_that_names_it(here: Here) -> None:
    """A holder that shows one asker a list of its own, and answers about it."""
    place = here.world.state() / "lists" / "opsporing" / "now" / f"{'a' * 64}.jws"
    place.write_text("made up")
    question = asked(here, listed="a" * 64, is_claimed=False)
    assert audited(here)[question.jti].findings == ("list-unknown",)


def test_two_keys_in_one_period_are_found_in_the_log(here: Here) -> None:
    question = asked(here, is_claimed=False)
    (here.world.folder / "holder" / "periods" / "now.key").unlink()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sealed, "COST", {"n": 2, "r": 8, "p": 1})
        make_key(here.world.folder / "holder" / "periods" / "now.key", "evaluating", PHRASE.encode())
    again = Here(here.world)
    again.now += timedelta(seconds=5)
    again.publish()
    other, _ = again.question(TEXT)
    assert again.ask(other).status_code == 200
    assert "two-keys" in audited(here)[question.jti].findings
    assert "two-keys" in audited(here)[other.jti].findings


def test_two_lists_of_a_period_do_not_tell_persons_from_padding(here: Here) -> None:
    folder = here.world.folder / "mirror" / HOLDER / "opsporing" / "now"

    def tags() -> dict[str, set[int]]:
        return {one.name: set(np.frombuffer(one.read_bytes(), dtype="<u8").tolist()) for one in folder.iterdir()}

    (first,) = tags().values()
    lines = [f"bsn,{one},recherche,active" for one in [*KNOWN, *UNKNOWN[:3]]]
    with_persons(here, *lines)  # the canary goes, three come
    both = list(tags().values())
    assert len(both) == 2
    other = both[0] if both[1] == first else both[1]
    assert (len(first), len(other)) == (256, 256)
    assert len(first & other) == 256 - 3  # of 256 tags 253 stayed, of which 20 are of persons


def test_a_log_that_was_written_anew_is_not_what_was_signed(here: Here, tmp_path: Path) -> None:
    """What the asker signed cannot be changed, and what the holder took away shows."""
    silent, loud = asked(here, is_claimed=False), asked(here, OTHER_TEXT)
    state = here.world.state()
    signer = Signer(here.world.secrets["holder/signing"])
    log = Log(state / LOG)
    given = tmp_path / "given"
    given.write_text(log.checkpoint(signer))
    key = Key(log.origin, OF_LOG, signer.public)
    assert verify(state / LOG, [key], [given]).findings == ()
    written_anew(state, lambda lines: lines.remove(next(one for one in lines if one.get("id") == loud.jti)))
    assert silent.jti in audited(here)
    assert {one.code for one in verify(state / LOG, [key], [given]).findings} == {"cut-off"}


# Holders that are slow, and a mirror that holds back.


class Slow(http.server.BaseHTTPRequestHandler):
    """Answers drop by drop."""

    def do_POST(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        with suppress(OSError):
            for _ in range(1000):
                self.wfile.write(b" ")
                time.sleep(0.02)

    def log_message(self, *_: Any) -> None:
        pass


def test_a_holder_that_answers_drop_by_drop_is_no_answer(here: Here) -> None:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Slow) as server, mirror(here.world.folder / "mirror") as url:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        config = read_asker(here.world.asker(url, {"holder": f"http://127.0.0.1:{server.server_port}"}))
        pace = Pace(first=0.05, most=0.05, patience=0.1, silence=5, whole=0.2)
        with Asker(config, PHRASE.encode(), pace) as asker:
            (found,) = asker.ask(wanted(), None, here.at * 1_000_000)
        server.shutdown()
    assert (found.result, "too slowly" in str(found.detail)) == ("geen-antwoord", True)


def test_a_list_of_a_later_time_or_an_older_one_is_not_used(here: Here) -> None:
    place = here.world.folder / "mirror" / HOLDER / "opsporing" / "now.jws"
    old = place.read_text()
    with_persons(here, f"bsn,{KNOWN[5]},recherche,active")
    with asking(here.world, "https://127.0.0.1:1") as asker:
        holder = asker.config.holders[HOLDER]
        with pytest.raises(ServiceError, match="set the clocks right"):
            asker._mirror.list_of(holder, "opsporing", "now", here.at - 400)
        assert asker._mirror.list_of(holder, "opsporing", "now", here.at).about.iat == here.at
        place.write_text(old)
        with pytest.raises(ServiceError, match="older than the one before"):
            asker._mirror.list_of(holder, "opsporing", "now", here.at + 4_000)
