"""The lists that a holder published, as its log says, and their tags, as the mirror has them.

Comes in: the lines of the log of a holder, and the folder of the mirror. Goes out: what a list was, and its tags. The promise: what a list
was is believed when the holder signed it and wrote it in its log; tags are those of that list, and of no other.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ketenmonitor.inquiry.listed import Listed, Tags, tags_of
from ketenmonitor.inquiry.question import Question, Unreadable, read

Name = tuple[str, str, str]


@dataclass(frozen=True)
class Parties:
    """Whose signatures are believed, by OIN; and where the lists are that the mirror had."""

    askers: Mapping[str, str]
    holders: Mapping[str, str]
    lists: Path


class Lists:
    """The lists that there are, each read once."""

    def __init__(self, parties: Parties, lines: Iterable[Mapping[str, Any]]) -> None:
        self._folder, self._tags = parties.lists, dict[Path, Tags | None]()
        self._described: dict[tuple[Name, str], Listed] = {}
        self._keys: dict[Name, set[str]] = {}
        for line in lines:
            if line.get("decision") == "publish":
                for public in parties.holders.values():
                    self._add(str(line.get("listed")), public, parties)

    def _add(self, text: str, public: str, parties: Parties) -> None:
        try:
            said = read(Listed, text, public)
        except Unreadable:
            return
        if parties.holders.get(said.iss) == public:
            name = (said.iss, said.purpose, said.period)
            self._described[name, said.sha256] = said
            self._keys.setdefault(name, set()).add(said.public)

    def described(self, question: Question) -> Listed | None:
        """The list that a question names; None when the log does not have it."""
        return self._described.get((_name(question), question.listed))

    def has_two_keys(self, question: Question) -> bool:
        """Whether lists of this period were published with more than one key."""
        return len(self._keys.get(_name(question), ())) > 1

    def tags(self, question: Question) -> Tags | None:
        """The tags of the list that a question names; None when they are not there."""
        place = tags_of(self._folder, *_name(question), question.listed)
        if place not in self._tags:
            try:
                content = place.read_bytes()
            except OSError:
                content = b""
            is_it = hashlib.sha256(content).hexdigest() == question.listed
            self._tags[place] = np.frombuffer(content, dtype="<u8") if is_it else None
        return self._tags[place]


def _name(question: Question) -> Name:
    return question.aud, question.purpose, question.period
