"""Where a paragraph speaks of a motion: every mention, with whose motion, what it asks and the paper it is, as far as told there.

In: a `Cleared` paper. Out: `Mention`s in reading order; what they belong to together is decided in `motions`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ketenmonitor.register.extraction.motions import words as say
from ketenmonitor.register.extraction.motions.spans import BACK, SUBMITTED, Span, people_of, spans
from ketenmonitor.register.extraction.text.cited import Cited, cited
from ketenmonitor.register.extraction.text.cleared import Cleared, Paragraph
from ketenmonitor.register.items import Reference
from ketenmonitor.register.traced import Traced

# Between a name and the reference of the motion itself stand only brackets and the words for a parliamentary paper.
AT_ONCE = re.compile(r"[\s,(]*(?:(?:de\s+)?motie\s*)?(?:met\s+)?[\s,(]*")
# "over de", "om ... de", "over het alsnog uitvoeren van de": what stands between a motion and the motion it is about.
IS_ABOUT = re.compile(
    r"\s*(?:\([^)]*\)\s*)?(?:over|om|inzake|betreffende)\s+(?:(?:het\s+)?(?:alsnog\s+)?(?:uitvoeren|uitvoering)\s+van\s+)?(?:de\s+|een\s+)?(?:eerdere\s+|aangenomen\s+)?",
    re.IGNORECASE,
)
ANOTHER_PAPER = re.compile(
    r"\b(?:[Bb]rief|[Kk]amerbrief|[Rr]apport|[Vv]erslag|[Nn]ota|[Bb]ijlage|[Aa]ntwoord|[Hh]andreiking|[Mm]emorie)\b|p\.\s?\d"
)

CLOSE = 12  # characters between a motion and its own number, at most


@dataclass(frozen=True)
class Mention:
    """`how`: by name, by number, unnamed with its topic, or pointing back ("deze motie"). `sure`: the reference stands with the
    name itself; `maybe`: references later in the sentence, which may be of another paper."""

    how: str
    name: str
    people: tuple[str, ...]
    party: str | None
    topic: str | None
    reference: Reference | None
    maybe: tuple[Reference, ...]
    piece: Traced
    paragraph: int
    begin: int
    end: int
    many: bool = False

    @property
    def sure(self) -> bool:
        """Whether the reference stands with the name itself."""
        return self.reference is not None


def mentions(paper: Cleared) -> Iterator[Mention]:
    """Every mention of a motion."""
    for at, paragraph in enumerate(paper.paragraphs):
        if "otie" not in paragraph.words:
            continue
        found = spans(paragraph.words)
        papers = _papers(paper, paragraph)
        for index, span in enumerate(found):
            yield _mention(paragraph, at, span, *_reach(paragraph.words, found, index, papers))


def _reach(words: str, found: list[Span], index: int, papers: list[Cited]) -> tuple[int, list[Cited]]:
    """How far what is said of a motion goes, and the papers cited there that can be its own: a motion that another one is about
    has only the number it is called by, and that number is not the other's."""
    inside = index + 1 < len(found) and _is_about(words, found[index], found[index + 1])
    following = index + 1 + inside
    if inside:
        within = found[index + 1]
        papers = [one for one in papers if not within.begin <= one.begin <= within.end + CLOSE]
    if index and _is_about(words, found[index - 1], found[index]):
        papers = [one for one in papers if found[index].begin <= one.begin <= found[index].end + CLOSE]
    return found[following].begin if following < len(found) else len(words), papers


def _is_about(words: str, one: Span, other: Span) -> bool:
    """ "motie A over de motie op stuk nr. 1": the second is what the first is about."""
    return IS_ABOUT.fullmatch(words[one.end : other.begin]) is not None


def _mention(paragraph: Paragraph, at: int, span: Span, end: int, papers: list[Cited]) -> Mention:
    words = paragraph.words
    stop = min(end, sentence_end(words, span.end))
    told = _topic(words[span.end : stop], span.how)
    sure, maybe = _references(words, span, stop, papers)
    piece = paragraph.text[span.begin : span.end]
    return Mention(
        span.how,
        span.name,
        people_of(span.people),
        span.party,
        told,
        sure,
        maybe,
        piece,
        at,
        span.begin,
        span.end,
        span.many,
    )


def sentence_end(words: str, begin: int) -> int:
    """Where the sentence ends that goes on at `begin`; full stops of "c.s." and "nr." do not end it."""
    for match in re.finditer(r"[.?!;](?=\s+[A-ZÀ-Ý«‘“(]|\s*$|\d{1,2}\s+[A-Z])", words[begin:]):
        before = words[max(0, begin + match.start() - 6) : begin + match.start()]
        if (
            not re.search(r"(?:\bc\.s|\bnrs?|\bjl|\bart|\bo\.a|\bmw|\b[A-Z])$", before)
            or match.end() == len(words) - begin
        ):
            return begin + match.end()
    return len(words)


def _papers(paper: Cleared, paragraph: Paragraph) -> list[Cited]:
    """What the paragraph cites, in its text or by a footnote called there; the latter stands at the place of the call."""
    found = list(cited(paragraph.text, paper.paper))
    for at, number in paragraph.calls:
        note = paper.note(number, paragraph.text.begin)
        for one in cited(note, paper.paper) if note else ():
            if not ANOTHER_PAPER.search(note.text[one.end :] if note else "") and one.reference.kind == "kamerstuk":
                found.append(Cited(at, at, one.reference))
    return sorted(found, key=lambda one: one.begin)


def _references(
    words: str, span: Span, stop: int, papers: list[Cited]
) -> tuple[Reference | None, tuple[Reference, ...]]:
    """The reference that is the motion's own, and those in the rest of the sentence."""
    sure: Reference | None = None
    maybe: list[Reference] = []
    for one in papers:
        called = one.begin == one.end  # the call of a footnote can stand before the party: "motie De Wit[3] (ABC)"
        if (
            one.reference.kind != "kamerstuk"
            or one.reference.number is None
            or not (span.begin + 6 if called or span.how == SUBMITTED else span.end - 1) <= one.begin <= stop + 2
        ):
            continue
        between = words[span.end : one.begin]
        if (
            sure is None
            and not maybe
            and (AT_ONCE.fullmatch(between) or _in_brackets_after_topic(words, span.end, one))
        ):
            sure = one.reference
        elif not ANOTHER_PAPER.search(between):
            maybe.append(one.reference)
    return sure, tuple(maybe)


def _in_brackets_after_topic(words: str, begin: int, one: Cited) -> bool:
    """ "(Kamerstuk 12 345, nr. 6)" that closes the phrase of the motion: only its topic stands between."""
    between = words[begin : one.begin]
    return (
        one.end > one.begin
        and between.rstrip().endswith("(")
        and not ANOTHER_PAPER.search(between)
        and not re.search(r"[.?!]\s", between)
    )


def _topic(after: str, how: str) -> str | None:
    if how == BACK:
        return None
    match = say.TOPIC.match(re.sub(r"^\s*\((?!\s*(?:TK|Kamerst))[^)]*\)", "", after))
    told = re.split(r"\s\((?=[^)]*\d{2})", match["topic"])[0] if match else ""
    # "de motie over borden verzoekt ...": what follows is the sentence, not the subject; nor is a bracket that was cut off.
    told = re.sub(
        r",?\s(?:verzoekt|vraagt|roept)\s+(?:de\s+)?(?:regering|het\s+kabinet|ons|mij)\b.*|\s*\([^()]*$", "", told
    )
    return " ".join(told.split())[:300].rstrip(" ,") or None
