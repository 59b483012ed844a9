"""The words of the draft answers, in Dutch and English."""

from __future__ import annotations

WORDS = {
    "nl": {
        "title": "Stand per punt", "draft": "Concept, uit het register", "caption": "Stand per punt op {on}",
        "intro": "Concept. Deze tabel is alleen uit het register gemaakt. De nummers tussen haken verwijzen naar de bronnen onder de tabel. "
                 "\"Afgedaan verklaard\" is wat een bewindspersoon zegt; \"uitgevoerd\" is waarvan bewijs is. Controleer elke regel voor gebruik.",
        "read": "Gelezen stukken: {papers}, het laatste van {last}. Later nieuws is hier niet bekend: "
                "wat hier te laat heet, kan sindsdien gekomen zijn.",
        "in progress": "in uitvoering, volgens het stuk", "not executed": "niet uitgevoerd, volgens het stuk",
        "until": "uiterlijk", "from": "vanaf", "no_date": "zonder datum",
        "no_due": "geen termijn genoemd", "no_declared": "nergens in de gelezen stukken", "no_carried_out": "niet bekend",
        "no_slipped": "geen verschuiving gelezen",
        "assumed": "Aangenomen bij het lezen van een termijn: {what}.",
        "nothing": "Er is niets dat aan de vraag voldoet.", "number": "Punt", "about": "Waarover", "due": "Termijn", "state": "Stand",
        "declared": "Afgedaan verklaard", "carried_out": "Uitgevoerd", "slipped": "Verschoven", "none": "niet bekend", "days": "dagen",
        "page": "blz.", "line": "regel", "question": "Vraag", "motion": "Motie", "commitment": "Toezegging", "release": "Publicatie van",
        "official": "Officieel register", "official_source": "Officieel register, nummer {number}", "by_person": "Vastgelegd door {who}, {on}",
        "open": "Open", "due-now": "Aan de beurt", "late": "Te laat", "soft-late": "Lang geleden begonnen, zonder einde",
        "waiting-for-document": "Wacht op een stuk", "no-moment": "Open, geen moment genoemd", "answered": "Beantwoord",
        "declared-settled": "Afgedaan verklaard; niet bekend of het is uitgevoerd", "carried-out": "Uitgevoerd",
    },
    "en": {
        "title": "Status per point", "draft": "Draft, from the register", "caption": "Status per point on {on}",
        "intro": "Draft. This table was made of the register only. Numbers in brackets lead to the sources below the table. \"Declared settled\" "
                 "is what a minister says; \"carried out\" is that of which there is evidence. Check every row before use.",
        "read": "Papers read: {papers}, the last of {last}. Later news is not known here: what is called late here may have come since.",
        "in progress": "in progress, says the paper", "not executed": "not carried out, says the paper",
        "until": "at the latest", "from": "from", "no_date": "without a date",
        "no_due": "no moment named", "no_declared": "nowhere in the papers read", "no_carried_out": "not known",
        "no_slipped": "no change read",
        "assumed": "Taken for granted in reading a moment: {what}.",
        "nothing": "Nothing fits what was asked.", "number": "Point", "about": "About", "due": "Due", "state": "State",
        "declared": "Declared settled", "carried_out": "Carried out", "slipped": "Slipped", "none": "not known", "days": "days",
        "page": "p.", "line": "line", "question": "Question", "motion": "Motion", "commitment": "Commitment", "release": "Release of",
        "official": "Official register", "official_source": "Official register, number {number}", "by_person": "Recorded by {who}, {on}",
        "open": "Open", "due-now": "Due", "late": "Late", "soft-late": "Began long ago, without an end",
        "waiting-for-document": "Waits for a paper", "no-moment": "Open, no moment named", "answered": "Answered",
        "declared-settled": "Declared settled; not known whether it was carried out", "carried-out": "Carried out",
    },
}  # fmt: skip
