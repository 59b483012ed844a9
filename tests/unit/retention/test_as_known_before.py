"""As known at a moment before something was destroyed: it says so, with when and by which article, and never a part of what was known."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from ketenmonitor.casefile import conflicts, due, look_up, near_norm, placeholders
from ketenmonitor.cli import app
from ketenmonitor.errors import NotFoundError
from ketenmonitor.linking import Cases
from ketenmonitor.measures import MEASURES, Selection, compare, lead_time_curve, measure
from ketenmonitor.store import Home, View, open_view
from tests.chain import figures, instant
from tests.unit.retention.policies import AFTER_5, AFTER_10, OLD_CASE, OLD_REPORT, OPEN_CASE, UNSOLVED, filled
from tests.unit.web.sites import visitor

THEN = "2025-06-01T00:00:00+02:00"
CODE, WHEN, ARTICLE = "destroyed-by-policy", "2034-06-01", "Wjsg art. 39c"
MOVES = {"became-known", "became-unknown"}
LISTS: dict[str, Callable[[View], Any]] = {
    "conflicts": conflicts,
    "placeholders": placeholders,
    "due": lambda view: due(Cases(view), "om"),
    "near_norm": lambda view: near_norm(Cases(view), "politie"),
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return filled(tmp_path_factory.mktemp("destroyed"), AFTER_10)[0]


def run(*words: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, words)
    return done.exit_code, done.stdout, done.stderr + str(done.exception or "")


@pytest.mark.parametrize("case", [OLD_CASE, OPEN_CASE, UNSOLVED, "ZAAK-nooit-gezien"])
def test_no_case_is_shown_or_said_to_be_unknown(home: Home, case: str) -> None:
    with pytest.raises(NotFoundError, match=CODE) as refused:
        look_up(open_view(home, "proef", instant(THEN)), case)
    assert f"destroyed on {WHEN} ({ARTICLE})" in str(refused.value)
    assert case not in str(refused.value)
    code, out, err = run("case", str(home.path), "proef", case, "--as-known-at", THEN, "--json")
    assert (code, out) == (1, "")
    assert f"{CODE}: " in err


@pytest.mark.parametrize("name", LISTS)
def test_no_list_is_shown_either(home: Home, name: str) -> None:
    with pytest.raises(NotFoundError, match=f"{CODE}: .*{WHEN}"):
        LISTS[name](open_view(home, "proef", instant(THEN)))
    LISTS[name](open_view(home, "proef"))  # of what is known now there is one


def test_the_command_that_lists_odd_links_says_so(home: Home) -> None:
    for format in ("table", "json", "csv"):
        code, out, err = run("conflicts", str(home.path), "proef", "--as-known-at", THEN, "--format", format)
        assert (code, out) == (1, "")
        assert ARTICLE in err


def test_what_is_behind_the_gatekeeper_is_said_to_be_removed(tmp_path: Path) -> None:
    home, _ = filled(tmp_path, AFTER_5)
    with pytest.raises(NotFoundError, match=r"removed to behind the gatekeeper on 2029-06-01 \(Wpg art. 8 en 14\)"):
        look_up(open_view(home, "proef", instant(THEN)), OPEN_CASE)


def test_what_is_known_now_and_what_was_known_before_anything_came_is_shown(home: Home) -> None:
    assert look_up(open_view(home, "proef"), OPEN_CASE)["case"] == OPEN_CASE
    with pytest.raises(NotFoundError, match="No case with this identifier"):
        look_up(open_view(home, "proef", instant("2024-01-01T00:00:00+01:00")), OPEN_CASE)


@pytest.mark.parametrize(("language", "said"), [("nl", f"vernietigd op {WHEN}"), ("en", f"destroyed on {WHEN}")])
def test_status_has_no_numbers_of_then(home: Home, language: str, said: str) -> None:
    code, out, err = run("status", str(home.path), "--as-known-at", THEN, "--json")
    assert code == 0, err
    (state,) = json.loads(out)["chains"]
    assert (state["cases"], state["events"], state["effects"], state["notes"]) == (None, None, [], [CODE])
    assert {one["quarantined"] for one in state["partners"]} == {None}
    assert {(one["at"][:10], one["state"]) for one in state["left_later"]} == {(WHEN, "vernietigd")}
    assert ARTICLE in {one["article"] for one in state["left_later"]}
    code, out, err = run("status", str(home.path), "--as-known-at", THEN, "--lang", language)
    assert code == 0, err
    assert all(part in out for part in (said, ARTICLE, CODE))
    (now,) = json.loads(run("status", str(home.path), "--json")[1])["chains"]
    assert (now["cases"], now["notes"], now["left_later"]) == (1, [], [])


def compared(home: Home, name: str, now: str | None, then: str | None) -> list[dict[str, Any]]:
    asked = Selection(period="year") if name == "flow" else None
    parts = [measure(Cases(open_view(home, "proef", at and instant(at))), name, selection=asked) for at in (now, then)]
    return list(compare(*parts).records)


@pytest.mark.parametrize("name", [name for name in MEASURES if name != "reconcile"])
def test_compared_with_such_a_moment_no_figure_moved_appeared_or_vanished(home: Home, name: str) -> None:
    for now, then in ((None, THEN), (THEN, None), (THEN, THEN)):
        found = compared(home, name, now, then)
        assert found or name in ("path", "variant")
        for record in found:
            assert CODE in record["notes"], record
            assert record["change"] in MOVES, record
            assert record["value" if now else "compared"] is None, record
            assert record["difference"] is None
            assert record["known_at"] != record["compared_to"] or now == then


def test_a_list_that_is_lost_at_one_moment_is_not_new_at_the_other(tmp_path: Path) -> None:
    home, _ = filled(tmp_path, AFTER_10)
    found = compared(home, "variant", None, THEN)
    assert found
    assert {record["change"] for record in found} == {"became-known"}


def test_there_is_no_curve_of_then(home: Home) -> None:
    view = open_view(home, "proef", instant(THEN))
    assert lead_time_curve(Cases(view), view.definition.lead_times["keten"], Selection()).records == ()


@pytest.mark.parametrize("name", MEASURES)
def test_pages_and_data_of_the_site_say_so(home: Home, name: str) -> None:
    analyst = visitor(home, "analyst")
    query = f"asKnownAt={THEN.replace('+', '%2B')}{'&period=year' if name == 'flow' else ''}"
    data = analyst.get(f"/werkbank/proef/{name}?{query}&format=json").json()
    assert bool(data) == (name != "reconcile")
    assert all(record["notes"] == [CODE] for record in data)
    page = analyst.get(f"/werkbank/proef/{name}?{query}")
    assert page.status_code == 200
    if data:
        assert "vernietigd na bewaartermijn" in page.text
        assert "destroyed by policy" in analyst.get(f"/en/werkbank/proef/{name}?{query}").text
    since = analyst.get(f"/werkbank/proef/{name}?compareTo={query.removeprefix('asKnownAt=')}")
    assert since.status_code == 200
    if name in ("lead-time", "stock", "term", "handover"):
        assert "vernietigd na bewaartermijn" in since.text
    assert OLD_REPORT not in page.text + since.text


def test_the_terminal_says_so_when_it_compares(home: Home) -> None:
    code, out, err = run("measure", str(home.path), "proef", "term", "--compare-to", THEN)
    assert code == 0, err
    assert CODE in " ".join(out.split())
    assert [record["notes"] for record in figures(home, "term", as_known_at=THEN)] == [[CODE]]
