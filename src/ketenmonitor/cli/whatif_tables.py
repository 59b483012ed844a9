"""A scenario on the terminal, for people: first what was asked and what to mind, then what comes of it, then what it rests on.

Comes in: an answer. Goes out: lines and tables. The promise: the first line says that it is a scenario, and a value that is not there is
said with its reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from rich.console import Console

from ketenmonitor.cli.terminal import blank_table, show
from ketenmonitor.definition import Definition
from ketenmonitor.whatif import Answer, Assumption, Figure, Key, Model, Outcome, Replay
from ketenmonitor.whatif import words as w
from ketenmonitor.whatif.warnings import Warning_, said_of
from ketenmonitor.wording import Language

SIDES = ("without", "with", "difference")


def print_answer(answer: Answer, code: str) -> None:
    """The first screen, then the assumptions."""
    said, definition = w.language(code), answer.sides.definition
    _head(answer, said)
    _lead_times(answer.outcome, definition, said)
    _partners(answer.outcome, definition, said)
    _stocks(answer.outcome, definition, said)
    _line(said.say("whatif_missing_note"), "")
    _line(said.say("whatif_bottleneck"), *(f"- {one}" for one in w.bottleneck_of(answer.outcome, definition, said)), "")
    if answer.searched:
        found = w.searched_of(answer.searched, definition, said)
        _line(said.say("whatif_sought"), *(f"- {one}" for one in found), "")
    _assumptions(answer.sides.baseline.assumptions, said)


def _line(*lines: str) -> None:
    console = Console(markup=False, emoji=False)
    for line in lines:
        console.print(line, soft_wrap=True, highlight=False)


def _head(answer: Answer, said: Language) -> None:
    sides, scenario = answer.sides, answer.sides.scenario
    title = sides.definition.title.in_language(said.code)
    model = sides.baseline
    known = {"from_day": model.trained_from, "until_day": model.last_trained_day}
    learned = {name: said.date(day) if day else "-" for name, day in known.items()}
    days = {"start": said.date(sides.start), "last": said.date(sides.until - timedelta(days=1))}
    _line(f"{title} · {scenario.title}", said.say("whatif_label"))
    _line(said.say("whatif_run", **days, **learned, n=answer.outcome.replications, seed=scenario.seed), "")
    asked = w.asked_of(scenario, sides.definition, said) or [said.say("whatif_nothing_asked")]
    _line(said.say("whatif_asked"), *(f"- {one}" for one in asked), "")
    if answer.warnings:
        _line(
            said.say("whatif_warnings"),
            *(f"- {said_of(one, sides.definition, said.code)}" for one in answer.warnings),
            "",
        )
    _line(said.say("whatif_bands"))


def _table(title: str, columns: tuple[str, ...], rows: Iterator[list[str]], said: Language, n_left: int = 2) -> None:
    table = blank_table(title)
    for place, name in enumerate(columns):
        table.add_column(
            name if name not in COLUMNS else said.say(f"whatif_col_{name}"),
            justify="left" if place < n_left else "right",
        )
    for row in rows:
        table.add_row(*row)
    if table.row_count:  # a chain need not have stocks, or lead times
        show(table)


COLUMNS = {
    "lead_time", "partner", "stock", "year", "now", "without", "with", "difference", "better", "number", "name", "value",
    "unit", "interval", "seen", "source", "month", "measured", "played", "naive", "seasonal",
}  # fmt: skip


def _sides(figure: Figure | None, said: Language) -> list[str]:
    return [w.value_of(figure, "baseline", said), w.value_of(figure, "scenario", said), w.difference_of(figure, said)]


def _years(outcome: Outcome, said: Language) -> list[tuple[str | None, str]]:
    every: list[tuple[str | None, str]] = [(year, year) for year in outcome.years]
    return [*every, (None, said.say("whatif_all_years"))] if len(every) > 1 else every


def _lead_times(outcome: Outcome, definition: Definition, said: Language) -> None:
    median, within = said.say("whatif_col_median"), said.say("whatif_col_within")
    first = ("lead_time", "year", f"{median} {said.say('whatif_col_without')}", "with", "difference")
    columns = (*first, f"{within} {said.say('whatif_col_without')}", "with", "difference", "better")
    _table(said.say("whatif_lead_times"), columns, _lead_time_rows(outcome, definition, said), said)


def _lead_time_rows(outcome: Outcome, definition: Definition, said: Language) -> Iterator[list[str]]:
    for one in definition.lead_times.values():
        norm = one.norm and said.say("whatif_norm", share=said.target(one.norm.share), days=said.in_days(one.norm.days))
        names = [one.title.in_language(said.code), *([f"  {norm}"] if norm else [])]
        for place, (year, name) in enumerate(_years(outcome, said)):
            median, within = (
                outcome.of("lead_time", one.id, figure, year) for figure in ("median_days", "within_norm")
            )
            best = within if one.norm else median
            head = names[place] if place < len(names) else ""
            yield [head, name, *_sides(median, said), *_sides(within, said), w.better_of(best, said)]


def _partners(outcome: Outcome, definition: Definition, said: Language) -> None:
    waiting = said.say("whatif_col_waiting")
    columns = ("partner", "year", "now", "without", "with", "difference", f"{waiting} {said.say('whatif_col_without')}")
    _table(
        said.say("whatif_partners"), (*columns, "with", "difference"), _partner_rows(outcome, definition, said), said
    )


def _partner_rows(outcome: Outcome, definition: Definition, said: Language) -> Iterator[list[str]]:
    for partner in definition.partners.values():
        now = outcome.at_start.get(Key("partner", partner.id, "stock"))
        for place, year in enumerate(outcome.years if now is not None else ()):
            stock, waiting = (outcome.of("partner", partner.id, name, year) for name in ("stock", "waiting_days"))
            head = partner.title.in_language(said.code) if place == 0 else ""
            first = said.number(now or 0) if place == 0 else ""
            yield [head, year, first, *_sides(stock, said), *_sides(waiting, said)]


def _stocks(outcome: Outcome, definition: Definition, said: Language) -> None:
    columns = ("stock", "year", "now", "without", "with", "difference", "better")
    _table(said.say("whatif_stocks"), columns, _stock_rows(outcome, definition, said), said)


def _stock_rows(outcome: Outcome, definition: Definition, said: Language) -> Iterator[list[str]]:
    for stock in definition.stocks.values():
        now = outcome.at_start[Key("stock", stock.id, "stock")]
        for place, year in enumerate(outcome.years):
            figure = outcome.of("stock", stock.id, "stock", year)
            head, first = (stock.title.in_language(said.code), said.number(now)) if place == 0 else ("", "")
            yield [head, year, first, *_sides(figure, said), w.better_of(figure, said)]


def _assumptions(assumptions: tuple[Assumption, ...], said: Language) -> None:
    """All but the many factors by which days and months differ, unless somebody chose one."""
    shown = [one for one in assumptions if one.unit != "factor" or one.adjusted]
    columns = ("number", "name", "value", "unit", "interval", "seen", "source")
    _table(said.say("whatif_assumptions"), columns, (w.assumption_row(one, said) for one in shown), said)
    if len(shown) < len(assumptions):
        _line(said.say("whatif_factors_left_out", n=said.number(len(assumptions) - len(shown))))


def print_calibration(
    model: Model, replays: tuple[Replay, ...], definition: Definition, code: str, known: tuple[Warning_, ...]
) -> None:
    """What scenarios rest on, and how well it foretold what is known. `known`: what to mind of it."""
    said = w.language(code)
    _line(*(said_of(one, definition, code) for one in known))
    learned = (model.trained_from, model.last_trained_day)
    from_day, until_day = (said.date(day) if day else "-" for day in learned)
    _line(said.say("whatif_learned", from_day=from_day, until_day=until_day))
    _assumptions(model.assumptions, said)
    for one in replays:
        title = definition.stocks[one.stock].title.in_language(code)
        columns = ("month", "measured", "played", "naive", "seasonal")
        _table(said.say("whatif_replay", stock=title), columns, _replayed(one, said), said, 1)
        _line(*_judged(one, said))


def _replayed(one: Replay, said: Language) -> Iterator[list[str]]:
    for month in one.months:
        low, high = said.number(month.low), said.number(month.high)
        seasonal = "-" if month.seasonal_naive is None else said.number(month.seasonal_naive)
        played = f"{said.number(month.mean)} ({low} \N{HORIZONTAL ELLIPSIS} {high})"
        yield [month.name, said.number(month.measured), played, said.number(month.naive), seasonal]


def _judged(one: Replay, said: Language) -> Iterator[str]:
    seasonal = "-" if one.seasonal_off is None else said.number(one.seasonal_off)
    yield said.say(
        "whatif_off", off=said.number(one.off), naive=said.number(one.naive_off), seasonal=seasonal, n=len(one.months)
    )
    for name, off in (("naive", one.naive_off), ("seasonal", one.seasonal_off)):
        if off is not None:
            yield said.say(f"whatif_{'better' if one.off < off else 'worse'}_than_{name}")
    yield said.say("whatif_held", share=said.share(one.held))
