"""For the person concerned: which organisations got to know, after a claim, that this holder knows them.

Comes in: the log of a node, the key of its pseudonyms of persons, and an identifier. Goes out: a row for each disclosure. The promise:
questions that were no hit are not in it, for nobody here knows about whom they were; nor is who asked in person, only the organisation.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ketenmonitor.inquiry.holder.publish import subject_of
from ketenmonitor.keys import Secret


@dataclass(frozen=True)
class Disclosure:
    """That an organisation got a contact point, when and why."""

    at: str
    asker: str
    purpose: str
    ground: str


def disclosures(lines: Iterable[Mapping[str, Any]], hashing: Secret, text: str) -> Iterator[Disclosure]:
    """Those about one person, in the order of the log."""
    subject = subject_of(hashing, text)
    for line in lines:
        if line.get("decision") == "disclose" and subject in line.get("subjects", ()):
            yield Disclosure(*(str(line[name]) for name in ("at", "asker", "purpose", "ground")))
