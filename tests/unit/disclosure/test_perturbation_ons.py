"""The cell-key method held against that of the Office for National Statistics, package `cell-key-perturbation`.

Theirs has record keys 0 to 4095 and cell keys modulo 4096, with a table of noise by count and cell key, of which rows
501 to 750 serve for larger counts. Ours has keys up to 2^32 and one row for all large counts. A key k of theirs is the
key k x 2^20 + 2^19 of ours: sums keep that form but for the halves, so the same cell gets (sum mod 4096) x 2^20 + 2^19.
"""

from __future__ import annotations

import random
from collections import Counter

import numpy as np
import pandas as pd
from cell_key_perturbation.create_perturbed_table import create_perturbed_table

from ketenmonitor.disclosure import Perturbation

KEYS, STEP, HALF = 4096, 2**20, 2**19
ROWS = 750
LAST = 8  # larger counts have the noise of this one: 5 + 2 + 1


def test_every_cell_of_a_table_is_what_the_office_makes_of_it() -> None:
    noise, draw = Perturbation(5, 2.0, 2), random.Random(1)
    rows = [[noise.noise(count, key * STEP + HALF) for key in range(KEYS)] for count in range(1, LAST + 1)]
    rows += [rows[-1]] * (ROWS - LAST)
    places = {"pcv": np.repeat(np.arange(1, ROWS + 1), KEYS), "ckey": np.tile(np.arange(KEYS), ROWS)}
    table = pd.DataFrame({**places, "pvalue": np.concatenate(rows)})
    sizes = [*range(1, 30), *(draw.randrange(30, 400) for _ in range(20)), 749, 750, 751, 2_003]
    records = [
        (f"g{group:02}", f"k{draw.randrange(3)}", draw.randrange(KEYS))
        for group, n in enumerate(sizes)
        for _ in range(n)
    ]
    data = pd.DataFrame(records, columns=["region", "kind", "record_key"])
    for columns in (["region"], ["region", "kind"], ["kind"]):
        theirs = create_perturbed_table(data, table, [], columns, "record_key", use_existing_ons_id=False, threshold=0)
        said = {tuple(row[c] for c in columns): int(row["count"]) for row in theirs.to_dict("records")}
        counts: Counter[tuple[str, ...]] = Counter()
        keys: Counter[tuple[str, ...]] = Counter()
        for row in data.to_dict("records"):
            cell = tuple(str(row[c]) for c in columns)
            counts[cell] += 1
            keys[cell] += int(row["record_key"])
        ours = {cell: noise.protected(n, keys[cell] % KEYS * STEP + HALF) for cell, n in counts.items()}
        assert {cell: n for cell, n in said.items() if cell in ours} == ours
        assert all(n == 0 for cell, n in said.items() if cell not in ours)
