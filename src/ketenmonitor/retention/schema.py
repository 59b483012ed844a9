"""The form of a table of retention, as data; and what can be wrong with one besides.

    [policy]
    chain = "zeden"
    version = "2026.1"
    set_apart = "P1Y"                so long the gate keeps what it refused or set apart, and pages who had which scenario played
    verified = "..."                 which jurist verified the articles, and when; absent while none did

    [rules.ID]                       the first rule in the file that fits an object counts
    object = "melding"
    article = "Wpg art. 8 en 14"
    reference = "jci1.3:c:BWBR0022463&artikel=8"
    where = { ATTRIBUTE = VALUE }    attributes of the object, or of one on a path with it
    happened = [...]                 one of these activities, to the object or one on a path with it
    not_happened = [...]             none of these
    counts_from = "first"            the first, or the "last",
    start = [...]                    of these activities of the object itself; of all when left out
    period = "P5Y"                   so long it stays in the tables
    then = "remove"                  and then: "remove" (behind the gatekeeper), "destroy", or "keep"
    kept = "P5Y"                     so long it stays behind the gatekeeper; then it is destroyed

Comes in: nothing. Goes out: `SCHEMA` and `WORDINGS`. The promise: what is not in these tables is in no policy.
"""

from __future__ import annotations

import re

from ketenmonitor.retention.periods import period_of
from ketenmonitor.toml import LINE, NAME, NAMES, Key, Kind, Objection, Table, Wordings, choice, shown
from ketenmonitor.toml import WORDINGS as OF_EVERY_FILE

KEEP, REMOVE, DESTROY = "keep", "remove", "destroy"
FIRST, LAST = "first", "last"
# A reference to a law: by JCI (Juriconnect), by BWB-id, or the address of one.
REFERENCE_FORM = re.compile(
    r"jci1\.[0-9]+:[cv]:BWB[RVW]\d{7}(&\S+)?|BWB[RVW]\d{7}|https://wetten\.overheid\.nl/BWB[RVW]\d{7}\S*"
)


def _duration_rule(text: str) -> Objection | None:
    return None if period_of(text) else ("duration-malformed", {"shown": shown(text)})


def _reference_rule(text: str) -> Objection | None:
    return None if REFERENCE_FORM.fullmatch(text) else ("reference-malformed", {"shown": shown(text)})


DURATION = Kind("a text", (str,), '"P5Y"', _duration_rule)
REFERENCE = Kind("a text", (str,), '"jci1.3:c:BWBR0022463&artikel=8"', _reference_rule)
WHERE = Kind("a table of conditions", (dict,), '{ attribute = "value" }')

SCHEMA: dict[str, Table] = {
    "policy": Table(
        "one",
        "policy",
        {
            "chain": Key(NAME, required=True),
            "version": Key(LINE, required=True),
            "set_apart": Key(DURATION, required=True),
            "title": Key(LINE),
            "verified": Key(LINE),
        },
        required=True,
    ),
    "rules": Table(
        "named",
        "rule",
        {
            "title": Key(LINE),
            "object": Key(NAME, required=True),
            "article": Key(LINE, required=True),
            "reference": Key(REFERENCE, required=True),
            "where": Key(WHERE),
            "happened": Key(NAMES),
            "not_happened": Key(NAMES),
            "counts_from": Key(choice("moment", (FIRST, LAST))),
            "start": Key(NAMES),
            "period": Key(DURATION),
            "then": Key(choice("thing that happens", (REMOVE, DESTROY, KEEP)), required=True),
            "kept": Key(DURATION),
        },
        required=True,
    ),
}

WORDINGS: Wordings = {
    **OF_EVERY_FILE,
    "file-missing": ("there is no such file.", "Check the path of the table of retention."),
    "file-empty": ("nothing is declared.", "Begin with [policy] and [rules.ID]."),
    "file-too-large": ("the file has more than {most} MB.", "Give a table of retention, and no data."),
    "duration-malformed": (
        "{shown} is not a period.",
        "Write it as ISO 8601 does: P5Y is five years, P6M six months, P10D ten days.",
    ),
    "reference-malformed": (
        "{shown} is not a reference to a law.",
        'Write a JCI, such as "jci1.3:c:BWBR0022463&artikel=8", or a BWB-id.',
    ),
    "period-missing": ('after what time "{then}" happens is not said.', 'Add period = "P5Y".'),
    "period-not-wanted": ('what is kept has no "{key}".', "Leave it out, or say what happens after it."),
    "kept-missing": ("how long it stays behind the gatekeeper is not said.", 'Add kept = "P5Y".'),
    "kept-not-wanted": (
        "what is destroyed is not kept behind the gatekeeper.",
        'Leave it out, or write then = "remove".',
    ),
    "never-reached": (
        'rule "{other}" above it takes every {object}, so that this one takes none.',
        "Put this one above that one, or give that one conditions.",
    ),
    "of-another-chain": (
        'this is a table for chain "{named}", and the chain is "{chain}".',
        "Give the table of this chain.",
    ),
    "not-in-chain": ('{noun} "{name}" is not in this chain.', "{choices}"),
    "start-of-another": (
        '"{name}" does not happen to a {object}, so that nothing of it begins then.',
        "Name activities of the object itself: {own}.",
    ),
    "condition-type": ('{shown} is not {wanted}, as attribute "{attribute}" asks.', "Write it like {example}."),
    "condition-value": ('{shown} is no value of attribute "{attribute}".', "{choices}"),
}
