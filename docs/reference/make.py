"""Write the pages of the reference that follow from the code: `python docs/reference/make.py`.

Comes in: the commands, the reasons of the gate, the docstrings of the measures and the tables of looks and of scenarios. Goes out:
`commands.md`, `refusal-codes.md`, `measures.md`, `looks.md` and `scenario.md` beside this file. A test fails when a page differs from
what this makes.
"""

from __future__ import annotations

import ast
import inspect
import re
import sys
import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Any

import typer

import ketenmonitor.measures
from ketenmonitor.cli import app
from ketenmonitor.intake.remedies import REFUSALS, REMEDIES
from ketenmonitor.misuse import COMPONENTS, EXPLANATIONS, TABLES
from ketenmonitor.toml import WORDINGS as OF_EVERY_FILE
from ketenmonitor.whatif.scenario.schema import SAYS, SCHEMA
from ketenmonitor.whatif.scenario.wordings import WORDINGS

HERE = Path(__file__).parent
MADE = "<!-- Made by docs/reference/make.py: change the code, and run it again. -->\n"
BLANKS = {
    "activities": "the activities of this partner",
    "objects": "the object types of the chain",
    "own_objects": "the object types that this partner issues",
    "links": "the links that this partner delivers",
}
KINDS = {
    "text": "text",
    "moment": "ISO 8601, or a moment of Parquet",
    "end": "the same; a date is of it to its last moment",
    "flag": "true or false, ja or nee, 1 or 0",
}
# What measures are made of, in the order in which a figure comes about.
PARTS = ("spans", "sequences", "curve", "concerned", "population", "transitions", "calendar", "selection")


def pages() -> dict[str, str]:
    """The text of each page by its file name."""
    return {
        "commands.md": commands(),
        "refusal-codes.md": refusal_codes(),
        "measures.md": measures(),
        "looks.md": looks(),
        "scenario.md": scenario(),
    }


def commands() -> str:
    """Every command with its arguments and options."""
    parts = [
        "# Commands\n",
        MADE,
        "What `ketenmonitor COMMAND --help` says. Exit status: 0 done; 1 refused, or faults found; 2 wrong usage. With "
        "`--json`, `--format json` and `--format csv` nothing but the document goes to standard output. `python -m "
        "ketenmonitor` does the same as `ketenmonitor`.\n",
    ]
    root = typer.main.get_command(app)
    for name, command in root.commands.items():  # type: ignore[attr-defined]  # the root is a group
        inside = getattr(command, "commands", None)
        parts += [_command(f"{name} {sub}", c) for sub, c in inside.items()] if inside else [_command(name, command)]
    return "\n".join(parts)


def _command(name: str, command: Any) -> str:
    given = [p for p in command.params if p.param_type_name == "argument"]
    options = [p for p in command.params if p.param_type_name == "option" and p.name != "help"]
    usage = [f"ketenmonitor {name}", *map(_argument, given), *(["[OPTIONS]"] if options else [])]
    lines = [f"## {name}\n", f"{command.help or ''}\n", "```text", " ".join(usage), "```\n"]
    rows = [(f"`{_argument(p)}`", p.help or "") for p in given if p.help]
    rows += [(f"`{_option(p)}`", _described(p)) for p in options]
    if rows:
        lines += ["| | |", "|---|---|", *(f"| {left} | {right} |" for left, right in rows), ""]
    return "\n".join(lines)


def _argument(parameter: Any) -> str:
    name = parameter.name.upper() + ("..." if parameter.nargs == -1 else "")
    return name if parameter.required else f"[{name}]"


def _option(parameter: Any) -> str:
    value = "" if parameter.is_flag else f" {parameter.name.strip('_').upper()}"
    return f"{parameter.opts[0]}{value}"


def _described(parameter: Any) -> str:
    default = parameter.default
    said = default is not None and not callable(default) and not parameter.is_flag and str(default)
    return " ".join(filter(None, [parameter.help, f"Default: `{default}`." if said else ""]))


def refusal_codes() -> str:
    """Why a row is set apart, and what would be right."""
    rows = [f"| `{code}` | {_sentence(text)} |" for code, text in REMEDIES.items()]
    return "\n".join(
        [
            "# Reasons for quarantine and refusal\n",
            MADE,
            "A row with a fault is set apart with one of these codes; the rest of its delivery is taken in. The first "
            "fault of a row is the one reported. No reason holds what stood in the row. How to go on: [mend a refused "
            "delivery](../how-to/mend-a-refused-delivery.md).\n",
            "| code | what is wrong, and what would be right |",
            "|---|---|",
            *rows,
            "",
            "## Of a delivery as a whole\n",
            "A delivery that is refused is told why in sentences: the file, what is wrong, what would be right, and what to do. "
            "In the log stand these codes, with who offered it, its chain and partner, and the hash of what it held: `refused` of the audit "
            "log, or of `HOME/log/internal.jsonl` in a monitor without a register of purposes.\n",
            "| code | what it means |",
            "|---|---|",
            *(f"| `{code}` | {text} |" for code, text in REFUSALS.items()),
            "",
        ]
    )


def _sentence(text: str) -> str:
    for name, words in BLANKS.items():
        text = text.replace(f"{{{name}}}", f"*({words})*")
    return text[0].upper() + text[1:]


