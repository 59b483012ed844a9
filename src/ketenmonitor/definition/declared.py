"""What a chain is made of: who delivers, what identifiers stand for, how they are linked, and what can happen.

Comes in: nothing; `read.py` makes these values. Goes out: to `model.py`, of which they are a part. The promise: as there.
"""

from __future__ import annotations

from dataclasses import dataclass

from ketenmonitor.definition.title import Title

# Kinds of identifiers that are written in one way before they are hashed (`source.identifiers`); any other is a free text.
IDENTIFIERS = ("bsn", "skn", "parketnummer", "pv-nummer", "cjib-nummer", "ecli", "oin")


@dataclass(frozen=True)
class Partner:
    """An organisation that delivers. `rank` is its place in the chain, from 0.

    `delivers_every_days`: how many days usually lie between two of its deliveries, when that is agreed.
    """

    id: str
    title: Title
    rank: int
    oin: str | None = None
    delivers_every_days: int | None = None


@dataclass(frozen=True)
class ObjectType:
    """What an identifier stands for; `partner` issues it, `key` is its name at the source, `identifier` its kind.

    An identifier with more than `most_links` links, of all kinds together, is taken for a placeholder.
    """

    id: str
    title: Title
    partner: str
    key: str | None = None
    attributes: tuple[str, ...] = ()
    most_links: int | None = None
    identifier: str | None = None


@dataclass(frozen=True)
class Link:
    """A declared kind of link between two object types, and who delivers the pairs."""

    from_type: str
    to_type: str
    partner: str
    cardinality: str = "many-to-many"


@dataclass(frozen=True)
class Attribute:
    """A declared property. `values` is the closed list of a category, empty for the other types."""

    id: str
    title: Title
    type: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Activity:
    """Something that can happen: at which partner, to which object type."""

    id: str
    title: Title
    partner: str
    object: str
    log_names: tuple[str, ...] = ()
    attributes: tuple[str, ...] = ()
