"""The headings of a written consultation: parts, parties, subjects, and the word that opens an answer.

In goes a paragraph, out comes what kind of heading it is, if any. The words are those of the house style of such papers.
"""

from __future__ import annotations

import re

from ketenmonitor.register.extraction.consultation.speaker import is_asked, speaks
from ketenmonitor.register.extraction.text.pdf_paragraphs import Paragraph

_OFFICE = r"(?:ministers?|staatssecretaris(?:sen)?|bewindspers(?:oon|onen)|bewindslieden|regering|kabinet)"
_PART = r"^(?:[IVX]{1,4}|\d)?[.)]?\s*(?:Vragen en opmerkingen vanuit de fracties|Volledige agenda|Inhoudsopgave)\s*$"
_REPLY_PART = (
    rf"^(?:[IVX]{{1,4}}|\d)?[.)]?\s*(?:Antwoord(?:en)?|Reactie|Beantwoording)\b[^.?]{{0,30}}\bvan (?:de |het )?{_OFFICE}\b"
    r"[^.?:]{0,60}$"
    r"|^B(?:RIEF|rief) (?:VAN|van) (?:DE |de )?(?:MINISTERS?|STAATSSECRETARIS(?:SEN)?|[Mm]inisters?|[Ss]taatssecretaris(?:sen)?)\b[^.?:]{0,140}$"
)
_PARTY = (
    r"^(?:[IVX]{1,4}|\d)?[.)]?\s*(?:(?:Vragen(?: en (?:opmerkingen|antwoorden))?|Opmerkingen|Inbreng|Reactie op|Antwoord(?:en)? op)\b"
    r"[^.?]{0,60}\bvan (?:de |het )?(?:leden|lid|fractie)\b[^.?]{2,80})$"
)
_OPENS_ANSWER = rf"^(?:Antwoord|Reactie|Beantwoording)(?:\s+van (?:de |het )?{_OFFICE}[^:.?]{{0,60}})?\s*(?::|$)\s*"
ALONE = re.compile("|".join((_PART, _REPLY_PART, _PARTY, _OPENS_ANSWER + "$")))
REPLY_PART = re.compile(_REPLY_PART)
OPENS_ANSWER = re.compile(_OPENS_ANSWER)
_IS_PART, _IS_PARTY = re.compile(_PART), re.compile(_PARTY)
_WHO = re.compile(
    r"\bvan (?:de |het )?(?:"
    r"(?:leden|lid) van (?:de |het )?fractie(?:[- ](?:van (?:de |het )?)?)(?P<a>[^.?]+?)"
    r"|(?:leden|lid) van (?:de |het )?(?P<b>[^.?]+?)[- ]fractie"
    r"|(?:leden|lid) van (?:de |het )?(?P<c>[Gg]roep[ -][^.?]+?)"
    r"|fractie van (?:de |het )?(?P<d>[^.?]+?)"
    r"|lid (?P<e>[^.?]+?)"
    r")\s*(?:,? en (?:de )?(?:reactie|antwoord|beantwoording)\b.*)?$"
)
_BULLET = re.compile(r"^\s*(?:[•●▪◦\uf0b7\uf0a7–—-]|\d{1,2}[.)]|[a-z][.)])\s")
_ENDS_A_SENTENCE = re.compile(r"[.!?;:,][»”’\"'‘)\]]*\s*\d{0,3}$")


def is_party_heading(text: str) -> bool:
    """Whether it is the heading under which a party asks."""
    return bool(_IS_PARTY.match(text))


def is_part_heading(text: str) -> bool:
    """Whether it is the heading of a part: of the questions, or of the replies."""
    return bool(_IS_PART.match(text) or REPLY_PART.match(text))


def asker(text: str) -> tuple[str, str] | None:
    """Who asks under a party heading, as one names them, and the party: ("ABC-fractie", "ABC"), ("Groep Jansen", "Groep Jansen")."""
    match = _WHO.search(text)
    if match is None:
        return None
    name = next(value for value in match.groups() if value).strip()
    if match["c"] or match["e"]:
        return name, name
    return f"{name}-fractie", name


def is_subject(paragraphs: list[Paragraph], i: int) -> bool:
    """Whether a paragraph is the heading of a subject: short, no sentence, and what follows is a party that speaks."""
    text = paragraphs[i].text.text
    short = (
        len(text) <= 220 and paragraphs[i].lines <= 3 and not _ENDS_A_SENTENCE.search(text) and not _BULLET.match(text)
    )
    if not short or text[:1].islower() or is_asked(text) or OPENS_ANSWER.match(text):
        return False
    following = next((each.text.text for each in paragraphs[i + 1 :] if each.note is None), "")
    return speaks(following) > 0 or is_party_heading(following)
