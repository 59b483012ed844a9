"""The forms in which papers write references, as patterns for folded text; `references.py` reads with them.

In: nothing. Out: patterns. Promise: each begins with a word or a digit that is looked for, and every repetition is bounded.
"""

from __future__ import annotations

from ketenmonitor.register.grammar.words import pattern

START = pattern(
    r"(?<![\w/])(?:"
    r"(?P<publication>(?:kst|blg)- ?\d{5}- ?[\w-]{1,12}|(?:ah|kv|h)-[te]k-[\w-]{4,24})"
    r"|(?P<annex>aanhangsel(?: van de| der)?(?: handelingen)?)(?!\w)"
    r"|(?P<minutes>handelingen)(?= ?,? ?(?:\(?(?:tk|ek|i{1,2}|ll?|[12]))?,? ?\(?(?:vergaderjaar )?\d)"
    r"|(?P<head>kamerstuk(?:ken|nummer|nr\.?)?|kst\.|(?:tk|ek)(?=,? (?:vergaderjaar )?\d{4})|vergaderjaar(?= \d{4}))(?!\w)"
    r"|(?P<tz>tz ?20\d{4})"
    r"|(?P<id>20\d\d ?[zd]\d{5})(?!\w)"
    r"|(?P<gazette>stb\.?|staatsblad|stcrt\.?|staatscourant)(?=,? ?(?:19|20)\d\d)"
    r"|(?P<item>op stuk(?: met)? nr\.?|(?:nr\.?|nummer)(?= ?\d{1,4} \([1-3]\d ?\d{3}))"
    r"|(?P<bare>[1-3]\d ?\d{3})(?!\d)(?=[- ,]{1,3}(?:n(?:rs?|o|ummers?)[., -]|[ivxa-h]{1,5}[- ,]{1,3}(?:n(?:rs?|o|ummers?)[., -]|\d)"
    r"|\d\d,? ?nrs?[., -]|\d{1,4}\)))|(?P<dashed>[23]\d{4})(?=-\d{1,4}(?![\w-]|[.,]\d))"
    r")"
)
CHAMBER = pattern(r"[ ,]{0,3}\(?(?P<chamber>ii|ll|i|l|1|2)\)?(?![\w/]|-\d)")
SESSION = pattern(r"[ ,(]{0,3}(?:vergaderjaar )?(?P<first>(?:19|20)\d\d) ?[-/] ?(?P<second>\d{4}|\d\d)(?!\d)\)?")
DOSSIER = pattern(
    r"(?P<number>[1-3]\d ?\d{3})(?!\d)(?:(?P<gap>- ?| )(?P<suffix>[ivx]{1,5}|[a-h]|\d\d(?=,? ?n(?:rs?|o|ummers?)[., -]))(?![\w']))?(?: \(r\d{1,5}\))?"
)
NUMBERS = pattern(
    r"[ ,]{0,3}(?:n(?:rs?|o|ummers?)(?:[.,]{1,2}| |-)[ -]?(?P<list>(?:\d{1,5}|[a-z]{1,2}(?!\w))"
    r"(?:(?:,| en|,? t/m| tot en met| ?-) ?(?!(?:19|20)\d\d(?!\d))\d{1,4}(?!\d| ?\d{3}|[-/]))*)"
    r"|-(?P<dash>\d{1,4})|, (?P<letter>[a-z]{1,2})(?![\w.]))(?!\d|/)"
)
AND = pattern(r"(?: en|,|;| en in| alsmede| en kamerstuk(?:ken)?(?: ii)?) ?")
TOKEN = pattern(
    r"[ ,(:;]{0,3}(?:tz ?(?P<tz>20\d{4})(?:-|,? ?(?:nr)?\.?:? ?)(?P<number>\d{1,4})|(?P<id>20\d\d ?[zd]\d{5}))(?!\w)"
)
ITEM = pattern(r",? item (?P<item>\d{1,3})")
GAZETTE = pattern(r",? ?(?P<year>(?:19|20)\d\d),? ?(?:nr\.? ?)?(?P<number>\d{1,5})(?!\d)")
BRACKETS = pattern(r" ?\(")
