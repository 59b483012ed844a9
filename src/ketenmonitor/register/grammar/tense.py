"""Whether the words around a moment speak of the past.

In: folded text and a place in it. Out: yes or no. Promise: only the clause around the place is looked at, and a word of the
future in it decides.
"""

from __future__ import annotations

import re

_EDGE = re.compile(r"[.;:?!,(](?: |$)|(?<!\w)(?:dat|die|om|waarin|waarbij|maar|zodat|omdat)(?!\w)")
_PAST = re.compile(
    r"(?<!\w)(?:heeft|hebben|heb|hebt|had|hadden|werd|werden|was|waren|ging|gingen|kwam|kwamen|vond|vonden|stuurde|verzocht|verzochten|nam|namen|bleek|bleken|gaf|gaven|deed|deden|sprak|spraken|bezocht|kreeg"
    r"|kregen|liet|lieten|bood|zag|zagen|bracht|brachten|stelde|besloot|besloten|startte|publiceerde|organiseerde|meldde|bleef|begon"
    r"|(?:is|zijn|ben)(?= [^.;]{0,80}(?:gestart|begonnen|verschenen|gepubliceerd|verzonden|verstuurd|aangenomen|ingediend|gegaan"
    r"|geweest|gehouden|aangeboden|besproken|geinformeerd|toegezegd|opgericht|gesloten|ontvangen|gestuurd|vastgesteld|beeindigd))"
    r"|eerder|destijds|toenmalige|reeds|al eerder|onlangs|recent)(?!\w)"
)
_FUTURE = re.compile(
    r"(?<!\w)(?:zal|zullen|zult|ga|gaat|gaan|word|wordt|worden|verwacht|verwachten|verwachting|streef|streven|voornemens|uiterlijk|gepland"
    r"|planning|komt|komen|kan|kunnen|moet|moeten|wil|willen|informeer|informeren|stuur|sturen|ontvangt|beoogd|beoogt|start|begint)(?!\w)"
)
# The farthest that a clause reaches to either side.
_REACH = 160


def speaks_of_past(folded: str, begin: int, end: int) -> bool:
    """Whether the clause around a moment has a verb of the past and none of the future."""
    before = folded[max(0, begin - _REACH) : begin]
    after = folded[end : end + _REACH]
    edges = list(_EDGE.finditer(before))
    edge = _EDGE.search(after)
    clause = f"{before[edges[-1].end() if edges else 0 :]} {after[: edge.start() if edge else _REACH]}"
    return _PAST.search(clause) is not None and _FUTURE.search(clause) is None
