"""The states of what is kept, drawn by hand."""

from __future__ import annotations

import pytest

from ketenmonitor.retention import NEXT, State, may_follow


def test_the_states_of_what_is_kept() -> None:
    """Drawn by hand.

    actief --> verwijderd_bewaard --> vernietigd
       |                                  ^
       +----------------------------------+
    """
    drawn = {("actief", "verwijderd_bewaard"), ("actief", "vernietigd"), ("verwijderd_bewaard", "vernietigd")}
    assert {(str(a), str(b)) for a, after in NEXT.items() for b in after} == drawn
    assert set(NEXT) == set(State)


@pytest.mark.parametrize("before", State)
@pytest.mark.parametrize("after", State)
def test_nothing_ever_goes_back(before: State, after: State) -> None:
    order = list(State)
    assert may_follow(before, after) == (order.index(after) > order.index(before))
