"""How Dutch papers speak of motions, as data: what introduces one, what says how it fares. General words of parliament only.

Each status rule: (status, name of the rule, confidence, pattern). They are tried in this order on a sentence that speaks of a
motion and is not a question; the first that fits decides for that sentence.
"""

from __future__ import annotations

import re

# Words with a capital that can follow "motie" and are nobody's name.
_NO_NAME = (
    "tweede eerste kamer kamers staten kabinet kamerstuk kamerstukken tk ek handelingen aanhangsel nr nrs motie moties toezegging "
    "minister staatssecretaris nederland europese artikel dit deze de het een hiermee daarmee kunt bent hoe wat wanneer"
)
NO_NAME = frozenset(_NO_NAME.split())

_PARTICLES = "van de den der het ten ter te el al ben von du la le in op"
PARTICLES = frozenset(_PARTICLES.split())
PARTICLE = r"(?:(?:[Vv]an|[Dd]e|[Dd]en|[Dd]er|[Hh]et|[Tt]en|[Tt]er|[Tt]e|[Ee]l|[Aa]l|[Bb]en|[Vv]on|[Dd]u|[Ll]a|[Ll]e|in|op|['’]t)\s+)*"
_LETTER = r"[^\W\d_]"
_NAME_WORD = rf"[A-ZÀ-ÞĀ-Ž](?:{_LETTER}|[’'])*{_LETTER}"
WORD = rf"{_NAME_WORD}(?:-\s?(?:(?:[Vv]an|[Dd]e|[Tt]en|[Tt]er|[Dd]en)(?:\s+(?:der|den|de|het))?\s+)?{_NAME_WORD})*"
PARTY = r"\s*\((?P<party>(?!TK|EK|Kamerst|[^)]*\d{3})(?=[^)]*[A-Z])[A-Z0-9][\w+&]*(?:[ /-][\w+&]+){0,4})\)"
NAMELESS_PARTY = re.sub(r"\?P<party>", "?:", PARTY)
# A surname of two words ("Six Dijkstra") is one only where the next says that the names end or go on.
_SECOND = (
    rf"(?:\s(?!Kamerst|Moti|Toezegg|Tweede|Eerste|TK\b|EK\b|Handel)(?!{_NAME_WORD}\s[A-Z]){_NAME_WORD}"
    r"(?=\s*[/(,]|\s+(?:c\.?\s?s\.|en|over|om|inzake)\b))?"
)
ONE = rf"{PARTICLE}{WORD}{_SECOND}(?:{NAMELESS_PARTY})?"
TOGETHER = (
    rf"{ONE}(?:(?:\s+en\s+|\s*/\s*|\s*,\s*(?={PARTICLE}{WORD}(?:{NAMELESS_PARTY})?(?:\s*,"
    rf"|\s+en\b)))(?!{PARTICLE}(?:Kamerst|Motie|Toezegg)){ONE})*(?:\s+c\.?\s?s\.?)?"
)
MEMBER = (
    r"(?:(?:het|de)\s+)?(?:toenmalige?\s+|voormalige?\s+)?(?:(?:Tweede\s)?(?:[Kk]amer)?(?:lid|leden)|heer|mevrouw)\s+"
)

