"""Tables on the terminal of a forecast: Dutch by default."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import typer

from ketenmonitor.cli.terminal import blank_table, show
from ketenmonitor.cli.words import number
from ketenmonitor.definition import Definition

if TYPE_CHECKING:
    from ketenmonitor.whatif import Forecast

WORDS = {
    "nl": {
        "forecast": "Prognose, geen cijfer van de keten", "end": "voorraad aan het eind van de maand", "entered": "instroom per maand",
        "month": "maand", "mean": "verwacht", "in_80": "80 % tussen", "in_95": "95 % tussen", "measured": "gemeten",
        "way": "manier", "mae": "er gemiddeld naast", "mase": "MASE", "coverage_80": "binnen 80 %-interval", "coverage_95": "binnen 95 %-interval",
        "scored": "Hoe goed het was: {n} maanden uit het verleden, voorspeld zonder die te kennen", "and": "en",
        "better": "Gekozen: {way}, beter dan ‘{naive}’.",
        "worse": "Niets was beter dan ‘{naive}’; dat is dus de prognose. Verwacht er niet te veel van.",
        "AutoETS": "exponentiële vereffening (ETS)", "AutoARIMA": "ARIMA", "AutoTheta": "Theta", "Naive": "er verandert niets",
        "SeasonalNaive": "zoals dezelfde maand een jaar eerder", "off": "Gemiddeld {mae} naast wat er gemeten is, over {n} maanden.",
    },
    "en": {
        "forecast": "Forecast, not a figure of the chain", "end": "stock at the end of the month", "entered": "entered in the month",
        "month": "month", "mean": "expected", "in_80": "80 % between", "in_95": "95 % between", "measured": "measured",
        "way": "way", "mae": "off by, in the mean", "mase": "MASE", "coverage_80": "in 80 % interval", "coverage_95": "in 95 % interval",
        "scored": "How good it was: {n} months of the past, foretold without knowing them", "and": "and",
        "better": "Chosen: {way}, better than ‘{naive}’.",
        "worse": "Nothing was better than ‘{naive}’; so that is the forecast. Do not expect too much of it.",
        "AutoETS": "exponential smoothing (ETS)", "AutoARIMA": "ARIMA", "AutoTheta": "Theta", "Naive": "nothing changes",
        "SeasonalNaive": "as the same month a year before", "off": "Off by {mae} in the mean, over {n} months that were measured.",
    },
}  # fmt: skip


def print_gone(gone: Mapping[str, int], definition: Definition, language: str) -> None:
    """What left after its term, if anything did."""
    from ketenmonitor.whatif.warnings import of_gone, said_of  # only here: its room loads what reckons

    for one in of_gone(gone):
        typer.echo(said_of(one, definition, language))


def print_forecast(one: Forecast, later: tuple[int, ...], definition: Definition, language: str) -> None:
    """The months to come, which way was chosen and why."""
    said = WORDS[language]
    title = definition.stocks[one.series.stock].title.in_language(language)
    table = blank_table(f"{said['forecast']} · {title} · {said[one.series.what]}")
    for name in ("month", "mean", "in_80", "in_95", *(("measured",) if later else ())):
        table.add_column(said[name], justify="left" if name == "month" else "right")
    for n, month in enumerate(one.months):
        sides = ((month.low_80, month.high_80), (month.low_95, month.high_95))
        cells = [f"{_whole(low, language)} {said['and']} {_whole(high, language)}" for low, high in sides]
        measured = [_whole(later[n], language) if n < len(later) else "-"] if later else []
        table.add_row(month.month, _whole(month.mean, language), *cells, *measured)
    show(table)
    if later:
        mae = sum(abs(month.mean - value) for month, value in zip(one.months, later, strict=False)) / len(later)
        typer.echo(said["off"].format(mae=_whole(mae, language), n=len(later)))
    _print_scores(one, language)


def _print_scores(one: Forecast, language: str) -> None:
    said = WORDS[language]
    typer.echo(said["better" if one.is_better else "worse"].format(way=said[one.way], naive=said[one.naive]))
    table = blank_table(said["scored"].format(n=number(one.scores[0].months, language)))
    for name in ("way", "mae", "mase", "coverage_80", "coverage_95"):
        table.add_column(said[name], justify="left" if name == "way" else "right")
    for score in one.scores:
        mase = "-" if score.mase is None else number(round(score.mase, 2), language)
        shares = [f"{round(100 * share)} %" for share in (score.coverage_80, score.coverage_95)]
        table.add_row(said[score.way], _whole(score.mae, language), mase, *shares)
    show(table)


def _whole(value: float, language: str) -> str:
    return number(round(value), language)
