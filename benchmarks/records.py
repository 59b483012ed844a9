"""How well records of persons are linked, on made-up persons: `python -m benchmarks.records`.

Each case is two registers that are written as files, linked by `link-records` from the first byte to the last, and compared
with the truth; beside it stand an exact match on normalised surname, date of birth and initial, and Splink as its tutorial
has it. Each runs in a process of its own. The seeds are none that the program was made with, and of the faults there are two
kinds: those that the calibration knows of, and others that it does not (`otherwise`).
"""

from __future__ import annotations

import argparse
import csv
import json
import logging
import multiprocessing
import random
import resource
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from ketenmonitor.records import Asked, link_records
from ketenmonitor.records.made_up.faults import Rates
from ketenmonitor.records.made_up.files import write_made_up
from ketenmonitor.records.made_up.registers import GROUPS, MadeUp, Row, registers
from ketenmonitor.records.table import persons

Pair = tuple[str, str]
BANDS = (0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 0.97, 0.99, 1.01)
OTHER_RATES = Rates(
    typing=0.005, hearing=0.0, reading=0.05, transcription=0.6, initials_only=0.35, call_name=0.15, moved=0.25
)


@dataclass(frozen=True)
class Case:
    """Two registers: how many rows each, how many persons in both, which faults, and a seed that was held out."""

    name: str
    rows: int
    share: float
    faults: float
    other: bool = False
    seed: int = 9001

    def made(self) -> MadeUp:
        rates = (OTHER_RATES if self.other else Rates()).times(self.faults)
        made = registers(self.rows, self.rows, int(self.rows * self.share), self.seed, (rates, rates))
        if not self.other:
            return made
        chance = random.Random(f"otherwise {self.seed}")
        return replace(made, b=[otherwise(row, chance) for row in made.b])


def otherwise(row: Row, chance: random.Random) -> Row:
    """What an old system and hurried people do, and no fault of the generator does."""
    new = dict(row)
    if chance.random() < 0.5:
        new["surname"] = (row["surname"] or "")[:9].upper()  # a column that was too short
    if chance.random() < 0.03:
        new["surname"] = " ".join((row["surname"] or "").split()[-1:])
    if chance.random() < 0.03 and row["birth"]:
        new["birth"] = f"{int(row['birth'][:4]) + chance.choice((-1, 1))}{row['birth'][4:]}"
    if chance.random() < 0.05 and row["given"]:
        new["given"] = row["given"].split()[-1]  # the last given name for the first
    if chance.random() < 0.1:
        new["place"] = "Nederland"
    if chance.random() < 0.1:
        new["postcode"] = (row["postcode"] or "")[:4]
    return new


def ours(folder: Path, made: MadeUp) -> dict[str, Any]:
    """The whole command, with the defaults of the settings."""
    out = folder / "out"
    asked = Asked(folder / "in" / "a.csv", folder / "in" / "b.csv", folder / "in" / "settings.toml", out)
    said = link_records(asked)
    rows = list(csv.DictReader((out / "pairs.csv").open(encoding="utf-8")))
    links = {(row["a_id"], row["b_id"]) for row in rows if row["decision"] == "link"}
    truth = set(made.truth)
    chance = np.array([float(row["probability"]) for row in rows])
    same = np.array([(row["a_id"], row["b_id"]) in truth for row in rows])
    curve = []
    for low, high in zip(BANDS, BANDS[1:], strict=False):
        band = (chance >= low) & (chance < high)
        if band.any():
            curve.append(
                (low, int(band.sum()), round(float(chance[band].mean()), 4), round(float(same[band].mean()), 4))
            )
    found = {(row["a_id"], row["b_id"]) for row in rows if row["decision"] == "review"} & truth
    return measured(links, made) | {
        "expected": said["expected"],
        "pairs": said["pairs"],
        "curve": curve,
        "true_in_review": len(found),
    }


def exact(_: Path, made: MadeUp) -> dict[str, Any]:
    """Normalised surname, whole date of birth and first initial the same, and nobody else with these on either side."""
    sides = [persons(rows) for rows in (made.a, made.b)]
    keys = [
        [tuple(row.values()) for row in table.select(["surname", "birth_date", "initial"]).to_pylist()]
        for table, _ in sides
    ]
    unique = [_unique(side) for side in keys]
    links = {(sides[0][1][at], sides[1][1][unique[1][key]]) for key, at in unique[0].items() if key in unique[1]}
    return measured(links, made)


def _unique(keys: list[tuple[Any, ...]]) -> dict[tuple[Any, ...], int]:
    seen: dict[tuple[Any, ...], int] = {}
    twice = set()
    for at, key in enumerate(keys):
        twice |= {key} if key in seen else set()
        seen[key] = at
    return {key: at for key, at in seen.items() if key not in twice and None not in key}


