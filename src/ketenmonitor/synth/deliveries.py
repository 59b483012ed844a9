"""Write a made-up chain as the deliveries that its partners would have sent, with the truth beside them.

Comes in: a definition, an empty folder, how many cases and a seed. Goes out: folders `<nn>-<partner>-<yyyymm>` in the
order in which they must be received, and `truth.json`. The promise: the same arguments give the same bytes.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from ketenmonitor.definition import Definition
from ketenmonitor.errors import UsageError
from ketenmonitor.source import Manifest, write_delivery
from ketenmonitor.synth import faults as wrong
from ketenmonitor.synth.clock import DAY, iso
from ketenmonitor.synth.pace import Pace
from ketenmonitor.synth.pseudonyms import pseudonyms
from ketenmonitor.synth.schedule import Schedule, Slot, schedule_of
from ketenmonitor.synth.seen import Coverage
from ketenmonitor.synth.tables import Extract, extract_of, tables_of
from ketenmonitor.synth.truth import truth_of
from ketenmonitor.synth.truth_links import true_links
from ketenmonitor.synth.world import World, world_of

LAST_DAY = date(2026, 6, 30)
MONTHS = 60
MADE_AFTER = 4 * DAY
REPEATED = 1  # the delivery of the first partner, counted from 0, that comes again at the end
REFUSED = 1  # the delivery of the last partner that comes with a wrong hash first
CONTACT = "synth@example.org"
Progress = Callable[[int, int], None]
Outcome = dict[str, Any]


@dataclass(frozen=True)
class Chain:
    """All that the writing of deliveries needs."""

    definition: Definition
    schedule: Schedule
    world: World
    seed: int
    faults: bool
    figures: Mapping[str, pa.Table]

    @cached_property
    def extracts(self) -> dict[str, Extract]:
        partners, ids = self.schedule.coverage, self.object_ids
        return {p: extract_of(self.world, self.schedule, p, seed=self.seed, object_ids=ids) for p in partners}

    @cached_property
    def object_ids(self) -> pa.Array:
        return pseudonyms(self.seed, "objects", len(self.world.type_of))


def make_deliveries(
    definition: Definition,
    out: Path,
    cases: int = 1000,
    seed: int = 1,
    *,
    faults: bool = False,
    until: date | None = None,
    months: int = MONTHS,
    figures: Mapping[str, pa.Table] | None = None,
    pace: Pace | None = None,
    progress: Progress | None = None,
) -> Path:
    """Write deliveries of `months` months up to and including the day `until`; returns the path of `truth.json`.

    `cases` chain cases begin in that time: exactly, when cases begin as units, else about. With a `pace` that says how
    many begin, and `cases` does not count. `figures` (by partner) go with the partner's last delivery. `progress` is
    told how many of all folders are written. With `faults`, `truth-links.parquet` says which links are true.
    """
    _check(out, cases, seed, months)
    schedule = schedule_of(definition, until or LAST_DAY, months, faults=faults)
    world = world_of(definition, cases=cases, first=schedule.first, end=schedule.end, seed=seed, pace=pace)
    if faults:
        world = wrong.with_placeholders(world, schedule.coverage, np.random.default_rng([seed, 4]))
        world = wrong.with_links_astray(world, schedule.coverage, np.random.default_rng([seed, 3]))
    out.mkdir(parents=True, exist_ok=True)
    chain = Chain(definition, schedule, world, seed, faults, figures or {})
    outcomes = _write_all(chain, out, progress or _silent)
    if faults:
        pq.write_table(true_links(world, schedule.coverage, chain.object_ids), out / "truth-links.parquet")
    return _write_truth(out / "truth.json", world, schedule.coverage, outcomes)


def _silent(done: int, total: int) -> None:
    """Tell nobody of progress."""


def _write_truth(path: Path, world: World, coverage: Coverage, outcomes: list[Outcome]) -> Path:
    definition = world.definition
    truth = {
        "chain": definition.id,
        "definition_version": definition.version,
        "coverage": {partner: [iso(at, definition.zone) for at in span] for partner, span in coverage.items()},
        **truth_of(world, coverage),
        "deliveries": outcomes,
    }
    path.write_text(json.dumps(truth, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


def _check(out: Path, cases: int, seed: int, months: int) -> None:
    if cases < 1 or months < 1 or seed < 0:
        raise UsageError(
            "The made-up chain cannot be made.\nRight is at least 1 case, at least 1 month and a seed of 0 or more.\n"
            "Give other numbers."
        )
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise UsageError(
            f"{out}: not an empty folder.\nDeliveries of two made-up chains must not be mixed.\n"
            "Give a folder that is empty or does not exist yet."
        )


def _write_all(chain: Chain, out: Path, progress: Progress) -> list[Outcome]:
    """All folders in order; the last one repeats an earlier one."""
    slots, partners = chain.schedule.slots, tuple(chain.schedule.coverage)
    total = len(slots) + (2 if chain.faults else 1)
    outcomes: list[Outcome] = []
    for place, slot in enumerate(slots):
        name = _folder_name(slot, len(outcomes) + 1, total)
        if chain.faults and (slot.partner, slot.index) == (partners[-1], REFUSED):
            mended = _folder_name(slot, len(outcomes) + 2, total)
            outcome = _write(chain, place, out / mended)
            wrong.with_a_wrong_hash(shutil.copytree(out / mended, out / name))
            refused = _outcome(slot, name, "refused")
            outcomes += [refused, outcome]
        else:
            outcomes.append(_write(chain, place, out / name))
        progress(len(outcomes), total)
    again = [o for o in outcomes if o["partner"] == partners[0] and o["status"] == "accepted"][: REPEATED + 1][-1]
    slot = next(s for s in slots if s.delivery_id == again["delivery_id"])
    name = _folder_name(slot, len(outcomes) + 1, total)
    shutil.copytree(out / again["folder"], out / name)
    progress(len(outcomes) + 1, total)
    return [*outcomes, _outcome(slot, name, "known")]


def _folder_name(slot: Slot, number: int, total: int) -> str:
    return f"{number:0{max(2, len(str(total)))}d}-{slot.partner}-{slot.last_day:%Y%m}"


def _outcome(slot: Slot, folder: str, status: str, reasons: dict[str, int] | None = None) -> Outcome:
    reasons = reasons or {}
    return {
        "folder": folder,
        "delivery_id": slot.delivery_id,
        "partner": slot.partner,
        "status": status,
        "quarantined": sum(reasons.values()),
        "reasons": reasons,
    }


def _write(chain: Chain, place: int, folder: Path) -> Outcome:
    """Write the delivery at `place` in the order of arrival."""
    slot = chain.schedule.slots[place]
    extract = chain.extracts[slot.partner]
    own = [s for _, s in chain.schedule.of_partner(slot.partner)]
    is_spoiled = chain.faults and slot.index == min(wrong.SPOILED, len(own) - 1)
    form = "offset" if is_spoiled else slot.form
    tables = tables_of(chain.world, extract, place, form=form, careless=chain.faults)
    reasons: dict[str, int] = {}
    if is_spoiled:
        known = extract.event_ids[0].as_py() if len(extract.event_ids) else None
        tables, reasons = wrong.spoiled(chain.definition, slot, tables, known_event=known, seed=chain.seed)
    if slot == own[-1] and slot.partner in chain.figures:
        tables["figures"] = chain.figures[slot.partner]
    write_delivery(folder, _manifest(chain, slot, own), tables, "csv" if slot.is_csv else "parquet")
    return _outcome(slot, folder.name, "accepted", reasons)


def _manifest(chain: Chain, slot: Slot, own: list[Slot]) -> Manifest:
    zone, is_first = chain.definition.zone, slot.index == 0
    rank = chain.definition.partners[slot.partner].rank
    return Manifest(
        delivery_id=slot.delivery_id,
        partner=slot.partner,
        chain=chain.definition.id,
        definition_version=chain.definition.version,
        kind="full" if is_first and rank % 2 == 0 else "increment",
        delivered_from=iso(slot.from_us, zone) if is_first else None,
        delivered_until=iso(slot.until_us, zone),
        made_at=iso(slot.until_us + MADE_AFTER, zone),
        follows=None if is_first else own[slot.index - 1].delivery_id,
        contact=CONTACT,
    )
