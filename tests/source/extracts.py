"""The same cases at two partners, each written in the way of its own systems: a CSV file of politie, a SQLite database of om.

`Case` is what really happened. `written` gives the identifiers as a system writes them, `plain` as a made-up name, for the same
chain without pseudonyms of key services.
"""

from __future__ import annotations

import csv
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from tests.chain import DEFINITION
from tests.unit.keyservice.services import OTHER, SOURCE

PARTNERS = {"politie": SOURCE, "om": OTHER}
CHAIN = (
    DEFINITION.replace("[partners.politie]", f'[partners.politie]\noin = "{SOURCE}"')
    .replace("[partners.om]", f'[partners.om]\noin = "{OTHER}"')
    .replace("[objects.melding]", '[objects.melding]\nidentifier = "pv-nummer"')
    .replace("[objects.strafzaak]", '[objects.strafzaak]\nidentifier = "parketnummer"')
    + """
[objects.persoon]
partner = "politie"
identifier = "bsn"
[[links]]
from = "persoon"
to = "strafzaak"
partner = "om"
[activities.aanhouding]
partner = "politie"
object = "persoon"
[lead_times.persoon]
from = ["aanhouding"]
to = ["besluit"]
"""
)
RULES = {
    "politie": """
[[events]]
source = "zaken"
activity = { column = "code", codes = { A = "aangifte", V = "inzending", H = "aanhouding" }, ignore = ["X"] }
time = "tijd"
object = { melding = "pv", persoon = "bsn" }
id = ["nr"]
[[objects]]
source = "zaken"
type = "melding"
object = "pv"
attributes = { eenheid = "eenheid" }
""",
    "om": """
[[events]]
source = "zaken"
activity = { column = "code", codes = { I1 = "inschrijving", B1 = "besluit" } }
time = "tijd"
object = "parket"
id = ["nr"]
[[links]]
source = "zaken"
from = { type = "melding", column = "pv" }
to = { type = "strafzaak", column = "parket" }
[[links]]
source = "zaken"
from = { type = "persoon", column = "bsn" }
to = { type = "strafzaak", column = "parket" }
""",
}
SOURCES = {
    "politie": '[sources.zaken]\nfile = "zaken.csv"\ndelimiter = ";"\nformats = ["%d-%m-%Y %H:%M"]\n',
    "om": '[sources.zaken]\nsql = "SELECT * FROM zaken ORDER BY nr"\ndatabase = "OM_DATABASE"\n',
}
WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)


def bsn_like(first: int) -> str:
    """The first number from here that passes the check of a BSN."""
    while True:
        digits = f"{first:09}"
        if not sum(int(d) * w for d, w in zip(digits, WEIGHTS, strict=True)) % 11:
            return digits
        first += 1


@dataclass(frozen=True)
class Case:
    """What happened: days of March and February, as ISO dates; empty when it did not."""

    n: int
    reported: str
    sent: str = ""
    registered: str = ""
    decided: str = ""

    @property
    def bsn(self) -> str:
        return bsn_like((0 if self.n % 3 == 0 else 900_000_000) + 99_770_031 + 1_217 * self.n)  # some begin with a zero

    @property
    def pv(self) -> str:
        return f"PL07B3-2023{770_031 + self.n}"

    @property
    def parket(self) -> str:
        return f"10-{977_310 + self.n}-24"

    @property
    def plain(self) -> tuple[str, str, str]:
        """Made-up names of person, report and case."""
        return f"p{self.n}", f"m{self.n}", f"z{self.n}"

    @property
    def at_politie(self) -> tuple[str, str, str]:
        bsn, pv = self.bsn, self.pv
        return f" {bsn[:4]}.{bsn[4:6]}.{bsn[6:]}", pv.replace("-", " ", 1), ""

    @property
    def at_om(self) -> tuple[int, str, str]:
        """As numbers, which have no zero in front."""
        return int(self.bsn), f"{self.pv.lower()[:6]} {self.pv[7:11]} {self.pv[11:]}", self.parket.replace("-", "/", 1)

    @property
    def written(self) -> list[str]:
        """Every way in which something that names it may be written."""
        short = [one.replace("-", "") for one in (self.pv, self.parket)]
        kinds = [f"NL:bsn:{self.bsn}", f"NL:pv-nummer:{self.pv}", f"NL:parketnummer:{self.parket}"]
        texts = [*map(str, self.at_politie), *map(str, self.at_om), self.bsn, self.pv, self.parket, *short, *kinds]
        return [text.strip() for text in dict.fromkeys(texts) if text.strip()]


def cases(n: int) -> list[Case]:
    """Cases of January and February: one in four is not decided, and the last was not sent."""
    made = []
    for i in range(n):
        day = 1 + i % 20
        sent = f"2024-01-{day + 4:02}" if i < n - 1 else ""
        registered = f"2024-02-{day:02}" if sent else ""
        made.append(
            Case(i, f"2024-01-{day:02}", sent, registered, f"2024-02-{day + 8:02}" if registered and i % 4 else "")
        )
    return made


def politie_rows(some: list[Case], plain: bool) -> Iterator[tuple[str, ...]]:
    for case in some:
        bsn, pv, _ = case.plain if plain else case.at_politie
        for number, (code, day) in enumerate([("A", case.reported), ("H", case.reported), ("V", case.sent)]):
            if day:
                time = f"{day[8:]}-{day[5:7]}-{day[:4]} 09:{case.n:02}"
                yield f"{case.n}-{number}", code, time, bsn, pv, "Noord" if case.n % 2 else "Zuid"


def om_rows(some: list[Case], plain: bool) -> Iterator[tuple[object, ...]]:
    for case in some:
        bsn, pv, parket = case.plain if plain else case.at_om
        for number, (code, day) in enumerate([("I1", case.registered), ("B1", case.decided)]):
            if day:
                yield f"{case.n}-{number}", code, f"{day} 11:{case.n:02}:00", bsn, pv, parket


def write_extracts(
    folder: Path, some: list[Case], *, plain: bool = False, more: tuple[tuple[str, ...], ...] = ()
) -> None:
    """The extracts of both partners below a folder. `more`: rows of politie that are wrong on purpose."""
    for name in PARTNERS:
        (folder / name).mkdir(parents=True, exist_ok=True)
    with (folder / "politie" / "zaken.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerows([("nr", "code", "tijd", "bsn", "pv", "eenheid"), *politie_rows(some, plain), *more])
    place = folder / "om" / "zaken.sqlite"
    place.unlink(missing_ok=True)
    with closing(sqlite3.connect(place)) as database, database:
        database.execute("CREATE TABLE zaken (nr TEXT, code TEXT, tijd TEXT, bsn, pv TEXT, parket TEXT)")
        database.executemany("INSERT INTO zaken VALUES (?, ?, ?, ?, ?, ?)", om_rows(some, plain))
