"""The words of the web: each in both languages with the same values, and no room says what another room already says."""

from __future__ import annotations

import tomllib
from collections import Counter
from importlib.resources import files
from string import Formatter

import pytest

from ketenmonitor.web.pages import ROOMS
from ketenmonitor.wording.language import OWN_WORDS

PLACES = (OWN_WORDS, "ketenmonitor.web", *(f"ketenmonitor.web.{room}" for room in ROOMS))


def words(place: str) -> dict[str, dict[str, str]]:
    return tomllib.loads((files(place) / "templates" / "words.toml").read_text(encoding="utf-8"))


def test_no_room_says_otherwise_what_charts_or_another_room_say() -> None:
    """A page knows the words of all rooms: a name that stands in two would change the text of the other."""
    named = Counter(name for place in PLACES for name in words(place))
    assert [name for name, count in named.items() if count > 1] == []


@pytest.mark.parametrize("place", PLACES)
def test_every_text_is_there_in_both_languages_with_the_same_values(place: str) -> None:
    for name, texts in words(place).items():
        assert set(texts) == {"nl", "en"}, name
        values = [{field for _, field, _, _ in Formatter().parse(text) if field} for text in texts.values()]
        assert values[0] == values[1], name
        assert all(text.strip() for text in texts.values()), name
