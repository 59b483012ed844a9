"""What a node answers and refuses, each time with a line in its log first."""

from __future__ import annotations

from base64 import b64decode, b64encode
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from ketenmonitor.pseudonyms import suite, verifiable
from tests.services import without_log
from tests.unit.inquiry.conftest import quickly
from tests.unit.inquiry.parties import ASKER, CANARY, HIDDEN, KNOWN, OTHER, STRANGER, Here, World, register

TEXT = f"NL:bsn:{KNOWN[0]}"


@pytest.fixture(scope="module")
def here(world: World) -> Here:
    found = Here(world)
    found.publish()
    return found


@pytest.fixture
def own(own_world: World) -> Here:
    found = Here(own_world)
    found.publish()
    return found


def test_what_is_permitted_is_evaluated_with_a_proof_and_stands_in_the_log_with_all_that_an_auditor_needs(
    here: Here,
) -> None:
    question, blind = here.question(TEXT)
    answer = here.ask(question)
    assert answer.status_code == 200, answer.text
    evaluation, proof = (b64decode(answer.json()[name]) for name in ("evaluation", "proof"))
    verifiable.check(here.keys.of("opsporing", "now").public, [b64decode(question.element)], [evaluation], proof)
    assert verifiable.output(TEXT.encode(), blind, evaluation) == here.output(TEXT)
    line = here.lines[-1]
    assert (line["decision"], line["id"], line["officer"], line["ground"]) == (
        "permit",
        question.jti,
        question.officer,
        "wpg-8",
    )
    assert line["evaluation"] == answer.json()["evaluation"]
    assert line["question"]


def test_a_claim_gives_the_contact_point_and_is_logged_for_the_person(here: Here) -> None:
    question, _ = here.question(TEXT)
    assert here.ask(question).status_code == 200
    answer = here.claim(question, here.output(TEXT))
    assert answer.json() == {"contacts": ["Team Recherche, 088 000 00 00"]}
    line = here.lines[-1]
    assert (line["decision"], line["asked"], line["canary"], len(line["subjects"])) == (
        "disclose",
        question.jti,
        False,
        1,
    )
    # The answer was lost: the same claim under a new number is answered again.
    assert here.claim(question, here.output(TEXT)).status_code == 200


def test_a_claim_on_somebody_who_was_made_up_is_marked(here: Here) -> None:
    text = f"NL:bsn:{CANARY}"
    question, _ = here.question(text)
    assert here.ask(question).status_code == 200
    assert here.claim(question, here.output(text)).status_code == 200
    assert here.lines[-1]["canary"] is True


def test_who_is_behind_the_gatekeeper_is_not_listed_and_cannot_be_claimed(here: Here) -> None:
    text = f"NL:bsn:{HIDDEN}"
    question, _ = here.question(text)
    assert here.ask(question).status_code == 200
    assert here.claim(question, here.output(text)).status_code == 404
    assert here.lines[-1]["reason"] == "tag-unknown"


def test_a_tag_from_the_list_is_no_claim(here: Here) -> None:
    """Everybody can fetch the eight bytes of the list; who asked has the eight that follow."""
    question, _ = here.question(TEXT)
    assert here.ask(question).status_code == 200
    assert here.claim(question, here.output(TEXT)[:8] + bytes(8)).status_code == 404


def test_one_question_is_one_person(here: Here) -> None:
    question, _ = here.question(TEXT)
    assert here.ask(question).status_code == 200
    assert here.claim(question, here.output(TEXT)).status_code == 200
    other = here.claim(question, here.output(f"NL:bsn:{KNOWN[1]}"))
    assert (other.status_code, here.lines[-1]["reason"]) == (409, "claimed")


def test_only_who_asked_can_claim(here: Here) -> None:
    question, _ = here.question(TEXT)
    assert here.ask(question).status_code == 200
    answer = here.claim(question, here.output(TEXT), by="other", iss=OTHER)
    assert (answer.status_code, here.lines[-1]["reason"]) == (404, "question-unknown")


def test_a_hit_is_claimed_within_the_hour_or_not_at_all(own: Here) -> None:
    question, _ = own.question(TEXT)
    assert own.ask(question).status_code == 200
    own.now += timedelta(minutes=61)
    assert own.claim(question, own.output(TEXT)).status_code == 404


