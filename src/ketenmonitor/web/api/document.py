"""The OpenAPI document, made of the routes: what they take and give, who may use them, and what can go wrong.

Comes in: the routes and the settings. Goes out: the document. The promise: who may use an operation is what `access` says,
and the answers that every operation has in common are written once, here.
"""

from __future__ import annotations

from copy import copy
from typing import Any

from fastapi.openapi.utils import get_openapi

from ketenmonitor.web.access import EVERYBODY, TABLE
from ketenmonitor.web.api import PREFIX, VERSION
from ketenmonitor.web.api.problem import MEDIA_TYPE, Problem
from ketenmonitor.web.api.route import GuardedRoute, methods_of
from ketenmonitor.web.around import cookie_name
from ketenmonitor.web.settings import WebSettings

ABOUT = """\
De cijfers van de ketenmonitor voor programma's, volgens de NLGov REST API Design Rules 2.2.1.

- **Gepubliceerd**: wat iedereen mag zien, uit ondertekende uitgaven. Zonder inloggen, en van elke site te lezen.
- **Register**: wat de Kamer vroeg en wat haar is toegezegd, uit gelezen Kamerstukken. Zonder inloggen.
- **Intern**: alle cijfers met elk filter, voor analisten. Niet beschermd, dus niet voor publicatie; elke vraag wordt gelogd.

Adressen zijn Nederlands. Velden hebben de Engelse namen die ze ook in bestanden van uitgaven en in de uitvoer van opdrachten
hebben. Een cijfer (`/maten/{maat}`) is precies wat `ketenmonitor measure --format json` geeft. Wie een `HEAD` stuurt krijgt
alleen de kop. Uitgaven veranderen nooit: bewaar ze met hun `ETag`.
"""
TAGS = [
    {"name": "gepubliceerd", "description": "Wat is gepubliceerd: ketens, uitgaven, tabellen. Voor iedereen."},
    {"name": "register", "description": "Moties, toezeggingen en vragen uit gelezen Kamerstukken. Voor iedereen."},
    {"name": "intern", "description": "Wat analisten vragen. Alleen voor wie is ingelogd met de rol `analyst`."},
    {"name": "beschrijving", "description": "Dit document."},
]
PROBLEMS = {
    "400": "De vraag klopt niet; `detail` en `errors` zeggen wat goed zou zijn.",
    "401": "Eerst inloggen.",
    "403": "Hiervoor is een rol nodig die u niet hebt.",
    "404": "Dit is er niet, of niet voor u.",
    "406": "Geen van de mediatypes in `Accept` kan worden gegeven.",
    "429": "Te veel gevraagd; `Retry-After` zegt na hoeveel seconden het weer kan.",
    "500": "Hier ging iets mis; `detail` heeft een nummer om naar te vragen.",
    "503": "Waar u inlogt is nu niet te bereiken.",
}
SESSION, TOKEN = "sessie", "token"
REF = {"$ref": "#/components/schemas/Problem"}


def document_of(routes: list[GuardedRoute], settings: WebSettings) -> dict[str, Any]:
    """The whole document."""
    said = get_openapi(
        title="Ketenmonitor", version=VERSION, description=ABOUT, routes=[_without_head(one) for one in routes], tags=TAGS,
        servers=[{"url": f"{settings.address.rstrip('/')}{PREFIX}", "description": "Deze monitor."}],
        contact=_contact(settings), license_info={"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
    )  # fmt: skip
    schemas = said["components"]["schemas"]
    problem = Problem.model_json_schema(by_alias=True, ref_template="#/components/schemas/{model}")
    schemas |= {**problem.pop("$defs"), "Problem": problem}
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    ways = _ways(settings)
    said["components"] |= {"securitySchemes": ways, "headers": {"API-Version": _version()}}
    for route in routes:
        for method in methods_of(route):
            operation = said["paths"][route.path][method.lower()]
            operation["security"] = [] if TABLE[route.name] is EVERYBODY else [{way: []} for way in ways]
            _complete(operation)
    said["paths"] = {path.removeprefix(PREFIX): item for path, item in said["paths"].items()}
    return said


def _without_head(route: GuardedRoute) -> GuardedRoute:
    """There is nothing more to describe of HEAD."""
    one = copy(route)
    one.methods = methods_of(route)
    return one


def _complete(operation: dict[str, Any]) -> None:
    """Add the answers that operations have in common, and the version to all."""
    answers, parameters = operation["responses"], operation.get("parameters", [])
    answers.pop("422", None)
    is_there = dict.fromkeys(("401", "403", "503"), operation["security"])
    is_there["404"] = [one for one in parameters if one["in"] == "path"]
    for status, text in PROBLEMS.items():
        if is_there.get(status, True):
            answers[status] = {"description": text, "content": {MEDIA_TYPE: {"schema": REF}}}
    for answer in answers.values():
        answer.setdefault("headers", {})["API-Version"] = {"$ref": "#/components/headers/API-Version"}
        answer["description"] = answer["description"].replace("Successful Response", "Het antwoord.")
    operation["responses"] = dict(sorted(answers.items()))


def _version() -> dict[str, Any]:
    return {"description": "De versie van deze interface.", "schema": {"type": "string", "examples": [VERSION]}}


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
