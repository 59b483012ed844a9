"""What an audit found, in sentences: first Dutch, then English.

Comes in: what `audit` found. Goes out: lines. The promise: numbers of counts and of releases, never a count.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def lines_of(found: Mapping[str, Any]) -> list[str]:
    """The lines, the verdict last."""
    lines = [f"{found['releases']} publicaties aangevallen. / {found['releases']} releases attacked."]
    lines += _attack(found) if found["problem"] is None else [f"De aanval slaagde niet. / {found['problem']}"]
    lines += [*_counts(found), *_lone(found["lone_groups"])]
    safe = (
        "Veilig. / Safe." if found["is_safe"] else "Niet veilig: publiceer niet verder. / Not safe: publish no further."
    )
    return [*lines, safe]


def _attack(found: Mapping[str, Any]) -> list[str]:
    numbers = {name: found[name] for name in ("published", "unknown", "sums", "small", "exact", "narrow", "width")}
    lines = [
        "{published} aantallen van {unknown} groepen zaken, met {sums} verbanden. / "
        "{published} counts of {unknown} groups of cases, with {sums} relations.".format(**numbers),
        "Van {small} kleine aantallen zijn er {exact} precies te berekenen, en {narrow} nauwer dan {width}. / "
        "Of {small} small counts {exact} can be computed exactly, and {narrow} more closely than {width}.".format(
            **numbers
        ),
    ]
    least = found["least_width"]
    if least is not None:
        more = least >= found["width"]
        lines.append(
            f"Smalste bereik: {'ten minste ' * more}{least} breed. / Narrowest range: {'at least ' * more}{least} wide."
        )
    return lines


def _counts(found: Mapping[str, Any]) -> list[str]:
    same, strange = found["same_cases_other_number"], found["not_judged"]
    lines = [
        f"{same} groepen zaken staan er met meer dan één getal in. / "
        f"{same} groups of cases are published with more than one number."
    ]
    if otherwise := found["same_cases_rounded_otherwise"]:
        lines.append(
            f"{otherwise} groepen zaken zijn eens anders afgerond, omdat tabellen moesten optellen; de aanval rekent daarmee. / "
            f"{otherwise} groups of cases were rounded otherwise once, as tables had to add up; the attack reckons with that."
        )
    if strange:
        lines.append(
            f"{strange} aantallen passen niet bij de gegevens in dit monitor en zijn niet beoordeeld: zijn ze met andere "
            f"software gemaakt? / {strange} counts do not fit the data in this monitor and were not judged: were they made "
            "with other software?"
        )
    return lines


def _lone(found: Mapping[str, int]) -> list[str]:
    wide, narrow, outcomes = found["wide"], found["narrow"], found["outcomes"]
    return [
        f"Kleine groepen die geheel in één categorie vallen: {wide} in tabellen naar meer kenmerken, {narrow} naar één. / "
        f"Small groups that are all in one category: {wide} in tables by more attributes, {narrow} by one.",
        f"Kleine groepen met maar één afloop: {outcomes}. / Small groups with one outcome only: {outcomes}.",
    ]
