"""How well looks that are misuse are found, on made-up years: `python -m benchmarks.misuse`.

Each year is written as files and assessed by the room `misuse` from the first byte to the last. Beside it stand plain rules and an
isolation forest (scikit-learn), over all pairs of officer and person and, to see what the score adds to the explanations, over what
nothing explains. Seeds 1 to 5 were used to choose weights; those of a report are others. Misuse is put in by a program, so that what
is found here is an upper bound: it serves to compare ways of ordering, not to promise anything.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path
from statistics import mean
from typing import Any

import ibis
import numpy as np
import pyarrow.parquet as pq
from sklearn.ensemble import IsolationForest

from ketenmonitor.instants import DAY_US
from ketenmonitor.misuse.assessing import Assessment, assess
from ketenmonitor.misuse.components import COMPONENTS, PAIR
from ketenmonitor.misuse.made_up.files import write_made_up
from ketenmonitor.misuse.made_up.world import Sizes
from ketenmonitor.misuse.made_up.wrong import BY_HANDLER, KINDS
from ketenmonitor.misuse.sampling import sampled
from ketenmonitor.misuse.settings import read_settings

TOP = (50, 100, 200, 400)
BEHAVIOUR = ("looks", "days", "night", "gap", "n_odd_hours", "n_volume", "n_own")
# What they are worth follows from how often the generator has work without a case and without an action, which is assumed.
ASSUMED = ("no_case", "no_follow_up")
Key = tuple[str, str]


def one_year(seed: int, loss: float, sizes: Sizes) -> dict[str, Any]:
    """What every method finds in one made-up year."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "year"
        write_made_up(folder, seed, sizes, loss)
        kinds = _kinds(folder)
        began = time.perf_counter()
        assessment = assess(read_settings(folder / "instellingen.toml"))
        ours = [(pair.user, pair.person) for pair in assessment.ranked(10**9)]
        seconds = time.perf_counter() - began
        scored = assessment.engine.run(assessment.scored().order_by([ibis.asc(name) for name in PAIR]))
        orders = {"explained, then scored": ours, **_others(assessment, scored, seed)}
        wrong = {pair for pair, kind in kinds.items() if kind in KINDS}
        left = set(ours)
        by_handler = {pair for pair, kind in kinds.items() if kind == BY_HANDLER}
        return {
            "seed": seed, "loss": loss, "seconds": round(seconds, 1), "counts": assessment.counts(), "pairs_left": len(ours),
            "wrong": len(wrong), "wrong_explained": round(1 - len(wrong & left) / len(wrong), 4),
            "methods": {name: _found(order, wrong) for name, order in orders.items()},
            "kinds": {kind: _of_kind(ours, kinds, kind) for kind in (*KINDS, BY_HANDLER)},
            "above": Counter(kinds.get(pair, "undocumented otherwise") for pair in ours[:200]),
            "by_handler_left": len(by_handler & left), "sample": _sample(assessment, kinds),
        }  # fmt: skip


def _kinds(folder: Path) -> dict[Key, str]:
    """What is true of a pair; misuse goes before what was only not written down."""
    rows = pq.read_table(folder / "truth.parquet").to_pylist()
    rows.sort(key=lambda row: row["misbruik"])
    return {(row["medewerker"], row["persoon"]): row["soort"] for row in rows}


def _found(order: Sequence[Key], wrong: set[Key]) -> dict[str, float]:
    hits = np.cumsum([pair in wrong for pair in order[: max(TOP)]] or [False])
    at = {top: int(hits[min(top, len(hits)) - 1]) for top in TOP}
    return {f"p{top}": at[top] / top for top in TOP} | {f"r{top}": at[top] / len(wrong) for top in TOP}


def _of_kind(order: Sequence[Key], kinds: dict[Key, str], kind: str) -> dict[str, int]:
    """How many of a kind there are, how many are left after the explanations, and how many stand at the top."""
    every = {pair for pair, its in kinds.items() if its == kind}
    return {
        "pairs": len(every), "left": len(every & set(order)),
        "top200": len(every & set(order[:200])), "top400": len(every & set(order[:400])),
    }  # fmt: skip


def _sample(assessment: Assessment, kinds: dict[Key, str]) -> dict[str, Any]:
    """What a sample of explained looks finds of misuse by who handles the case."""
    found: dict[str, Any] = {}
    for size in (200, 400, 1000):
        hits = [kinds.get((one.pair.user, one.pair.person)) for one in sampled(assessment, size, 1)]
        found[str(size)] = {"by_handler": hits.count(BY_HANDLER), "other": sum(hit in KINDS for hit in hits)}
    return found


