"""A passage in its sentences: what comes in is a `Traced` paragraph, what goes out are its sentences, in order, each still
traced to the source; nothing but white space is lost between them.

Dutch parliamentary papers are full of full stops that end nothing ("motie De Wit c.s.", "nr. 12", "op 3 maart jl. is"), and
of sentence ends that do not look like one (a footnote digit or mark glued to the stop). An item of a list is a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ketenmonitor.register.extraction.text.abbreviations import INSIDE, MAY_END
from ketenmonitor.register.traced import Traced

# What may stand between the full stop and the space: closing quotes, brackets and calls of a footnote.
CLOSING = r"[\"'”’»)\]]*"
FOOTNOTE = r"(?:\s?\[footnoteRef:\s?\d+\]|\[\d{1,3}\]|\s?\[\d+:[^\]]{0,600}\]|[¹²³⁰⁴-⁹]+|\d{1,3}(?=\s))*"
OPENING = r"[\"'“‘„«(\[–—-]*\s?"
END = re.compile(
    rf"(?<![.!?…])(?P<stop>[.!?…]+){CLOSING}{FOOTNOTE}{CLOSING}\s+(?={OPENING}(?:[A-ZÀ-Ý0-9]|['’‘][stn]\s))"
)
# A space was lost: "... in kaart.Ook zal ...".
GLUED = re.compile(r"(?<=[a-zà-ÿ]{3})\.(?=[A-ZÀ-Ý][a-zà-ÿ]*\s)")
BULLET_MARK = re.compile(r"(?:^|\s)(?=[•▪●◦■]\s?)")
DASH_ITEM = re.compile(r"(?<=[:;.,])\s(?=[-–—o*]\s)")
NUMBERED_ITEM = re.compile(r"(?<=[:;])\s(?=(?:\d{1,2}|[a-z])[.)]\s)")
INITIALS = re.compile(r"(?:[A-Z]|Th|Ch|Ph|IJ|Chr)\.(?:-?[A-Z][a-z]?\.)*")
DOTTED = re.compile(r"[a-z](?:\.[a-z]{1,3})+\.")
LONGEST = 2000  # characters; sentences of real papers have up to some 700, what stands in rows of a table more
# What holds more numbers than any sentence (real ones: up to some ten) is cells of a table, each of which is weighed by what is near.
NUMBERED, LONGEST_NUMBERED = 40, 200
NEAR = 200  # characters before a full stop that tell whether it ends a sentence: its last word, or all of a number in a list
DIGITS = re.compile(r"\d+")
LIST_NUMBER = re.compile(r"[(\[]?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,4})[.)]+")


def sentences(text: Traced) -> tuple[Traced, ...]:
    """The sentences of a passage."""
    glued = (match.end() for match in GLUED.finditer(text.text))
    cuts = sorted({*_ends(text.text), *_items(text), *glued})
    pieces = [text[begin:end].strip() for begin, end in zip([0, *cuts], [*cuts, len(text)], strict=True)]
    return tuple(part for piece in pieces for part in _bounded(piece) if part)


def _bounded(piece: Traced) -> Iterator[Traced]:
    """A piece that no writer would call a sentence, in parts that end between words: rules look at a sentence from each of its words
    anew, and a file without full stops would take hours."""
    begin = 0
    longest = LONGEST
    if len(piece) > LONGEST_NUMBERED and sum(1 for _ in DIGITS.finditer(piece.text)) > NUMBERED:
        longest = LONGEST_NUMBERED
    while len(piece) - begin > longest:
        space = piece.text.rfind(" ", begin + longest // 2, begin + longest)
        end = space if space > 0 else begin + longest
        yield piece[begin:end].strip()
        begin = end
    yield piece[begin:].strip() if begin else piece


def _ends(text: str) -> Iterator[int]:
    begin = 0
    for match in END.finditer(text):
        before = text[max(begin, match.end("stop") - NEAR) : match.end("stop")]
        if match["stop"] != "." or _ends_here(
            before, text[match.end("stop") : match.end()], text[match.end() : match.end() + 12]
        ):
            yield match.end()
            begin = match.end()


def _ends_here(before: str, between: str, following: str) -> bool:
    """Whether the single full stop at the end of `before` ends a sentence that `following` does not continue."""
    token = before.split()[-1].lstrip("\"'“‘„«([")
    if LIST_NUMBER.fullmatch(before.strip()):
        return False
    if INITIALS.fullmatch(token):
        return False
    if between.strip() and not between.strip()[0].isdigit():
        return True
    small = token.lower()
    if small in INSIDE - MAY_END:
        return False
    if small in MAY_END or DOTTED.fullmatch(token):
        return bool(small in MAY_END and following.lstrip('"“‘„«')[:1].isupper() and not following.startswith("Euro"))
    return not _inside_a_number(before, between)


def _inside_a_number(before: str, between: str) -> bool:
    """ "1.500 Amersfoorters": the full stop is between thousands, though it looks like one with a footnote."""
    return bool(re.search(r"(?:^|\D)\d{1,3}\.$", before)) and bool(re.fullmatch(r"\d{3}\s+", between))


def _items(text: Traced) -> Iterator[int]:
    """Where an item of a list begins: a bullet anywhere, a dash or number at the beginning of a line of the source."""
    for match in BULLET_MARK.finditer(text.text):
        yield match.end()
    for pattern in (DASH_ITEM, NUMBERED_ITEM):
        for match in pattern.finditer(text.text):
            if _begins_line(text, match.end()):
                yield match.end()


def _begins_line(text: Traced, at: int) -> bool:
    """Whether a line of the source was joined to the one before just here: its space was put in, or a newline is skipped."""
    return at > 1 and (text.at[at - 1] == text.at[at - 2] or text.at[at] - text.at[at - 1] > 1)
