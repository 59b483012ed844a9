"""A text as it is compared: no capitals, no marks on letters, one way to write what sounds the same to everybody.

Comes in: what a person or program typed. Goes out: small letters a-z, spaces and the signs that part names. The promise:
pure functions; the same name in two keyboards and two encodings comes out alike.
"""

from __future__ import annotations

import re
import unicodedata

# Letters that Unicode does not take apart into a letter and a mark.
ALONE = str.maketrans(
    {"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ĳ": "ij"}
)
QUOTES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "ʼ": "'"})
DASHES = re.compile("[\u2010-\u2015\u2212]")
SPACES = re.compile(r"\s+")


def folded(text: str) -> str:
    """Small letters without marks; quotes, dashes and spaces each in one form."""
    # Before normalising: a loose acute stands for an apostrophe, and would be a space with a mark.
    plain = text.translate(QUOTES).casefold().translate(ALONE)
    apart = unicodedata.normalize("NFKD", plain)
    bare = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return SPACES.sub(" ", DASHES.sub("-", bare.translate(ALONE))).strip()


def letters(text: str) -> str:
    """Only the letters; the Dutch ij is a y, as half the registers write it."""
    return re.sub("[^a-z]", "", text).replace("ij", "y")
