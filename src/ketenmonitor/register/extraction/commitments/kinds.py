"""What kind of commitment a clause is: inform, deliver law, research, decide, act or other; read from its rule, verbs and words."""

from __future__ import annotations

from ketenmonitor.register.extraction.commitments.clauses import Clause
from ketenmonitor.register.extraction.text.data import phrase

BY_RULE = {
    "returns_to_it": "inform",
    "law_step": "deliver law",
    "planned_item": "deliver law",
    "researches_self": "research",
    "researches_body": "research",
    "research_done": "research",
    "looks_into": "research",
    "prepares_rule": "deliver law",
    "reports_regularly": "inform",
    "goes_into": "inform",
    "shares": "inform",
}
BY_WORDS = {"kind_inform": "inform", "kind_law": "deliver law", "kind_research": "research"}
# By these rules something is said to come about, and its name says of which kind it is.
NAMED = (
    "has_agreed",
    "asks_for",
    "as_promised",
    "names_step",
    "set_for",
    "comes_about",
    "strives",
    "shall_happen",
    "intends",
    "promised_before",
    "has_ordered",
    "prepares",
)
DECIDING = frozenset({"besluiten", "beslissen", "bepalen", "vaststellen"})
LAW_VERBS = frozenset({"indienen", "aanbieden", "voorleggen", "sturen"})


def kind_of(clause: Clause, rule: str, sentence: str) -> str:
    """The kind of the commitment in this clause."""
    if rule == "informs_chamber":
        handed = "wetsvoorstel" in clause.text and set(clause.verbs) & LAW_VERBS
        return "deliver law" if handed else "inform"
    if rule in BY_RULE:
        return BY_RULE[rule]
    reach = sentence[clause.begin :] if rule in NAMED else clause.text
    words = next((kind for name, kind in BY_WORDS.items() if phrase(name).search(reach)), "")
    if words and (rule in NAMED or words != "research"):
        return words
    return _by_verbs(clause)


def _by_verbs(clause: Clause) -> str:
    if set(clause.verbs) & DECIDING:
        return "decide"
    if "research" in clause.deeds:
        return "research"
    if "inform" in clause.deeds and "concrete" not in clause.deeds:
        return "inform"
    return "act" if clause.deeds & {"concrete", "change"} else "other"
