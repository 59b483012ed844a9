"""Words around figures, as data: units, what rises and falls, and the words that make a number no figure. General Dutch only."""

from __future__ import annotations

import re

NUMBER = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?"
TIMES = {"duizend": 1e3, "miljoen": 1e6, "mln": 1e6, "mln.": 1e6, "miljard": 1e9, "mld": 1e9, "mld.": 1e9}
SPANS = {
    "dag": "dagen", "dagen": "dagen", "werkdag": "werkdagen", "werkdagen": "werkdagen", "week": "weken", "weken": "weken",
    "maand": "maanden", "maanden": "maanden", "kwartalen": "kwartalen", "jaar": "jaar", "jaren": "jaar", "uur": "uur",
    "uren": "uur", "minuten": "minuten", "etmaal": "etmalen", "etmalen": "etmalen",
}  # fmt: skip
CURRENCY = {"euro": "euro", "euro's": "euro", "dollar": "dollar", "pond": "pond"}
# A number right after one of these is a name or a place in a list, not an amount.
NO_FIGURE_AFTER = re.compile(
    r"(?:\b(?:vra(?:ag|gen)|antwoord(?:en)?|artikel(?:en)?|artt?\.|nrs?\.?|nummers?|lid|leden|bijlagen?|hoofdstuk"
    r"|paragraaf|paragrafen|pagina|blz\.|pag\.|p\."
    r"|tabel|figuur|noot|voetnoot|fase|deel|type|versie|categorie|klasse|cluster|punt(?:en)?|pijler|actie(?:lijn)?"
    r"|maatregel|aanbeveling(?:en)?|stap|lijst|spoor|titel|boek|box"
    r"|tel\.?|telefoon|tel\.nr\.|kamer|postbus|verordening|richtlijn|EU\)?|resolutie|Stb\.|Stcrt\.|Kamerst\w*|onder"
    r"|sub|dossier|zaak|kenmerk|ref\.?|agenda|programma|visie|strategie)\s*"
    r"|\b\d{4}\s?[-–/]\s?|[A-Za-z]-|[/:.–-]|\b(?:januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december)\s+)$",
    re.IGNORECASE,
)
NO_FIGURE_BEFORE = re.compile(
    r"^(?:\s?(?:januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december|jan|feb|mrt"
    r"|apr|jun|jul|aug|sep|sept|okt|nov|dec)\b"
    r"|(?:e|de|ste)\b|\s?[-–/]\s?\d|:\d|\.\d|-?(?:jarig|voudig|daags|urig)|\)|\s+\d{3}\b(?!\s*(?:miljoen|euro)))",
    re.IGNORECASE,
)
# Words in the plural that follow a number and are not what is counted.
_NOT_COUNTED = (
    "worden zijn hebben kunnen moeten zullen gaan komen staan willen konden waren hadden werden maken blijven "
    "krijgen geven doen zien vinden stellen nemen "
    "houden liggen lopen vragen zeggen mogen laten zouden heeft is was werd wordt tussen tegen binnen buiten boven "
    "beneden samen alleen eveneens naast sinds "
    "alsmede dan van en of in op voor met aan bij uit tot door over onder naar jl als om te dat die deze dit de "
    "het een niet ook nog er ten ter per zowel "
    "verder weer nu toen vervolgens daarnaast eens dus mits genomen gegeven gehouden zelfs reeds steeds straks "
    "telkens volgens onlangs alvorens inmiddels "
    "tevens soms thans jaarlijks maandelijks dagelijks wekelijks tijdens krachtens wegens jegens langs overigens "
    "immers slechts ineens opeens anders elders "
    "bovendien indien behoudens niettemin meteen misschien mogelijkerwijs grotendeels deels"
)
NOT_COUNTED = frozenset(_NOT_COUNTED.split())
# "aangewezen", "opgeroepen": the past participle of a verb that parts; nothing that is counted looks so.
PARTICIPLE = re.compile(r"(?:aan|af|op|uit|in|toe|over|door|mee|na|vast|terug|weg|bij|voort)ge\w+en")
# "gemelde", "Europese en niet-Europese", "aangewezen": a capital only where it is named after a place.
ADJECTIVE = (
    r"(?:(?:[a-zà-ÿ][\wà-ÿ-]{2,}e|[A-Z][a-zà-ÿ-]+se)\s+(?:(?:en|of)\s+(?=[\w-]+e\s))?"
    r"|(?:aan|af|op|uit|in|toe|over|door|mee|na|vast|terug|weg|bij|voort)ge[a-z]+en\s+(?=[a-z]+(?:en|s)\b))"
)
COUNTED = re.compile(
    rf"\s+(?P<noun>(?:{ADJECTIVE}){{0,3}}(?:[A-Z]{{2,}}-)?[a-zà-ÿ][\wà-ÿ-]*(?:en|s|’s|'s|keer|maal|kilometer|hectare|kilo|kilogram|ton|meter|liter|gram|rs|ls|ns|fte))(?![\w’'-])"
)
OF_ALL = re.compile(r"\s+van\s+de\s+(?:\d[\d.]*)\s+(?P<noun>(?:[A-Za-zà-ÿ]+e\s+)?[a-zà-ÿ][\w-]+(?:en|s))(?!\w)")
RISES = (
    r"gestegen|stijg\w*|steeg|stegen|toegenomen|toename|toeneemt|nam\s+toe|groei\w*|gegroeid|verhoogd|verhoging"
    r"|hoger|meer|groter|verruimd|uitgebreid"
)
FALLS = (
    r"gedaald|daling|daalt|daalde\w*|dalen|afgenomen|afname|afneemt|nam\s+af|gekrompen|krimp\w*|verminderd"
    r"|vermindering|verlaagd|verlaging|lager|minder|kleiner|teruggebracht|teruggedrongen|teruggelopen"
)
# Only what says that something moved; "hoger" and "meer" also compare.
MOVED = re.compile(
    r"\b(?:(?P<up>gestegen|stijg\w*|steeg|stegen|toegenomen|toeneemt|neemt\s+toe|nam\s+toe|groei\w*|gegroeid|verhoogd|uitgebreid|opgehoogd)"
    r"|(?P<down>gedaald|daal\w*|dalen|afgenomen|neemt\s+af|nam\s+af|gekrompen|verminderd|verlaagd|teruggebracht|teruggedrongen|teruggelopen))\b",
    re.IGNORECASE,
)
CHANGES = re.compile(rf"\b(?:(?P<up>{RISES})|(?P<down>{FALLS}))\b", re.IGNORECASE)
FOLDS = {
    "verdubbel": 100.0,
    "verdrievoudig": 200.0,
    "verviervoudig": 300.0,
    "vervijfvoudig": 400.0,
    "vertienvoudig": 900.0,
    "gehalveer": -50.0,
    "halveer": -50.0,
}
FOLDED = re.compile(
    r"\b(?P<stem>verdubbel|verdrievoudig|verviervoudig|vervijfvoudig|vertienvoudig|gehalveer|halveer)(?:d|de|t|den|ing)\b",
    re.IGNORECASE,
)
# What says that a number is not exact; it stands between a word and its number.
NEARLY = re.compile(
    r"(?:ruim|circa|ca\.?|ongeveer|bijna|zo['’]n|rond(?:\s+de)?|nog|ten\s+(?:minste|hoogste)|minstens|hoogstens|minimaal|maximaal|slechts|liefst|maar"
    r"|zeker|krap|net|meer\s+dan|minder\s+dan|in\s+totaal|totaal|inmiddels|gemiddeld|om\s+en\s+nabij|de)\s+"
)
# A number in words is a count where it is said to be one, not in "twee moties".
MEASURING = re.compile(
    r"\b(?:ruim|circa|ca\.|ongeveer|bijna|zo['’]n|ten\s+(?:minste|hoogste)|minstens|hoogstens|minimaal|maximaal|slechts|maar\s+liefst|zeker"
    r"|meer\s+dan|minder\s+dan|in\s+totaal|gemiddeld|(?:daarvan|hiervan|waarvan)\s+(?:\w+\s+){0,2})\s*$",
    re.IGNORECASE,
)
# "de afgelopen vijf jaar" is a period, "over twee jaar" and "drie jaar geleden" are moments: no figures.
PERIOD_BEFORE = re.compile(
    r"\b(?:afgelopen|komende|laatste|volgende|vorige|eerste|voorbije|voorgaande|aankomende|(?<!verdeeld )(?<!gespreid )(?<!uitgesmeerd )over)\s+$",
    re.IGNORECASE,
)
PERIOD_BEHIND = re.compile(r"\s+(?:geleden|(?:eerder|later)(?=\s*[.,;)]|\s+(?:was|waren|is|zijn|bedroeg)\b))")
MONEY_TALK = re.compile(
    r"€|\b(?:euro|budget\w*|begrot\w*|kost\w*|invester\w*|middelen|bedrag\w*|structureel|incidenteel|geld\w*"
    r"|financi\w*|uitgav\w*|subsidie\w*|bezuinig\w*|tekort\w*|gereserveerd|bijdrage\w*|omzet|schade|boete\w*"
    r"|bekostig\w*|opgave|ombuiging\w*|dekking)\b",
    re.IGNORECASE,
)
_NO_SUBJECT = (
    "daarnaast hiermee daarmee hiervan daarvan bovendien verder tevens maken geeft gaat over opnieuw "
    "waarbij eens kabinet eenmaal minister zoals hierbij"
)
NO_SUBJECT = frozenset(_NO_SUBJECT.split())
PEOPLE_TALK = re.compile(r"\b(?:aantal|aantallen|slachtoffers|mensen|personen|inwoners|burgers|leden)\b", re.IGNORECASE)
NAMED_MONEY = re.compile(
    r"(?:\s+(?:extra|structureel|incidenteel|gereserveerde?|beschikbare|aan))*\s+(?P<noun>(?:[a-zà-ÿ-]+e\s+)?[a-zà-ÿ-]*(?:ing|kosten|schade|budget|subsidies?|middelen|tekort|tegenvaller|meevaller|omzet"
    r"|boetes?|bezuinigingen|investeringen))(?!\w)"
)
AGAINST = re.compile(
    r"\b(?:ten\s+opzichte\s+van|vergeleken\s+met|in\s+vergelijking\s+(?:met"
    r"|tot))\s+(?P<against>[^,.;()]{3,80}?)(?=\s+(?:is|zijn|was|maar|en\s+ook)\b|[,.;()]|$)"
)
