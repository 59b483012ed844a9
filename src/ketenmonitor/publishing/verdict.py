"""What an audit found, in sentences, in Dutch and English.

Comes in: what `audit` found. Goes out: lines. The promise: numbers of counts and of releases, never a count.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ketenmonitor.definition import Title


def lines_of(found: Mapping[str, Any]) -> list[str]:
    """The sentences, each first in Dutch and then in English."""
    return [f"{one.nl} / {one.en}" for one in sentences_of(found)]


def sentences_of(found: Mapping[str, Any]) -> tuple[Title, ...]:
    """The sentences, the verdict last."""
    n = found["releases"]
    attacked = (
        _attack(found)
        if found["problem"] is None
        else [Title("De aanval slaagde niet.", f"The attack failed: {found['problem']}")]
    )
    verdict = (
        Title("Veilig.", "Safe.")
        if found["is_safe"]
        else Title("Niet veilig: publiceer niet verder.", "Not safe: publish no further.")
    )
    return (
        Title(f"{n} publicatie{'s' * (n != 1)} aangevallen.", f"{n} release{'s' * (n != 1)} attacked."),
        *attacked, *_counts(found), *_lone(found["lone_groups"]), verdict,
    )  # fmt: skip


def _attack(found: Mapping[str, Any]) -> list[Title]:
    published, unknown, sums = found["published"], found["unknown"], found["sums"]
    small, exact, narrow, width = found["small"], found["exact"], found["narrow"], found["width"]
    lines = [
        Title(
            f"{published} aantallen van {unknown} groepen zaken, met {sums} verbanden.",
            f"{published} counts of {unknown} groups of cases, with {sums} relations.",
        ),
        Title(
            f"Van {small} kleine aantallen zijn er {exact} precies te berekenen, en {narrow} nauwer dan {width}.",
            f"Of {small} small counts {exact} can be computed exactly, and {narrow} more closely than {width}.",
        ),
    ]
    least = found["least_width"]
    if least is not None:
        more = least >= width
        lines.append(
            Title(
                f"Smalste bereik: {'ten minste ' * more}{least} breed.",
                f"Narrowest range: {'at least ' * more}{least} wide.",
            )
        )
    return lines


def _counts(found: Mapping[str, Any]) -> list[Title]:
    same, strange = found["same_cases_other_number"], found["not_judged"]
    lines = [
        Title(
            f"{same} groepen zaken staan er met meer dan één getal in.",
            f"{same} groups of cases are published with more than one number.",
        )
    ]
    if otherwise := found["same_cases_rounded_otherwise"]:
        lines.append(
            Title(
                f"{otherwise} groepen zaken zijn eens anders afgerond, omdat tabellen moesten optellen; de aanval rekent daarmee.",
                f"{otherwise} groups of cases were rounded otherwise once, as tables had to add up; the attack reckons with that.",
            )
        )
    if strange:
        lines.append(
            Title(
                f"{strange} aantallen passen niet bij de gegevens in dit monitor en zijn niet beoordeeld: zijn ze met andere "
                "software gemaakt?",
                f"{strange} counts do not fit the data in this monitor and were not judged: were they made with other software?",
            )
        )
    return lines


def _lone(found: Mapping[str, int]) -> list[Title]:
    wide, narrow, outcomes = found["wide"], found["narrow"], found["outcomes"]
    return [
        Title(
            f"Kleine groepen die geheel in één categorie vallen: {wide} in tabellen naar meer kenmerken, {narrow} naar één.",
            f"Small groups that are all in one category: {wide} in tables by more attributes, {narrow} by one.",
        ),
        Title(
            f"Kleine groepen met maar één afloop: {outcomes}.",
            f"Small groups with one outcome only: {outcomes}.",
        ),
    ]
