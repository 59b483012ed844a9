"""Hypothesis strategies for small sound chain definitions, as TOML texts.

Comes in: nothing. Goes out: `definitions()`. The promise: every table and every choice that a definition file offers
can be drawn, and what is drawn is sound.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import strategies as st

from tests.generative.toml_text import to_toml

Table = dict[str, Any]
TYPES = ("zaak", "melding", "vonnis", "rapport")
CARDINALITIES = (None, "many-to-one", "one-to-many", "one-to-one")
COUNTRIES = {"Europe/Amsterdam": "NL", "Europe/Rome": "IT", "UTC": "NL"}
ATTRIBUTES: dict[str, Table] = {
    "kleur": {"type": "category", "values": ["rood", "blauw"]},
    "ja": {"type": "boolean"},
    "aantal": {"type": "integer"},
    "bedrag": {"type": "number"},
    "op": {"type": "date"},
}
VALUES: dict[str, list[Any]] = {
    "kleur": ["rood", "blauw"],
    "ja": [True, False],
    "aantal": [0, 12],
    "bedrag": [0.5, 12.0],
    "op": [date(2024, 2, 29), date(2025, 1, 1)],
}


@st.composite
def definitions(draw: st.DrawFn) -> str:
    """A sound definition file of 1 to 4 partners and 1 to 4 object types."""
    zone = draw(st.sampled_from(sorted(COUNTRIES)))
    partners = [f"p{number}" for number in range(1, draw(st.sampled_from([1, 2, 2, 3, 4])) + 1)]
    types = TYPES[: draw(st.sampled_from([1, 2, 2, 3, 3, 4]))]
    links, silent = draw(links_between(types, partners))
    objects = {kind: {"partner": draw(st.sampled_from(partners)), "attributes": draw(attributes())} for kind in types}
    for kind in dict.fromkeys(end for link in links for end in (link["from"], link["to"])):
        objects[kind] |= draw(st.sampled_from([*[{}] * 5, {"most_links": 1}, {"most_links": 2}]))
    activities = draw(activities_on([kind for kind in types if kind not in silent], partners))
    names = {name for table in [*objects.values(), *activities.values()] for name in table["attributes"]}
    definition: Table = {
        "chain": {"id": "keten", "version": "1", "title": "Keten", "unit": types[0], "timezone": zone},
        "partners": {partner: {"title": {"nl": partner, "en": partner}} for partner in partners},
        "objects": objects,
        "links": links,
        "attributes": {name: ATTRIBUTES[name] for name in ATTRIBUTES if name in names},
        "activities": activities,
    }
    definition["chain"] |= draw(st.sampled_from([{}, {"dormant_days": 1}, {"dormant_days": 30}]))
    definition = draw(with_measures(definition))
    definition["chain"] |= draw(st.sampled_from([{}, {}, {"dark_after_days": 5}]))
    definition["partners"][partners[-1]] |= draw(st.sampled_from([{}, {}, {"delivers_every_days": 1}]))
    return to_toml(definition)


@st.composite
def links_between(draw: st.DrawFn, types: tuple[str, ...], partners: list[str]) -> tuple[list[Table], list[str]]:
    """Links by which each type reaches the unit (the first one), and the types to which nothing can happen.

    The last type sometimes hangs below the unit. Sometimes a link between units, or any other, comes on top.
    """
    pairs = [(types[i], types[draw(st.integers(0, i - 1))]) for i in range(1, len(types))]
    silent: list[str] = []
    if pairs and draw(st.integers(0, 3)) == 3:
        pairs[-1], silent = pairs[-1][::-1], [types[-1]]
    if pairs and not silent and draw(st.integers(0, 3)) == 3:
        silent = [draw(st.sampled_from(types[1:]))]
    if draw(st.integers(0, 3)) > 1:
        pairs.append(draw(st.sampled_from([(types[0], types[0]), *((a, b) for a in types for b in types)])))
    links = []
    for source, target in dict.fromkeys(pairs):
        link = {"from": source, "to": target, "partner": draw(st.sampled_from(partners))}
        cardinality = draw(st.sampled_from(CARDINALITIES))
        links.append(link | ({"cardinality": cardinality} if cardinality else {}))
    return links, silent


def attributes() -> st.SearchStrategy[list[str]]:
    """Some attributes for an object type or an activity."""
    return st.lists(st.sampled_from(list(ATTRIBUTES)), max_size=3, unique=True)


@st.composite
def activities_on(draw: st.DrawFn, types: list[str], partners: list[str]) -> dict[str, Table]:
    """One to three activities on each type, each at any partner."""
    found = {}
    for kind in types:
        for number in range(draw(st.integers(2 if len(types) == 1 else 1, 3 if len(types) < 3 else 2))):
            partner = draw(st.sampled_from(partners))
            carried = draw(st.one_of(st.just([]), attributes()))
            found[f"{kind}_{number}"] = {"partner": partner, "object": kind, "attributes": carried}
    return found


@st.composite
def with_measures(draw: st.DrawFn, definition: Table) -> Table:
    """The definition with a few of everything that can be measured."""
    for name, entry in ENTRIES.items():
        found = draw(st.lists(entry(definition), max_size=2))
        definition[name] = {f"{name[:2]}{number}": one for number, one in enumerate(found) if one is not None}
    if not any(definition[name] for name in ("lead_times", "stocks", "handovers", "terms")):
        definition["lead_times"]["le0"] = draw(lead_times(definition))
    needs_holidays = any(term["counting"] == "working" or "extend" in term for term in definition["terms"].values())
    if needs_holidays or draw(st.booleans()):
        definition["chain"]["holidays"] = COUNTRIES[definition["chain"]["timezone"]]
    return definition


def reached(start: str, arrows: list[tuple[str, str]]) -> set[str]:
    """The types that can be reached along arrows."""
    found = {start}
    while more := {b for a, b in arrows if a in found} - found:
        found |= more
    return found


def types_in_case(definition: Table, kind: str) -> set[str]:
    """The types whose events belong to a case of a type."""
    down = [(link["from"], link["to"]) for link in definition["links"]]
    above = reached(kind, [(b, a) for a, b in down])
    return above if kind == definition["chain"]["unit"] else above | reached(kind, down)


def names_in_case(definition: Table, kind: str) -> list[str]:
    """The activities that can happen in a case of a type."""
    inside = types_in_case(definition, kind)
    return [name for name, activity in definition["activities"].items() if activity["object"] in inside]


def some(items: list[str], least: int = 1, most: int = 2) -> st.SearchStrategy[list[str]]:
    """A few different ones."""
    return st.lists(st.sampled_from(items), min_size=least, max_size=most, unique=True)


@st.composite
def counted_type(draw: st.DrawFn, definition: Table, anywhere: bool = False) -> Table:
    """Nothing (so that the unit is counted), or the object type that is counted."""
    unit = definition["chain"]["unit"]
    kinds = [kind for kind in definition["objects"] if anywhere or kind in types_in_case(definition, unit)]
    kinds = [kind for kind in kinds if names_in_case(definition, kind)]
    return draw(st.one_of(st.just({}), st.sampled_from(kinds).map(lambda kind: {"object": kind})))


@st.composite
def conditions(draw: st.DrawFn, definition: Table, kind: str) -> Table:
    """Conditions on attributes that a case of a type can have; a single value or a list."""
    inside = types_in_case(definition, kind)
    carriers = [table for name, table in definition["objects"].items() if name in inside]
    carriers += [table for table in definition["activities"].values() if table["object"] in inside]
    names = [name for name in ATTRIBUTES if any(name in table["attributes"] for table in carriers)]
    found = {}
    for name in draw(st.lists(st.sampled_from(names), max_size=2, unique=True)) if names else []:
        one = st.sampled_from(VALUES[name])
        found[name] = draw(st.one_of(one, st.lists(one, min_size=1, max_size=2, unique=True)))
    return found


@st.composite
def from_to(draw: st.DrawFn, definition: Table) -> Table:
    """What lead times and terms have in common; an activity may be a start and an end."""
    counted = draw(counted_type(definition))
    names = names_in_case(definition, counted.get("object", definition["chain"]["unit"]))
    entry = {**counted, "from": draw(some(names)), "to": draw(some(names))}
    others = [name for name in names if name not in entry["to"]]
    if draw(st.booleans()) and others:
        entry["other_ends"] = draw(some(others))
    return entry


@st.composite
def lead_times(draw: st.DrawFn, definition: Table) -> Table:
    """A lead time."""
    entry = draw(from_to(definition))
    is_selective = draw(st.integers(0, 2)) == 2
    where = draw(conditions(definition, entry.get("object", definition["chain"]["unit"]))) if is_selective else {}
    norm = {"days": draw(st.sampled_from([1, 3, 30, 100])), "share": 0.8}
    return entry | ({"where": where} if where else {}) | draw(st.sampled_from([{}, {"norm": norm}]))


@st.composite
def pauses(draw: st.DrawFn, definition: Table) -> Table:
    """A pause."""
    names = list(definition["activities"])
    return {"from": draw(some(names)), "to": draw(some(names))}


@st.composite
def stocks(draw: st.DrawFn, definition: Table) -> Table | None:
    """A stock, when two activities can happen in a case of its type."""
    counted = draw(counted_type(definition, anywhere=True))
    names = names_in_case(definition, counted.get("object", definition["chain"]["unit"]))
    if len(names) < 2:
        return None
    enters = draw(some(names, most=min(2, len(names) - 1)))
    leaves = draw(some([name for name in names if name not in enters]))
    old = draw(st.sampled_from([{}, {"old_after_days": 1}, {"old_after_days": 30}]))
    return {
        "partner": definition["activities"][enters[0]]["partner"],
        **counted,
        "enters": enters,
        "leaves": leaves,
    } | old


@st.composite
def handovers(draw: st.DrawFn, definition: Table) -> Table | None:
    """A hand-over between two partners, when there are two: on one type, along links, or between siblings."""
    ways: dict[str, list[tuple[str, str]]] = {}
    for sent, a in definition["activities"].items():
        for received, b in definition["activities"].items():
            if a["partner"] != b["partner"]:
                ways.setdefault(way_between(definition, a["object"], b["object"]), []).append((sent, received))
    if not ways:
        return None
    sent, received = draw(st.sampled_from(ways[draw(st.sampled_from(sorted(ways)))]))
    return {"sent": sent, "received": received}


def way_between(definition: Table, a: str, b: str) -> str:
    """How two types hang together."""
    down = [(link["from"], link["to"]) for link in definition["links"]]
    joined = b in reached(a, down) or a in reached(b, down)
    return "one type" if a == b else "along links" if joined else "in a chain case"


@st.composite
def terms(draw: st.DrawFn, definition: Table) -> Table:
    """A term."""
    limit = {"days": draw(st.integers(1, 5)), "counting": draw(st.sampled_from(["calendar", "working"]))}
    return draw(from_to(definition)) | limit | draw(st.sampled_from([{}, {"extend": True}]))


@st.composite
def themes(draw: st.DrawFn, definition: Table) -> Table | None:
    """A theme, when a chain case can have an attribute."""
    where = draw(conditions(definition, definition["chain"]["unit"]))
    return {"where": where} if where else None


ENTRIES = {
    "lead_times": lead_times,
    "pauses": pauses,
    "stocks": stocks,
    "handovers": handovers,
    "terms": terms,
    "themes": themes,
}
