"""What holds for every moment: in order, never invented, at its place, on every day, for every text, in bounded time."""

from __future__ import annotations

import time
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketenmonitor.register.grammar import due, moments, references
from ketenmonitor.register.traced import Traced

DAYS = st.dates(date(2000, 1, 1), date(2090, 12, 31))
MONTHS = [
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
]
YEARS = st.sampled_from(["", " 2026", " van 2027", " van dit jaar", " volgend jaar"])
UNITS = st.one_of(
    st.tuples(st.sampled_from(MONTHS), YEARS).map("".join),
    st.tuples(
        st.sampled_from(
            ["de zomer", "het voorjaar", "het najaar", "de herfst", "de winter", "het zomerreces", "het kerstreces"]
        ),
        YEARS,
    ).map("".join),
    st.tuples(
        st.sampled_from(["het eerste kwartaal", "het vierde kwartaal", "de tweede helft", "Q3"]),
        st.sampled_from([" 2026", " van 2027"]),
    ).map("".join),
    st.tuples(st.integers(1, 28).map(str), st.sampled_from(MONTHS), YEARS).map(
        lambda parts: f"{parts[0]} {parts[1]}{parts[2]}"
    ),
    st.sampled_from(["Prinsjesdag", "2026", "2031", "dit jaar", "volgend jaar"]),
)
PARTS = st.sampled_from(["", "begin ", "eind ", "medio ", "het einde van ", "de loop van "])
RELATIONS = st.sampled_from(
    [
        "in ",
        "op ",
        "voor ",
        "vóór ",
        "uiterlijk ",
        "na ",
        "vanaf ",
        "rond ",
        "tot ",
        "tot en met ",
        "tussen ",
        "nog voor ",
    ]
)
EXPRESSIONS = st.tuples(RELATIONS, PARTS, UNITS).map("".join)
PAIRS = st.tuples(EXPRESSIONS, st.sampled_from([" en ", " of ", "/", " tot ", ", ", " - "]), PARTS, UNITS).map("".join)
VOCABULARY = """voor na in uiterlijk begin eind van de het zomer reces mei 12 2026 kwartaal eerste dit volgend jaar jl. a.s. binnen zes weken
over half Q3 tussen en of - / ( ) . 20 1e helft komende periode zodra is brief debat nr. Kamerstukken 31 415 VI"""
WORDS = st.sampled_from(VOCABULARY.split())
TEXTS = st.one_of(st.text(max_size=80), st.lists(WORDS, max_size=25).map(" ".join))


@given(expression=st.one_of(EXPRESSIONS, PAIRS), on=st.one_of(st.none(), DAYS))
def test_earliest_is_never_after_latest_and_the_words_stand_in_the_text(expression: str, on: date | None) -> None:
    text = Traced.of(f"Wij sturen het {expression} toe.", 7)
    for moment, piece in moments(text, on):
        assert moment.text == piece.text
        assert piece.text in text.text
        assert piece.begin >= 7
        if moment.earliest and moment.latest:
            assert moment.earliest <= moment.latest


NAMED = UNITS.filter(lambda unit: any(year in unit for year in ("2026", "2027", "2031")))


@given(unit=NAMED, part=st.sampled_from(["", "begin "]), on=st.dates(date(2000, 1, 1), date(2025, 12, 31)))
def test_before_is_before_the_start(unit: str, part: str, on: date) -> None:
    ((before, _),) = moments(Traced.of(f"vóór {part}{unit}"), on)
    ((whole, _),) = moments(Traced.of(f"in {part}{unit}"), on)
    assert before.relation == "before"
    assert before.earliest is None
    if whole.earliest is not None:
        assert before.latest is not None
        # "voor de zomer" is before the recess, which may begin a few days into July.
        slack = timedelta(days=10 if "zomer" in unit and not part else 0)
        assert before.latest < whole.earliest + slack


@given(text=TEXTS, on=st.one_of(st.none(), st.dates()))
def test_no_text_and_no_date_makes_it_fail(text: str, on: date | None) -> None:
    traced = Traced.of(text)
    found = moments(traced, on)
    ends = 0
    for moment, piece in found:
        assert moment.text == piece.text != ""
        assert piece.begin >= ends
        ends = piece.end
    due(traced, on)
    references(traced)


def test_a_day_is_read_as_that_day_the_whole_calendar_through() -> None:
    for offset in range(4 * 366):
        day = date(2024, 1, 1) + timedelta(days=offset)
        words = f"uiterlijk {day.day} {MONTHS[day.month - 1]} {day.year}"
        ((moment, _),) = moments(Traced.of(words), date(2024, 1, 1))
        assert moment.latest == day


def test_a_day_without_a_year_is_the_next_one_the_whole_calendar_through() -> None:
    on = date(2026, 3, 10)
    for offset in range(365):
        day = on + timedelta(days=offset)
        ((moment, _),) = moments(Traced.of(f"op {day.day} {MONTHS[day.month - 1]} informeer ik u"), on)
        assert moment.earliest == moment.latest == day


def test_a_day_jl_is_the_last_one_the_whole_calendar_through() -> None:
    on = date(2026, 3, 10)
    for offset in range(365):
        day = on - timedelta(days=offset)
        ((moment, _),) = moments(Traced.of(f"op {day.day} {MONTHS[day.month - 1]} jl."), on)
        assert (moment.relation, moment.earliest) == ("past", day)


@pytest.mark.parametrize("on_month", range(1, 13))
def test_before_the_summer_never_lies_behind_the_paper(on_month: int) -> None:
    on = date(2026, on_month, 15)
    ((moment, _),) = moments(Traced.of("voor de zomer"), on)
    assert moment.latest is not None
    assert moment.latest >= on - timedelta(days=13)


HOSTILE = [
    "in de loop van ",
    "1 ",
    "12 mei ",
    "29 628, nr. ",
    "nrs. 1, 2, 3, ",
    "Kamerstukken II ",
    "zodra a b c d ",
    "na afronding van de ",
    "   ",
    "van de het ",
    "2026-",
    "2026/",
    "eerste en ",
    "een jaar voor ",
    "(((",
    "Van der ",
    "A",
    "bij de ",
    "voor de zomer en ",
]


def seconds(text: str) -> float:
    begin = time.process_time()
    moments(Traced.of(text), date(2026, 3, 10))
    references(Traced.of(text))
    return time.process_time() - begin


@pytest.mark.parametrize("piece", HOSTILE)
def test_time_grows_with_the_text_and_no_faster(piece: str) -> None:
    short, long = piece * (8_000 // len(piece)), piece * (64_000 // len(piece))
    once = min(seconds(short) for _ in range(2))
    # Eight times the text: linear is 8; a square would be 64. What is too fast to measure is fast enough.
    limit = max(24 * once, 0.4)
    # The rubbish of other tests may be collected meanwhile: what is too slow is so each time.
    assert any(seconds(long) < limit for _ in range(3))
