"""Answers that point to other answers: "zie antwoord vraag 3" -> the numbers, and the text to which a chain of them leads.

In: questions with their answers, in the order of the paper. Out: the same questions with `refers_to`, `refers_elsewhere` and
`resolved` filled, and notes for a reader: what points in a circle, and what points to a question that is not there. Promise: a
number counts only where the words say that an *answer* is meant ("zoals gevraagd in vraag 4" points to nothing).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ketenmonitor.register.items import Question

_WORDS = ("een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf")
_COUNTED = {**{word: at for at, word in enumerate(_WORDS, 1)}, "één": 1}
_NUMBER = rf"(?:\d{{1,3}}(?!\d)(?!\s*(?:%|procent|miljoen|miljard|euro))|(?:{'|'.join(_COUNTED)})\b)"
_RANGE = r"\s*(?:t/m|t\.?\s?e\.?\s?m\.?|tot\s+en\s+met|[-\u2010-\u2015])\s*"
_AND = r"\s*(?:,\s*(?:en|alsook|respectievelijk)|,|en|alsook|&|/|respectievelijk|resp\.|alsmede)\s*"
_QUESTION = r"(?:deel)?vra(?:ag|gen)(?:nummers?)?\s+(?:met\s+)?(?:de\s+)?(?:nummers?\s+|nrs?\.?\s+)?"
_TO = r"(?:(?:op|van|bij|onder|in|naar)\s+)?(?:(?:de|uw|mijn|het|mijn|antwoord(?:en)?|beantwoording)\s+(?:(?:op|van|bij)\s+)?)?"
_MORE = rf"(?:(?:{_RANGE}|{_AND}){_TO}(?:{_QUESTION})?{_NUMBER})*"
_LIST = rf"(?P<list>{_NUMBER}{_MORE})"
_REPORTED = r"(?:aangegeven|toegelicht|uiteengezet|beantwoord|geantwoord|gemeld|vermeld|beschreven|besproken|benoemd)"
_ANSWER = r"\b(?:(?:be)?antwoord(?:en|ing|ingen)?|reactie)\s+(?:(?:zoals\s+)?(?:gegeven|vermeld|hierboven)\s+)?"
# What says that an answer is meant. Each is a way in which Dutch papers point.
_POINTERS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # (het antwoord) op vraag 3, de beantwoording van de vragen 3 t/m 6, antwoord vraag 3
        rf"{_ANSWER}(?:(?:op|van|bij|onder|in)\s+)?(?:(?:de|uw|mijn|mijn\s+antwoord\s+op)\s+)?{_QUESTION}{_LIST}",
        # zie antwoord 3, zie de antwoorden 3 en 4
        rf"\b(?:zie|naar)\s+(?:\w+\s+){{0,3}}?antwoord(?:en)?\s+(?:op\s+|bij\s+)?(?:nummers?\s+|nrs?\.?\s+)?{_LIST}",
        # zie vraag 5, zie ook bij de vragen 3 en 4
        rf"\bzie\s+(?:(?:ook|tevens|verder|hiervoor|hierover|daarvoor|eveneens|bij|onder|de|het|voor|mede)\s+){{0,4}}{_QUESTION}{_LIST}",
        # verwijs ik naar vraag 7; verwezen wordt naar de vragen 3 en 4
        rf"\bverw(?:ijs\w*|ezen)\b[^.?!]{{0,60}}?\bnaar\s+(?:(?:de|bij|onder)\s+)?{_QUESTION}{_LIST}",
        # zoals bij vraag 2 is aangegeven
        rf"\bzoals\s+(?:(?:ik|wij|we|ook|reeds|al|eerder)\s+){{0,3}}(?:bij|in|onder)\s+{_QUESTION}{_LIST}"
        rf"\s+(?:\w+\s+){{0,3}}?{_REPORTED}\b",
        # idem vraag 3; hetzelfde als bij vraag 3
        rf"\b(?:idem|hetzelfde|gelijk)\s*,?\s*(?:als|aan|zie|bij|antwoord)?\s*(?:bij\s+|op\s+)?{_QUESTION}{_LIST}",
    )
)
# After the numbers: they are those of questions in another set or paper.
_OF_OTHERS = re.compile(
    r"\s*(?:van|uit|in|bij)\s+(?:(?:de|het|die|mijn|onze|uw|een)\s+)?(?:\w+\s+){0,2}?"
    r"(?:lid|leden|kamerlid|kamerleden|fracties?|\w*vragen|set|vragenset|vragenuur|kamerbrief|brief|overleg)\b"
    r"|[^.;]{0,40}\(?\b(?:aanhangsel|kamerstuk\w*|handelingen)\b",
    re.IGNORECASE,
)
# Answers to other sets, without the number of a question: "de antwoorden op Kamervragen van het lid ...".
_ELSEWHERE = re.compile(
    r"\b(?:be)?antwoord(?:en|ing)?\s+(?:op|van)\s+(?:(?:de|het|eerdere?|mijn|uw|deze)\s+){0,3}"
    r"(?:(?:\w+\s+){0,3}?(?:schriftelijke|mondelinge|feitelijke|eerdere|kamer)\s*-?)?\s*vragen\s+(?:van|door|gesteld|over|d\.d\.)[^.;?!]{3,160}",
    re.IGNORECASE,
)
_PREVIOUS = re.compile(
    r"^\W*(?:idem|(?:zie|verwijs\w*\s+(?:ik\s+)?naar)\s+(?:(?:ook|het|de|mijn|bij)\s+){0,2}"
    r"(?:(?:vorige?|voorgaande?|bovenstaande?|voorafgaande?|eerdere?)\s*(?:antwoord|vraag|beantwoording)?"
    r"|(?:antwoord|beantwoording)?\s*(?:hierboven|hiervoor|boven)|antwoord\s+(?:op\s+de\s+)?(?:vorige|voorgaande)\s+vraag))\W*$",
    re.IGNORECASE,
)
_POINTS_ONLY = re.compile(r"\b(?:zie|verwij\w+|verwezen|idem|hetzelfde\s+antwoord|ik\s+wijs)\b", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z«„‘“])")


def refers_to(answer: str, own: int, previous: int | None = None) -> tuple[int, ...]:
    """The questions of the same set to whose answer this answer points, ascending; `previous`: the question before it."""
    found: set[int] = set()
    for match in _pointers(answer):
        if not _OF_OTHERS.match(answer, match.end("list")):
            found.update(_numbers(match["list"]))
    if _PREVIOUS.match(answer) and not found:
        found.add(own - 1 if previous is None else previous)
    return tuple(sorted(number for number in found if number != own and number > 0))


def refers_elsewhere(answer: str) -> tuple[str, ...]:
    """What an answer points to outside its own set, in its own words."""
    found: list[tuple[int, str]] = [(match.start(), match[0]) for match in _ELSEWHERE.finditer(answer)]
    for match in _pointers(answer):
        others = _OF_OTHERS.match(answer, match.end("list"))
        if others:
            stop = re.compile(r"[.;?!](?=\s+[A-Z«„‘“]|\s*$)|$").search(answer, others.end())
            found.append((match.start(), answer[match.start() : stop.start() if stop else None]))
    return tuple(dict.fromkeys(" ".join(text.split()) for _, text in sorted(found)))


def only_points(answer: str, own: int) -> bool:
    """Does this answer say nothing itself: each of its sentences points to another answer?"""
    if _PREVIOUS.match(answer):
        return True
    sentences = [sentence for sentence in _SENTENCE.split(answer.strip()) if sentence.strip()]
    return bool(sentences) and all(refers_to(one, own) and _POINTS_ONLY.search(one) for one in sentences)


def resolve(questions: Sequence[Question]) -> tuple[tuple[Question, ...], tuple[str, ...]]:
    """The questions with what their answers point to, and notes on circles and on questions that are not there."""
    sets: dict[int | None, list[Question]] = {}
    for question in questions:
        sets.setdefault(question.set, []).append(question)
    pointed: dict[int, Question] = {}
    notes: list[str] = []
    for members in sets.values():
        for question, changed in zip(members, _resolve_set(members, notes), strict=True):
            pointed[id(question)] = changed
    return tuple(pointed[id(question)] for question in questions), tuple(dict.fromkeys(notes))


def _resolve_set(members: list[Question], notes: list[str]) -> list[Question]:
    pointing, previous = [], None
    for question in members:
        own = _own(question)
        refers = refers_to(question.answer or "", own, previous)
        elsewhere = tuple(dict.fromkeys((*question.refers_elsewhere, *refers_elsewhere(question.answer or ""))))
        pointing.append(replace(question, refers_to=refers, refers_elsewhere=elsewhere))
        previous = own
    known = {_own(question): question for question in reversed(pointing)}
    return [replace(question, resolved=_resolved(question, known, notes)) for question in pointing]


def _resolved(question: Question, known: dict[int, Question], notes: list[str]) -> str | None:
    where = f"In set {question.set}, q" if question.set is not None else "Q"
    for number in question.refers_to:
        if number not in known:
            notes.append(
                f"{where}uestion {_own(question)} points to the answer to question {number}, which is not there."
            )
    if not question.refers_to or not only_points(question.answer or "", _own(question)):
        return None
    circle = _circle(_own(question), known)
    if circle:
        numbers = " and ".join(str(number) for number in sorted(circle))
        notes.append(f"{where}uestions {numbers} only point to each other: there is no answer to be read.")
    texts = [known[number].answer or "" for number in _ends(question.refers_to, known, {_own(question)})]
    return "\n\n".join(dict.fromkeys(text for text in texts if text)) or None


def _ends(numbers: Iterable[int], known: dict[int, Question], passed: set[int]) -> Iterator[int]:
    """The questions at which the chains from `numbers` end: those whose answer says something itself."""
    for number in numbers:
        target = known.get(number)
        if target is None or number in passed:
            continue
        passed.add(number)
        if target.refers_to and only_points(target.answer or "", number):
            yield from _ends(target.refers_to, known, passed)
        else:
            yield number


def _circle(start: int, known: dict[int, Question]) -> set[int]:
    """The questions on a way of answers that only point from `start` back to `start`; empty if there is none."""

    def back(at: int, way: tuple[int, ...]) -> set[int]:
        target = known.get(at)
        if target is None or not only_points(target.answer or "", at):
            return set()
        for number in target.refers_to:
            if number == start:
                return {*way, at}
            if number not in way and (found := back(number, (*way, at))):
                return found
        return set()

    return back(start, ())


def _own(question: Question) -> int:
    return question.number if question.number is not None else question.index or 0


def _pointers(answer: str) -> Iterator[re.Match[str]]:
    for pointer in _POINTERS:
        yield from pointer.finditer(answer)


def _numbers(listed: str) -> Iterator[int]:
    """The numbers of "3, 4 en 6 t/m 8": 3, 4, 6, 7, 8."""
    found = list(re.finditer(_NUMBER, listed, re.IGNORECASE))
    last = None
    for before, match in zip([None, *found], found, strict=False):
        number = int(match[0]) if match[0].isdigit() else _COUNTED[match[0].lower()]
        between = listed[before.end() : match.start()] if before else ""
        if last is not None and re.match(_RANGE, between, re.IGNORECASE) and last < number <= last + 60:
            yield from range(last + 1, number)
        yield number
        last = number
