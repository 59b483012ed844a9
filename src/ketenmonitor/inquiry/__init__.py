"""The hit/no-hit check: whether a partner knows a person, with data staying where they are.

- `serve_node`, `check_node`, `publish_lists`: at a holder: run its node, look whether all of it is right, and make its lists.
- `officers_of`, `disclosures_of`: from its log: officers who claim otherwise than their peers, and who got to know of a person.
- `open_escrows`: at an auditor: what was asked, proved.
- `KINDS`: the kinds of identifiers of which the form is known.
- `Asker`, `Wanted`, `Result`, `read_asker`, `open_asker`: at an asker: who it is, what is asked, and what each holder said.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ketenmonitor.inquiry.asker.asking import KINDS, Asker, Result, Wanted, identifier_text
from ketenmonitor.inquiry.asker.config import read_config as read_asker
from ketenmonitor.keys import open_key, open_shares, passphrase

if TYPE_CHECKING:
    from ketenmonitor.inquiry.auditor.checking import Checked
    from ketenmonitor.inquiry.holder.disclosures import Disclosure
    from ketenmonitor.inquiry.holder.officers import Officer
    from ketenmonitor.inquiry.holder.publish import Published
    from ketenmonitor.inquiry.holder.service import Node

__all__ = [
    "KINDS", "Asker", "Result", "Wanted", "check_node", "disclosures_of", "officers_of", "open_asker", "open_escrows",
    "publish_lists", "read_asker", "serve_node",
]  # fmt: skip


def serve_node(place: Path) -> None:
    """Serve until told to stop."""
    from ketenmonitor.inquiry.holder import serving  # only here: it takes longer than all other commands need

    serving.serve(place)


def check_node(place: Path) -> Node:
    """The node of a configuration, of which all has been opened."""
    from ketenmonitor.inquiry.holder import config, serving

    return serving.checked(config.read_config(place))


def publish_lists(
    place: Path, extract: Path, done: Callable[[int, int], None] = lambda made, of: None
) -> list[Published]:
    """Lists of an extract, for the mirror."""
    from ketenmonitor.inquiry.holder import config, serving

    return serving.publish(config.read_config(place), extract, done)


def open_asker(place: Path) -> Asker:
    """Who asks, by a configuration, with its keys opened."""
    return Asker(read_asker(place), passphrase())


def officers_of(place: Path) -> list[Officer]:
    """Officers in the log of a node, those who depart most from their peers first."""
    from ketenmonitor.hosting import LOG, lines_in
    from ketenmonitor.inquiry.holder import config, officers

    return officers.officers(lines_in(config.read_config(place).folder / LOG))


def disclosures_of(place: Path, kind: str, identifier: str) -> list[Disclosure]:
    """Which organisations got to know that this holder knows a person. Raises UsageError for an identifier that is none."""
    from ketenmonitor.hosting import LOG, lines_in
    from ketenmonitor.inquiry.holder import config, disclosures

    settings = config.read_config(place)
    text = identifier_text(kind, identifier)
    hashing = open_key(settings.hashing, "hashing", passphrase())
    return list(disclosures.disclosures(lines_in(settings.folder / LOG), hashing, text))


def open_escrows(
    place: Path,
    log: Path,
    phrases: Sequence[bytes],
    ids: Collection[str],
    sample: int | None,
    canaries: Path | None,
    now: int,
) -> list[Checked]:
    """Questions from the log of a holder, opened and proved. `canaries`: a file with lines of kind and identifier."""
    from ketenmonitor.hosting import lines_in
    from ketenmonitor.inquiry.auditor import checking, config

    settings = config.read_config(place)
    secret = (
        open_key(settings.keys[0], "receiving", phrases[0])
        if len(settings.keys) == 1
        else open_shares(settings.keys, phrases)
    )
    lines = list(lines_in(log))
    made_up = {identifier_text(*line) for line in checking.pairs_in(canaries)} if canaries else set()
    return list(checking.checked(lines, checking.chosen(lines, ids, sample), secret, settings.parties, made_up, now))
