"""The sample of explained looks, and the made-up year."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from ketenmonitor.errors import MisuseError
from ketenmonitor.misuse import Sizes, assess, read_settings, write_made_up
from ketenmonitor.misuse.made_up.wrong import BY_HANDLER, KINDS
from ketenmonitor.misuse.sampling import sampled
from tests.unit.misuse.tables import assessed, look

SMALL = Sizes(users=100, cases=400)
HANDLERS = [{"user": f"u{n}", "case": f"c{n}"} for n in range(20)]
REQUESTS = [{"user": "ann", "person": f"p{n}"} for n in range(3)]
HANDLED = [look(user=f"u{n}", case=f"c{n}", person=f"p{n}") for n in range(20)]
OFTEN = [look(user="u0", case="c0", person="p0", at=f"2026-03-0{n}T03:00:00") for n in range(1, 4)]
LOOKS = [*HANDLED, *OFTEN, *(look(person=f"p{n}", case="") for n in range(3)), look(user="cas", case="c9", person="p9")]
TABLES: dict[str, Any] = {"looks": LOOKS, "handlers": HANDLERS, "requests": REQUESTS}


def strata(drawn: list[Any]) -> Counter[tuple[str, bool]]:
    return Counter((one.explanation, one.beside_roster) for one in drawn)


def test_each_stratum_has_its_share_and_what_one_lacks_the_others_get(tmp_path: Path) -> None:
    found = assessed(tmp_path, TABLES)
    assert strata(sampled(found, 7, 1)) == {("handler", True): 1, ("handler", False): 3, ("request", False): 3}
    assert strata(sampled(found, 100, 1)) == {("handler", True): 1, ("handler", False): 19, ("request", False): 3}


def test_only_explained_looks_are_drawn(tmp_path: Path) -> None:
    drawn = sampled(assessed(tmp_path, TABLES), 100, 1)
    assert "cas" not in {one.pair.user for one in drawn}


def test_a_seed_draws_the_same_whatever_the_order_of_rows_and_another_seed_others(tmp_path: Path) -> None:
    mixed = random.Random(5).sample(LOOKS, len(LOOKS))
    first = sampled(assessed(tmp_path / "a", TABLES), 8, 1)
    assert sampled(assessed(tmp_path / "b", {**TABLES, "looks": mixed}), 8, 1) == first
    assert sampled(assessed(tmp_path / "a", TABLES), 8, 2) != first


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("made-up") / "year"
    write_made_up(out, 7, SMALL, 0.0)
    return out


def test_the_same_seed_makes_the_same_year(year: Path, tmp_path: Path) -> None:
    write_made_up(tmp_path / "again", 7, SMALL, 0.0)
    for place in sorted(year.glob("*.parquet")):
        assert pq.read_table(place) == pq.read_table(tmp_path / "again" / place.name)
    write_made_up(tmp_path / "other", 8, SMALL, 0.0)
    assert pq.read_table(year / "looks.parquet") != pq.read_table(tmp_path / "other" / "looks.parquet")


def test_it_has_all_kinds_of_misuse_and_what_only_looks_like_it(year: Path) -> None:
    truth = pq.read_table(year / "truth.parquet")
    wrong = set(truth.filter(truth["misbruik"])["soort"].to_pylist())
    assert wrong == {*KINDS, BY_HANDLER}
    assert set(truth["soort"].to_pylist()) > wrong


def test_its_settings_read_it_and_nearly_all_work_is_explained(year: Path) -> None:
    found = assess(read_settings(year / "instellingen.toml"))
    counts = found.counts()
    assert counts["looks"] == pq.read_table(year / "looks.parquet").num_rows
    assert sum(n for name, n in counts.items() if name != "looks") == counts["looks"]
    left = {(pair.user, pair.person) for pair in found.ranked(10**6)}
    truth = pq.read_table(year / "truth.parquet").to_pylist()
    told = {(row["medewerker"], row["persoon"]) for row in truth}
    assert left <= told  # with nothing lost, only what was never written down is left
    kinds = [row for row in truth if row["soort"] in KINDS]
    assert len([row for row in kinds if (row["medewerker"], row["persoon"]) in left]) >= 0.75 * len(kinds)


def test_lost_documentation_takes_rows_away_and_no_look(year: Path, tmp_path: Path) -> None:
    write_made_up(tmp_path / "lossy", 7, SMALL, 0.5)
    lossy = {place.stem: pq.read_table(place) for place in (tmp_path / "lossy").glob("*.parquet")}
    assert lossy["handlers"].num_rows < 0.7 * pq.read_table(year / "handlers.parquet").num_rows
    assert lossy["truth"] == pq.read_table(year / "truth.parquet")
    assert lossy["looks"].num_rows == pq.read_table(year / "looks.parquet").num_rows


def test_persons_have_columns_that_the_settings_do_not_read(year: Path) -> None:
    persons = pq.read_table(year / "persons.parquet")
    assert {"nationaliteit", "geboorteplaats"} <= set(persons.column_names)
    settings = (year / "instellingen.toml").read_text(encoding="utf-8")
    assert "nationaliteit" not in settings
    before = assess(read_settings(year / "instellingen.toml")).ranked(50)
    other = persons.set_column(
        persons.column_names.index("nationaliteit"), "nationaliteit", pc.binary_replace_slice(persons["nationaliteit"], 0, 1, "Z")
    )  # fmt: skip
    pq.write_table(other.select(list(reversed(other.column_names))), year / "persons.parquet")
    try:
        assert assess(read_settings(year / "instellingen.toml")).ranked(50) == before
    finally:
        pq.write_table(persons, year / "persons.parquet")


def test_a_folder_that_is_there_is_not_replaced(year: Path) -> None:
    with pytest.raises(MisuseError, match="this is there already"):
        write_made_up(year)


def test_moments_are_what_a_clock_showed(year: Path) -> None:
    assert pq.read_schema(year / "looks.parquet").field("tijdstip").type.tz is None