# "de moties Olm c.s. (31 234, nr. 5) en -Beuk (31 234, nr. 6)": each with its number.
_NUMBERED_ONE = rf"-?{ONE}(?:\s+c\.?\s?s\.?)?(?:\s*\([^)]*\d{{3}}[^)]*\))"
SEVERAL = re.compile(
    rf"(?<!\w)[Mm]oties(?:\s?-\s?|\s+)(?:(?:van|door)\s+(?:{MEMBER})?)?(?P<names>{_NUMBERED_ONE}(?:(?:\s*,\s*|\s+en\s+)(?:de\s+)?{_NUMBERED_ONE})+)"
)
MOTION = r"(?:Kamer)?(?<!\w)[Mm]otie(?P<many>s)?(?!\w)"
NAMED = re.compile(
    rf"(?:(?<=[Kk]amer)|(?<!\w))[Mm]otie(?P<many>s)?(?:\s?-\s?|\s+)(?:(?:van|door)\s+{MEMBER})?(?:motie-)?(?P<names>{TOGETHER})"
)
SUBMITTED = re.compile(
    rf"motie(?:,?\s+(?:die\s+)?(?:is\s+)?(?:ingediend|voorgesteld)\s+door|\s+op\s+voorstel\s+van)\s+(?:{MEMBER})?(?P<names>{TOGETHER})"
    rf"|motie\s*(?:\([^)]*\d[^)]*\)|op\s+stuk\s+nr\.\s*\d+)\s+van\s+(?:{MEMBER})(?P<names_after>{TOGETHER})"
    rf"|{MEMBER}(?P<names_in>{TOGETHER})\s+[^.;?]{{0,60}}?\b(?P<motion_in>(?:in\s+(?:hun|haar|zijn|diens)|een|de\s+volgende)\s+motie)(?!\w)(?=\s+(?:ingediend|om|over|waarin|die|gevraagd|verzocht))"
    rf"|(?:door|van|voorstel\s+van)\s+(?:{MEMBER})(?P<names_before>{TOGETHER})\s+(?:een\s+|de\s+)?(?:ingediende\s+"
    rf"|aangenomen\s+|voorgestelde\s+){{0,2}}(?P<motion>motie)(?!\w)"
)
NUMBERED = re.compile(r"(?<!\w)[Mm]otie\s+(?:met\s+)?(?:\(?\s*)?(?=(?:Kamerst|TK\s|op\s+stuk\s+nr|\d{2}\s?\d{3}\b))")
MINE = re.compile(r"(?<!\w)[Mm]ijn\s+(?:eigen\s+|aangenomen\s+|eerdere\s+)*motie(?!\w)")
ABOUT = r"(?:over|om|inzake|betreffende|aangaande|met\s+betrekking\s+tot|die|waarin|waarbij|ter|voor|tot)"
UNNAMED = re.compile(
    r"(?:(?<!\w)(?:de|een|[Dd]e|[Ee]en|Motie|aangenomen|eerdere|ingediende)\s+)*(?<!\w)(?:Kamer)?[Mm]otie"
    rf"(?=\s+(?:(?:aangenomen|ingediend|gebeurd|gedaan)\s+)?{ABOUT}(?!\w))"
)
OF_PARTY = re.compile(
    r"(?<!\w)[Mm]otie\s+(?:ingediend\s+)?(?:van|door)\s+(?:de\s+)?(?P<party>[A-Z][A-Za-z]*[A-Z0-9][A-Za-z0-9]*(?:-[A-Z]\w+)?)(?:-fractie)?(?!\w)"
)
BACK = re.compile(r"(?<!\w)(?:Kamer)?[Mm]otie(?P<many>s)?(?!\w)")

# What a motion asks, in the words after its name.
TOPIC = re.compile(
    r"^[\s,]*(?:\([^)]*\)[\s,]*)?(?:(?:aangenomen|ingediend|gebeurd|gedaan)[\s,]+)?"
    r"(?:(?:over|inzake|betreffende|aangaande|met\s+betrekking\s+tot)\s+"
    r"|(?:die|waarin|waarmee|waarbij|dat)\s+(?:[^.;?]{0,40}?)(?:vraagt|vroeg|vragen|oproept|opriep|oproepen"
    r"|verzoekt|verzocht|verzoeken|gevraagd|opgeroepen)\s+"
    r"(?:wordt\s+|werd\s+|is\s+)?(?:de\s+regering\s+)?(?:tot\s+|om\s+)?"
    r"|(?:verzoekt|vraagt|verzocht|vroeg|roept\s+op)\s+(?:de\s+regering\s+)?(?:onder\s+andere\s+)?(?:om\s+)?"
    r"|(?:heeft\s+|hebben\s+)?(?:eerder\s+)?(?:[^.;?(]{0,30}\s)?(?:opgeroepen|gevraagd|verzocht)\s+(?:om|tot)\s+"
    r"|(?:om|voor)\s+)(?P<topic>[^.;?\[]{3,400})"
)
DEFERRED = re.compile(r"(?<!\w)(?:aangehouden|ingetrokken|gewijzigde?)(?!\w)")

