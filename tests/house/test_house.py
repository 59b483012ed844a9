"""The house stays as it was planned: who may import whom, sizes, exports, words, and no partner in code."""

from __future__ import annotations

import ast
import importlib
import re
import tomllib
from pathlib import Path

import pytest

from tests.house.plan import (
    LARGER_MODULES,
    LINES_OF_A_FUNCTION,
    LINES_OF_A_MODULE,
    LONGER_FUNCTIONS,
    MAY_IMPORT,
    MAY_IMPORT_BELOW,
)

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "ketenmonitor"
MODULES = sorted(p for p in PACKAGE.rglob("*.py"))
# Ids of the shipped chains that are also plain Dutch words of the interface.
COMMON_WORDS = {"open", "verzonden"}
ROOMS = sorted(p.parent.name for p in PACKAGE.glob("*/__init__.py"))


def place(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def room_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE).parts
    return parts[0].removesuffix(".py")


def imports_of(path: Path) -> list[tuple[str, list[str]]]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            found.append((node.module, [alias.name for alias in node.names]))
        elif isinstance(node, ast.Import):
            found += [(alias.name, []) for alias in node.names]
    return found


def test_every_room_is_in_the_plan() -> None:
    files = {p.stem for p in PACKAGE.glob("*.py")} - {"__init__", "__main__"}
    assert set(ROOMS) | files == set(MAY_IMPORT)


@pytest.mark.parametrize("path", MODULES, ids=place)
def test_rooms_know_only_the_rooms_that_the_plan_allows(path: Path) -> None:
    room = room_of(path)
    for module, names in imports_of(path):
        parts = module.split(".")
        if parts[0] != "ketenmonitor" or room in ("__init__", "__main__"):
            continue
        known = [parts[1]] if len(parts) > 1 else names
        for other in known:
            assert other == room or other in MAY_IMPORT[room], (
                f"{place(path)} imports {other}: not in the plan of {room}"
            )


@pytest.mark.parametrize("part", MAY_IMPORT_BELOW)
def test_a_part_that_may_know_less_does(part: str) -> None:
    own = f"ketenmonitor.{part.replace('/', '.')}"
    modules = sorted((PACKAGE / part).rglob("*.py"))
    assert modules
    for path in modules:
        for module, _ in imports_of(path):
            if module.startswith("ketenmonitor") and not module.startswith(own):
                known = module.removeprefix("ketenmonitor.")
                allowed = [one for one in MAY_IMPORT_BELOW[part] if known == one or known.startswith(f"{one}.")]
                assert allowed, f"{place(path)} imports {module}"


@pytest.mark.parametrize("path", MODULES, ids=place)
def test_modules_and_functions_fit_on_a_few_screens(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= LARGER_MODULES.get(place(path), LINES_OF_A_MODULE)
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[1:] if ast.get_docstring(node) else node.body
            length = (node.end_lineno or 0) - body[0].lineno + 1 if body else 0
            allowed = LONGER_FUNCTIONS.get(f"{place(path)}:{node.name}", LINES_OF_A_FUNCTION)
            assert length <= allowed, f"{place(path)}:{node.name} has {length} lines"


@pytest.mark.parametrize("path", MODULES, ids=place)
def test_every_module_says_what_it_is_for(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_lists_what_others_may_use_and_says_what_it_is(room: str) -> None:
    module = importlib.import_module(f"ketenmonitor.{room}")
    assert list(module.__all__) == sorted(set(module.__all__), key=lambda n: (n.upper() != n, n[0].islower(), n))
    for name in module.__all__:
        assert hasattr(module, name)
        assert re.search(rf"`{name}`|^  {name}\s", module.__doc__ or "", re.M), (
            f"{room}: {name} is exported without a sentence"
        )


def test_nothing_about_a_chain_is_in_code() -> None:
    """No module names a partner, object or activity of a shipped chain; what is made up for it says so by its place."""
    shipped = [tomllib.loads(p.read_text(encoding="utf-8")) for p in (PACKAGE / "definition" / "chains").glob("*.toml")]
    names = {name for chain in shipped for table in ("partners", "objects", "activities") for name in chain[table]}
    assert names
    for path in MODULES:
        strings = {
            n.value for n in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(n, ast.Constant)
        }
        found = names & {s for s in strings if isinstance(s, str)} - COMMON_WORDS
        assert not found, f"{place(path)}: {found}"


def test_every_word_of_the_code_stands_in_the_glossary() -> None:
    """The terms of the domain that the code is built of are explained."""
    glossary = (ROOT / "GLOSSARY.md").read_text(encoding="utf-8").lower()
    code = "\n".join(
        (PACKAGE / "definition" / name).read_text(encoding="utf-8") for name in ("declared.py", "model.py")
    )
    classes = re.findall(r"^class (\w+)", code, re.M)
    assert len(classes) > 10
    for name in classes:
        words = re.sub(r"(?<!^)([A-Z])", r" \1", name).lower()
        assert words in glossary or words.replace(" ", "-") in glossary, f"{words} is not in GLOSSARY.md"


@pytest.mark.parametrize("path", MODULES, ids=place)
def test_an_exception_to_a_check_has_its_reason_beside_it(path: Path) -> None:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if re.search(r"#\s*(noqa|type:\s*ignore)", line):
            assert re.search(r"#\s*(noqa|type:\s*ignore)[^#]*#\s*\w", line), f"{place(path)}:{number} gives no reason"


def test_the_versions_agree() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert importlib.import_module("ketenmonitor").__version__ == project["version"]
    assert f"## [{project['version']}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
