"""How a name sounds, for finding the same name in another spelling: Meijer and Meyer, Achmed and Ahmed, Yusuf and Joesoef.

Comes in: a name of letters only. Goes out: a short key. The promise: what Dutch ears hear alike has the same key. The key
is for comparing and for looking in the right place; names with the same key need not be the same.
"""

from __future__ import annotations

import re

# In this order: longer spellings first, and what later steps would otherwise take apart.
SPELLINGS = (
    ("x", "ks"),
    ("^(mc|mac)", "mk"),
    ("tsj|tch|tsch|cz|cs", "tj"),
    ("sch(?=[^aeiouy]|$)", "s"),
    ("sch|sg", "sx"),
    ("sj|sh", "sj"),
    ("dzj|dj|gj", "j"),
    ("ph", "f"),
    ("th|dt|d$|tt$", "t"),
    ("kh|gh|ch|g", "x"),
    ("ck|q|c(?=[^eiy]|$)", "k"),
    ("c", "s"),
    ("v|w", "f"),
    ("z", "s"),
    ("^y(?=[aeou])", "j"),
    ("^(ou|oe|u)(?=[aeiou])", "f"),
)
RULES = tuple((re.compile(spelling), sound) for spelling, sound in SPELLINGS)
DOUBLED = re.compile(r"(.)\1+")
VOWELS = re.compile("[aeiouy]+")


def sound(name: str | None) -> str | None:
    """Consonants as they sound, in order; of vowels only that the name begins with one."""
    if not name:
        return None
    text = name
    for spelling, heard in RULES:
        text = spelling.sub(heard, text)
    # An h is heard at the beginning only, and transcriptions differ about it: Fatiha, Fatia
    text = text[:1] + text[1:].replace("h", "")
    begins = "a" if VOWELS.match(text) else ""
    return DOUBLED.sub(r"\1", begins + VOWELS.sub("", text)) or text
