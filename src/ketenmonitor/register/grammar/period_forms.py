"""The forms in which a text names a unit of the calendar, as patterns for folded text; `periods.py` reads with them.

In: nothing. Out: patterns. Promise: a figure, the number of a paper and a session (2025/26) are no year; every repetition is
bounded.
"""

from __future__ import annotations

from ketenmonitor.register.grammar.calendar import tables
from ketenmonitor.register.grammar.words import any_of, pattern

_YEAR = r"(?:19|20)\d\d(?!\w|/ ?\d|-\d|[.,]\d)"
_PARTS = {
    "MONTH": any_of(tables()["months"]),
    "SHORT": any_of(tables()["short_months"]),
    "SEASON": any_of(tables()["seasons"]),
    "ORD": r"(?:eerste|tweede|derde|vierde|laatste|[1-4] ?(?:e|ste|de))",
    "AND": r"(?:en|of|dan wel|en/of|tot en met|t/m)",
    "RECESS": r"(?:zomer|mei|kerst|herfst|voorjaars|krokus)",
    # A unit that is counted from the day of the paper: deze maand, volgend kwartaal, afgelopen jaar.
    "THIS": r"(?:dit|deze|het lopende|de lopende|het huidige|dit lopende|het)",
    "NEXT": r"(?:(?:het |de )?(?:eerst)?(?:aan)?(?:volgende|komende|volgend|komend))",
    "LAST": r"(?:(?:het |de )?(?:vorige|vorig|afgelopen|voorbije))",
}
CORE = pattern(
    r"(?<![\w/.,-])(?:"
    r"(?P<day>\d{1,2})(?:e|ste|de)?(?: ?(?P<dayto>-|t/m|tot en met|en|of) ?(?P<day2>\d{1,2})(?:e|ste|de)?)?"
    r" (?P<daymonth><MONTH>|(?:<SHORT>)\.?)(?![\w])"
    r"|(?P<isoy>20\d\d)-(?P<isom>\d\d)-(?P<isod>\d\d)(?![\w-])"
    r"|(?P<dmyd>\d{1,2})(?P<dmysep>[-/])(?P<dmym>\d{1,2})(?P=dmysep)(?P<dmyy>20\d\d)(?![\w-])"
    r"|(?P<yearfirst>20\d\d)[ -]?q(?P<yearq>[1-4])(?!\w)"
    r"|(?P<from>20\d\d) ?- ?(?P<to>20\d\d)(?![\w/,-]|[.,]\d)"
    r"|(?P<year><YEAR>)"
    r"|q ?(?P<q>[1-4])(?: ?(?:/|-|en|of|<AND>) ?q?(?P<q2>[1-4]))?(?!\w)"
    r"|h(?P<h>[12])(?= ?20\d\d)"
    r"|kw(?:artaal)? ?(?P<kw>[1-4])(?!\w)"
    r"|(?P<qord><ORD>)(?: <AND> (?:het )?(?P<qord2><ORD>))? kwartaal(?!\w)"
    r"|(?P<hord><ORD>)(?: (?:jaar)?helft(?= (?:van|in|20)|[ .,;:)]|$)| ?half ?jaar)(?!\w)(?! van (?!het|dit|volgend|komend|vorig|afgelopen|20))"
    r"|(?P<recess><RECESS>)-? ?reces(?:sen)?(?!\w)"
    r"|(?P<anyrecess>reces)(?!\w)"
    r"|(?P<season><SEASON>)(?:maanden|periode)?(?![\w-])(?:(?: van)? (?P<overyear>20\d\d) ?[/-] ?(?:20)?\d\d(?!\w))?"
    r"|(?P<feast>prinsjesdag|jaarwisseling|jaareinde|nieuwjaar|kerst|kerstmis)(?![\w-])"
    r"|(?:(?P<this><THIS>)|(?P<next><NEXT>)|(?P<last><LAST>)) (?P<rel>week|maand|kwartaal|half ?jaar|(?:kalender)?jaar)(?!\w)"
    r"|(?P<month><MONTH>)(?: ?/ ?(?P<month2><MONTH>))?(?![\w-])"
    r"|(?P<short><SHORT>)\.?(?= (?:van )?<YEAR>| j\.?l\.| a\.?s\.)"
    r")",
    YEAR=_YEAR,
    **_PARTS,
)
TAIL = pattern(
    r"(?: van het (?P<anyyear>jaar)(?! ?\d|\w)|,? (?:(?:van|in|nog) )?(?:het (?:kalender)?jaar )?"
    r"(?P<year>(?:19|20)\d\d)(?P<mark>\d{1,2})?(?!\w|/ ?\d|-\d)"
    r"|(?: van)? '(?P<short>\d\d)(?!\w)"
    r"|,? ?(?:(?:van|in|nog) )?(?:(?P<this>dit|het lopende|dit lopende|het huidige)"
    r"|(?P<next>het volgende|het komende|volgend|komend|aankomend|aanstaand)"
    r"|(?P<last>het vorige|vorig|afgelopen|het afgelopen)) (?:kalender)?jaar(?!\w))",
    YEAR=_YEAR,
)
TAG = pattern(
    r"(?:,? ?\(?(?P<past>j\.?l\.?(?!\w{2})|laatstleden|jongstleden|ll\.)\)?|,? ?\(?(?P<next>a\.?s\.?(?!\w)|aanstaande|eerstkomend)\)?)(?![a-z])"
)
