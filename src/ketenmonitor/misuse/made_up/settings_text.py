"""The settings that read the made-up files, as an organisation would write them.

Comes in: nothing. Goes out: a TOML text. The promise: it names each file that is written but the truth.
"""

from __future__ import annotations

SETTINGS = """\
# Which file has which table, and which of its columns is which.
[looks]
file = "looks.parquet"
user = "medewerker"
person = "persoon"
at = "tijdstip"
case = "zaak"
break_glass = "noodtoegang"
reason = "reden"

# What explains a look
[involved]
file = "involved.parquet"
case = "zaak"
person = "persoon"

[handlers]
file = "handlers.parquet"
user = "medewerker"
case = "zaak"
from = "vanaf"
until = "tot"

[teams]
file = "teams.parquet"
user = "medewerker"
team = "team"

[handovers]
file = "handovers.parquet"
case = "zaak"
user = "medewerker"
from = "vanaf"
until = "tot"

[cases]
file = "cases.parquet"
case = "zaak"
unit = "eenheid"
opened = "ingekomen"

[duties]
file = "duties.parquet"
user = "medewerker"
unit = "eenheid"
from = "vanaf"
until = "tot"

[requests]
file = "requests.parquet"
user = "medewerker"
person = "persoon"
from = "vanaf"
until = "tot"

[contacts]
file = "contacts.parquet"
user = "medewerker"
person = "persoon"
from = "vanaf"
until = "tot"

# What makes the rest stand out
[rosters]
file = "rosters.parquet"
user = "medewerker"
from = "vanaf"
until = "tot"

[actions]
file = "actions.parquet"
user = "medewerker"
person = "persoon"
at = "tijdstip"

[staff]
file = "staff.parquet"
user = "medewerker"
person = "persoon"
address = "adres"
surname = "achternaam"

[persons]
file = "persons.parquet"
person = "persoon"
address = "adres"
surname = "achternaam"
"""
