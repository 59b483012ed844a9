"""What the Dutch police published of sexual offence cases: facts to reconcile with.

Comes in: nothing. Goes out: a `figures` table, as the police could deliver it. The promise: figures as published;
where the source gives no period, none is made up.

Source: the half-yearly letter to Parliament on the stock of sexual offence cases, table "Werkvoorraden politie op het
terrein van zedenzaken", which gives the position on one day in June of each year.
"""

from __future__ import annotations

from datetime import date

import pyarrow as pa

DATES = (date(2022, 6, 2), date(2023, 6, 2), date(2024, 6, 2), date(2025, 6, 2), date(2026, 6, 2))
# (measure, id, field): what was published on each of the dates
PUBLISHED = {
    ("published", "incidenten", "value"): (6622, 5705, 5555, 6507, 6228),
    ("stock", "politie", "stock"): (3361, 3166, 2775, 3156, 3400),
    ("stock", "politie", "old"): (694, 767, 722, 654, 642),  # reports older than six months
    ("flow", "politie", "entered"): (1355, 1404, 1355, 1533, 1676),  # reports
    ("flow", "politie", "left"): (1154, 1181, 987, 1169, 1142),  # suspects sent to the prosecution
}


def police_figures() -> pa.Table:
    """The published figures: measure, id, field, date, period, value."""
    rows = [
        {"measure": measure, "id": entry, "field": field, "date": day, "period": None, "value": value}
        for (measure, entry, field), values in PUBLISHED.items()
        for day, value in zip(DATES, values, strict=True)
    ]
    texts = [(name, pa.string()) for name in ("measure", "id", "field")]
    schema = pa.schema([*texts, ("date", pa.date32()), ("period", pa.string()), ("value", pa.int64())])
    return pa.Table.from_pylist(rows, schema=schema)
