"""Commands that make something to look at: a filled monitor, or deliveries of a made-up chain."""

from __future__ import annotations

import json
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.progress import track

from ketenmonitor.cli import figure_tables
from ketenmonitor.cli.arguments import Lang, Language, Purpose
from ketenmonitor.cli.demo_register import with_register
from ketenmonitor.cli.gate import permitted
from ketenmonitor.cli.output import INTERNAL, say
from ketenmonitor.definition import Title, read_definition, shipped_definition
from ketenmonitor.instants import DAY_US, from_us, parse_instant
from ketenmonitor.linking import Cases
from ketenmonitor.measures import Selection, measure, prepare
from ketenmonitor.store import SETTINGS_FILE, Home, make_home, open_home, open_view, publication_secrets

if TYPE_CHECKING:
    from ketenmonitor.synth import Demonstration

NOTICE = {
    "nl": "De zaken op deze pagina zijn verzonnen, maar zo dat de voorraad, de aangiften en de inzendingen lijken op wat de"
    " politie publiceerde. Die cijfers staan, echt, onder “Wat partners zelf publiceren”.",
    "en": "The cases on this page are made up, but so that the stock, the reports and what is sent are like what the police"
    " published. Those figures stand, real, under “What partners publish themselves”.",
}
# What must be known of the published figures before they are compared.
ODDITIES = {
    "nl": "De bron noemt al haar cijfers een stand op 2 juni. Aangiften (instroom van aangiften) en ingezonden verdachten"
    " (instroom van het OM) tellen over een tijd, en de bron zegt niet welke: daarbij is dus niets te berekenen. De"
    " voorraad telt zaken, ook zonder aangifte; ouder dan zes maanden telt alleen aangiften; ingezonden telt verdachten."
    " Voor de verzonnen zaken is aangenomen dat die tijd {months} maanden is.",
    "en": "The source calls all its figures a position on 2 June. Reports (entered, reports) and suspects sent (entered,"
    " prosecution) count over a time, and the source does not say which: so nothing can be computed beside them. The stock"
    " counts cases, also without a report; older than six months counts reports only; sent counts suspects. For the"
    " made-up cases that time is assumed to be {months} months.",
}
ADDRESS = ("127.0.0.1", 8000)
# Of each its role; its password is its name, for nothing is secret here.
ACCOUNTS = {
    "analist": "analyst", "leverancier": "engineer", "behandelaar": "handler", "uitgever": "publisher",
    "uitgever2": "publisher", "griffier": "registrar", "privacyfunctionaris": "privacy_officer", "beheerder": "administrator",
}  # fmt: skip


def demo(
    home: Annotated[Path, typer.Option(help="Where the monitor is made; one that is there already is shown.")] = Path(
        "demo"
    ),
    serve: Annotated[bool, typer.Option("--serve", help="Serve the monitor on this machine when done.")] = False,
    purpose: Purpose = None,
    lang: Lang = Language.nl,
) -> None:
    """Make a filled monitor of a made-up chain, print its figures, and make a release of it."""
    # Loaded only here: charts and made-up chains take longer to load than all that the other commands need.
    from ketenmonitor.synth import demonstration

    made_up = demonstration()
    monitor = open_home(home) if (home / "monitor.toml").is_file() else _filled(home, made_up)
    for operation in ("measure", "publish"):  # of a monitor that was there already it could be anything
        permitted(monitor, operation, made_up.chain, purpose)
    cases = Cases(open_view(monitor, made_up.chain))
    say(INTERNAL)
    yearly = Selection(period="year")
    for name, selection in (
        ("lead-time", Selection()),
        ("stock", yearly),
        ("flow", yearly),
        ("handover", Selection()),
        ("term", Selection()),
        ("linkage", Selection()),
        ("reconcile", Selection()),
    ):
        figure_tables.print_figures(measure(cases, name, selection=selection), cases.view.definition, lang)
    oddities = ODDITIES[lang].format(months=made_up.months_of_flows)
    typer.echo(f"{oddities}\n")
    folder = _released(monitor, made_up, cases)
    page = folder / ("index.html" if lang == "nl" else "en.html")
    typer.echo(f"{page}")
    if serve:
        with_register(monitor.path, made_up.chain, cases.view.known_at_us or 0)
        _serve(monitor)
    else:
        say(f"In a browser: ketenmonitor demo --home {home} --serve; then http://{ADDRESS[0]}:{ADDRESS[1]}/")


