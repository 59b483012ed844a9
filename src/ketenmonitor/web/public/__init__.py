"""What everybody may read: releases of which the seal verifies, as they were sealed. Knows `release` and nothing else.

- `Shelves`: the releases that were let out, by chain and day.
- `Released`: one of them.
- `Kept`: pages of them that were made before.
"""

from ketenmonitor.web.public.kept import Kept
from ketenmonitor.web.public.shelves import Released, Shelves

__all__ = ["Kept", "Released", "Shelves"]
