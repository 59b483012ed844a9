"""When each set of questions was answered, in a paper that gathers them. All text is made up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from ketenmonitor.register.extraction.passages import Passage, Segments
from ketenmonitor.register.extraction.sets.days import set_days
from ketenmonitor.register.items import Question
from ketenmonitor.register.paper import Dated, Paper
from ketenmonitor.register.reading.text import traced_lines
from ketenmonitor.register.traced import Traced

CONCLUDED = Dated(date(2031, 8, 12), "concluded", 0.6)


def segments(*answers: str, dated: Dated = CONCLUDED) -> Segments:
    raw = "\n".join(answers)
    paper = Paper("made-up.txt", "0", "txt", raw, traced_lines(raw), dated=dated)
    at, passages, questions = 0, [], []
    for number, answer in enumerate(answers):
        text = Traced.of(answer, at)
        passages.append(Passage(text, "answer", None, number))
        questions.append(Question("?", answer, paper.place(text), "made up", 1.0, set=number + 1))
        at += len(answer) + 1
    return Segments(paper, "question_sets", tuple(passages), tuple(questions))


def test_the_latest_day_of_which_a_set_speaks_as_past() -> None:
    found = set_days(segments("Op 5 juni 2031 heb ik dat gemeld.", "Op 4 november 2030 is de sluis geopend."))
    assert found == {1: date(2031, 6, 5), 2: date(2030, 11, 4)}


def test_half_way_to_what_it_says_is_still_to_come() -> None:
    (day,) = set(
        set_days(segments("Op 1 november 2030 is dat gemeld. De brug zal in april 2031 opengaan.", "Ja.")).values()
    )
    assert date(2031, 1, 1) < day < date(2031, 4, 1)


def test_it_was_said_before_the_recess_that_it_names_as_next() -> None:
    told = "Op 3 juni 2031 is dat gemeld. De dienst publiceert nog voor het zomerreces haar telling. De brug zal in april 2032 opengaan."
    late = Dated(date(2032, 2, 1), "concluded", 0.6)
    day = set_days(segments(told, "Ja.", dated=late))[1]
    assert date(2031, 6, 3) <= day < date(2031, 7, 1)


def test_a_date_that_the_paper_states_is_never_replaced() -> None:
    made = segments("Op 5 juni 2031 heb ik dat gemeld.", "Ja.", dated=replace(CONCLUDED, confidence=0.95))
    assert set_days(made) == {}


def test_a_paper_of_one_set_has_its_own_date() -> None:
    assert set_days(segments("Op 5 juni 2031 heb ik dat gemeld.")) == {}


def test_a_set_of_years_ago_is_not_believed() -> None:
    assert set_days(segments("Op 5 juni 2019 heb ik dat gemeld.", "Ja.")) == {}
