"""What missing and odd links do to the figures, in words.

Comes in: records of the measure `linkage`. Goes out: a line for each record of which there is anything to say. The promise:
a number that is 0 is not said, and none is interpreted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ketenmonitor.definition import Definition
from ketenmonitor.wording.language import Language, Record
from ketenmonitor.wording.said import Speaker

EFFECTS = "effects"  # the word that stands above them
OF_LINK = ("without_link", "outside_cases", "cases_without", "cases_in_conflict", "placeholders", "placeholder_events")
OF_LEAD_TIME = ("starts_outside", "ends_outside", "open_without")
OF_HANDOVER = ("in_transit", "in_transit_unlinked", "unmatched", "unmatched_untraced")


def effects_of(records: Iterable[Record], chain: Definition, language: Language) -> tuple[str, ...]:
    """A line for each record, and one for each lead time that feels it."""
    speaker = Speaker(chain, language)
    return tuple(line for record in records for line in _lines(speaker, record))


def _lines(speaker: Speaker, record: Record) -> Iterator[str]:
    effect = record.get("effect")
    if not effect:
        return
    if record["id"] is not None:
        when = [speaker.language.period(record["period"])] if record["period"] else []
        head = ", ".join([speaker.figure(record), *when, *([speaker.group(record)] if record["by"] else [])])
        yield from _line(speaker, head, record, effect, OF_HANDOVER)
        return
    ends = f"{speaker.object(record['from'])} → {speaker.object(record['to'])}"
    yield from _line(speaker, ends, record, effect, OF_LINK)
    for felt in effect["lead_times"]:
        title = speaker.chain.lead_times[felt["id"]].title.in_language(speaker.language.code)
        yield from _line(speaker, f"{ends}, {title}", record, felt, OF_LEAD_TIME)


def _line(speaker: Speaker, head: str, record: Record, numbers: Record, names: tuple[str, ...]) -> Iterator[str]:
    from_ = speaker.object(record["from"]).lower()
    said = [
        speaker.say(f"effect_{name}", n=speaker.language.number(numbers[name]), from_=from_)
        for name in names
        if numbers[name]
    ]
    if said:
        yield f"{head}: {'; '.join(said)}."
