"""A small register of purposes, and changed ones."""

from __future__ import annotations

from pathlib import Path

from ketenmonitor.keys import Signer, make_key
from ketenmonitor.lawful import sign_register

PHRASE = b"a passphrase of tests"
SOURCE, OTHER, FIRST, SECOND, RECIPIENT = (f"000000990000000{n}000" for n in (10, 20, 30, 40, 90))

SMALL = f"""\
[register]
version = 3
title = "Proef"

[purposes.doorlooptijden]
title = "Doorlooptijden in de keten"
ground = "Een grondslag"
from = 2026-01-01
until = 2027-12-31

[purposes.recidive]
title = "Recidive"
ground = "Een andere grondslag"
from = 2026-01-01
until = 2026-12-31

[[pseudonyms]]
purpose = "doorlooptijden"
recipient = "{RECIPIENT}"
sources = ["{SOURCE}", "{OTHER}"]
key_services = ["{FIRST}", "{SECOND}"]
identifiers_a_day = 20_000
periods = [
  {{ period = "2026", from = 2026-01-01, until = 2026-12-31 }},
  {{ period = "2027", from = 2027-01-01, until = 2027-12-31 }},
]

[[pseudonyms]]
purpose = "recidive"
recipient = "{RECIPIENT}"
sources = ["{SOURCE}"]
key_services = ["{FIRST}", "{SECOND}"]
identifiers_a_day = 100
periods = [{{ period = "2026", from = 2026-01-01, until = 2026-12-31 }}]
"""


def written(folder: Path, text: str = SMALL) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    place = folder / "purposes.toml"
    place.write_text(text, encoding="utf-8")
    return place


def signer_in(folder: Path) -> Signer:
    return Signer(make_key(folder / "signing.key", "signing", PHRASE))


def signed(folder: Path, signer: Signer, text: str = SMALL) -> Path:
    place = written(folder, text)
    sign_register(place, signer)
    return place
