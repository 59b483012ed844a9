"""Panels of work in parts: hand-overs, terms and links; and of steps and variants, the most frequent first.

Comes in: records of `handover`, `term`, `linkage`, `path` and `variant`. Goes out: panels. The promise: the parts of a
bar add up to its whole, and what is left out of a list is counted below its title.
"""

from __future__ import annotations

from collections.abc import Sequence

from ketenmonitor.charts.plain import Bars, Nothing, Panel, Row, Series
from ketenmonitor.wording import Record
from ketenmonitor.wording.said import Speaker

STATES = {"met": "dark", "missed": "light", "running_late": "deep", "running": "pale", "stopped": "faint"}
MOST_STEPS, MOST_VARIANTS = 20, 15


def handover_panel(speaker: Speaker, records: Sequence[Record], title: str, most: int) -> Panel:
    """What was sent and what was received, each in its parts, with the waiting time."""
    parts = {"arrived": "dark", "in_transit": "light", "unmatched": "deep"}
    series = tuple(Series(speaker.say(f"segment_{name}"), look) for name, look in parts.items())
    is_divided = any(record["period"] or record["by"] for record in records)
    rows = tuple(row for record in records for row in _sent_and_received(speaker, record, is_divided))
    about = (speaker.unit(records), *speaker.broken_down(records), speaker.say("handover_waits"))
    return Panel(
        title, about, Bars(series, rows, "count", most, speaker.say("axis_number")), speaker.foot(records, _texts(rows))
    )


def _sent_and_received(speaker: Speaker, record: Record, is_divided: bool) -> tuple[Row, Row]:
    name = f"{speaker.row(record)}: " if is_divided else ""
    sent, transit, received, unmatched = (record[f] for f in ("sent", "in_transit", "received", "unmatched"))
    titles = [name + speaker.say(word) for word in ("row_sent", "row_received")]
    if sent is None or transit is None:
        first = Row(titles[0], reason=speaker.number(record, "sent" if sent is None else "in_transit"))
    else:
        waits = {name: _waiting(speaker, record, name) for name in ("median_days", "p90_days")}
        says = (speaker.language.number(sent), *([speaker.say("waiting", **waits)] if sent else []))
        first = Row(titles[0], _divided(sent, transit, 1), says)
    if received is None or unmatched is None:
        return first, Row(titles[1], reason=speaker.number(record, "received" if received is None else "unmatched"))
    return first, Row(titles[1], _divided(received, unmatched, 2), (speaker.language.number(received),))


def _divided(whole: int, part: int, place: int) -> tuple[int, ...]:
    """What is left of a whole, and its part in its place; the part is at most the whole."""
    part = min(part, whole)
    return (whole - part, *(part if n == place else 0 for n in (1, 2)))


def _waiting(speaker: Speaker, record: Record, field: str) -> str:
    return speaker.days(record, field) if record[field] is None else speaker.language.in_days(record[field])


def term_panel(speaker: Speaker, records: Sequence[Record], title: str) -> Panel:
    """How often a term was met: shares of all cases for which it started. Of several terms: a row each."""
    series = tuple(Series(speaker.say(f"segment_{name}"), look) for name, look in STATES.items())
    is_whole = not any(record["period"] or record["by"] for record in records)
    rows = tuple(_states(speaker, record, is_whole) for record in records)
    about = (speaker.say("term_about"), speaker.unit(records), *speaker.broken_down(records))
    shape = Bars(series, rows, "share", 1, speaker.say("axis_share_cases"))
    return Panel(title, about, shape, speaker.foot(records, _texts(rows)))


def _states(speaker: Speaker, record: Record, is_whole: bool) -> Row:
    title = speaker.figure(record) if is_whole else speaker.row(record)
    missing = next((name for name in ("due", *STATES) if record[name] is None), None)
    if missing or not record["due"]:
        reason = (
            speaker.number(record, missing)
            if missing
            else speaker.say("none_due", reason=speaker.say("not-applicable"))
        )
        return Row(title, reason=reason)
    due = speaker.say("n_counted", n=speaker.language.number(record["due"]))
    # Parts that the door changed a little each may add up to more than the whole: a bar is never over 100 %.
    whole = max(record["due"], sum(record[name] for name in STATES))
    return Row(title, tuple(record[name] / whole for name in STATES), (due,))


def linkage_panel(speaker: Speaker, records: Sequence[Record], title: str) -> Panel:
    """Which share of objects is linked, a row per kind of link; of a hand-over a row per period or group."""
    series = (Series(speaker.say("linked"), "dark"), Series(speaker.say("not_linked"), "light"))
    rows = tuple(_link(speaker, record) for record in records)
    shape = Bars(series, rows, "share", 1, speaker.say("axis_share_objects"))
    return Panel(
        title,
        (speaker.say("linkage_about" if records[0]["id"] is None else "linkage_handover_about"),),
        shape,
        speaker.foot(records, _texts(rows)),
    )


