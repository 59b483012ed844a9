"""How an extract is described: one TOML file, read and checked as a whole against the definition of its chain.

- `read_mapping`: what a mapping file says, or all its faults.
- `Mapping` and its parts: `Source`, `Cell`, `Moment`, `Rule` (`EventRule`, `LinkRule`, `ObjectRule`, `FigureRule`), `Pseudonyms`.
- `NONE`, `HMAC`, `OPRF`: the modes in which identifiers become pseudonyms.
"""

from ketenmonitor.source.mapping.model import (
    HMAC,
    NONE,
    OPRF,
    Cell,
    EventRule,
    FigureRule,
    LinkRule,
    Mapping,
    Moment,
    ObjectRule,
    Pseudonyms,
    Rule,
    Source,
)
from ketenmonitor.source.mapping.read import read_mapping

__all__ = [
    "HMAC",
    "NONE",
    "OPRF",
    "Cell",
    "EventRule",
    "FigureRule",
    "LinkRule",
    "Mapping",
    "Moment",
    "ObjectRule",
    "Pseudonyms",
    "Rule",
    "Source",
    "read_mapping",
]
