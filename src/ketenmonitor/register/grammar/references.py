"""References to parliamentary papers, in all the forms in which letters write them.

In: a text. Out: every reference with the piece of text that makes it: several numbers or dossiers in one breath are several
references. Promise: dossiers as 36800-VI, sessions as 2025/26 (an odd session is kept as it is printed), what the text does
not say is None; page numbers, annexes, money, telephone numbers and articles of law are no part of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ketenmonitor.register.grammar import reference_forms as forms
from ketenmonitor.register.grammar.words import fold
from ketenmonitor.register.items import Reference
from ketenmonitor.register.traced import Traced

# A list of numbers longer than this is a misreading (a range over two dossiers), not a list of papers.
_MOST_NUMBERS = 30


@dataclass(frozen=True)
class _Found:
    begin: int
    end: int
    reference: Reference


def references(text: Traced) -> list[tuple[Reference, Traced]]:
    """Every reference in the text, in order, with its piece of text."""
    folded = fold(text.text)
    out: list[tuple[Reference, Traced]] = []
    end = 0
    for match in forms.START.finditer(folded):
        if match.start() < end:
            continue
        for one in _read(text.text, folded, match):
            out.append((one.reference, text[one.begin : one.end]))
            end = one.end
    return out


def _read(text: str, folded: str, match: re.Match[str]) -> Iterator[_Found]:
    kind = match.lastgroup
    if kind == "publication":
        yield from _publication(text, match)
    elif kind == "gazette":
        yield from _gazette(text, folded, match)
    elif kind == "item":
        yield from _on_paper(text, folded, match)
    elif kind in ("tz", "id"):
        yield from _token(text, folded, match.start(), match.start(), None)
    elif kind in ("bare", "dashed"):
        yield from _papers(text, folded, match.start(), match.start(), {})
    else:
        yield from _headed(
            text, folded, match, {"annex": "aanhangsel", "minutes": "handelingen"}.get(kind or "", "kamerstuk")
        )


def _headed(text: str, folded: str, match: re.Match[str], kind: str) -> Iterator[_Found]:
    """After "Kamerstukken", "Aanhangsel" or "Handelingen": chamber, session, and what papers."""
    at = match.end()
    known: dict[str, str] = {"kind": kind}
    if match[0] in ("tk", "ek"):
        known["chamber"] = "II" if match[0] == "tk" else "I"
    chamber = forms.CHAMBER.match(folded, at)
    if chamber:
        known["chamber"], at = "II" if chamber["chamber"] in ("ii", "ll", "2") else "I", chamber.end()
    session = forms.SESSION.match(folded, at)
    if session:
        known["session"], at = f"{session['first']}/{session['second'][-2:]}", session.end()
    if kind == "handelingen" and forms.DOSSIER.match(folded, _skip(folded, at)):
        known["kind"] = "kamerstuk"  # cited as minutes, numbered as a paper
    found = list(_token(text, folded, match.start(), at, known.get("session")))
    found = found or list(_papers(text, folded, match.start(), _skip(folded, at), known))
    yield from found


def _skip(folded: str, at: int) -> int:
    gap = re.compile(r"[ ,(:]{0,3}").match(folded, at)
    return gap.end() if gap else at


def _papers(text: str, folded: str, begin: int, at: int, known: dict[str, str]) -> Iterator[_Found]:
    """Dossiers with their numbers: 29 628 en 28 844, nr. 905; 31950, nr. 74 en 28628, nr. 129; or numbers alone."""
    dossiers: list[str] = []
    while True:
        dossier = forms.DOSSIER.match(folded, at) if known.get("kind", "kamerstuk") == "kamerstuk" else None
        if dossier:
            name, stop = _dossier(text, dossier)
            dossiers, at = [*dossiers, name], stop
        numbers = forms.NUMBERS.match(folded, at) or (None if dossier else forms.NUMBERS.match(folded, max(0, at - 1)))
        end = numbers.end() if numbers else at
        and_more = forms.AND.match(folded, end)
        more = and_more is not None and _more(folded, and_more.end(), known)
        if numbers or (dossiers and not more):
            yield from _numbered(text, folded, begin, end, dossiers, numbers, known)
            dossiers = []
        if not and_more or not more:
            return
        at = and_more.end()
        begin = begin if dossiers else at


def _more(folded: str, at: int, known: dict[str, str]) -> bool:
    dossier = forms.DOSSIER.match(folded, at)
    return dossier is not None and (forms.NUMBERS.match(folded, dossier.end()) is not None)


def _dossier(text: str, match: re.Match[str]) -> tuple[str, int]:
    number = match["number"].replace(" ", "")
    suffix = match["suffix"]
    # "29 628 i" is no dossier VI: after a space only capitals count.
    if suffix and "-" not in match["gap"] and not suffix.isdigit() and not text[slice(*match.span("suffix"))].isupper():
        return number, match.end("number")
    return (f"{number}-{suffix.upper()}", match.end()) if suffix else (number, match.end())


def _numbered(
    text: str,
    folded: str,
    begin: int,
    end: int,
    dossiers: list[str],
    numbers: re.Match[str] | None,
    known: dict[str, str],
) -> Iterator[_Found]:
    kind = known.get("kind", "kamerstuk")
    listed = _listed(numbers) if numbers else [None]
    item = forms.ITEM.match(folded, end) if kind == "handelingen" else None
    end = item.end() if item else end
    named: Sequence[str | None] = dossiers or [None]  # a paper without a dossier
    for dossier in named:
        for number in listed:
            letter = number.upper() if isinstance(number, str) else f"item {item['item']}" if item else None
            yield _Found(
                begin,
                end,
                Reference(
                    kind,
                    text[begin:end],
                    known.get("session"),
                    dossier,
                    number if isinstance(number, int) else None,
                    letter,
                    known.get("chamber"),
                ),
            )


def _listed(match: re.Match[str]) -> list[int | str | None]:
    """The numbers of "nrs. 12, 13 en 15 t/m 17"; a letter (Eerste Kamer) as it is."""
    if match["dash"]:
        return [int(match["dash"])]
    if match["letter"] or not match["list"][0].isdigit():
        return [match["letter"] or match["list"]]
    out: list[int | str | None] = []
    for gap, digits in re.findall(r"(t/m|tot en met|-)? *(\d+)", match["list"]):
        number = int(digits)
        last = out[-1] if out else None
        if gap and isinstance(last, int) and last < number <= last + _MOST_NUMBERS:
            out += range(last + 1, number + 1)
        else:
            out.append(number)
    return out


def _token(text: str, folded: str, begin: int, at: int, session: str | None) -> Iterator[_Found]:
    """Commitments (TZ202603-130), cases (2025Z18295) and documents (2025D04328)."""
    match = forms.TOKEN.match(folded, at)
    if match is None:
        return
    piece = text[begin : match.end()]
    if match["tz"]:
        number = int(match["number"])
        reference = Reference("toezegging", piece, session, None, number, f"TZ{match['tz']}-{number:03d}")
    else:
        name = match["id"].replace(" ", "").upper()
        reference = Reference("zaak" if "Z" in name else "document", piece, session, None, None, name)
    yield _Found(begin, match.end(), reference)


def _publication(text: str, match: re.Match[str]) -> Iterator[_Found]:
    """The identifiers of officielebekendmakingen.nl."""
    name = match[0].replace(" ", "")
    piece = text[match.start() : match.end()]
    parts = name.split("-")
    if parts[0] in ("kst", "blg"):
        suffix = "-".join(part.upper() for part in parts[2:-1])
        dossier = f"{parts[1]}-{suffix}" if suffix else parts[1]
        number = int(parts[-1]) if parts[-1].isdigit() else None
        reference = Reference("kamerstuk", piece, None, dossier, number, name)
    else:
        kind = {"ah": "aanhangsel", "kv": "zaak", "h": "handelingen"}[parts[0]]
        session = f"{parts[2][:4]}/{parts[2][6:8]}" if re.fullmatch(r"\d{8}", parts[2]) else None
        number = int(parts[3]) if len(parts) > 3 and parts[3].isdigit() else None
        reference = Reference(kind, piece, session, None, number, name, "II" if parts[1] == "tk" else "I")
    yield _Found(match.start(), match.end(), reference)


def _gazette(text: str, folded: str, match: re.Match[str]) -> Iterator[_Found]:
    found = forms.GAZETTE.match(folded, match.end())
    if found:
        name = "Stcrt." if match[0].startswith(("stc", "staatsc")) else "Stb."
        identifier = f"{name} {found['year']}, {found['number']}"
        reference = Reference(
            "staatsblad", text[match.start() : found.end()], None, None, int(found["number"]), identifier
        )
        yield _Found(match.start(), found.end(), reference)


def _on_paper(text: str, folded: str, match: re.Match[str]) -> Iterator[_Found]:
    """ "op stuk nr. 13", "nr. 80 (36 600-VI)": the number first, the dossier in brackets if it is said."""
    number = re.compile(r" {0,3}(\d{1,4})(?!\d)").match(folded, match.end())
    if number is None:
        return
    end, dossier = number.end(), None
    brackets = forms.BRACKETS.match(folded, end)
    inside = forms.DOSSIER.match(folded, brackets.end()) if brackets else None
    if inside:
        dossier, end = _dossier(text, inside)
        end += folded[end : end + 1] == ")"
    yield _Found(match.start(), end, Reference("kamerstuk", text[match.start() : end], None, dossier, int(number[1])))
