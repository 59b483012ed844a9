"""The OpenAPI document, made of the routes: what they take and give, who may use them, and what can go wrong.

Comes in: the routes and the settings. Goes out: the document. The promise: who may use an operation is what `access` says,
and the answers that every operation has in common are written once, here.
"""

from __future__ import annotations

from copy import copy
from typing import Any

from fastapi.openapi.utils import get_openapi

from ketenmonitor.api import add_answers, add_common
from ketenmonitor.web.access import DELIVERER, EVERYBODY, PROCESSING, TABLE
from ketenmonitor.web.api import PREFIX, VERSION
from ketenmonitor.web.api.event_shapes import CloudEvent
from ketenmonitor.web.api.route import GuardedRoute, methods_of
from ketenmonitor.web.around import cookie_name
from ketenmonitor.web.permitting import HEADER
from ketenmonitor.web.settings import WebSettings

ABOUT = """\
De cijfers van de ketenmonitor voor programma's, volgens de NLGov REST API Design Rules 2.2.1.

- **Gepubliceerd**: wat iedereen mag zien, uit ondertekende uitgaven. Zonder inloggen, en van elke site te lezen.
- **Register**: wat de Kamer vroeg en wat haar is toegezegd, uit gelezen Kamerstukken. Zonder inloggen.
- **Leveren**: leveringen en gebeurtenissen van partners. Voor organisaties, die zich bewijzen met een certificaat of met FSC, en
  voor wie is ingelogd als gegevensbeheerder (`engineer`) van een partner. Elk levert alleen voor wie dat mag.
- **Intern**: alle cijfers met elk filter, voor analisten. Niet beschermd, dus niet voor publicatie; elke vraag wordt gelogd.
- **Logboek**: wat van wie is verwerkt, voor wie op privacy toeziet. Elke vraag wordt gelogd.

Adressen zijn Nederlands. Velden hebben de Engelse namen die ze ook in bestanden van uitgaven en in de uitvoer van opdrachten
hebben. Een cijfer (`/maten/{maat}`) is precies wat `ketenmonitor measure --format json` geeft. Wie een `HEAD` stuurt krijgt
alleen de kop. Uitgaven veranderen nooit: bewaar ze met hun `ETag`.
"""
TAGS = [
    {"name": "gepubliceerd", "description": "Wat is gepubliceerd: ketens, uitgaven, tabellen. Voor iedereen."},
    {"name": "register", "description": "Moties, toezeggingen en vragen uit gelezen Kamerstukken. Voor iedereen."},
    {"name": "leveren", "description": "Leveringen en gebeurtenissen. Alleen voor wie voor een partner levert."},
    {"name": "intern", "description": "Wat analisten vragen. Alleen voor wie is ingelogd met de rol `analyst`."},
    {"name": "logboek", "description": "Wat verwerkt is. Alleen voor wie is ingelogd met de rol `privacy_officer`."},
    {"name": "beschrijving", "description": "Dit document."},
]
PROBLEMS = {
    "400": "De vraag klopt niet; `detail` en `errors` zeggen wat goed zou zijn.",
    "401": "Eerst inloggen.",
    "403": "Hiervoor is een rol nodig die u niet hebt, of een doel dat past.",
    "404": "Dit is er niet, of niet voor u.",
    "406": "Geen van de mediatypes in `Accept` kan worden gegeven.",
    "429": "Te veel gevraagd; `Retry-After` zegt na hoeveel seconden het weer kan.",
    "500": "Hier ging iets mis; `detail` heeft een nummer om naar te vragen.",
    "503": "Waar u inlogt is nu niet te bereiken.",
}
PURPOSE = {
    "name": HEADER, "in": "header", "required": False, "schema": {"type": "string", "examples": ["doorlooptijden"]},
    "description": "Het doel waarvoor u vraagt, zoals het in het register van doelen staat. Nodig waar zo'n register van kracht is en meer "
    "dan een doel bij u past; het staat in het logboek.",
}  # fmt: skip
SESSION, TOKEN, CERTIFICATE, FSC = "sessie", "token", "certificaat", "fsc"
OF_ORGANISATIONS = {
    CERTIFICATE: {"type": "mutualTLS", "description": "Een certificaat met het OIN van de organisatie."},
    FSC: {"type": "apiKey", "in": "header", "name": "Fsc-Authorization", "description": "Via een inway van FSC."},
}


def document_of(routes: list[GuardedRoute], settings: WebSettings) -> dict[str, Any]:
    """The whole document."""
    said = get_openapi(
        title="Ketenmonitor", version=VERSION, description=ABOUT, routes=[_without_head(one) for one in routes], tags=TAGS,
        servers=[{"url": f"{settings.address.rstrip('/')}{PREFIX}", "description": "Deze monitor."}],
        contact=_contact(settings), license_info={"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
    )  # fmt: skip
    add_common(said)
    made = CloudEvent.model_json_schema(
        by_alias=True, ref_template="#/components/schemas/{model}"
    )  # no route says it itself
    said["components"]["schemas"] |= {**made.pop("$defs"), CloudEvent.__name__: made}
    ways = _ways(settings)
    said["components"]["securitySchemes"] = ways | OF_ORGANISATIONS
    for route in routes:
        for method in methods_of(route):
            operation = said["paths"][route.path][method.lower()]
            operation["security"] = [{way: []} for way in _ways_in(route.name, list(ways))]
            if route.name in PROCESSING:
                operation.setdefault("parameters", []).append(PURPOSE)
            _complete(operation)
    said["paths"] = {path.removeprefix(PREFIX): item for path, item in said["paths"].items()}
    return said


def _ways_in(route: str, ways: list[str]) -> list[str]:
    """How who uses this route may say who they are."""
    if TABLE[route] is EVERYBODY:
        return []
    return [*OF_ORGANISATIONS, *ways] if TABLE[route] is DELIVERER else ways


def _without_head(route: GuardedRoute) -> GuardedRoute:
    """There is nothing more to describe of HEAD."""
    one = copy(route)
    one.methods = methods_of(route)
    return one


def _complete(operation: dict[str, Any]) -> None:
    """Add the answers that operations have in common."""
    parameters = operation.get("parameters", [])
    is_there = dict.fromkeys(("401", "403", "503"), operation["security"])
    is_there["404"] = [one for one in parameters if one["in"] == "path"]
    add_answers(operation, {status: text for status, text in PROBLEMS.items() if is_there.get(status, True)})


def _ways(settings: WebSettings) -> dict[str, dict[str, str]]:
    """How to say who you are: as somebody who is logged in, and where there is a provider as a program."""
    said = "Het cookie van wie op de site is ingelogd."
    ways = {SESSION: {"type": "apiKey", "in": "cookie", "name": cookie_name(settings.is_secure), "description": said}}
    if settings.login and settings.login.audience:
        said = f"Een toegangstoken (JWT) van {settings.login.issuer} voor {settings.login.audience}."
        ways[TOKEN] = {"type": "http", "scheme": "bearer", "bearerFormat": "JWT", "description": said}
    return ways


def _contact(settings: WebSettings) -> dict[str, str | Any]:
    """Whom to ask: where the settings say it, by mail."""
    kind, _, rest = settings.contact.partition(":")
    mail = {"email": rest} if kind == "mailto" else {}
    return {"name": "Beheer van deze ketenmonitor", **mail} | ({"url": settings.address} if settings.address else {})