def _others(assessment: Assessment, scored: Any, seed: int) -> dict[str, list[Key]]:
    """Every other way: orders of all pairs, and of those that nothing explains."""
    every, left = _columns(_features(assessment)), _columns(scored)
    weights = assessment.settings.weights
    numbers = [f"n_{name}" for name in weights]
    spared = sum(left[f"points_{name}"] for name in weights if name not in ASSUMED)
    return {
        "isolation forest, relations": _forest(every, [*BEHAVIOUR, *numbers, "cases"], seed),
        "isolation forest, behaviour only": _forest(every, BEHAVIOUR, seed),
        "rule: out of hours": _ordered(every, every["n_odd_hours"], seed),
        "rule: volume": _ordered(every, every["n_volume"], seed),
        "random": _ordered(every, 0 * every["looks"], seed),
        "explained, then isolation forest": _forest(left, ["looks", *numbers], seed),
        "explained, then out of hours": _ordered(left, left["n_odd_hours"], seed),
        "explained, then volume": _ordered(left, left["n_volume"], seed),
        "explained, then random": _ordered(left, 0 * left["looks"], seed),
        "explained, then scored without " + " and ".join(ASSUMED): _ordered(left, spared, seed),
    }


def _columns(table: Any) -> dict[str, Any]:
    numbers = {name: np.asarray(table[name].to_numpy(), dtype=float) for name in table.column_names if name not in PAIR}
    return numbers | {"keys": list(zip(table["user"].to_pylist(), table["person"].to_pylist(), strict=True))}


def _ordered(columns: dict[str, Any], value: Any, seed: int) -> list[Key]:
    """The highest first; equal ones by chance."""
    noise = np.random.default_rng(seed + 10**6).random(len(value))
    return [columns["keys"][i] for i in np.lexsort((noise, -value))]


def _forest(columns: dict[str, Any], names: Sequence[str], seed: int) -> list[Key]:
    rows = np.column_stack([columns[name] for name in names])
    fitted = IsolationForest(n_estimators=200, random_state=seed).fit(rows)
    return _ordered(columns, -fitted.score_samples(rows), seed)


def _features(assessment: Assessment) -> Any:
    """Of every pair, over all its looks: what was done, every number that the score knows, and how many cases both share."""
    every = assessment.looks
    scored = assessment.scored_rows(every)
    hour = every["local_us"] % DAY_US // (DAY_US // 24)
    rows = every.mutate(day=every["local_us"] // DAY_US, night=((hour < 6) | (hour >= 22)).cast("int64"))
    table = rows.group_by(*PAIR).agg(
        looks=rows.count(),
        days=rows["day"].nunique(),
        night=rows["night"].sum(),
        gap=rows["at_us"].max() - rows["at_us"].min(),
    )
    handled = assessment.explained.filter(assessment.explained["rank"] <= 1).select("look").distinct()
    shared = every.semi_join(handled, "look").group_by(*PAIR).agg(n=ibis._.count())
    numbers = {f"n_{name}": COMPONENTS[name].of(scored) for name in assessment.settings.weights} | {"cases": shared}
    for name, counted in numbers.items():
        kept = assessment.engine.keep(counted).rename({name: "n"})
        joined = table.left_join(kept, list(PAIR)).drop("user_right", "person_right")
        table = joined.mutate(joined[name].fill_null(0).name(name))
    return assessment.engine.run(table.order_by([ibis.asc(name) for name in PAIR]))


def table_of(years: list[dict[str, Any]]) -> str:
    """Precision at the top and recall, the mean over seeds with the least and the most."""
    lines = ["| method | " + " | ".join(f"P@{top}" for top in TOP) + " | recall@400 |", "|---|" + "---:|" * 5]
    for name in years[0]["methods"]:
        cells = []
        for key in (*(f"p{top}" for top in TOP), "r400"):
            values = [year["methods"][name][key] for year in years]
            cells.append(f"{mean(values):.2f} ({min(values):.2f}-{max(values):.2f})")
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def kinds_of(years: list[dict[str, Any]]) -> str:
    """Per kind of misuse: how many there are, explained away, and found at the top; sums over seeds."""
    lines = ["| kind | pairs | explained away | in top 200 | in top 400 |", "|---|---:|---:|---:|---:|"]
    sums: dict[str, Counter[str]] = defaultdict(Counter)
    for year in years:
        for kind, found in year["kinds"].items():
            sums[kind].update(found)
    for kind, found in sums.items():
        pairs = found["pairs"]
        shares = ((pairs - found["left"]) / pairs, found["top200"] / pairs, found["top400"] / pairs)
        lines.append(f"| {kind} | {pairs} | " + " | ".join(f"{share:.0%}" for share in shares) + " |")
    return "\n".join(lines)


def main() -> None:
    """Run the years that were asked for, and print tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, nargs="*", default=[9001, 9002, 9003, 9004, 9005])
    parser.add_argument("--losses", type=float, nargs="*", default=[0.0, 0.02, 0.05, 0.1, 0.2])
    parser.add_argument("--cases", type=int, default=30_000)
    parser.add_argument("--users", type=int, default=1500)
    parser.add_argument("--out", type=Path, help="A file for all results, as JSON lines.")
    asked = parser.parse_args()
    for loss in asked.losses:
        years = []
        for seed in asked.seeds:
            years.append(one_year(seed, loss, Sizes(asked.users, asked.cases)))
            if asked.out:
                with asked.out.open("a", encoding="utf-8") as file:
                    file.write(json.dumps(years[-1]) + "\n")
        print(f"\n## Documentation lost: {loss:.0%}\n\n{table_of(years)}\n\n{kinds_of(years)}\n", flush=True)
        for year in years:
            print({name: year[name] for name in year if name not in ("methods", "kinds")}, flush=True)


if __name__ == "__main__":
    main()
