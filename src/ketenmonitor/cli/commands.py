"""All commands of `ketenmonitor`."""

from __future__ import annotations

import typer

from ketenmonitor.cli import (
    at_source,
    calibrate,
    citizen,
    decisions,
    definitions,
    deliveries,
    demo,
    drafts,
    escrow,
    forecast,
    inbox,
    inquiry,
    keyservice,
    log,
    logbook,
    misuse,
    node,
    paperwork,
    purposes,
    questions,
    recipient,
    records,
    register,
    releases,
    retention,
    serving,
    status,
    whatif,
)

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
app.command("status")(status.status)
app.command("inbox")(inbox.inbox)
app.add_typer(deliveries.quarantine_app, name="quarantine")
app.add_typer(recipient.app, name="pseudonyms")
app.command("rotate")(recipient.rotate)
app.command("measure")(questions.measure)
app.command("calibrate")(calibrate.calibrate)
app.command("forecast")(forecast.forecast)
app.command("case")(questions.case)
app.command("conflicts")(questions.conflicts)
app.command("whatif")(whatif.whatif)
app.command("release")(releases.release)
app.add_typer(drafts.app, name="draft")
app.add_typer(register.app, name="register")
app.command("serve")(serving.serve)
app.command("password")(serving.password)
app.command("keyservice")(keyservice.keyservice)
logbook.add_to(log.app)
decisions.add_to(log.app)
app.add_typer(log.app, name="log")
app.add_typer(node.app, name="node")
app.command("ask")(inquiry.ask)
app.add_typer(escrow.app, name="escrow")
app.add_typer(purposes.app, name="purposes")
app.add_typer(citizen.app, name="citizen")
app.command("paperwork")(paperwork.paperwork)
app.add_typer(misuse.app, name="misuse")
app.add_typer(retention.app, name="retention")
app.command("link-records")(records.link_records)
app.command("synth")(demo.synth)
app.command("synth-persons")(records.synth_persons)
at_source.add_to(app)
