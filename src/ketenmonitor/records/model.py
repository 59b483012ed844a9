"""The model of Fellegi and Sunter, learnt and applied by Splink on DuckDB.

Comes in: two tables of persons and what is compared. Goes out: `Pairs`, each with a weight. The promise: the same tables
give the same pairs and weights. Samples are taken by a hash of row numbers; what was learnt is rounded before it is used,
because sums in parallel differ in their last digits.
"""

from __future__ import annotations

import logging
import math
from dataclasses import dataclass
from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from ketenmonitor.records.comparisons import BLOCKING, CERTAIN, COMPARISONS, RECALL_OF_CERTAIN, TRAINING

FEWEST_PAIRS = 50  # that agree on what almost only one person's rows agree on; of fewer nothing can be learnt
WORTH_PAIRS = 20  # how many pairs the chances that are given beforehand count for, beside those that were learnt
PAIRS_FOR_U = 1_000_001  # Splink warns at its default of a million
SEED = 1
MOST_ROUNDS = 10  # it settles in fewer; after many a level that no true pair is at sinks below what a float can hold
DIGITS = 9
LEAST = {"m": 1e-4, "u": 1e-7}  # what a sample never showed may exist

Numbers = npt.NDArray[np.float64]
Rows = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Plan:
    """What is compared, and where pairs are looked for."""

    comparisons: tuple[str, ...] = tuple(COMPARISONS)
    blocking: tuple[tuple[str, ...], ...] = BLOCKING


@dataclass(frozen=True)
class Pairs:
    """Pairs of row numbers, sorted, with the sum of their match weights (base 2, without what is thought beforehand).

    `certain` is how many pairs agree on what almost only one person's rows agree on; `learnt` whether these were enough.
    """

    left: Rows
    right: Rows
    weight: Numbers
    certain: int
    learnt: bool


def weigh(connection: duckdb.DuckDBPyConnection, a: pa.Table, b: pa.Table, plan: Plan) -> Pairs:
    """Learn from both tables, and weigh every pair that a blocking rule finds."""
    from splink import DuckDBAPI, Linker, SettingsCreator

    logging.getLogger("splink").setLevel(logging.CRITICAL)  # it tells of tables, and may tell of what is in them
    api: Any = DuckDBAPI(connection)
    sides = [
        api.register(side, table_name=f"side_{name}", dataset_display_name=name) for name, side in (("a", a), ("b", b))
    ]
    settings = _settings(plan)

    def linker(said: dict[str, Any]) -> Any:
        return Linker(sides, SettingsCreator.from_path_or_dict(said), log_level=None, validate_settings=False)

    certain = _certain(connection)
    learner = linker(settings)
    _learn(learner, plan, certain)
    learnt = _settled(learner.misc.save_model_to_json(), settings, certain)
    found = linker(learnt).inference.predict().as_pyarrow_table()
    api.delete_tables_created_by_splink_from_db()
    for name in ("side_a", "side_b"):
        connection.unregister(name)
    return _sorted(found, certain, _log2_odds(learnt["probability_two_random_records_match"]))


def _settings(plan: Plan) -> dict[str, Any]:
    from splink import block_on

    return {
        "link_type": "link_only",
        "comparisons": [COMPARISONS[name].as_splink(name) for name in plan.comparisons],
        "blocking_rules_to_generate_predictions": [
            block_on(*columns).create_blocking_rule_dict("duckdb") for columns in plan.blocking
        ],
        "retain_matching_columns": False,
        "linker_uid": "records",
        "max_iterations": MOST_ROUNDS,
    }


def _certain(connection: duckdb.DuckDBPyConnection) -> int:
    same = " OR ".join("(" + " AND ".join(f"a.{column} = b.{column}" for column in rule) + ")" for rule in CERTAIN)
    row = connection.execute(f"SELECT count(*) FROM side_a a JOIN side_b b ON {same}").fetchone()
    return int(row[0]) if row else 0


def _learn(linker: Any, plan: Plan, certain: int) -> None:
    """Chances among rows of different persons from random pairs; among rows of one person by expectation maximisation."""
    from splink import block_on
    from splink.internals.exceptions import EMTrainingException

    linker.training.estimate_u_using_random_sampling(
        max_pairs=PAIRS_FOR_U, seed=SEED, min_count_per_level=None, num_chunks=1
    )
    if certain < FEWEST_PAIRS:
        return
    rows = [table.as_duckdbpyrelation().shape[0] for table in linker._input_tables_dict.values()]
    linker._settings_obj._probability_two_random_records_match = certain / RECALL_OF_CERTAIN / math.prod(rows)
    known = {column for name in plan.comparisons for column in COMPARISONS[name].columns}
    for rule in TRAINING:
        if known.issuperset(rule):
            before = linker._settings_obj.core_model_settings.copy()
            # Splink 5 stops with a ValueError where a chance sinks to nothing, or without pairs: then this rule teaches
            # nothing. By then it has taken the columns of the rule out of the model
            try:
                linker.training.estimate_parameters_using_expectation_maximisation(
                    block_on(*rule), estimate_without_term_frequencies=True
                )
            except (ValueError, EMTrainingException):
                linker._settings_obj.core_model_settings = before


def _settled(learnt: dict[str, Any], given: dict[str, Any], certain: int) -> dict[str, Any]:
    """What was learnt, drawn a little to what was given, and rounded. Each comparison's chances add up to one."""
    weight = certain / RECALL_OF_CERTAIN
    for comparison, before in zip(learnt["comparisons"], given["comparisons"], strict=True):
        levels = [level for level in comparison["comparison_levels"] if not level.get("is_null_level")]
        priors = [level["m_probability"] for level in before["comparison_levels"] if not level.get("is_null_level")]
        m = [level.get("m_probability") or 0.0 for level in levels] if certain >= FEWEST_PAIRS else priors
        m = [
            (one * weight + prior * WORTH_PAIRS) / (weight + WORTH_PAIRS) for one, prior in zip(m, priors, strict=True)
        ]
        for kind, chances in (("m", m), ("u", [level.get("u_probability") or 0.0 for level in levels])):
            floored = [max(one, LEAST[kind]) for one in chances]
            for level, one in zip(levels, floored, strict=True):
                level[f"{kind}_probability"] = round(one / sum(floored), DIGITS)
    learnt["probability_two_random_records_match"] = round(learnt["probability_two_random_records_match"], 12)
    return learnt


def _sorted(found: pa.Table, certain: int, prior: float) -> Pairs:
    left, right = (found[f"unique_id_{side}"].to_numpy().astype(np.int64) for side in "lr")
    order = np.lexsort((right, left))
    weight = np.round(found["match_weight"].to_numpy()[order] - prior, DIGITS)
    return Pairs(left[order], right[order], weight, certain, certain >= FEWEST_PAIRS)


def _log2_odds(chance: float) -> float:
    return math.log2(chance / (1 - chance))
