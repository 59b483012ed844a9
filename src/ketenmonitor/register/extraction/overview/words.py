"""The words of overview tables of motions and commitments: what heads their columns, where an item was found, how it stands.

In: nothing. Out: patterns. General words of Dutch ministries; a column that none of them names is passed over.
"""

from __future__ import annotations

import re

WHAT, WHERE, STATE, BY, WHEN = "what", "where", "state", "by", "when"
_ITEM = r"(?:(?:openstaande|lopende|afgedane|nieuwe)\s+)?(?:moties?|toezegging(?:en)?)(?:\s*(?:en|of|/|&|,)\s*(?:moties?|toezegging(?:en)?))?"
# What heads each of the columns; of the last two an overview may have none.
HEADS = {
    WHAT: re.compile(
        rf"(?:korte\s+)?(?:omschrijving|onderwerp|inhoud|tekst|titel|beschrijving)(?:\s+(?:van\s+)?(?:de\s+)?{_ITEM})?|{_ITEM}",
        re.IGNORECASE,
    ),
    WHERE: re.compile(
        r"(?:datum\s*(?:en|/|&)\s*)?(?:vindplaats|bron|herkomst|kamerstuk(?:nummer|nr\.?)?)"
        r"(?:\s*(?:en|/|&)\s*(?:datum|debat|kamerstuk))?"
        r"|toegezegd\s+(?:bij|in|tijdens)|(?:datum\s*/\s*)?debat",
        re.IGNORECASE,
    ),
    STATE: re.compile(
        r"(?:huidige\s+)?(?:stand\s+van\s+zaken|status|voortgang|afdoening|stand)"
        r"(?:\s*(?:en|/|&)\s*(?:planning|status|toelichting|voortgang|afdoening))?"
        r"|wijze\s+van\s+(?:afdoening|uitvoering)",
        re.IGNORECASE,
    ),
    BY: re.compile(
        r"(?:(?:eerste\s+)?indieners?|ingediend\s+door|(?:kamer)?lid|(?:kamer)?leden|vraagstellers?)(?:\(s\))?",
        re.IGNORECASE,
    ),
    WHEN: re.compile(
        r"(?:planning|termijn|deadline|streefdatum|wanneer|gereed)|(?:verwachte?|geplande?)\s+(?:datum|afdoening|afronding|planning|reactie)"
        r"|(?:datum|moment)\s+(?:van\s+)?(?:afdoening|gereed|uitvoering)",
        re.IGNORECASE,
    ),
}
# What a row is about, at the beginning of its text.
MOTION = re.compile(r"\W*(?:de\s+)?(?:(?:gewijzigde|aangehouden|nader\s+gewijzigde)\s+)*moties?\b", re.IGNORECASE)
_OFFICE = (
    r"(?:(?:demissionair|toenmalig)e?\s+)?"
    r"(?:minister(?:-president)?|staatssecretaris|bewindspersoon|bewindslieden|bewindspersonen|kabinet|regering)"
)
PROMISED = re.compile(
    rf"\W*(?:(?P<who>(?:de|het)\s+{_OFFICE}(?:\s+(?:van|voor)\s+(?:(?!\b(?:zegt|zeggen|heeft|hebben|zal)\b)[^.;:])+?)?)"
    r"\s+(?:(?:zegt|zeggen|zegde)\b[^.;]{0,160}?\btoe\b|(?:heeft|hebben)\b[^.;]{0,160}?\btoegezegd\b|zal\b|zullen\b)"
    r"|toegezegd\s+is\b|toezegging\b)",
    re.IGNORECASE,
)
# Who does what, in whatever words: "De Minister stuurt de evaluatie".
OFFICE = re.compile(
    rf"\W*(?P<who>(?:de|het)\s+{_OFFICE}(?:\s+(?:van|voor)\s+[A-Z][\w-]*(?:(?:,|\s+en)?\s+[A-Z][\w-]*)*)?)\b",
    re.IGNORECASE,
)
NUMBER = re.compile(r"\W*(?:nr\.?\s*)?\d{1,3}\s*[.):]?\s*")
# Where it was found: debates by their sort, the numbers of papers and commitments, days.
MONTHS = "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december|jan|feb|mrt|apr|jun|jul|aug|sept?|okt|nov|dec"
DAY = rf"(?:\d{{1,2}}\s+(?:{MONTHS})\.?\s+20\d\d|\d{{1,2}}[-/]\d{{1,2}}[-/]20\d\d)"
_DEBATE = (
    r"(?:plenaire?\s+)?(?:commissiedebat|tweeminutendebat|debat|wetgevingsoverleg|notaoverleg|schriftelijk\s+overleg|algemeen\s+overleg"
    r"|begrotingsbehandeling|begrotingsdebat|vragenuur|mondelinge?\s+vragen|behandeling|dertigledendebat|hoofdlijnendebat|AO|CD|WGO|VAO|SO|NO|TMD)"
)
_SERIES = r"\d{2}\s?\d{3}(?:[\s-]+[IVX]+)?(?:\s*,\s*|\s+)?(?:nrs?\.?\s*\d{1,4}|-\s?\d{1,4}|,?\s*[A-Z]{1,2}\b)"
_PAPER = r"(?:kamerstuk(?:ken)?|TK|EK|kst\.?)\s*(?:I{1,2}\s*)?(?:20\d\d[-–/]\d{2,4}\s*,?\s*)?"
_PLACE = rf"(?:\(?{_PAPER}{_SERIES}\)?|{_SERIES}|TZ\s?20\d{{4}}-\d{{1,4}}|20\d\d[DZ]\d{{5}})"
_MET = rf"(?<![\w-]){_DEBATE}(?![\w-])(?:\s+[^.;\t]{{0,70}}?)??\s*[,(]?\s*(?:(?:van|op|d\.d\.|dd\.?)\s*)?{DAY}\)?"
_TOLD = rf"(?:{_MET}|(?:(?:brief|kamerbrief)\s+(?:van|d\.d\.)\s+)?{DAY}|{_PLACE})"
FOUND_IN = re.compile(rf"(?<![\w(]){_TOLD}(?:[\s,;/|()–-]*(?:(?:en|van|d\.d\.|op)\s+)?{_TOLD})*\)?\.?", re.IGNORECASE)

