"""A draft goes from state to state as the table says, is published as it was looked at, and leaves nothing when it is not."""

from __future__ import annotations

import importlib
import itertools
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from datetime import date
from pathlib import Path

import pytest

from ketenmonitor.disclosure import Perturbation, Seen, could_be_true
from ketenmonitor.errors import NotFoundError, StorageError, UsageError
from ketenmonitor.publishing import (
    Draft,
    State,
    Step,
    audit,
    begin,
    carry_out,
    draft_of,
    drafts_of,
    fault_of,
    kept_releases,
    obstacles,
    publish,
    take,
    verify,
)
from ketenmonitor.publishing.drafts import LEADS_TO, NEXT, Entry, new_draft
from ketenmonitor.release import read_folder
from ketenmonitor.store import Home, open_home
from tests.chain import deliver, home_of, instant, received
from tests.faults.crash import ROOT
from tests.unit.publishing.homes import LATER, filled, police, publishing

AS_OF, NOW = date(2024, 2, 3), instant(LATER)
ONE, OTHER = "one", "other"
# Takes a step in a process of its own, which dies at the so-many-th call of something.
STEP = """
import os, signal, sys
from pathlib import Path
from ketenmonitor.publishing import Step, carry_out, draft_of, take
from ketenmonitor.store import open_home
home, step, name, left = open_home(Path(sys.argv[1])), sys.argv[2], sys.argv[3], [int(sys.argv[4])]
owner = os if name == "fsync" else Path
real = getattr(owner, name)
def dying(*a, **k):
    if left[0] == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    left[0] -= 1
    return real(*a, **k)
setattr(owner, name, dying)
draft = draft_of(home, "proef", 1)
if step == "work":
    carry_out(home, draft, lambda: int(sys.argv[5]))
else:
    take(home, draft, Step(step), "other", int(sys.argv[5]))
"""


def clock() -> int:
    return NOW


