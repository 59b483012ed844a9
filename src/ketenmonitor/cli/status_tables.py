"""The state of a chain on the terminal, to be read at a glance: partners, what is missing, figures that stop early.

What needs no attention takes no room: when every partner delivered equally far there is one table and one sentence.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from rich.console import Console

from ketenmonitor.cli.terminal import blank_table, show
from ketenmonitor.cli.words import number, word
from ketenmonitor.definition import Definition
from ketenmonitor.wording import language_of

State = dict[str, Any]
TABLES = {"lead-time": "lead_times", "stock": "stocks", "handover": "handovers", "term": "terms"}
SAID = {
    "nl": {
        "complete": "bij", "days": "{days} korter", "behind": "ACHTER: {days}", "gap": "GAT: {days}",
        "nothing": "nog niets",
        "all_equal": "Alle cijfers zijn compleet tot {until}.",
        "others": "De andere {n} cijfers zijn compleet tot {until}.",
        "others_one": "Het andere cijfer is compleet tot {until}.",
        "course": "het hele verloop van zaken",
        "doubt": "{partner}: sinds {since} is van {n} van {of} zaken ({share}) de stand niet bekend.",
        "missing": "{partner}: leveringen {ids} ontbreken.", "missing_one": "{partner}: levering {ids} ontbreekt.",
        "beyond": "{partner}: {n} leveringen ({events}) van na het gat tellen pas mee als het gevuld is.",
        "beyond_one": "{partner}: {n} levering ({events}) van na het gat telt pas mee als het gevuld is.",
        "refused": "{partner}: leveringen {ids} zijn geweigerd; `ketenmonitor quarantine list` zegt waarom.",
        "refused_one": "{partner}: levering {ids} is geweigerd; `ketenmonitor quarantine list` zegt waarom.",
        "revised": "Uitgave van {as_of}: {n} cijfers worden herzien als {partners} bij is{periods}.",
        "revised_one": "Uitgave van {as_of}: {n} cijfer wordt herzien als {partners} bij is{periods}.",
        "periods": "; nu ontbreken of veranderen {first} en later", "stopped": "cijfers die eerder ophouden",
        "silent": "Niemand leverde iets over de laatste {n} dagen.",
        "silent_one": "Niemand leverde iets over de laatste dag.", "one_event": "1 gebeurtenis",
        "events": "{n} gebeurtenissen",
        "left_later": "Van wat toen bekend was ging sindsdien iets weg na zijn termijn ({code}): {left}. Hoeveel er toen was is niet meer bekend.",
        "vernietigd": "vernietigd op {day}{by}", "verwijderd_bewaard": "verwijderd op {day}{by}",
    },
    "en": {
        "complete": "complete", "days": "{days} less", "behind": "BEHIND: {days}", "gap": "GAP: {days}",
        "nothing": "nothing yet",
        "all_equal": "All figures are complete until {until}.",
        "others": "The other {n} figures are complete until {until}.",
        "others_one": "The other figure is complete until {until}.",
        "course": "the whole course of cases",
        "doubt": "{partner}: since {since} the state of {n} of {of} cases ({share}) is not known.",
        "missing": "{partner}: deliveries {ids} are missing.", "missing_one": "{partner}: delivery {ids} is missing.",
        "beyond": "{partner}: {n} deliveries ({events}) from after the gap count only when it is filled.",
        "beyond_one": "{partner}: {n} delivery ({events}) from after the gap counts only when it is filled.",
        "refused": "{partner}: deliveries {ids} were refused; `ketenmonitor quarantine list` says why.",
        "refused_one": "{partner}: delivery {ids} was refused; `ketenmonitor quarantine list` says why.",
        "revised": "Release of {as_of}: {n} figures will be revised when {partners} is complete{periods}.",
        "revised_one": "Release of {as_of}: {n} figure will be revised when {partners} is complete{periods}.",
        "periods": "; {first} and later are missing or change", "stopped": "figures that stop earlier",
        "silent": "Nobody delivered anything about the last {n} days.",
        "silent_one": "Nobody delivered anything about the last day.", "one_event": "1 event", "events": "{n} events",
        "left_later": "Of what was known then something left since, after its term ({code}): {left}. Numbers of then are not known any more.",
        "vernietigd": "destroyed on {day}{by}", "verwijderd_bewaard": "removed on {day}{by}",
    },
}  # fmt: skip


def print_status(state: State, definition: Definition, language: str) -> None:
    """One chain: its partners, what is missing, the figures that stop early, and what will be revised."""
    head = f"{state['chain']} · {state['definition_version']}"
    sizes = ", ".join(f"{_count(state[name], language)} {word(name, language)}" for name in ("cases", "events"))
    table = blank_table(f"{head} · {sizes}")
    for name in ("partner", "deliveries", "delivered_from", "complete_until", "state", "quarantined"):
        table.add_column(word(name, language), justify="right" if name in ("deliveries", "quarantined") else "left")
    for one in state["partners"]:
        until = _moment(one["delivered_until"]) or word("not_delivered", language)
        start = (one["delivered_from"] or "-")[:10]
        counts = [_count(one[name], language) for name in ("deliveries", "quarantined")]
        table.add_row(one["partner"], counts[0], start, until, _standing(one, language), counts[1])
    show(table)
    lines = [*_left_later(state, language), *_missing(state, language), *_doubts(state, language)]
    _print(lines)
    _print_stages(state, definition, language)
    _print([*_revised(state, language), *_silent(state, language)])


def _count(n: int | None, language: str) -> str:
    """A number; of what is not known any more a dash."""
    return "-" if n is None else number(n, language)


def _left_later(state: State, language: str) -> list[str]:
    """What left since of what was known then, when, and by which article."""
    said = SAID[language]
    left = [
        said[one["state"]].format(day=one["at"][:10], by=f" ({one['article']})" if one["article"] else "")
        for one in state["left_later"]
    ]
    code = ", ".join(state["notes"])
    return [said["left_later"].format(code=code, left="; ".join(dict.fromkeys(left)))] if left else []


def _standing(one: State, language: str) -> str:
    said, days = SAID[language], one["days_behind"]
    if one["state"] == "nothing":
        return said["nothing"]
    if one["state"] == "behind":
        return said["gap" if one["gaps"] else "behind"].format(days=language_of(language).in_days(days))
    return said["days"].format(days=language_of(language).in_days(days)) if days else said["complete"]


def _missing(state: State, language: str) -> list[str]:
    said, lines = SAID[language], []
    for one in state["partners"]:
        for name in ("missing", "refused"):
            if ids := [str(id) for id in one.get(name, ()) if id]:
                lines.append(said[_form(name, len(ids))].format(partner=one["partner"], ids=", ".join(ids)))
        if n := one["beyond_gap"]["deliveries"]:
            n_events = one["beyond_gap"]["events"]
            events = said["one_event" if n_events == 1 else "events"].format(n=_count(n_events, language))
            lines.append(said[_form("beyond", n)].format(partner=one["partner"], n=number(n, language), events=events))
    return lines


def _doubts(state: State, language: str) -> list[str]:
    return [
        SAID[language]["doubt"].format(
            partner=one["partner"], since=_moment(one["delivered_until"]), n=number(one["cases_unknown"], language),
            of=number(one["cases_of"], language), share=_share(one["share_unknown"], language),
        )
        for one in state["partners"]
        if one.get("cases_unknown")
    ]  # fmt: skip


def _print_stages(state: State, definition: Definition, language: str) -> None:
    """The stages at which a partner holds figures back; of the others only that they go further."""
    said = SAID[language]
    early = [one for one in state["coverage"] if one["held_back_by"]]
    rest = [one for one in state["coverage"] if not one["held_back_by"]]
    if not early:
        if state["furthest"]:
            _print([said["all_equal"].format(until=_moment(state["furthest"]))])
        return
    effects = {(one["kind"], one["id"]): one for one in state["effects"]}
    table = blank_table(said["stopped"])
    for name in ("figure", "complete_until", "waits_for", "unknown_cases", "median_age_days", "later"):
        is_number = name in ("unknown_cases", "median_age_days", "later")
        table.add_column(word(name, language), justify="right" if is_number else "left")
    for one in early:
        until = _moment(one["complete_until"]) or word("not_delivered", language)
        effect = _effect(effects.get((one["kind"], one["id"])), language)
        table.add_row(_title(one, definition, language), until, ", ".join(one["held_back_by"]), *effect)
    show(table)
    if rest:
        _print([said[_form("others", len(rest))].format(n=len(rest), until=_moment(state["furthest"]))])


def _effect(effect: State | None, language: str) -> list[str]:
    if effect is None:
        return ["-", "-", "-"]
    unknown = f"{number(effect['unknown'], language)} ({_share(effect['share'], language)})"
    age = effect["median_age_days"]
    return [unknown, "-" if age is None else number(round(age), language), number(effect["later"], language)]


def _title(one: State, definition: Definition, language: str) -> str:
    if one["kind"] not in TABLES:
        return SAID[language]["course"]
    found = getattr(definition, TABLES[one["kind"]]).get(one["id"])
    return str(found.title.in_language(language)) if found else str(one["id"])


def _revised(state: State, language: str) -> list[str]:
    said, lines = SAID[language], []
    for one in state["to_be_revised"]:
        periods = said["periods"].format(first=one["periods"][0]) if one["periods"] else ""
        partners, n = ", ".join(one["partners"]), number(len(one["figures"]), language)
        form = _form("revised", len(one["figures"]))
        lines.append(said[form].format(as_of=one["as_of"], n=n, partners=partners, periods=periods))
    return lines


def _silent(state: State, language: str) -> list[str]:
    days = state["days_ago"]
    is_long = days is not None and days > state["dark_after_days"]
    return [SAID[language][_form("silent", days)].format(n=number(days, language))] if is_long else []


def _form(name: str, n: int) -> str:
    """Which sentence: that of one, or of several."""
    return f"{name}_one" if n == 1 else name


def _moment(text: str | None) -> str:
    """A moment to the minute, on the clock of the chain."""
    return f"{datetime.fromisoformat(text):%Y-%m-%d %H:%M}" if text else ""


def _share(share: float | None, language: str) -> str:
    return "-" if share is None else f"{number(round(100 * share, 1), language)}%"


def _print(lines: list[str]) -> None:
    if lines:
        Console(markup=False, emoji=False).print("\n".join(lines) + "\n", soft_wrap=True, highlight=False)
