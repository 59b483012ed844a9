"""An answer as one document and as files.

Comes in: an answer. Goes out: a dictionary for JSON, texts by file name. The promise: every record and every file name says `scenario`.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from ketenmonitor.definition import Definition
from ketenmonitor.instants import to_iso
from ketenmonitor.measures.as_data import csv_text, json_text
from ketenmonitor.whatif.ask import Answer
from ketenmonitor.whatif.outcome import records as r
from ketenmonitor.whatif.search import Answer as Enough
from ketenmonitor.whatif.search import Searched
from ketenmonitor.whatif.summary import summary_files
from ketenmonitor.whatif.warnings import Warning_, said_of
from ketenmonitor.whatif.words import asked_of, language

Record = dict[str, Any]
DAY = timedelta(days=1)


def document_of(answer: Answer, code: str) -> Record:
    """Everything, as JSON has it; sentences in this language."""
    sides, outcome, model = answer.sides, answer.outcome, answer.sides.baseline
    scenario, zone = sides.scenario, sides.definition.zone
    shift = outcome.next_bottleneck
    return {
        **r.KIND,
        "chain": sides.definition.id,
        "definition_version": sides.definition.version,
        "known_at": None if answer.known_at_us is None else to_iso(answer.known_at_us, zone),
        "title": scenario.title,
        "changes": asked_of(scenario, sides.definition, language(code)),
        "from": sides.start.isoformat(),
        "until": (sides.until - DAY).isoformat(),
        "replications": outcome.replications,
        "seed": scenario.seed,
        "learned_from": model.trained_from and model.trained_from.isoformat(),
        "learned_until": model.last_trained_day and model.last_trained_day.isoformat(),
        "warnings": [_warning(one, sides.definition, code) for one in answer.warnings],
        "assumptions": r.assumptions_of(model.assumptions),
        "at_start": r.at_start_of(outcome),
        "bottlenecks": r.bottlenecks_of(outcome),
        "next_bottleneck": r.bottleneck_of(shift) if shift else None,
        "search": _searched(answer.searched) if answer.searched else None,
        "figures": r.figures_of(outcome),
    }


def _warning(one: Warning_, definition: Definition, code: str) -> Record:
    return {**r.KIND, "code": one.code, "values": dict(one.values), "text": said_of(one, definition, code)}


def _searched(found: Searched) -> Record:
    """What it would take; shares are means over replications."""
    return {
        **r.KIND,
        "lead_time": found.sought.lead_time,
        "by": found.sought.by.isoformat(),
        "norm_days": found.sought.norm_days,
        "norm_share": found.sought.norm_share,
        "months": list(found.months),
        "steps": list(found.steps),
        "without": _mean(found.without),
        "at_most": _mean(found.at_most),
        "is_possible": found.is_possible,
        "is_spent": found.is_spent,
        "in_mean": _enough(found.in_mean),
        "sure": _enough(found.sure),
    }


def _enough(one: Enough | None) -> Record | None:
    if one is None:
        return None
    more = {name: n for name, n in one.more.items() if n}
    a_month = {name: one.a_month[name] for name in more}
    return {
        "places": one.places,
        "more": more,
        "a_month": a_month,
        "share": _mean(one.shares),
        "is_proven": one.is_proven,
    }


def _mean(shares: tuple[float, ...]) -> float:
    return sum(shares) / len(shares)


def files_of(answer: Answer, code: str) -> dict[str, bytes]:
    """The same as files: tables, the whole, and one page in each language with its pictures."""
    document = document_of(answer, code)
    texts = {
        "scenario.json": json_text(document),
        "scenario-figures.csv": csv_text(r.as_rows(document["figures"])),
        "scenario-assumptions.csv": csv_text(document["assumptions"]),
        "scenario-bottlenecks.csv": csv_text(document["bottlenecks"]),
    }
    return {**{name: text.encode() for name, text in texts.items()}, **summary_files(answer)}
