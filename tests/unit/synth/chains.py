"""The chains that these tests make up: those that come with the program, and some odd ones."""

from __future__ import annotations

from pathlib import Path

from ketenmonitor.definition import Definition, definition_from_text, shipped_definition, shipped_definitions

ODD = {path.stem: path for path in sorted((Path(__file__).parent / "odd_chains").glob("*.toml"))}
FILES = {**{name: shipped_definition(name) for name in shipped_definitions()}, **ODD}


def text_of(name: str) -> str:
    return FILES[name].read_text(encoding="utf-8")


def chain(name: str) -> Definition:
    return definition_from_text(text_of(name))
