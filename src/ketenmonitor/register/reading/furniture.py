"""Which lines belong to the page and not to the text: running heads and feet, page numbers, the letterhead on each page.

In: lines and where pages begin; out: line numbers from 1. Promised: careful. A line is taken out only on evidence: it stands at
the edge of many pages, or counts pages, or is one of a block of lines that comes back and holds the words of a letterhead.
What comes back within a table (names beside each question) is text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence

# A page that says so itself: "Pagina 3 van 12", "blz. 3", "3/12", "- 3 -".
COUNTED = re.compile(r"(?:pagina|blz\.?|bladzijde|page)\s*\d{1,4}(?:\s*(?:van|/|of)\s*\d{1,4})?", re.I)
MARKED = re.compile(r"(?:[-–—]\s*\d{1,4}\s*[-–—]|\d{1,4}\s*/\s*\d{1,4})")
NUMBER = re.compile(r"\d{1,4}")
# Words that a letterhead has beside its lines (correspondence style of the Dutch government); a block without one is text.
LETTERHEAD = re.compile(
    r"(?:onze|ons|uw) (?:referentie|kenmerk)\b|datum\b|directie\b|afdeling\b|cluster\b|postbus\b|contactpersoon\b"
    r"|retouradres\b|bijlagen?\b|betreft\b|bestuursdepartement\b|directoraat\b|ministerie van\b|tweede kamer, vergaderjaar\b",
    re.I,
)
# A head or foot is at most this many lines from the edge of its page, and this long.
EDGE = 4
LONGEST = 120
# Heads come back on at least this many pages, and this part of them.
FEWEST = 3
SHARE = 0.5
# A block of a letterhead that comes back.
BLOCK, LONGEST_BLOCK = 3, 25
LONGEST_IN_BLOCK = 60


def furniture_of(lines: Sequence[str], page_starts: Sequence[int], in_table: frozenset[int]) -> frozenset[int]:
    """Lines, from 1, that are furniture. `page_starts`: index of the first line of pages 2, 3, ...; `in_table`: never taken."""
    texts = [" ".join(line.split()) for line in lines]
    found = {number for number, text in enumerate(texts) if COUNTED.fullmatch(text)}
    if page_starts:
        edges = _edges(texts, page_starts)
        found |= _numbers(texts, edges)
        found |= _running(texts, edges, found)
    found |= _blocks(texts, found)
    return frozenset(number + 1 for number in found if number + 1 not in in_table)


def _edges(texts: Sequence[str], page_starts: Sequence[int]) -> list[tuple[list[int], list[int]]]:
    """Of each page, the lines from its top down and from its foot up, some of each."""
    pages: list[list[int]] = [[] for _ in range(len(page_starts) + 1)]
    for number, text in enumerate(texts):
        if text:
            pages[bisect_right(page_starts, number)].append(number)
    return [(page[:EDGE], page[: -EDGE - 1 : -1]) for page in pages]


def _running(texts: Sequence[str], edges: list[tuple[list[int], list[int]]], taken: set[int]) -> set[int]:
    """Lines at the edge of many pages, the same but for numbers, with nothing but furniture between them and the edge."""
    pages: Counter[str] = Counter()
    for top, foot in edges:
        pages.update({_form(texts[number]) for number in (*top, *foot)})
    least = max(FEWEST, SHARE * len(edges)) if len(edges) > 2 else 2
    found: set[int] = set()
    for edge in (one for both in edges for one in both):
        for number in edge:
            again = pages[_form(texts[number])] >= least and len(texts[number]) <= LONGEST
            if number not in taken and (not again or NUMBER.fullmatch(texts[number])):
                break
            found.add(number)
    return found


def _form(text: str) -> str:
    return re.sub(r"\d+", "#", text)


def _numbers(texts: Sequence[str], edges: list[tuple[list[int], list[int]]]) -> set[int]:
    """Lone numbers at the edge of pages that count with them, whatever number the first page has."""
    steps: Counter[int] = Counter()
    held: list[tuple[int, int]] = []
    for page, (top, foot) in enumerate(edges):
        for number in {*top[:2], *foot[:2]}:
            if NUMBER.fullmatch(texts[number]) or MARKED.fullmatch(texts[number]):
                held.append((number, int(re.findall(r"\d+", texts[number])[0]) - page))
    steps.update(step for _, step in set(held))
    if not steps:
        return set()
    usual, times = steps.most_common(1)[0]
    return {number for number, step in held if step == usual} if times >= max(2, 0.4 * len(edges)) else set()


def _blocks(texts: Sequence[str], found: set[int]) -> set[int]:
    """Runs of short lines that each come back, with the words of a letterhead among them."""
    again = Counter(text for text in texts if text and len(text) <= LONGEST_IN_BLOCK)
    taken: set[int] = set()
    run: list[int] = []
    for number in range(len(texts) + 1):
        text = texts[number] if number < len(texts) else "."
        if text and again[text] >= FEWEST and not text.endswith((".", "?", ":", ";", ",")):
            run.append(number)
        elif text:
            taken |= _letterhead(texts, run)
            run = []
    return taken - found


def _letterhead(texts: Sequence[str], run: Sequence[int]) -> set[int]:
    """The run, if it is as long as a letterhead and has two of its words."""
    labels = {match[0].lower() for number in run if (match := LETTERHEAD.match(texts[number]))}
    return set(run) if BLOCK <= len(run) <= LONGEST_BLOCK and len(labels) >= 2 else set()
