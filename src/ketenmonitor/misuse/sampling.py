"""A sample of explained looks: who misuses what they handle is explained by definition, and found in no other way.

Comes in: an `Assessment`, how many to draw and a seed. Goes out: pairs, each with the explanation by which it was drawn. The promise:
the same seed and looks give the same sample, in whatever order the rows came; each stratum has its share, and none is left out.

A stratum is an explanation, and whether the officer looked beside their roster `OFTEN` or more: few do, so that by chance alone hardly
one of them would be drawn. So the sample says nothing of all looks together without weighing its strata.
"""

from __future__ import annotations

from dataclasses import dataclass

import ibis

from ketenmonitor.misuse.assessing import Assessment, Pair
from ketenmonitor.misuse.components import PAIR, odd_hours

OFTEN = 3


@dataclass(frozen=True)
class Drawn:
    """A pair of officer and person with explained looks, and the explanation and stratum by which it was drawn."""

    pair: Pair
    explanation: str
    beside_roster: bool


def sampled(assessment: Assessment, size: int, seed: int) -> list[Drawn]:
    """As many pairs as asked, divided over the strata evenly; what one has too few of, the others get."""
    rows = assessment.looks.join(assessment.first_explained(), "look")
    odd = assessment.engine.keep(odd_hours(assessment.scored_rows(rows)))
    pairs = rows.group_by("rank", *PAIR).agg(
        looks=rows.count(), first_us=rows["at_us"].min(), last_us=rows["at_us"].max()
    )
    joined = pairs.left_join(odd, list(PAIR)).drop("user_right", "person_right")
    strata = joined.mutate(often=joined["n"].fill_null(0) >= OFTEN).drop("n")
    # A hash of what the pair is, and no draw of the engine: that would depend on the order of rows
    drawn = (ibis.literal(f"{seed}|") + strata["user"] + "|" + strata["person"]).hexdigest("sha256")
    place = ibis.row_number().over(group_by=["rank", "often"], order_by=[drawn, *PAIR])
    ordered = strata.mutate(place=place).order_by(["place", "rank", "often"]).limit(size)
    names = assessment.settings.explained_by
    return [
        Drawn(
            Pair(**{key: row[key] for key in (*PAIR, "looks", "first_us", "last_us")}), names[row["rank"]], row["often"]
        )
        for row in assessment.engine.run(ordered.drop("place")).to_pylist()
    ]