@pytest.fixture(scope="module")
def drafted(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with a draft that was made."""
    home = filled(tmp_path_factory.mktemp("drafted"), publishing("stock"))
    carry_out(home, begin(home, "proef", AS_OF, ONE, NOW), clock)
    return home


@pytest.fixture
def home(drafted: Home, tmp_path: Path) -> Home:
    shutil.copytree(drafted.path, tmp_path / "home")
    return open_home(tmp_path / "home")


@pytest.fixture
def approved(home: Home) -> Home:
    """The same, audited and approved; the audit itself is not done, it takes seconds and is tried apart."""
    audited(home)
    take(home, draft_of(home, "proef", 1), Step.APPROVE, OTHER, NOW)
    return home


def audited(home: Home, state: State = State.SAFE) -> Draft:
    draft = take(home, draft_of(home, "proef", 1), Step.AUDIT, ONE, NOW)
    return draft.to(state, ONE, NOW, found={"is_safe": state is State.SAFE})


def public(home: Home) -> Path:
    return home.public_path / "proef" / AS_OF.isoformat()


ALLOWED = {
    State.MAKING: {Step.MAKE, Step.REJECT},
    State.FAILED: {Step.MAKE, Step.REJECT},
    State.MADE: {Step.AUDIT, Step.REJECT},
    State.AUDITING: {Step.AUDIT, Step.REJECT},
    State.UNSAFE: {Step.AUDIT, Step.REJECT},
    State.SAFE: {Step.APPROVE, Step.REJECT},
    State.APPROVED: {Step.PUBLISH, Step.REJECT},
    State.PUBLISHED: set(),
    State.REJECTED: set(),
}


@pytest.mark.parametrize(("state", "step"), list(itertools.product(State, Step)), ids=str)
def test_each_step_is_allowed_in_the_states_of_the_table_and_refused_in_all_others(
    state: State, step: Step, home: Home
) -> None:
    found = draft_of(home, "proef", 1)
    draft = Draft(found.place, "proef", AS_OF, (*found.history, Entry(state, ONE, NOW)), found.about, found.found)
    draft.write()
    if step in ALLOWED[state]:
        assert obstacles(home, draft, OTHER)[step] is None
        assert take(home, draft, step, OTHER, NOW).state is LEADS_TO[step]
    else:
        assert obstacles(home, draft, OTHER)[step] == "state"
        with pytest.raises(UsageError, match="does not follow"):
            take(home, draft, step, OTHER, NOW)
        assert draft_of(home, "proef", 1).state is state


@pytest.mark.parametrize(("state", "then"), list(itertools.product(State, State)), ids=str)
def test_no_state_is_written_that_may_not_follow(state: State, then: State, tmp_path: Path) -> None:
    (tmp_path / "0001").mkdir()
    draft = Draft(tmp_path / "0001", "proef", AS_OF, (Entry(state, ONE, NOW),))
    if then in NEXT[state]:
        assert draft.to(then, OTHER, NOW).state is then
    else:
        with pytest.raises(UsageError, match="cannot become"):
            draft.to(then, OTHER, NOW)
        assert not (tmp_path / "0001" / "draft.json").exists()


def test_a_draft_says_what_is_in_it_and_is_no_release(drafted: Home) -> None:
    draft = draft_of(drafted, "proef", 1)
    assert (draft.state, draft.makers) == (State.MADE, {ONE})
    assert draft.about is not None
    assert (draft.about.files, draft.about.figures) == (len(read_folder(draft.kept.folder)), 8)
    assert (draft.about.since, draft.about.revisions) == (None, 0)
    assert draft.file("index.html") == (draft.place / "release" / "index.html").read_bytes()
    assert kept_releases(drafted.releases_path("proef")) == ()
    assert not drafted.public_path.exists()


@pytest.mark.parametrize("path", ["../release.json", "../draft.json", "nothing", "", "charts", "/etc/passwd"])
def test_only_files_of_the_draft_are_given(path: str, drafted: Home) -> None:
    assert draft_of(drafted, "proef", 1).file(path) is None


def test_what_was_looked_at_is_what_goes_out(approved: Home) -> None:
    draft = draft_of(approved, "proef", 1)
    seen = read_folder(draft.place / "release")
    then = take(approved, draft, Step.PUBLISH, ONE, NOW)
    assert read_folder(public(approved)) == seen
    assert verify(public(approved), approved, "proef") == ()
    (kept,) = kept_releases(approved.releases_path("proef"))
    assert read_folder(kept.folder) == seen
    assert (then.state, then.file("index.html")) == (State.PUBLISHED, None)
    assert sorted(place.name for place in draft.place.iterdir()) == ["draft.json", "lock"]


def test_a_draft_keeps_the_same_of_a_release_as_publishing_at_once(
    approved: Home, drafted: Home, tmp_path: Path
) -> None:
    take(approved, draft_of(approved, "proef", 1), Step.PUBLISH, ONE, NOW)
    shutil.copytree(drafted.path, tmp_path / "at once")
    at_once = open_home(tmp_path / "at once")
    publish(at_once, "proef", AS_OF, tmp_path / "out", NOW)
    one, other = (home.releases_path("proef") / "0001.json" for home in (approved, at_once))
    assert one.read_bytes() == other.read_bytes()
    assert read_folder(public(approved)) == read_folder(tmp_path / "out")


def test_who_made_it_cannot_approve_it_and_neither_can_who_made_it_again(home: Home) -> None:
    draft = audited(home)
    assert obstacles(home, draft, ONE)[Step.APPROVE] == "second-person"
    with pytest.raises(UsageError, match="somebody else"):
        take(home, draft, Step.APPROVE, ONE, NOW)
    Draft(draft.place, "proef", AS_OF, (Entry(State.MAKING, OTHER, NOW), *draft.history), draft.about).write()
    with pytest.raises(UsageError, match="somebody else"):
        take(home, draft, Step.APPROVE, OTHER, NOW)
    assert take(home, draft, Step.APPROVE, "third", NOW).state is State.APPROVED


def test_a_rejected_draft_is_as_if_it_had_never_been(home: Home, tmp_path: Path) -> None:
    without = tmp_path / "without"
    shutil.copytree(home.path, without)
    shutil.rmtree(without / "chains" / "proef" / "drafts")
    draft = take(home, draft_of(home, "proef", 1), Step.REJECT, OTHER, NOW, "not yet")
    assert (draft.state, draft.history[-1].reason, draft.history[-1].by) == (State.REJECTED, "not yet", OTHER)
    assert sorted(place.name for place in draft.place.iterdir()) == ["draft.json", "lock"]
    for number, one in enumerate((home, open_home(without))):
        publish(one, "proef", date(2024, 2, 5), tmp_path / str(number), NOW)
    assert read_folder(tmp_path / "0") == read_folder(tmp_path / "1")
    one, other = (h / "chains" / "proef" / "releases" / "0001.json" for h in (home.path, without))
    assert one.read_bytes() == other.read_bytes()


def test_a_draft_that_another_release_came_after_goes_no_further(approved: Home, tmp_path: Path) -> None:
    publish(approved, "proef", date(2024, 2, 4), tmp_path / "between", NOW)
    draft = draft_of(approved, "proef", 1)
    assert fault_of(approved, draft) == "stale"
    with pytest.raises(UsageError, match="another release came out"):
        take(approved, draft, Step.PUBLISH, OTHER, NOW)
    assert len(kept_releases(approved.releases_path("proef"))) == 1
    assert take(approved, draft, Step.REJECT, OTHER, NOW).state is State.REJECTED


def test_a_day_of_which_there_is_a_release_is_refused(approved: Home) -> None:
    publish(approved, "proef", AS_OF, public(approved), NOW + 10**9)
    draft = draft_of(approved, "proef", 1)
    assert obstacles(approved, draft, OTHER)[Step.PUBLISH] == "day-taken"
    with pytest.raises(UsageError, match="does not change"):
        begin(approved, "proef", AS_OF, ONE, NOW)
    with pytest.raises(UsageError, match="has not begun"):
        begin(approved, "proef", date(2030, 1, 1), ONE, NOW)


@pytest.mark.parametrize("path", ["release/index.html", "release/provenance.json"])
def test_a_draft_that_was_changed_is_not_published(approved: Home, path: str) -> None:
    draft = draft_of(approved, "proef", 1)
    place = draft.place / path
    place.write_bytes(place.read_bytes().replace(b"1", b"2"))
    assert draft.file(path.removeprefix("release/")) is None
    with pytest.raises((StorageError, UsageError), match=r"was changed|came out"):
        take(approved, draft, Step.PUBLISH, OTHER, NOW)
    assert not public(approved).exists()
    assert kept_releases(approved.releases_path("proef")) == ()


@pytest.mark.parametrize("path", ["release.json", "release/manifest.json", "release/provenance.json"])
def test_a_draft_of_which_something_is_gone_can_only_be_rejected(approved: Home, path: str) -> None:
    draft = draft_of(approved, "proef", 1)
    (draft.place / path).unlink()
    with pytest.raises((UsageError, StorageError), match="missing"):
        take(approved, draft, Step.PUBLISH, OTHER, NOW)
    assert take(approved, draft, Step.REJECT, OTHER, NOW).state is State.REJECTED


def test_what_was_done_while_it_was_looked_at_was_not_interrupted(home: Home) -> None:
    made = draft_of(home, "proef", 1)
    seen = Draft(made.place, "proef", AS_OF, made.history[:1])  # as it was read a moment before
    assert (seen.state, made.state) == (State.MAKING, State.MADE)
    assert not seen.is_interrupted
    assert set(obstacles(home, seen, ONE).values()) == {"busy"}


def test_what_cannot_be_made_says_why_and_can_be_made_again(home: Home) -> None:
    draft = carry_out(home, begin(home, "proef", date(2023, 1, 1), ONE, NOW), clock)
    assert (draft.number, draft.state) == (2, State.FAILED)
    assert "nothing was received" in draft.history[-1].reason
    again = take(home, draft, Step.MAKE, OTHER, NOW)
    assert (again.state, again.is_interrupted) == (State.MAKING, True)
    assert carry_out(home, again, clock).state is State.FAILED


def test_a_draft_or_chain_that_is_not_there_is_said(home: Home) -> None:
    for chain, number in (("proef", 9), ("../proef", 1), ("prof", 1)):
        with pytest.raises(NotFoundError):
            draft_of(home, chain, number)


def test_the_audit_attacks_the_draft_with_all_that_went_out_and_as_the_last_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Few enough to be attacked, and more of them later.
    home = home_of(tmp_path, publishing("stock", "flow"))
    first = deliver(tmp_path, "p1", events=police(0, 4))
    assert received(home, first, "2024-02-02T09:00:00+01:00").status == "accepted"
    publish(home, "proef", date(2024, 2, 3), tmp_path / "out", NOW)
    events = [(f"n{n}", "aangifte", f"2024-02-0{n + 1}T09:00:00+01:00", f"L{n}") for n in range(4)]
    second = deliver(tmp_path, "p2", events=events, follows="p1", delivered_until="2024-02-20T00:00:00+01:00")
    assert received(home, second, "2024-03-01T09:00:00+01:00").status == "accepted"
    draft = carry_out(home, begin(home, "proef", date(2024, 3, 2), ONE, NOW), clock)
    assert draft.about is not None
    assert (draft.about.since, draft.about.revisions > 0) == ("2024-02-03", True)
    assert sum(draft.about.causes.values()) >= draft.about.revisions
    attacked: list[int] = []

    def judged(seen: list[Seen], noise: Perturbation) -> list[Seen]:
        attacked.extend(one.place.release for one in seen)
        return could_be_true(seen, noise)

    monkeypatch.setattr(importlib.import_module("ketenmonitor.publishing.audit"), "could_be_true", judged)
    draft = carry_out(home, take(home, draft, Step.AUDIT, OTHER, NOW), clock)
    assert attacked == sorted(attacked)  # what ended stays ended: the attacker knows which came later
    assert set(attacked) == {1, 2}
    assert draft.found is not None
    assert (draft.found["releases"], draft.found["not_judged"], draft.found["is_safe"]) == (2, 0, True)
    assert draft.found["small"] > 0
    shutil.copytree(home.path, tmp_path / "copy")
    for step in (Step.APPROVE, Step.PUBLISH):
        draft = take(home, draft, step, OTHER, NOW)
    # What went out is attacked as it was when it was a draft.
    assert audit(home, "proef") == draft.found
    assert tampered(open_home(tmp_path / "copy")).state is State.UNSAFE


def tampered(home: Home) -> Draft:
    """A draft that was found safe, audited again with numbers in it that are of other cases."""
    draft = draft_of(home, "proef", 1)
    place = draft.kept.place
    said = json.loads(place.read_text(encoding="utf-8"))
    said["cells"] = [
        [t, k, c, v + 25 if c == "stock" and isinstance(v, int) and v else v] for t, k, c, v in said["cells"]
    ]
    place.write_text(json.dumps(said), encoding="utf-8")
    Draft(draft.place, "proef", draft.as_of, (Entry(State.UNSAFE, ONE, NOW),), draft.about).write()
    worse = carry_out(home, take(home, draft, Step.AUDIT, ONE, NOW), clock)
    assert obstacles(home, worse, OTHER)[Step.APPROVE] == "state"
    return worse


def test_one_at_a_time_works_on_a_draft_and_two_who_publish_make_one_release(approved: Home) -> None:
    draft = draft_of(approved, "proef", 1)
    with draft.locked():
        assert draft.is_busy
        assert obstacles(approved, draft, ONE)[Step.PUBLISH] == "busy"
        with pytest.raises(UsageError, match="Somebody works on draft 1"):
            take(approved, draft, Step.REJECT, ONE, NOW)
    assert not draft.is_busy
    done: list[str] = []

    def do(step: Step) -> None:
        try:
            done.append(take(approved, draft, step, OTHER, NOW).state)
        except UsageError:
            done.append("refused")

    both = [threading.Thread(target=do, args=(Step.PUBLISH,)) for _ in range(2)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert sorted(done) == ["published", "refused"]
    assert len(kept_releases(approved.releases_path("proef"))) == 1


def killed(home: Home, step: str, name: str, after: int) -> bool:
    """Take a step in another process, which dies at a call; whether it came so far."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", STEP, str(home.path), step, name, str(after), str(NOW)],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}, capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode in (0, -signal.SIGKILL), done.stderr.decode()
    return done.returncode != 0


