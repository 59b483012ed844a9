"""The sentences of the data dictionary, in Dutch and in English.

Comes in: nothing. Goes out: `WORDS`, of which `dictionary.py` picks one language. The promise: every sentence is there
in both languages, with the same blanks to fill in.
"""

from __future__ import annotations

from ketenmonitor.definition.title import Title

WORDS: dict[str, Title] = {
    "title": Title("Gegevenswoordenboek: {chain}", "Data dictionary: {chain}"),
    "chain": Title("Keten: `{value}`", "Chain: `{value}`"),
    "version": Title("Versie van de definitie: `{value}`", "Version of the definition: `{value}`"),
    "unit": Title("Teleeenheid: `{value}`", "Unit of count: `{value}`"),
    "timezone": Title("Tijdzone: {value}", "Timezone: {value}"),
    "holidays": Title("Feestdagen van: {value}", "Holidays of: {value}"),
    "basis": Title("Grondslag: {value}", "Basis: {value}"),
    "a-delivery": Title("Een levering", "A delivery"),
    "manifest": Title("`delivery.json`, hier voor `{partner}`:", "`delivery.json`, here for `{partner}`:"),
    "partners": Title("Wat elke ketenpartner levert", "What each partner delivers"),
    "attributes": Title("Kenmerken", "Attributes"),
    "measured": Title("Wat ermee gemeten wordt", "What is measured with it"),
    "events": Title("Gebeurtenissen, `events.csv` of `events.parquet`:", "Events, `events.csv` or `events.parquet`:"),
    "links": Title("Koppelingen, `links.csv` of `links.parquet`:", "Links, `links.csv` or `links.parquet`:"),
    "objects": Title("Objecten, `objects.csv` of `objects.parquet`:", "Objects, `objects.csv` or `objects.parquet`:"),
    "nothing": Title("De definitie vraagt niets van deze partner.", "The definition asks nothing of this partner."),
    "meaning": Title("betekenis", "meaning"),
    "object_id-of": Title("object_id is van", "object_id is of"),
    "carries": Title("kenmerken", "attributes"),
    "log_names": Title("namen in logs", "names in logs"),
    "cardinality": Title("verhouding", "cardinality"),
    "most-links": Title(
        "Een `{type}` met meer dan {most} koppelingen geldt als invulwaarde (zoals `000000`) in plaats van een nummer: zijn"
        " koppelingen worden niet gevolgd. Laat een koppeling weg waarvan het nummer niet bekend is.",
        "A `{type}` with more than {most} links is taken for a placeholder (such as `000000`) instead of a number: its links"
        " are not followed. Leave a link out of which the number is not known.",
    ),
    "key": Title("sleutel bij de bron", "key at the source"),
    "attribute": Title("kenmerk", "attribute"),
    "type": Title("soort", "type"),
    "written": Title("geschreven als", "written as"),
    "category": Title("{values}", "{values}"),
    "integer": Title("geheel getal, zoals `12`", "whole number, like `12`"),
    "number": Title("getal met een punt, zoals `12.5`", "number with a point, like `12.5`"),
    "date": Title("datum, zoals `2026-03-31`", "date, like `2026-03-31`"),
    "boolean": Title("`true` of `false`", "`true` or `false`"),
    "lead_times": Title("Doorlooptijden", "Lead times"),
    "pauses": Title("Onderbrekingen", "Pauses"),
    "stocks": Title("Werkvoorraden", "Work stocks"),
    "handovers": Title("Koppelvlakken", "Hand-overs"),
    "terms": Title("Wettelijke termijnen", "Terms"),
    "themes": Title("Thema's", "Themes"),
    "from-to": Title("van {starts} tot {ends}", "from {starts} to {ends}"),
    "other-ends": Title("eindigt anders met {names}", "ends otherwise with {names}"),
    "counted-per": Title("geteld per `{object}`", "counted per `{object}`"),
    "only-where": Title("alleen waar {where}", "only where {where}"),
    "norm": Title("streefnorm: {share} binnen {days} dagen", "norm: {share} within {days} days"),
    "in-and-out": Title("erin met {enters}, eruit met {leaves}", "in by {enters}, out by {leaves}"),
    "old": Title("oud na {days} dagen", "old after {days} days"),
    "handover": Title("van `{sent}` naar `{received}`", "from `{sent}` to `{received}`"),
    "calendar": Title("binnen {days} dagen", "within {days} days"),
    "working": Title("binnen {days} werkdagen", "within {days} working days"),
    "extended": Title("verlengd tot een werkdag", "extended to a working day"),
    "or": Title("of", "or"),
}

