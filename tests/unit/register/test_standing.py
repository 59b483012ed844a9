"""How a point stands on a day: what is open, due, late and done, and what slipped, from when to when."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from ketenmonitor.errors import UsageError
from ketenmonitor.register.items import Extraction, Moment
from ketenmonitor.register.known import Known, known_on
from ketenmonitor.register.matching import points
from ketenmonitor.register.overview import Wish, overview, shipped_themes
from ketenmonitor.register.records import Action, Kind, Register, decide, items
from ketenmonitor.register.standing import State, standing
from tests.unit.register.made_up import NOW_US, commitment, keep, moment, motion, paper, question, settled

JAN, JUNE, DEC = date(2026, 1, 20), date(2026, 6, 20), date(2026, 12, 1)
SENTENCE = "Ik zal de Kamer informeren over het herstel van de verzakte bruggen van de Vechtstroom."


def promise(
    register: Register, day: date | None, due: Moment | None, name: str = "a.txt", text: str = SENTENCE
) -> None:
    made = paper(text, day, name)
    keep(register, Extraction(made, "policy_letter", commitments=(commitment(made, SENTENCE, due),)))


@pytest.mark.parametrize(
    ("due", "on", "state", "days_late"),
    [
        (moment("in maart", date(2026, 3, 1), date(2026, 3, 31)), date(2026, 2, 28), State.OPEN, None),
        (moment("in maart", date(2026, 3, 1), date(2026, 3, 31)), date(2026, 3, 1), State.DUE, None),
        (moment("in maart", date(2026, 3, 1), date(2026, 3, 31)), date(2026, 3, 31), State.DUE, None),
        (moment("in maart", date(2026, 3, 1), date(2026, 3, 31)), date(2026, 4, 2), State.LATE, 2),
        (moment("voor de zomer", None, date(2026, 7, 2)), date(2026, 7, 2), State.OPEN, None),
        (moment("voor de zomer", None, date(2026, 7, 2)), date(2026, 7, 3), State.LATE, 1),
        (moment("na de zomer", date(2026, 9, 1), None), date(2026, 8, 31), State.OPEN, None),
        (moment("na de zomer", date(2026, 9, 1), None), date(2026, 9, 1), State.DUE, None),
        (moment("na de zomer", date(2026, 9, 1), None), date(2027, 9, 1), State.SOFT_LATE, 365),
        (moment("binnenkort", None, None, precision="none"), DEC, State.NO_MOMENT, None),
        (moment("in het halfjaarbericht", None, None, precision="document"), DEC, State.WAITING, None),
        (None, DEC, State.NO_MOMENT, None),
    ],
)
def test_a_moment_is_kept_to_the_day(
    register: Register, due: Moment | None, on: date, state: State, days_late: int | None
) -> None:
    promise(register, JAN, due)
    found = standing(points(register)[0], on)
    assert (found.state, found.days_late) == (state, days_late)


def test_what_slipped_from_when_to_when(register: Register) -> None:
    promise(register, JAN, moment("uiterlijk september 2025", None, date(2025, 9, 30)), "a.txt")
    promise(register, JUNE, moment("eind 2026", date(2026, 11, 1), date(2026, 12, 31)), "b.txt")
    [point] = points(register)
    before, after = standing(point, JAN), standing(point, JUNE)
    assert (before.state, before.slips) == (State.LATE, ())
    [slip] = after.slips
    assert (slip.before.latest, slip.after.latest, slip.days, after.days_slipped) == (
        date(2025, 9, 30),
        date(2026, 12, 31),
        457,
        457,
    )
    assert (slip.before.said.source, slip.after.said.source) == ("a.txt", "b.txt")
    assert len(overview(register, JUNE, Wish(slipped=True))) == 1


def test_a_paper_may_tell_itself_that_it_said_otherwise(register: Register) -> None:
    text = (
        "In het debat heb ik toegezegd het wetsvoorstel in september 2025 aan de Kamer te sturen. Daarvoor is echter meer tijd nodig. "
        "Het wetsvoorstel over de veerponten en de verzakte bruggen volgt begin 2026."
    )
    last = text.split(". ")[-1]
    made = paper(text, JAN)
    due = moment("begin 2026", date(2026, 1, 1), date(2026, 3, 31))
    keep(register, Extraction(made, "policy_letter", commitments=(commitment(made, last, due),)))
    [slip] = standing(points(register)[0], JAN).slips
    assert (slip.before.latest, slip.days, slip.before.is_told) == (date(2025, 9, 30), 182, True)
    assert slip.before.said.text.startswith("In het debat")


def test_declared_settled_and_carried_out_are_two_things(register: Register) -> None:
    promise(register, JAN, moment("in maart", date(2026, 3, 1), date(2026, 3, 31)))
    done = f"Hiermee doe ik de toezegging af om de Kamer te informeren over {SENTENCE.split('over ')[1]}"
    made = paper(done, JUNE, "b.txt")
    keep(register, Extraction(made, "progress_annex", settled=(settled(made, done, "commitment", done),)))
    [point] = points(register)
    said = standing(point, JUNE)
    assert (said.state, [one.text for one in said.declared], said.carried_out) == (State.DECLARED, [done], ())
    assert standing(point, JAN).state is State.OPEN
    decide(
        register,
        Action.CARRIED_OUT,
        point.id,
        "bram",
        NOW_US,
        value={"evidence": "de brug is open", "on": "2026-11-01"},
    )
    later = standing(points(register)[0], DEC)
    assert ([one.what for one in later.carried_out], len(later.declared)) == (["de brug is open"], 1)
    assert later.state is State.CARRIED_OUT


def test_what_a_later_paper_has_as_open_is_not_settled_any_more(register: Register) -> None:
    made = paper(SENTENCE, JAN, "a.txt")
    keep(register, Extraction(made, "policy_letter", commitments=(commitment(made, SENTENCE, status="done"),)))
    promise(register, JUNE, moment("eind 2026", date(2026, 11, 1), date(2026, 12, 31)), "b.txt")
    [point] = points(register)
    assert (standing(point, JAN).state, standing(point, JUNE).state) == (State.DECLARED, State.OPEN)


def test_what_the_official_register_says_is_shown_apart(register: Register) -> None:
    promise(register, JAN, moment("in maart", date(2026, 3, 1), date(2026, 3, 31)))
    key = items(register)[0].key
    decide(
        register,
        Action.OFFICIAL,
        key,
        "bram",
        NOW_US,
        value={"Nummer": "TZ202601-001", "Status": "Afgedaan", "on": "2026-04-01"},
    )
    found = standing(points(register)[0], DEC)
    assert (found.state, found.official) == (
        State.LATE,
        {"Nummer": "TZ202601-001", "Status": "Afgedaan", "on": "2026-04-01"},
    )
    assert standing(points(register)[0], date(2026, 3, 1)).official is None


def test_a_question_is_answered_within_three_weeks_or_late(register: Register) -> None:
    made = paper("Hoeveel bruggen zijn verzakt?\nHoeveel sluizen zijn dicht?", JAN)
    asked = (
        question(made, "Hoeveel bruggen zijn verzakt?", None, 1),
        question(made, "Hoeveel sluizen zijn dicht?", "Twee.", 2),
    )
    keep(register, Extraction(made, "question_sets", questions=asked))
    by_title = {one.title: one for one in points(register)}
    waits, done = by_title["Hoeveel bruggen zijn verzakt?"], by_title["Hoeveel sluizen zijn dicht?"]
    last = date.fromordinal(JAN.toordinal() + 21)
    late = standing(waits, date.fromordinal(last.toordinal() + 1))
    assert (standing(waits, last).state, late.state, late.days_late) == (State.OPEN, State.LATE, 1)
    assert standing(done, DEC).state is State.ANSWERED


def test_a_list_is_what_was_wished(register: Register) -> None:
    sentence = "Ik stuur de Kamer voor 1 mei een brief over slachtoffers van zedenmisdrijven."
    made = paper(f"{SENTENCE}\n{sentence}", JAN)
    due = moment("voor 1 mei", None, date(2026, 4, 30))
    both = (commitment(made, SENTENCE), commitment(made, sentence, due))
    keep(register, replace(Extraction(made, "policy_letter"), commitments=both))
    wishes = [
        (Wish(), 2), (Wish(open=True), 2), (Wish(late=True), 1), (Wish(done=True), 0), (Wish(theme=shipped_themes()["zeden"]), 1),
        (Wish(words="verzakte brug"), 1), (Wish(kinds=(Kind.MOTION,)), 0), (Wish(repeated=True), 0), (Wish(paper=1), 2),
        (Wish(paper=2), 0),
    ]  # fmt: skip
    for wish, wanted in wishes:
        assert len(overview(register, DEC, wish)) == wanted, wish
    assert overview(register, date(2026, 1, 19)) == ()
    assert [row.point.title for row in overview(register, DEC)] == [sentence, SENTENCE]


@pytest.mark.parametrize(
    ("kind", "put_off", "days", "state"),
    [
        ("question_sets", None, 22, State.LATE),
        ("question_sets", "Uitstel van de beantwoording.", 42, State.OPEN),
        ("official_questions", "Uitstel van de beantwoording.", 43, State.LATE),
        ("consultation", None, 400, State.OPEN),  # the Rules have no term for these
    ],
)
def test_a_notice_that_the_answer_comes_later_gives_three_weeks_more(
    register: Register, kind: str, put_off: str | None, days: int, state: State
) -> None:
    made = paper("Hoeveel bruggen zijn verzakt?", JAN)
    asked = replace(question(made, "Hoeveel bruggen zijn verzakt?", None, 1), put_off=put_off)
    keep(register, Extraction(made, kind, questions=(asked,)))
    found = standing(points(register)[0], date.fromordinal(JAN.toordinal() + days))
    assert found.state is state
    if kind != "consultation":
        assert found.moment
        assert "Reglement van Orde" in found.moment.moment["assumptions"][0]


def test_what_the_last_paper_says_of_a_motion_is_told_apart(register: Register) -> None:
    made = paper("De motie Van Wiek voer ik niet uit.", JAN)
    keep(
        register,
        Extraction(
            made, "policy_letter", motions=(motion(made, made.raw.splitlines()[0], "Van Wiek", status="not executed"),)
        ),
    )
    found = standing(points(register)[0], DEC)
    assert found.reported
    assert (found.state, found.reported[0], found.declared) == (State.OPEN, "not executed", ())


def test_a_register_says_up_to_when_it_knows(register: Register) -> None:
    for day, name in ((JAN, "a.txt"), (JUNE, "b.txt"), (None, "c.txt")):
        promise(register, day, None, name, text=f"{SENTENCE} Stuk {name}.")
    assert known_on(register, DEC) == Known(3, JUNE, 1)
    assert known_on(register, JAN) == Known(2, JAN, 1)


def test_what_a_later_paper_says_again_was_not_known_before(register: Register) -> None:
    promise(register, JAN, None)
    promise(
        register,
        DEC,
        None,
        "b.txt",
        f"Eerder zei ik anders, maar nu dit. {SENTENCE} En er is meer over te zeggen dan dat.",
    )
    assert [row.point.times for row in overview(register, DEC)] == [2]
    assert [row.point.times for row in overview(register, JUNE)] == [1]
    assert not overview(register, JUNE, Wish(repeated=True))


def test_an_item_is_not_made_one_with_itself(register: Register) -> None:
    promise(register, JAN, None)
    key = points(register)[0].id
    with pytest.raises(UsageError, match="the item itself"):
        decide(register, Action.MERGE, key, "iemand", NOW_US, value=key)


@pytest.mark.parametrize(("field", "value"), [("status", "bogus"), ("place", "x")])
def test_an_item_is_not_corrected_into_what_no_page_can_show(register: Register, field: str, value: str) -> None:
    promise(register, JAN, None)
    with pytest.raises(UsageError):
        decide(register, Action.CORRECT, points(register)[0].id, "iemand", NOW_US, field=field, value=value)
