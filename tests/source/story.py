"""What happens, in order: three deliveries of both partners, a rotation, everything that can go wrong, and who is refused.

It happens once; the tests look at what was left. Beside it the same cases are delivered with made-up names and no keys.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import httpx

from ketenmonitor.errors import UsageError
from ketenmonitor.keys import Signer
from ketenmonitor.linking import Cases
from ketenmonitor.measures import MEASURES, Selection, measure
from ketenmonitor.source.signature import sign
from ketenmonitor.store import Home, make_home, open_view
from tests.source.commands import INTERRUPTED
from tests.source.extracts import CHAIN, PARTNERS, RULES, SOURCES, Case, cases, write_extracts
from tests.source.parties import Parties, Said, parties
from tests.unit.web.uploads import zipped
from tests.web.process import Server, wait_until

FEBRUARY, MARCH, APRIL = "2024-03-01", "2024-04-01", "2024-05-01"
Figures = dict[str, list[dict[str, Any]]]


def everything(home: Home) -> Figures:
    """Every figure of a monitor, but for when it was asked."""
    found: Figures = {}
    linked = Cases(open_view(home, "proef", None))
    for name in MEASURES:
        try:
            made = measure(linked, name, selection=Selection(period="month"))
        except UsageError:  # it has no periods
            made = measure(linked, name)
        found[name] = [{k: v for k, v in one.items() if k != "known_at"} for one in made.records]
    return found


@dataclass
class Plain:
    """The same partners, who deliver made-up names to a monitor of their own."""

    with_keys: Parties
    folder: Path
    home: Home

    def deliver(self, some: list[Case], until: str) -> None:
        write_extracts(self.folder, some, plain=True)
        for name in PARTNERS:
            sources = SOURCES[name].replace("OM_DATABASE", f"sqlite:///{self.folder}/om/zaken.sqlite")
            mapping = self.folder / name / "mapping.toml"
            mapping.write_text(
                f'[delivery]\ndefinition = "../../chain.toml"\npartner = "{name}"\nfrom = "2024-01-01"\nstate = "state"\n'
                f'[pseudonyms]\nmode = "none"\n{sources}{RULES[name]}',
                encoding="utf-8",
            )
            packed = self.with_keys.run("pack", mapping, "--until", until, "--json")
            assert packed.status == 0, packed.text
            number = packed.data["delivery_id"]
            done = self.with_keys.run("receive", self.home.path, mapping.parent / "deliveries" / number, "--json")
            assert done.status == 0, done.text
            assert self.with_keys.run("pack", mapping, "--accepted", number).status == 0


@dataclass
class Story:
    """What was seen: figures with key services and plainly after each step, deliveries, commands that failed, and answers."""

    all: Parties
    happened: list[Case] = field(default_factory=list)
    seen: dict[str, tuple[Figures, Figures]] = field(default_factory=dict)
    folders: dict[str, Path] = field(default_factory=dict)
    failed: dict[str, Said] = field(default_factory=dict)
    answers: dict[str, dict[str, Any]] = field(default_factory=dict)
    rotated: str = ""
    lines: list[dict[str, Any]] = field(default_factory=list)

    def saw(self, step: str, plain: Home) -> None:
        self.seen[step] = everything(self.all.home), everything(plain)


def changed(some: list[Case]) -> list[Case]:
    """A month later: one decision was another day, one sending was not so, one open case is decided, and there is a new one."""
    later = list(some)
    later[1] = replace(some[1], decided="2024-02-27")
    later[2] = replace(some[2], sent="")
    later[4] = replace(some[4], decided="2024-03-11")
    return [*later, Case(len(some), "2024-03-04", "2024-03-06", "2024-03-08", "2024-03-20")]


def once_more(some: list[Case]) -> list[Case]:
    """And another: one more was decided, and there is one more."""
    later = list(some)
    later[8] = replace(some[8], decided="2024-04-10")
    return [*later, Case(len(some), "2024-04-02", "2024-04-03", "2024-04-05", "2024-04-09")]


def bad_rows(case: Case) -> tuple[tuple[str, ...], ...]:
    """Rows of politie with an identifier wherever none belongs."""
    bsn, pv, _ = case.at_politie
    return (
        ("w1", bsn, "01-02-2024 09:00", bsn, pv, "Noord"),  # as a code
        ("w2", "A", bsn, bsn, pv, pv),  # as a time, and as a category
        ("w3", "H", "01-02-2024 09:00", pv, bsn, "Noord"),  # as each other
        (bsn, "X", pv, bsn, pv, bsn),
    )


PACKING, NAMING = "ketenmonitor.source.pack.packed", "ketenmonitor.source.pack.naming"
EVALUATING, OUTBOX = "ketenmonitor.source.pseudonymising", "ketenmonitor.source.sending"
TROUBLE = {
    "pack": (f"{PACKING}:translate:raise", f"{PACKING}:write_files:crash", f"{NAMING}:blinded_batches:raise",
             f"{PACKING}:write_files:kill"),
    "pseudonymise": (f"{EVALUATING}:write_whole:raise", f"{EVALUATING}:write_whole:crash", f"{EVALUATING}:write_whole:kill"),
    "send": (f"{OUTBOX}:put_in_outbox:raise", f"{OUTBOX}:put_in_outbox:crash", f"{OUTBOX}:put_in_outbox:kill"),
}  # fmt: skip


def with_trouble(story: Story, name: str, until: str, url: str) -> Path:
    """One delivery for which every step fails in every way before it succeeds."""
    all, mapping = story.all, story.all.folder / name / "mapping.toml"
    where = ("--mapping", mapping)

    def fails(what: str, *words: object, broken: str = "") -> None:
        story.failed[f"{words[0]} {name} {what}"] = all.run(*words, broken=broken)

    all.mapping(name, url)
    for broken in TROUBLE["pack"]:
        fails(broken, "pack", mapping, "--until", until, broken=broken)
    packed = all.run("pack", mapping, "--until", until, "--json")
    assert packed.status == 0, packed.text
    folder = all.folder / name / "out" / packed.data["delivery_id"]
    for broken in TROUBLE["pseudonymise"]:
        fails(broken, "pseudonymise", folder, *where, broken=broken)
    all.mapping(name, url, certificate="expired")
    fails("expired", "pseudonymise", folder, *where)
    fails("expired", "send", story.folders[f"first {name}"], *where)
    all.mapping(name, url)
    made = all.run("pseudonymise", folder, *where, "--json")
    assert made.status == 0, made.text
    for broken in TROUBLE["send"]:
        fails(broken, "send", folder, *where, broken=broken)
    sent = all.run("send", folder, *where, "--json")
    assert sent.status == 0, sent.text
    return folder


def other_purpose(story: Story, url: str) -> None:
    """A delivery of om for another purpose, sent to a monitor that has this one."""
    all = story.all
    folder = all.finished("om", FEBRUARY, url, purpose="recidive")
    said = all.run("send", folder, "--mapping", all.folder / "om" / "mapping.toml", "--json")
    story.answers["other purpose"] = {"exit": said.status, **said.data["deliveries"][0]}
    story.folders["other purpose"] = Path(shutil.copytree(folder, all.folder / "copies" / "other"))
    assert all.run("pack", all.folder / "om" / "mapping.toml", "--forget", folder.name).status == 0


def posted(story: Story, server: Server, who: str, content: bytes) -> dict[str, Any]:
    """What a monitor answers to a zip that is sent without the program, and what became of it."""
    tls = story.all.world.caller(PARTNERS.get(who, who))
    with httpx.Client(base_url=server.address, verify=tls, timeout=60) as client:
        try:
            answer = client.post("/v1/leveringen", content=content, headers={"Content-Type": "application/zip"})
        except httpx.TransportError:  # TLS ends it
            return {"http": None}
        if answer.status_code != 202:
            return {"http": answer.status_code, **answer.json()}
        place = answer.headers["location"]
        wait_until(lambda: client.get(place).json()["status"] != "received", server)
        return {"http": 202, **client.get(place).json()}


def copied(story: Story, name: str, to: str) -> Path:
    return Path(shutil.copytree(story.folders[name], story.all.folder / "copies" / to))


def _renamed(folder: Path, name: str, all: Parties) -> None:
    """A delivery under another id, signed."""
    manifest = folder / "delivery.json"
    said = json.loads(manifest.read_text(encoding="utf-8"))
    manifest.write_text(json.dumps({**said, "delivery_id": name}), encoding="utf-8")
    sign(folder, Signer(all.secrets["politie"]))


def refusals(story: Story, server: Server) -> None:
    """Who sends what is another's, what was sent before, what was changed, or with what has expired."""
    all = story.all
    old = zipped(story.folders["second politie"])
    story.answers["by another"] = posted(story, server, "om", old)
    story.answers["again"] = posted(story, server, "politie", old)
    anew = copied(story, "third politie", "anew")
    said = (anew / "delivery.sig").read_bytes()
    _renamed(anew, "anew", all)
    (anew / "delivery.sig").write_bytes(said)
    story.answers["under a new id, not signed anew"] = posted(story, server, "politie", zipped(anew))
    _renamed(anew, "anew", all)
    story.answers["under a new id"] = posted(story, server, "politie", zipped(anew))
    bent = copied(story, "third politie", "bent")
    content = bytearray((bent / "events.parquet").read_bytes())
    content[len(content) // 2] ^= 1
    (bent / "events.parquet").write_bytes(content)
    _renamed(bent, "bent", all)
    story.failed["send changed"] = all.run("send", bent, "--mapping", all.folder / "politie" / "mapping.toml")
    story.answers["changed"] = posted(story, server, "politie", zipped(bent))
    all.mapping("politie", server.address, certificate="expired")
    words = ("send", copied(story, "third politie", "late"), "--mapping", all.folder / "politie" / "mapping.toml")
    shutil.rmtree(
        all.folder / "politie" / "state" / "outbox"
    )  # it would be told what became of it, without a connection
    story.failed["send expired"] = all.run(*words)
    story.answers["expired"] = posted(story, server, "expired", old)


def anothers_activities(story: Story, url: str) -> None:
    """Om has a definition of its own, by which what politie reports is its."""
    all, place = story.all, story.all.folder / "chain.toml"
    own = CHAIN.replace('[activities.aangifte]\npartner = "politie"', '[activities.aangifte]\npartner = "om"')
    mapping = all.mapping("om", url, period="late")
    text = (
        mapping.read_text(encoding="utf-8")
        .replace("../chain.toml", "../own.toml")
        .replace('B1 = "besluit"', 'B1 = "aangifte"')
    )
    place.with_name("own.toml").write_text(own, encoding="utf-8")
    mapping.write_text(
        text.replace('object = "parket"', 'object = { strafzaak = "parket", melding = "pv" }'), encoding="utf-8"
    )
    packed = all.run("pack", mapping, "--until", APRIL, "--full", "--json")
    assert packed.status == 0, packed.text
    folder = all.folder / "om" / "out" / packed.data["delivery_id"]
    assert all.run("pseudonymise", folder, "--mapping", mapping).status == 0
    said = all.run("send", folder, "--mapping", mapping, "--json")
    story.answers["activities of another"] = {"exit": said.status, **said.data["deliveries"][0]}
    story.folders["activities of another"] = folder


def nobody_answers(story: Story, services: Any, server: Server) -> None:
    """At the end both services and the monitor die, in the midst of what they do; who asks them is told so."""
    all, case = story.all, cases(1)[0]
    write_extracts(all.folder, [*story.happened, Case(40, "2024-05-02")], more=bad_rows(case))
    mapping = all.mapping("politie", server.address, period="late")
    packed = all.run("pack", mapping, "--until", "2024-06-01", "--json")
    story.lines = server.lines()
    os.kill(services[0].process.pid, signal.SIGABRT)
    services[1].kill()
    os.kill(server.process.pid, signal.SIGABRT)
    for one in (services[0].process, server.process):
        one.wait(30)
    all.mapping("politie", "http://localhost:1", period="late")
    folder = all.folder / "politie" / "out" / packed.data["delivery_id"]
    story.failed["pseudonymise nobody"] = all.run("pseudonymise", folder, "--mapping", mapping, broken=INTERRUPTED)
    story.failed["pack pending"] = all.run("pack", mapping)


@contextmanager
def told(folder: Path) -> Iterator[Story]:
    """The whole story."""
    with parties(folder) as everybody, everybody.services() as services, everybody.monitor() as server:
        plain = Plain(everybody, folder / "plain", make_home(folder / "plain-monitor", [folder / "chain.toml"]))
        story, url = Story(everybody), server.address
        story.happened = cases(16)
        write_extracts(folder, story.happened)
        for name in PARTNERS:
            story.folders[f"first {name}"] = everybody.delivered(name, FEBRUARY, url)
        plain.deliver(story.happened, FEBRUARY)
        story.saw("first", plain.home)
        other_purpose(story, url)
        story.happened = changed(story.happened)
        write_extracts(folder, story.happened, more=bad_rows(story.happened[3]))
        for name in PARTNERS:
            story.folders[f"second {name}"] = with_trouble(story, name, MARCH, url)
        plain.deliver(story.happened, MARCH)
        story.saw("second", plain.home)
        said = everybody.run("rotate", everybody.home.path, "proef", "--to", "late", "--services", *everybody.urls)
        assert said.status == 0, said.text
        story.rotated = said.text
        story.saw("rotated", plain.home)
        story.happened = once_more(story.happened)
        write_extracts(folder, story.happened)
        for name in PARTNERS:
            story.folders[f"third {name}"] = everybody.delivered(name, APRIL, url, period="late")
        plain.deliver(story.happened, APRIL)
        story.saw("third", plain.home)
        refusals(story, server)
        story.saw("refused", plain.home)
        anothers_activities(story, url)
        nobody_answers(story, services, server)
    yield story
