"""The verbs of a clause, by the kind of deed they are: looked up in `commitment_verbs.toml`, separable prefixes put back.

In: the words of a clause with their places. Out: each verb of the table with where it stands. What is not in the table, or
looks like a verb and is a noun, is left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from ketenmonitor.register.extraction.text.data import table
from ketenmonitor.register.extraction.text.data import words as listed

Words = list[tuple[str, int, int]]
NOUN_MARKS = frozenset(listed("noun_marks"))
LIGHT = frozenset(listed("light"))


@dataclass(frozen=True)
class Verb:
    """One verb of the table: kind of deed, what a separable prefix leaves behind (empty: nothing)."""

    name: str
    kind: str
    part: str


@dataclass(frozen=True)
class _Form:
    """A form of a verb: `whole` where it holds the separable part too; `first` where it is good only with "ik"."""

    verb: Verb
    whole: bool
    first: bool


def verbs(words: Words) -> list[tuple[int, Verb]]:
    """The verbs of the table in these words, with where they stand."""
    names = [word for word, _, _ in words]
    return [(at, verb) for at in range(len(names)) for verb in _at(words, names, at)]


def _at(words: Words, names: list[str], at: int) -> list[Verb]:
    """The verbs that stand at one word; of those whose part follows, the one whose part comes last ("zet ... op ... in")."""
    forms = [form for form in _table().get(names[at], ()) if _possible(form, names, at)]
    parted = {form: _part_at(words, names, at, form.verb) for form in forms if not form.whole}
    last = max(parted.values(), default=0)
    return [
        form.verb
        for form in forms
        if (form.whole and (form.verb.part or last <= 0)) or (last > 0 and parted.get(form) == last)
    ]


def _possible(form: _Form, names: list[str], at: int) -> bool:
    """Not the means or the end of another verb ("te" before it), nor a noun ("het bouwen van"), nor of "ik" without "ik"."""
    before = names[at - 1] if at else ""
    asks_subject = names[at + 1 : at + 2] in (["ik"], ["we"], ["wij"])
    means = before == "te" and form.verb.kind != "inform"
    noun = before in NOUN_MARKS and not names[at].endswith("en") and not names[at].startswith("ge") and not asks_subject
    shared = at == 1 and before == "en"  # "..., en informeer de Kamer": "ik" stands before
    named = before == "het" and names[at + 1 : at + 2] == ["van"]
    return not means and not noun and not named and not (form.first and "ik" not in names and not shared)


def _part_at(words: Words, names: list[str], at: int, verb: Verb) -> int:
    """Where the part of a separable verb follows, as the end of what it says rather than as a preposition; -1: nowhere."""
    places = (
        place
        for place in range(len(names) - 1, at, -1)
        if names[place] == verb.part
        and words[place][1] != words[place - 1][2] + 2  # after a comma it is a word of its own: ", samen met ..."
        and (place + 1 == len(names) or names[place + 1] in LIGHT or words[place + 1][1] > words[place][2] + 1)
    )
    return next(places, -1)


@cache
def _table() -> dict[str, tuple[_Form, ...]]:
    found: dict[str, dict[_Form, None]] = {}
    for kind, entries in table("commitment_verbs").items():
        for entry in entries.split():
            for spelled, form in _forms(kind, entry):
                found.setdefault(spelled, {})[form] = None
    return {spelled: tuple(forms) for spelled, forms in found.items()}


def _forms(kind: str, entry: str) -> Iterator[tuple[str, _Form]]:
    infinitive, third, participle = entry.split("/")
    part, _, base = infinitive.rpartition("|")
    verb = Verb(part + base, kind, part)
    stem = third.removesuffix("t")
    yield part + base, _Form(verb, True, False)
    yield part + participle, _Form(verb, True, False)
    for spelled in (base, third, stem):
        yield spelled, _Form(verb, not part, spelled == stem and stem != third)
    if part:
        for spelled in (part + third, part + stem):
            yield spelled, _Form(verb, True, False)
