"""From a definition file to a `Definition`, or to all its faults.

Comes in: a path or a text. Goes out: a sound `Definition`. The promise: whatever is in the file, either it is sound or
`DefinitionError` holds every fault of it, in the order of the lines; nothing in between, and no other error.

The way: bytes -> document (values with lines) -> shape -> references -> meaning -> reach -> definition.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from ketenmonitor.definition.build import build
from ketenmonitor.definition.conditions import check_conditions
from ketenmonitor.definition.faults import WORDINGS
from ketenmonitor.definition.meaning import check_meaning
from ketenmonitor.definition.model import Definition
from ketenmonitor.definition.publication import check_publication
from ketenmonitor.definition.reach import check_reach
from ketenmonitor.definition.schema import SCHEMA
from ketenmonitor.errors import DefinitionError
from ketenmonitor.toml import (
    Document,
    Fault,
    Finding,
    check_references,
    check_shape,
    document_at,
    read_document,
    without,
)


def read_definition(path: Path) -> Definition:
    """The chain that a file describes; raises `DefinitionError` with all faults of the file."""
    return _sound(document_at(path, WORDINGS))


def known_definition(path: Path) -> Definition:
    """The same, read once for as long as the file is the same."""
    try:
        about = path.stat()
    except (OSError, ValueError):
        return read_definition(path)  # says what is wrong
    return _known(path, (about.st_ino, about.st_mtime_ns, about.st_ctime_ns, about.st_size))


@lru_cache(maxsize=64)
def _known(path: Path, state: tuple[int, ...]) -> Definition:
    return read_definition(path)


def definition_from_text(text: str, name: str = "text") -> Definition:
    """The chain that a text describes; `name` is what its faults call it."""
    return _sound(read_document(name, text.encode(errors="surrogatepass"), WORDINGS))


def faults_of(path: Path) -> tuple[Fault, ...]:
    """All faults of a file, in the order of its lines; none when it is sound."""
    return _checked(document_at(path, WORDINGS))[1]


def _sound(document: Document) -> Definition:
    definition, faults = _checked(document)
    if faults:
        raise DefinitionError(faults)
    return definition


def _checked(document: Document) -> tuple[Definition, tuple[Fault, ...]]:
    shape = list(check_shape(document.values, SCHEMA))
    values = without(document.values, shape)
    draft = build(values)
    findings = [*shape, *check_references(values, SCHEMA)]
    if document.complete:
        findings += [*check_meaning(draft), *check_conditions(values, draft), *check_publication(draft)]
        if not any(_is_about_links(finding) for finding in findings):
            findings += check_reach(draft)
    return draft, document.in_order(findings)


def _is_about_links(finding: Finding) -> bool:
    """Of unsound links it would be guessing what they reach."""
    return finding.place[:1] == ("links",) or finding.place[:2] in (("chain",), ("chain", "unit"))
