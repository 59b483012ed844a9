"""Words in tables for who answers citizens, in Dutch and English."""

from __future__ import annotations

WORDS = {
    "nl": {
        "item": "item", "what": "wat", "when": "wanneer", "since": "bij ons sinds", "state": "stand", "organisation": "organisatie",
        "roles": "rollen", "operation": "handeling", "purpose": "doel", "ground": "grond", "from": "van", "until": "tot en met",
        "looks": "wie er keek", "grounds": "doelen en gronden", "no_register": "doelen en gronden: er is geen register van doelen",
        "no_regime": "wet niet bekend", "number": "verzoek", "kind": "soort", "chain": "keten", "received": "ontvangen",
        "partner": "ketenpartner", "regime": "wet", "last_day": "laatste dag", "left": "tijd", "late": "TE LAAT: {days}",
        "days_left": "nog {days}", "access": "inzage", "correction": "verbetering", "deletion": "verwijdering",
        "extended": "verlengd", "granted": "toegewezen", "partly": "deels toegewezen", "refused": "geweigerd", "done": "klaar",
        "withdrawn": "ingetrokken",
    },
    "en": {
        "since": "with us since", "looks": "who looked", "grounds": "purposes and grounds", "no_regime": "law not known",
        "no_register": "purposes and grounds: there is no register of purposes", "number": "request", "regime": "law",
        "last_day": "last day", "left": "time", "late": "LATE: {days}", "days_left": "{days} left", "partly": "partly granted",
    },
}  # fmt: skip


def say(name: str, language: str) -> str:
    """A word in a language; its own name when there is no better."""
    return WORDS[language].get(name) or name
