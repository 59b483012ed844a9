"""A monitor with purposes on: who may do what, for two purposes that fit, one that is over and one for something else."""

from __future__ import annotations

import json
import os
import pwd
import shutil
from collections.abc import Collection
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ketenmonitor.access import set_up
from ketenmonitor.keys import Signer, make_key
from ketenmonitor.lawful import sign_register
from ketenmonitor.logbook import LOGS, Logbook
from ketenmonitor.store import Home, open_home, publication_secrets
from tests.certificates import OINS
from tests.chain import deliver, home_of, received
from tests.unit.publishing.homes import GIVEN
from tests.unit.web.organisations import WITH_OINS
from tests.unit.web.sites import LATE

FITS, ALSO_FITS, OVER, ELSEWHERE = "toezicht", "verslag", "verlopen", "anders"
ACTIVITY = "https://register.example.nl/verwerkingsactiviteiten/"
# What each role may do in this register.
ROLES = {
    "analyst": ("measure", "conflicts", "whatif"),
    "handler": ("case", "cases", "break-glass", "inquiry"),
    "engineer": ("receive", "deliveries"),
    "publisher": ("publish",),
    "keeper": ("rotate",),
    "linker": ("link-records",),
    "privacy_officer": ("citizen", "logs"),
    "gatekeeper": ("retention",),
    "reviewer": ("misuse",),
}
ACCOUNT = pwd.getpwuid(os.getuid()).pw_name
PUBLISHING = f'{WITH_OINS}\n[publication]\nmeasures = ["stock"]\nperiods = ["year"]\n'
FAR = {"delivered_from": "2024-01-01T00:00:00+01:00", "delivered_until": "2024-02-01T00:00:00+01:00"}
PLANTED = "geheim"  # is in every identifier of this chain
MADE = TemporaryDirectory()


def register(version: int = 1, roles: Collection[str] = tuple(ROLES), organisations: bool = True) -> str:
    """A register of purposes as a text; of the roles that are left out nobody may anything."""
    lines = ["[register]", f"version = {version}"]
    for name in (FITS, ALSO_FITS, OVER, ELSEWHERE):
        until = "2020-12-31" if name == OVER else "2099-12-31"
        lines += [
            f"[purposes.{name}]",
            f'title = "Doel {name}"',
            'ground = "Een grondslag"',
            "from = 2020-01-01",
            f"until = {until}",
        ]
        for role, operations in ROLES.items():
            named = list(operations) if name != ELSEWHERE else ["iets-anders"]
            lines += [
                "[[processing]]",
                f'purpose = "{name}"',
                f'activity = "{ACTIVITY}{name}-{role}"',
                f"operations = {named}",
            ]
            lines += [f'roles = ["{role if role in roles else "niemand"}"]']
            if role == "engineer" and organisations:
                lines += [f"organisations = {[OINS['politie']]}"]
    return "\n".join(lines).replace("'", '"') + "\n"


@cache
def signer() -> Signer:
    return Signer(make_key(Path(MADE.name) / "signing.key", "signing", b"a passphrase of tests"))


def put(home: Home, text: str) -> None:
    """Another version of the register takes the place of the one that is there."""
    place = home.path / "purposes.toml"
    place.write_text(text, encoding="utf-8")
    sign_register(place, signer())


@cache
def _filled() -> Path:
    home = home_of(Path(MADE.name), PUBLISHING)
    publication_secrets(home.path, GIVEN)
    ids = [f"{PLANTED}-m{n}" for n in range(40)]
    events = [(f"a{n}", "aangifte", f"2024-01-{n % 27 + 1:02d}T10:00:00+01:00", id) for n, id in enumerate(ids)]
    events += [(f"i{n}", "inzending", "2024-01-31T10:00:00+01:00", id) for n, id in enumerate(ids) if n % 3 == 0]
    events += [("x1", "onbekend", "2024-01-05T10:00:00+01:00", ids[0])]  # set apart
    odd = {
        "from_type": "melding",
        "from_id": ids[0],
        "to_type": "strafzaak",
        "to_id": f"{PLANTED}-z0",
        "time": "2024-01-20T10:00:00+01:00",
    }
    for delivery in (
        deliver(Path(MADE.name), "p1", events=events, made_at=LATE, **FAR),
        deliver(Path(MADE.name), "o1", "om", events=[], links=[odd], made_at=LATE, **FAR),
    ):
        outcome = received(home, delivery, LATE)
        assert outcome.status == "accepted", outcome.reasons
    return home.path


def world(folder: Path, roles: Collection[str] = tuple(ROLES), purposes: bool = True) -> Home:
    """A home of its own, in which this account has these roles for commands; without `purposes` one that did not turn them on."""
    shutil.copytree(_filled(), folder / "home")
    home = open_home(folder / "home")
    if purposes:
        turn_on(home, roles)
    return home


def turn_on(home: Home, roles: Collection[str] = tuple(ROLES)) -> None:
    """From here on purposes count in a home."""
    put(home, register())
    set_up(home, home.path / "purposes.toml", [signer().public], {role: [ACCOUNT] for role in roles})


def taken_apart(home: Home, what: str) -> Home:
    """The same home without something on which everything rests."""
    log = home.path / "log"
    if what == "log-folder":
        shutil.rmtree(log, ignore_errors=True)
        log.write_text("a file where the folder must be", encoding="utf-8")
    elif what == "log-file":
        (log / "internal.jsonl").unlink(missing_ok=True)
        (log / "internal.jsonl").mkdir(parents=True)
    elif what == "logs-gone":
        shutil.rmtree(log)
    elif what in LOGS:
        shutil.rmtree(log / what)
        (log / what).write_text("a file where the folder must be", encoding="utf-8")
    elif what == "seen":
        (log / "register.sqlite").unlink()
    elif what == "key":
        (home.path / "logbook.toml").unlink()
    elif what == "register":
        (home.path / "purposes.toml").unlink()
    elif what == "signature":
        place = home.path / "purposes.toml"
        place.write_text(place.read_text(encoding="utf-8") + "# one more line\n", encoding="utf-8")
    elif what == "settings":
        place = home.path / "monitor.toml"
        place.write_text(place.read_text(encoding="utf-8").replace("signed_by", "believed"), encoding="utf-8")
    else:
        raise AssertionError(what)
    return home


BROKEN = ("log-folder", "logs-gone", *LOGS, "key", "seen", "register", "signature", "settings")
WITHOUT_REGISTER = ("log-folder", "log-file")


def audited(home: Home) -> list[dict[str, Any]]:
    """The lines of the audit log, in order."""
    return [json.loads(record) for _, record in Logbook(home, is_begun=True).logs["audit"].records() if record]


def everything_but_the_log(home: Home) -> dict[str, int]:
    """What lies in the home, to see that nothing was done."""
    apart = ("log", "web", "lock")
    files = (one for one in home.path.rglob("*") if one.is_file() and one.relative_to(home.path).parts[0] not in apart)
    return {str(one.relative_to(home.path)): one.stat().st_size for one in files}
