"""Why a row is set apart, in words: for each reason what is wrong and what would be right.

Comes in: a reason, a definition and a partner. Goes out: a sentence. The promise: it is filled in from the definition,
never from the row, and it stays short whatever the size of the definition.
"""

from __future__ import annotations

from collections.abc import Iterable

from ketenmonitor.definition import Definition

MOST_NAMED = 40
# What is right, for each reason. `{...}` is filled in from the definition, never from the row.
REMEDIES = {
    "empty-identifier": "an identifier is empty. Every row needs one.",
    "not-a-truth-value": "not true or false. Right is: true, false or empty.",
    "unknown-activity": "not an activity of this chain. Activities of this partner are: {activities}.",
    "activity-of-another-partner": "an activity that another partner reports. Activities of this partner are: {activities}.",
    "not-a-time": "not a time of the years 2 to 9999. Right is ISO 8601, such as 2026-01-31T13:45:00+01:00 or 2026-01-31.",
    "outside-coverage": "a time outside what this partner says to cover. Right is from its first delivered_from up to delivered_until.",
    "in-the-future": "a time in the future. Right is a time that has passed.",
    "unknown-object-type": "not an object type of this chain. Object types are: {objects}.",
    "object-of-another-partner": "an object type that another partner issues. This partner issues: {own_objects}.",
    "link-not-declared": "not a link that this partner delivers. Its links are: {links}.",
    "attribute-of-another": "an attribute that is not declared for this activity or object type. See the data dictionary.",
    "not-in-list": "not a value of the closed list. See the data dictionary.",
    "not-an-integer": "not a whole number. Right is digits only.",
    "not-a-number": "not a number. Right is digits with a decimal point.",
    "not-a-date": "not a date. Right is YYYY-MM-DD.",
    "contradicts-earlier-row": "the same identifier with other content stands in an earlier row. Send one row for it.",
    "unknown-measure": "not a measure of this chain with this id. See the data dictionary.",
    "no-moment": "neither a date nor a period. Give the one that the figure is about.",
}

# Why a delivery is refused as a whole: what stands in the log of refusals, and what it means.
REFUSALS = {
    "unreadable": "no folder or zip with a delivery in it, or a zip that is damaged or not to be trusted",
    "manifest": "`delivery.json` is missing, has a fault, or does not fit what was delivered before",
    "unknown-chain": "a chain that this monitor does not have",
    "not-adopted": "made by a version of the definition that was never adopted here",
    "not-signed": "a partner whose keys are listed did not sign",
    "unknown-key": "signed with a key that is not listed for this partner",
    "wrong-signature": "the signature is not one of this manifest, or not written as a signature is",
    "other-content": "a `delivery_id` that was accepted before with other content",
    "files": "a file is missing, was changed, cannot be read, or has other columns or rows than it should",
    "not-set-up": "pseudonyms for a chain for which this monitor takes none",
    "not-pseudonymised": "tokens without `pseudonyms.parquet`: the delivery was not finished at the source",
    "not-a-token": "an identifier that is no token of this delivery, in a delivery with pseudonyms",
    "batches": "the batches of `pseudonyms.parquet` do not number the tokens, or an envelope is of another batch",
    "envelope": "an envelope that does not open, or is not for this recipient",
    "expired": "an envelope that was too old when the delivery was offered for the first time",
    "wrong-purpose": "pseudonyms that were made for another purpose",
    "wrong-period": "pseudonyms of another period than the one that the vault is at",
    "wrong-source": "pseudonyms that another organisation had made",
    "replayed": "an envelope that another delivery brought before",
    "not-an-element": "a value in an envelope that is no element of the group",
}

# Of these who runs the monitor can take the cause away, and then the very same delivery can come in.
OF_OUR_SETTINGS = frozenset(
    {"unknown-chain", "not-adopted", "unknown-key", "not-set-up", "wrong-purpose", "wrong-period", "wrong-source"}
)


def remedy(reason: str, definition: Definition, partner: str) -> str:
    """The sentence that goes with a reason: what it is and what would be right, for this partner."""
    text = REMEDIES[reason].format(
        activities=_named(a.id for a in definition.activities.values() if a.partner == partner),
        objects=_named(definition.objects),
        own_objects=_named(o.id for o in definition.objects.values() if o.partner == partner),
        links=_named(f"{k.from_type} to {k.to_type}" for k in definition.links if k.partner == partner),
    )
    return f"{reason}: {text}"


def in_words(listed: list[dict[str, object]], definition: Definition, partner: str) -> tuple[dict[str, object], ...]:
    """The same, with for each reason the sentence that says what would be right."""
    sentences = {reason: remedy(reason, definition, partner) for reason in {str(row["reason"]) for row in listed}}
    return tuple({**row, "reason": sentences[str(row["reason"])]} for row in listed)


def _named(names: Iterable[str]) -> str:
    """Names in a row; the sentence stands with every row, so of very many only the first."""
    every = list(names)
    more = f" and {len(every) - MOST_NAMED} more, see the data dictionary" if len(every) > MOST_NAMED else ""
    return (", ".join(every[:MOST_NAMED]) or "none") + more
