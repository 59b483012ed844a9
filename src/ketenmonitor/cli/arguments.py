"""Arguments and options that several commands share: each means the same everywhere."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Language(StrEnum):
    """The languages in which people can be shown things."""

    nl = "nl"
    en = "en"


Home = Annotated[Path, typer.Argument(help="The folder of the monitor.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
Lang = Annotated[Language, typer.Option(help="Language of what is shown.")]
Purpose = Annotated[str | None, typer.Option(help="The purpose for which you ask; it stands in the log.")]
Reason = Annotated[
    str | None, typer.Option(help="Why you look, in a few words; it stands in the log. No name of a person.")
]