# How it stands. What is not settled, or only in part, is looked for first.
_DONE = r"(?:afgedaan|afgehandeld|nagekomen|uitgevoerd|voldaan|voltooid|afgerond|ingevuld)"
NOT_YET = re.compile(
    r"\b(?:nog\s+niet|deels|gedeeltelijk|ten\s+dele|wordt|worden|zal|zullen|kan|zodra|nadat|na\s+afronding|binnenkort)\b(?=[^.;]*\b"
    rf"{_DONE})|\b(?:deels|gedeeltelijk|ten\s+dele|nog\s+niet|niet)\s+{_DONE}",
    re.IGNORECASE,
)
SETTLED = re.compile(
    rf"^\W*(?:(?:status|stand)\s*:\s*)?(?:is\s+|reeds\s+|hiermee\s+|daarmee\s+)*{_DONE}\b"
    r"|\bbeschouw\w*\b[^.;]*\b(?:afgedaan|uitgevoerd|voldaan|nagekomen|afgehandeld)\b"
    rf"|\b(?:motie|toezegging|deze|hiermee|daarmee|is|zijn)\b[^.;]*\b(?:is|zijn|hiermee|daarmee)\b[^.;]*\b{_DONE}\b",
    re.IGNORECASE,
)
REPORTED = re.compile(
    r"^\W*(?:gereed|beantwoord|verzonden|verstuurd)\b|\b(?:de|uw)\s+kamer\s+is\b[^.;]*\bge[ïi]nformeerd\b|\bis\b[^.;]*\baan\s+(?:de|uw)\s+kamer\s+"
    r"(?:gestuurd|gezonden|aangeboden)\b",
    re.IGNORECASE,
)
REFUSED = re.compile(
    r"\b(?:wordt|worden|zal|zullen)?\s*niet\s+(?:uitgevoerd|overgenomen|uitvoerbaar|nagekomen)\b|\bgeen\s+(?:uitvoering|gevolg)\b|^\W*vervallen\b",
    re.IGNORECASE,
)
