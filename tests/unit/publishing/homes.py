"""Small made-up homes of which releases are made, so that one thing at a time can change between two of them."""

from __future__ import annotations

import json
import shutil
import tempfile
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from ketenmonitor.definition import read_definition
from ketenmonitor.publishing.asked import ask
from ketenmonitor.publishing.kept import keep
from ketenmonitor.publishing.publish import content_of, told_of
from ketenmonitor.release import Content, cells_of, datasets_of
from ketenmonitor.store import Home, open_home, publication_secrets
from tests.chain import DEFINITION, deliver, home_of, instant, received

LATER = "2025-06-01T00:00:00+02:00"
GIVEN = {"record_key": "ab" * 32, "signing_key": "cd" * 32}
N, SENT, DONE = 90, 70, 40
MADE = tempfile.TemporaryDirectory()  # each home is filled once, and copied: receiving takes longer than most tests
FILLED = Path(MADE.name)
Rows = list[tuple[Any, ...]]


def at(day: int, month: int = 1) -> str:
    return f"2024-{month:02d}-{day:02d}T09:00:00+01:00"


def police(first: int = 0, last: int = N) -> Rows:
    """Reports, and most of them sent on."""
    reported = [(f"a{n}", "aangifte", at(1 + n % 10), f"M{n}") for n in range(first, last)]
    return reported + [(f"z{n}", "inzending", at(12 + n % 8), f"M{n}") for n in range(first, min(last, SENT))]


def prosecution(first: int = 0, last: int = SENT) -> Rows:
    registered = [(f"s{n}", "inschrijving", at(14 + n % 8), f"S{n}") for n in range(first, last)]
    return registered + [(f"b{n}", "besluit", at(25 + n % 5), f"S{n}") for n in range(first, min(last, DONE))]


def links(first: int = 0, last: int = SENT) -> list[dict[str, str]]:
    same = {"from_type": "melding", "to_type": "strafzaak", "time": at(20)}
    return [{**same, "from_id": f"M{n}", "to_id": f"S{n}"} for n in range(first, last)]


def filled(folder: Path, definition: str = DEFINITION, **prosecutors: Any) -> Home:
    """A home with a delivery of each partner, received on 2 February 2024; `prosecutors` replaces parts of theirs."""
    name = sha256(repr((definition, prosecutors)).encode()).hexdigest()
    if not (FILLED / name).exists():
        home = home_of(FILLED / name, definition)
        publication_secrets(home.path, GIVEN)
        theirs = {"events": prosecution(), "links": links(), **prosecutors}
        for delivery in (deliver(FILLED, "p1", events=police()), deliver(FILLED, "o1", "om", **theirs)):
            assert received(home, delivery, "2024-02-02T09:00:00+01:00").status == "accepted"
    shutil.copytree(FILLED / name, folder, dirs_exist_ok=True)
    return open_home(folder / "home")


def publishing(*measures: str, definition: str = DEFINITION) -> str:
    """A definition that lets out totals of these measures only: what is not asked takes no time."""
    return f"{definition}\n[publication]\nmeasures = {json.dumps(measures)}\nperiods = []\n"


def adopted(home: Home, folder: Path, definition: str, day: str) -> None:
    """Adopt another version of the definition on a day."""
    source = folder / "newer.toml"
    source.write_text(definition.replace('version = "1"', 'version = "2"'), encoding="utf-8")
    home.add_definition(source, read_definition(source), instant(f"{day}T09:00:00+01:00"))


def released(home: Home, day: str) -> Content:
    """A release of this day, kept as any other but without what is drawn and typeset."""
    as_of = date.fromisoformat(day)
    asked = ask(home, "proef", as_of, instant(LATER))
    content, shown = content_of(asked, instant(LATER))
    files = {"provenance.json": json.dumps(asked.provenance).encode(), "definition.toml": asked.definition_text}
    cells, told = cells_of(datasets_of(content)), told_of(content, shown)
    keep(home.releases_path("proef"), as_of, asked.fingerprint, files, cells, told)
    return content
