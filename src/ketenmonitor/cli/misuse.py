"""Commands on looks that nothing explains: assess, draw a sample, show the review queue, decide, and make up a year to try it on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ketenmonitor.cli.arguments import Json, Lang, Language
from ketenmonitor.cli.gate import permitted
from ketenmonitor.cli.output import INTERNAL, now_us, print_json, say, user_of_system, working
from ketenmonitor.errors import UsageError
from ketenmonitor.misuse import NEXT, State, Step
from ketenmonitor.store import open_home

if TYPE_CHECKING:
    from ketenmonitor.misuse import Settings, Shown

OPERATION = "misuse"
app = typer.Typer(help="Looks at persons that nothing explains, for a person to judge.", no_args_is_help=True)
Place = Annotated[
    Path,
    typer.Argument(
        metavar="PLACE",
        help="Which file has which table, and who reviews (TOML); or a monitor with a register of purposes, of which the log has the looks.",
    ),
]
Purpose = Annotated[
    str | None, typer.Option(help="In a monitor: the purpose for which you judge looks; it stands in the log.")
]
STEPS = ", ".join(NEXT)


@app.command("rank")
def rank(
    place: Place,
    show: Annotated[int, typer.Option(min=0, help="How many items to print.")] = 20,
    purpose: Purpose = None,
    json: Json = False,
    lang: Lang = Language.nl,
) -> None:
    """Explain looks by what is on record, and put the pairs that stand out, and all break-the-glass, in the queue."""
    from ketenmonitor.cli.misuse_tables import print_run, run_as_data
    from ketenmonitor.misuse import rank as assess
    from ketenmonitor.misuse import reviewer_of

    said = _settings(place, purpose, "rank")
    with working("Raadplegingen beoordelen" if lang == "nl" else "Assessing looks"):
        run = assess(said, reviewer_of(said, user_of_system()), now_us())
    if json:
        print_json(run_as_data(run))
        return
    say(INTERNAL)
    print_run(run, said, show, lang)


@app.command("sample")
def sample(
    place: Place,
    size: Annotated[int, typer.Option(min=1, help="How many pairs of officer and person to draw.")] = 50,
    seed: Annotated[int, typer.Option(help="The same seed draws the same pairs.")] = 1,
    purpose: Purpose = None,
    json: Json = False,
    lang: Lang = Language.nl,
) -> None:
    """Draw explained looks by chance into the queue, as many of each explanation."""
    from ketenmonitor.cli.misuse_tables import print_run, run_as_data
    from ketenmonitor.misuse import reviewer_of
    from ketenmonitor.misuse import sample as draw

    said = _settings(place, purpose, "sample")
    with working("Steekproef trekken" if lang == "nl" else "Drawing a sample"):
        run = draw(said, reviewer_of(said, user_of_system()), now_us(), size, seed)
    if json:
        print_json(run_as_data(run))
        return
    say(INTERNAL)
    print_run(run, said, size, lang)


@app.command("queue")
def queue(
    place: Place,
    item: Annotated[int | None, typer.Option(help="One item, with what reviewers wrote.")] = None,
    state: Annotated[State | None, typer.Option(help="Only items in this state.")] = None,
    purpose: Purpose = None,
    json: Json = False,
    lang: Lang = Language.nl,
) -> None:
    """Show the review queue, how many alarms were false, and when looks were assessed."""
    from ketenmonitor.cli.misuse_tables import figures, print_item, print_queue, shown_as_data
    from ketenmonitor.misuse import history_of, reviewer_of
    from ketenmonitor.misuse import queue as look

    said = _settings(place, purpose, "queue")
    every = look(said, reviewer_of(said, user_of_system()), now_us(), item)
    shown = [one for one in every if state in (None, one.item.state)]
    summary = figures(history_of(said))
    named = _named(place, purpose, every[0]) if item is not None else None
    if json:
        print_json({"items": [shown_as_data(one) for one in shown], **summary, **({"case": named} if named else {})})
        return
    say(INTERNAL)
    if item is not None:
        print_item(every[0], said, named, lang)
        return
    print_queue(shown, summary, said, lang)


@app.command("decide")
def decide(
    place: Place,
    item: Annotated[int, typer.Argument(help="The number of the item.")],
    step: Annotated[Step, typer.Argument(metavar="STEP", help=f"What is done: {STEPS}.")],
    reason: Annotated[str, typer.Option(help="Why, in a sentence.")],
    purpose: Purpose = None,
) -> None:
    """Judge an item: ask, find it lawful, suspect; and as a second person confirm or reject what was suspected."""
    from ketenmonitor.misuse import decide as take
    from ketenmonitor.misuse import reviewer_of

    said = _settings(place, purpose, step)
    after = take(said, reviewer_of(said, user_of_system()), now_us(), item, step, reason)
    typer.echo(f"{after.item.number}: {after.item.state}")


@app.command("synth")
def synth(
    out: Annotated[Path, typer.Argument(help="A new folder.")],
    seed: Annotated[int, typer.Option(help="The same seed gives the same year.")] = 1,
    users: Annotated[int, typer.Option(min=50, help="How many officers there are.")] = 1500,
    cases: Annotated[int, typer.Option(min=100, help="How many cases come in.")] = 30_000,
    loss: Annotated[float, typer.Option(min=0, max=0.9, help="Which share of the documentation is lost.")] = 0.02,
) -> None:
    """Write a made-up year of looks with its documentation, truth.parquet and settings, to try rank on."""
    from ketenmonitor.misuse import Sizes, write_made_up

    write_made_up(out, seed, Sizes(users, cases), loss)
    typer.echo(f"{out}")


def _settings(place: Path, purpose: str | None, step: str) -> Settings:
    """The settings in a file; or those of a monitor, when the gate lets through who gives the command."""
    from ketenmonitor.misuse import read_settings, settings_at

    if not place.is_dir():
        if purpose is not None:
            raise UsageError(
                "--purpose goes with a monitor. Of files of your own no register of purposes decides here."
            )
        return read_settings(place)
    home = open_home(place)
    permitted(home, OPERATION, None, purpose, step=step)
    return settings_at(home)


def _named(place: Path, purpose: str | None, one: Shown) -> dict[str, str] | None:
    """Which case an item of a monitor is about, which the log names by a keyed hash: for the one question, and that is logged too."""
    from ketenmonitor.misuse import case_of

    if not place.is_dir() or not one.about:
        return None
    home = open_home(place)
    found = case_of(home, one.about["person"])
    if found is None:
        return None
    chain, case = found
    permitted(home, OPERATION, chain, purpose, case=case, step="item")
    return {"chain": chain, "case": case}
