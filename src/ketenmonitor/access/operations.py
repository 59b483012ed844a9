"""What can be done with data of cases, as a register of purposes names it.

Comes in: nothing. Goes out: `OPERATIONS`. The promise: every command, page and call that touches data of cases asks leave for one of
these.
"""

from __future__ import annotations

OF_LOGS = "logs"
OPERATIONS: dict[str, str] = {
    "measure": "compute figures of a chain, which are not protected yet",
    "case": "look at one case over all partners",
    "break-glass": "look at one case that is closed to who looks, with a reason; each of these is reviewed",
    "cases": "list the cases of which a term or a norm asks attention",
    "conflicts": "list the links between objects that are odd",
    "receive": "take deliveries, logs and events in, and offer again what was set apart",
    "deliveries": "see what became of deliveries, and which rows were set apart",
    "publish": "make, look at, audit, approve and let out releases",
    "citizen": "answer what citizens ask about data that are held on them",
    "inquiry": "ask partners whether they know a person",
    "misuse": "judge who looked at which case, and why",
    "retention": "let go what may not be kept, and let see what is behind the gatekeeper",
    "rotate": "turn the pseudonyms that a vault keeps to the keys of another period",
    OF_LOGS: "look in the logs: what was done with data of whom, and who asked",
    "whatif": "play measures on a chain that is calibrated from its events",
    "link-records": "link records of persons without a common key",
}
