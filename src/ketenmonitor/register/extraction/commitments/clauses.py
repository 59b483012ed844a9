"""A Dutch sentence in clauses, each with its tense, who acts, and what kinds of deed its verbs are.

In: the text of a sentence. Out: `Clause`s in order. This is no parser: clauses are cut before conjunctions, verbs are looked
up, and the subject is read next to the finite verb. What it does not know it leaves out.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from ketenmonitor.register.extraction.commitments.subjects import subject
from ketenmonitor.register.extraction.commitments.verbs import NOUN_MARKS, Verb, Words, verbs
from ketenmonitor.register.extraction.text.data import table
from ketenmonitor.register.extraction.text.data import words as listed

TENSES = {tense: frozenset(forms.split()) for tense, forms in table("clause_words")["tenses"].items()}
AUXILIARIES = frozenset(form for forms in TENSES.values() for form in forms)
ALSO_INFINITIVE = frozenset(listed("also_infinitive"))
FIRST = {"ik", "we", "wij"}  # beside one of these stands the finite verb
# The past of verbs in -eren; the participle of one begins with "ge", after a prefix or not.
PAST_FORM = re.compile(r"(?!.{0,5}ge|be|ver|her|ont)\w{3,}eerden?$")
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_CONJUNCTION = "|".join(listed("conjunctions"))
_AUXILIARY = "|".join(sorted(AUXILIARIES))
_AFTER_NO_PREPOSITION = "".join(rf"(?<!\b{word})(?<!\b{word.capitalize()})" for word in listed("prepositions"))
_AFTER_TOLD = "|".join(rf"(?<=\b{word})" for word in listed("told"))
BORDER = re.compile(
    "|".join(
        (
            r"[;:]\s|\s[–—]\s",
            rf"{_AFTER_NO_PREPOSITION},?\s(?=(?:{_CONJUNCTION})\s)",
            r",?\s(?=(?:in hoeverre|(?:op|onder|aan|met|in|voor) welke)\s)",
            r",\s(?=(?:die|als|en|door)\s)",
            rf"\s(?=en\s(?:{_AUXILIARY}|we|wij|er)\s)|,\s(?=(?:{_AUXILIARY})\s)",
            # "..., pakken we dit aan", "... en stellen we dit in": a verb with its subject behind it.
            r",\s(?=[a-zë]+\s(?:we|wij|ik)\s)|\s(?=en\s(?!ik\b)[a-zë]+\s(?:we|wij|zij|het|de|op|in|er|aan)\s)",
            # "Zoals is toegezegd onderzoekt de dienst ...".
            rf"(?:{_AFTER_TOLD}),?\s(?!(?:met|aan|dat|en|niet)\b)(?=[a-zë]+(?:t|en|k)\s(?:ik|we|wij|de|het|mijn|ons|momenteel|nu|ook)\s)",
            # "..., hierover rapporteren wij": a second main clause without a conjunction.
            r",\s(?=(?:hier|daar)(?:over|mee|toe|voor|bij|naast|door|van|in|op|om|na)\s[a-zë]+\s)",
            # "werken we uit hoe", "gaan na of": here "uit" and "na" belong to the verb.
            r"(?<=\suit)\s(?=(?:hoe|of|wat|welke|waar)\s)|(?<=\sna)\s(?=(?:hoe|of|wat)\s)",
            # "Wij richten een loket op waar ...": here too the part of the verb ends its clause.
            r"(?<=\sop|\sin|\saf)\s(?=(?:waar\w*|zodat|omdat|zodra|terwijl|nadat)\s)|(?<=\saan)\s(?=(?:waar\w*|zodat|omdat|zodra)\s)",
            rf"\s(?=en\sik\s(?:{_AUXILIARY}|streef|verwacht)\s)",
            # "om" begins a clause where no noun of its own follows ("om deze redenen" does not).
            r"(?<=[a-z]),?\s(?=(?:om|teneinde)\s(?!(?:de|het|deze|die|dit|niet|tafel)\s))",
        )
    )
)
RELATIVE = re.compile(rf"(?<=[a-z]){_AFTER_NO_PREPOSITION}\s(?=die\s)")
# "..., die hier ervaring mee hebben, ...": what is put between says nothing of the clause around it.
ASIDE = re.compile(rf"(?<=[a-z]){_AFTER_NO_PREPOSITION},?\sdie\s[^,;:.]{{5,90}},(?=\s)")
AND = re.compile(r"\s(?=en\s)")
WITHIN = 400  # characters around "en" and "die" in which the verb of their clause stands
ALSO_DONE = re.compile(r"en\s\w*ge\w+(?:d|t|en)\s")


@dataclass(frozen=True)
class Clause:
    """`tense`: one of TENSES, present, or none; `subject`: one of `subjects.SUBJECTS`; `deeds`: kinds of its verbs; `who`: the
    subject in the words of the clause."""

    begin: int
    end: int
    text: str
    tense: str
    subject: str
    deeds: frozenset[str]
    verbs: tuple[str, ...]
    who: str | None = None


def clauses(text: str) -> tuple[Clause, ...]:
    """The clauses of a sentence, those put between last; one without an own subject takes that of the clause before it."""
    asides = [_clause(text, match.start(), match.end(), None) for match in ASIDE.finditer(text)]
    text = ASIDE.sub(lambda match: " " * len(match.group()), text)
    cuts = sorted({0, *(match.end() for match in BORDER.finditer(text)), len(text)})
    cuts = sorted({*cuts, *_relative(text, cuts)})
    cuts = sorted({*cuts, *_coordinate(text, cuts)})
    found: list[Clause] = []
    for at, begin in enumerate(cuts[:-1]):
        found.append(_clause(text, begin, _end(text, begin, cuts[at + 1 :]), found[-1] if found else None))
    return (*found, *asides)


def _relative(text: str, cuts: list[int]) -> Iterator[int]:
    """Where "die" opens a clause that says more of the last noun: only after a clause that has its verb."""
    for match in RELATIVE.finditer(text):
        begin = max(cuts[bisect_right(cuts, match.start()) - 1], match.start() - WITHIN)
        words = _words(text[begin : match.start()])
        if _finite(words, verbs(words))[1] is not None:
            yield match.end()


def _coordinate(text: str, cuts: list[int]) -> Iterator[int]:
    """Where "en" joins two clauses rather than two nouns: what stands before it is complete, and an auxiliary follows."""
    for match in AND.finditer(text):
        begin = max(cuts[bisect_right(cuts, match.start()) - 1], match.start() - WITHIN)
        end = min((*cuts[bisect_right(cuts, match.end()) :][:1], match.end() + WITHIN, len(text)))
        words = _words(text[begin : match.start()])
        found = verbs(words)
        complete = any(verb.kind != "vague" for _, verb in found) and _finite(words, found)[1] is not None
        if complete and any(word in AUXILIARIES - ALSO_INFINITIVE for word, _, _ in _words(text[match.end() : end])):
            yield match.end()


def _end(text: str, begin: int, ends: list[int]) -> int:
    """Where a clause ends: one whose auxiliary still lacks its verb runs on over what is put between them."""
    for end in ends[:6]:
        words = _words(text[begin:end])
        tense, _ = _finite(words, [])
        if tense not in ("shall", "passive", "can", "must") or any(verb.kind != "vague" for _, verb in verbs(words)):
            return end
    return ends[0]


def _words(text: str) -> Words:
    return [(match.group().lower(), match.start(), match.end()) for match in WORD.finditer(text)]


def _clause(sentence: str, begin: int, end: int, previous: Clause | None) -> Clause:
    text = sentence[begin:end]
    words = _words(text)
    found = verbs(words)
    tense, at = _finite(words, found)
    acting, who = subject(text[: words[at][1]], text[words[at][2] :]) if at is not None else ("none", None)
    if previous and at is not None and _shares(acting, at, text):
        acting, who = previous.subject, previous.who
    if previous and tense in ("present", "none") and ALSO_DONE.match(text):
        tense = previous.tense if previous.tense in ("being", "perfect", "passive") else tense
    names = tuple(dict.fromkeys(verb.name for _, verb in found))
    return Clause(begin, end, text, tense, acting, frozenset(verb.kind for _, verb in found), names, who)


def _shares(acting: str, at: int, text: str) -> bool:
    """Whether a clause has the subject of the one before it: "en zal ...", "en beziet zij ..."."""
    return acting == "pronoun" or (acting == "none" and at <= 1 and text.startswith("en "))


def _finite(words: Words, found: list[tuple[int, Verb]]) -> tuple[str, int | None]:
    """Tense of the clause, and which of its words is the finite verb."""
    names = [word for word, _, _ in words]
    plain = AUXILIARIES - ALSO_INFINITIVE
    first = next((at for at, word in enumerate(names) if word in plain), len(names))
    for tense, forms in TENSES.items():
        for at, word in enumerate(names):
            infinitive = (at > 0 and names[at - 1] == "te") or (word in ALSO_INFINITIVE and at > first)
            if (word in forms and not infinitive) or (tense == "past" and _was(names, at)):
                return tense, at
    finite = [at for at, verb in found if not _is_participle(names[at], verb.part)]
    spoken = [at for at in finite if FIRST & {*names[max(at - 1, 0) : at], *names[at + 1 : at + 2]}]
    return ("present", min(spoken or finite)) if finite else ("none", None)


def _was(names: list[str], at: int) -> bool:
    """ "constateerde": past by its form, where no noun of it follows ("de gewaardeerde")."""
    return bool(PAST_FORM.match(names[at])) and (at == 0 or names[at - 1] not in NOUN_MARKS)


def _is_participle(word: str, part: str) -> bool:
    """ "gesteld", "toegezegd": no finite verb, though "geeft" and "aangeeft" are."""
    bare = word.removeprefix(part)
    return bare.startswith("ge") and bare not in ("geef", "geeft", "geven")
