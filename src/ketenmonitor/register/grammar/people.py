"""Who: members of Parliament with their party, groups, and ministers, as papers name them.

In: a text. Out: people with the piece of text that names them. Promise: a name is read by its form (het lid X, de leden X en
Y, X c.s., X (PARTY), X, A.B.), never from a list of persons; a party in brackets is kept as it is printed; what holds an
office and no name has the office as its name.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources

from ketenmonitor.register.items import Person
from ketenmonitor.register.traced import Traced

_PARTICLE = r"(?:van den|van der|van de|van 't|van het|van|von|de la|de|den|der|ten|ter|te|el|al|la|le|op den|op de|in 't|'t|Vd|vd)"
_CAPITAL = r"[A-ZÀ-ÖØ-ÞŠŽŁĲ][\w'’]{1,30}"
_LAST = rf"(?:(?i:{_PARTICLE}) ){{0,2}}{_CAPITAL}(?:-(?:(?i:{_PARTICLE}) ){{0,2}}{_CAPITAL}){{0,2}}"
_FIRST = rf"(?:(?:{_CAPITAL}|[A-Z]\.(?:[A-Z]\.){{0,4}})[ -]){{0,3}}"
_PARTY = r"\((?P<party>[A-Z0-9][\w/ -]{0,30}|Groep [\w-]{2,30})\)"
_NAMED = re.compile(
    rf"(?<!\w)(?!(?:Moties?|Amendement(?:en)?|Toezegging(?:en)?|Lid|Leden|Kamerl\w+)\b)(?P<name>{_FIRST}{_LAST})(?: c\.s\.)? ?{_PARTY}"
)
_LISTED = re.compile(rf"(?<!\w)(?P<name>{_LAST}), (?P<initials>[A-Z]\.(?: ?[A-Z]\.){{0,4}})(?!\w)")
_MEMBERS = re.compile(
    r"\b(?:(?:[Hh]et|[Dd]e|[Vv]an|door) )?(?P<kind>[Ll]id|[Ll]eden|[Kk]amerlid|[Kk]amerleden|[Tt]weede [Kk]amerlid|[Mm]otie[s]?|[Aa]mendement)[ -]"
)
_ONE = re.compile(rf"(?P<name>{_LAST})(?P<cs> c\.s\.)?(?: ?{_PARTY})?")
_NEXT = re.compile(r"(?:, | en |/)(?:(?:van )?het lid |de leden )?")
_GROUP = re.compile(
    r"\b(?P<party>[A-Z0-9][\w/-]{1,30}?|[Gg]roep [A-Z][\w-]{2,30}|lid [A-Z][\w-]{2,30})-(?:Kamer)?fractie\b"
    r"|\bfracties?(?:-| )(?:van (?:de |het )?)?(?P<of>[A-Z0-9][\w/-]{1,30})"
)
# Offices: short forms as the ministry writes them, and the words; an office that follows "van" runs as long as capitals do.
_SHORT = r"(?:[MS](?:JenV|BZK|AenM|SZW|VWS|OCW|FIN|EZ|DEF|BZ|IenW|VRO|Azie|RB)|MP)"
_DEPARTMENT = rf"{_CAPITAL}(?:(?:, | en | )(?:{_CAPITAL})){{0,4}}"
_OFFICE = re.compile(
    rf"\b(?P<short>{_SHORT})\b|\b(?P<office>[Mm]inister-president|(?:[Mm]inister|[Ss]taatssecretaris)(?:sen|s)?)"
    rf"(?: (?:van|voor) (?P<dept>{_DEPARTMENT})| (?P<bare>{_DEPARTMENT}))?"
)
_BRACKETED = re.compile(
    rf"(?<!\w)(?P<name>{_FIRST}{_LAST}) ?\((?P<office>(?:minister|staatssecretaris)(?:[ ,]{{1,3}}(?:minister|staatssecretaris))*[^)]{{0,60}})\)"
)
# Words with a capital at the start of a sentence that are no names.
_NO_NAMES = {
    "De",
    "Het",
    "Een",
    "In",
    "Op",
    "Van",
    "Kamer",
    "Tweede",
    "Eerste",
    "Motie",
    "Moties",
    "Lid",
    "Leden",
    "Kamerlid",
    "Toezegging",
}


@cache
def parties() -> dict[str, str]:
    """Every known party name, folded -> the name as it is listed first."""
    file = resources.files("ketenmonitor.register.grammar") / "parties.toml"
    listed = tomllib.loads(file.read_text(encoding="utf-8"))["party"]
    return {name.lower(): one["name"] for one in listed for name in (one["name"], *one.get("aliases", ()))}


def surname(name: str) -> str:
    """The surname in a name as papers write it, with its particles in lower case: "Jan van den Berg" and "Berg, J. van den"."""
    name = re.sub(r"\(.*?\)|\bc\.s\.|^(?:[Hh]et lid|[Dd]e leden|[Kk]amerlid|[Mm]otie[- ])\s*", " ", name).strip()
    if "," in name:
        last, _, rest = name.partition(",")
        particle = re.search(rf"(?:^|\s)({_PARTICLE})$", rest.strip(), re.IGNORECASE)
        return f"{particle[1].lower()} {last.strip()}" if particle else _with_particle(last.strip())
    found = re.search(rf"(?:^|[\s.])((?:{_PARTICLE}\s)+\S.*)$", name, re.IGNORECASE)
    if found:
        return _with_particle(found[1])
    words = [word for word in name.split() if not re.fullmatch(r"(?:[A-Za-z]\.)+", word)]
    return words[-1] if words else name


def _with_particle(name: str) -> str:
    return re.sub(rf"^((?:{_PARTICLE}\s)+)", lambda found: found[1].lower(), name, flags=re.IGNORECASE)


def members(text: Traced) -> list[tuple[Person, Traced]]:
    """Members of Parliament: het lid X, de leden X en Y, X (PARTY), X c.s., X, A.B."""
    found: dict[int, tuple[int, Person]] = {}
    for match in _NAMED.finditer(text.text):
        if not _NO_NAMES.issuperset(match["name"].split()) and not match["party"].startswith(("minister", "staats")):
            found[match.start()] = match.end(), Person(match["name"], match["party"])
    for match in _LISTED.finditer(text.text):
        found.setdefault(match.start(), (match.end(), Person(match[0])))
    taken = {at for begin, (end, _) in found.items() for at in range(begin, end)}
    read = 0
    for match in _MEMBERS.finditer(text.text):
        # A list of names is read once, also where "het lid" stands again inside it.
        run = _run(text.text, match.end()) if match.end() > read else {}
        found |= {at: one for at, one in run.items() if at not in taken}
        read = max([read, *(end for end, _ in run.values())])
    return [(person, text[begin:end]) for begin, (end, person) in sorted(found.items())]


def _run(text: str, at: int) -> dict[int, tuple[int, Person]]:
    """The names after "de leden": as many as follow each other."""
    out: dict[int, tuple[int, Person]] = {}
    while (match := _ONE.match(text, at)) and not _NO_NAMES.issuperset(match["name"].split()):
        out[match.start()] = match.end(), Person(match["name"], match["party"])
        more = _NEXT.match(text, match.end())
        if more is None:
            break
        at = more.end()
    return out


def groups(text: Traced) -> list[tuple[str, Traced]]:
    """Parliamentary groups: de D66-fractie, de fractie van de VVD, Groep Jansen."""
    return [(match["party"] or match["of"], text[match.start() : match.end()]) for match in _GROUP.finditer(text.text)]


def officials(text: Traced) -> list[tuple[Person, Traced]]:
    """Ministers and state secretaries: by name with the office in brackets, by office, or by the short form of a ministry."""
    found: dict[int, tuple[int, Person]] = {}
    for match in _BRACKETED.finditer(text.text):
        role = re.split("[ ,]", match["office"])[0]
        found[match.start()] = match.end(), Person(match["name"], None, role)
    taken = {at for begin, (end, _) in found.items() for at in range(begin, end)}
    for match in _OFFICE.finditer(text.text):
        if match.start() not in taken:
            role = match["short"] or match["office"].lower()
            found[match.start()] = match.end(), Person(match[0], None, role)
    return [(person, text[begin:end]) for begin, (end, person) in sorted(found.items())]


def people(text: Traced) -> list[tuple[Person, Traced]]:
    """Members and officials together, in order of place."""
    return sorted([*members(text), *officials(text)], key=lambda one: one[1].begin)
