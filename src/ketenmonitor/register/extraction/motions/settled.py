"""Motions and commitments that the paper itself declares settled.

In: `Segments` and the motions found in them. Out: `Settled` in the order of the declarations; each with the heading that names it
and the place where it is declared. Promise: nothing is settled that no sentence of the government declares so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ketenmonitor.register.extraction.motions.faring import asked, clause_of
from ketenmonitor.register.extraction.motions.headings import Item, ItemHeading, item_headings
from ketenmonitor.register.extraction.motions.spans import people_of, spans
from ketenmonitor.register.extraction.motions.words import NAMED, ONE
from ketenmonitor.register.extraction.passages import Segments
from ketenmonitor.register.extraction.text.alike import nearly_same_people, overlap, same_paper, same_people
from ketenmonitor.register.extraction.text.cited import cited
from ketenmonitor.register.extraction.text.cleared import Cleared, cleared
from ketenmonitor.register.extraction.text.sentences import sentences
from ketenmonitor.register.items import Motion, Reference, Settled
from ketenmonitor.register.traced import Traced

WHAT = r"(?P<what>(?:motie|toezegging)(?:en|s)?)"
# Words by which a minister declares a motion or commitment settled, with the name of the rule and how sure it is.
DECLARED = tuple(
    (rule, confidence, re.compile(pattern, re.IGNORECASE))
    for rule, confidence, pattern in (
        (
            "considered settled",
            0.98,
            r"\b(?:beschouw|beschouwen|beschouwt|acht|achten|zie|zien|verklaar)\b.*\b(?:als\s+)?(?:afgedaan|uitgevoerd|voldaan|afgehandeld|nagekomen|ingevuld)\b",
        ),
        (
            "done away with",
            0.98,
            r"\b(?:doe|doen|doet)\b(?:(?!\bdat\b).)*\b(?:motie|toezegging)(?:(?!\bdat\b).)*\baf(?![^\W\d])(?:[\W\d]*$|\s+en\b)",
        ),
        (
            "settled by this",
            0.95,
            r"\b(?:hiermee|daarmee|hierdoor|hierbij|deze|middels|met)\b.*\b(?:is|zijn|wordt|worden|heb|heeft|hebben)\b.*\b(?:afgedaan|afgehandeld|nagekomen)\b",
        ),
        ("settled by this", 0.95, r"\b(?:hiermee|daarmee)\b.*\b(?:motie|toezegging)\w*\b.*\bafgedaan\b"),
        (
            "is settled",
            0.9,
            r"\b(?:motie|toezegging)\w*\b[^,;]*\b(?:is|zijn)\b[^,;]*\b(?:afgedaan|afgehandeld|nagekomen)\b",
        ),
        (
            "carried out by this",
            0.85,
            r"\b(?:hiermee|daarmee|hierdoor)\b.*\b(?:is|heb|heeft|hebben|geef|geven|wordt|voldoe|voldoen|kom|komt|komen)\b.*\b(?:uitvoering|invulling|opvolging|gevolg|gehoor|na|tegemoet|voldaan)\b",
        ),
        (
            "carried out by this",
            0.7,
            r"\b(?:met|middels|via|door)\s+(?:deze|dit|onderstaande|bovenstaande|bijgaande|de\s+onderstaande)\b.*\b(?:geef|geven|is|wordt)\b.*\b(?:invulling|uitvoering|gevolg)\b",
        ),
        ("kept", 0.7, r"\b(?:hiermee|daarmee)\b.*\bdo(?:e|en|et)\b.*\bgestand\b"),
    )
)
# To come, or of others: no declaration.
NOT_YET = re.compile(
    r"\b(?:wanneer|zodra|nadat|indien|nog\s+niet|pas|zal|zullen|kan|kunnen|wil|verwacht|beoog|hoop)\b[^.]*\b(?:afgedaan|afdoen|af\s+te\s+doen|nagekomen|uitvoering|invulling|af)\b"
    r"|\bniet\s+(?:als\s+)?(?:afgedaan|uitgevoerd)\b|\bworden\s+afgedaan\.?\s*$(?<!hiermee)|\bof\s+de\s+motie\b",
    re.IGNORECASE,
)
COMMITMENT = re.compile(r"\b[Tt]oezegging(?:en)?\b")
SAYS = re.compile(r"\b(?:is|zijn|wordt|worden|zal|zullen|heb|heeft|doe|beschouw|ga|gaat|voer|wil)\b")
COUNTING = ("eerste", "tweede", "derde", "vierde")
COUNTED = re.compile(rf"\b({'|'.join(COUNTING)})\s+(?:motie|toezegging)\b", re.IGNORECASE)
CLOSE = 30  # characters within which the number of a motion stands behind its name
CLEAR = 0.8  # surer than this a declaration settles for good, and the next one is about the next item
ON_IT = 0.5


@dataclass(frozen=True)
class _Declaration:
    sentence: Traced
    paragraph: int
    rule: str
    confidence: float


def settled(segments: Segments, motions: tuple[Motion, ...] = ()) -> tuple[Settled, ...]:
    """What the paper declares settled; `motions` are those found in it, which know their names and numbers."""
    paper = cleared(segments)
    headings = item_headings(paper)
    found: dict[tuple[str, int], Settled] = {}
    clear: set[tuple[str, int]] = set()
    for declared in _declarations(paper, headings):
        for one in _what(paper, headings, declared, clear):
            one = _with_motion(one, motions)
            key = (one.name, one.heading.begin if one.heading else one.place.begin)
            if key not in found or found[key].confidence < one.confidence:
                found[key] = one
                if one.confidence > CLEAR:
                    clear.add(key)
    return tuple(sorted(found.values(), key=lambda one: one.place.begin))


def _with_motion(one: Settled, motions: tuple[Motion, ...]) -> Settled:
    """Under no heading: by the name of the motion that the sentence points to; where the heading has no number, by its number."""
    if one.kind != "motion":
        return one
    for motion in motions:
        places = (motion.place, *motion.also)
        there = any(one.place.begin <= place.begin < one.place.end for place in places)
        under = one.heading is not None and any(one.heading.begin <= place.begin < one.heading.end for place in places)
        if there and one.heading is None:
            return replace(one, name=motion.name, reference=one.reference or motion.reference)
        if (there or under) and one.reference is None:
            return replace(one, reference=motion.reference)
    return one


def _declarations(paper: Cleared, headings: tuple[ItemHeading, ...]) -> Iterator[_Declaration]:
    titles = {heading.at for heading in headings}
    for at, paragraph in enumerate(paper.paragraphs):
        if at in titles or not re.search(r"motie|toezegging", paragraph.words, re.IGNORECASE):
            continue
        for sentence in sentences(paragraph.text):
            if (
                re.search(WHAT, sentence.text, re.IGNORECASE)
                and not asked(paragraph, sentence)
                and not NOT_YET.search(sentence.text)
            ):
                rule = next(((rule, sure) for rule, sure, pattern in DECLARED if pattern.search(sentence.text)), None)
                if rule:
                    yield _Declaration(sentence, at, *rule)


def _what(
    paper: Cleared, headings: tuple[ItemHeading, ...], declared: _Declaration, before: set[tuple[str, int]]
) -> list[Settled]:
    """What a declaration settles: items of the heading it stands under, else what it names itself."""
    heading = next((one for one in headings if one.at < declared.paragraph < one.until), None)
    chosen: list[Item] = []
    for kind in ("motion", "commitment"):
        if re.search("motie" if kind == "motion" else "toezegging", declared.sentence.text, re.IGNORECASE) and heading:
            items = [item for item in heading.items if item.kind == kind]
            left = [item for item in items if (item.name, item.piece.begin) not in before]
            counted = COUNTED.search(declared.sentence.text)
            chosen.extend(_chosen(left if left and len(items) > 1 and not counted else items, kind, declared))
    if chosen and heading:
        return [_settled(paper, item, chosen, declared) for item in chosen]
    return _by_itself(paper, declared)


def _chosen(items: list[Item], kind: str, declared: _Declaration) -> list[Item]:
    """The items of one kind that a declaration means: the only one, those it names, all for a plural, else the first that is
    not settled yet."""
    words = declared.sentence.text
    if len(items) <= 1:
        return items if not items or _may_mean(items[0], words) else []
    if counted := COUNTED.search(words):
        at = COUNTING.index(counted[1].lower())
        return items[at : at + 1]
    named = [item for item in items if _names(item, words)]
    if re.search(r"\b(?:moties|toezeggingen|beide)\b", words, re.IGNORECASE):
        return named if len(named) > 1 else items
    on_it = [item for item in named or items if (overlap(item.name, words) or 0) >= ON_IT]
    return (on_it if len(on_it) == 1 else named or items)[:1]


def _may_mean(item: Item, words: str) -> bool:
    """Not when the declaration names other people than the heading."""
    own, told = NAMED.search(item.piece.text), NAMED.search(words)
    if item.kind != "motion" or not own or not told:
        return True
    left, right = people_of(own["names"]), people_of(told["names"])
    return not left or not right or same_people(left, right) or nearly_same_people(left, right)


def _names(item: Item, words: str) -> bool:
    """Whether the declaration names the people of the heading, a slip of the pen allowed."""
    own = NAMED.search(item.piece.text)
    told = [part["one"] for part in re.finditer(rf"(?P<one>{ONE})", words)]
    movers = people_of(own["names"]) if own else ()
    return any(same_people(movers, people_of(one)) or nearly_same_people(movers, people_of(one)) for one in told)


def _settled(paper: Cleared, item: Item, chosen: list[Item], declared: _Declaration) -> Settled:
    own = item.references
    known = [one for other in chosen for one in other.references]  # with those of what is settled in the same breath
    cited_there = [one for one in _papers(paper, declared) if not any(same_paper(one, other) for other in known)]
    own_number = own[0] if own else (cited_there[0] if len(cited_there) == 1 else None)
    others = (*own[1:], *(one for one in cited_there if one is not own_number))
    place = paper.paper.place
    return Settled(
        item.kind,
        item.name,
        own_number,
        declared.sentence.text,
        place(declared.sentence),
        place(item.piece),
        declared.rule,
        declared.confidence,
        others,
    )


def _papers(paper: Cleared, declared: _Declaration) -> list[Reference]:
    paragraph = paper.paragraphs[declared.paragraph]
    texts = [declared.sentence]
    for at, number in paragraph.calls:
        offset = paragraph.text.at[min(at, len(paragraph.text) - 1)]
        note = paper.note(number, paragraph.text.begin)
        if note and declared.sentence.begin <= offset <= declared.sentence.end:
            texts.append(note)
    return [one.reference for text in texts for one in cited(text, paper.paper)]


def _by_itself(paper: Cleared, declared: _Declaration) -> list[Settled]:
    """A declaration under no heading: the motions and the commitment that its sentence names."""
    sentence = declared.sentence
    pieces = [
        piece for piece in _pieces(sentence) if _declares(clause_of(sentence, piece)) or not _elsewhere(sentence, piece)
    ]
    papers = _papers(paper, declared)
    found = []
    for piece in pieces:
        kind = "commitment" if piece.text.lower().startswith("toezegging") else "motion"
        own = next((one for one in papers if one.place and piece.end <= one.place.begin < piece.end + CLOSE), None)
        number = own or (papers[0] if papers and len(pieces) == 1 else None)
        others = tuple(one for one in papers if one is not number) if len(pieces) == 1 else ()
        place, sure = paper.paper.place(sentence), round(declared.confidence - 0.1, 2)
        name, rule = " ".join(piece.text.split()), f"{declared.rule}, no heading"
        found.append(Settled(kind, name, number, sentence.text, place, None, rule, sure, others))
    return found


def _pieces(sentence: Traced) -> list[Traced]:
    """What a sentence names: motions by name, else "de motie"; and "de toezegging"."""
    motions = [sentence[span.begin : span.end] for span in spans(sentence.text)]
    commitments = [piece for _, piece in sentence.matches(COMMITMENT)]
    return [*motions, *commitments[:1]]


def _declares(words: str) -> bool:
    return any(pattern.search(words) for _, _, pattern in DECLARED)


def _elsewhere(sentence: Traced, piece: Traced) -> bool:
    """Whether another clause of the sentence declares, and this one says something of its own."""
    return bool(SAYS.search(clause_of(sentence, piece)))
