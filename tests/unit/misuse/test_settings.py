"""Every fault of the settings is told, with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from ketenmonitor.errors import MisuseError
from ketenmonitor.misuse import COMPONENTS, EXPLANATIONS, read_settings

SOUND = """\
[looks]
file = "l.csv"
user = "u"
person = "p"
at = "t"
case = "z"

[handlers]
file = "h.csv"
user = "u"
case = "z"
"""


def faults(tmp_path: Path, text: str) -> list[str]:
    place = tmp_path / "s.toml"
    place.write_text(text, encoding="utf-8")
    with pytest.raises(MisuseError) as caught:
        read_settings(place)
    return [line.removeprefix(f"{place}:") for line in str(caught.value).splitlines()]


def test_what_is_not_said_has_a_default_and_what_cannot_be_known_no_weight(tmp_path: Path) -> None:
    place = tmp_path / "s.toml"
    place.write_text(SOUND, encoding="utf-8")
    settings = read_settings(place)
    assert settings.explained_by == ("handler",)
    assert settings.folder == tmp_path / "beoordeling"
    assert settings.tables["looks"].file == tmp_path / "l.csv"
    assert set(COMPONENTS) - set(settings.weights) == {"own_file", "colleague", "household", "namesake", "no_follow_up"}


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (SOUND.replace('user = "u"\nperson', 'user = 3\nperson'), 3, "looks.user: the number 3 stands where a text is wanted."),
        (SOUND.replace('at = "t"\n', ""), 1, 'looks.at: "at" is missing.'),
        (SOUND + 'nationality = "n"\n', 12, 'handlers.nationality: there is no key "nationality" here.'),
        (SOUND + "[race]\n", 12, 'race: there is no table "race" here.'),
        (SOUND + '[requests]\nfile = "r"\nuser = "u"\n', 12, "requests: none of person, case is said."),
        (SOUND + "[assess]\ndays_after = -1\n", 13, "assess.days_after: -1 is not from 0 to 3660."),
        (SOUND + "[assess]\nwork_begins = 20\nwork_ends = 8\n", 12, "assess: working hours begin at 20 and end at 8."),
        (SOUND + '[assess]\nexplained_by = ["magic"]\n', 13, 'assess.explained_by[1]: "magic" is no explanation.'),
        (SOUND + '[assess]\nexplained_by = ["duty"]\n', 1, "looks: no table explains any look, so each would go to a person."),
        (SOUND.partition("[handlers]")[0], 1, "looks: no table explains any look"),
        (SOUND.replace('case = "z"\n\n', "\n"), 1, "looks: no table explains any look"),
        (SOUND + "[score]\nown = { points = 200, full = 3 }\n", 13, "score.own.points: 200 is not from 0 to 100."),
        (SOUND + "[score]\nown = { points = 2, full = 0 }\n", 13, "score.own.full: 0 is not from 1 to 10000."),
        (SOUND + "[score]\nlucky = { points = 2 }\n", 13, 'score.lucky: there is no key "lucky" here.'),
        (SOUND + '[reviewers.a]\nuser = "u"\n[reviewers.b]\nuser = "u"\n', 15, "reviewers.b.user: this officer is declared as a reviewer before."),
        ("", 1, "file: nothing is said."),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_line(text: str, line: int, words: str, tmp_path: Path) -> None:
    (told,) = faults(tmp_path, text)
    assert told.startswith(f"{line}: {words}")


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    told = faults(tmp_path, SOUND.replace('at = "t"\n', "") + "[race]\n[assess]\nmost = 0\n")
    assert [line.partition(":")[0] for line in told] == ["1", "11", "13"]


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(MisuseError, match=r"there is no such file. Check the path of the settings."):
        read_settings(tmp_path / "none.toml")


def test_explanations_can_be_left_out(tmp_path: Path) -> None:
    place = tmp_path / "s.toml"
    teams = '[teams]\nfile = "t.csv"\nuser = "u"\nteam = "t"\n'
    place.write_text(f'{SOUND}{teams}[assess]\nexplained_by = ["handler"]\n', encoding="utf-8")
    assert read_settings(place).explained_by == ("handler",)
    place.write_text(f"{SOUND}{teams}", encoding="utf-8")
    assert set(read_settings(place).explained_by) == {"handler", "team"} < set(EXPLANATIONS)
