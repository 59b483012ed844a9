"""The whole way in one page of code: from a partner's delivery to a figure that everyone may read.

    intake.receive       the delivery, whole: accepted or refused; a faulty row: quarantined with its reason
    store                one more version of the tables, or nothing; the ledger row is written last
    measures.prepare     what every question needs of each case, of the cases that the delivery reaches
    store.open_view      what was known at a moment
    linking.Cases        which objects and events belong to which chain case
    measures.measure     an expression: spans of cases -> risk sets -> curve -> quantiles; the engine does it
    disclosure           Figures become ProtectedFigures, or the door stays shut
    release              page, documents and tables, from protected figures only
    publishing.publish   all that is published of a chain at once, compared with the last time, and sealed

No step goes back. docs/explanation/walk.md follows one made-up report by hand.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from ketenmonitor.definition import Title
from ketenmonitor.intake import Outcome, receive
from ketenmonitor.measures import prepare
from ketenmonitor.publishing import Published, publish
from ketenmonitor.store import Home


def come_in(home: Home, delivery: Path, now_us: int) -> Outcome:
    """A delivery goes through the gate into the tables; what questions read of each case is brought up to date."""
    outcome = receive(home, delivery, now_us)
    for chain in home.chains():
        prepare(home, chain)
    return outcome


def go_out(home: Home, chain: str, as_of: date, folder: Path, now_us: int, notice: Title | None = None) -> Published:
    """The chain's figures, as known at the start of a day, go through the door into a sealed release."""
    return publish(home, chain, as_of, folder, now_us, notice)
