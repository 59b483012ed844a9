"""Words of the register on the terminal, in Dutch and English."""

from __future__ import annotations

WORDS = {
    "nl": {
        "question": "vraag", "motion": "motie", "commitment": "toezegging", "settled": "afgedaan verklaard", "figure": "cijfer",
        "figures": "cijfers",
        "reference": "verwijzing", "set": "vragenset", "questions": "vragen", "motions": "moties",
        "commitments": "toezeggingen",
        "key": "sleutel", "kind": "soort", "about": "waarover", "due": "termijn", "state": "stand",
        "declared": "afgedaan verklaard",
        "carried_out": "uitgevoerd", "slipped": "verschoven", "times": "keer", "official": "officieel",
        "answered_by": "beantwoord in",
        "open": "open", "late": "te laat", "soft-late": "lang geleden begonnen",
        "answered": "beantwoord", "declared-settled": "afgedaan verklaard", "carried-out": "uitgevoerd",
        "no-moment": "geen moment genoemd",
        "waiting-for-document": "wacht op stuk", "due_now": "aan de beurt", "paper": "stuk", "date": "datum",
        "rule": "hoe gevonden",
        "line": "regel", "page": "blz.", "sentence": "zin", "source": "bron", "who": "wie", "when": "wanneer", "what": "wat",
        "said_in": "gezegd in", "said_on": "gezegd op", "note": "let op",
        "days": "dagen", "none": "-", "mentions": "vermeldingen", "history": "wat personen besloten",
        "links": "waarom dit één punt is",
        "moments": "genoemde momenten", "assumed": "aangenomen", "before": "was", "new": "nieuw", "again": "opnieuw gelezen",
        "known": "was bekend",
        "refused": "geweigerd", "notes": "opmerkingen", "unknown_kind": "soort onbekend: als lopende tekst gelezen",
        "no_date": "geen datum", "by_rule": "volgens", "lost": "besluiten waarvan de zin niet meer gevonden is",
        "budget_answers": "begrotingsantwoorden", "question_sets": "vragensets", "policy_letter": "beleidsbrief",
        "progress_annex": "voortgangsbijlage", "consultation": "schriftelijk overleg",
        "official_questions": "officiële Kamervragen",
        "unknown": "onbekend", "on": "stand op", "points": "punten", "shown": "getoond", "confidence": "zekerheid",
        "possibly": "mogelijk nagekomen door", "person": "een persoon", "release": "publicatie", "verdict": "oordeel",
        "in progress": "in uitvoering, volgens het stuk", "not executed": "niet uitgevoerd, volgens het stuk",
        "read_until": "gelezen stukken: {papers}, laatste van {last}; later nieuws is hier niet bekend",
        "stated": "gesteld", "compared": "vergeleken met", "difference": "verschil", "agrees": "klopt", "differs": "wijkt af",
        "motion_done": "uitgevoerd of afgedaan", "motion_in progress": "in uitvoering",
        "motion_not executed": "niet uitgevoerd",
        "motion_mentioned": "genoemd", "commitment_open": "open", "commitment_done": "afgedaan verklaard", "number": "nr.",
        "asker": "wie vraagt",
        "question_text": "vraag", "answer": "antwoord", "yes": "ja", "no": "nee", "put_off": "uitgesteld", "see": "zie",
        "topic": "onderwerp",
        "until": "uiterlijk", "from": "vanaf", "nothing": "niets gevonden", "status": "stand", "value": "waarde",
        "period": "wanneer", "fulfilments": "eerder toegezegd en nu gedaan",
        "more": "niet getoond: {n}; met --all wel, met --json volledig",
        "not-comparable": "niet te vergelijken", "why": "waarom", "untied": "cijfers die aan geen maat gekoppeld zijn",
    },
    "en": {
        "due_now": "due", "assumed": "taken for granted", "declared-settled": "declared settled", "carried-out": "carried out",
        "soft-late": "began long ago", "no-moment": "no moment named", "carried_out": "carried out",
        "waiting-for-document": "waits for a paper", "declared": "declared settled", "settled": "declared settled",
        "motion_done": "carried out or settled", "motion_in progress": "in progress", "motion_not executed": "not carried out",
        "motion_mentioned": "mentioned", "commitment_open": "open", "commitment_done": "declared settled", "number": "no.",
        "question_text": "question", "put_off": "put off", "until": "at the latest", "nothing": "nothing found",
        "period": "when", "rule": "how found", "fulfilments": "promised before and done now",
        "more": "not shown: {n}; --all shows them, --json everything", "said_in": "said in", "said_on": "said on",
        "figures": "figures", "asker": "asked by",
        "answered_by": "answered in", "none": "-", "history": "what persons decided", "links": "why this is one point",
        "unknown_kind": "unknown kind: read as running text", "by_rule": "by", "no_date": "no date",
        "lost": "decisions of which the sentence is not found any more", "on": "as of", "again": "read anew", "page": "p.",
        "in progress": "in progress, says the paper", "not executed": "not carried out, says the paper",
        "read_until": "papers read: {papers}, the last of {last}; later news is not known here",
        "untied": "figures that are tied to no measure",
        "possibly": "possibly fulfilled by", "compared": "compared with", "not-comparable": "not comparable",
    },
}  # fmt: skip


def said(name: str, language: str) -> str:
    """A word in a language; its own name with spaces when there is no better."""
    return WORDS[language].get(name) or name.replace("_", " ")


def told(sentence: str | None, language: str) -> str:
    """A note, rule, assumption or reason of the register in a language; nothing for none."""
    from ketenmonitor.register.words import told as in_language  # loading takes a while

    return in_language(sentence, language) if sentence else ""