_GIVEN = r"(?:uitvoering|invulling|opvolging|gevolg|gehoor)"
STATUS = tuple(
    (status, rule, confidence, re.compile(pattern, re.IGNORECASE))
    for status, rule, confidence, pattern in (
        (
            "not executed",
            "declared not executed",
            0.9,
            r"\b(?:zal|zullen|kan|kunnen|wil|willen|ga|gaat|gaan|wordt|worden)\b[^.;]{0,80}\bniet\b[^.;]{0,60}\b(?:uitvoeren"
            r"|uitgevoerd|uitvoerbaar|overnemen)\b",
        ),
        (
            "not executed",
            "declared not executed",
            0.9,
            rf"\bgeen\s+(?:verdere\s+|nadere\s+)?{_GIVEN}\b|\bniet\s+uitvoerbaar\b|\bvoer(?:en|t)?\b[^.;]{{0,60}}\bniet\s+uit\b",
        ),
        ("not executed", "laid aside", 0.8, r"\bnaast\s+(?:zich|me|ons)\s+neer\b|\bniet\s+over\s+te\s+nemen\b"),
        ("not executed", "advised against", 0.85, r"\bontra(?:ad|adt|den|ding)\b"),
        (
            "not executed",
            "refused",
            0.8,
            r"\b(?:(?:zie|zien|ziet)\s+(?:ik|wij|we|het\s+kabinet)|ik\s+zie|(?:wij|we)\s+zien|kabinet\s+ziet)\s+"
            r"(?:dan\s+ook\s+|daarom\s+|nu\s+|op\s+dit\s+moment\s+)?geen\s+(?:aanleiding"
            r"|mogelijkheid|mogelijkheden|reden|noodzaak|ruimte)\b",
        ),
        (
            "done",
            "declared settled",
            0.97,
            r"\bals\s+(?:(?:hiermee|daarmee)\s+)?(?:afgedaan|uitgevoerd|voldaan|afgehandeld)\b|\bafgedaan\b|\bdo(?:e|en"
            r"|et)\b[^.;]{0,160}\baf(?![^\W\d])(?=[\W\d]*$|\W*\[)|\bafgehandeld\b|\bgestand\b",
        ),
        (
            "done",
            "carried out by this",
            0.9,
            rf"\b(?:hiermee|daarmee|hierbij|hierdoor|(?:met|middels|via|door)\s+(?:deze|dit|onderstaande|bovenstaande|bijgaande)\s+\w+)\b"
            rf"[^.;]{{0,120}}\b(?:{_GIVEN}|uitgevoerd|voldaan)\b|\bis\b[^.;]{{0,40}}\bvoldaan\b|\bstaand\s+beleid\b",
        ),
        (
            "in progress",
            "being carried out",
            0.9,
            rf"\b(?:wordt|worden|word)\b[^.;]{{0,120}}\b(?:{_GIVEN}\s+gegeven|uitgevoerd|opgepakt|uitgewerkt|voorbereid)\b",
        ),
        (
            "done",
            "has been carried out",
            0.85,
            rf"\b(?:is|zijn|heb|heeft|hebben)\b[^.;]{{0,160}}(?:\b{_GIVEN}\s+gegeven\b|\buitgevoerd\b|\bgerealiseerd\b)",
        ),
        (
            "done",
            "parliament was informed of it",
            0.6,
            r"\b(?:is|bent|zijn|heb|heeft)\b[^.;]{0,80}\bgeïnformeerd\s+over\s+(?:de\s+(?:uitvoering|afdoening"
            r"|opvolging)\s+van\s+)?(?:de\s+|deze\s+)?motie",
        ),
        (
            "done",
            "was carried out",
            0.6,
            r"\b(?:voerden?|werd|werden)\b[^.;]{0,80}\b(?:ter|in)\s+(?:uitvoering|opvolging|navolging)\s+van\b",
        ),
        (
            "in progress",
            "in execution of it",
            0.8,
            rf"\b(?:ter|in)\s+(?:uitvoering|opvolging|navolging)\s+van\b|\b(?:geef|geven|geeft)\b[^.;]{{0,80}}\b{_GIVEN}\b"
            rf"|\buitvoering\s+(?:te\s+)?geven\b|\bvoer(?:en|t)?\b[^.;]{{0,80}}\buit\b",
        ),
        (
            "in progress",
            "in line with it",
            0.7,
            r"\b(?:in\s+lijn\s+met|conform|overeenkomstig|in\s+overeenstemming\s+met|naar\s+aanleiding\s+van"
            r"|als\s+(?:vervolg|uitvloeisel)\s+(?:op|van)|op\s+basis\s+van|mede\s+dankzij)\b",
        ),
        (
            "in progress",
            "taken along",
            0.7,
            r"\b(?:meenemen|meegenomen|neem|nemen|betrek|betrekt|betrekken|betrokken)\b|\b(?:zal|zullen|ga|gaan)\b"
            r"|\boordeel\s+(?:aan\s+de\s+)?kamer\b|\b(?:momenteel|op\s+dit\s+moment|thans)\b",
        ),
    )
)
# In the answer to a question about a motion, these say that the work goes on though the motion is not named again.
# Where a sentence goes on to another motion.
ANOTHER = re.compile(
    r"(?:[,;]|\ben\b|\bmaar\b|\bterwijl\b)\s+(?=(?:(?:ook|aan|met|voor|de|een)\s+){0,3}[Mm]otie[\s-]+(?:van\s+|[A-Z]))"
)
GOES_ON = re.compile(
    r"\bin\s+(?:ontwikkeling|voorbereiding|uitvoering)\b|\b(?:nog\s+)?niet\s+(?:afgerond|gereed|voltooid)\b"
    r"|\b(?:wordt|worden)\s+(?:momenteel|thans|op\s+dit\s+moment|nu)\b|\b(?:momenteel|thans"
    r"|op\s+dit\s+moment)\s+(?:wordt|worden|werk|werken|loopt|lopen)\b"
    r"|\b(?:wordt|worden)\s+(?:er\s+)?gewerkt\s+aan\b|\bgestart\s+(?:met|als)\b|\bwerk(?:en|t)?\s+(?:momenteel\s+"
    r"|nu\s+)?aan\b|\bverken(?:t|nen|d)?\s+(?:momenteel|thans|nu)\b"
    r"|\bnaar\s+verwachting\b|\b(?:verwacht|verwachten)\s+(?:ik|wij|we|het\s+kabinet)\b|\bzal\s+(?:hierna\s+|daarna\s+)?worden\s+bezien\b"
    r"|\beerste\s+(?:resultaten|uitkomsten|bevindingen)\b|\bnadere?\s+uitwerking\b",
    re.IGNORECASE,
)
IMPOSSIBLE = re.compile(
    r"\bniet\s+(?:mogelijk|haalbaar)\s+(?:gebleken|bevonden)\b|\b(?:bleek|blijkt)\s+(?:helaas\s+)?niet\s+(?:mogelijk|haalbaar)\b",
    re.IGNORECASE,
)
# A sentence that only tells that a motion was moved or adopted, or what it asks, says nothing of how it fares.
TAKEN_UP = re.compile(r"\b(?:ik|wij|we|kabinet)\b", re.IGNORECASE)
POINTS_BACK = re.compile(r"\b(?:deze|dit|daar\w*|hier\w*|oproep|motie|verzoek)\b", re.IGNORECASE)
# A motion by what it does: "aan dit verzoek".
REQUEST = re.compile(r"\b(?:dit|dat|het|deze|die|hun)\s+(?:verzoek|oproep|wens)\b", re.IGNORECASE)
ONLY_TOLD = re.compile(
    r"\b(?:aangenomen|verworpen|ingediend|verzoekt|verzocht|vraagt|vroeg|roept\s+op|betreft|gevraagd)\b", re.IGNORECASE
)
_EMPTY_WORDS = (
    "de het een en of om te van voor over met aan in op bij uit tot door dat die deze dit als naar ook niet nog meer alle haar zijn hun "
    "worden wordt is regering kabinet minister kamer verzoekt vraagt motie moties onder andere waarbij waarin"
)
EMPTY_WORDS = frozenset(_EMPTY_WORDS.split())
