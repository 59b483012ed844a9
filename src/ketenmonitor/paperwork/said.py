"""What all paperwork says alike: that something is not known, and which measures protect the data.

Comes in: facts and values. Goes out: cells, and measures as codes with whether they are in force here. The promise: a measure is named
only when the program always takes it, or when the settings of this home say that it is on.
"""

from __future__ import annotations

from ketenmonitor.paperwork.facts import Facts
from ketenmonitor.release import Cell
from ketenmonitor.wording import Language, language_of

# What this program does in every home.
ALWAYS = ("own_identifiers_only", "logged_before_shown", "protected_release", "no_identifier_in_address")


def paper_language(code: str) -> Language:
    """The words of paperwork."""
    return language_of(code, "ketenmonitor.release", "ketenmonitor.paperwork")


def words_of(value: str | None, language: Language) -> Cell:
    """A value as words, or that it is not known."""
    return Cell(value, is_text=True) if value else Cell(language.say("paper_not_known"), is_missing=True, is_text=True)


def measures_of(facts: Facts) -> tuple[tuple[str, str], ...]:
    """The measures in force, each with of what it is: empty for all."""
    found = [(code, "") for code in ALWAYS]
    found += [("pseudonyms", chain) for chain in facts.pseudonyms]
    found += [("signed_deliveries", ", ".join(facts.signing))] if facts.signing else []
    found += [("purposes", "")] if facts.register else []
    found += [("retention", chain) for chain in facts.retention]
    found += [("tls", "")] if facts.tls else []
    found += [("provider", "")] if facts.provider else []
    return tuple(dict(found).items())
