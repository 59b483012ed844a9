"""Draw the picture of the README: the lead time of the road-traffic-fine log, with open cases and without.

    python docs/images/make.py HOME

HOME is a monitor into which the log was imported (`ketenmonitor import-log`). The picture is written beside this file.
"""

from __future__ import annotations

import sys
from pathlib import Path

from ketenmonitor.disclosure import protect
from ketenmonitor.linking import Cases
from ketenmonitor.measures import Selection, lead_time_curve, measure
from ketenmonitor.release import lead_time_image
from ketenmonitor.store import open_home, open_view

CHAIN, LEAD_TIME = "verkeersboetes", "afdoening"


def main(home: Path) -> None:
    """Measure, protect, draw."""
    cases = Cases(open_view(open_home(home), CHAIN))
    definition = cases.view.definition
    curve = lead_time_curve(cases, definition.lead_times[LEAD_TIME], Selection())
    figures = [protect(measure(cases, "lead-time", LEAD_TIME)), protect(curve)]
    place = Path(__file__).with_name("lead-time.svg")
    place.write_text(lead_time_image(definition, figures, LEAD_TIME, "en"), encoding="utf-8")
    print(place)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
