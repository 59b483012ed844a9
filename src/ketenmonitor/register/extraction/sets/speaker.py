"""Who speaks in a paragraph of written questions: a member who asks the minister, or the minister who answers.

In goes a paragraph, out comes a weight: above 0 it asks, below 0 it answers. Everything that is weighed stands in a table.
"""

from __future__ import annotations

from ketenmonitor.register.extraction.sets.weighing import Sign, sign, weigh, without_quotes

# Words with which a question may begin before it asks.
_LEAD = (
    r"^(?:(?:[Tt]en slotte|[Tt]ot slot|[Zz]o (?:ja|nee|niet)|[Ee]n|[Mm]aar|[Oo]f|[Dd]aarnaast|[Vv]oorts|[Vv]erder|[Tt]evens|[Oo]ok"
    r"|[Ii]ndien [^,?]{1,60})[,:]? )?"
)

# Footnote numbers and a source in brackets may follow the question mark.
_AFTER_MARK = r"[»”’\"')\]]*\s*(?:\d{1,2}(?:\s*,?\s*\d{1,2})*)?\s*(?:\([^()]*\)\.?\s*\d{0,2})?\s*$"

ASKING: tuple[Sign, ...] = (
    sign(r"\?" + _AFTER_MARK, 3.0, "it ends with a question mark"),
    sign(r"\?", 1.0, "there is a question mark in it"),
    sign(r"^[^.!?]*\?", 1.5, "its first sentence is a question"),
    sign(
        _LEAD + r"(?!Zoals|Als|Indien|Wat|Dat|Mocht|zoals|als|indien|wat|dat|mocht)\w+[td] (?:u|U)\b",
        2.5,
        "a verb and then 'u': the member addresses the minister",
    ),
    sign(
        _LEAD + r"(?:Kunt|Wilt|Zult|Bent|kunt|wilt|zult|bent) (?:u|U)\b",
        3.0,
        "a request, with or without question mark",
    ),
    sign(r"^(?:Graag|Gaarne) ", 2.0, "a request without question mark"),
    sign(
        _LEAD + r"(?:\w+ )?(?:[Hh]oe\w*|[Ww]aa?r\w*|[Ww]elke?|[Ww]ie|[Ww]iens|[Ww]anneer|[Hh]oeverre|[Ww]at)\b",
        1.0,
        "a question word at or near the beginning",
    ),
    sign(
        _LEAD
        + r"(?:Is|Zijn|Was|Waren|Klopt|Word(?:t|en)|Werd(?:en)?|Heeft|Hebben|Had(?:den)?|Kan|Kunnen|Zal|Zullen|Zou(?:den)?"
        r"|Moet(?:en)?|Mag|Mogen|Bestaa[nt]|Bestaat|Geld(?:t|en)|Vind(?:t|en)|Sta(?:at|an)|Spe(?:elt|len)|Kom(?:t|en)|Ga(?:at|an)"
        r"|Lo(?:opt|pen)|Lig(?:t|gen)|Weet|Ziet|Dien(?:t|en)|Krijg(?:t|en)|Blij(?:ft|ven)|Lei(?:dt|den)|Val(?:t|len)"
        r"|Beschik(?:t|ken)|Werk(?:t|en)|Ne(?:emt|men)|Doe(?:t|n)|Hou(?:dt|den)|Ma(?:akt|ken)|Acht|Deelt)\b",
        1.0,
        "the verb comes first",
    ),
    sign(r"\bZo (?:ja|nee|niet)\b", 1.0, "what is asked in either case"),
    sign(r"\b(?:u|uw|Uw)\b(?! Kamer)", 0.5, "somebody is addressed as 'u'"),
)

ANSWERING: tuple[Sign, ...] = (
    sign(
        r"^(?:Ja|Nee|Neen|Klopt|Dat klopt|Inderdaad|Juist|Dit is juist|Dat is juist|Hetzelfde)(?:[.,;:!]|$)",
        -4.0,
        "yes or no first",
    ),
    sign(
        r"^(?:Zie|Ik verwijs|Hiervoor verwijs|Kortheidshalve|(?:Voor|In) (?:het|de|mijn) (?:antwoord|beantwoording))\b",
        -4.0,
        "it points to an answer",
    ),
    sign(r"^Uw vra(?:ag|gen)\b", -3.0, "the minister speaks of 'your question'"),
    sign(
        r"\b(?:ik|mij|mijn|wij|we|ons|onze)\b|^(?:Ik|Mij|Mijn|Wij)\b", -1.5, "somebody speaks of himself: the minister"
    ),
    sign(r"\b[Uu]w Kamer\b", -1.5, "only the minister says 'uw Kamer'"),
    sign(
        r"\b[Hh]et kabinet (?:heeft|is|vindt|acht|zet|zal|deelt|investeert|blijft|ziet)\b",
        -0.5,
        "it tells what the cabinet does",
    ),
    sign(
        r"^(?:De|Het|Een|Deze|Dit|Dat|Die|Er|Op|In|Naar|Uit|Om|Ook|Daarnaast|Verder) ",
        -0.5,
        "it begins as a statement does",
    ),
    sign(r"^[^?]*$", -3.0, "there is no question mark in it"),
    sign(r"[.:;]" + _AFTER_MARK, -1.0, "it ends as a statement does"),
)

# Inside an answer or a question: a further item of a list, or the second half of something.
CONTINUING: tuple[Sign, ...] = (
    sign(
        r"^\s*(?:[•●▪–—*\uf0b7-]\s|\(?[a-z]\)|[a-z]\.\s|[ivx]{2,4}[.)])",
        6.0,
        "an item of a list: with its own question mark it is no question",
    ),
    sign(r"^[a-zé](?![.)])", 4.0, "it begins in the middle of a sentence"),
)


def asks(text: str) -> float:
    """How much a paragraph looks like a question to the minister (above 0) or like an answer (below 0)."""
    bare = without_quotes(text.strip())
    return weigh(bare, ASKING) + weigh(bare, ANSWERING)


def continues(text: str, previous: str) -> float:
    """How much a paragraph looks like the rest of the one before it."""
    announced = 2.5 if previous.rstrip().endswith((":", ";")) else 0.0
    return weigh(text, CONTINUING) + announced
