"""The same object-centric log in JSON, XML and SQLite comes to the same, and nothing of it is lost."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from ketenmonitor.intake.logs.content import Content
from ketenmonitor.intake.logs.ocel import READERS, content_of_ocel
from tests.unit.intake.ocel_samples import FORMS, INITIAL, Log, chain, happened, ocel, written

IDENTIFIERS = st.sampled_from(
    ["a", "b", "c", "007", "7", "NA", "é", "x y", 'q"', "';--", "<&>", "null", "1e5", "\U0001f600"]
)
OBJECT_TYPES = st.sampled_from(["Case", "zaak", "Police report", "melding", "Person", "case", '"x"'])
EVENT_TYPES = st.sampled_from(["Register", "inschrijving", "Report filed", "inning", "Phone call", "register", "'%'"])
NAMES = st.sampled_from(["ernst", "eenheid", "ingekomen", "bedrag", "agent", 'n"'])
TEXTS = st.sampled_from(["", "1", "2", "Oost", "2025-01-01", "<a&b>", "NULL"])
TIMES = st.sampled_from(
    ["2025-03-01T10:00:00Z", "2025-03-01 11:00:00", "2025-10-26T02:30:00", "2024-01-01", "soon", "0001-01-01T00:00:00Z", ""]
)  # fmt: skip


def relations() -> st.SearchStrategy[list[Log]]:
    one = st.fixed_dictionaries({"objectId": IDENTIFIERS, "qualifier": st.sampled_from(["", "of", "q'"])})
    return st.lists(one, max_size=4)


def values(**more: Any) -> st.SearchStrategy[list[Log]]:
    one = st.fixed_dictionaries({"name": NAMES, "value": TEXTS, **more})
    return st.lists(one, max_size=4, unique_by=lambda value: (value["name"], value.get("time")))


def things() -> st.SearchStrategy[list[Log]]:
    said = values(time=st.sampled_from([INITIAL, "2025-01-01", "2024-05-01T00:00:00+02:00", "soon"]))
    one = st.fixed_dictionaries(
        {"id": IDENTIFIERS, "type": OBJECT_TYPES, "attributes": said, "relationships": relations()}
    )
    return st.lists(one, max_size=6, unique_by=lambda thing: thing["id"])


def events() -> st.SearchStrategy[list[Log]]:
    fields = {"id": IDENTIFIERS, "type": EVENT_TYPES, "time": TIMES, "relationships": relations()}
    one = st.fixed_dictionaries({**fields, "attributes": values()})
    named_once = st.lists(one, max_size=6, unique_by=lambda event: event["id"])
    return named_once.map(lambda some: [{**e, "attributes": once(e["attributes"])} for e in some])


def once(said: list[Log]) -> list[Log]:
    """A table has one column for a name."""
    return list({value["name"]: value for value in said}.values())


@st.composite
def logs(draw: st.DrawFn) -> Log:
    log = ocel(happened("with a time", "inning"))
    log["objects"] = draw(things())
    log["events"] += draw(events())
    return log


def came_to(log: Log, form: str) -> Content:
    with TemporaryDirectory() as folder:
        return content_of_ocel(READERS[f".{form}"](written(Path(folder), log, form)), chain())


def of_kind(found: Content, kind: str) -> list[dict[str, Any]]:
    return [row for tables in found.tables.values() if kind in tables for row in tables[kind].to_dicts()]


@settings(max_examples=30, deadline=None)
@given(logs())
def test_three_forms_of_a_log_come_to_the_same(log: Log) -> None:
    first, *others = (came_to(log, form) for form in FORMS)
    for other in others:
        assert other.at_us.to_list() == first.at_us.to_list()
        assert Counter(other.findings) == Counter(first.findings)
        for kind in ("events", "links", "objects"):
            assert of_kind(other, kind) == of_kind(first, kind)


@settings(max_examples=30, deadline=None)
@given(logs())
def test_every_event_relation_object_and_link_is_a_row_or_counted(log: Log) -> None:
    found = came_to(log, "jsonocel")
    told = Counter(found.findings)
    events = [str(row["event_id"]).partition("\x1f") for row in of_kind(found, "events")]
    assert {event for event, _, _ in events} == {event["id"] for event in log["events"]}
    assert sum(len(event["relationships"]) for event in log["events"]) == (
        sum(thing != "" for _, _, thing in events) + told["undeclared-object-type"] + told["object-not-of-the-activity"]
    )
    assert len(log["objects"]) == len(of_kind(found, "objects")) + told["undeclared-object"]
    assert sum(len(thing["relationships"]) for thing in log["objects"]) == (
        len(of_kind(found, "links")) + told["undeclared-link"] + told["link-with-missing-object"]
    )
