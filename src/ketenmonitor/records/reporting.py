"""What is said of a run: numbers only, no row and no name.

Comes in: what was decided. Goes out: the report as data and as a page in Dutch or English. The promise: nothing in it is about
fewer than `FEWEST` rows, and what is expected is never called measured.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from ketenmonitor.records.calibrating import Calibration
from ketenmonitor.records.deciding import BEYOND, Decided, Expected
from ketenmonitor.records.review import Marks, seen_right
from ketenmonitor.records.settings import Settings
from ketenmonitor.records.weighing import Weighed

FEWEST = 10
BAND = 10


@dataclass(frozen=True)
class Run:
    """All that a report is made of."""

    settings: Settings
    weighed: Weighed
    calibration: Calibration
    decided: Decided
    marks: Marks
    left_out: int
    for_review: int


def report(run: Run) -> dict[str, Any]:
    """The numbers of a run."""
    decided, weighed, asked = run.decided, run.weighed, run.settings
    return {
        "rows": {"a": len(weighed.a), "b": len(weighed.b)},
        "match": asked.kind,
        "pairs": {
            "compared": len(weighed.odds),
            "links": int(decided.link.sum()),
            "doubtful": int(decided.doubtful.sum()),
            "conflicts": int(decided.conflict.sum()),
            "in_review_file": run.for_review,
            "not_in_review_file": run.left_out,
        },
        "expected_pairs": round(weighed.expected, 1),
        "threshold": None if decided.threshold == BEYOND else _lower(decided.threshold),
        "asked": {"precision": asked.precision, "least_probability": asked.least_probability},
        "expected": {"precision": _share(decided.precision), "recall": _share(decided.recall)},
        **_basis(run),
        "compared_on": list(asked.plan.comparisons),
        "looked_for_by": [list(rule) for rule in asked.plan.blocking],
        "linked_by_birth_year": _by_birth_year(weighed, decided),
        "warnings": _warnings(run),
    }


def _basis(run: Run) -> dict[str, Any]:
    """What persons judged, and what the expectations rest on."""
    marks, tried = run.marks, run.calibration
    sampled = [same for same, drawn in zip(marks.same, marks.sampled, strict=True) if drawn]
    return {
        "judged": {
            "pairs": len(marks.pairs),
            "open": marks.open,
            "sample": len(sampled),
            "right_in_sample": _share(seen_right(sampled)),
        },
        "calibrated_on": {
            "made_up_persons": tried.persons,
            "made_up_pairs": tried.pairs,
            "judged_pairs": tried.judged,
        },
    }


def _lower(chance: float) -> float:
    """Rounded down, so that every link reaches it."""
    return math.floor(chance * 10_000) / 10_000


def _share(expected: Expected | None) -> dict[str, float] | None:
    return asdict(expected) if expected else None


def _warnings(run: Run) -> list[str]:
    signs = {
        "too-few-to-learn": not run.weighed.pairs.learnt,
        "no-threshold-reaches-precision": run.decided.threshold == BEYOND,
        "not-judged-by-persons": not run.marks.pairs,
        "review-file-full": run.left_out > 0,
    }
    return [name for name, holds in signs.items() if holds]


def _by_birth_year(weighed: Weighed, decided: Decided) -> list[dict[str, Any]]:
    """Of the rows of A which share has a link, by ten years of birth; small bands are with the unknown ones."""
    linked = set(np.asarray(weighed.pairs.left[decided.link]).tolist())
    bands = [int(year) // BAND * BAND if year else None for year in weighed.births]
    rows = Counter(bands)
    small = {band for band in rows if band is None or rows[band] < FEWEST}
    kept = [None if band in small else band for band in bands]
    rows, hits = Counter(kept), Counter(band for at, band in enumerate(kept) if at in linked)
    order = sorted(rows, key=lambda band: (band is None, band or 0))
    return [
        {"from": band, "rows": rows[band], "linked": hits[band], "share": round(hits[band] / rows[band], 4)}
        for band in order
        if rows[band] >= FEWEST
    ]


def page(said: dict[str, Any], language: str) -> str:
    """The report for people."""
    words = WORDS[language]
    pairs, expected, judged = said["pairs"], said["expected"], said["judged"]
    lines = [
        f"# {words['title']}",
        "",
        words["counts"].format(**said["rows"], **pairs),
        words["expected"].format(
            precision=_told(expected["precision"]),
            recall=_told(expected["recall"]),
            asked=said["asked"]["precision"],
            threshold=said["threshold"],
        ),
        words["rests"].format(**said["calibrated_on"]),
    ]
    if judged["right_in_sample"]:
        lines.append(words["sampled"].format(n=judged["sample"], share=_told(judged["right_in_sample"])))
    lines += [f"- {words[warning]}" for warning in said["warnings"]]
    lines += [
        "",
        f"| {words['born']} | {words['rows']} | {words['linked']} | {words['share']} |",
        "|---|---:|---:|---:|",
    ]
    for band in said["linked_by_birth_year"]:
        born = words["other"] if band["from"] is None else f"{band['from']}-{band['from'] + BAND - 1}"
        lines.append(f"| {born} | {band['rows']} | {band['linked']} | {band['share']:.3f} |")
    return "\n".join([*lines, "", words["destroyed" if said["input_destroyed"] else "kept"], ""])


def _told(share: dict[str, float] | None) -> str:
    return f"{share['share']:.3f} ({share['low']:.3f}-{share['high']:.3f})" if share else "-"


WORDS = {
    "nl": {
        "title": "Koppeling van personen",
        "counts": "{a} rijen in A, {b} in B. {compared} paren vergeleken: {links} gekoppeld, {doubtful} twijfelachtig, {conflicts} in conflict.",
        "expected": "Verwacht: precisie {precision} (gevraagd {asked}), volledigheid {recall}, bij kans {threshold} of meer.",
        "rests": "De verwachting rust op {made_up_persons} verzonnen personen ({made_up_pairs} paren) en {judged_pairs} beoordeelde"
        " paren. Hoe goed verzonnen personen op de uwe lijken, staat niet in het interval: laat de steekproef beoordelen.",
        "sampled": "Gemeten: van {n} gekoppelde paren, door toeval gekozen, was een aandeel van {share} volgens de beoordelaar juist.",
        "too-few-to-learn": "Te weinig rijen om van te leren: gerekend is met de kansen die in de documentatie staan.",
        "no-threshold-reaches-precision": "Geen grens haalt de gevraagde precisie: er is niets gekoppeld.",
        "not-judged-by-persons": "Nog geen paar is door een mens beoordeeld.",
        "review-file-full": "Niet alle twijfelachtige paren pasten in het beoordelingsbestand.",
        "born": "geboren", "rows": "rijen in A", "linked": "gekoppeld", "share": "aandeel", "other": "anders of onbekend",
        "destroyed": "De invoer is verwijderd.", "kept": "De invoer is niet verwijderd.",
    },
    "en": {
        "title": "Linkage of persons",
        "counts": "{a} rows in A, {b} in B. {compared} pairs compared: {links} linked, {doubtful} doubtful, {conflicts} in conflict.",
        "expected": "Expected: precision {precision} (asked {asked}), recall {recall}, at a probability of {threshold} or more.",
        "rests": "What is expected rests on {made_up_persons} made-up persons ({made_up_pairs} pairs) and {judged_pairs} judged pairs."
        " How far made-up persons are like yours is not in the interval: have the sample judged.",
        "sampled": "Measured: of {n} linked pairs, drawn by chance, a share of {share} was right by who judged them.",
        "too-few-to-learn": "Too few rows to learn from: the chances of the documentation were used.",
        "no-threshold-reaches-precision": "No threshold reaches the precision that was asked: nothing was linked.",
        "not-judged-by-persons": "No pair was judged by a person yet.",
        "review-file-full": "Not all doubtful pairs found room in the review file.",
        "born": "born", "rows": "rows in A", "linked": "linked", "share": "share", "other": "other or unknown",
        "destroyed": "The input was removed.", "kept": "The input was not removed.",
    },
}  # fmt: skip
