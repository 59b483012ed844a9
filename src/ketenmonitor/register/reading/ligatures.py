"""Letters that a PDF tool broke (`eƯecten`, `VoorziƩer`) are read again, on evidence in the paper itself.

In: the raw text; out: for each odd character what it stands for, and on what evidence. A PDF may call the glyph of two letters
by the code of another character; which one depends on the font. So each odd character is put to a vote: each expansion is
tried in each word that holds it, and gets a vote for a word that stands whole elsewhere in the paper or is a common word, and
less for letters that are usual beside each other there. Letters that are missing from the paper though Dutch has many of
them count too: where no word has `ff`, something else stands for it. A small table of known defects decides when nothing
else does, marked as unsure.

Promised: no offset changes (all letters of a ligature have that of the character), and real letters stay: one that stands
where its case allows it, in a word with a capital (Łukasz, Ưng, Đỗ), or one that nothing speaks against.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass

from ketenmonitor.register.paper import Repair
from ketenmonitor.register.reading.dutch import USUAL, WORDS

# Latin letters that Dutch does not use, phonetic ones, private characters, and what stands for "unknown".
ODD = "\u0100-\u0131\u0134-\u024f\u0250-\u02af\ue000-\uf8ff\ufffd\x01-\x08\x0e-\x1f"
LETTER = "[^\\W\\d_]"
# A word is looked at from its first letter only: from each letter anew, a file that is one long word would take minutes.
AT_FIRST = f"(?<!{LETTER})"
ODD_WORD = re.compile(f"{AT_FIRST}(?<![{ODD}])(?:{LETTER}|[{ODD}])*[{ODD}](?:{LETTER}|[{ODD}])*")
CLEAN_WORD = re.compile(rf"(?<![\w{ODD}]){LETTER}{{2,}}(?![\w{ODD}])")
# Some fonts call a ligature by a plain character, which then stands between small letters (informaOe, acJe, posi&e). That is
# also how some names are written (MijnOverheid), so many words must become whole.
PLAIN_SIGN = re.compile(r"(?<=[a-z])[A-Z&%#@*+=](?=[a-z])")
PLAIN_WORD = re.compile(rf"{AT_FIRST}{LETTER}+(?:[&%#@*+=]{LETTER}+)+|\b{LETTER}*[a-z][A-Z][a-z]{LETTER}*")
FEWEST_PLAIN = 3
# Defects seen in the wild: code points of ligature glyphs cut to 16 bits (NOTES-parliament 3.1). Used when nothing else decides.
KNOWN = {"Ư": "ff", "Ɵ": "ti", "Ʃ": "tt", "ƫ": "tti", "ƞ": "tf", "Ō": "ft", "Į": "fi", "Ț": "ffi"}
# A vote for a word that stands whole in the paper, for one in the list of common words, and for a defect known elsewhere.
WHOLE, COMMON, SEEN_BEFORE = 6.0, 4.0, 3.0
# The winner must lead by this much; with one word only, it is not sure.
MARGIN = 3.0


@dataclass(frozen=True)
class Evidence:
    """What the paper and the language say: words that stand whole, letters beside letters, and letters that are missing."""

    own: frozenset[str]
    common: frozenset[str]
    threes: Counter[str]
    twos: Counter[str]
    missing: frozenset[str]

    @classmethod
    def of(cls, raw: str) -> Evidence:
        """From the words of a paper without odd characters, and the general ones."""
        words = Counter(word.lower() for word in CLEAN_WORD.findall(raw))
        common = frozenset(word.lower() for held in WORDS.values() for word in held.split())
        threes: Counter[str] = Counter()
        twos: Counter[str] = Counter()
        for word in (*words, *common):
            padded = f"^{word}$"
            threes.update(padded[at : at + 3] for at in range(len(padded) - 2))
            twos.update(padded[at : at + 2] for at in range(len(padded) - 1))
        return cls(frozenset(words), common, threes, twos, _missing(words))

    def likely(self, word: str, begin: int, length: int) -> float:
        """How usual the letters from `begin` on are beside each other: a logarithm, 0 at most."""
        padded = f"^{word.lower()}$"
        total = 0.0
        for at in range(max(0, begin - 1), min(len(padded) - 2, begin + 1 + length)):
            three = padded[at : at + 3]
            total += math.log((self.threes[three] + 0.2) / (self.twos[three[:2]] + 0.2 * 30))
        return total

    def knows(self, word: str) -> bool:
        """Whether it is a word of the paper, or a common one."""
        return word.lower() in self.own or word.lower() in self.common

    def begins(self, word: str) -> bool:
        """Whether other words begin with the same letters; a name that begins with a real odd letter reads as none does."""
        padded = f"^{word.lower()}"
        return all(self.threes[padded[at : at + 3]] for at in range(2))


def _missing(words: Counter[str]) -> frozenset[str]:
    """Pairs of letters of which the paper has none where some five were to be expected."""
    letters = sum(len(word) * times for word, times in words.items())
    text = "\n".join(words)
    return frozenset(pair for pair, usual in USUAL.items() if usual * letters / 10_000 >= 5 and pair not in text)


def repairs_of(raw: str) -> tuple[dict[str, str], tuple[Repair, ...]]:
    """What each odd character is read as, and the log of it; both empty for a paper without odd characters."""
    held: dict[str, Counter[str]] = {}
    for words, signs in ((ODD_WORD, re.compile(f"[{ODD}]")), (PLAIN_WORD, PLAIN_SIGN)):
        for word in words.findall(raw):
            for sign in set(signs.findall(word)):
                held.setdefault(sign, Counter())[word] += 1
    if not held:
        return {}, ()
    evidence = Evidence.of(raw)
    read_as: dict[str, str] = {}
    log = []
    # Those with most words first: once they are read, words with two odd characters are plain.
    for sign in sorted(held, key=lambda one: -len(held[one])):
        repair = _judged(sign, held[sign], evidence, read_as)
        if repair is not None:
            read_as[sign] = repair.read_as
            log.append(repair)
    return read_as, tuple(log)


def may_be_broken(sign: str, before: str, after: str) -> bool:
    """Whether a character stands where Dutch has no such letter; a name may begin with it, or hold it after a capital."""
    if sign.isascii() and sign.isprintable():
        return before[-1:].islower() and after[:1].islower()
    if not sign.isalpha():
        return bool(before[-1:].isalpha() or after[:1].isalpha())
    if sign.isupper():
        return bool(before) and (before[-1].islower() or bool(after[:1].islower()))
    return not (before + sign + after)[0].isupper()


def _judged(sign: str, words: Counter[str], evidence: Evidence, read_as: dict[str, str]) -> Repair | None:
    """The expansion with the most votes, if one leads."""
    inside = [word for word in words if _inside(sign, word)]
    begun = [word for word in words if not _inside(sign, word) and word[0] == sign and word[1:].islower()]
    # The others may be names; they count only where they become words.
    names = [word for word in words if word not in inside and word not in begun]
    whole = {read: _whole(sign, read, [*words], evidence, read_as) for read in USUAL}
    votes = {
        read: _votes(sign, read, [*inside, *begun], evidence, read_as)
        + WHOLE * _whole(sign, read, names, evidence, read_as)
        for read in USUAL
    }
    best, second = sorted(votes, key=lambda one: -votes[one])[:2]
    times = sum(words.values())
    if sign.isascii() and sign.isprintable():
        many = whole[best] >= FEWEST_PLAIN and whole[best] >= 0.3 * len(words) and votes[best] - votes[second] >= MARGIN
        return Repair(sign, best, times, f"{whole[best]} words are whole when it is read so", True) if many else None
    if not inside and not whole[best]:
        return None
    if whole[best] >= 2 and votes[best] - votes[second] >= MARGIN:
        return Repair(sign, best, times, f"{whole[best]} words are whole when it is read so", True)
    if best in evidence.missing and votes[best] - votes[second] >= MARGIN and len(inside) >= 3:
        return Repair(sign, best, times, f"the paper has no other {best}, and the letters beside it fit", True)
    if sign in KNOWN and votes[KNOWN[sign]] >= votes[best] - 2 * MARGIN:
        return Repair(
            sign, KNOWN[sign], times, "a defect that is known from other papers; this one does not decide", False
        )
    # A small letter may be real in a foreign word (doğa), whatever its neighbours say.
    if whole[best] or (not sign.islower() and votes[best] - votes[second] >= 2 * MARGIN):
        return Repair(sign, best, times, _deciding(len(inside) or 1), False)
    return None


def _deciding(words: int) -> str:
    return "1 word decides" if words == 1 else f"{words} words decide"


def _inside(sign: str, word: str) -> bool:
    return any(may_be_broken(sign, word[: at.start()], word[at.end() :]) for at in re.finditer(re.escape(sign), word))


def _votes(sign: str, read: str, words: list[str], evidence: Evidence, read_as: dict[str, str]) -> float:
    total = math.log(USUAL[read]) + (MARGIN if read in evidence.missing else 0.0)
    total += SEEN_BEFORE if KNOWN.get(sign) == read else 0.0
    for word in words:
        tried = _tried(sign, read, word, read_as)
        total += WHOLE if tried.lower() in evidence.own else COMMON if tried.lower() in evidence.common else 0.0
        total += evidence.likely(tried, word.index(sign) - 1, len(read))
    return total


def _whole(sign: str, read: str, words: list[str], evidence: Evidence, read_as: dict[str, str]) -> int:
    tried = {_tried(sign, read, word, read_as).lower() for word in words}
    return len(tried & (evidence.own | evidence.common))


def _tried(sign: str, read: str, word: str, read_as: dict[str, str]) -> str:
    word = word.replace(sign, read)
    return "".join(read_as.get(one, one) for one in word)
