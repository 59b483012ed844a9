"""What must hold in the reference engine itself, whatever is delivered."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.generative.strategies import Chain, Table, chains, questions
from tests.oracles import measure

CHECKED = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
COUNTS = {
    "lead-time": "counted completed other_ends open open_dormant before_history attribute_unknown",
    "term": "due met missed running running_late stopped before_history attribute_unknown",
    "handover": "sent received in_transit unmatched before_history attribute_unknown",
    "stock": "stock left_without_entry entered_while_in attribute_unknown",
    "flow": "start entered left end counted attribute_unknown",
    "path": "times cases before_history attribute_unknown",
    "variant": "cases before_history attribute_unknown",
}
KEYS = ("id", "period", "from_activity", "to_activity", "activities")
PARTS = {
    "lead-time": ("counted", "completed other_ends open"),
    "term": ("due", "met missed running running_late stopped"),
}


@st.composite
def chains_and_records(draw: st.DrawFn) -> list[Table]:
    chain: Chain = draw(chains())
    asked = draw(questions(chain))
    return measure(
        chain.definition_toml, chain.deliveries, asked.measure, asked.id, asked.selection, asked.as_known_at_us
    )


@CHECKED
@given(chains_and_records())
def test_groups_add_up_to_the_total(records: list[Table]) -> None:
    for total in records:
        name = total["measure"]
        groups = [r for r in records if r["by"] and all(r.get(key) == total.get(key) for key in KEYS)]
        if total["by"] or not groups or "not-delivered" in total["notes"]:
            continue
        for field in COUNTS[name].split():
            parts = sum(group.get(field, 0) or 0 for group in groups)
            assert parts == (total.get(field, 0) or 0) or is_without_a_group(field, total, parts)


def is_without_a_group(field: str, total: Table, parts: int) -> bool:
    """Cases left out as unknown can have a value, of a type without a list, that no counted case has."""
    return field == "attribute_unknown" and parts < total[field]


@CHECKED
@given(chains_and_records())
def test_the_parts_make_the_whole(records: list[Table]) -> None:
    for record in records:
        whole, parts = PARTS.get(record["measure"], ("", ""))
        if whole and record["counted"] is not None and None not in [record[part] for part in parts.split()]:
            assert record[whole] == sum(record[part] for part in parts.split())
        if record["measure"] == "flow" and record["counted"] is not None:
            assert record["residual"] == 0


@CHECKED
@given(st.data())
def test_a_delivery_received_again_changes_nothing(data: st.DataObject) -> None:
    chain = data.draw(chains())
    asked = data.draw(questions(chain))
    again = [*chain.deliveries, *({**one, "received_at_us": one["received_at_us"] + 1} for one in chain.deliveries)]
    once = measure(chain.definition_toml, chain.deliveries, asked.measure, asked.id, asked.selection)
    assert measure(chain.definition_toml, again, asked.measure, asked.id, asked.selection) == once
