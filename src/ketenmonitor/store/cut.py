"""A view as if nothing had happened yet from one moment on.

Comes in: a view and a moment. Goes out: a `View`. The promise: what happened before the moment is as it was, and until when
partners are complete never lies after it; so cases that ended later are open, as they were then.
"""

from __future__ import annotations

from dataclasses import replace

from ketenmonitor.store.ledger import Coverage
from ketenmonitor.store.view import View


def cut_at(view: View, at_us: int) -> View:
    """The view without what happened at `at_us` (an instant) or later; the same one when it holds nothing of that."""
    if all(coverage.until_us <= at_us for coverage in view.coverage.values()):
        return view
    events = view.engine.keep(view.events.filter(view.events.at_us < at_us))
    covered = {p: _until(c, at_us) for p, c in view.coverage.items() if c.from_us < at_us}
    return replace(view, events=events, coverage=covered, prepared={})


def _until(coverage: Coverage, at_us: int) -> Coverage:
    gaps = tuple(gap for gap in coverage.gaps if gap.from_us < at_us)
    beyond = min(coverage.reached_us, at_us) if gaps else None
    return Coverage(coverage.from_us, min(coverage.until_us, at_us), gaps, beyond)
