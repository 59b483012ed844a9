"""Identifiers, written in one way: so that two partners who write the same one differently get the same pseudonym.

Comes in: a kind and a text as it stands in a system. Goes out: the text that is hashed, or why there is none. The promise: the
same identifier gives the same text whatever its spaces, dashes, dots, capitals and lost leading zeros; what fails the check of
its kind gives none; nothing here repeats an identifier in a message.

    bsn            9 digits that pass the elfproef: 8 with a lost zero too       Wet algemene bepalingen burgerservicenummer
    skn            7 to 15 digits                                                Besluit identiteitsvaststelling
    parketnummer   10/456789-26 is 10-456789-26                                  Openbaar Ministerie
    pv-nummer      PL07B3 2023123456-1 is PL07B3-2023123456-1                    police
    cjib-nummer    16 digits                                                     CJIB
    ecli           ECLI:NL:HR:2026:123                                           ECLI:NL
    oin            20 digits                                                     OIN-stelsel
    any other      a text: one form of Unicode (NFC), one space between words, capitals
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

# Why there is no text.
ABSENT, MALFORMED, FAILS_CHECK = "no-identifier", "identifier-malformed", "identifier-fails-check"
SHOWN = 2  # signs that a mask leaves

BETWEEN = re.compile(r"[\s./_-]+")
DASHES = re.compile("[\u2010-\u2015\u2212]")  # that text processors put for a hyphen
SKN, OIN, CJIB = re.compile(r"[0-9]{7,15}"), re.compile(r"[0-9]{20}"), re.compile(r"[0-9]{16}")
PARKETNUMMER = re.compile(r"([0-9]{2})([0-9]{6})([0-9]{2})")
PV = re.compile(r"PL([0-9A-Z]{4})[ -]?([0-9]{4})[ -]?([0-9]{6})(?:[ -]?0*([0-9]+))?")
ECLI = re.compile(r"ECLI:[A-Z]{2}:[A-Z][A-Z0-9]{1,6}:[0-9]{4}:[A-Z0-9.]{1,25}")
BSN = re.compile(r"[0-9]{7,9}")
WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)


def normalised(kind: str, written: str | None) -> tuple[str | None, str | None]:
    """The text that stands for an identifier of this kind, or the reason why there is none."""
    text = plain(written or "")
    if not text:
        return None, ABSENT
    read = OF_KIND.get(kind)
    return read(text) if read else (text, None)


def plain(written: str) -> str:
    """A free text in one form: NFC, trimmed, one space between words, capitals."""
    return " ".join(unicodedata.normalize("NFC", written).split()).upper()


def mask(text: str) -> str:
    """What may be shown of an identifier: how long it is, and its last two signs."""
    return "*" * max(len(text) - SHOWN, 0) + text[-SHOWN:] if len(text) > 2 * SHOWN else "*" * len(text)


Read = tuple[str | None, str | None]


def _bsn(text: str) -> Read:
    digits = BETWEEN.sub("", _ascii(text))
    if not BSN.fullmatch(digits):
        return None, MALFORMED
    digits = digits.zfill(len(WEIGHTS))
    total = sum(int(digit) * weight for digit, weight in zip(digits, WEIGHTS, strict=True))
    return (digits, None) if total % 11 == 0 and total else (None, FAILS_CHECK)


def _digits(form: re.Pattern[str]) -> Callable[[str], Read]:
    def read(text: str) -> Read:
        digits = BETWEEN.sub("", _ascii(text))
        return (digits, None) if form.fullmatch(digits) else (None, MALFORMED)

    return read


def _parketnummer(text: str) -> Read:
    found = PARKETNUMMER.fullmatch(BETWEEN.sub("", _ascii(text)))
    return ("-".join(found.groups()), None) if found else (None, MALFORMED)


def _pv(text: str) -> Read:
    found = PV.fullmatch(_ascii(text))
    if not found:
        return None, MALFORMED
    unit, year, number, follows = found.groups()
    return f"PL{unit}-{year}{number}" + (f"-{follows}" if follows else ""), None


def _ecli(text: str) -> Read:
    joined = _ascii(text).replace(" ", "")
    return (joined, None) if ECLI.fullmatch(joined) else (None, MALFORMED)


def _ascii(text: str) -> str:
    """With plain digits and hyphens, for kinds that have no others."""
    return DASHES.sub("-", unicodedata.normalize("NFKC", text)).strip()


OF_KIND: dict[str, Callable[[str], Read]] = {
    "bsn": _bsn,
    "skn": _digits(SKN),
    "parketnummer": _parketnummer,
    "pv-nummer": _pv,
    "cjib-nummer": _digits(CJIB),
    "ecli": _ecli,
    "oin": _digits(OIN),
}
