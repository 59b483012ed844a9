"""Making a release of a chain: everything that is published, asked, protected, compared with the last one, and sealed.

- `publish`: a release of a chain as of a day, written to a folder and kept in the home; gives `Published`.
- `audit`: attack all that was published of a chain, all releases together.
- `verify`: what is wrong with a release that lies in a folder.
- `rebuild`: make a release anew from the home that made it, and say what differs.
"""

from ketenmonitor.publishing.audit import audit
from ketenmonitor.publishing.check import rebuild, verify
from ketenmonitor.publishing.publish import Published, publish

__all__ = ["Published", "audit", "publish", "rebuild", "verify"]
