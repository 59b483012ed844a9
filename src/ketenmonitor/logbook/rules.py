"""The rules of behaviour that lines of a log can show, by the numbers of docs/reference/logs.md.

Comes in: lines, one by one, that have the right form. Goes out: which rule is broken, and a sentence without values. The promise:
what is remembered of a line is its numbers only, so that a long log can be checked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ketenmonitor.logbook.rows import AUDIT, DECISIONS, PROCESSING
from ketenmonitor.logbook.spans import ACTIVITY, PROCESSOR, SUBJECT, SUBJECT_TYPE

OF_DPL = {ACTIVITY, SUBJECT, SUBJECT_TYPE, PROCESSOR}
OF_AN_EMPLOYEE = ("enduser.", "user.", "adl.", "actor", "employee", "medewerker")
OF_ADL = ("request", "response", "policies", "information", "configuration")
Broken = tuple[str, str]


class Seen:
    """What was seen of the lines before, and what must still be seen when nothing is left out."""

    def __init__(self, is_whole: bool) -> None:
        self._is_whole = is_whole
        self._lines: dict[str, str] = {}  # the trace of an action
        self._above: dict[
            str, tuple[int, str]
        ] = {}  # of an action that was named and not seen: where first, and in which trace
        self._alone: dict[str, int] = {}  # of a trace: the first line about a person that stands below nothing
        self._persons: dict[str, int] = {}  # of a trace: how many lines about a person

    def is_again(self, said: Mapping[str, Any]) -> bool:
        """Whether the numbers of this line were those of an earlier one. Remembers them."""
        trace, span = said["trace_id"], said["span_id"]
        if self._lines.get(span) == trace:
            return True
        self._lines[span] = trace
        return False

    def refer(self, number: int, said: Mapping[str, Any], *, is_foreign: bool) -> None:
        """Remember that a line stands below another one, which an application that called need not have here."""
        above = said.get("parent_span_id")
        if above and not is_foreign:
            self._above.setdefault(above, (number, said["trace_id"]))

    def person(self, number: int, said: Mapping[str, Any]) -> None:
        """Remember that a line is about a person."""
        trace = said["trace_id"]
        self._persons[trace] = self._persons.get(trace, 0) + 1
        if "parent_span_id" not in said:
            self._alone.setdefault(trace, number)

    def left(self) -> list[tuple[int, str, str]]:
        """What can only be said at the end."""
        found = []
        for above, (number, trace) in self._above.items():
            if above in self._lines and self._lines[above] != trace:
                found.append((number, "L3", "the action above it is of another trace. A child keeps the trace_id."))
            if above not in self._lines and self._is_whole:
                found.append((number, "L5", f"the action above it is not here, and no {PROCESSOR} says who called."))
        several = ((number, trace) for trace, number in self._alone.items() if self._persons[trace] > 1)
        found += [
            (number, "L4", "its trace is about several persons. Each is a child of the action.")
            for number, _ in several
        ]
        return sorted(found)


def of_processing(seen: Seen, number: int, said: Mapping[str, Any]) -> Iterator[Broken]:
    """Logboek Dataverwerkingen 1.0.0."""
    attributes: Mapping[str, Any] = said["attributes"]
    if seen.is_again(said):
        yield "L2", "its trace_id and span_id are those of an earlier line. Every action is one line."
    seen.refer(number, said, is_foreign=PROCESSOR in attributes)
    if SUBJECT in attributes:
        seen.person(number, said)
    if said["end_time"] < said["start_time"]:
        yield "form", "end_time is before start_time."
    if any(name.lower().startswith(OF_AN_EMPLOYEE) for name in attributes):
        yield "L12", "an attribute is about an employee. That belongs in the audit log."
    if any(name.startswith("dpl.") and name not in OF_DPL for name in attributes):
        yield "L16", f"an attribute below dpl. is not of the standard. Right are: {', '.join(sorted(OF_DPL))}."
    if any("register" in name for name in attributes):
        yield "L16", "the name of an attribute holds the word register."
    if "exception.stacktrace" in attributes:
        yield "L17", "a stack trace can hold what was processed. Leave it out."


def of_decisions(seen: Seen, _number: int, said: Mapping[str, Any]) -> Iterator[Broken]:
    """Authorization Decision Log 1.0.0."""
    attributes, body = said.get("attributes", {}), said.get("body", {})
    if seen.is_again(said):
        yield "A8", "its trace_id and span_id are those of an earlier line."
    for one in (f"adl.core.{name}" for name in OF_ADL):
        if one in attributes and one in body:
            yield "A4", f"{one} stands in attributes and in body. Right is one of the two."
    if "adl.core.request" not in {**attributes, **body}:
        yield "A5", "adl.core.request is not there."
    if "adl.core.response" not in {**attributes, **body} and said["status"] != "Error":
        yield "A5", "adl.core.response is not there, and the status is not Error."
    if body.get("adl.core.response", {}).get("decision") is False and said["status"] == "Error":
        yield "A6", "a denial has the status Error. Right is Unset: nothing failed."


def of_audit(seen: Seen, _number: int, said: Mapping[str, Any]) -> Iterator[Broken]:
    """Our own audit log."""
    if seen.is_again(said):
        yield "form", "its trace_id and span_id are those of an earlier line."


RULES: dict[str, Callable[[Seen, int, Mapping[str, Any]], Iterator[Broken]]] = {
    PROCESSING: of_processing, DECISIONS: of_decisions, AUDIT: of_audit,
}  # fmt: skip
