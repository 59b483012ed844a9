"""Tables on the terminal of assessments and the review queue, and the same as data: Dutch by default."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

import typer

from ketenmonitor.cli.output import visible
from ketenmonitor.cli.terminal import blank_table, show
from ketenmonitor.cli.words import number
from ketenmonitor.instants import to_iso
from ketenmonitor.misuse import EXPLANATIONS, Kind, Run, Settings, Shown, explanation, false_alarms, why
from ketenmonitor.misuse.steps import standing

WORDS = {
    "nl": {
        "looks": "raadplegingen", "unexplained": "door niets verklaard", "because": "verklaring", "item": "nr", "state": "stand",
        "officer": "medewerker", "person": "persoon", "score": "punten", "why": "waarom", "kind": "soort", "new": "nieuw in de wachtrij",
        "first": "eerste", "last": "laatste", "open": "open", "asked": "navraag", "suspected": "vermoed", "lawful": "rechtmatig",
        "unlawful": "onrechtmatig", "break-glass": "noodtoegang", "sample": "steekproef", "unexplained_kind": "onverklaard",
        "false": "Vals alarm", "of": "van", "decided": "besloten", "assessed": "Beoordeeld", "times": "keer, laatst op",
        "gap": "langst ertussen", "days": "dagen", "nobody": "U beoordeelt hier niet: wat in de wachtrij kwam, wordt niet getoond.",
        "none": "nog niets besloten", "removed": "verwijderd", "glass": "met noodtoegang", "until": "raadplegingen tot",
        "not_known": "Hierover is niets aangeleverd, dus dit verklaart hier geen enkele raadpleging", "case": "Zaak", "chain": "keten",
        "gone": "Welke zaak dit is, weet deze monitor niet meer: zij is er niet, of is vernietigd.", "given": "opgegeven reden",
    },
    "en": {
        "looks": "looks", "unexplained": "explained by nothing", "because": "explanation", "item": "no.", "state": "state",
        "officer": "officer", "person": "person", "score": "points", "why": "why", "kind": "kind", "new": "new in the queue",
        "first": "first", "last": "last", "open": "open", "asked": "asked", "suspected": "suspected", "lawful": "lawful",
        "unlawful": "unlawful", "break-glass": "break-the-glass", "sample": "sample", "unexplained_kind": "unexplained",
        "false": "False alarms", "of": "of", "decided": "decided", "assessed": "Assessed", "times": "times, last on",
        "gap": "longest in between", "days": "days", "nobody": "You are no reviewer here: what came into the queue is not shown.",
        "none": "nothing decided yet", "removed": "removed", "glass": "behind broken glass", "until": "looks until",
        "not_known": "Of this nothing was supplied, so it explains no look here", "case": "Case", "chain": "chain",
        "gone": "Which case this is, this monitor does not know any more: it is not there, or was destroyed.", "given": "reason given",
    },
}  # fmt: skip


def said(name: str, language: str) -> str:
    """A word of these tables."""
    return WORDS[language][name]


def print_run(run: Run, settings: Settings, most: int, language: str) -> None:
    """What explained how many looks, and the first items of the run."""
    table = blank_table("")
    table.add_column(said("because", language))
    table.add_column(said("looks", language), justify="right")
    for name in EXPLANATIONS:
        if name in run.counts:
            table.add_row(explanation(name, language), number(run.counts[name], language))
    table.add_row(said("unexplained", language), number(run.counts["unexplained"], language))
    table.add_row("", number(run.counts["looks"], language))
    show(table)
    if run.not_known:
        typer.echo(f"{said('not_known', language)}:")
        for name in run.not_known:
            typer.echo(f"- {explanation(name, language)}")
    typer.echo(f"{number(run.new, language)} {said('new', language)}")
    if run.shown:
        print_items(run.shown[:most], settings, language)
    elif run.new:
        typer.echo(said("nobody", language))


def print_items(items: Sequence[Shown], settings: Settings, language: str) -> None:
    """One row an item."""
    table = blank_table("")
    for name in ("item", "kind", "state", "officer", "person", "looks", "first", "last", "score", "why"):
        table.add_column(said(name, language), justify="right" if name in ("item", "looks", "score") else "left")
    for one in items:
        table.add_row(*_cells(one, settings, language))
    show(table)


def _cells(one: Shown, settings: Settings, language: str) -> tuple[str, ...]:
    about, item = one.about, one.item
    kind = said("unexplained_kind" if item.kind is Kind.UNEXPLAINED else item.kind, language)
    state = said(item.state, language)
    if not about:
        return (str(item.number), kind, state, said("removed", language), "-", "-", "-", "-", "-", "-")
    days = (to_iso(about[name], settings.zone)[:10] for name in ("first_us", "last_us"))
    score = number(round(about["score"], 1), language) if about["reasons"] else "-"
    told = why(about, language) or [said("glass", language)]
    reasons = "\n".join([*told, *(f"{said('given', language)}: {visible(one)}" for one in about.get("given", ()))])
    return (
        str(item.number),
        kind,
        state,
        visible(about["user"]),
        visible(about["person"]),
        str(about["looks"]),
        *days,
        score,
        reasons,
    )


def print_item(one: Shown, settings: Settings, named: Mapping[str, str] | None, language: str) -> None:
    """One item, with what was decided and why; `named`: which case it is about, in a monitor."""
    print_items([one], settings, language)
    if named:
        typer.echo(visible(f"{said('case', language)}: {named['case']} ({said('chain', language)} {named['chain']})"))
    elif settings.named:
        typer.echo(said("gone", language))
    for remark in one.remarks:
        typer.echo(visible(f"{remark['at']} {remark['by']}: {remark['step']}. {remark['reason']}"))


def print_queue(items: Sequence[Shown], summary: Mapping[str, Any], settings: Settings, language: str) -> None:
    """The queue, then what is known of how well it works and how regularly looks are assessed."""
    print_items(items, settings, language)
    for kind, rate in summary["false_alarms"].items():
        name = said("unexplained_kind" if kind == Kind.UNEXPLAINED else kind, language)
        told = said("none", language)
        if rate["decided"]:
            low, high = (f"{bound:.0%}" for bound in (rate["low"], rate["high"]))
            told = f"{rate['lawful']} {said('of', language)} {rate['decided']} {said('decided', language)}: {rate['share']:.0%} ({low}-{high})"
        typer.echo(f"{said('false', language)}, {name}: {told}")
    done = summary["assessed"]
    if done["times"]:
        typer.echo(
            f"{said('assessed', language)}: {done['times']} {said('times', language)} {done['last_at'][:10]} "
            f"({said('until', language)} {done['looks_until'][:10]}); {said('gap', language)}: {done['longest_gap_days']} {said('days', language)}"
        )


def figures(lines: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The rate of false alarms of each kind, and how regularly looks were assessed."""
    told = list(lines)
    items = list(standing(told).values())
    rates = {}
    for kind in Kind:
        rate = false_alarms(items, kind)
        low, high = rate.interval or (None, None)
        rates[str(kind)] = {"lawful": rate.n, "decided": rate.of, "share": rate.share, "low": low, "high": high}
    runs = [line for line in told if line["step"] == "rank"]
    moments = [datetime.fromisoformat(line["at"]) for line in runs]
    gaps = [(later - earlier).days for earlier, later in zip(moments, moments[1:], strict=False)]
    last = runs[-1] if runs else {}
    assessed = {
        "times": len(runs),
        "last_at": last.get("at"),
        "looks_until": last.get("until"),
        "longest_gap_days": max(gaps, default=0),
    }
    return {"false_alarms": rates, "assessed": assessed}


def run_as_data(run: Run) -> dict[str, Any]:
    """A run as one document."""
    return {
        "counts": dict(run.counts),
        "not_known": list(run.not_known),
        "new": run.new,
        "items": [shown_as_data(one) for one in run.shown],
    }


def shown_as_data(one: Shown) -> dict[str, Any]:
    """An item as one document; the keyed hash of its pair stays inside."""
    steps = [asdict(taken) for taken in one.item.steps]
    return {
        "item": one.item.number, "kind": one.item.kind, "state": one.item.state, "steps": steps,
        "about": dict(one.about), "remarks": [dict(remark) for remark in one.remarks],
    }  # fmt: skip
