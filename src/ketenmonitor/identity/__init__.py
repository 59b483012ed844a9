"""Which organisation calls: by its certificate or by the token of an FSC inway.

- `Caller`: an organisation, by its OIN.
- `OIN`: what such a number looks like.
"""

from ketenmonitor.identity.caller import OIN, Caller

__all__ = ["OIN", "Caller"]
