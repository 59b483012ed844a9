"""The `ketenmonitor` command: which commands there are, and how an error becomes a sentence and an exit status."""

from __future__ import annotations

import sys

import typer

from ketenmonitor.cli import definitions, deliveries, demo, drafts, questions, register, releases, serving
from ketenmonitor.errors import KetenmonitorError

app = typer.Typer(
    name="ketenmonitor",
    help="Honest chain-wide figures, without a central database of people.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("demo")(demo.demo)
app.command("new")(definitions.new)
app.add_typer(definitions.app, name="definition")
app.command("receive")(deliveries.receive)
app.command("import-log")(deliveries.import_log)
app.command("status")(deliveries.status)
app.add_typer(deliveries.quarantine_app, name="quarantine")
app.command("measure")(questions.measure)
app.command("case")(questions.case)
app.command("conflicts")(questions.conflicts)
app.command("release")(releases.release)
app.add_typer(drafts.app, name="draft")
app.add_typer(register.app, name="register")
app.command("serve")(serving.serve)
app.command("password")(serving.password)
app.command("synth")(demo.synth)


def main() -> None:
    """Run the command that was typed; a person's error is printed without a traceback."""
    try:
        app()
    except KetenmonitorError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(error.exit_status)
