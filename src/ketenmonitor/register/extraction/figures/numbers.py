"""Numbers in words, as Dutch writes them: "zeven", "vijfentwintig", "driehonderd", "tweeduizend".

In: nothing. Out: each word with its value. Promise: "een" without accent is no number here; it is an article.
"""

from __future__ import annotations

_SMALL = [
    "nul",
    "één",
    "twee",
    "drie",
    "vier",
    "vijf",
    "zes",
    "zeven",
    "acht",
    "negen",
    "tien",
    "elf",
    "twaalf",
    "dertien",
    "veertien",
    "vijftien",
    "zestien",
    "zeventien",
    "achttien",
    "negentien",
]
_TENS = ["twintig", "dertig", "veertig", "vijftig", "zestig", "zeventig", "tachtig", "negentig"]


def _words() -> dict[str, float]:
    told: dict[str, float] = {word: float(value) for value, word in enumerate(_SMALL) if value}
    for tens, word in enumerate(_TENS, start=2):
        told[word] = tens * 10.0
        for ones in range(1, 10):
            start = "een" if ones == 1 else _SMALL[ones]
            told[start + ("ën" if start.endswith("e") else "en") + word] = tens * 10.0 + ones
    for ending, value in tuple(told.items()):
        if value >= 10 and (value < 20 or value % 10 == 0):
            told["honderd" + ending] = 100 + value
    for times, word in ((100.0, "honderd"), (1000.0, "duizend")):
        told[word] = times
        for many in range(2, 21):
            told[(_SMALL[many] if many < 20 else "twintig") + word] = many * times
    return told | {
        "eén": 1.0,
        "een half": 0.5,
        "een halve": 0.5,
        "anderhalf": 1.5,
        "anderhalve": 1.5,
        "tweeënhalf": 2.5,
        "tweeëneenhalf": 2.5,
    }


IN_WORDS = _words()
