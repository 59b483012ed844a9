"""What was published before and says something else now is listed, each cell with exactly what changed it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from ketenmonitor.errors import DisclosureError, StorageError
from ketenmonitor.release import Content, Revision, cells_of, datasets_of
from ketenmonitor.release.about_changes import changes_of
from ketenmonitor.release.redefined import redefined_dataset
from ketenmonitor.release.words import page_language
from ketenmonitor.store import Home
from tests.chain import DEFINITION, deliver, received
from tests.unit.publishing.homes import SENT, adopted, at, filled, links, police, publishing, released

FIRST, SECOND = "2024-02-03", "2024-03-03"
RECEIVED = "2024-03-01T09:00:00+01:00"


def late_delivery(home: Home, folder: Path) -> None:
    rows = [(f"n{n}", "aangifte", at(20 + n % 9), f"L{n}") for n in range(40)]
    came(home, deliver(folder, "p2", events=rows, follows="p1"))


def corrected(home: Home, folder: Path) -> None:
    """The same events again, with another time: reports were sent later."""
    rows = [(f"z{n}", "inzending", at(23), f"M{n}") for n in range(35)]
    came(home, deliver(folder, "p2", events=rows, follows="p1"))


def withdrawn(home: Home, folder: Path) -> None:
    names = ("event_id", "activity", "time", "object_id", "withdrawn")
    rows = [(f"z{n}", "inzending", at(12 + n % 8), f"M{n}", "true") for n in range(35)]
    came(home, deliver(folder, "p2", events=[dict(zip(names, row, strict=True)) for row in rows], follows="p1"))


def replaced(home: Home, folder: Path) -> None:
    """A full delivery in the place of all that came before, in which some are gone."""
    came(home, deliver(folder, "p2", events=police(0, 80), kind="full"))


def linked_later(home: Home, folder: Path) -> None:
    came(home, deliver(folder, "o2", "om", events=[], links=links(20), follows="o1"))


def filled_in(home: Home, folder: Path) -> None:
    """From now on the prosecution types '000000' where it does not know a report: reports have too many links, and none counts."""
    many = [{**link, "from_id": f"M{n % 3}"} for n, link in enumerate(links(20, SENT))]
    came(home, deliver(folder, "o2", "om", events=[], links=many, follows="o1"))


def norm(home: Home, folder: Path) -> None:
    redefined(home, folder, "days = 10, share = 0.8", "days = 22, share = 0.7")


def other_end(home: Home, folder: Path) -> None:
    redefined(home, folder, 'to = ["besluit"]', 'to = ["besluit", "inschrijving"]')


def redefined(home: Home, folder: Path, old: str, new: str) -> None:
    text = (folder / "definition.toml").read_text(encoding="utf-8")
    assert old in text
    adopted(home, folder, text.replace(old, new), "2024-03-01")


def came(home: Home, delivery: Path) -> None:
    assert received(home, delivery, RECEIVED).status == "accepted"


@pytest.mark.parametrize(
    ("change", "measures", "cause"),
    [
        (late_delivery, ["stock"], "delivery"),
        (corrected, ["handover"], "correction"),
        (withdrawn, ["stock"], "correction"),
        (replaced, ["stock"], "correction"),
        (linked_later, ["handover"], "linkage"),
        (filled_in, ["lead-time"], "linkage"),
        (norm, ["lead-time"], "definition"),
        (other_end, ["lead-time"], "definition"),
    ],
)
def test_one_thing_that_changes_is_the_cause_of_all_that_differs(
    tmp_path: Path, change: Callable[[Home, Path], None], measures: list[str], cause: str
) -> None:
    limited = DEFINITION.replace("[objects.melding]", "[objects.melding]\nmost_links = 5", 1)
    are_linked_later = {"links": links(0, 20)} if change is linked_later else {}
    home = filled(tmp_path, publishing(*measures, definition=limited), **are_linked_later)
    first = released(home, FIRST)
    change(home, tmp_path)
    second = released(home, SECOND)
    assert_all_listed(first, second)
    assert second.revisions
    assert {one.causes for one in second.revisions} == {(cause,)}


def assert_all_listed(first: Content, second: Content) -> None:
    """Every cell that both have and that differs, once, with what it was and is; no other."""
    was, became = cells_of(datasets_of(first)), cells_of(datasets_of(second))
    differ = {place: (was[place], became[place]) for place in was if place in became and was[place] != became[place]}
    listed = {(r.table, r.key, r.column): (r.old, r.new) for r in second.revisions}
    assert listed == differ
    assert len(second.revisions) == len(listed)
    assert second.since is not None


def test_another_program_is_the_cause_when_it_is_all_that_differs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = filled(tmp_path, publishing("stock"))
    first = released(home, FIRST)
    place = home.releases_path("proef") / "0001" / "provenance.json"
    said = json.loads(place.read_text(encoding="utf-8"))
    place.write_text(json.dumps({**said, "software": {"ketenmonitor": "0.0.1"}}), encoding="utf-8")
    kept = home.releases_path("proef") / "0001.json"
    rows = json.loads(kept.read_text(encoding="utf-8"))
    cell = next(row for row in rows["cells"] if row[2] == "stock")
    cell[3] += 1  # as if the program of then counted one more
    kept.write_text(json.dumps(rows), encoding="utf-8")
    (revision,) = released(home, SECOND).revisions
    assert revision == Revision(cell[0], tuple(cell[1]), "stock", cell[3], cell[3] - 1, ("software",))
    assert cells_of(datasets_of(first))[cell[0], tuple(cell[1]), "stock"] == cell[3] - 1


def test_a_difference_that_nothing_known_explains_is_the_program(tmp_path: Path) -> None:
    """Also when it did not change its version."""
    home = filled(tmp_path, publishing("stock"))
    released(home, FIRST)
    kept = home.releases_path("proef") / "0001.json"
    rows = json.loads(kept.read_text(encoding="utf-8"))
    next(row for row in rows["cells"] if row[2] == "stock")[3] += 1
    kept.write_text(json.dumps(rows), encoding="utf-8")
    (revision,) = released(home, SECOND).revisions
    assert revision.causes == ("software",)


def test_several_things_at_once_give_each_cell_its_own(tmp_path: Path) -> None:
    home = filled(tmp_path, publishing("lead-time", "handover", "stock"))
    first = released(home, FIRST)
    late = [(f"n{n}", "aangifte", at(20), f"L{n}") for n in range(40)]
    sent_later = [(f"z{n}", "inzending", at(23), f"M{n}") for n in range(35)]
    came(home, deliver(tmp_path, "p2", events=late + sent_later, follows="p1"))
    norm(home, tmp_path)
    second = released(home, SECOND)
    assert_all_listed(first, second)
    causes = {(r.table, r.column): set(r.causes) for r in second.revisions}
    assert causes["lead-time", "norm_days"] == {"definition"}
    assert causes["handover", "in_transit"] == {"correction"}
    assert causes["stock", "stock"] == {"delivery"}, "those sent later were out of stock both times"
    assert all(r.causes == tuple(c for c in ORDER if c in r.causes) for r in second.revisions)


ORDER = ("software", "definition", "correction", "linkage", "delivery", "caught-up")


def test_nothing_new_is_no_revision_and_a_first_release_has_nothing_before_it(tmp_path: Path) -> None:
    home = filled(tmp_path, publishing("stock"))
    first = released(home, FIRST)
    assert (first.since, first.before, first.revisions) == (None, None, ())
    second = released(home, SECOND)
    assert second.since is not None
    assert second.since.isoformat() == FIRST
    assert second.revisions == ()


def test_cells_that_came_or_went_are_not_revised(tmp_path: Path) -> None:
    home = filled(tmp_path, publishing("stock", "handover", "term"))
    first = released(home, FIRST)
    gone = publishing("stock", "handover", "term", definition=DEFINITION.partition("[terms.snel]")[0])
    adopted(home, tmp_path, gone.replace("[handovers.over]", "[handovers.door]"), "2024-03-01")
    second = released(home, SECOND)
    was, became = cells_of(datasets_of(first)), cells_of(datasets_of(second))
    assert {key[0] for _, key, _ in was.keys() - became.keys()} == {"over", "snel"}
    assert {key[0] for _, key, _ in became.keys() - was.keys()} == {"door"}
    assert second.revisions == ()


def test_a_release_follows_the_last_one_of_its_day_or_earlier(tmp_path: Path) -> None:
    home = filled(tmp_path, publishing("stock"))
    for day in (SECOND, FIRST, "2024-04-03", "2024-02-10"):
        released(home, day)
    assert [str(released(home, day).since) for day in ("2024-02-05", "2024-03-10", "2025-01-01")] == [
        FIRST, SECOND, "2024-04-03",
    ]  # fmt: skip


def test_the_same_release_again_is_not_kept_twice_and_compares_with_the_same(tmp_path: Path) -> None:
    home = filled(tmp_path, publishing("stock"))
    released(home, FIRST)
    late_delivery(home, tmp_path)
    second = released(home, SECOND)
    released(home, "2024-04-03")
    assert released(home, SECOND).revisions == second.revisions
    assert sorted(p.name for p in home.releases_path("proef").glob("*.json")) == ["0001.json", "0002.json", "0003.json"]


def test_other_secrets_are_refused_because_old_and_new_noise_together_say_more(tmp_path: Path) -> None:
    home = filled(tmp_path, publishing("stock"))
    released(home, FIRST)
    place = home.path / "secrets.toml"
    text = place.read_text(encoding="utf-8")
    for old, new in (("ab" * 32, "ef" * 32), ("largest = 7", "largest = 6")):
        place.write_text(text.replace(old, new), encoding="utf-8")
        with pytest.raises(DisclosureError, match=r"protected with other secrets.*secrets\.toml"):
            released(home, SECOND)
    place.write_text(text.replace("cd" * 32, "ee" * 32), encoding="utf-8")
    released(home, SECOND)  # who signs is another matter


@pytest.mark.parametrize("content", ["", "[]", "{", '{"as_of": "2024-02-03"}'])
def test_a_damaged_earlier_release_is_a_sentence(tmp_path: Path, content: str) -> None:
    home = filled(tmp_path, publishing("stock"))
    released(home, FIRST)
    (home.releases_path("proef") / "0001.json").write_text(content, encoding="utf-8")
    with pytest.raises(StorageError, match=r"0001\.json: .* damaged. Put it back from a backup"):
        released(home, SECOND)


def test_another_definition_puts_both_figures_of_every_overlapping_cell_side_by_side(tmp_path: Path) -> None:
    home = filled(tmp_path, publishing("lead-time", "stock"))
    first = released(home, FIRST)
    norm(home, tmp_path)
    second = released(home, SECOND)
    assert second.replaced is not None
    assert second.replaced.definition_text == first.definition_text != second.definition_text
    table = redefined_dataset(second.replaced, second.chain, datasets_of(second))
    was, became = cells_of(datasets_of(first)), cells_of(datasets_of(second))
    both = {place for place in was if place in became and place[1][0] == "keten"}
    assert len(table.rows) == len(both) > len(second.revisions), "also those that stayed the same"
    shown_as = {row[:3]: row[3:] for row in table.rows}
    assert shown_as["lead-time", "keten", "norm_days"] == ("10", "22")
    assert not [row for row in table.rows if row[0] == "stock"], "a figure that is defined as before is left out"
    changes = changes_of(second.chain, datasets_of(second), second.revisions, second.before, page_language("en"))
    assert changes is not None
    assert 'lead time "keten": norm was 0.8 within 10 days and became 0.7 within 22 days.' in changes.intro
