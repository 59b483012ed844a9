"""Who acts in a clause, as a class: what goes in is the text on one side of its finite verb, what goes out one of `SUBJECTS`.

Classes, not names: a minister says "ik" or "wij" or is named by office; a government body is known by what bodies are called
or by an abbreviation in capitals. Nobody in particular is listed here.
"""

from __future__ import annotations

import re

# By whom something is undertaken in the name of the one who writes.
OWN = ("first person", "cabinet")
SUBJECTS = ("first person", "cabinet", "third", "body", "chamber", "pronoun", "none")

FIRST = r"(?:ik(?:zelf)?|wij|we)"
OFFICE = r"(?:minister(?:s|-president)?|staatssecretaris(?:sen)?|bewinds(?:personen|lieden|persoon)|ambts(?:voorganger|opvolger|genoot)|voorganger)"
# Abbreviations of ministries, as of 2026, with those of the cabinets before.
MINISTRY = "JenV|J&V|BZK|BZ|OCW|VWS|SZW|EZK?|IenW|LNV|LVVN|AenM|AZ|KGG|VRO"
CABINET = (
    rf"(?:(?:het|dit|ons|als|een volgend) kabinet|de regering|(?:de|mijn|onze|beide)\s(?:\w+\s)?{OFFICE}"
    r"(?:\s(?:van|voor)\s(?-i:[A-Z][\w-]*(?:(?:,| en)?\s[A-Z][\w-]*){0,4}))?"
    r"|(?:het|mijn|ons) (?:ministerie|departement)(?:\svan\s(?-i:[A-Z][\w-]*(?:(?:,| en)?\s[A-Z][\w-]*){0,4}))?"
    rf"|Nederland|(?-i:{MINISTRY})(?: en (?-i:{MINISTRY}))*|(?-i:[MS](?:[A-Z][A-Za-z]+))(?:(?:,| en) (?-i:[MS][A-Z][A-Za-z]+))*)"
)
BODY_NOUN = (
    r"(?:politie\w*|korps(?:chef|leiding)|(?:openbaar )?ministerie|rechtspraak|\w*inspecties?|reclassering|marechaussee|rijksrecherche|"
    r"\w*college|\w*autoriteit|\w*dienst(?:en)?|douane|gezagen|(?:keten|uitvoerings)(?:organisaties|partners|partijen)|organisaties in de keten|"
    r"gemeenten|provincies|waterschappen|veiligheidsregio'?s|programma|taskforce|werkgroep|projectgroep|stuurgroep|kwartiermaker|"
    r"(?-i:[a-z]*commissie|[A-Z][a-z]+commissie)|\w*raad|regeringscommissaris|coördinator|ministeries|rijk|"
    r"overheid|hoofdofficier|parket\w*|\w*(?:instituut|instituten|agentschap|planbureau|kadaster)|krijgsmacht|defensie|gemeente|provincie|waterschap|uitvoeringsinstanties?|toezichthouders?|netbeheerders?|zorgverzekeraars|woningcorporaties|vervoerders|(?:regie|expert|klankbord|kern)groep|(?:\\w*project|kern|regie)team|ambassades?|gevangeniswezen|\w*bureau|landsadvocaat|[\w-]*ombudsman|\w*vastgoedbedrijf|waterbedrijf|rijks(?-i:[a-z]{4,})|(?-i:Rijks[a-z]{4,})|expertisecentrum|kenniscentrum|steunpunt|uitvoerder)"
)
BODY = (
    rf"(?:(?:de|het|een|alle|onze|deze|dit)\s(?:(?!van\b|voor\b)[\w-]+\s){{0,2}}{BODY_NOUN}(?:\sen\s(?:ik|het|de)?\s?[\w-]+(?:\s[\w-]+)?)?"
    # "de Nationale Bibliotheek": a body that is named by where it belongs.
    r"|(?:de|het)\s(?-i:(?:Nationale|Nationaal|Koninklijke?|Landelijke?|Centrale?|Algemene)(?:\s[A-Z][a-z]+)+)"
    r"|politie|Rijkswaterstaat|ProRail|Defensie|Staatsbosbeheer|(?-i:[A-Z][a-z]+(?:dienst|inspectie|autoriteit|instituut|raad))"
    r"|(?:de |het )?(?-i:(?!EU\b|VN\b|NAVO\b|EC\b|VS\b|VVD\b|CDA\b|PVV\b|SGP\b|BBB\b|D66\b)[A-Z]\w*[A-Z]\w*))"
)
CHAMBER = r"(?:u\b|(?:uw|de|beide|deze) (?:(?:tweede|eerste) )?kamers?|(?:tweede|eerste) kamer|het parlement)"
THIRD = (
    r"(?:de )?(?:europese )?(?-i:Commissie)|(?:de |alle |andere )?(?:lidstaten|landen|banken|partijen|leden|fracties?|criminelen|"
    r"slachtoffers|daders|burgers|mensen|ondernemers|clubs|bedrijven|werkgevers|aanbieders|gedetineerden|verdachten|bevolking|jongeren|ouders|leerlingen|studenten|patiënten|consumenten|huishoudens|boeren|werknemers|gebruikers|reizigers|huurders|rechters?)|men|je"
)

_ADVERB = r"(?:(?:ook|nu|dan|daarom|dus|echter|verder|daarnaast|vervolgens|tevens|hier|er|zo|tot slot|bovendien|uiteraard|dit jaar),?\s)*"
_OPENING = r"(?:(?:en|maar|of|dat|hoe|wat|welke|waar\w*|zodat|omdat|ook|daarnaast|verder|terwijl|zoals|die|nee|ja|aangezien|nadat|zodra|als),?\s)*"
_KINDS = {
    "first person": FIRST,
    "cabinet": CABINET,
    "third": THIRD,
    "body": BODY,
    "chamber": CHAMBER,
    "pronoun": "zij|hij",
}
AFTER = {kind: re.compile(rf"\s?{_ADVERB}(?P<who>{source})(?![\w-])", re.IGNORECASE) for kind, source in _KINDS.items()}
BEFORE = {
    kind: re.compile(rf"^\W*{_OPENING}(?P<who>{source})(?![\w-])", re.IGNORECASE) for kind, source in _KINDS.items()
}


def subject(before: str, after: str) -> tuple[str, str | None]:
    """Who acts, as a class and in the words of the clause, from what stands before and after its finite verb."""
    sides = ((AFTER, after, ("first person",)), (BEFORE, before, SUBJECTS), (AFTER, after, SUBJECTS))
    for patterns, text, kinds in sides:
        for kind in kinds:
            match = patterns[kind].match(text) if kind in patterns else None
            if match:
                return kind, match["who"]
    return "none", None
