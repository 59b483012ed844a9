"""A paper that is read again: nothing twice, nothing lost, and what a person decided stays with its sentence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from ketenmonitor.errors import NotFoundError, StorageError, UsageError
from ketenmonitor.register.records import (
    Action,
    Kind,
    Register,
    add_item,
    decide,
    decisions_of,
    item_of,
    items,
    no_longer_found,
    open_register,
    papers,
    state_of,
    texts_of,
)
from tests.unit.register.made_up import NOW_US, commitment, figure, keep, letter, paper, question

MILLS = "Ik informeer de Kamer voor 1 maart over het onderhoud van de wieken van de molens."
DIKES = "Ook stuur ik de Kamer het onderzoek naar de hoogte van de dijken langs de vaart."
LOCKS = "De sluiswachters krijgen een nieuwe opleiding in het bedienen van de oude sluizen."


def test_the_same_file_with_the_same_finds_changes_nothing(register: Register) -> None:
    first, before = keep(register, letter(MILLS, DIKES)), state_of(register)
    again = keep(register, letter(MILLS, DIKES), NOW_US + 1)
    assert (first.state, again.state, again.paper) == ("new", "known", first.paper)
    assert (state_of(register), len(items(register)), papers(register)[0].readings) == (before, 2, 1)


def test_what_was_read_leads_back_to_the_raw_text(register: Register) -> None:
    keep(register, letter(MILLS, DIKES))
    for one in items(register):
        raw = texts_of(register, one.paper).raw
        assert raw[one.spot.begin : one.spot.end] == one.text
        assert raw.split("\n")[(one.spot.line or 0) - 1] == one.text


def test_newer_rules_that_find_more_keep_the_key_of_what_was_known(register: Register) -> None:
    keep(register, letter(MILLS, DIKES))
    before = {one.text: one.key for one in items(register)}
    made = letter(LOCKS, DIKES, MILLS)
    again = keep(register, replace(made, paper=replace(made.paper, source="brief.txt")))
    after = {one.text: one.key for one in items(register)}
    assert again.state == "again"
    assert {after[MILLS], after[DIKES]} == set(before.values())
    assert after[LOCKS] not in before.values()


@pytest.mark.parametrize(
    "mended",
    [
        MILLS.replace("onderhoud", "onder houd"),  # another line break
        MILLS.replace("1 maart", "1 april"),
        f"{MILLS} Daarbij betrek ik de molenaars.",  # another end of the sentence
        MILLS.upper(),
    ],
)
def test_decisions_stay_with_a_sentence_that_was_mended(register: Register, mended: str) -> None:
    keep(register, letter(MILLS, DIKES, LOCKS))
    key = next(one.key for one in items(register) if one.text == MILLS)
    decide(register, Action.CORRECT, key, "bram", NOW_US, field="what", value="wieken")
    decide(register, Action.CONFIRM, key, "bram", NOW_US)
    again = keep(register, letter(mended, DIKES, LOCKS))
    found = item_of(register, key)
    assert (again.state, again.lost) == ("again", ())
    assert (found.text, found.body["what"], found.is_confirmed) == (mended, "wieken", True)
    assert found.read["what"] == mended


def test_a_decision_without_its_sentence_is_shown_and_comes_back_with_it(register: Register) -> None:
    keep(register, letter(MILLS, DIKES, LOCKS))
    key = next(one.key for one in items(register) if one.text == DIKES)
    decide(register, Action.CORRECT, key, "bram", NOW_US, field="what", value="dijken")
    again = keep(register, letter(MILLS, LOCKS))
    assert [one.key for one in again.lost] == [one.key for one in no_longer_found(register)] == [key]
    assert again.lost[0].text == DIKES
    keep(register, letter(MILLS, DIKES, LOCKS, "Dank."))
    assert (no_longer_found(register), item_of(register, key).body["what"]) == ((), "dijken")


def test_two_sentences_that_are_the_same_are_two_items(register: Register) -> None:
    made = paper(f"{MILLS}\n{DIKES}\n{MILLS}")
    twice = replace(letter(MILLS), paper=made, commitments=(commitment(made, MILLS), commitment(made, MILLS)))
    keep(register, twice)
    assert len({one.key for one in items(register)}) == 2


def test_a_correction_says_what_stood_there_and_can_be_taken_back(register: Register) -> None:
    keep(register, letter(MILLS))
    key = items(register)[0].key
    first = decide(register, Action.CORRECT, key, "bram", NOW_US, field="who", value="staatssecretaris")
    second = decide(register, Action.CORRECT, key, "carla", NOW_US + 1, field="who", value="minister")
    assert (first.before, second.before) == ("minister van Molens", "staatssecretaris")
    decide(register, Action.WITHDRAW, key, "bram", NOW_US + 2, value=second.id)
    assert item_of(register, key).body["who"] == "staatssecretaris"
    assert [(one.who, one.action) for one in decisions_of(register, key)] == [
        ("bram", Action.CORRECT), ("carla", Action.CORRECT), ("bram", Action.WITHDRAW),
    ]  # fmt: skip


def test_what_is_rejected_is_gone_until_somebody_confirms_it(register: Register) -> None:
    keep(register, letter(MILLS))
    key = items(register)[0].key
    decide(register, Action.REJECT, key, "bram", NOW_US)
    assert (items(register), item_of(register, key).is_rejected) == ((), True)
    decide(register, Action.CONFIRM, key, "bram", NOW_US)
    assert items(register)[0].is_confirmed


def test_an_item_of_a_person_is_taken_over_by_a_reading_that_finds_it(register: Register) -> None:
    made = letter(MILLS)
    whole = replace(made, paper=paper(f"{MILLS}\n{DIKES}"))
    keep(register, replace(whole, commitments=(commitment(whole.paper, MILLS),)))
    added = add_item(register, 1, Kind.COMMITMENT, DIKES, "bram", NOW_US, what="dijken")
    by_hand = item_of(register, added.key)
    assert (by_hand.is_added, by_hand.body["what"], by_hand.spot.line) == (True, "dijken", 2)
    keep(register, replace(whole, commitments=(commitment(whole.paper, MILLS), commitment(whole.paper, DIKES))))
    found = item_of(register, added.key)
    assert (found.is_added, len(items(register)), found.rule) == (False, 2, "first-person")


def test_what_is_not_in_the_paper_cannot_be_added(register: Register) -> None:
    keep(register, letter(MILLS))
    with pytest.raises(NotFoundError, match="does not stand in the paper"):
        add_item(register, 1, Kind.COMMITMENT, LOCKS, "bram", NOW_US)
    with pytest.raises(UsageError, match="not a field of a commitment"):
        add_item(register, 1, Kind.COMMITMENT, MILLS, "bram", NOW_US, colour="red")


def test_a_decision_about_nothing_is_refused(register: Register) -> None:
    keep(register, letter(MILLS))
    with pytest.raises(NotFoundError, match="no item has this key"):
        decide(register, Action.CONFIRM, "T-00000000", "bram", NOW_US)
    with pytest.raises(UsageError, match="not a field of a commitment"):
        decide(register, Action.CORRECT, items(register)[0].key, "bram", NOW_US, field="colour", value="red")
    assert decisions_of(register) == ()


def test_decisions_are_only_added(register: Register) -> None:
    keep(register, letter(MILLS))
    decide(register, Action.CONFIRM, items(register)[0].key, "bram", NOW_US)
    for statement in ("UPDATE decision SET who = 'carla'", "DELETE FROM decision"):
        with pytest.raises(StorageError, match="decisions are only added"), register.writing() as connection:
            connection.execute(text(statement))
    assert [one.who for one in decisions_of(register)] == ["bram"]


def test_short_papers_that_are_alike_are_two(register: Register) -> None:
    """A notice of delay is the same but for a name and a day."""
    one = keep(register, letter(MILLS, DIKES, LOCKS, name="a.txt"))
    other = keep(register, letter(MILLS.replace("molens", "gemalen"), DIKES, LOCKS, name="b.txt"))
    assert one.paper != other.paper
    assert "taken as a paper of its own" in other.notes[0]


def test_a_person_may_say_of_which_paper_a_file_is(register: Register) -> None:
    keep(register, letter(MILLS, name="a.txt"))
    again = keep(register, letter(DIKES, name="c.txt", day=date(2026, 2, 1)), corrects=1)
    assert (again.paper, again.state, len(papers(register)), papers(register)[0].date) == (
        1,
        "again",
        1,
        date(2026, 2, 1),
    )


def test_text_that_no_database_keeps_is_kept_nearly(register: Register) -> None:
    made = paper("Een \0 half \ud83d teken.\nHet kost 12 euro.")
    keep(register, replace(letter(), paper=made, figures=(figure(made, "Het kost 12 euro.", 12.0, "euro"),)))
    kept = texts_of(register, 1).raw
    assert (len(kept), kept.splitlines()[1]) == (len(made.raw), "Het kost 12 euro.")


def test_words_are_found_whatever_their_case_and_accents(register: Register) -> None:
    made = paper("Hoeveel cafés zijn er?\nHoeveel zeilmakers zijn er?")
    asked = tuple(
        question(made, one, answer, n, asker=who, party="MOL")
        for n, (one, answer, who) in enumerate(
            [("Hoeveel cafés zijn er?", "Negen.", "Van Wiek"), ("Hoeveel zeilmakers zijn er?", None, None)], start=1
        )
    )
    keep(register, replace(letter(), paper=made, questions=asked))
    for words, times in (("CAFES", 1), ("hoeveel zeil", 1), ("wiek", 1), ("negen cafes", 1), ("makers", 0), ("", 2)):
        assert len(items(register, Kind.QUESTION, words=words)) == times, words


def test_where_there_is_no_register_it_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="ketenmonitor register read"):
        open_register(tmp_path)
    assert not list(tmp_path.iterdir())


def test_no_key_is_given_twice(register: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys are short, so that a person can type them: then two papers could have the same."""
    monkeypatch.setattr("ketenmonitor.register.records.keys.LETTERS_OF_KEY", 1)
    for name in ("a.txt", "b.txt", "c.txt"):
        keep(register, letter(MILLS, DIKES, LOCKS, name=name))
    assert len({one.key for one in items(register)}) == 9
