"""Points with the field names of the official open data of Parliament: `Toezegging` and `Zaak`.

Comes in: entries. Goes out: documents, as JSON or CSV. The promise: a field with an official name (a capital first) holds what
Parliament or a paper says, or nothing; what the monitor adds stands apart, in lower case: `sleutel`, `termijn`, `bron`,
`stand_afgeleid`, `stand_officieel`, `stand_geclaimd`, `herhaald_in`, `zekerheid`;
and up to when papers were read (`gelezen`). A due moment is never put in `DatumNakoming`,
which is the day on which something was done.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from ketenmonitor.register.exports.entry import COMMITMENT, MOTION, Entry, Source, Term
from ketenmonitor.register.known import Known

# As they stand in the metadata of the open data of the Tweede Kamer.
TOEZEGGING = (
    "Id", "Nummer", "Tekst", "Status", "DatumNakoming", "KamerbriefNakoming", "ActiviteitNummer", "Naam", "Achternaam", "Initialen",
    "Tussenvoegsel", "Voornaam", "Achtervoegsel", "Titulatuur", "Functie", "Ministerie", "Aanmaakdatum", "Notities", "ToegezegdAan",
    "isHerhalingVan", "isAanvullingOp", "isWijzigingVan", "GewijzigdOp", "ApiGewijzigdOp", "Verwijderd",
)  # fmt: skip
ZAAK = (
    "Id", "Nummer", "Soort", "Titel", "Citeertitel", "Alias", "Status", "Onderwerp", "GestartOp", "Organisatie", "Grondslagvoorhang",
    "Termijn", "Vergaderjaar", "Volgnummer", "HuidigeBehandelstatus", "Afgedaan", "GrootProject", "Kabinetsappreciatie",
    "Kamerstukdossier", "ZaakActor", "VervangenDoor", "GerelateerdNaar", "GewijzigdOp", "ApiGewijzigdOp", "Verwijderd",
)  # fmt: skip
SORTS = {MOTION: "Motie", "question": "Schriftelijke vragen"}
OWN = (
    "sleutel", "termijn", "bron", "stand_afgeleid", "stand_officieel", "stand_geclaimd", "herhaald_in", "zekerheid",
)  # fmt: skip
COLUMNS = (
    "sleutel", "termijn_tekst", "termijn_relatie", "termijn_vroegst", "termijn_uiterst", "termijn_precisie", "termijn_regel",
    "termijn_anker", "termijn_aannames", "bron_document", "bron_datum", "bron_bladzijde", "bron_regel", "bron_begin", "bron_eind",
    "bron_zin", "bron_adres", "stand_afgeleid", "stand_officieel", "stand_geclaimd", "stand_geclaimd_zin", "herhaald_in",
    "zekerheid_regel", "zekerheid_mate", "zekerheid_nagekeken", "gelezen_stukken", "gelezen_laatste",
)  # fmt: skip
# A cell that begins so would be computed by a spreadsheet (OWASP, CSV injection).
COMPUTED = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def official_of(entry: Entry) -> dict[str, Any]:
    """One point as a `Toezegging`, or as a `Zaak` for a motion or written questions, and what the monitor adds."""
    names = TOEZEGGING if entry.sort == COMMITMENT else ZAAK
    said = {**(_toezegging(entry) if entry.sort == COMMITMENT else _zaak(entry)), **entry.official}
    return {**{name: said.get(name) for name in names}, **_own(entry)}


def official_json(entries: Iterable[Entry], known: Known | None = None) -> bytes:
    """All points: commitments below `Toezegging`, motions and questions below `Zaak`; below `gelezen` how far the papers go."""
    found: dict[str, Any] = {"gelezen": _read(known)} if known else {}
    found |= {"Toezegging": [], "Zaak": []}
    for entry in entries:
        found["Toezegging" if entry.sort == COMMITMENT else "Zaak"].append(official_of(entry))
    return (json.dumps(found, ensure_ascii=False, indent=1) + "\n").encode()


def official_csv(entries: Iterable[Entry], entity: str, known: Known | None = None) -> bytes:
    """The points of one entity as a table: first the columns with official names, then ours; how far the papers go stands in each row."""
    names = TOEZEGGING if entity == "Toezegging" else ZAAK
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([*names, *COLUMNS])
    for entry in entries:
        if (entry.sort == COMMITMENT) == (entity == "Toezegging"):
            said = official_of(entry)
            flat = _flat(said) | {f"gelezen_{name}": value for name, value in (_read(known) if known else {}).items()}
            writer.writerow([_cell(said[name]) for name in names] + [_cell(flat[name]) for name in COLUMNS])
    return text.getvalue().encode("utf-8-sig")


def _read(known: Known) -> dict[str, Any]:
    return {"stukken": known.papers, "laatste": _iso(known.last), "zonder_datum": known.undated}


def _toezegging(entry: Entry) -> dict[str, Any]:
    return {
        "Nummer": entry.reference.get("identifier"),
        "Tekst": entry.text,
        "Status": entry.standing.official,
        "Functie": entry.who,
        "Aanmaakdatum": _iso(entry.made),
        "isHerhalingVan": None,
    }


def _zaak(entry: Entry) -> dict[str, Any]:
    dossier, _, addition = str(entry.reference.get("dossier") or "").partition("-")
    actors = (
        [{"ActorNaam": entry.who, "ActorFractie": entry.party, "Relatie": "Indiener"}]
        if entry.who or entry.party
        else []
    )
    actors += [{"ActorNaam": name, "ActorFractie": None, "Relatie": "Gericht aan"} for name in entry.addressees]
    return {
        "Nummer": entry.reference.get("identifier"),
        "Soort": SORTS[entry.sort],
        "Titel": entry.title,
        "Onderwerp": entry.text,
        "Status": entry.standing.official,
        "Vergaderjaar": _session(entry.reference.get("session")),
        "Volgnummer": entry.reference.get("number"),
        "Kamerstukdossier": {"Nummer": dossier, "Toevoeging": addition or None} if dossier else None,
        "ZaakActor": actors,
    }


def _session(text: Any) -> str | None:
    """2025/26 as the open data has it: 2025-2026."""
    first, _, rest = str(text or "").partition("/")
    return f"{first}-{first[:2]}{rest}" if len(first) == 4 and len(rest) == 2 else (str(text) if text else None)


def _own(entry: Entry) -> dict[str, Any]:
    standing = entry.standing
    claimed = {"stand": standing.claimed, "zin": standing.claim.sentence if standing.claim else None}
    return {
        "sleutel": entry.key,
        "termijn": _term(entry.term),
        "bron": [_source(one) for one in entry.sources],
        "stand_afgeleid": standing.derived,
        "stand_officieel": standing.official,
        "stand_geclaimd": {**claimed, "bron": _source(standing.claim) if standing.claim else None}
        if standing.claimed
        else None,
        "herhaald_in": list(entry.repeats),
        "zekerheid": {"regel": entry.rule, "mate": entry.confidence, "nagekeken": entry.is_confirmed},
    }


def _term(term: Term | None) -> dict[str, Any] | None:
    if term is None:
        return None
    return {
        "tekst": term.text, "relatie": term.relation, "vroegst": _iso(term.earliest), "uiterst": _iso(term.latest),
        "precisie": term.precision, "regel": term.rule, "anker": term.anchor, "aannames": list(term.assumptions),
    }  # fmt: skip


def _source(one: Source) -> dict[str, Any]:
    return {
        "document": one.document, "datum": _iso(one.date), "bladzijde": one.page, "regel": one.line, "begin": one.begin,
        "eind": one.end, "zin": one.sentence, "adres": one.address or None,
    }  # fmt: skip


def _flat(said: Mapping[str, Any]) -> dict[str, Any]:
    """What the monitor adds, in columns; of the sources the first."""
    flat: dict[str, Any] = dict.fromkeys(COLUMNS)
    for part in ("termijn", "zekerheid"):
        flat |= {f"{part}_{name}": value for name, value in (said[part] or {}).items()}
    flat |= {f"bron_{name}": value for name, value in (said["bron"][0] if said["bron"] else {}).items()}
    claimed = said["stand_geclaimd"] or {}
    flat |= {name: said[name] for name in ("sleutel", "stand_afgeleid", "stand_officieel", "herhaald_in")}
    return flat | {"stand_geclaimd": claimed.get("stand"), "stand_geclaimd_zin": claimed.get("zin")}


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping) or (isinstance(value, Sequence) and not isinstance(value, str)):
        is_plain = not isinstance(value, Mapping) and all(isinstance(one, str) for one in value)
        return _cell("; ".join(value) if is_plain else json.dumps(value, ensure_ascii=False))
    text = str(value)
    is_number = isinstance(value, int | float)
    return f"'{text}" if text.startswith(COMPUTED) and not is_number else text


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
