"""What comes into the queue, who may do what with it, and that its history holds."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from ketenmonitor.confirmed import append_line
from ketenmonitor.errors import KetenmonitorError, NotFoundError, StorageError, UsageError
from ketenmonitor.instants import DAY_US
from ketenmonitor.keys import Signer, make_key
from ketenmonitor.misuse import (
    NEXT,
    Kind,
    Rate,
    Reviewer,
    Run,
    Settings,
    State,
    Step,
    decide,
    history_of,
    queue,
    rank,
    read_settings,
    reviewer_of,
    sample,
)
from ketenmonitor.misuse import history as on_disk
from ketenmonitor.transparency import Log, disk, verify
from tests.unit.misuse.tables import look, written

NOW = 1_780_000_000_000_000
OFFICERS = {"hal": 'user = "hal"\nperson = "p1"', "els": 'user = "els"', "fem": 'user = "fem"', "gem": 'user = "ann"'}
REVIEWERS = "".join(f"[reviewers.{login}]\n{said}\n" for login, said in OFFICERS.items())
HANDLERS = [{"user": "bob", "case": "c1"}]
LOOKS = [
    look(case="c1"),
    look(case="c2", person="p2"),
    look(user="bob", case="c1"),
    look(user="bob", case="c1", person="p3", break_glass="ja", reason="spoed"),
    look(user="els", case="c9"),
]


def place_of(tmp_path: Path, looks: list[dict[str, Any]] | None = None) -> Settings:
    tables: dict[str, Any] = {"looks": looks or LOOKS, "handlers": HANDLERS}
    return read_settings(written(tmp_path, tables, REVIEWERS))


def by(settings: Settings, login: str = "fem") -> Reviewer:
    return reviewer_of(settings, login)


def ranked(settings: Settings, login: str = "fem") -> Run:
    return rank(settings, by(settings, login), NOW)


def number_of(run: Run, user: str, person: str) -> int:
    return next(one.item.number for one in run.shown if (one.about["user"], one.about["person"]) == (user, person))


def test_pairs_and_every_broken_glass_come_in_and_once(tmp_path: Path) -> None:
    settings = place_of(tmp_path)
    run = ranked(settings)
    came = {(one.item.kind, one.about["user"], one.about["person"]) for one in run.shown}
    assert came == {
        (Kind.UNEXPLAINED, "ann", "p1"), (Kind.UNEXPLAINED, "ann", "p2"), (Kind.UNEXPLAINED, "els", "p1"),
        (Kind.GLASS, "bob", "p3"),
    }  # fmt: skip
    assert run.new == 4
    assert ranked(settings).new == 0
    assert len(queue(settings, by(settings), NOW)) == 4


def test_broken_glass_comes_in_however_few_pairs_are_wanted(tmp_path: Path) -> None:
    tables: dict[str, Any] = {"looks": LOOKS, "handlers": HANDLERS}
    settings = read_settings(written(tmp_path, tables, REVIEWERS + "[assess]\nmost = 1\n"))
    assert sorted(one.item.kind for one in ranked(settings).shown) == [Kind.GLASS, Kind.UNEXPLAINED]


# The diagram: from a state, by a step, to a state; what is not drawn cannot be done.
DRAWN = {
    ("open", "ask"): "asked", ("open", "lawful"): "lawful", ("open", "suspect"): "suspected",
    ("asked", "lawful"): "lawful", ("asked", "suspect"): "suspected",
    ("suspected", "confirm"): "unlawful", ("suspected", "reject"): "open",
}  # fmt: skip
WAYS: dict[str, list[tuple[str, str]]] = {
    "open": [], "asked": [("ask", "fem")], "lawful": [("lawful", "fem")], "suspected": [("suspect", "fem")],
    "unlawful": [("suspect", "fem"), ("confirm", "els")],
}  # fmt: skip


@pytest.mark.parametrize("state", list(State))
def test_an_item_goes_from_state_to_state_as_drawn_and_in_no_other_way(state: State, tmp_path: Path) -> None:
    settings = place_of(tmp_path)
    number = number_of(ranked(settings), "ann", "p1")
    for step, login in WAYS[state]:
        decide(settings, by(settings, login), NOW, number, Step(step), "waarom")
    before = history_of(settings)
    for step in NEXT:
        if (state, step) in DRAWN:
            continue
        with pytest.raises(UsageError, match=f"Item {number} is {state}: {step} does not fit"):
            decide(settings, by(settings, "els"), NOW, number, step, "waarom")
    assert history_of(settings) == before
    for step in (one for one in NEXT if (state, one) in DRAWN):
        copy = tmp_path / f"after-{step}"
        fresh = place_of(copy)
        n = number_of(ranked(fresh), "ann", "p1")
        for way, login in WAYS[state]:
            decide(fresh, by(fresh, login), NOW, n, Step(way), "waarom")
        assert decide(fresh, by(fresh, "els"), NOW, n, step, "waarom").item.state == DRAWN[state, step]


@pytest.mark.parametrize("step", [Step.CONFIRM, Step.REJECT])
def test_who_suspected_cannot_confirm_or_reject(step: Step, tmp_path: Path) -> None:
    settings = place_of(tmp_path)
    number = number_of(ranked(settings), "ann", "p1")
    decide(settings, by(settings), NOW, number, Step.SUSPECT, "waarom")
    with pytest.raises(UsageError, match="for somebody else than who suspected"):
        decide(settings, by(settings), NOW, number, step, "waarom")
    assert decide(settings, by(settings, "els"), NOW, number, step, "daarom").item.has_ended == (step is Step.CONFIRM)


def test_nobody_sees_or_judges_their_own_looks(tmp_path: Path) -> None:
    """Gem is the officer Ann."""
    settings = place_of(tmp_path)
    run = ranked(settings)
    own = number_of(run, "ann", "p1")
    assert {one.about["user"] for one in rank(settings, by(settings, "gem"), NOW).shown} == {"bob", "els"}
    assert {one.about["user"] for one in queue(settings, by(settings, "gem"), NOW)} == {"bob", "els"}
    for step in NEXT:
        with pytest.raises(NotFoundError, match="no such item for you"):
            decide(settings, by(settings, "gem"), NOW, own, step, "waarom")
    with pytest.raises(NotFoundError, match="no such item for you"):
        queue(settings, by(settings, "gem"), NOW, own)


def test_nobody_sees_or_judges_looks_at_themselves(tmp_path: Path) -> None:
    settings = place_of(tmp_path)
    run = ranked(settings)
    assert {one.about["person"] for one in queue(settings, by(settings, "hal"), NOW)} == {"p2", "p3"}
    with pytest.raises(NotFoundError, match="no such item for you"):
        decide(settings, by(settings, "hal"), NOW, number_of(run, "ann", "p1"), Step.LAWFUL, "waarom")


def test_of_two_who_decide_at_once_one_does(tmp_path: Path) -> None:
    settings = place_of(tmp_path)
    number = number_of(ranked(settings), "ann", "p1")

    def tried(login: str) -> bool:
        try:
            decide(settings, by(settings, login), NOW, number, Step.SUSPECT, "waarom")
        except UsageError:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(tried, ["fem", "els", "fem", "els"]))
    assert sum(done) == 1
    assert [line["step"] for line in history_of(settings)].count("suspect") == 1


def test_who_is_no_reviewer_is_shown_nothing_but_counts(tmp_path: Path) -> None:
    settings = place_of(tmp_path)
    run = ranked(settings, "dienst")
    assert (run.new, run.shown) == (4, ())
    with pytest.raises(UsageError, match="You are no reviewer here"):
        queue(settings, by(settings, "dienst"), NOW)
    with pytest.raises(UsageError, match="You are no reviewer here"):
        decide(settings, by(settings, "dienst"), NOW, 1, Step.LAWFUL, "waarom")


def test_a_pair_that_was_judged_comes_back_only_with_new_looks(tmp_path: Path) -> None:
    settings = place_of(tmp_path)
    number = number_of(ranked(settings), "ann", "p1")
    decide(settings, by(settings), NOW, number, Step.LAWFUL, "verzoek gevonden")
    assert ranked(settings).new == 0
    again = place_of(tmp_path, [*LOOKS, look(case="c1", at="2026-04-02T10:00:00")])
    run = ranked(again)
    assert run.new == 1
    assert number_of(run, "ann", "p1") != number


def test_new_looks_of_a_pair_that_is_open_renew_its_reasons(tmp_path: Path) -> None:
    settings = place_of(tmp_path)
    number = number_of(ranked(settings), "ann", "p1")
    again = place_of(tmp_path, [*LOOKS, look(case="c1", at="2026-04-02T10:00:00")])
    assert ranked(again).new == 0
    (shown,) = queue(again, by(again), NOW, number)
    assert shown.about["looks"] == 2
    size = (settings.folder / "items" / f"{number:06d}.jsonl").stat().st_size
    ranked(again)
    assert (settings.folder / "items" / f"{number:06d}.jsonl").stat().st_size == size


def test_every_assessment_look_and_decision_is_in_the_history_with_who_and_when(tmp_path: Path) -> None:
    settings = place_of(tmp_path)
    number = number_of(ranked(settings, "els"), "ann", "p1")
    queue(settings, by(settings), NOW + DAY_US)
    decide(settings, by(settings), NOW + 2 * DAY_US, number, Step.ASK, "wat was de aanleiding?")
    sample(settings, by(settings), NOW + 3 * DAY_US, 5, 1)
    lines = history_of(settings)
    assert [(line["step"], line["by"]) for line in lines] == [
        ("rank", "els"), ("shown", "fem"), ("ask", "fem"), ("sample", "fem"),
    ]  # fmt: skip
    assert [line["at"][:10] for line in lines] == ["2026-05-28", "2026-05-29", "2026-05-30", "2026-05-31"]
    assert lines[0]["counts"] == {"looks": 5, "handler": 2, "break_glass": 0, "unexplained": 3}
    assert set(lines[0]["files"]) == {"looks", "handlers"}


def test_the_history_names_nobody_who_was_assessed(tmp_path: Path) -> None:
    settings = place_of(tmp_path, [look(user="medewerker77", person="persoon88", case="c1")])
    number = number_of(ranked(settings), "medewerker77", "persoon88")
    decide(settings, by(settings), NOW, number, Step.LAWFUL, "persoon88 is getuige")
    history = b"".join(place.read_bytes() for place in settings.log.rglob("*") if place.is_file())
    assert b'"lawful"' in history
    assert b"medewerker77" not in history
    assert b"persoon88" not in history


def test_the_file_of_an_item_can_go_and_the_figures_stay(tmp_path: Path) -> None:
    settings = place_of(tmp_path)
    run = ranked(settings)
    decide(settings, by(settings), NOW, number_of(run, "ann", "p1"), Step.LAWFUL, "verzoek gevonden")
    for number in (number_of(run, "ann", "p1"), number_of(run, "ann", "p2")):
        (settings.folder / "items" / f"{number:06d}.jsonl").unlink()
    shown = {one.item.number: one for one in queue(settings, by(settings), NOW)}
    assert shown[number_of(run, "ann", "p1")].item.state is State.LAWFUL
    with pytest.raises(NotFoundError):  # of whom it was is not known any more, so nobody can be another
        decide(settings, by(settings), NOW, number_of(run, "ann", "p2"), Step.LAWFUL, "waarom")
    assert ranked(settings).new == 0


def judged(settings: Settings) -> int:
    number = number_of(ranked(settings), "ann", "p1")
    decide(settings, by(settings), NOW, number, Step.SUSPECT, "omdat hij buurman is")
    decide(settings, by(settings, "els"), NOW, number, Step.CONFIRM, "ik ben het eens")
    return number


def in_records(settings: Settings, old: bytes, new: bytes) -> None:
    (place,) = (settings.log / "records").iterdir()
    content = place.read_bytes()
    assert old in content
    place.write_bytes(content.replace(old, new))


def of_item(settings: Settings, number: int) -> Path:
    return settings.folder / "items" / f"{number:06d}.jsonl"


CHANGES: dict[str, Callable[[Settings, int], object]] = {
    "who": lambda settings, _: in_records(settings, b'"suspect", "by": "fem"', b'"suspect", "by": "gem"'),
    "what": lambda settings, _: in_records(settings, b'"confirm"', b'"conform"'),
    "the-log": lambda settings, _: shutil.rmtree(settings.log),
    "a-leaf": lambda settings, _: (settings.log / "leaves").write_bytes((settings.log / "leaves").read_bytes()[:-32] + bytes(32)),
    "why": lambda settings, n: of_item(settings, n).write_bytes(of_item(settings, n).read_bytes().replace(b"buurman", b"getuige")),
    "a-reason": lambda settings, n: of_item(settings, n).write_bytes(b"".join(of_item(settings, n).read_bytes().splitlines(True)[:-1])),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_a_decision_that_was_changed_or_taken_out_stops_everything(change: str, tmp_path: Path) -> None:
    settings = place_of(tmp_path)
    number = judged(settings)
    CHANGES[change](settings, number)
    with pytest.raises(StorageError, match="Nothing is shown"):
        queue(settings, by(settings), NOW)


def test_verifying_the_log_sees_a_decision_that_was_changed_or_cut_off(tmp_path: Path) -> None:
    settings = place_of(tmp_path)
    number = number_of(ranked(settings), "ann", "p1")
    before = tmp_path / "before"
    shutil.copytree(settings.log, before)
    decide(settings, by(settings), NOW, number, Step.LAWFUL, "verzoek gevonden")
    assert not verify(settings.log, ()).findings
    Log(settings.log).checkpoint(Signer(make_key(tmp_path / "key", "signing", b"a passphrase of tests")))
    signed = next((settings.log / "checkpoints").iterdir())
    assert [one.code for one in verify(before, (), [signed]).findings] == ["cut-off"]
    in_records(settings, b'"lawful", "by": "fem"', b'"lawful", "by": "els"')
    assert {one.code for one in verify(settings.log, ()).findings} == {"record-edited"}


def test_what_a_crash_left_half_is_no_harm(tmp_path: Path) -> None:
    """Files of items are written before the record that says so."""
    settings = place_of(tmp_path)
    number = number_of(ranked(settings), "ann", "p1")
    append_line(of_item(settings, number), b'{"step": "lawful", "by": "fem", "at": "nooit", "reason": "niet besloten"}')
    of_item(settings, 99).write_text('{"user": "ann"}\n', encoding="utf-8")
    assert ranked(settings).new == 0
    assert not of_item(settings, 99).exists()
    assert [(one.item.state, one.remarks) for one in queue(settings, by(settings), NOW, number)] == [(State.OPEN, ())]


def test_a_log_that_cannot_be_written_shows_nothing_and_leaves_the_old_state(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = place_of(tmp_path)
    number = number_of(ranked(settings), "ann", "p1")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(disk, "append", full)
    with pytest.raises(StorageError, match="no space left on device"):
        queue(settings, by(settings), NOW)
    with pytest.raises(StorageError, match="no space left on device"):
        decide(settings, by(settings), NOW, number, Step.LAWFUL, "verzoek gevonden")
    monkeypatch.undo()
    (shown,) = queue(settings, by(settings), NOW, number)
    assert (shown.item.state, shown.remarks) == (State.OPEN, ())


@pytest.mark.parametrize("nth", range(4))
def test_a_disk_that_fails_at_any_write_shows_nothing_and_leaves_the_old_state(
    nth: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = place_of(tmp_path)
    left = nth

    def failing(place: Path, line: bytes) -> None:
        nonlocal left
        if left == 0:
            raise OSError(28, "No space left on device")
        left -= 1
        append_line(place, line)

    monkeypatch.setattr(on_disk, "append_line", failing)
    with pytest.raises(StorageError, match="no space left on device"):
        ranked(settings)
    monkeypatch.undo()
    assert queue(settings, by(settings), NOW) == ()
    assert ranked(settings).new == 4


def test_a_decision_has_a_reason(tmp_path: Path) -> None:
    settings = place_of(tmp_path)
    number = number_of(ranked(settings), "ann", "p1")
    for reason in ("", "  ", "x" * 2001):
        with pytest.raises(UsageError, match="A decision has a reason"):
            decide(settings, by(settings), NOW, number, Step.LAWFUL, reason)
    after = decide(settings, by(settings), NOW, number, Step.LAWFUL, " verzoek gevonden ")
    assert [(remark["step"], remark["by"], remark["reason"]) for remark in after.remarks] == [
        ("lawful", "fem", "verzoek gevonden")
    ]


@pytest.mark.parametrize("number", [0, 99])
def test_an_item_that_is_not_there_is_told(number: int, tmp_path: Path) -> None:
    settings = place_of(tmp_path)
    ranked(settings)
    with pytest.raises(KetenmonitorError, match="no such item for you"):
        decide(settings, by(settings), NOW, number, Step.LAWFUL, "waarom")


def test_false_alarms_are_counted_of_what_was_decided(tmp_path: Path) -> None:
    from ketenmonitor.cli.misuse_tables import figures

    settings = place_of(tmp_path)
    run = ranked(settings)
    for person, step in (("p1", Step.LAWFUL), ("p2", Step.SUSPECT)):
        decide(settings, by(settings), NOW, number_of(run, "ann", person), step, "waarom")
    assert figures(history_of(settings))["false_alarms"]["unexplained"]["decided"] == 1
    decide(settings, by(settings, "els"), NOW, number_of(run, "ann", "p2"), Step.CONFIRM, "waarom")
    rank(settings, by(settings), NOW + 40 * DAY_US)
    told = figures(history_of(settings))
    assert told["false_alarms"]["unexplained"] | {"low": 0, "high": 0} == {
        "lawful": 1, "decided": 2, "share": 0.5, "low": 0, "high": 0,
    }  # fmt: skip
    assert (told["assessed"]["times"], told["assessed"]["longest_gap_days"]) == (2, 40)


@pytest.mark.parametrize(
    ("n", "of", "low", "high"), [(5, 10, 0.2366, 0.7634), (0, 20, 0.0, 0.1611), (20, 20, 0.8389, 1.0)]
)
def test_the_interval_of_a_rate_is_that_of_wilson(n: int, of: int, low: float, high: float) -> None:
    """As R gives: prop.test(5, 10, correct = FALSE)."""
    assert Rate(n, of).interval == pytest.approx((low, high), abs=1e-4)


def test_a_rate_of_nothing_is_unknown() -> None:
    assert (Rate(0, 0).share, Rate(0, 0).interval) == (None, None)


def test_in_a_folder_of_a_group_files_are_for_the_group(tmp_path: Path) -> None:
    settings = place_of(tmp_path)
    settings.folder.mkdir()
    settings.folder.chmod(0o2770)
    ranked(settings)
    assert (settings.folder / "items").stat().st_mode & 0o7777 == 0o2770
    for name in ("secret", "lock", "items/000001.jsonl", "log/review/leaves", "log/review/lock"):
        assert (settings.folder / name).stat().st_mode & 0o777 == 0o660


def test_files_are_for_their_owner_alone(tmp_path: Path) -> None:
    settings = place_of(tmp_path)
    ranked(settings)
    assert settings.folder.stat().st_mode & 0o777 == 0o700
    for name in ("secret", "lock", "items/000001.jsonl", "log/review/leaves", "log/review/lock"):
        assert (settings.folder / name).stat().st_mode & 0o777 == 0o600
    first = json.loads((settings.folder / "items" / "000001.jsonl").read_text(encoding="utf-8").splitlines()[0])
    assert {"user", "person", "reasons"} <= set(first)
