"""What is seen of a chain: visits of cases, until a day and as far as everybody delivered; and who stands in it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ketenmonitor.errors import UsageError
from ketenmonitor.instants import day_number
from ketenmonitor.linking import Cases
from ketenmonitor.store import Home, open_view
from ketenmonitor.whatif.calibrate import Observed, calibrate, observe
from tests.chain import deliver, home_of, received

DAY_S = 86_400
AANGIFTE, INZENDING, INSCHRIJVING, BESLUIT = range(4)

POLITIE: list[tuple[Any, ...]] = [
    ("1", "aangifte", "2024-01-02T09:00:00+01:00", "m1"),
    ("2", "inzending", "2024-01-05T09:00:00+01:00", "m1"),
    ("3", "aangifte", "2024-01-03T09:00:00+01:00", "m2"),  # reaches no case of the prosecution
    ("4", "aangifte", "2024-01-04T09:00:00+01:00", "m3"),
    ("5", "inzending", "2024-01-20T09:00:00+01:00", "m3"),
]
OM: list[tuple[Any, ...]] = [
    ("1", "inschrijving", "2024-01-08T09:00:00+01:00", "z1"),
    ("2", "besluit", "2024-01-12T09:00:00+01:00", "z1"),
    ("3", "inschrijving", "2024-01-22T09:00:00+01:00", "z3"),
]


def link(source: str, target: str) -> dict[str, str]:
    ends = {"from_type": "melding", "from_id": source, "to_type": "strafzaak", "to_id": target}
    return {**ends, "time": "2024-01-23T09:00:00+01:00"}


LINKS = [link("m1", "z1"), link("m3", "z3")]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    tmp_path = tmp_path_factory.mktemp("observed")
    home = home_of(tmp_path)
    received(home, deliver(tmp_path, events=POLITIE))
    objects = [
        {"object_type": "strafzaak", "object_id": "z1", "minderjarig": "true"},
        {"object_type": "strafzaak", "object_id": "z3", "minderjarig": "false"},
    ]
    outcome = received(home, deliver(tmp_path, "d2", "om", events=OM, links=LINKS, objects=objects))
    assert outcome.status == "accepted"
    return home


def seen(home: Home, until: date | None = None, attribute: str | None = None) -> Observed:
    return observe(Cases(open_view(home, "proef")), until, attribute)


def routes(observed: Observed) -> list[list[int]]:
    """The steps of each case, in no order."""
    return sorted(observed.step[observed.case == case].tolist() for case in np.unique(observed.case))


def test_chain_cases_and_what_reaches_none_are_cases(home: Home) -> None:
    observed = seen(home)
    assert routes(observed) == [
        [AANGIFTE],
        [AANGIFTE, INZENDING, INSCHRIJVING],
        [AANGIFTE, INZENDING, INSCHRIJVING, BESLUIT],
    ]
    goes_on = observed.following >= 0
    assert (observed.left_s[goes_on] > observed.entered_s[goes_on]).all()
    assert (observed.left_s[~goes_on] == -1).all()
    assert observed.is_first.sum() == 3
    assert observed.is_whole.all()


def test_nothing_that_happened_later_is_seen(home: Home) -> None:
    observed = seen(home, date(2024, 1, 10))
    assert routes(observed) == [[AANGIFTE], [AANGIFTE], [AANGIFTE, INZENDING, INSCHRIJVING]]
    assert observed.until_s == day_number(date(2024, 1, 10)) * DAY_S
    assert (observed.entered_s < observed.until_s).all()


def test_before_the_case_of_the_prosecution_began_its_reports_are_cases_of_their_own(tmp_path: Path) -> None:
    home = home_of(tmp_path)
    received(home, deliver(tmp_path, events=POLITIE))
    received(home, deliver(tmp_path, "d2", "om", events=OM, links=[*LINKS, link("m2", "z1")]))
    assert routes(seen(home, date(2024, 1, 7))) == [[AANGIFTE], [AANGIFTE], [AANGIFTE, INZENDING]]
    assert [AANGIFTE, AANGIFTE, INZENDING, INSCHRIJVING] in routes(seen(home, date(2024, 1, 9)))


def test_a_partner_that_is_behind_ends_what_is_seen(tmp_path: Path) -> None:
    home = home_of(tmp_path)
    received(home, deliver(tmp_path, events=POLITIE))
    until = "2024-01-15T00:00:00+01:00"
    mine = {**link("m1", "z1"), "time": "2024-01-08T09:00:00+01:00"}
    received(home, deliver(tmp_path, "d2", "om", events=OM[:2], links=[mine], delivered_until=until))
    observed = seen(home)
    assert (observed.entered_s < day_number(date(2024, 1, 15)) * DAY_S).all()
    assert routes(observed) == [[AANGIFTE], [AANGIFTE], [AANGIFTE, INZENDING, INSCHRIJVING, BESLUIT]]


def test_a_partner_that_delivered_nothing_is_named(tmp_path: Path) -> None:
    home = home_of(tmp_path)
    received(home, deliver(tmp_path, events=POLITIE))
    with pytest.raises(UsageError, match="om delivered nothing"):
        seen(home)


def test_the_class_of_a_case_is_that_of_its_objects(home: Home) -> None:
    observed = seen(home, attribute="minderjarig")
    assert observed.classes == ("false", "true")
    by_case = {
        tuple(observed.step[observed.case == c].tolist()): observed.case_class[observed.case == c] for c in range(3)
    }
    assert set(by_case[AANGIFTE, INZENDING, INSCHRIJVING, BESLUIT].tolist()) == {1}
    assert set(by_case[(AANGIFTE,)].tolist()) == {-1}
    with pytest.raises(UsageError, match="eenheid, minderjarig"):
        seen(home, attribute="leeftijd")


def test_who_stands_in_the_chain_and_what_of_the_definition_holds(home: Home) -> None:
    model, stood = calibrate(seen(home))
    steps = list(model.steps)
    where = {steps[step]: row for row, step in enumerate(stood.step)}
    assert set(where) == {"aangifte", "inschrijving"}  # the decided case has left
    here = where["inschrijving"]
    assert stood.since_s[here] == day_number(date(2024, 1, 22)) * DAY_S + 9 * 3600
    assert stood.began_s[0][here] == day_number(date(2024, 1, 4)) * DAY_S + 9 * 3600
    assert [stood.stocks[0][where[step]] for step in ("aangifte", "inschrijving")] == [True, False]
    assert model.trained_until == date(2024, 2, 1)


def test_the_same_visits_give_the_same_model(home: Home) -> None:
    assert calibrate(seen(home, attribute="minderjarig")) == calibrate(seen(home, attribute="minderjarig"))