def _filled(home: Path, made_up: Demonstration) -> Home:
    """A new monitor with the made-up deliveries of a chain, each received at the moment it was made."""
    from ketenmonitor.intake import receive
    from ketenmonitor.synth import make_deliveries

    source = shipped_definition(made_up.chain)
    definition = read_definition(source)
    monitor = make_home(home, [source])
    publication_secrets(home, made_up.secrets)
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "deliveries"
        figures = {made_up.publisher: made_up.figures()}
        make_deliveries(definition, made, seed=made_up.seed, months=made_up.months, figures=figures, pace=made_up.pace)
        folders = sorted(p for p in made.iterdir() if p.is_dir())
        for path in track(folders, description="Leveringen ontvangen", transient=True):
            made_at = json.loads((path / "delivery.json").read_text(encoding="utf-8"))["made_at"]
            receive(monitor, path, parse_instant(made_at, definition.zone))
    prepare(monitor, definition.id)  # once: after each delivery it would take longer than receiving
    return monitor


def _released(home: Home, made_up: Demonstration, cases: Cases) -> Path:
    """The release of the day after the last delivery, where everybody may see it; made when it is not there."""
    from ketenmonitor import walk

    known_us = cases.view.known_at_us or 0
    day = from_us(known_us).astimezone(cases.view.definition.zone).date() + timedelta(days=1)
    folder = home.public_path / made_up.chain / day.isoformat()
    if not folder.is_dir():
        folder.parent.mkdir(parents=True, exist_ok=True)
        texts = {code: f"{NOTICE[code]} {ODDITIES[code].format(months=made_up.months_of_flows)}" for code in NOTICE}
        walk.go_out(home, made_up.chain, day, folder, known_us + 2 * DAY_US, Title(texts["nl"], texts["en"]))
    return folder


def _serve(home: Home) -> None:
    """Serve the monitor on this machine, with an account of each role that there are pages for."""
    from ketenmonitor.web import password_of, serve

    if not home.said("web"):
        definition = home.definition(home.chains()[0])
        partner = next(iter(definition.partners))  # the first of the chain: it has the most to see
        lines = ["", "# Made-up accounts, which work on this machine only: the password of each is its name.", "[web]"]
        lines.append(f'address = "http://{ADDRESS[0]}:{ADDRESS[1]}"')
        for name, role in ACCOUNTS.items():
            lines += ["", "[[web.accounts]]", f'name = "{name}"', f'password = "{password_of(name)}"']
            lines += [f'roles = ["{role}"]', f'partner = "{partner}"']
        place = home.path / SETTINGS_FILE
        beside = place.with_name(f".{place.name}")
        beside.write_text(place.read_text(encoding="utf-8") + "\n".join(lines) + "\n", encoding="utf-8")
        beside.replace(place)
    names = ", ".join(ACCOUNTS)
    typer.echo(f"http://{ADDRESS[0]}:{ADDRESS[1]}/  (Ctrl-C; {names})")
    serve(home.path, *ADDRESS, workers=1)


def synth(
    definition: Path,
    out: Path,
    cases: Annotated[int, typer.Option(help="How many chain cases begin.")] = 1000,
    seed: Annotated[int, typer.Option(help="The same seed gives the same bytes.")] = 1,
    faults: Annotated[bool, typer.Option("--faults", help="Also rows and deliveries that must be refused.")] = False,
) -> None:
    """Write deliveries of a made-up chain, with truth.json that says what the figures must be."""
    from ketenmonitor.synth import make_deliveries

    truth = make_deliveries(read_definition(definition), out, cases, seed, faults=faults)
    typer.echo(f"{truth}")
