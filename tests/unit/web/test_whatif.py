"""A scenario is typed, played in a process of its own, and shown as one; faults come back at their lines."""

from __future__ import annotations

import json
import re
import time
from concurrent.futures import ThreadPoolExecutor
from errno import ENOSPC
from pathlib import Path

import pytest
from filelock import FileLock
from starlette.testclient import TestClient

from ketenmonitor.errors import StorageError
from ketenmonitor.store import Home
from ketenmonitor.whatif import Run, Standing, begin_run, play_run, run_of, runs_of
from tests.chain import deliver, instant, received
from tests.unit.web.sites import LATE, filled_home, visitor

SCENARIO = (
    '[scenario]\ntitle = "Meer <b>aangiften</b>"\nuntil = 2024-06-30\nreplications = 2\n[[arrivals]]\nper_cent = 50\n'
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with a scenario that was played."""
    folder = tmp_path_factory.mktemp("whatif")
    made = filled_home(folder)
    rows = [(f"b{n}", "inschrijving", f"2024-01-{n % 20 + 5:02d}T12:00:00", f"z{n}") for n in range(20)]
    assert received(made, deliver(folder, "o1", "om", events=rows), LATE).status == "accepted"
    play_run(made, begin_run(made, "proef", SCENARIO, "local:analyst", instant(LATE)))
    return made


@pytest.fixture(scope="module")
def client(home: Home) -> TestClient:
    return visitor(home, "analyst")


def sent(client: TestClient, scenario: str) -> tuple[int, str]:
    token = re.search(r'name="token" value="([^"]+)"', client.get("/watals/proef").text)
    assert token
    answer = client.post("/watals/proef", data={"token": token[1], "scenario": scenario})
    return answer.status_code, answer.text if answer.status_code != 303 else answer.headers["location"]


def test_what_is_typed_is_played_apart_and_shown(client: TestClient, home: Home) -> None:
    status, to = sent(client, SCENARIO.replace("\n", "\r\n"))
    assert (status, to) == (303, "/watals/proef/2")
    until = time.monotonic() + 90
    while run_of(home, "proef", 2).standing is Standing.BUSY:
        assert "Wordt gespeeld" in client.get(to).text or run_of(home, "proef", 2).standing is not Standing.BUSY
        assert time.monotonic() < until
        time.sleep(0.2)
    assert run_of(home, "proef", 2).standing is Standing.DONE, run_of(home, "proef", 2).fault
    assert 'href="/watals/proef/2"' in client.get("/watals/proef").text


def test_the_page_says_that_it_is_a_scenario_and_shows_text_as_text(client: TestClient) -> None:
    page = client.get("/watals/proef/1").text
    assert "Dit is een scenario, geen cijfer van de keten." in page
    assert "Meer &lt;b&gt;aangiften" in page
    assert "<b>aangiften" not in page
    assert "This is a scenario, not a figure of the chain." in client.get("/en/watals/proef/1").text
    assert client.get("/watals/proef/1").headers["cache-control"] == "no-store"


def test_every_file_can_be_fetched_and_says_scenario(client: TestClient) -> None:
    names = re.findall(r'href="/watals/proef/1/([^"]+)"', client.get("/watals/proef/1").text)
    assert {"scenario.json", "scenario-figures.csv", "scenario-nl.pdf", "scenario-en.pdf"} <= set(names)
    for name in names:
        answer = client.get(f"/watals/proef/1/{name}")
        assert (answer.status_code, name.startswith("scenario")) == (200, True)
        assert f'filename="{name}"' in answer.headers["content-disposition"]
    assert json.loads(client.get("/watals/proef/1/scenario.json").text)["kind"] == "scenario"
    assert client.get("/watals/proef/1/asked.json").status_code == 404
    assert client.get("/watals/proef/99").status_code == 404


def test_faults_come_back_with_their_lines_and_the_text_and_nothing_is_played(client: TestClient, home: Home) -> None:
    before = len(runs_of(home, "proef"))
    status, page = sent(client, SCENARIO + '[[closed]]\npartner = "niemand"\nfrom = 2024-05-01\nuntil = 2024-05-02\n')
    assert status == 422
    assert "scenario.toml:8" in page
    assert "niemand" in page.split("<textarea")[1]
    assert len(runs_of(home, "proef")) == before


def test_while_one_is_played_another_waits_and_its_text_is_kept(client: TestClient, home: Home) -> None:
    busy = begin_run(home, "proef", SCENARIO, "local:analyst", instant(LATE))
    assert busy.standing is Standing.INTERRUPTED
    with FileLock(busy.place / "lock"):
        assert busy.standing is Standing.BUSY
        status, page = sent(client, SCENARIO)
    assert (status, "Er wordt al een scenario gespeeld" in page, "Meer &lt;b&gt;" in page) == (409, True, True)
    assert "Onderbroken" in client.get(f"/watals/proef/{busy.number}").text


def test_of_two_at_the_same_moment_one_is_played(
    client: TestClient, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    held, clients = [], (client, visitor(home, "analyst"))

    def slowly(_: Home, run: Run) -> None:
        time.sleep(0.3)  # as a process takes to begin
        held.append(FileLock(run.place / "lock", thread_local=False))
        held[-1].acquire()

    monkeypatch.setattr("ketenmonitor.web.whatif.routes.start_work", slowly)
    with ThreadPoolExecutor(2) as both:
        answers = list(both.map(lambda one: sent(one, SCENARIO)[0], clients))
    for lock in held:
        lock.release()
    assert sorted(answers) == [303, 409]


def test_what_cannot_be_played_says_why(client: TestClient, home: Home) -> None:
    run = play_run(
        home,
        begin_run(
            home, "proef", SCENARIO + '[[capacity]]\npartner = "om"\nplaces = -5000\n', "local:analyst", instant(LATE)
        ),
    )
    assert run.standing is Standing.FAILED
    page = client.get(f"/watals/proef/{run.number}").text
    assert "Kon niet worden gespeeld" in page
    assert "scenario.toml:" in page


def test_what_cannot_be_kept_is_said_with_the_text_and_leaves_nothing_behind(
    client: TestClient, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, write = home.chain_path("proef") / "scenarios", Path.write_text
    before = set(folder.iterdir())

    def on_a_full_disk(place: Path, text: str, *said: str, **more: str) -> int:
        if place.name == "asked.json":
            raise OSError(ENOSPC, "No space left on device")
        return write(place, text, *said, **more)

    with monkeypatch.context() as full:
        full.setattr(Path, "write_text", on_a_full_disk)
        status, page = sent(client, SCENARIO)
    assert (status, "kan nu niet worden bewaard" in page, "Meer &lt;b&gt;" in page) == (503, True, True)
    assert set(folder.iterdir()) == before


def test_where_nobody_may_begin_it_is_said_with_the_text(tmp_path: Path) -> None:
    made = filled_home(tmp_path)
    (made.path / "scenario.lock").mkdir()  # as in a home that can only be read
    status, page = sent(visitor(made, "analyst"), SCENARIO)
    assert (status, "kan nu niet worden bewaard" in page, "Meer &lt;b&gt;" in page) == (503, True, True)
    assert runs_of(made, "proef") == []


def test_a_run_of_which_the_lock_cannot_be_looked_at_is_played_by_nobody(client: TestClient, home: Home) -> None:
    run = begin_run(home, "proef", SCENARIO, "local:analyst", instant(LATE))
    (run.place / "lock").mkdir()  # as in a home that can only be read
    assert run.standing is Standing.INTERRUPTED
    assert "Onderbroken" in client.get(f"/watals/proef/{run.number}").text
    with pytest.raises(StorageError, match="cannot be written"):
        play_run(home, run)


def test_what_somebody_else_put_beside_the_runs_is_none_and_is_in_nobodys_way(client: TestClient, home: Home) -> None:
    run = begin_run(home, "proef", SCENARIO, "local:analyst", instant(LATE))
    folder, before = run.place.parent, [one.number for one in runs_of(home, "proef")]
    (folder / f"{run.number:04}.bak").mkdir()
    (folder / f"{run.number + 1:04}").write_text("a file", encoding="utf-8")
    (folder / f"{run.number + 2:04}").mkdir()
    (folder / f"{run.number + 2:04}" / "asked.json").write_text(
        "", encoding="utf-8"
    )  # as a machine that stopped leaves it
    assert [one.number for one in runs_of(home, "proef")] == before
    assert client.get("/watals/proef").status_code == 200
    assert client.get(f"/watals/proef/{run.number + 2}").status_code == 404
    assert begin_run(home, "proef", SCENARIO, "local:analyst", instant(LATE)).number == run.number + 3


def test_runs_stand_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    made = filled_home(tmp_path)
    first = begin_run(made, "proef", SCENARIO, "local:analyst", instant(LATE))
    first.place.rename(first.place.with_name("9999"))
    assert begin_run(made, "proef", SCENARIO, "local:analyst", instant(LATE)).number == 10_000
    assert [one.number for one in runs_of(made, "proef")] == [9_999, 10_000]


def test_a_fault_does_not_say_where_the_home_is(home: Home) -> None:
    run = begin_run(home, "proef", SCENARIO, "local:analyst", instant(LATE))
    (run.place / ".files.being-written").write_text("in the way", encoding="utf-8")
    played = play_run(home, run)
    assert (played.standing, "cannot be written" in played.fault) == (Standing.FAILED, True)
    assert str(home.path) not in played.fault


def test_two_who_begin_at_once_have_a_number_each(home: Home, tmp_path: Path) -> None:
    numbers = {begin_run(home, "proef", SCENARIO, "local:analyst", 0).number for _ in range(3)}
    assert len(numbers) == 3
