"""Every sentence about a mapping can be said: no brace in it is a blank that nobody fills."""

from __future__ import annotations

import ast
from pathlib import Path
from string import Formatter

import pytest

from ketenmonitor.source import mapping
from ketenmonitor.source.mapping.schema import WORDINGS
from ketenmonitor.toml import WORDINGS as OF_DEFINITIONS

MODULES = sorted(Path(mapping.__file__).parent.glob("*.py"))
OWN = sorted(code for code, words in WORDINGS.items() if OF_DEFINITIONS.get(code) != words)


def texts() -> set[str]:
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in MODULES)
    return {
        n.value for tree in trees for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)
    }


@pytest.mark.parametrize("code", OWN)
def test_the_blanks_of_a_sentence_are_words(code: str) -> None:
    blanks = [name for text in WORDINGS[code] for _, name, _, _ in Formatter().parse(text) if name is not None]
    assert all(name.isidentifier() for name in blanks)
    assert set(blanks) <= texts() | {"reason", "most"}
