"""Raw text -> lines that can be read: broken letters mended, and characters that look alike made the same.

Promised: as many lines as in the raw text; each character of a line has the offset of the raw character it stands for.
"""

from __future__ import annotations

import re
import unicodedata

from ketenmonitor.register.paper import Repair
from ketenmonitor.register.reading.ligatures import ODD, Evidence, may_be_broken, repairs_of
from ketenmonitor.register.reading.text import traced_lines
from ketenmonitor.register.traced import Traced

# What never means anything else: forms of letters and of white space, and bullets of symbol fonts.
PLAIN: dict[str, str] = {
    "\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl", "\ufb05": "st", "\ufb06": "st",
    "\u00a0": " ", "\u2007": " ", "\u2009": " ", "\u200a": " ", "\u202f": " ", "\u2002": " ", "\u2003": " ", "\v": " ",
    "\u200b": "", "\u200c": "", "\u200d": "", "\u2060": "", "\ufeff": "", "\f": "", "\u0085": " ",
    "\u2010": "-", "\u2011": "-", "\uf0b7": "•", "\uf0a7": "•", "\uf0d8": "•", "\uf02d": "-",
}  # fmt: skip
SOFT_HYPHEN = "\u00ad"
COMBINED = re.compile("[a-zA-Z][\u0300\u0301\u0302\u0303\u0308\u0327\u030c]")


def repaired(raw: str) -> tuple[tuple[Traced, ...], tuple[Repair, ...]]:
    """The lines of a raw text, repaired, and the log of what was uncertain enough to need evidence."""
    read_as, log = repairs_of(raw)
    single = "".join(map(re.escape, (*PLAIN, SOFT_HYPHEN, *read_as)))
    signs = re.compile(f"{COMBINED.pattern}|[{single}]")
    evidence = Evidence.of(raw) if read_as else None
    return _without_margin(tuple(_mended(line, signs, read_as, evidence) for line in traced_lines(raw))), log


def _without_margin(lines: tuple[Traced, ...]) -> tuple[Traced, ...]:
    """The lines without the white margin that all of them have: tools that keep the layout of a page leave one."""
    margin = min((len(line.text) - len(line.text.lstrip(" ")) for line in lines if line.text.strip()), default=0)
    return tuple(line[margin:] for line in lines) if margin > 1 else lines


def _mended(line: Traced, signs: re.Pattern[str], read_as: dict[str, str], evidence: Evidence | None) -> Traced:
    """One line. Runs between signs are taken as they are, for most lines hold none."""
    text: list[str] = []
    at: list[int] = []
    end = 0
    for match in signs.finditer(line.text):
        begin = match.start()
        text.append(line.text[end:begin])
        at.extend(line.at[end:begin])
        read = _read(line.text, match, read_as, evidence)
        text.append(read)
        at.extend([line.at[begin]] * len(read))
        end = match.end()
    if not end:
        return line
    return Traced("".join(text) + line.text[end:], (*at, *line.at[end:]))


def _read(line: str, match: re.Match[str], read_as: dict[str, str], evidence: Evidence | None) -> str:
    sign = match[0]
    if sign == SOFT_HYPHEN:
        # At the end of a line it is seen as a hyphen; within a line it is not seen.
        return "-" if not line[match.end() :].strip() else ""
    if sign in PLAIN:
        return PLAIN[sign]
    if len(sign) > 1:
        return unicodedata.normalize("NFC", sign)
    before, after = _beside(line, match)
    word = before + read_as[sign] + after
    if sign.isascii() and sign.isprintable():
        return read_as[sign] if may_be_broken(sign, before, after) else sign
    if evidence is None or evidence.knows(word):
        return read_as[sign]
    if sign == "\ufffd":
        # It stands for whatever could not be written, each time something else.
        return sign
    if may_be_broken(sign, before, after):
        return read_as[sign]
    # At the beginning of a word it may be the initial of a name.
    return read_as[sign] if not before and after[:1].islower() and evidence.begins(word) else sign


def _beside(line: str, match: re.Match[str]) -> tuple[str, str]:
    """The letters of the word before and after a sign."""
    left, right = match.start(), match.end()
    while left and (line[left - 1].isalpha() or re.match(f"[{ODD}]", line[left - 1])):
        left -= 1
    while right < len(line) and (line[right].isalpha() or re.match(f"[{ODD}]", line[right])):
        right += 1
    return line[left : match.start()], line[match.end() : right]