def test_a_question_counts_once(here: Here) -> None:
    """A replay: the same question, by the same asker or by who saw it pass."""
    question, _ = here.question(TEXT)
    assert here.ask(question).status_code == 200
    again = here.ask(question)
    assert (again.status_code, here.lines[-1]["decision"], here.lines[-1]["reason"]) == (409, "refuse", "replayed")
    assert "evaluation" not in again.text
    stolen = here.ask(question, oin=OTHER)
    assert (stolen.status_code, here.lines[-1]["reason"]) == (400, "signature")


def test_a_question_of_yesterday_is_refused_also_when_its_number_was_forgotten(here: Here) -> None:
    question, _ = here.question(TEXT, iat=here.at - 301)
    assert here.ask(question).status_code == 400
    assert here.lines[-1]["reason"] == "not-now"


WRONG: dict[str, tuple[dict[str, Any], int, str]] = {
    "another_ground": ({"ground": "avg-6"}, 403, "ground-not-permitted"),
    "another_purpose": ({"purpose": "nieuwsgierigheid"}, 403, "purpose-unknown"),
    "a_period_that_is_over": ({"period": "before"}, 403, "period-not-now"),
    "for_another_holder": ({"aud": STRANGER}, 400, "not-for-us"),
    "of_another_asker": ({"iss": OTHER}, 400, "not-for-us"),
    "no_element": ({"element": b64encode(bytes(32)).decode()}, 400, "not-an-element"),
    "no_canonical_element": ({"element": b64encode(b"\xff" * 31 + b"\x7f").decode()}, 400, "not-an-element"),
    "no_even_element": ({"element": b64encode(b"\x01" + bytes(31)).decode()}, 400, "not-an-element"),
    "a_list_that_is_none": ({"listed": "a" * 64}, 400, "list-unknown"),
    "an_escrow_of_nothing": ({"escrow": "a.b.c.d.e"}, 400, "escrow-malformed"),
}


@pytest.mark.parametrize("kind", WRONG)
def test_what_is_not_right_is_refused_and_logged(here: Here, kind: str) -> None:
    said, status, reason = WRONG[kind]
    question, _ = here.question(TEXT, **said)
    answer = here.ask(question, oin=ASKER)
    assert (answer.status_code, here.lines[-1]["reason"]) == (status, reason)
    assert answer.headers["content-type"] == "application/problem+json"
    assert here.lines[-1]["decision"] == "refuse"


def test_an_element_is_written_in_one_way(here: Here) -> None:
    """Base64 leaves two bits over: with another text for the same bytes an honest escrow would seem false to an auditor."""
    question, _ = here.question(TEXT)
    digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    other = question.element[:-2] + digits[digits.index(question.element[-2]) + 1] + "="
    assert b64decode(other) == b64decode(question.element)
    assert here.ask(question.model_copy(update={"element": other})).status_code == 400
    assert here.lines[-1]["reason"] == "not-an-element"


def test_an_escrow_of_another_question_or_for_another_auditor_is_refused(here: Here) -> None:
    one, _ = here.question(TEXT)
    other, _ = here.question(TEXT)
    assert here.ask(one.model_copy(update={"escrow": other.escrow})).status_code == 400
    assert here.lines[-1]["reason"] == "escrow-malformed"


def test_who_may_not_ask_for_a_purpose_is_refused(here: Here) -> None:
    question, _ = here.question(TEXT, by="other")
    assert here.ask(question, "other").status_code == 403
    assert here.lines[-1]["reason"] == "asker-not-permitted"
    permitted, _ = here.question(TEXT, by="other", purpose="toezicht")
    assert here.ask(permitted, "other").status_code == 200


def test_who_does_not_prove_who_they_are_and_who_is_not_known_get_nothing(here: Here) -> None:
    question, _ = here.question(TEXT)
    assert here.post("bevragingen", {"question": "a.b.c"}, None).status_code == 401
    assert here.ask(question, oin=STRANGER).status_code == 403
    assert here.lines[-1]["reason"] == "asker-unknown"