@pytest.mark.parametrize(
    ("name", "after", "is_kept", "is_out"),
    [
        ("rename", 0, False, False),  # the folder in the home
        ("replace", 0, False, False),  # the tables file, which decides
        ("rename", 1, True, False),  # the folder for everybody
        ("replace", 1, True, True),  # the state
        ("unlink", 0, True, True),  # what is not needed any more
    ],
)
def test_killed_while_it_goes_out_it_can_go_out_again(
    approved: Home, name: str, after: int, is_kept: bool, is_out: bool
) -> None:
    seen = read_folder(draft_of(approved, "proef", 1).place / "release")
    assert killed(approved, "publish", name, after)
    draft = draft_of(approved, "proef", 1)
    assert len(kept_releases(approved.releases_path("proef"))) == is_kept
    assert public(approved).exists() == is_out
    assert fault_of(approved, draft) is None
    if name == "unlink":
        assert draft.state is State.PUBLISHED
        begin(approved, "proef", date(2024, 2, 4), ONE, NOW)
        assert not (draft.place / "release").exists()
    else:
        assert draft.state is State.APPROVED
        assert obstacles(approved, draft, ONE)[Step.REJECT] == ("out" if is_out else None)
        assert take(approved, draft, Step.PUBLISH, ONE, NOW).state is State.PUBLISHED
    assert read_folder(public(approved)) == seen
    assert [one.number for one in kept_releases(approved.releases_path("proef"))] == [1]


