"""From an extract to a delivery: only what the definition declares, only what changed, and no identifier.

- `pack`: one delivery of what a mapping describes; gives a `Packed`.
- `Packed`: the folder (or zip) that was made, and the report of what went in and what did not.
- `pending`: the delivery of which it is not known yet whether it was accepted.
- `confirmed`, `refused`: say that it was, or was not.
- `without_values`: a mistake of ours ends here in a sentence that holds nothing of the extract.
"""

from ketenmonitor.source.pack.guard import without_values
from ketenmonitor.source.pack.packed import Packed, pack
from ketenmonitor.source.pack.state import confirmed, pending, refused

__all__ = ["Packed", "confirmed", "pack", "pending", "refused", "without_values"]
