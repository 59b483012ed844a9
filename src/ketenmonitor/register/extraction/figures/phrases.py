"""Noun phrases, as far as small words show where they begin and end: no grammar of Dutch, but enough to name a thing.

In: a piece of a sentence. Out: the phrases before its end, the nearest last, or the one with which it begins. Promise: a phrase holds at
least one word that names something; it has no article in front, no verb in it and nothing loose at its end.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from ketenmonitor.register.extraction.figures import words as say
from ketenmonitor.register.extraction.text.data import table

TOKEN = re.compile(
    r"\d+-\s(?:tot|en)\s\d+-[a-z]+|\d+-[a-zà-ÿ]{3,}|[A-Za-zÀ-ÿ][\w’'.-]*[\w]|[A-Za-zÀ-ÿ]|\d[\d.,]*|[^\s\w]"
)
MOST_WORDS = 9
DEFINITE = ("de", "het", "deze", "alle")
MANY = ("aantal", "voorraad", "percentage", "stroom", "totaal", "achterstand", "online")
ARTICLES = ("de", "het", "een", "deze", "die", "dit", "dat")


@dataclass(frozen=True)
class Phrase:
    """A phrase, the preposition that governs it, and whether it reaches to the very end of the piece it was found in."""

    words: tuple[str, ...]
    preposition: str | None
    at_end: bool

    @property
    def text(self) -> str:
        """The phrase without its article."""
        first = 1 if self.words and self.words[0].lower() in ARTICLES else 0
        return " ".join(self.words[first:])

    @property
    def has_article(self) -> bool:
        """Whether an article says that it is a thing."""
        return self.words[0].lower() in ARTICLES and len(self.words) > 1

    @property
    def head(self) -> str:
        """The noun it is about: the word before its first preposition."""
        own = self.text.split()
        until = next((at for at, word in enumerate(own) if at and word.lower() in _joins("prepositions")), len(own))
        return own[until - 1].lower() if own else ""


@cache
def _ends() -> frozenset[str]:
    return frozenset(" ".join(table("figure_phrase_words")["ends"].values()).split())


@cache
def _joins(name: str) -> frozenset[str]:
    return frozenset(table("figure_phrase_words")["joins"][name].split())


def is_empty(phrase: Phrase) -> bool:
    """Whether the head of a phrase says nothing alone ("een bedrag"), with nothing behind it."""
    return phrase.head in _joins("empty_heads") and phrase.text.split()[-1].lower() == phrase.head


def phrases(text: str) -> list[Phrase]:
    """The noun phrases of a piece, in order."""
    found: list[Phrase] = []
    held: list[str] = []
    governed: str | None = None
    pending: str | None = None
    before = ""
    for match in TOKEN.finditer(text):
        word = match[0]
        kind = "ends" if before == "te" else _kind(word, word.lower(), bool(held))
        if kind == "names" and word[0].islower() and _has_noun(held):
            kind = "ends"
        before = word.lower()
        if kind == "ends" or (kind == "begins" and held and held[-1].lower() not in _joins("prepositions")):
            found.extend(_closed(held, governed, False))
            held, pending = [], None
        if kind == "joins" and not held:
            pending = before
        elif kind != "ends":
            governed, pending = (governed, None) if held else (pending, None)
            held.append(word)
    found.extend(_closed(held, governed, True))
    return found


def _has_noun(held: list[str]) -> bool:
    """Whether the phrase has its noun: after "de" or "het" an adjective ends in e, so the first word that does not is the noun, and a
    word behind it is a verb; unless the noun is a number of things ("het aantal meldingen")."""
    if len(held) < 2:
        return False
    last = held[-1].lower()
    since = next((at for at, word in enumerate(reversed(held)) if word.lower() in DEFINITE), None)
    joined = any(word.lower() in _joins("prepositions") for word in held[len(held) - (since or 0) :])
    is_noun = not last.endswith("e") and not say.PARTICIPLE.fullmatch(last) and not last.endswith(MANY)
    return since is not None and since > 0 and not joined and is_noun


def _kind(word: str, small: str, inside: bool) -> str:
    """What a word does to a phrase: joins, begins, names or ends. "OM" is a name, "om" is not."""
    if word.isupper() and len(word) > 1:
        return "names"
    if small in _joins("prepositions"):
        return "joins"
    if small in _joins("determiners") and not (small in ("die", "dat") and inside):
        return "begins"
    if not re.search("[^\\W\\d_]", word) or small in _ends():
        return "ends"
    return "names"


def _closed(held: list[str], governed: str | None, at_end: bool) -> list[Phrase]:
    """The phrase of the words held, trimmed; nothing where no word of it names a thing."""
    loose = _joins("prepositions") | _joins("determiners")
    words = list(held)
    while words and words[-1].lower() in loose:
        words.pop()
    if not any(len(word) > 1 and word.lower() not in loose for word in words):
        return []
    return [Phrase(tuple(words[-MOST_WORDS:] if len(words) > 14 else words), governed, at_end)]


def phrase_at(text: str) -> Phrase | None:
    """The phrase with which a piece begins, if it begins with one; its own preposition is left out."""
    first = TOKEN.search(text)
    if first is None or text[: first.start()].strip() or _kind(first[0], first[0].lower(), False) == "ends":
        return None
    found = phrases(text)
    return Phrase(found[0].words[:MOST_WORDS], found[0].preposition, False) if found else None
