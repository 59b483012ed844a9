"""Which organisation calls: by its certificate or by the token of an FSC inway.

- `Caller`: an organisation, by its OIN.
- `OIN`: what such a number looks like.
- `PEER`: where in the state of a request stands from where its connection comes.
- `Tls`: with what a server proves itself, and what it asks of who connects.
- `Trust`: whose word is taken on who calls. `trust_of`: by the table [identity] of settings.
- `Unproven`: that nobody knows who calls, and why.
- `brings_proof`: whether a request says at all who calls by certificate or token.
- `caller_of`: who calls.
- `uvicorn_options`: how a server is run so that requests tell of their connection.
"""

from ketenmonitor.identity.caller import OIN, Caller
from ketenmonitor.identity.proof import PEER, brings_proof, caller_of
from ketenmonitor.identity.refusal import Unproven
from ketenmonitor.identity.tls import Tls, uvicorn_options
from ketenmonitor.identity.trust import Trust, trust_of

__all__ = [
    "OIN",
    "PEER",
    "Caller",
    "Tls",
    "Trust",
    "Unproven",
    "brings_proof",
    "caller_of",
    "trust_of",
    "uvicorn_options",
]
