"""How a page is made: a template, the words of one language, and what every page needs.

Comes in: a request and values. Goes out: HTML. The promise: every value is escaped, every text is in the table of words,
and a page says who is logged in and in which language it is.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from ketenmonitor.register.words import told
from ketenmonitor.release import Table
from ketenmonitor.store import Home
from ketenmonitor.web.access import Verdict, verdict
from ketenmonitor.web.provider import Provider
from ketenmonitor.web.sessions import Session, Sessions
from ketenmonitor.web.settings import WebSettings
from ketenmonitor.web.visitor import Visitor
from ketenmonitor.wording import Language, language_of

OTHER = {"nl": "en", "en": "nl"}
# Each has templates and a table of words of its own; what they share stands here.
ROOMS = (
    "public",
    "workbench",
    "cases",
    "inquiry",
    "deliveries",
    "publishing",
    "administration",
    "provider",
    "register",
    "citizens",
    "whatif",
)


@dataclass(frozen=True)
class Site:
    """Everything that requests share."""

    home: Home
    settings: WebSettings
    sessions: Sessions
    style: str = field(default="", repr=False)
    provider: Provider | None = None


def site(request: Request) -> Site:
    """What this request shares with all others."""
    found: Site = request.app.state.site
    return found


def session(request: Request) -> Session:
    """What is remembered of this visitor."""
    found: Session = request.state.session
    return found


def visitor(request: Request) -> Visitor:
    """Who asks."""
    return session(request).visitor


def language(request: Request) -> Language:
    """The language that is asked for."""
    return page_words(request.state.language)


@cache
def page_words(code: str) -> Language:
    """The words of pages in one language."""
    return language_of(code, __package__, *(f"{__package__}.{room}" for room in ROOMS))


def page(request: Request, template: str, status: int = 200, there: str | None = None, **values: Any) -> Response:
    """A page. `there`: where it is in the other language, when that is not at the same address."""
    code = request.state.language
    prefix = "" if code == "nl" else f"/{code}"
    who = visitor(request)
    path = request.state.path
    query = f"?{request.url.query}" if request.url.query else ""
    html = (
        _environment()
        .get_template(template)
        .render(
            say=language(request).say,
            language=language(request),
            prefix=prefix,
            path=path,
            other=OTHER[code],
            in_other_language=f"{'' if code == 'en' else '/en'}{there or path + query}",
            visitor=who,
            may=lambda route: verdict(route, who) is Verdict.YES,
            asks=bool(site(request).settings.inquiry),
            token=session(request).token,
            purpose=session(request).purpose,
            day=lambda text: date.fromisoformat(text[:10]),
            **values,
        )
    )
    return HTMLResponse(html, status)


def html_of(table: Table) -> str:
    """A table by itself, for who keeps it."""
    macros: Any = _environment().get_template("macros.html").module
    return str(macros.table(table))


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FunctionLoader(_template),
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    # What the register says of its own accord, in the language of the page: `{{ rule|told(language.code) }}`.
    made.filters["told"] = told
    made.filters["sentence"] = _sentence
    return made


def _sentence(text: str) -> str:
    """A reason as a sentence of its own."""
    return f"{text[:1].upper()}{text[1:].rstrip('.')}." if text else ""


def _template(name: str) -> str:
    """The text of `case.html` of all rooms, or of `cases/case.html` of one."""
    room, _, file = name.rpartition("/")
    return (files(__package__) / room / "templates" / file).read_text(encoding="utf-8")
