"""The same paper with other people, parties, numbers, order and topics, and its labels carried along.

An extraction that knows a name, a number or a line of a paper scores less on the scrambled one. What is put in the place of a word has
its length and its capitals, so that lines stay as wide as they were; the general words of Dutch parliamentary papers stay.

    scrambled = scramble({"000": text, ...}, labels, regions, seed=3)   # labels: {"questions_000": [row, ...], "motions": [...], ...}
"""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.unit.register.scramble_order import moved

Labels = dict[str, list[dict[str, Any]]]
Regions = dict[str, list[list[int]]]

_VOWELS, _CONSONANTS = "aeiou", "bcdfghklmnprstvwz"
# Kept as they are: pieces of words on which papers of this sort are built, whatever they are about.
_GENERAL_PIECES = (
    "kamer brief bericht motie toezeg debat reces zomer voorjaar najaar herfst winter kwartaal halfja maand week reactie vraag vragen antwoord "
    "minister secretaris kabinet regering commissie fractie voorstel advies rapport evaluatie onderzoek verslag planning uitvoer voortgang "
    "begroting overleg wetgev besluit stukken januari februari maart april juni juli augustus september oktober november december vergader "
    "beantwoord inform termijn beschouw afgedaan afdoe wijze verwacht periode eerste tweede derde vierde vijfde volgende komende afgelopen "
    "bewindspers ministerie departement parlement staten bestuur lidstat handeling aanhangsel tabel bijlage jaarlijks uiterlijk voorbereid "
    "ontwikkel werkgroep onderdeel invulling inzet bewinds persoon justitie veilig openbaar raad rechtsp politie centrum nederland europ "
    "consultatie nader indien streven streef verkenning kwartier plan wetboek eindrapport monitor stand aanpak richtlijn verordening "
    "internet taskforce pilot actie maatregel instantie organisatie overheid gemeente programma project traject resultaat uitkomst ambt"
)
_GENERAL = tuple(_GENERAL_PIECES.split())
_PARTY = re.compile(
    r"(?m)^ ?[A-ZÀ-Þ][^\n(),]{2,40}\((?P<list>[A-Z0-9][\w-]{1,18}|Groep \w+)\)(?= *$|,| \|)"
    r"|\b(?:[Mm]otie|lid|leden|Kamerlid)\s+(?:[\w-]+\s+){1,4}\((?P<mention>[A-Z0-9][\w-]{1,18})\)|\b(?P<of>[A-Z0-9][\w-]{1,18}?)-fractie"
)
_BEFORE_PARTY = re.compile(
    r"((?:[A-ZÀ-Þ][\w'’-]+|van|de|der|den|el|el)(?:\s+(?:[A-ZÀ-Þ][\w'’-]+|van|de|der|den)){0,4})\s*\((?:[A-Z0-9][\w-]{1,18}|Groep \w+)\)"
)
_MEMBERS = re.compile(
    r"\b(?:[Mm]oties?|[Ll]id|[Ll]eden|[Kk]amerlid)[\s-]+((?:(?:van|de|der|den|en|het lid|[A-ZÀ-Þ][\w'’-]+|[,/])\s*){1,7})"
)
_ASKER = re.compile(r"^\s*([A-ZÀ-Þ][\w'’-]+(?:[ \n-]+(?:van|de|der|[A-Z]\w+))*),\s*\n?(?:[A-Z]\.)+", re.MULTILINE)
_NO_NAME = "Motie Moties Toezegging Kamer De Het Een En Van Der Den Lid Leden Groep Tweede Eerste Kamerlid Onze Wet Ik"
_NO_NAMES = set(_NO_NAME.split())
_DOSSIER = re.compile(
    r"(?<![\w.,])(\d{2})( ?)(\d{3})(?!\d)(?=(?:\s*-?[IVX]+)?\W{0,3}(?:nr|\d{1,4}\b|\())|(?<=ken II, 20\d\d[/-]\d\d, )(\d{2})( ?)(\d{3})"
)


@dataclass(frozen=True)
class Scrambled:
    """Papers by their first three letters, with labels and regions that fit them."""

    papers: dict[str, str]
    labels: Labels
    regions: Regions


def scramble(papers: Mapping[str, str], labels: Labels, regions: Regions, seed: int) -> Scrambled:
    """Other words, names and numbers first, then another order."""
    text = "\n".join(papers.values())
    parties = _parties(text, labels)
    names = {
        name
        for name in _names(papers.values(), labels)
        if not _is_general(name) and name[1:].islower() and not re.search(rf"\b{name.lower()}", text)
    } - parties
    nouns = _nouns(text) - names - parties
    other = {word: _other(word, seed) for word in (*names, *parties, *nouns)}
    pattern = re.compile(
        r"(?<![\w'’])(?:" + "|".join(sorted(map(re.escape, other), key=len, reverse=True)) + r")(?![^\W\d_])"
    )

    def translate(text: str) -> str:
        text = pattern.sub(lambda match: other[match[0]], text)
        return _DOSSIER.sub(lambda match: _other_dossier(match, seed), text)

    told = {name: [_walk(row, translate) for row in rows] for name, rows in labels.items()}
    return Scrambled(
        *moved({name: translate(text) for name, text in papers.items()}, told, regions, random.Random(seed))
    )


