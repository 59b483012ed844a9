"""Who speaks in a paragraph of a written consultation: a parliamentary party, or the minister.

In goes a paragraph, out comes a weight: above 0 a party speaks, below 0 the minister. In such papers both write in the third
person, so the evidence is whom a paragraph names and how. Everything that is weighed stands in a table.
"""

from __future__ import annotations

import re

from ketenmonitor.register.extraction.sets.weighing import Sign, sign, weigh, without_quotes

_MEMBERS = (
    r"(?:(?:[Dd]e|[Dd]eze|[Vv]oornoemde|[Bb]ovengenoemde|[Aa]anwezige) )?leden (?:van de |van het |van )?"
    r"[\w'’-]*\s?(?:\w+[- ])?[Ff]ractie|leden van de (?:[Gg]roep|[Ff]ractie)|[Hh]et lid [A-Z][\w'’-]+"
)
_MINISTER = r"(?:de )?(?:minister|staatssecretaris|regering|bewindspersoon|bewindspersonen|bewindslieden|ministers)|het kabinet|hij|zij|u"
_VERB = (
    r"(?:Kan|Kunnen|Deelt|Delen|Is|Zijn|Acht|Ziet|Heeft|Hebben|Wil|Willen|Gaat|Wat|Hoe|Welke?|Waarom|Wanneer|Klopt|Wordt|Worden|Bent|Kunt"
    r"|Vindt|Erkent|Onderschrijft|Overweegt|Zal|Zou|Moet|Mag|Staat|In hoeverre|Op welke|Waar\w*|Hoeveel|Wie|Graag)"
)

PARTY: tuple[Sign, ...] = (
    sign(rf"^(?:\S+ ){{0,4}}(?:{_MEMBERS})", 3.0, "the members of a party are its subject"),
    sign(rf"{_MEMBERS}", 1.0, "the members of a party are named"),
    sign(
        r"\b[Dd]e fractie(?: van)?\b|\b[Dd]e (?:\w+-)?fractie (?:acht|vraagt|ziet|heeft|is|wil|maakt|verzoekt)",
        1.5,
        "the party is spoken of as 'the group'",
    ),
    sign(r"\b[Dd]eze leden\b|\b(?:aan het woord zijnde|voornoemde|genoemde|deze) leden\b", 2.5, "'these members'"),
    sign(
        rf"\b(?:vragen|vraagt|verzoeken|verzoekt) (?:\w+ ){{0,4}}(?:{_MINISTER})\b|\b(?:vragen|vernemen) (?!van\b)(?:\w+ ){{0,2}}leden\b",
        2.0,
        "somebody asks the minister",
    ),
    sign(r"\?\s*[”’\"')]*\d{0,3}\s*$", 2.5, "it ends with a question mark"),
    sign(r"\?", 1.0, "there is a question mark in it"),
    sign(
        rf"^(?:En |Zo ja, |Zo nee, |Daarnaast |Verder |Ook |Voorts )?{_VERB}\b[^.?]*\?", 1.5, "its first sentence asks"
    ),
    sign(
        r"\b(?:Kan|Kunnen|Deelt|Is|Acht|Ziet|Heeft|Wil|Gaat|Erkent|Onderschrijft|Waarom|Hoe|Welke)\b[^.]{0,60}"
        r"\b(?:de minister|het kabinet|de regering|de staatssecretaris|hij)\b[^.]*\?",
        1.0,
        "the minister is asked",
    ),
)
MINISTER: tuple[Sign, ...] = (
    sign(r"^(?:Antwoord|Reactie|Beantwoording)\b", -6.0, "it says that it answers"),
    sign(r"\b[Uu]w (?:Kamer|vraag|vragen|fractie)\b", -2.5, "only the minister says 'uw Kamer'"),
    sign(r"\b(?:ik|mij|mijn|wij|we)\b|^(?:Ik|Wij)\b", -2.0, "somebody speaks of himself: the minister"),
    sign(
        r"^(?:In antwoord op|Naar aanleiding van de vra|Op de vra(?:ag|gen)|Zoals (?:de|deze) leden|Met (?:de|deze) leden|Voor het antwoord|Zie )",
        -4.0,
        "it takes up what was asked",
    ),
    sign(
        r"\b(?:[Hh]et kabinet|[Nn]ederland|[Dd]e regering) "
        r"(?:is|zal|heeft|acht|vindt|blijft|zet|hecht|steunt|kan|deelt|onderschrijft|neemt|weegt|kent|wil|volgt)\b",
        -1.0,
        "what the cabinet or the country does is told",
    ),
    sign(r"^[^?]*$", -1.0, "there is no question mark in it"),
    sign(
        r"\b(?:geïnformeerd|toegezegd aan|medegedeeld|aangegeven in de (?:brief|beantwoording))\b",
        -0.5,
        "it reports what was told",
    ),
)

# A party that states and does not ask: what stands before its first question.
ASKS = re.compile(
    r"\?|\b(?:vragen|vraagt|verzoeken|verzoekt|vernemen|ontvangen|roept de vraag op|horen|willen (?:\w+ ){0,4}weten|benieuwd)\b"
)
_NOT_ASKING = re.compile(
    r"\b(?:hebben|heeft|stellen|leggen|nog) (?:\w+ ){0,6}vragen\b|\bvragen (?:en opmerkingen|gesteld|over|hierover|voor|aan de orde|te stellen)\b"
    r"|\bvraagt? om (?:een|voorzichtigheid)\b|\bvraag te stellen\b|\baantal vragen\b"
)


def speaks(text: str) -> float:
    """How much a paragraph looks like the words of a party (above 0) or of the minister (below 0)."""
    bare = without_quotes(text.strip())
    return weigh(bare, PARTY) + weigh(bare, MINISTER)


def is_asked(text: str) -> bool:
    """Whether a paragraph of a party asks something, and does not only announce that it will."""
    return bool(ASKS.search(_NOT_ASKING.sub("", without_quotes(text))))
