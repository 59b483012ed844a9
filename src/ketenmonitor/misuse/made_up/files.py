"""The made-up year as files, as an organisation would supply them, with the truth beside them and settings that read them.

Comes in: a folder that is not there yet. Goes out: Parquet files, `truth.parquet` and `instellingen.toml`. The promise: the same seed
gives the same rows; documentation is lost by chance, and which look is misuse has no part in that.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.random import Generator

from ketenmonitor.errors import MisuseError
from ketenmonitor.misuse.made_up.settings_text import SETTINGS
from ketenmonitor.misuse.made_up.work import NO_CASE, UNDOCUMENTED, Work, make_work
from ketenmonitor.misuse.made_up.world import Ints, Sizes, World, make_world
from ketenmonitor.misuse.made_up.wrong import BY_HANDLER, KINDS, add_misuse

BEGIN = np.datetime64("2026-01-01T00:00:00", "s")
LOST = ("handlers", "handovers", "duties", "requests", "contacts")
TEAMS_LOST = 0.25  # lists of teams are kept better: a quarter of what is lost of the rest
GLASS = 150
NAMES = {"user": "u", "person": "p", "case": "z", "unit": "eenheid", "team": "team", "handled_by": "u"}
DUTCH = {
    "user": "medewerker", "person": "persoon", "case": "zaak", "unit": "eenheid", "team": "team", "from": "vanaf", "until": "tot",
    "at": "tijdstip", "opened": "ingekomen",
}  # fmt: skip


def write_made_up(out: Path, seed: int = 1, sizes: Sizes | None = None, loss: float = 0.02) -> None:
    """Write a year of looks into a new folder."""
    if out.exists():
        raise MisuseError(f"{out}: this is there already. Give the folder of a new run.")
    chance = np.random.default_rng(seed)
    world = make_world(chance, sizes or Sizes())
    work = make_work(chance, world)
    add_misuse(chance, world, work)
    out.mkdir(parents=True)
    tables = {**_recorded(chance, world, work, loss), **_persons(chance, world)}
    looks, truth = _looks(chance, work)
    for name, table in {**tables, "looks": looks, "truth": truth}.items():
        pq.write_table(table, out / f"{name}.parquet")
    (out / "instellingen.toml").write_text(SETTINGS, encoding="utf-8")


def _looks(chance: Generator, work: Work) -> tuple[pa.Table, pa.Table]:
    """All looks by moment, and what is true of pairs of officer and person of which not all is plain work."""
    kinds = np.concatenate([np.full(len(user), kind, dtype=object) for kind, user, *_ in work.looks])
    user, person, case, at = (np.concatenate([look[i] for look in work.looks]) for i in range(1, 5))
    order = np.argsort(at, kind="stable")
    kinds, user, person, case, at = (array[order] for array in (kinds, user, person, case, at))
    glass = np.zeros(len(user), dtype=bool)
    plain = np.flatnonzero(~np.isin(kinds.astype(str), (*KINDS, BY_HANDLER)))
    glass[chance.choice(plain, min(GLASS, len(plain) // 20), replace=False)] = True
    why = [("spoed" if said else None) for said in glass & (chance.random(len(user)) < 0.8)]
    looks = _table({"user": user, "person": person, "case": case, "at": at})
    looks = looks.append_column("noodtoegang", pa.array(glass)).append_column("reden", pa.array(why, pa.string()))
    odd = np.isin(kinds.astype(str), (*KINDS, BY_HANDLER, *UNDOCUMENTED))
    pairs = _table({"user": user[odd], "person": person[odd]}).append_column("soort", pa.array(kinds[odd], pa.string()))
    counted = pairs.group_by(["medewerker", "persoon", "soort"]).aggregate([([], "count_all")])
    wrong = pc.is_in(counted["soort"], pa.array([*KINDS, BY_HANDLER]))
    truth = counted.rename_columns(["medewerker", "persoon", "soort", "keer"]).append_column("misbruik", wrong)
    return looks, truth.sort_by([(name, "ascending") for name in ("medewerker", "persoon", "soort")])


def _recorded(chance: Generator, world: World, work: Work, loss: float) -> dict[str, pa.Table]:
    """What is on record, without what was lost."""
    found = {}
    for name in LOST:
        rows = work.records[name]
        kept = chance.random(len(next(iter(rows.values())))) >= loss
        found[name] = _table({column: values[kept] for column, values in rows.items()})
    users = np.arange(world.sizes.users)
    kept = chance.random(len(users)) >= loss * TEAMS_LOST
    found["teams"] = _table({"user": users[kept], "team": world.team_of[kept]})
    at_work = {"from": world.shift_start, "until": world.shift_start + world.shift_length}
    duties = work.records["duties"]
    found["rosters"] = pa.concat_tables(
        [_table({"user": world.shift_user, **at_work}), _table({key: duties[key] for key in ("user", "from", "until")})]
    )
    user, person, at = (np.concatenate([one[i] for one in work.actions]) for i in range(3))
    found["actions"] = _table({"user": user, "person": person, "at": at})
    return found


def _persons(chance: Generator, world: World) -> dict[str, pa.Table]:
    """Persons with what the score may use, and with two columns that it may not."""
    n, users = world.sizes.persons + world.sizes.users, np.arange(world.sizes.users)
    cases = np.arange(world.sizes.cases)
    persons = _table({"person": np.arange(n)})
    for name, values in _found_at(world, np.arange(n)).items():
        persons = persons.append_column(name, values)
    for name, options in (("nationaliteit", ("A", "B", "C", "D")), ("geboorteplaats", ("E", "F", "G"))):
        persons = persons.append_column(name, pa.array(chance.choice(options, n)))
    staff = _table({"user": users, "person": world.own_person(users)})
    for name, values in _found_at(world, world.own_person(users)).items():
        staff = staff.append_column(name, values)
    return {
        "persons": persons,
        "staff": staff,
        "cases": _table({"case": cases, "unit": world.unit_of(world.case_team), "opened": world.case_opened}),
        "involved": _table({"case": world.involved_case, "person": world.involved_person}),
    }


def _found_at(world: World, person: Ints) -> dict[str, pa.Array]:
    return {"adres": _named("adres", world.address[person]), "achternaam": _named("naam", world.surname[person])}


def _table(columns: dict[str, Ints]) -> pa.Table:
    """Numbers as identifiers, and seconds as what a clock showed."""
    arrays = {}
    for name, values in columns.items():
        if name in NAMES:
            arrays[DUTCH[name]] = _named(NAMES[name], values)
        else:
            arrays[DUTCH[name]] = pa.array(BEGIN + values.astype("timedelta64[s]"))
    return pa.table(arrays)


def _named(prefix: str, values: Ints) -> pa.Array:
    texts = pc.binary_join_element_wise(prefix, pc.cast(pa.array(values), pa.string()), "")
    return pc.if_else(pa.array(values == NO_CASE), pa.scalar(None, pa.string()), texts)
