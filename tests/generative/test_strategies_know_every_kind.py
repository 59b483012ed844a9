"""The strategies are a closed world: they draw every kind that `kinds.py` lists, and reach every figure."""

from __future__ import annotations

from functools import cache

from hypothesis import HealthCheck, given, settings

from tests.generative.definitions import VALUES
from tests.generative.kinds import KINDS, kinds_of
from tests.generative.strategies import Chain, Table, chains
from tests.oracles import MEASURES, linkage, world_of

SAMPLE = settings(
    max_examples=500,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],  # the machine may be busy; the size of what is drawn is still watched
)
# What must be above zero (or not null) somewhere: else a measure is compared on nothing.
FIGURES = {
    "lead-time": "completed other_ends open open_dormant before_history median_days p90_days within_norm open_past_norm"
    " within_norm_completed_only attribute_unknown",
    "stock": "stock old median_age_days left_without_entry entered_while_in",
    "flow": "start entered left end clearance_rate disposition_time_days",
    "handover": "sent received in_transit unmatched median_days p90_days",
    "term": "due met missed running running_late stopped",
    "linkage": "objects linked share conflicts",
}
NOTES = {
    "lead-time": "attribute-unknown not-applicable not-delivered not-reached not-yet-known"
    " selected-on-later-information",
    "stock": "attribute-unknown not-applicable not-delivered",
    "flow": "attribute-unknown not-applicable not-delivered",
    "handover": "attribute-unknown not-applicable not-delivered not-reached",
    "term": "attribute-unknown not-delivered selected-on-later-information",
    "linkage": "not-applicable",
}
OTHER = ("net differs", "interval closed", "share of to", "share of other", "mixed")


@cache
def sample() -> tuple[set[str], set[str]]:
    """The kinds that are drawn, and the figures and notes that are reached, over the same chains each time."""
    kinds: set[str] = set()
    figures: set[str] = set()

    @SAMPLE
    @given(chains())
    def collect(chain: Chain) -> None:
        kinds.update(kinds_of(chain))
        figures.update(reached_by(chain))

    collect()
    return kinds, figures


def test_every_kind_is_drawn() -> None:
    assert sample()[0] == KINDS


def test_every_figure_and_note_is_reached() -> None:
    expected = {f"{name} {field}" for table in (FIGURES, NOTES) for name in table for field in table[name].split()}
    assert sample()[1] >= expected | set(OTHER)


def test_what_entered_and_left_explains_every_stock() -> None:
    assert "flow residual" not in sample()[1]


def reached_by(chain: Chain) -> set[str]:
    """The figures that are not empty and the notes, over some questions."""
    attributes = list(chain.definition.get("attributes", {}))
    broken_down = {"by": attributes[:1], "period": "month"}
    selective = {"period": "month", "where": {name: VALUES[name][0] for name in attributes[:1]}}
    world = world_of(chain.definition_toml, chain.deliveries)
    records = linkage.records(world)
    for name, (table, compute) in MEASURES.items():
        plain = {"period": "month"} if name == "flow" else {}
        for one in chain.definition.get(table, {}):
            records += [record for asked in (plain, broken_down, selective) for record in compute(world, one, asked)]
    found = set()
    for record in records:
        found |= {f"{record['measure']} {word}" for word in [*record["notes"], *(f for f, v in record.items() if v)]}
        found |= {"mixed"} if "mixed" in record["by"].values() else set()
        found |= set(of_curve(record))
    return found


def of_curve(record: Table) -> list[str]:
    """What is in the parts of a lead time's record."""
    if record["measure"] != "lead-time":
        return []
    ends, interval = record["ends"] or [], record["ci95_median"] or [None]
    found = [f"share of {key}" for key in ("to", "other") if any(share[key] for share in ends)]
    found += ["interval closed"] if None not in interval else []
    return found + (["net differs"] if record["median_days"] != record["median_days_net"] else [])
