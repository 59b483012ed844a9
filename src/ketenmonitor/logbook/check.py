"""Whether lines are what the standards ask: the JSON Schema of each, and the rules of behaviour as far as lines can show them.

Comes in: lines of one log, of any system. Goes out: findings, in the order of the lines. The promise: a finding names the line, the
rule and the field, and never what stood there: it may be about a person.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from ketenmonitor.logbook.rows import AUDIT, DECISIONS, PROCESSING
from ketenmonitor.logbook.rules import RULES, Seen

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import ValidationError

FORM = "form"
# The rule that a field serves, by log; of any other field the finding says that the form is not right.
RULE_OF = {
    PROCESSING: {
        "trace_id": "L1", "span_id": "L2", "parent_span_id": "L3", "status": "L8", "dpl.core.data_subject_id": "L4",
        "dpl.core.data_subject_id_type": "L4", "dpl.core.foreign_operation.processor": "L5",
    },
    DECISIONS: {
        "trace_id": "A1", "span_id": "A1", "parent_span_id": "A2", "event_name": "A3", "status": "A6", "adl.fsc.transaction_id": "A7",
    },
    AUDIT: {},
}  # fmt: skip


@dataclass(frozen=True)
class Finding:
    """What is not right in a line, by which rule."""

    line: int
    rule: str
    sentence: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.rule}: {self.sentence}"


def schema_of(log: str) -> dict[str, Any]:
    """The JSON Schema of a line."""
    found: dict[str, Any] = json.loads((files(__package__) / "schemas" / f"{log}.json").read_text(encoding="utf-8"))
    return found


def kind_of(line: bytes) -> str:
    """Of which log a line is, by the fields that only that one has."""
    try:
        said = json.loads(line)
    except ValueError:
        return PROCESSING
    found = {DECISIONS: "event_name", AUDIT: "actor"}
    return next((log for log, field in found.items() if isinstance(said, dict) and field in said), PROCESSING)


def findings_of(lines: Iterable[bytes], log: str, *, is_whole: bool = True) -> Iterator[Finding]:
    """All that is not right. `is_whole`: what lines refer to is among them too."""
    seen, number = Seen(is_whole), 0
    for number, line in enumerate(lines, 1):
        said = _said(line)
        if said is None:
            yield Finding(number, FORM, "this is not a JSON object. Right is one a line.")
            continue
        faults = list(_validator(log).iter_errors(said))
        yield from (Finding(number, *_in_words(log, fault)) for fault in faults)
        if not faults:
            yield from (Finding(number, rule, sentence) for rule, sentence in RULES[log](seen, number, said))
    yield from (Finding(*one) for one in seen.left())


@cache
def _validator(log: str) -> Draft202012Validator:
    from jsonschema import Draft202012Validator  # only here: every command loads this module, and few check

    return Draft202012Validator(schema_of(log))


def _said(line: bytes) -> dict[str, Any] | None:
    try:
        said = json.loads(line)
    except ValueError:
        return None
    return said if isinstance(said, dict) else None


def _in_words(log: str, fault: ValidationError) -> tuple[str, str]:
    """The rule and a sentence. Names of fields come from the schema, what was found there from nowhere."""
    where = [str(one) for one in fault.relative_path]
    names = _lacking(fault) or where[-1:]
    rule = next((RULE_OF[log][name] for name in names if name in RULE_OF[log]), FORM)
    field = ".".join(where) or "the line"
    wanted = fault.validator_value
    if fault.validator in ("required", "dependentRequired"):
        return rule, f"{field} lacks {', '.join(names)}."
    if fault.validator == "additionalProperties":
        return (
            FORM,
            f"{field} has fields that the standard does not have. Right are: {', '.join(fault.schema['properties'])}.",
        )
    if fault.validator in ("minimum", "maximum"):
        return FORM, f"{field} is not in milliseconds since 1970."
    said = {"enum": "one of", "type": "a value of the type", "pattern": "what fits"}.get(
        str(fault.validator), str(fault.validator)
    )
    text = ", ".join(map(str, wanted)) if isinstance(wanted, list) else wanted
    return rule, f"{field} is not right. Right is {said} {text}."


def _lacking(fault: ValidationError) -> list[str]:
    """The fields that are not there and should be."""
    here = fault.instance if isinstance(fault.instance, dict) else {}
    if fault.validator == "required":
        return [name for name in fault.validator_value if name not in here]
    if fault.validator == "dependentRequired":
        wanted = {name for given, names in fault.validator_value.items() if given in here for name in names}
        return sorted(wanted - set(here))
    return []