def test_another_purpose_has_another_key(here: Here) -> None:
    assert here.keys.of("opsporing", "now").public != here.keys.of("toezicht", "now").public


@pytest.mark.parametrize("limit", ["officer", "case", "organisation"])
def test_a_limit_ends_it_for_the_day_and_for_who_it_is_of(own: Here, limit: str) -> None:
    own.world.permit(register(2, **{limit: 2}))
    about = {
        "officer": {"reference": "{n}"},
        "case": {"name": "agent {n}"},
        "organisation": {"name": "agent {n}", "reference": "{n}"},
    }

    def asked(n: int, **more: Any) -> int:
        said = {name: text.format(n=n) for name, text in about[limit].items()}
        return own.ask(own.question(TEXT, **said, **more)[0]).status_code

    assert [asked(n) for n in range(4)] == [200, 200, 429, 429]
    assert own.lines[-1]["reason"] == f"limit-of-{limit}"
    if limit == "officer":
        assert asked(9, name="an other agent") == 200
    own.now += timedelta(days=1)
    assert asked(10) == 200


def test_what_is_refused_uses_nothing_of_a_limit(own: Here) -> None:
    own.world.permit(register(2, officer=1))
    assert own.ask(own.question(TEXT, ground="avg-6")[0]).status_code == 403
    assert own.ask(own.question(TEXT)[0]).status_code == 200


def test_a_holder_may_show_a_refusal_as_no_hit_and_logs_the_difference(tmp_path: Path) -> None:
    own = Here(quickly(tmp_path, "as-no-hit"))
    answer = own.ask(own.question(TEXT, ground="avg-6")[0])
    assert (answer.status_code, answer.json()) == (200, {"evaluation": None, "proof": None})
    line = own.lines[-1]
    assert (line["decision"], line["reason"], line["shown"]) == ("refuse", "ground-not-permitted", "as-no-hit")


def test_without_a_log_nothing_is_answered(own: Here) -> None:
    assert own.ask(own.question(TEXT)[0]).status_code == 200
    question, _ = own.question(TEXT)
    with without_log(own.world.state()):
        answer = own.ask(question)
    assert (answer.status_code, "evaluation" in answer.text) == (503, False)
    assert own.ask(question).status_code == 200  # it was not used up


def test_when_the_key_of_a_period_is_destroyed_nothing_is_evaluated_with_it(own: Here) -> None:
    assert own.ask(own.question(TEXT)[0]).status_code == 200
    (own.world.folder / "holder" / "periods" / "now.key").unlink()
    assert own.ask(own.question(TEXT)[0]).status_code == 503
    assert own.lines[-1]["reason"] == "not-able"


def test_a_register_that_is_not_signed_permits_nothing(own: Here) -> None:
    place = own.world.folder / "purposes.toml"
    place.write_text(place.read_text() + "\n# changed\n")
    assert own.ask(own.question(TEXT)[0]).status_code == 503


def test_the_element_of_a_question_says_nothing_of_the_person(here: Here) -> None:
    """The same person asked twice is two elements, neither of which is of the person alone."""
    elements = {here.question(TEXT)[0].element for _ in range(5)}
    assert len(elements) == 5
    hashed = suite.hashed_to_group(TEXT.encode(), verifiable.CONTEXT)
    assert b64encode(hashed).decode() not in elements


def test_an_escrow_does_not_even_tell_how_long_an_identifier_is(here: Here) -> None:
    lengths = {
        len(here.question(text)[0].escrow) for text in ("NL:skn:1", TEXT, "NL:ecli:ECLI:NL:HR:2026:12345678901234")
    }
    assert len(lengths) == 1


def test_the_interface_describes_itself(here: Here) -> None:
    said = here.client.get("/v1/openapi.json").json()
    assert set(said["paths"]) == {"/bevragingen", "/contactpunten", "/openapi.json"}
    assert said["openapi"].startswith("3.1")
    for item in said["paths"].values():
        for operation in item.values():
            assert operation["operationId"]
            assert all("API-Version" in one["headers"] for one in operation["responses"].values())
    assert "409" in said["paths"]["/bevragingen"]["post"]["responses"]
