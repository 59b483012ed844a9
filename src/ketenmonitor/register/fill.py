"""Draft answers to "what is the status, point by point": a table in a document, made of the register and of nothing else.

Comes in: rows of the overview. Goes out: DOCX. The promise: every cell that says something names its source, by number in the list below:
file, page, line and sentence; what is not known is said so; it says on every page that it is a draft.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date

from ketenmonitor.register.answering import Answer
from ketenmonitor.register.fill_words import WORDS
from ketenmonitor.register.known import Known
from ketenmonitor.register.matching import references_of
from ketenmonitor.register.overview import Row
from ketenmonitor.register.records import Item, Kind
from ketenmonitor.register.records.keys import folded
from ketenmonitor.register.standing import DONE, Named, Saying, State, saying
from ketenmonitor.register.words import told
from ketenmonitor.release import Cell, Letter, Table, docx_of, page_language
from ketenmonitor.release import Row as TableRow

LONGEST = 400
InWords = Callable[[date], str]  # how a language writes a day
# How wide the columns are beside each other: number, about, due, state, declared, carried out, slipped.
SHARES = (3.2, 6.0, 3.2, 3.4, 4.6, 2.6, 3.2)


class Sources:
    """The places that cells point to, each once, numbered in the order in which they are first named."""

    def __init__(self, words: Mapping[str, str], in_words: InWords, code: str) -> None:
        self._words, self.in_words, self.code = words, in_words, code
        self._numbers: dict[str, int] = {}

    def number(self, said: Saying) -> str:
        """How a cell points to a place."""
        return self._numbered(self._place(said))

    def text(self, text: str) -> str:
        """How a cell points to something else than a paper."""
        return self._numbered(text)

    def _numbered(self, text: str) -> str:
        return f"[{self._numbers.setdefault(text, len(self._numbers) + 1)}]"

    def _place(self, said: Saying) -> str:
        page = f", {self._words['page']} {said.spot.page}" if said.spot.page else ""
        when = f" ({self.in_words(said.date)})" if said.date else f" ({self._words['no_date']})"
        quoted = f"\N{LEFT DOUBLE QUOTATION MARK}{said.text}\N{RIGHT DOUBLE QUOTATION MARK}"
        return f"{said.source}{when}{page}, {self._words['line']} {said.spot.line}: {quoted}"

    @property
    def listed(self) -> tuple[str, ...]:
        """Each source with its number."""
        return tuple(f"[{number}] {text}" for text, number in self._numbers.items())


def status_per_point(rows: Iterable[Row], on: date, code: str = "nl", known: Known | None = None) -> bytes:
    """The table as a document of Word. `code`: the language of the document; sentences stay as the papers say them.

    `known`: up to when the register knows.
    """
    words, language = WORDS[code], page_language(code)
    sources = Sources(words, language.date, code)
    made = tuple(_row(number, row, words, sources) for number, row in enumerate(rows, start=1))
    columns = tuple(words[name] for name in ("about", "due", "state", "declared", "carried_out", "slipped"))
    table = Table(words["caption"].format(on=language.date(on)), words["number"], columns, made, SHARES)
    intro = (words["intro"], *_read(known, words, language.date), *(() if made else (words["nothing"],)))
    letter = Letter(words["title"], intro, (table,) if made else (), sources.listed, chain=words["draft"], is_wide=True)
    return docx_of(letter, language, on)


def _read(known: Known | None, words: Mapping[str, str], in_words: InWords) -> Iterator[str]:
    """How much the register knows: what is late in it may have come since."""
    if known and known.last:
        yield words["read"].format(papers=known.papers, last=in_words(known.last))


def _row(number: int, row: Row, words: Mapping[str, str], sources: Sources) -> TableRow:
    found = row.standing
    cells = (
        _about(row, words, sources),
        _due(found.moment, words, sources),
        _state(row, words, sources),
        " ".join(f"{_short(one.text)} {sources.number(one)}" for one in found.declared),
        _carried_out(row, words, sources),
        " ".join(
            f"{_last(slip.before, sources.in_words)} {sources.number(slip.before.said)} \N{RIGHTWARDS ARROW} {_last(slip.after, sources.in_words)} "
            f"{sources.number(slip.after.said)} ({slip.days:+d} {words['days']})"
            for slip in found.slips
        ),
    )
    missing = ("none", "no_due", "none", "no_declared", "no_carried_out", "no_slipped")
    filled = tuple(_cell(text, words[name]) for text, name in zip(cells, missing, strict=True))
    return TableRow(f"{number}. {row.point.id}", filled)


def _cell(text: str, missing: str) -> Cell:
    """What is not known is said so, in a word of the column."""
    return Cell(text, is_text=True) if text else Cell(missing, is_missing=True, is_text=True)


def _about(row: Row, words: Mapping[str, str], sources: Sources) -> str:
    first: Item = row.point.mentions[0]
    # A motion has a name; what is asked or promised is said best in its own sentence.
    about = row.point.title if row.point.kind is Kind.MOTION else first.text or row.point.title
    numbers = sorted(name for one in row.point.mentions for name in references_of(one))
    known_by = f" ({', '.join(dict.fromkeys(numbers))})" if numbers and row.point.kind is not Kind.QUESTION else ""
    where = "".join(sources.number(saying(one)) for one in row.point.mentions)
    kind = "" if folded(about).startswith("motie") else f"{words[str(row.point.kind)]}: "
    return f"{kind}{_short(about)}{known_by} {where}"


def _due(moment: Named | None, words: Mapping[str, str], sources: Sources) -> str:
    if moment is None:
        return ""
    interval = _interval(moment, words, sources.in_words)
    said = str(moment.moment.get("text") or "")
    assumed = "; ".join(told(str(one), sources.code) for one in moment.moment.get("assumptions") or ())
    granted = sources.text(words["assumed"].format(what=assumed)) if assumed and interval else ""
    return f"{said}{f' ({interval})' if interval else ''} {sources.number(moment.said)}{granted}"


def _interval(moment: Named, words: Mapping[str, str], in_words: InWords) -> str:
    """The days between which it falls, as people write them; nothing where no day is known."""
    first, last = (in_words(day) if day else "" for day in (moment.earliest, moment.latest))
    if first and last:
        return first if first == last else f"{first} \N{EN DASH} {last}"
    return f"{words['until']} {last}" if last else f"{words['from']} {first}" if first else ""


def _state(row: Row, words: Mapping[str, str], sources: Sources) -> str:
    """What the register concludes, and from what: the moment or the declaration that it rests on."""
    found = row.standing
    late = f", {found.days_late} {words['days']}" if found.days_late else ""
    rests: list[Saying] = list(found.declared) if found.state in DONE else [found.moment.said] if found.moment else []
    where = "".join(sources.number(one) for one in rests or [saying(row.point.mentions[-1])])
    official = f" {words['official']}: {found.official.get('Status')}" if found.official else ""
    pointed = (
        sources.text(words["official_source"].format(number=found.official.get("Nummer") or "?"))
        if found.official
        else ""
    )
    name = "due-now" if found.state is State.DUE else str(found.state)
    told = f"; {words[found.reported[0]]} {sources.number(found.reported[1])}" if found.reported else ""
    return f"{words[name]}{late} {where}{told}{official}{pointed}"


def _carried_out(row: Row, words: Mapping[str, str], sources: Sources) -> str:
    said = []
    for one in row.standing.carried_out:
        if one.kind == "person":
            source = sources.text(words["by_person"].format(who=one.who, on=one.on or "?"))
            said.append(f"{one.what} {source}")
    said += [_answered(one, words, sources) for one in row.answers if one.release]
    return " ".join(said)


def _answered(answer: Answer, words: Mapping[str, str], sources: Sources) -> str:
    as_of = answer.release.as_of if answer.release else ""
    return f"{words['release']} {as_of}: {answer.value or ''} {sources.text(str(answer.address))}"


def _last(named: Named, in_words: InWords) -> str:
    day = named.latest or named.earliest
    return in_words(day) if day else ""


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[:LONGEST].rsplit(" ", 1)[0] + "…"
