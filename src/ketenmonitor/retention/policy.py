"""From a file to a `Policy`: which data go when, by which article.

Comes in: a path, and the definition of the chain. Goes out: a `Policy`, or all that is wrong with it. The promise: of a file with
one fault nothing is applied; what it names is in the chain; and each rule can take an object.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ketenmonitor.definition import Condition, Definition, check_condition, conditions_of
from ketenmonitor.errors import DefinitionError
from ketenmonitor.retention.periods import Period, period_of
from ketenmonitor.retention.schema import DESTROY, FIRST, KEEP, REMOVE, SCHEMA, WORDINGS
from ketenmonitor.toml import (
    Document,
    Fault,
    Finding,
    Place,
    check_shape,
    choices,
    document_at,
    listed,
    read_document,
    without,
)

CONDITIONS = ("where", "happened", "not_happened", "start")


@dataclass(frozen=True)
class Rule:
    """One line of the table. `period` is None for what is kept; `kept` for what does not go behind the gatekeeper."""

    id: str
    object: str
    article: str
    reference: str
    then: str
    counts_from: str = FIRST
    period: Period | None = None
    kept: Period | None = None
    where: tuple[Condition, ...] = ()
    happened: tuple[str, ...] = ()
    not_happened: tuple[str, ...] = ()
    start: tuple[str, ...] = ()

    @property
    def how_long(self) -> str | None:
        """In the tables, and behind the gatekeeper after that; None for what is kept."""
        return " + ".join(str(one) for one in (self.period, self.kept) if one) or None


@dataclass(frozen=True)
class Policy:
    """A table of retention. `digest`: of its file. `verified`: which jurist verified its articles, None while none did."""

    chain: str
    version: str
    digest: str
    set_apart: Period
    rules: tuple[Rule, ...]
    verified: str | None = None

    def set_apart_since(self, day: date) -> str:
        """What was set apart before this was kept long enough: after the last moment of a day, as it is written."""
        return f"{self.set_apart.last_start(day).isoformat()}T99"


def faults_of_policy(path: Path, definition: Definition) -> tuple[Fault, ...]:
    """All faults of a table, in the order of its lines."""
    return _checked(document_at(path, WORDINGS), definition)[1]


def read_policy(path: Path, definition: Definition) -> Policy:
    """The policy in a file. Raises DefinitionError with all its faults."""
    document = document_at(path, WORDINGS)
    values, faults = _checked(document, definition)
    if faults:
        raise DefinitionError(faults)
    return _built(values, hashlib.sha256(path.read_bytes()).hexdigest())


def policy_from_text(name: str, content: bytes, definition: Definition) -> Policy:
    """The same of what was read already."""
    values, faults = _checked(read_document(name, content, WORDINGS), definition)
    if faults:
        raise DefinitionError(faults)
    return _built(values, hashlib.sha256(content).hexdigest())


def _checked(document: Document, definition: Definition) -> tuple[dict[str, Any], tuple[Fault, ...]]:
    shape = list(check_shape(document.values, SCHEMA))
    values = without(document.values, shape)
    rules = {name: rule for name, rule in values.get("rules", {}).items() if isinstance(rule, dict)}
    findings = [*shape, *_check_chain(values, definition), *_check_periods(rules), *_check_order(rules)]
    for name, rule in rules.items():
        findings += _check_names(("rules", name), rule, definition)
    return values, document.in_order(findings)


def _check_chain(values: dict[str, Any], definition: Definition) -> Iterator[Finding]:
    named = values.get("policy", {}).get("chain")
    if named and named != definition.id:
        yield Finding("of-another-chain", ("policy", "chain"), {"named": named, "chain": definition.id})


def _check_periods(rules: dict[str, Any]) -> Iterator[Finding]:
    """That each rule says for how long, and nothing for which there is no use."""
    for name, rule in rules.items():
        place, then = ("rules", name), rule.get("then")
        if then == KEEP:
            for key in ("period", "kept"):
                if key in rule:
                    yield Finding("period-not-wanted", (*place, key), {"key": key})
        elif then in (REMOVE, DESTROY) and "period" not in rule:
            yield Finding("period-missing", place, {"then": then})
        if then == REMOVE and "kept" not in rule:
            yield Finding("kept-missing", place)
        if then == DESTROY and "kept" in rule:
            yield Finding("kept-not-wanted", (*place, "kept"))


def _check_order(rules: dict[str, Any]) -> Iterator[Finding]:
    """That no rule stands below one that takes everything."""
    takes_all: dict[str, str] = {}
    for name, rule in rules.items():
        about = rule.get("object", "")
        if about in takes_all:
            yield Finding("never-reached", ("rules", name), {"other": takes_all[about], "object": about})
        elif about and not any(rule.get(key) for key in CONDITIONS):
            takes_all[about] = name


def _check_names(place: Place, rule: dict[str, Any], definition: Definition) -> Iterator[Finding]:
    """That what a rule names is in the chain."""
    about = rule.get("object")
    if about and about not in definition.objects:
        yield _unknown((*place, "object"), "object type", about, definition.objects)
    for key in ("happened", "not_happened", "start"):
        for index, name in enumerate(rule.get(key, [])):
            if name and name not in definition.activities:
                yield _unknown((*place, key, index), "activity", name, definition.activities)
    if about in definition.objects:
        own = [a.id for a in definition.activities.values() if a.object == about]
        for index, name in enumerate(rule.get("start", [])):
            if name in definition.activities and name not in own:
                words = {"name": name, "object": about, "own": listed(own) or "it has none"}
                yield Finding("start-of-another", (*place, "start", index), words)
    for name, asked in rule.get("where", {}).items():
        at = (*place, "where", name)
        if name in definition.attributes:
            yield from check_condition(at, definition.attributes[name], asked)
        else:
            yield _unknown(at, "attribute", name, definition.attributes)


def _unknown(place: Place, noun: str, name: str, known: Iterable[str]) -> Finding:
    return Finding("not-in-chain", place, {"noun": noun, "name": name, "choices": choices(name, known)})


def _built(values: dict[str, Any], digest: str) -> Policy:
    said = values["policy"]
    set_apart = period_of(said["set_apart"])
    assert set_apart is not None
    rules = tuple(_rule(name, rule) for name, rule in values["rules"].items())
    return Policy(said["chain"], said["version"], digest, set_apart, rules, said.get("verified"))


def _rule(name: str, said: dict[str, Any]) -> Rule:
    period, kept = (period_of(said[key]) if key in said else None for key in ("period", "kept"))
    happened, not_happened, start = (tuple(said.get(key, ())) for key in ("happened", "not_happened", "start"))
    return Rule(
        name, said["object"], said["article"], said["reference"], said["then"], said.get("counts_from", FIRST), period, kept,
        conditions_of(said.get("where", {})), happened, not_happened, start,
    )  # fmt: skip
