"""Looks through the gate of a monitor: what its log has of them, what it knows of why, and what comes before a reviewer."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ketenmonitor.access import Asker, permit, shown
from ketenmonitor.citizens import Kind
from ketenmonitor.errors import MisuseError, PurposeError, UsageError
from ketenmonitor.instants import DAY_US
from ketenmonitor.misuse import Reviewer, Run, assess, case_of, decide, queue, rank, settings_at
from ketenmonitor.misuse.steps import Step
from ketenmonitor.store import Home, case_name
from ketenmonitor.transparency import logs_in, verify
from tests.chain import instant
from tests.unit.access.worlds import ELSEWHERE, FITS, PLANTED, world
from tests.unit.citizens.homes import asked_for

NOW = instant("2024-06-03T10:00:00+02:00")
REVIEWERS = '[reviewers.fem]\nuser = "fem"\n'


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = world(tmp_path)
    (made.path / "misuse.toml").write_text(REVIEWERS, encoding="utf-8")
    return made


def case(n: int) -> str:
    return f"{PLANTED}-m{n}"


def looked(home: Home, user: str, n: int, *, days: int = 0, operation: str = "case", reason: str | None = None) -> str:
    asker = Asker(user, frozenset({"handler", "privacy_officer"}), through="web")
    at = NOW + days * DAY_US
    return permit(home, asker, operation, "proef", FITS, at, case=case(n), reason=reason).trace


def judged(home: Home) -> Run:
    return rank(settings_at(home), Reviewer("fem", "fem"), NOW + 60 * DAY_US)


def found(home: Home) -> set[tuple[str, str, str]]:
    """Kind, officer and case of everything that came into the queue."""
    names = {case_name(home, "proef", case(n)): case(n) for n in range(40)}
    return {(one.item.kind, one.about["user"], names[one.about["person"]]) for one in judged(home).shown}


def supplied(home: Home, table: str, columns: str, *rows: str) -> None:
    (home.path / f"{table}.csv").write_text("\n".join([columns, *rows]) + "\n", encoding="utf-8")
    said = "".join(f'{name} = "{name}"\n' for name in columns.split(","))
    place = home.path / "misuse.toml"
    place.write_text(f'{place.read_text(encoding="utf-8")}\n[{table}]\nfile = "{table}.csv"\n{said}', encoding="utf-8")


def test_a_look_that_nothing_explains_comes_before_a_reviewer(home: Home) -> None:
    looked(home, "ann", 1)
    assert found(home) == {("unexplained", "ann", case(1))}
    assert judged(home).counts == {"looks": 1, "listed": 0, "citizen": 0, "break_glass": 0, "unexplained": 1}


def test_what_the_organisation_has_on_record_explains_it(home: Home) -> None:
    looked(home, "ann", 1)
    looked(home, "ann", 2)
    looked(home, "bob", 1)
    supplied(home, "handlers", "user,case", f"ann,{case(1)}")
    assert found(home) == {("unexplained", "ann", case(2)), ("unexplained", "bob", case(1))}


def test_a_request_of_a_colleague_explains_it_by_case_and_by_person(home: Home) -> None:
    looked(home, "ann", 1)
    looked(home, "bob", 2)
    looked(home, "bob", 3)
    supplied(home, "requests", "user,case,person", f"ann,{case(1)},", f"bob,,{case(2)}")
    assert found(home) == {("unexplained", "bob", case(3))}


def test_a_list_of_what_asks_attention_explains_a_look_and_is_none(home: Home) -> None:
    asker = Asker("ann", frozenset({"handler"}), through="web")
    shown(home, permit(home, asker, "cases", "proef", FITS, NOW), [case(1), case(2)])
    shown(home, permit(home, Asker("bob", frozenset({"handler"})), "cases", "proef", FITS, NOW), [case(4)])
    looked(home, "ann", 1)
    looked(home, "ann", 3)
    looked(home, "bob", 1)
    looked(home, "bob", 4)
    looked(home, "ann", 2, days=45)  # long after it was on a list
    assert found(home) == {
        ("unexplained", "ann", case(3)), ("unexplained", "bob", case(1)), ("unexplained", "ann", case(2)),
    }  # fmt: skip
    assert judged(home).counts["looks"] == 5


def test_a_request_of_a_citizen_explains_the_looks_of_who_answers_it(home: Home) -> None:
    asked_for(home, Kind.ACCESS, case(1))  # kept by `officer`
    looked(home, "officer", 1, operation="citizen")
    looked(home, "officer", 2, operation="citizen")
    looked(home, "ann", 1)
    assert found(home) == {("unexplained", "officer", case(2)), ("unexplained", "ann", case(1))}


def test_of_a_question_about_several_each_is_a_look(home: Home) -> None:
    given = permit(home, Asker("ann", frozenset({"privacy_officer"})), "citizen", "proef", FITS, NOW, case=case(1))
    shown(home, given, [case(2), case(3)])
    assert found(home) == {("unexplained", "ann", case(n)) for n in (1, 2, 3)}
    assert judged(home).counts["looks"] == 3


def test_who_breaks_the_glass_comes_before_a_reviewer_with_the_reason_whatever_explains_it(home: Home) -> None:
    looked(home, "ann", 1, operation="break-glass", reason="spoed, de officier belde")
    supplied(home, "handlers", "user,case", f"ann,{case(1)}")
    assert found(home) == {("break-glass", "ann", case(1))}
    (one,) = judged(home).shown
    assert one.about["given"] == ["spoed, de officier belde"]


def test_a_reason_that_was_given_explains_nothing_and_is_read_by_the_reviewer(home: Home) -> None:
    looked(home, "ann", 1, reason="vraag van de officier")
    looked(home, "ann", 1, reason="nog een vraag", days=1)
    looked(home, "ann", 2)
    by_case = {one.about["person"]: tuple(one.about["given"]) for one in judged(home).shown}
    names = [case_name(home, "proef", case(n)) for n in (1, 2)]
    assert by_case == {names[0]: ("nog een vraag", "vraag van de officier"), names[1]: ()}


def test_a_look_that_was_refused_is_none(home: Home) -> None:
    with pytest.raises(PurposeError):
        permit(home, Asker("ann", frozenset({"handler"})), "case", "proef", ELSEWHERE, NOW, case=case(1))
    assert judged(home).counts["looks"] == 0


def test_what_nobody_supplied_is_said(home: Home) -> None:
    assert judged(home).not_known == ("handler", "team", "handover", "duty", "request", "contact")
    supplied(home, "handlers", "user,case", f"ann,{case(1)}")
    assert "handler" not in judged(home).not_known


def test_no_case_is_in_what_is_assessed_or_kept(home: Home) -> None:
    looked(home, "ann", 1)
    looked(home, "ann", 2, operation="break-glass", reason="spoed")
    supplied(home, "handlers", "user,case", f"bob,{case(1)}")
    run = judged(home)
    decide(settings_at(home), Reviewer("fem", "fem"), NOW, run.shown[0].item.number, Step.ASK, "wat was de aanleiding?")
    kept = [*(home.path / "misuse").rglob("*"), *(home.path / "log" / "review").rglob("*")]
    content = b"".join(place.read_bytes() for place in kept if place.is_file())
    assert b"spoed" in content
    assert PLANTED.encode() not in content
    assessment = assess(settings_at(home))
    for name, table in assessment.tables.items():
        assert PLANTED not in json.dumps(assessment.engine.run(table).to_pylist()), name


def test_the_case_of_an_item_can_be_found_again_while_it_is_there(home: Home) -> None:
    assert case_of(home, case_name(home, "proef", case(7))) == ("proef", case(7))
    assert case_of(home, case_name(home, "proef", "nooit-geweest")) is None


def test_nobody_judges_their_own_looks_or_looks_at_themselves(home: Home) -> None:
    (home.path / "misuse.toml").write_text(
        f'{REVIEWERS}[reviewers.gem]\nuser = "ann"\n[reviewers.hal]\nuser = "hal"\nperson = "{case(2)}"\n',
        encoding="utf-8",
    )
    looked(home, "ann", 1)
    looked(home, "bob", 2)
    looked(home, "gem", 3)
    judged(home)
    settings = settings_at(home)
    seen = {
        login: {one.about["user"] for one in queue(settings, settings.reviewers[login], NOW)}
        for login in ("fem", "gem", "hal")
    }
    assert seen == {"fem": {"ann", "bob", "gem"}, "gem": {"bob"}, "hal": {"ann", "gem"}}


def test_decisions_stand_in_a_log_of_the_monitor_that_shows_a_change(home: Home) -> None:
    looked(home, "ann", 1)
    run = judged(home)
    decide(settings_at(home), Reviewer("fem", "fem"), NOW, run.shown[0].item.number, Step.LAWFUL, "verzoek gevonden")
    assert "review" in {place.name for place in logs_in(home.path)}
    (records,) = (home.path / "log" / "review" / "records").iterdir()
    records.write_bytes(records.read_bytes().replace(b'"lawful"', b'"reject"'))
    assert [one.code for one in verify(home.path / "log" / "review", ()).findings] == ["record-edited"]


def test_a_monitor_without_a_register_has_no_looks_to_assess(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="Turn purposes on"):
        settings_at(world(tmp_path, purposes=False))


def test_a_table_of_looks_of_others_is_not_mixed_with_those_of_the_log(home: Home) -> None:
    (home.path / "misuse.toml").write_text(
        '[looks]\nfile = "x.csv"\nuser = "u"\nperson = "p"\nat = "t"\n', encoding="utf-8"
    )
    with pytest.raises(MisuseError, match="looks"):
        settings_at(home)
