"""The one door out: figures in, protected figures out, or a refusal.

A count of 1 up to and including `minimum` - 1 is small. Hidden means null, named in `suppressed` and noted so; not
reached, not delivered and not applicable stay what they are, and 0 stays 0.

1. A record with a small `counted` is hidden as a whole; any other small count is hidden itself.
2. What rests on a hidden count is hidden with it; so is a share from which a small count (or the small number of all
   others) could be computed, and a quantile that stands for a small number of cases.
3. What could be found by a subtraction: in every sum of a record (`rules`) and over the groups of a breakdown, when one
   hidden count follows from those shown, or several stand together for a small number, one more is hidden; of a
   breakdown the smallest other group. Repeated until nothing follows any more.
4. Series of shares are shown at days between which none or at least `minimum` cases ended (`series`).

What this does not do: it looks at one table at a time. Tables that overlap (other periods, another selection, a later
release) can be subtracted from each other, and several sums together can narrow down what one cannot. A person who
knows all but one of the cases of a group learns of that one.
"""

from __future__ import annotations

from ketenmonitor.disclosure.admit import LOWEST_MINIMUM, admit
from ketenmonitor.disclosure.equations import Cell, equations_of, gives_away, next_to_hide
from ketenmonitor.disclosure.protected import TOKEN, ProtectedFigures
from ketenmonitor.disclosure.rules import Few, Rule
from ketenmonitor.disclosure.series import is_small, protected_series
from ketenmonitor.measures.figures import SELECTED_LATER, Figures, Record

SUPPRESSED = "suppressed"
WHOLE = "*"  # in place of a field: the whole record


def protect(figures: Figures, minimum: int = LOWEST_MINIMUM) -> ProtectedFigures:
    """Make figures safe to publish.

    Raises DisclosureError for a measure without a rule, and for fields that may identify.
    """
    figures, rule = admit(figures, minimum)
    hidden: set[Cell] = set()
    for i, record in enumerate(figures.records):
        for name in _hidden_at_first(record, rule, minimum):
            _hide(hidden, (i, name), rule, is_whole=name == "counted" and record[name] is not None)
    _hide_what_follows(figures, rule, hidden, minimum)
    names: list[set[str]] = [set() for _ in figures.records]
    for i, name in hidden:
        names[i].add(name)
    records = tuple(_safe(r, names[i], rule, minimum) for i, r in enumerate(figures.records))
    return ProtectedFigures(figures.chain, figures.measure, records, minimum, TOKEN)


def _hidden_at_first(record: Record, rule: Rule, minimum: int) -> set[str]:
    """What is hidden for itself: small counts, shares and quantiles of few cases; and what was hidden before."""
    counts = {name for name in rule.counts if is_small(record.get(name) or 0, minimum)}
    shares = {name for name, base in rule.shares.items() if _shows_few(record.get(name), record.get(base), minimum)}
    few = {name for rest in rule.few if _is_of_few(record, rest, minimum) for name in rest.fields}
    by_kind = {name: record[name] for name in rule.values if isinstance(record.get(name), dict)}
    kinds = {name for name, value in by_kind.items() if any(is_small(n or 0, minimum) for n in value.values())}
    return counts | shares | few | kinds | (set(record.get(SUPPRESSED, ())) & set(rule.figures))


def _shows_few(share: float | None, base: int | None, minimum: int) -> bool:
    if share is None or base is None:
        return False
    return is_small(share * base, minimum) or is_small((1 - share) * base, minimum)


def _is_of_few(record: Record, few: Few, minimum: int) -> bool:
    if any(record.get(name) is None for name in (*few.plus, *few.minus)):
        return False
    return is_small(sum(record[name] for name in few.plus) - sum(record[name] for name in few.minus), minimum)


def _hide(hidden: set[Cell], cell: Cell, rule: Rule, is_whole: bool) -> None:
    """Hide a cell with what rests on it, or its whole record."""
    i, name = cell
    if is_whole:
        hidden.update((i, field) for field in (WHOLE, *rule.figures))
        return
    hidden.add(cell)
    for field in rule.rests.get(name, ()):
        _hide(hidden, (i, field), rule, is_whole=False)


def _hide_what_follows(figures: Figures, rule: Rule, hidden: set[Cell], minimum: int) -> None:
    """Give up one cell after another, until no sum gives a hidden one away."""
    equations = equations_of(figures.records, rule)
    shown = {(i, name): record.get(name) or 0 for i, record in enumerate(figures.records) for name in rule.counts}
    before = -1
    while before < len(hidden):
        before = len(hidden)
        for equation in equations:
            while gives_away(equation, shown, hidden, minimum):
                cell = next_to_hide(equation, shown, hidden)
                if cell is None:
                    break
                # Between groups a record is given up as a whole: a group without its size says nothing.
                is_whole = cell[1] == "counted" and len({i for i, _ in equation.give_up}) > 1
                _hide(hidden, cell, rule, is_whole)


def _safe(record: Record, hidden: set[str], rule: Rule, minimum: int) -> Record:
    """The record as it goes out: null for what is hidden, and said so."""
    series = {} if WHOLE in hidden else protected_series(record, hidden, minimum)
    changed = {name for name, value in series.items() if value != record[name]}
    gone = [name for name in rule.figures if name in hidden | changed]
    notes = set(record["notes"])
    if WHOLE in hidden:
        notes &= {SELECTED_LATER}  # the others say something of the few cases behind it
    return {
        **record,
        **{name: None for name in gone if name not in series},
        **series,
        "notes": sorted(notes | ({SUPPRESSED} if gone else set())),
        SUPPRESSED: gone,
    }
