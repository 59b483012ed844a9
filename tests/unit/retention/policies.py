"""A table of retention for the small chain, and a monitor with something of everything in it."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from ketenmonitor.retention import Applied, Policy, adopt, apply, plan, policy_of
from ketenmonitor.store import Home, open_home
from tests.chain import deliver, home_of, instant, received

TABLE = """
[policy]
chain = "proef"
version = "1"
set_apart = "P3Y"

[rules.onopgelost]
object = "melding"
article = "Sr art. 70"
reference = "jci1.3:c:BWBR0001854&artikel=70"
where = { eenheid = "Noord" }
not_happened = ["besluit"]
then = "keep"

[rules.melding]
object = "melding"
article = "Wpg art. 8 en 14"
reference = "jci1.3:c:BWBR0022463&artikel=8"
period = "P5Y"
then = "remove"
kept = "P5Y"

[rules.zaak]
object = "strafzaak"
article = "Wjsg art. 39c"
reference = "BWBR0014194"
start = ["besluit"]
counts_from = "last"
period = "P5Y"
then = "destroy"
"""
BY, OTHER = "eerste", "tweede"
BEFORE, AFTER_5, AFTER_10 = (f"{year}-06-01T12:00:00+02:00" for year in (2028, 2029, 2034))
# What goes first, what goes later, and what stays; long enough to be found nowhere by chance.
OLD_REPORT, OLD_CASE, UNSOLVED, OPEN_CASE = (
    "MELDING-oud-7f3a9",
    "ZAAK-oud-5c1d2",
    "MELDING-noord-88b1",
    "ZAAK-open-e4a07",
)


def day(n: int, hour: int = 9) -> str:
    return f"2024-01-{n:02d}T{hour:02d}:00:00+01:00"


def police(folder: Path, delivery_id: str = "p1", **said: object) -> Path:
    events = [
        {"event_id": f"{OLD_REPORT}-1", "activity": "aangifte", "time": day(2), "object_id": OLD_REPORT},
        {"event_id": f"{OLD_REPORT}-2", "activity": "inzending", "time": day(3), "object_id": OLD_REPORT},
        {"event_id": f"{OLD_REPORT}-3", "activity": "onbekend", "time": day(3), "object_id": OLD_REPORT},
        {"event_id": "u1", "activity": "aangifte", "time": day(4), "object_id": UNSOLVED},
    ]
    objects = [
        {"object_type": "melding", "object_id": OLD_REPORT, "eenheid": "Zuid"},
        {"object_type": "melding", "object_id": UNSOLVED, "eenheid": "Noord"},
    ]
    return deliver(folder, delivery_id, events=events, objects=objects, **said)


def prosecution(folder: Path, delivery_id: str = "o1", **said: object) -> Path:
    events = [
        ("b1", "inschrijving", day(5), OLD_CASE),
        (f"{OLD_CASE}-2", "besluit", day(6), OLD_CASE),
        ("b3", "inschrijving", day(7), OPEN_CASE),
    ]
    links = [
        {"from_type": "melding", "from_id": OLD_REPORT, "to_type": "strafzaak", "to_id": to, "time": day(5)}
        for to in (OLD_CASE, OPEN_CASE)
    ]
    return deliver(folder, delivery_id, "om", events=events, links=links, **said)


def filled(folder: Path, *moments: str) -> tuple[Home, Policy]:
    """A monitor with two deliveries, a refused one, and the table adopted; applied at these moments."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copytree(_made(*moments), folder / "home")
    home = open_home(folder / "home")
    return home, policy_of(home, "proef")


@cache
def _made(*moments: str) -> Path:
    """The same, made once: filling takes longer than most tests."""
    if not moments:
        return _filled(Path(tempfile.mkdtemp())).path
    home, policy = filled(Path(tempfile.mkdtemp()), *moments[:-1])
    applied(home, policy, moments[-1])
    return home.path


def _filled(folder: Path) -> Home:
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    home = home_of(folder)
    assert received(home, police(folder)).status == "accepted"
    assert received(home, prosecution(folder)).status == "accepted"
    assert received(home, police(folder, "geweigerd", kind="deel")).status == "refused"
    (folder / "retention.toml").write_text(TABLE, encoding="utf-8")
    adopt(home, "proef", folder / "retention.toml")
    return home


def applied(home: Home, policy: Policy, at: str) -> Applied:
    found = plan(home, policy, instant(at))
    return apply(home, policy, instant(at), BY, found.code)
