"""Import a log: written as one full delivery per partner, and received through the same gate as any delivery."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from ketenmonitor.intake.gate import receive
from ketenmonitor.intake.offered import IMPORTED
from ketenmonitor.intake.outcome import REFUSED, Outcome
from ketenmonitor.store import Home


def import_log(home: Home, chain: str, log: Path, now_us: int, columns: dict[str, str] | None = None) -> list[Outcome]:
    """Receive a log (XES, XES.gz, CSV, OCEL 2.0); `columns` names those of a CSV. Raises DeliveryError if it is unreadable.

    What the import itself left out or noticed is counted in the findings of the first partner's outcome.
    """
    # Loaded only here: what reads logs takes half as long to load as all the rest of the gate.
    from ketenmonitor.intake.logs import deliveries_of_log

    definition = home.definition(chain)
    with tempfile.TemporaryDirectory(dir=home.path, prefix=IMPORTED) as folder:
        made = deliveries_of_log(log, definition, Path(folder), made_at_us=now_us, columns=columns)
        outcomes = []
        for path in made.folders:
            outcomes.append(receive(home, path, now_us))
            if outcomes[-1].status == REFUSED:
                break
    first = replace(outcomes[0], findings={**made.findings, **outcomes[0].findings})
    return [first, *outcomes[1:]]
