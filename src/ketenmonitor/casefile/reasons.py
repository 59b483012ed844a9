"""What is odd about a link, in words.

Comes in: a conflict. Goes out: sentences in Dutch or English. The promise: they name types and numbers and no identifier,
so that a sentence can be passed on by itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ketenmonitor.definition import Definition, Title

SAID = {
    "dangling": Title(
        "Geen ketenpartner levert iets over deze {end}.", "No partner delivers anything about this {end}."
    ),
    "self": Title("De koppeling gaat van een {from_} naar zichzelf.", "The link goes from a {from_} to itself."),
    "cyclic": Title("Langs koppelingen komt men bij dezelfde {from_} terug.", "Links lead back to the same {from_}."),
    "from": Title(
        "Een {from_} hoort bij één {to}, en deze bij {n}.", "A {from_} belongs to one {to}, and this one to {n}."
    ),
    "to": Title("Een {to} heeft één {from_}, en deze heeft er {n}.", "A {to} has one {from_}, and this one has {n}."),
    "placeholder": Title(
        "Deze {end} heeft {n} koppelingen en kan er {most} hebben: een invulwaarde, geen nummer.",
        "This {end} has {n} links and can have {most}: a placeholder and no number.",
    ),
    "followed": Title("De koppeling is gevolgd, zoals zij geleverd is.", "The link is followed, as it was delivered."),
    "left": Title("De koppeling is niet gevolgd.", "The link is not followed."),
}


def reason_of(
    conflict: Mapping[str, Any],
    definition: Definition,
    language: str,
    unknown: Sequence[str],
    numbers: Mapping[tuple[str, str], int],
    sizes: Mapping[str, int],
) -> str:
    """Why a link is odd and what is done with it. `unknown`: the ends that nobody knows; `numbers`: how many links each
    placeholder has; `sizes`: on each side that may have one such link, how many there are."""
    said = _sentences(conflict, definition, unknown, numbers, sizes)
    types = {name: _title(definition, conflict[f"{name}_type"], language) for name in ("from", "to")}
    words = {"from_": types["from"], "to": types["to"]}
    return " ".join(
        SAID[key]
        .in_language(language)
        .format(**words, **{**blanks, **({"end": types[blanks["end"]]} if "end" in blanks else {})})
        for key, blanks in said
    )


def _sentences(
    conflict: Mapping[str, Any],
    definition: Definition,
    unknown: Sequence[str],
    numbers: Mapping[tuple[str, str], int],
    sizes: Mapping[str, int],
) -> Iterator[tuple[str, dict[str, Any]]]:
    kinds = conflict["kinds"]
    for end in ("from", "to"):
        if end in unknown:
            yield "dangling", {"end": end}
        if n := numbers.get((conflict[f"{end}_type"], conflict[f"{end}_id"])):
            yield "placeholder", {"end": end, "n": n, "most": definition.limits[conflict[f"{end}_type"]]}
    for kind in ("self", "cyclic"):
        if kind in kinds:
            yield kind, {}
    if "cardinality" in kinds:
        yield from ((side, {"n": n}) for side, n in sizes.items() if n > 1)
    yield ("followed" if conflict["followed"] else "left"), {}


def _title(definition: Definition, object_type: str, language: str) -> str:
    """The title of a type, in small letters; its own name when an earlier version of the definition declared it."""
    known = definition.objects.get(object_type)
    return known.title.in_language(language).lower() if known else object_type
