"""One page on a scenario, for who decides: the label first, then what to beware of, what was asked, and what it does.

Comes in: an outcome, and the sentences of what was asked and of the warnings. Goes out: a `Letter`, and its PDF. The promise: it says that
it is a scenario before anything else; a value that is not there is said with its reason; the same outcome gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ketenmonitor.definition import Definition, LeadTime
from ketenmonitor.release import Cell, Letter, Picture, Row, Section, Table
from ketenmonitor.whatif.model import Model
from ketenmonitor.whatif.outcome import Band, Figure, Outcome
from ketenmonitor.whatif.outcome.reduced import LEAD_TIME, PARTNER
from ketenmonitor.whatif.summary.pictures import pictures_of
from ketenmonitor.wording import Language, Speaker, language_of

NOTHING, MINUS = "\N{EN DASH}", "\N{MINUS SIGN}"
MOST_LEAD_TIMES = 3
LONGEST_TITLE = 80  # characters: two lines of it
WIDTHS = (3, 1.1, 1.1, 2.2, 1.3, 1.3)  # of the columns of the table


@dataclass(frozen=True)
class Told:
    """What a page is about: the title of the scenario, what was asked and the warnings in sentences, the first and last day played;
    `sought`: what it would take, when that was asked.
    """

    title: str
    asked: Sequence[str]
    warnings: Sequence[str]
    first_day: date
    last_day: date
    sought: Sequence[str] = ()


@dataclass(frozen=True)
class Less:
    """How many warnings, and how many changes, stand on a page, and whether its chart does (it is a file of its own as well)."""

    sentences: int
    has_picture: bool = True


LESS = (Less(4), Less(2), Less(2, has_picture=False), Less(1, has_picture=False))  # the first that is one page


def summary_language(code: str) -> Language:
    """The words of the page. Raises UsageError for a language that is not spoken."""
    return language_of(code, "ketenmonitor.release", "ketenmonitor.whatif.summary")


def summary_of(
    told: Told, outcome: Outcome, model: Model, definition: Definition, language: Language, less: Less | None = None
) -> Letter:
    """The page. `less`: how much of it, when all of it is more than a page."""
    less = less or LESS[0]
    start, end = language.date(told.first_day), language.date(told.last_day)
    known = (model.trained_from, model.last_trained_day)
    learned = [language.date(day) if day else NOTHING for day in known]
    played = language.say(
        "summary_played", start=start, end=end, n=language.number(outcome.replications), version=model.definition_version,
        learned_from=learned[0], learned_until=learned[1],
    )  # fmt: skip
    warnings = _shortened(told.warnings, language, less.sentences)
    sections = [Section(language.say("summary_warnings"), warnings, is_warning=True)] if warnings else []
    sections.append(Section(language.say("summary_asked"), _shortened(told.asked, language, less.sentences)))
    texts = (*_lead_times(outcome, definition, language), _bottleneck(outcome, definition, language), *told.sought)
    table = _table(outcome, definition, language)
    pictures = _picture(outcome, definition, language) if less.has_picture else ()
    sections.append(Section(language.say("summary_result"), texts, (table,), pictures=pictures))
    title, chain = language.say("summary_title", title=_cut(told.title)), definition.title.in_language(language.code)
    return Letter(
        title, (language.say("summary_label"), played), (), chain=chain, sections=tuple(sections), is_numbered=False
    )


def _cut(title: str) -> str:
    """As much of a title as leaves the rest its one page; the command, its JSON and the scenario itself have all of it."""
    return title if len(title) <= LONGEST_TITLE else f"{title[: LONGEST_TITLE - 1].rstrip()}\N{HORIZONTAL ELLIPSIS}"


def _shortened(sentences: Sequence[str], language: Language, most: int) -> tuple[str, ...]:
    """As many as fit, and how many more there are: this is one page, and the command and its JSON say all."""
    more = len(sentences) - most
    return (*sentences[:most], *((language.say("summary_more", n=language.number(more)),) if more > 0 else ()))


def _picture(outcome: Outcome, definition: Definition, language: Language) -> tuple[Picture, ...]:
    """The one chart of the page: the first lead time with a norm that can be known, else the stock that moves most."""
    found = pictures_of(outcome, definition, language)
    norms = [one for name, one in found.items() if name.startswith("norm-")]
    moved = {
        id: abs(last.difference.mean) for id in definition.partners if (last := _last(outcome, id)) and last.difference
    }
    most = max(moved, key=lambda id: moved[id], default=None)
    stocks = [found[f"stock-{most}"]] if f"stock-{most}" in found else []
    return tuple((norms or stocks)[:1])


def _last(outcome: Outcome, partner: str, figure: str = "stock") -> Figure | None:
    return outcome.of(PARTNER, partner, figure, outcome.months[-1]) if outcome.months else None


def _lead_times(outcome: Outcome, definition: Definition, language: Language) -> list[str]:
    """A sentence for each lead time: the last year of which the share within the norm is known, else the median."""
    return [_lead_time(outcome, id, one, language) for id, one in list(definition.lead_times.items())[:MOST_LEAD_TIMES]]


def _lead_time(outcome: Outcome, id: str, lead_time: LeadTime, language: Language) -> str:
    title = lead_time.title.in_language(language.code)
    if lead_time.norm is None:
        return _median(outcome, id, title, language)
    one = _last_known(outcome, id, "within_norm")
    days = language.number(lead_time.norm.days)
    if one is None or not (one.baseline and one.scenario and one.difference):
        return language.say("summary_norm_unknown", title=title, days=days)
    points = [
        _signed(100 * value, language) for value in (one.difference.mean, one.difference.low, one.difference.high)
    ]
    return language.say(
        "summary_within_norm", title=title, year=one.period, days=days, norm=language.target(lead_time.norm.share),
        without=language.share(one.baseline.mean), with_it=language.share(one.scenario.mean),
        difference=points[0], low=points[1], high=points[2],
    )  # fmt: skip


def _median(outcome: Outcome, id: str, title: str, language: Language) -> str:
    one = _last_known(outcome, id, "median_days")
    if one is None or not (one.baseline and one.scenario and one.difference):
        return f"{title}: {NOTHING}"
    days = [_signed(value, language) for value in (one.difference.mean, one.difference.low, one.difference.high)]
    return language.say(
        "summary_median", title=title, year=one.period, without=language.days(one.baseline.mean), with_it=language.days(one.scenario.mean),
        difference=days[0], low=days[1], high=days[2],
    )  # fmt: skip


def _last_known(outcome: Outcome, id: str, figure: str) -> Figure | None:
    found = [outcome.of(LEAD_TIME, id, figure, year) for year in outcome.years]
    return next((one for one in reversed(found) if one and one.difference), None)


def _signed(value: float, language: Language, decimals: int = 1) -> str:
    """With its sign; without decimals from 100 on. What rounds to nothing has none."""
    decimals = decimals if abs(value) < 100 else 0
    shown = round(value, decimals)
    sign = "+" if shown > 0 else MINUS if shown < 0 else ""
    return f"{sign}{language.number(abs(shown), decimals)}"


def _bottleneck(outcome: Outcome, definition: Definition, language: Language) -> str:
    found = outcome.next_bottleneck
    if found is None or found.scenario is None:
        return language.say("summary_no_bottleneck")
    tight, speaker = found.scenario, Speaker(definition, language)
    partner = definition.partners[tight.partner].title.in_language(language.code)
    return language.say(
        "summary_bottleneck",
        partner=partner,
        step=speaker.activity(tight.step),
        month=language.period(found.period),
        use=language.share(tight.use),
    )


def _table(outcome: Outcome, definition: Definition, language: Language) -> Table:
    month = outcome.months[-1]
    columns = ("stock_without", "stock_with", "difference", "waiting_without", "waiting_with")
    rows = tuple(
        Row(partner.title.in_language(language.code), _cells(outcome, id, language))
        for id, partner in definition.partners.items()
        if _last(outcome, id)
    )
    said = tuple(language.say(f"summary_{name}") for name in columns)
    return Table(
        language.say("summary_table", month=language.period(month)), language.say("summary_partner"), said, rows, WIDTHS
    )


def _cells(outcome: Outcome, partner: str, language: Language) -> tuple[Cell, ...]:
    stock, waiting = (_last(outcome, partner, figure) for figure in ("stock", "waiting_days"))
    sides = (None, None, None) if stock is None else (stock.baseline, stock.scenario, stock.difference)
    days = (None, None) if waiting is None else (waiting.baseline, waiting.scenario)
    return (
        *(_cell(band, language, language.number(band.mean) if band else "") for band in sides[:2]),
        _cell(sides[2], language, _between(sides[2], language) if sides[2] else ""),
        *(_cell(band, language, language.days(band.mean) if band else "") for band in days),
    )


def _cell(band: Band | None, language: Language, text: str) -> Cell:
    return Cell(text) if band else Cell(language.say("not-applicable"), is_missing=True)


def _between(band: Band, language: Language) -> str:
    mean, low, high = (_signed(value, language, 0) for value in (band.mean, band.low, band.high))
    return language.say("summary_between", mean=mean, low=low, high=high)
