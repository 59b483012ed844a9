"""The form of a scenario file, as data: its tables, their keys, and what each of them says.

    [scenario]
    title = "Twintig plaatsen meer vanaf mei"
    from = 2026-01-01            left out: the day after the last that was measured
    until = 2030-12-31

    [[capacity]]                 exactly one of `places`, `per_cent` and `a_month`; below zero is less
    partner = "om"               or step = "inschrijving"
    places = 20
    from = 2026-05-01            left out: from the begin
    until = 2027-12-31           the last day; left out: for good

    [[arrivals]]                 more or fewer cases
    [[closed]]                   no work is done
    [[route]]                    a share of the cases takes a new way
    [[priority]]                 these cases go first
    [assumptions]                by number or name, in the baseline too
    [search]                     what would it take

Comes in: nothing. Goes out: `SCHEMA` and `SAYS`. The promise: what is not in these tables is in no scenario, and each key is explained.
"""

from __future__ import annotations

from datetime import date

from ketenmonitor.toml import FLAG, LINE, NAME, NAMES, SHARE, Key, Kind, Objection, Table, shown

MOST_YEARS = 10
MOST_ENTRIES = 200  # of one sort; all pairs are compared
FIRST_YEAR, LAST_YEAR = 1970, 2199
MOST_PLACES, MOST_PER_CENT, MOST_DAYS, MOST_REPLICATIONS, MOST_SEED = 100_000, 1_000, 3_650, 1_000, 2**53


def _number(
    least: float, most: float, unit: str, *, may_be_zero: bool = False, example: str, whole: bool = False
) -> Kind:
    """A number in a range; a change of zero is none."""

    def rule(value: float) -> Objection | None:
        if value == 0 and not may_be_zero:
            return "zero-change", {}
        if not least <= value <= most:  # which `nan` is not
            return "out-of-range", {"shown": shown(value), "unit": unit, "least": f"{least:g}", "most": f"{most:,.0f}"}
        return None

    types, words = ((int,), "a whole number") if whole else ((int, float), "a number")
    return Kind(words, types, example, rule)


def _day_rule(day: date) -> Objection | None:
    words = {"shown": shown(day), "least": str(FIRST_YEAR), "most": str(LAST_YEAR)}
    return None if FIRST_YEAR <= day.year <= LAST_YEAR else ("year-out-of-range", words)


DAY = Kind("a date", (date,), "2026-05-01", _day_rule)
PLACES = _number(-MOST_PLACES, MOST_PLACES, " places", example="20", whole=True)
PER_CENT = _number(-100, MOST_PER_CENT, " per cent", example="10")
A_MONTH = _number(-MOST_PLACES, MOST_PLACES, " cases a month", example="25")
DAYS = _number(0, MOST_DAYS, " days", may_be_zero=True, example="30")
REPLICATIONS = _number(2, MOST_REPLICATIONS, " replications", may_be_zero=True, example="50", whole=True)
SEED = _number(0, MOST_SEED, "", may_be_zero=True, example="1", whole=True)
VALUE = _number(-1e15, 1e15, "", may_be_zero=True, example="0.03")
WHERE = Kind("a table with one condition", (dict,), "{ attribute = true }")

FROM_UNTIL = {"from": Key(DAY), "until": Key(DAY)}
TARGET = {"partner": Key(NAME), "step": Key(NAME)}