RULES: tuple[Title, ...] = (
    Title(
        "Lever een map, of een .zip daarvan, met `delivery.json` en de bestanden hieronder, elk als `.csv` (UTF-8,"
        " komma, kopregel) of als `.parquet`. `delivery.json` noemt van elk bestand het aantal rijen (zonder kopregel)"
        " en de SHA-256 in hexadecimale cijfers.",
        "Deliver a folder, or a .zip of it, with `delivery.json` and the files below, each as `.csv` (UTF-8, comma,"
        " header) or as `.parquet`. `delivery.json` names for each file the number of rows (without the header) and"
        " the SHA-256 in hexadecimal digits.",
    ),
    Title(
        "Lever alleen kolommen die hier staan: met een andere kolom wordt de hele levering geweigerd. Een rij met een"
        " onbekende activiteit of waarde, of een tijd die niet klopt, gaat apart; de rest telt mee.",
        "Deliver only columns that stand here: with any other the whole delivery is refused. A row with an unknown"
        " activity or value, or a time that cannot be, is set aside; the rest counts.",
    ),
    Title(
        "Identificaties zijn pseudoniemen: het oorspronkelijke nummer verlaat de bron niet. Hetzelfde object heeft in"
        " alle bestanden en leveringen hetzelfde pseudoniem.",
        "Identifiers are pseudonyms: the number itself does not leave the source. The same object has the same"
        " pseudonym in all files and deliveries.",
    ),
    Title(
        "`event_id` is uniek binnen partner en keten. Dezelfde `event_id` opnieuw vervangt de eerdere gebeurtenis;"
        " `withdrawn` = `true` trekt haar in (leeg is `false`).",
        "`event_id` is unique within partner and chain. The same `event_id` again replaces the earlier event;"
        " `withdrawn` = `true` takes it back (empty is `false`).",
    ),
    Title(
        "Tijden zijn ISO 8601, liefst met verschuiving: `2026-03-31T14:05:00+02:00`. Zonder verschuiving is het lokale"
        " tijd in {timezone}: het uur dat in het najaar twee keer voorkomt is dan de eerste keer, een tijd die in het"
        " voorjaar niet bestaat schuift een uur op, en beide worden gemeld. Een datum alleen is middernacht.",
        "Times are ISO 8601, with an offset if possible: `2026-03-31T14:05:00+02:00`. Without an offset it is local"
        " time in {timezone}: the hour that comes twice in autumn is then the first, a time that does not exist in"
        " spring moves on an hour, and both are reported. A date alone is midnight.",
    ),
    Title(
        "Alles wat gebeurde van `delivered_from` tot en met `delivered_until` is geleverd. `follows` noemt de vorige"
        " levering (`null` bij de eerste); `delivered_from` is verplicht bij de eerste en bij een volledige levering.",
        "Everything that happened from `delivered_from` up to and including `delivered_until` is delivered. `follows`"
        " names the previous delivery (`null` for the first); `delivered_from` is required for the first and for a full"
        " delivery.",
    ),
    Title(
        "`kind` is `increment` (erbij) of `full`: dat vervangt alles wat deze partner eerder leverde, en wat ontbreekt"
        " is ingetrokken. Een volledige levering heeft elke soort bestand die eerder is geleverd.",
        "`kind` is `increment` (in addition) or `full`: that replaces all that this partner delivered before, and what"
        " is absent is withdrawn. A full delivery has every kind of file that was delivered before.",
    ),
    Title(
        "Wat de partner zelf publiceert kan mee in `figures.*`, ter vergelijking: `measure`, `id`, `field`, `date` of"
        " `period`, `value`, en eventueel kenmerken.",
        "What the partner itself publishes may come along in `figures.*`, to compare: `measure`, `id`, `field`, `date`"
        " or `period`, `value`, and attributes if any.",
    ),
)


def say(language: str, key: str, **blanks: str) -> str:
    """A sentence in a language, its blanks filled in."""
    return WORDS[key].in_language(language).format(**blanks)