def test_killed_after_it_was_kept_and_then_rejected_it_is_forgotten(approved: Home) -> None:
    assert killed(approved, "publish", "rename", 1)
    take(approved, draft_of(approved, "proef", 1), Step.REJECT, ONE, NOW)
    assert kept_releases(approved.releases_path("proef")) == ()
    assert not public(approved).exists()


@pytest.mark.parametrize(
    ("name", "after"),
    [
        pytest.param("rename", 0, marks=pytest.mark.slow),  # the folder
        ("replace", 0),  # the tables file
        pytest.param("replace", 1, marks=pytest.mark.slow),  # the state
    ],
)
def test_killed_while_it_is_made_it_was_interrupted_and_can_be_made_again(
    home: Home, drafted: Home, name: str, after: int
) -> None:
    draft = draft_of(home, "proef", 1)
    draft.drop_files()
    Draft(draft.place, "proef", AS_OF, draft.history[:1]).write()
    assert killed(home, "work", name, after)
    draft = draft_of(home, "proef", 1)
    assert (draft.state, draft.is_interrupted, draft.about) == (State.MAKING, True, None)
    made = carry_out(home, take(home, draft, Step.MAKE, ONE, NOW), clock)
    assert made.state is State.MADE
    assert read_folder(made.kept.folder) == read_folder(draft_of(drafted, "proef", 1).kept.folder)


def test_drafts_are_numbered_and_stay_in_order(home: Home) -> None:
    assert [begin(home, "proef", AS_OF, ONE, NOW).number for _ in range(2)] == [2, 3]
    assert [one.number for one in drafts_of(home, "proef")] == [1, 2, 3]


def test_drafts_that_are_begun_at_the_same_moment_are_each_another(home: Home) -> None:
    begun: list[int] = []
    together = threading.Barrier(8)

    def one() -> None:
        together.wait()
        begun.append(new_draft(home, "proef", AS_OF, ONE, NOW).number)

    threads = [threading.Thread(target=one) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(begun)) == 8
