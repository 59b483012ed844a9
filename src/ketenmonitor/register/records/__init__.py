"""The register as it is kept: papers, what was found in them, and what persons decided about it.

- `open_register`: the register of a home -> `Register`; `make=True` makes one where there is none.
- `add_paper`: an `Extraction` -> `Added`. Whole or not at all; the same again changes nothing.
- `papers`, `paper_of`, `texts_of`: -> `KeptPaper`, `Texts`.
- `items`, `item_of`: -> `Item`, of a `Kind`, with the corrections of persons in its body and its `Spot`.
- `decide`: an `Action` of a person on the key of an item -> `Decision`; `add_item`: an item that no rule found.
- `decisions_of`, `no_longer_found`: what was decided; and that of which the item is not found any more.
- `plain`: a dataclass as data that JSON can hold, such as the moment of a correction.
- `state_of`: changes whenever anything in the register does.
"""

from ketenmonitor.register.records.adding import add_paper
from ketenmonitor.register.records.bodies import plain
from ketenmonitor.register.records.by_hand import add_item
from ketenmonitor.register.records.decided import decide, decisions_of
from ketenmonitor.register.records.looking import (
    item_of,
    items,
    no_longer_found,
    paper_of,
    papers,
    state_of,
    texts_of,
)
from ketenmonitor.register.records.opened import Register, open_register
from ketenmonitor.register.records.shapes import Action, Added, Decision, Item, KeptPaper, Kind, Spot, Texts

__all__ = [
    "Action",
    "Added",
    "Decision",
    "Item",
    "KeptPaper",
    "Kind",
    "Register",
    "Spot",
    "Texts",
    "add_item",
    "add_paper",
    "decide",
    "decisions_of",
    "item_of",
    "items",
    "no_longer_found",
    "open_register",
    "paper_of",
    "papers",
    "plain",
    "state_of",
    "texts_of",
]