def looks() -> str:
    """What an organisation may supply of looks, what explains one, and what makes the rest stand out."""
    parts = [
        "# Looks\n",
        MADE,
        "The settings of `ketenmonitor misuse`: a table each, with `file` and the names of its columns. What is not here is not "
        "read. How to use it: [assess who looked at whom](../how-to/assess-looks.md).\n",
        "## Tables\n",
    ]
    for name, form in TABLES.items():
        parts += [f"### {name}\n", f"{_sentence(form.says)}.{' Required.' if form.required else ''}", ""]
        if form.one_of:
            parts += [f"At least one of {', '.join(f'`{one}`' for one in form.one_of)}.", ""]
        rows = [
            f"| `{key}` | {_sentence(column.says)}{'; required' if column.required else ''} | {KINDS[column.kind]} |"
            for key, column in form.columns.items()
        ]
        parts += ["| column | what it says | form |", "|---|---|---|", *rows, ""]
    parts += ["## Explanations\n", "In this order; a look is counted with the first that explains it.\n"]
    parts += ["| name | says | needs |", "|---|---|---|"]
    parts += [
        f"| `{name}` | {_sentence(one.en)} / {_sentence(one.nl)} | {_needed(one.needs)} |"
        for name, one in EXPLANATIONS.items()
    ]
    parts += [
        "",
        "## Score\n",
        "Points of all components are added. At `full` and above a component gives all its points, below in ",
    ]
    parts[-1] += "proportion. `[score]` in the settings changes both.\n"
    parts += ["| name | points | full | says | needs |", "|---|---:|---:|---|---|"]
    parts += [
        f"| `{name}` | {one.points:g} | {one.full} | {_sentence(one.en)} / {_sentence(one.nl)} | {_needed(one.needs)} |"
        for name, one in COMPONENTS.items()
    ]
    return "\n".join([*parts, ""])


def _needed(needs: Any) -> str:
    return ", ".join(
        f"`{table}`" + (f" ({', '.join(f'`{one}`' for one in columns)})" if columns else "")
        for table, columns in needs.items()
    )


def scenario() -> str:
    """What a scenario may say, what is refused, and what is warned of."""
    parts = [
        "# Scenarios\n",
        MADE,
        "A file for `ketenmonitor whatif`: a measure, and from when until when. What is not here is refused, and every fault "
        "is told at once, each with its line. How to use it: [ask what if](../how-to/ask-what-if.md). Examples: "
        "[examples/scenarios](../../examples/scenarios/zeden-meer-rechercheurs.toml).\n",
    ]
    for name, table in SCHEMA.items():
        says, keys = SAYS[name]
        parts += [
            f"## {'[[' if table.form == 'list' else '['}{name}{']]' if table.form == 'list' else ']'}\n",
            says,
            "",
        ]
        rows = [
            f"| `{key}` | {'required' if table.keys[key].required else ''} | `{table.keys[key].kind.example}` | {text} |"
            for key, text in keys.items()
        ]
        parts += ["| key | | like | meaning |", "|---|---|---|---|", *rows, ""] if rows else []
    parts += [
        "## What is refused\n",
        "Besides what any TOML file may have wrong. An ellipsis stands for what is named.\n",
    ]
    own = {code: words for code, words in WORDINGS.items() if OF_EVERY_FILE.get(code) != words}
    rows = [f"| `{code}` | {_blanked(wrong)} | {_blanked(right)} |" for code, (wrong, right) in own.items()]
    parts += ["| code | what is wrong | what would be right |", "|---|---|---|", *rows, ""]
    words = tomllib.loads((files("ketenmonitor.whatif.warnings") / "templates/words.toml").read_text(encoding="utf-8"))
    rows = [
        f"| `{code}` | {_blanked(text['nl'])} | {_blanked(text['en'])} |"
        for code, text in words.items()
        if "_" not in code
    ]
    parts += ["## What is warned of\n", "On the first screen, before the figures.\n"]
    return "\n".join([*parts, "| code | nl | en |", "|---|---|---|", *rows, ""])


def _blanked(text: str) -> str:
    return _sentence(re.sub(r'"?\{\w+\}"?', "…", text).replace("….", "…").strip()).replace("|", "\\|")


def measures() -> str:
    """The formula of each measure, and what measures are made of."""
    parts = [
        "# Measures\n",
        MADE,
        "The formula of each measure, as it stands at the top of its module in `src/ketenmonitor/measures/`. The "
        "fields of the figures are in [json.md](json.md).\n",
    ]
    parts += [_module(name, name.replace("-", "_")) for name in ketenmonitor.measures.MEASURES]
    parts.append("## What they are made of\n")
    parts += [_module(name, name, level="###") for name in PARTS]
    return "\n".join(parts)


def _module(title: str, name: str, level: str = "##") -> str:
    path = Path(ketenmonitor.measures.__file__).with_name(f"{name}.py")
    said = inspect.cleandoc(ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "")
    first, _, rest = said.partition("\n\n")
    return "\n\n".join(filter(None, [f"{level} {title}", first, rest])) + "\n"


if __name__ == "__main__":
    for file, text in pages().items():
        (HERE / file).write_text(text, encoding="utf-8")
        sys.stdout.write(f"{HERE / file}\n")
