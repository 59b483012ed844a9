"""Words in tables on the terminal, in Dutch and English. Field names are the same everywhere; these are their titles."""

WORDS = {
    "nl": {
        "activity": "gebeurtenis", "attributes": "kenmerken", "cases": "ketenzaken", "chain": "keten",
        "before_history": "vóór levering", "ci95_median": "95%-interval mediaan", "clearance_rate": "afdoeningsratio",
        "completed": "afgedaan", "conflicts": "conflicten", "counted": "geteld", "date": "peildatum", "days": "dagen",
        "deliveries": "leveringen", "delivered_from": "geleverd vanaf", "delivered_until": "geleverd tot",
        "delivery_id": "levering", "disposition_time_days": "prognose (d)", "due": "te halen", "end": "eind",
        "entered": "instroom", "events": "gebeurtenissen", "file": "bestand", "findings": "bevindingen", "from": "van",
        "gaps": "gaten", "id": "welke", "in_transit": "onderweg", "last_day": "laatste dag", "left": "uitstroom",
        "left_without_entry": "uit zonder in", "linked": "gekoppeld", "links": "koppelingen", "median_age_days": "mediane leeftijd (d)",
        "median_completed_only_days": "mediaan alleen afgedaan (d)", "median_days": "mediaan (d)", "met": "gehaald",
        "missed": "gemist", "norm_days": "norm (d)", "notes": "noten", "object": "object", "objects": "objecten",
        "old": "oud", "open": "open", "open_dormant": "open, slapend", "open_past_norm": "open, over norm",
        "other_ends": "ander einde", "p90_age_days": "p90 leeftijd (d)", "p90_completed_only_days": "p90 alleen afgedaan (d)",
        "p90_days": "p90 (d)", "partner": "ketenpartner", "paused_days": "stilgestaan (d)", "period": "periode",
        "quarantined": "quarantaine", "reason": "reden", "received": "ontvangen", "residual": "restverschil", "row": "rij",
        "running": "loopt", "running_late": "loopt, te laat", "sent": "verzonden", "share": "aandeel", "since": "sinds",
        "start": "begin", "state": "stand", "status": "status", "stock": "voorraad", "stopped": "gestopt", "time": "tijdstip",
        "to": "naar", "total": "totaal", "unmatched": "zonder verzending", "value": "waarde", "column": "kolom",
        "waiting_for": "wacht op", "within_norm": "binnen norm", "within_norm_completed_only": "binnen norm alleen afgedaan",
        "unknown": "onbekend", "case": "ketenzaak", "lead_times": "doorlooptijden", "terms": "termijnen", "kind": "soort",
        "refused": "geweigerd", "in_quarantine": "in quarantaine", "type": "soort", "activities": "gebeurtenissen", "rows": "rijen",
        "placeholders": "invulwaarden", "traced": "herleid", "traced_share": "aandeel herleid",
        "object_type": "soort", "object_id": "nummer", "most_links": "hoogstens",
        "received_at": "ontvangen op", "contradicts": "in strijd met",
        "from_type": "van soort", "from_id": "van", "to_type": "naar soort", "to_id": "naar", "kinds": "wat er mis is",
        "times": "keer", "event_pairs": "keer per gebeurtenis", "from_activity": "van", "to_activity": "naar",
        "variant": "variant", "publisher": "gepubliceerd door", "of_measure": "maat", "measure_id": "welke",
        "published": "gepubliceerd", "computed": "berekend", "difference": "verschil", "not_shown": "niet getoond",
        "moves": "wat er veranderde", "group": "groep", "compared": "was", "change": "verandering", "moved": "veranderd",
        "appeared": "nieuw", "vanished": "verdwenen", "became-known": "bekend geworden", "became-unknown": "onbekend geworden",
        "identifiers": "identificatoren", "batches": "porties", "asked": "nu gevraagd",
        "complete_until": "compleet tot", "figure": "cijfer", "waits_for": "wacht op", "unknown_cases": "stand onbekend",
        "later": "kwam erna",
        "sent_new": "nieuw", "sent_changed": "gewijzigd", "sent_withdrawn": "ingetrokken", "sent_unchanged": "ongewijzigd",
        "not_sent": "Wat niet of anders meeging", "source": "bron", "rule": "regel", "left_out": "weggelaten", "count": "aantal",
        "left_out_row": "de rij", "left_out_value": "de waarde", "left_out_nothing": "niets", "columns_not_used": "niet gebruikte kolommen",
        "waiting": "wachten", "gone": "weg na hun bewaartermijn",
        "identifier": "Identificatie", "case_reference": "Zaak", "holder": "houder", "result": "antwoord", "contact": "contactpunt",
        "at": "wanneer", "asker": "vrager", "officer": "medewerker", "purpose": "doel", "ground": "grondslag", "hit": "hit",
        "claimed": "opgeëist", "yes": "ja", "no": "nee",
        "geen-hit": "geen hit", "niet-toegestaan": "niet toegestaan", "geen-antwoord": "geen antwoord",
        "none": "geen", "not_delivered": "niet geleverd", "figures": "cijfers", "measure": "maat", "field": "veld",
    },
    "en": {
        "geen-hit": "no hit", "niet-toegestaan": "not permitted", "geen-antwoord": "no answer", "case_reference": "case",
        "in_transit": "in transit", "open_dormant": "open, dormant", "unknown": "unknown", "later": "came after", "gone": "gone after their term",
        "unknown_cases": "state unknown",
        "sent_new": "new", "sent_changed": "changed", "sent_withdrawn": "withdrawn", "sent_unchanged": "unchanged",
        "not_sent": "What did not go out, or otherwise", "left_out_row": "the row", "left_out_value": "the value", "left_out_nothing": "nothing",
    },
}  # fmt: skip


def word(name: str, language: str) -> str:
    """The title of a field in a language; its own name with spaces when there is no better."""
    return WORDS[language].get(name) or name.replace("_", " ")


def number(value: float, language: str) -> str:
    """A number as people write it: at most three decimals for shares and one for days is up to the caller."""
    text = f"{value:,}"
    return text.replace(",", "\0").replace(".", ",").replace("\0", ".") if language == "nl" else text