def _parties(text: str, labels: Labels) -> set[str]:
    """Parties where members stand before them, in lines, lists and mentions, and where fractions are named."""
    offices = {office for row in labels.get("questions_000", []) for office in row["minister"]}
    found = {match["list"] or match["mention"] or match["of"] for match in _PARTY.finditer(text)}
    found |= {row["party"] for rows in labels.values() for row in rows if isinstance(row.get("party"), str)}
    words = {word for party in found for word in party.split() if word != "Groep"}
    return {word for word in words if not re.fullmatch(r"[IVX]+|\d+", word)} - offices


def _is_general(word: str) -> bool:
    return any(piece in word.lower() for piece in _GENERAL if len(piece) > 4)


def _names(texts: Iterable[str], labels: Labels) -> set[str]:
    found = set()
    for text in texts:
        for pattern in (_BEFORE_PARTY, _MEMBERS, _ASKER):
            for match in pattern.finditer(text):
                found.update(re.findall(r"[A-ZÀ-Þ](?:[^\W\d_]|[’']){2,}", match[1]))
    for rows in labels.values():
        for row in rows:
            for person in row.get("mps") or []:
                found.update(re.findall(r"[A-ZÀ-Þ]\w{2,}", person["name"]))
            if isinstance(row.get("asker"), str) and "," in row["asker"]:
                found.update(re.findall(r"[A-ZÀ-Þ]\w{2,}", row["asker"]))
    return found - _NO_NAMES


def _nouns(text: str) -> set[str]:
    """Words of topics: long, after an article or preposition, never where a verb stands, and not general."""
    after = set(re.findall(r"\b(?:de|het|een|van|tegen|over|aan|rond)\s+([a-zë]{8,})\b", text))
    verbs = set(
        re.findall(
            r"\b(?:te|wordt|worden|is|zijn|heb|hebben|heeft|zal|zullen|kan|kunnen|ik|we|wij|moet|moeten|om)\s+(\w+)",
            text,
        )
    )
    broken = set(re.findall(r"(\w+)-\s*\n", text)) | set(re.findall(r"-\s*\n\s*(\w+)", text))
    # Words with a doubled letter that a broken ligature may stand for are left alone: text and label write them in two ways.
    plain = {word for word in after - verbs - broken if not re.search(r"ff|tt|fi|ti|ft|[^a-zë]", word)}
    return {
        word
        for word in plain
        if not any(piece in word for piece in _GENERAL)
        and not word.endswith(("lijk", "lijke", "ieke", "ige", "se", "ale", "ele", "ieve", "end", "ende", "de", "en"))
    }


def _other(word: str, seed: int) -> str:
    """A made-up word of the same length, with its capitals, its first digits and its ending."""
    keep = 2 if word.islower() else 0
    letters = []
    for at, letter in enumerate(word):
        dice = hashlib.sha256(f"{seed} {word.lower()} {at}".encode()).digest()[0]
        small = letter.lower()
        pool = _VOWELS if small in _VOWELS else _CONSONANTS if small in _CONSONANTS + "jqxy" else ""
        if not pool or at >= len(word) - keep:
            letters.append(letter)
        else:
            fresh = pool[dice % len(pool)]
            letters.append(fresh.upper() if letter.isupper() else fresh)
    return "".join(letters)


def _other_dossier(match: re.Match[str], seed: int) -> str:
    parts = [part for part in match.groups() if part is not None]
    number = int(parts[0] + parts[2])
    fresh = str(20000 + (number * 7919 + seed * 104729) % 16000)
    return f"{fresh[:2]}{parts[1]}{fresh[2:]}"


def _walk(value: Any, translate: Callable[[str], str], key: str = "") -> Any:
    """The translation of every text in a row, but not of what is one of a fixed set of values."""
    if isinstance(value, dict):
        done = {name: _walk(one, translate, name) for name, one in value.items()}
        if isinstance(done.get("dossier"), str):
            done["dossier"] = translate(done["dossier"] + ", nr. 1").removesuffix(", nr. 1")
        return done
    if isinstance(value, list):
        return [_walk(one, translate, key) for one in value]
    fixed = key in {
        "id",
        "seed",
        "kind",
        "status",
        "tier",
        "voice",
        "due_earliest",
        "due_latest",
        "type",
        "dossier",
        "session",
    }
    return translate(value) if isinstance(value, str) and not fixed else value
