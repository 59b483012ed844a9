"""What a request asks of the register, looked up: the points that it chooses, the one that it names, and how far the papers go.

Comes in: a request. Goes out: rows. The promise: pages, files and programs get the same points for the same query.
"""

from __future__ import annotations

from datetime import date

from starlette.requests import Request

from ketenmonitor.register.known import Known, known_on
from ketenmonitor.register.matching import point_of
from ketenmonitor.register.overview import Row, Theme, Wish, overview, row_of, themes_of
from ketenmonitor.register.records import Register
from ketenmonitor.web.pages import site
from ketenmonitor.web.register.asked import Asked, asked_of
from ketenmonitor.web.register.opened import register_of, registers
from ketenmonitor.wording import Language


def all_of(request: Request, register: Register) -> tuple[Asked, dict[str, Theme], tuple[Row, ...], tuple[Row, ...]]:
    """What is asked, the themes, every row, and those that were asked."""
    themes = themes_of(registers(request).home)
    asked = asked_of(request.query_params, themes)
    today, releases = date.today(), registers(request).releases()
    everything = overview(register, today, None, themes, releases)
    some = everything if asked.wish == Wish() else overview(register, today, asked.wish, themes, releases)
    return asked, themes, everything, tuple(row for row in some if asked.fits(row))


def one_of_key(request: Request, key: str) -> Row:
    """The point that has a mention with this key. Raises NotFoundError."""
    register, themes = register_of(request), themes_of(registers(request).home)
    wanted = point_of(register, key)
    on = max(date.today(), wanted.first or date.min)  # a paper may be of a day that is still to come
    return row_of(register, wanted.id, on, themes, registers(request).releases())


def until_said(known: Known, said: Language) -> str:
    """Up to when papers were read: "late" is late as far as they tell."""
    name = "register_known" if known.last else "register_known_undated"
    last = said.date(known.last) if known.last else ""
    return said.say(name, papers=said.number(known.papers), last=last)


def known_now(register: Register) -> Known:
    """The papers that count today."""
    return known_on(register, date.today())


def base_of(request: Request) -> str:
    """The address of this site: as its settings say, else as it was asked for."""
    return (site(request).settings.address or f"{request.url.scheme}://{request.url.netloc}").rstrip("/")
