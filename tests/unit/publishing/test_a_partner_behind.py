"""Releases while a partner is behind and after it caught up: they say so, and say later what that changed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from ketenmonitor.publishing import to_be_revised
from ketenmonitor.release import cells_of, datasets_of
from ketenmonitor.release.compose import files_of
from ketenmonitor.store import Home, open_view
from tests.chain import deliver, received
from tests.unit.publishing.homes import N, at, filled, publishing, released

DARK_DAY, AFTER = "2024-05-03", "2024-06-03"
UNTIL_MAY = {"delivered_from": "2024-02-01T00:00:00+01:00", "delivered_until": "2024-05-01T00:00:00+02:00"}
STAGES = publishing("lead-time", "stock", "handover").replace("periods = []", 'periods = ["month"]')


def police_goes_on(home: Home, folder: Path) -> None:
    rows = [(f"n{n}", "aangifte", at(1 + n % 9, 3), f"L{n}") for n in range(40)]
    rows += [(f"z{n}", "inzending", at(12, 3), f"M{n}") for n in range(70, N)]
    came(home, deliver(folder, "p2", events=rows, follows="p1", **UNTIL_MAY), "2024-05-02T09:00:00+02:00")


def prosecution_catches_up(home: Home, folder: Path, day: str = "2024-06-02") -> None:
    rows = [(f"b{n}", "besluit", at(20, 3), f"S{n}") for n in range(40, 70)]
    came(home, deliver(folder, "o2", "om", events=rows, follows="o1", **UNTIL_MAY), f"{day}T09:00:00+02:00")


def came(home: Home, delivery: Path, moment: str) -> None:
    assert received(home, delivery, moment).status == "accepted"


def test_figures_that_change_when_a_partner_caught_up_say_that_this_is_why(tmp_path: Path) -> None:
    home = filled(tmp_path, STAGES)
    police_goes_on(home, tmp_path)
    released(home, DARK_DAY)
    prosecution_catches_up(home, tmp_path)
    revisions = released(home, AFTER).revisions
    of_chain = {r.causes for r in revisions if r.table == "lead-time" and r.key == ("keten",)}
    assert of_chain == {("caught-up",)}
    assert not [r for r in revisions if r.key[0] == "politie"], "what rests on the police alone was complete"


def test_a_release_after_it_caught_up_has_the_figures_of_one_that_never_lacked_anything(tmp_path: Path) -> None:
    dark, normal = filled(tmp_path / "dark", STAGES), filled(tmp_path / "normal", STAGES)
    for home, folder in ((dark, tmp_path / "dark"), (normal, tmp_path / "normal")):
        police_goes_on(home, folder)
    prosecution_catches_up(normal, tmp_path / "normal", "2024-05-02")
    released(dark, DARK_DAY)
    prosecution_catches_up(dark, tmp_path / "dark")
    after, never = (cells_of(datasets_of(released(home, AFTER))) for home in (dark, normal))
    assert after == never


def test_what_will_be_revised_is_every_release_of_the_dark_time_and_nothing_before_or_after(tmp_path: Path) -> None:
    home = filled(tmp_path, STAGES)
    released(home, "2024-02-01")  # of a day that both are complete until
    police_goes_on(home, tmp_path)
    released(home, DARK_DAY)
    (found,) = to_be_revised(home, open_view(home, "proef"))
    assert (found["as_of"], found["partners"]) == (DARK_DAY, ["om"])
    assert found["figures"] == [{"measure": "lead-time", "id": "keten"}, {"measure": "handover", "id": "over"}]
    assert found["periods"] == ["2024-02", "2024-03", "2024-04"]
    prosecution_catches_up(home, tmp_path)
    assert to_be_revised(home, open_view(home, "proef")) == []


def test_a_release_says_below_its_figures_and_tables_who_is_behind_and_other_releases_do_not(tmp_path: Path) -> None:
    home = filled(tmp_path, STAGES)
    quiet = released(home, "2024-02-03")
    assert not [note for table in datasets_of(quiet) for note in table.notes]
    police_goes_on(home, tmp_path)
    content = released(home, DARK_DAY)
    notes = {table.id: [note.en for note in table.notes] for table in datasets_of(content)}
    said = (
        "om is complete up to and including 31 January 2024. These figures stop there and will be revised when om has"
        " caught up."
    )
    assert notes["lead-time"] == [said]
    files = files_of(content)
    assert said in files["en.html"].decode()
    assert "om is compleet tot en met 31 januari 2024. Deze cijfers houden daar op" in files["index.html"].decode()
    assert said in files["data/lead-time.csv-metadata.json"].decode()
    assert date.fromisoformat(DARK_DAY) == content.as_of
