"""Warnings in words.

Comes in: a warning, the definition of its chain, a language. Goes out: a sentence. The promise: steps and partners have the titles of the
chain, numbers and days are written as people write them, and every code has its sentence in both languages.
"""

from __future__ import annotations

from datetime import date

from ketenmonitor.definition import Definition
from ketenmonitor.whatif.warnings.warning import Value, Warning_
from ketenmonitor.wording import Language, language_of

ROOM = "ketenmonitor.whatif.warnings"
SHARES, WHOLE = ("share", "use"), ("count", "of", "places", "days", "known", "one_in", "at_least")
MOST_NAMES = 5


def said_of(warning: Warning_, definition: Definition, code: str) -> str:
    """The sentence of a warning in a language."""
    said = language_of(code, ROOM)
    values = {name: _value(name, value, warning, definition, said) for name, value in warning.values.items()}
    if "low" in warning.values or "high" in warning.values:
        values["seen"] = _seen(warning, said)
    values["where"] = values.get("step") or values.get("partner") or ""
    return said.say(_name(warning), **values)


def _name(warning: Warning_) -> str:
    """The sentence by its code; a way out of the chain has one of its own."""
    is_none = warning.code in ("route-never-taken", "share-outside-seen") and not warning.values.get("to")
    return f"{warning.code}-none" if is_none else warning.code


def _value(name: str, value: Value, warning: Warning_, definition: Definition, said: Language) -> str:
    if name in ("step", "to", "at"):
        return _titled(str(value), definition, said)
    if name == "partner":
        return definition.partners[str(value)].title.in_language(said.code) if value else ""
    if name == "stock":
        return definition.stocks[str(value)].title.in_language(said.code)
    if name == "steps" and isinstance(value, list):
        return _listed(value, warning, definition, said)
    if name == "attribute":
        return f"“{definition.attributes[str(value)].title.in_language(said.code)}”"
    if name == "day":
        return said.date(date.fromisoformat(str(value)))
    return _number(name, value, warning, said) if isinstance(value, int | float) else str(value)


def _titled(name: str, definition: Definition, said: Language) -> str:
    return f"“{definition.activities[name].title.in_language(said.code)}”" if name else ""


def _listed(names: list[str], warning: Warning_, definition: Definition, said: Language) -> str:
    """Some names in a row, with what each got."""
    places = warning.values.get("places")
    got = [f" ({one})" for one in places] if isinstance(places, list) else [""] * len(names)
    titles = [_titled(name, definition, said) + more for name, more in zip(names, got, strict=True)]
    rest = len(titles) - MOST_NAMES
    return said.list_of([*titles[:MOST_NAMES], said.say("and_more", n=said.number(rest))] if rest > 0 else titles)


def _number(name: str, value: float, warning: Warning_, said: Language) -> str:
    if name in SHARES or (warning.code == "share-outside-seen" and name in ("low", "high")):
        return said.share(value)
    if name in WHOLE or abs(value) >= 100 or value == round(value):
        return said.number(value)
    return said.number(value, 1 if abs(value) >= 10 or value == round(value, 1) else 2 if abs(value) >= 1 else 3)


def _seen(warning: Warning_, said: Language) -> str:
    """Between which limits, or the one that there is."""
    ends = {
        name: _number(name, end, warning, said)
        for name in ("low", "high")
        if isinstance(end := warning.values.get(name), int | float)
    }
    return said.say("seen_both" if len(ends) == 2 else f"seen_{next(iter(ends))}", **ends)
