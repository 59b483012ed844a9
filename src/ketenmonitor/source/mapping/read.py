"""From a mapping file to a `Mapping`, or to all its faults.

Comes in: a path. Goes out: a sound `Mapping`. The promise: whatever is in the file, either it is sound and fits the definition,
or `MappingError` holds every fault of it, in the order of its lines: file, line, what is wrong, what would be right.

The way: bytes -> document (values with lines) -> shape -> what must go together -> what the definition allows -> mapping.
"""

from __future__ import annotations

from pathlib import Path

from ketenmonitor.errors import MappingError
from ketenmonitor.source.mapping.build import build
from ketenmonitor.source.mapping.checks import check_alone, check_mapping
from ketenmonitor.source.mapping.model import Mapping
from ketenmonitor.source.mapping.schema import SCHEMA, WORDINGS
from ketenmonitor.source.mapping.values import chain_of
from ketenmonitor.toml import Document, Fault, Finding, check_shape, document_at, without

ABSENCES = ("table-missing", "key-missing", "empty", "mode-needs", "place-missing", "own-oin-missing")


def read_mapping(path: Path) -> Mapping:
    """What a mapping file says. Raises `MappingError` with all faults of the file."""
    document = document_at(path, WORDINGS)
    shape = list(check_shape(document.values, SCHEMA))
    values = without(document.values, shape)
    definition, wrong = chain_of(path.resolve().parent, values)
    findings = [*shape, *check_alone(values)]
    if wrong:
        findings.append(Finding("definition-faulty", ("delivery", "definition"), {"reason": wrong}))
    elif definition:
        findings += check_mapping(values, definition)
    faults = _in_words(document, findings)
    if faults or definition is None:
        raise MappingError(faults)
    return build(path, values, definition)


def _in_words(document: Document, findings: list[Finding]) -> tuple[Fault, ...]:
    if not document.complete:  # what seems missing may stand in the lines that could not be read
        findings = [finding for finding in findings if finding.code not in ABSENCES]
    told = [document.fault(finding) for finding in findings]
    return tuple(sorted({*document.faults, *told}, key=lambda fault: (fault.line, fault.place, fault.code)))
