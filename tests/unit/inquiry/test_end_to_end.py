"""Holders, an asker and an auditor as processes over TLS, with a mirror between them: and nothing of it written anywhere."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from ketenmonitor.hosting import LOG
from ketenmonitor.inquiry import escrow
from ketenmonitor.inquiry.question import Question, parsed
from ketenmonitor.pseudonyms import verifiable
from tests.services import PHRASE, Running, command, without_log, written_anew
from tests.unit.inquiry.parties import ASKER, CANARY, HOLDER, KNOWN, SECOND, UNKNOWN, World, mirror, running

WHY = ("--purpose", "opsporing", "--ground", "wpg-8")
CASE = "2026-999123"


@dataclass(frozen=True)
class Chain:
    """Two holders that run, the mirror, and who asks them."""

    world: World
    config: Path
    first: Running
    second: Running

    def ask(self, identifier: str, *more: str) -> list[dict[str, Any]]:
        done = command("ask", self.config, *WHY, "--json", *more, stdin=f"{identifier}\n{CASE}\n")
        assert done.returncode == 0, done.stderr
        found: list[dict[str, Any]] = json.loads(done.stdout)
        return found


@pytest.fixture(scope="module")
def chain(world: World) -> Iterator[Chain]:
    for name in ("holder", "second"):
        made = command("node", "publish", world.node(name), world.folder / "extract.csv")
        assert made.returncode == 0, made.stderr
        assert "21 persons, 256 tags" in made.stdout
        assert "1 behind-gatekeeper" in made.stdout
    with (
        mirror(world.folder / "mirror") as url,
        running(world.node()) as first,
        running(world.node("second")) as second,
    ):
        yield Chain(world, world.asker(url, {"holder": first.url, "second": second.url}), first, second)


def test_several_holders_are_asked_at_once_and_each_says_its_own(chain: Chain) -> None:
    hit = {"resultaat": "hit", "contactpunt": "Team Recherche, 088 000 00 00", "reden": None}
    assert chain.ask(KNOWN[0]) == [
        {"houder": HOLDER, "naam": "Holder", **hit},
        {"houder": SECOND, "naam": "Second", **hit},
    ]
    assert [one["resultaat"] for one in chain.ask(UNKNOWN[0])] == ["geen-hit", "geen-hit"]
    assert [one["houder"] for one in chain.ask(UNKNOWN[0], "--holder", SECOND)] == [SECOND]


def test_all_that_is_asked_at_once_is_one_trace_at_who_asks_and_at_each_holder(chain: Chain) -> None:
    chain.ask(KNOWN[0])
    chain.ask(KNOWN[0])
    own = (chain.world.folder / "asker" / "state" / "asked.jsonl").read_text().splitlines()
    here, there = [json.loads(line) for line in own], [chain.world.lines(name) for name in ("holder", "second")]
    # Here the question to each of both and its result; at each of them the question and the claim.
    last, before = (
        {
            line["traceparent"]
            for line in (*here[4 * at :][:4], *(line for each in there for line in each[2 * at :][:2]))
        }
        for at in (-1, -2)
    )
    assert (len(last), len(before), last & before) == (1, 1, set())


def test_no_answer_is_told_from_no_hit(chain: Chain, tmp_path: Path) -> None:
    config = tmp_path / "ask.toml"
    config.write_text(chain.config.read_text().replace(chain.second.url, "https://127.0.0.1:1"))
    done = command("ask", config, *WHY, "--json", stdin=f"{UNKNOWN[0]}\n{CASE}\n")
    assert [one["resultaat"] for one in json.loads(done.stdout)] == ["geen-hit", "geen-antwoord"]
    assert "cannot be reached" in done.stderr


def test_what_is_not_permitted_is_told_from_no_hit_and_is_not_even_sent(chain: Chain) -> None:
    before = len(chain.world.lines())
    done = command(
        "ask", chain.config, "--purpose", "opsporing", "--ground", "avg-6", "--json", stdin=f"{UNKNOWN[0]}\n{CASE}\n"
    )
    assert {(one["resultaat"], one["reden"]) for one in json.loads(done.stdout)} == {
        ("niet-toegestaan", "ground-not-permitted")
    }
    assert len(chain.world.lines()) == before


def test_a_table_for_people_is_in_their_language(chain: Chain) -> None:
    done = command("ask", chain.config, *WHY, stdin=f"{KNOWN[0]}\n{CASE}\n", COLUMNS="160")
    assert "contactpunt" in done.stdout
    assert "Team Recherche" in done.stdout
    done = command("ask", chain.config, *WHY, "--lang", "en", stdin=f"{UNKNOWN[0]}\n{CASE}\n", COLUMNS="160")
    assert "no hit" in done.stdout


@pytest.mark.parametrize("typed", [f"{KNOWN[0]}\n", f"{KNOWN[0]}\n{CASE}\nmore\n", f"\n{CASE}\n", f"12345\n{CASE}\n"])
def test_what_cannot_be_asked_is_refused_without_repeating_it(chain: Chain, typed: str) -> None:
    done = command("ask", chain.config, *WHY, stdin=typed)
    assert done.returncode == 2, done.stdout
    assert done.stderr
    assert not [line for line in typed.splitlines() if line and line in done.stdout + done.stderr]


def test_an_identifier_is_never_an_argument(chain: Chain) -> None:
    done = command("ask", chain.config, *WHY, KNOWN[0])
    assert done.returncode == 2


def test_the_person_concerned_hears_who_got_to_know(chain: Chain) -> None:
    chain.ask(KNOWN[5])
    done = command("node", "disclosures", chain.world.node(), "bsn", stdin=f"{KNOWN[5]}\n")
    (found,) = json.loads(done.stdout)
    assert (found["asker"], found["purpose"], found["ground"]) == (ASKER, "opsporing", "wpg-8")
    assert command("node", "disclosures", chain.world.node(), "bsn", stdin=f"{UNKNOWN[5]}\n").stdout.strip() == "[]"


def test_a_node_that_is_in_order_says_so_and_one_that_is_not_says_all_of_it(chain: Chain, tmp_path: Path) -> None:
    assert "in order" in command("node", "check", chain.world.node()).stdout
    wrong = tmp_path / "node.toml"
    text = chain.world.node().read_text()
    wrong.write_text(text.replace("refusals", "refusal").replace(ASKER, "12").replace("https://", "http://"))
    done = command("node", "check", wrong)
    assert done.returncode == 1
    for code in ('no key "refusal"', '"12" is no OIN', "is no address"):
        assert code in done.stderr


def test_two_of_three_people_open_what_was_asked_and_one_does_not(own_world: World, tmp_path: Path) -> None:
    phrases = []
    for n in range(3):
        phrases.append(tmp_path / f"phrase-{n}")
        phrases[n].write_text(f"the passphrase of person {n}")
    shares = [tmp_path / f"share-{n}.key" for n in range(3)]
    with_phrases = [word for one in phrases for word in ("--passphrase-file", one)]
    made = command("escrow", "setup", *shares, *with_phrases)
    assert made.returncode == 0, made.stderr
    public = made.stdout.removeprefix("public: ").strip()
    place = own_world.folder / "purposes.toml"
    own_world.permit(
        place.read_text().replace(own_world.public("auditor"), public).replace("version = 1", "version = 2")
    )
    assert command("node", "publish", own_world.node(), own_world.folder / "extract.csv").returncode == 0
    with mirror(own_world.folder / "mirror") as url, running(own_world.node()) as node:
        config = own_world.asker(url, {"holder": node.url})
        for identifier in (KNOWN[0], UNKNOWN[0], CANARY):
            assert command("ask", config, *WHY, stdin=f"{identifier}\n{CASE}\n").returncode == 0
    (tmp_path / "canaries.csv").write_text(f"bsn,{CANARY}\n")
    log = own_world.state() / LOG

    def opened(first: int, second: int, *more: object) -> Any:
        audit = tmp_path / "audit.toml"
        audit.write_text(
            f'[keys]\nshares = ["{shares[first]}", "{shares[second]}"]\n'
            f'[askers.{ASKER}]\npublic = "{own_world.public("asker/signing")}"\n'
            f'[holders.{HOLDER}]\npublic = "{own_world.public("holder/signing")}"\n[lists]\nfolder = "{own_world.folder}/mirror"\n'
        )
        files = [word for n in (first, second) for word in ("--passphrase-file", phrases[n])]
        return command("escrow", "open", audit, log, "--canaries", tmp_path / "canaries.csv", *files, *more)

    for pair in ((0, 1), (0, 2), (2, 1)):
        done = opened(*pair, "--json")
        assert done.returncode == 1, done.stderr  # something was found
        found = json.loads(done.stdout)
        assert [(one["is_hit"], one["is_claimed"], one["findings"]) for one in found] == [
            (True, True, []), (False, False, []), (True, True, ["canary"]),
        ]  # fmt: skip
        assert CASE not in done.stdout
    shown = json.loads(opened(0, 1, "--json", "--show").stdout)
    assert (shown[0]["identifier"], shown[0]["reference"]) == (f"NL:bsn:{KNOWN[0]}", CASE)
    one = json.loads(opened(0, 1, "--json", "--id", found[1]["id"]).stdout)
    assert [line["id"] for line in one] == [found[1]["id"]]
    signed = command(
        "log", "checkpoint", own_world.state(), "--key", own_world.folder / "holder" / "signing.key", "--out", tmp_path
    )
    assert "7 records signed" in signed.stdout, signed.stderr  # two lists, three questions, two claims
    kept = ("--believe", signed.stdout.split()[-1], "--checkpoint", tmp_path / "decisions.checkpoint")
    assert opened(0, 1, *kept, "--id", found[1]["id"]).returncode == 0
    written_anew(own_world.state(), lambda lines: lines.pop())  # the claim of the canary
    tampered = opened(0, 1, *kept, "--id", found[1]["id"])
    assert (tampered.returncode, "decisions: cut-off" in tampered.stderr) == (1, True)
    alone = opened(0, 0)
    assert (alone.returncode, "is in the list twice" in alone.stderr) == (1, True)


# Nothing of it stands anywhere.


def forms_of(value: bytes) -> list[bytes]:
    """A value as it might be written."""
    return [value, value.hex().encode(), b64encode(value).rstrip(b"=")[:-1], repr(value).encode()]


def test_no_identifier_case_key_or_blind_stands_in_anything_that_is_written(own_world: World) -> None:
    extract = own_world.folder / "extract.csv"
    made = command("node", "publish", own_world.node(), extract)
    own_world.permit((own_world.folder / "purposes.toml").read_text().replace("version = 1", "version = 2"))
    said = [made.stdout, made.stderr]
    with mirror(own_world.folder / "mirror") as url, running(own_world.node()) as node:
        config = own_world.asker(url, {"holder": node.url})
        for typed in (f"{KNOWN[0]}\n{CASE}\n", f"{UNKNOWN[0]}\n{CASE}\n", f"{KNOWN[1]}x\n{CASE}\n", f"{KNOWN[2]}\n"):
            done = command("ask", config, *WHY, stdin=typed, PYTHONFAULTHANDLER="1")
            said += [done.stdout, done.stderr]
        done = command("ask", config, "--purpose", KNOWN[3], "--ground", KNOWN[4], stdin=f"{KNOWN[0]}\n{CASE}\n")
        said += [done.stdout, done.stderr]
        with httpx.Client(verify=own_world.context(ASKER), base_url=f"{node.url}/v1") as client:
            answers = [
                client.post("/bevragingen", json={"question": KNOWN[6]}),
                client.post("/bevragingen", json={KNOWN[7]: "x"}),
                client.post("/bevragingen", content=KNOWN[8].encode()),
                client.get(f"/bevragingen/{KNOWN[9]}", params={"bsn": KNOWN[10]}),
            ]
        assert [one.status_code for one in answers] == [400, 400, 400, 404]
        said += [one.text.replace(f"/v1/bevragingen/{KNOWN[9]}", "") for one in answers]
        with without_log(own_world.state()):
            done = command("ask", config, *WHY, "--json", stdin=f"{KNOWN[0]}\n{CASE}\n")
        assert json.loads(done.stdout)[0]["resultaat"] == "geen-antwoord"
        said += [done.stdout, done.stderr, *(line for line in node.said if KNOWN[9] not in line)]
    extract.unlink()
    written = (
        b"".join(place.read_bytes() for place in own_world.folder.rglob("*") if place.is_file())
        + "".join(said).encode()
    )
    questions = [
        parsed(Question, b64decode(line["question"].split(".")[1] + "=="))
        for line in own_world.lines()
        if line.get("decision") == "permit"
    ]
    assert len(questions) == 2
    assert questions[0].jti.encode() in written  # the search would find what is there
    key = verifiable_key(own_world)
    contents = [escrow.opened(own_world.secrets["auditor"], one) for one in questions]
    secret = (
        [secret.value for secret in own_world.secrets.values()] + [key] + [bytes.fromhex(one.blind) for one in contents]
    )
    secret += [verifiable.output_by(key, one.text.encode()) for one in contents]
    secret += [bytes.fromhex(one.salt) for one in contents]
    for value in secret:
        assert not [form for form in forms_of(value) if form in written]
    for text in (*KNOWN, *UNKNOWN[:1], CASE, PHRASE):
        assert text.encode() not in written, text


def verifiable_key(world: World) -> bytes:
    from ketenmonitor.inquiry.holder.keys import PeriodKeys

    return PeriodKeys(world.folder / "holder" / "periods", HOLDER, PHRASE.encode()).of("opsporing", "now").value