def _link(speaker: Speaker, record: Record) -> Row:
    is_whole = record["id"] is None
    title = f"{speaker.object(record['from'])} → {speaker.object(record['to'])}" if is_whole else speaker.row(record)
    if record["share"] is None:
        return Row(title, reason=speaker.language.missing(record, "share", "share"))
    says = {name: speaker.number(record, name) for name in ("linked", "objects", "conflicts")}
    texts = [speaker.say("link_says", **says), speaker.say("link_conflicts", **says)]
    if not is_whole:
        came = {name: speaker.number(record, name) for name in ("received", "traced")}
        texts.insert(1, speaker.say("link_traced", **came))
    return Row(title, (record["share"], 1 - record["share"]), tuple(texts))


def path_panel(speaker: Speaker, records: Sequence[Record], title: str) -> Panel:
    """The most frequent steps from one activity to the next, with the time in between."""
    known = sorted((r for r in records if r["times"] is not None), key=lambda r: -r["times"])
    if not known:
        return _none(speaker, records, title, "times")
    shown, all_times = known[:MOST_STEPS], sum(r["times"] for r in known)
    rows = tuple(_step(speaker, record) for record in shown)
    rest = _rest(speaker, known, MOST_STEPS, "times", all_times, "path_others")
    about = (speaker.say("path_about", n=speaker.language.number(len(shown))), *rest)
    shape = Bars(
        (Series(speaker.say("axis_times"), "dark"),), rows, "count", shown[0]["times"], speaker.say("axis_times")
    )
    return Panel(title, about, shape, speaker.foot(records, [*_texts(rows), *_odd(speaker, records, known, "times")]))


def _step(speaker: Speaker, record: Record) -> Row:
    title = f"{speaker.activity(record['from_activity'])} → {speaker.activity(record['to_activity'])}"
    said = {name: speaker.number(record, name) for name in ("times", "cases")}
    times = {name: _waiting(speaker, record, name) for name in ("median_days", "p90_days")}
    return Row(title, (record["times"],), (speaker.say("step_says", **said), speaker.say("step_days", **times)))


def variant_panel(speaker: Speaker, records: Sequence[Record], title: str) -> Panel:
    """The most frequent ways through the chain, with the share of cases that they hold together."""
    known = sorted((r for r in records if r["cases"] is not None and r["share"] is not None), key=lambda r: -r["cases"])
    if not known:
        return _none(speaker, records, title, "cases")
    shown, all_cases = known[:MOST_VARIANTS], sum(r["cases"] for r in known) / (sum(r["share"] for r in known) or 1)
    rows, so_far = [], 0.0
    for record in shown:
        so_far += record["share"]
        rows.append(_variant(speaker, record, so_far))
    rest = _rest(speaker, known, MOST_VARIANTS, "cases", all_cases, "variant_others")
    about = (speaker.say("variant_about", n=speaker.language.number(len(shown))), speaker.unit(records), *rest)
    axis = speaker.say("axis_share_cases")
    shape = Bars((Series(axis, "dark"),), tuple(rows), "share", shown[0]["share"] or 1, axis)
    return Panel(title, about, shape, speaker.foot(records, [*_texts(rows), *_odd(speaker, records, known, "cases")]))


def _variant(speaker: Speaker, record: Record, so_far: float) -> Row:
    title = " → ".join(speaker.activity(id) for id in record["activities"])
    shares = {"share": speaker.language.share(record["share"]), "sum": speaker.language.share(so_far)}
    cases, days = speaker.number(record, "cases"), _waiting(speaker, record, "median_days")
    says = (speaker.say("variant_share", **shares), speaker.say("variant_cases", cases=cases, days=days))
    return Row(title, (record["share"],), says)


def _rest(speaker: Speaker, known: Sequence[Record], most: int, field: str, whole: float, name: str) -> tuple[str, ...]:
    """How many there are besides those shown, and how much they hold."""
    others = known[most:]
    if not others:
        return ()
    held = sum(record[field] for record in others)
    share = speaker.language.share(held / whole) if whole else speaker.say("not-applicable")
    return (speaker.say(name, n=speaker.language.number(len(others)), held=speaker.language.number(held), share=share),)


def _odd(speaker: Speaker, records: Sequence[Record], known: Sequence[Record], field: str) -> list[str]:
    """The reasons of records that could not be shown."""
    return [speaker.number(record, field) for record in records if record not in known]


def _none(speaker: Speaker, records: Sequence[Record], title: str, field: str) -> Panel:
    reason = speaker.number(records[0], field)
    return Panel(title, (), Nothing(reason), speaker.foot(records, [reason]))


def _texts(rows: Sequence[Row]) -> list[str]:
    return [text for row in rows for text in (*row.says, row.reason)]