def tutorial(_: Path, made: MadeUp) -> dict[str, Any]:
    """Splink with its own comparisons on the columns as they are, in small letters; linked from a probability of 0.99."""
    import pyarrow as pa
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    logging.getLogger("splink").setLevel(logging.CRITICAL)
    api, tables = DuckDBAPI(), []
    for name, rows in (("a", made.a), ("b", made.b)):
        columns: dict[str, list[str | None]] = {
            key: [r[key].lower() if r[key] else None for r in rows] for key in rows[0] if key != "id"
        }  # type: ignore[union-attr]
        tables.append(
            api.register(
                pa.table({"unique_id": [r["id"] for r in rows], **columns}), table_name=name, dataset_display_name=name
            )
        )
    settings = SettingsCreator(
        link_type="link_only",
        comparisons=[
            cl.NameComparison("given").configure(term_frequency_adjustments=True),
            cl.NameComparison("surname").configure(term_frequency_adjustments=True),
            cl.DateOfBirthComparison("birth", input_is_string=True),
            cl.ExactMatch("place").configure(term_frequency_adjustments=True),
            cl.LevenshteinAtThresholds("postcode", [1, 2]),
            cl.ExactMatch("sex"),
        ],
        blocking_rules_to_generate_predictions=[block_on("birth"), block_on("given", "surname"), block_on("postcode")],
    )
    linker = Linker(tables, settings, log_level=None)
    linker.training.estimate_probability_two_random_records_match([block_on("given", "surname", "birth")], recall=0.7)
    linker.training.estimate_u_using_random_sampling(max_pairs=1_000_001, seed=1)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("given", "surname"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("birth"))
    found = linker.inference.predict(threshold_match_probability=0.99).as_pyarrow_table()
    return measured(set(zip(found["unique_id_l"].to_pylist(), found["unique_id_r"].to_pylist(), strict=True)), made)


def measured(links: set[Pair], made: MadeUp) -> dict[str, Any]:
    """Precision and recall, whole and by hard group of the row of A."""
    truth = set(made.truth)
    groups = {}
    for group in GROUPS:
        own = {pair for pair in links if group in made.groups[pair[0]]}
        should = {pair for pair in truth if group in made.groups[pair[0]]}
        if should:
            groups[group] = (len(should), _share(own & truth, own), _share(own & truth, should))
    return {
        "links": len(links),
        "precision": _share(links & truth, links),
        "recall": _share(links & truth, truth),
        "groups": groups,
    }


def _share(part: set[Pair], whole: set[Pair]) -> float | None:
    return round(len(part) / len(whole), 4) if whole else None


CONTENDERS: dict[str, Callable[[Path, MadeUp], dict[str, Any]]] = {"ours": ours, "exact": exact, "splink": tutorial}
CASES = [
    Case("1k", 1000, 0.4, 1.0), Case("1k half", 1000, 0.4, 0.5), Case("1k double", 1000, 0.4, 2.0), Case("1k otherwise", 1000, 0.4, 1.0, True),
    Case("10k", 10_000, 0.4, 1.0), Case("10k half", 10_000, 0.4, 0.5), Case("10k double", 10_000, 0.4, 2.0),
    Case("10k few", 10_000, 0.05, 1.0), Case("10k otherwise", 10_000, 0.4, 1.0, True), Case("100k", 100_000, 0.4, 1.0),
]  # fmt: skip


def _one(name: str, case: Case) -> dict[str, Any]:
    made = case.made()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        write_made_up(folder / "in", made)
        began = time.perf_counter()
        found = CONTENDERS[name](folder, made)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return {
        "case": case.name,
        "contender": name,
        "seconds": round(time.perf_counter() - began, 1),
        "peak_mb": peak,
        **found,
    }


def main() -> None:
    """Run the cases that were asked for, and print a table and what each knows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", nargs="*", default=[case.name for case in CASES])
    parser.add_argument("--contenders", nargs="*", default=list(CONTENDERS))
    parser.add_argument("--out", type=Path, help="A file for all results, as JSON lines.")
    parser.add_argument("--seed", type=int, default=9001, help="Other made-up persons.")
    asked = parser.parse_args()
    print("| case | contender | links | precision | recall | seconds | MB |\n|---|---|---:|---:|---:|---:|---:|")
    for case in (replace(case, seed=asked.seed) for case in CASES if case.name in asked.cases):
        for name in asked.contenders:
            with multiprocessing.get_context("spawn").Pool(1) as pool:
                got = pool.apply(_one, (name, case))
            print(
                f"| {case.name} | {name} | {got['links']} | {got['precision']} | {got['recall']} | {got['seconds']} | {got['peak_mb']} |",
                flush=True,
            )
            if asked.out:
                with asked.out.open("a", encoding="utf-8") as file:
                    file.write(json.dumps(got) + "\n")


if __name__ == "__main__":
    main()