SCHEMA: dict[str, Table] = {
    "scenario": Table(
        "one",
        "scenario",
        {
            "title": Key(LINE, required=True),
            "from": Key(DAY),
            "until": Key(DAY, required=True),
            "replications": Key(REPLICATIONS),
            "seed": Key(SEED),
        },
        required=True,
    ),
    "capacity": Table(
        "list",
        "change of capacity",
        {**TARGET, "places": Key(PLACES), "per_cent": Key(PER_CENT), "a_month": Key(A_MONTH), **FROM_UNTIL},
    ),
    "arrivals": Table("list", "change of arrivals", {"at": Key(NAME), "per_cent": Key(PER_CENT, required=True), **FROM_UNTIL}),
    "closed": Table(
        "list", "closing", {**TARGET, "from": Key(DAY, required=True), "until": Key(DAY, required=True)}
    ),
    "route": Table(
        "list",
        "route",
        {
            "step": Key(NAME, required=True),
            "to": Key(NAME),
            "none": Key(FLAG),
            "share": Key(SHARE, required=True),
            "days": Key(DAYS),
            **FROM_UNTIL,
        },
    ),
    "priority": Table("list", "priority", {**TARGET, "where": Key(WHERE, required=True), "from": Key(DAY)}),
    "assumptions": Table("one", "assumptions"),  # its keys are the names of assumptions: see `read.py`
    "search": Table("one", "search", {"lead_time": Key(NAME, required=True), "by": Key(DAY, required=True), "partners": Key(NAMES)}),
}  # fmt: skip

_PARTNER = "at all steps of this partner"
_STEP = "or at this step alone: the activity after which cases stand there"
_FROM, _UNTIL = "the first day; left out: from the begin", "the last day; left out: for good"
SAYS: dict[str, tuple[str, dict[str, str]]] = {
    "scenario": (
        "What is asked, and over which time.",
        {
            "title": "what the measure is called, for people",
            "from": "the first day; left out: the day after the last that was measured",
            "until": f"the last day, at most {MOST_YEARS} years after the first",
            "replications": "how often each of the two, with and without the measure, is played: 2 to 1,000; left out: 50",
            "seed": "which random numbers; the same seed gives the same result on any machine; left out: 1",
        },
    ),
    "capacity": (
        "More or less can be done. Exactly one of `partner` and `step`, and exactly one of `places`, `per_cent` and `a_month`.",
        {
            "partner": f"{_PARTNER} that have a number of places, spread by how many each has",
            "step": _STEP,
            "places": "so many cases more in hand at the same time; below zero: fewer",
            "per_cent": "so many per cent of the places more, in whole places; below zero: fewer",
            "a_month": "places for so many cases a month more, in whole places; of one step; below zero: fewer",
            "from": _FROM,
            "until": _UNTIL,
        },
    ),
    "arrivals": (
        "More or fewer cases begin.",
        {
            "at": "those that begin with this activity; left out: all",
            "per_cent": "so many per cent more; below zero: fewer",
            "from": _FROM,
            "until": _UNTIL,
        },
    ),
    "closed": (
        "No work is done, and what is in hand waits too. Exactly one of `partner` and `step`.",
        {"partner": _PARTNER, "step": _STEP, "from": "the first day", "until": "the last day"},
    ),
    "route": (
        "A share of the cases that come into a step takes a new way, instead of those that cases take there now. Exactly one of `to` and `none`.",
        {
            "step": "the activity after which cases stand there",
            "to": "the activity that follows; it must have happened before in this chain, or be an end",
            "none": "`true`: the case leaves the chain without an event",
            "share": "above 0, at most 1; of one step on one day together at most 1",
            "days": "how long it takes: the median; left out: as the step's own way to `to`, or at once with `none`",
            "from": _FROM,
            "until": _UNTIL,
        },
    ),
    "priority": (
        "These cases go first where cases wait for a place. Exactly one of `partner` and `step`.",
        {
            "partner": f"{_PARTNER} that have a number of places",
            "step": _STEP,
            "where": "one attribute of the chain with its value, or values in their order; the same attribute in all priorities",
            "from": _FROM,
        },
    ),
    "assumptions": (
        "Other values of numbered assumptions (`A7`) by number or name: in the baseline too, so that the difference stays that of the measure.",
        {},
    ),
    "search": (
        "The least capacity, and where, that brings a lead time within its norm.",
        {
            "lead_time": "a lead time with a norm",
            "by": "cases that began in the year up to so many days before this day as the norm has",
            "partners": "where there may be more places; left out: everywhere where there is a number of places",
        },
    ),
}
