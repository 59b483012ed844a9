"""Programs that are not Python packages: those of requirements/debian.txt, which .ci/run installs."""

from __future__ import annotations

import os
import shutil

import pytest


def needs(program: str, package: str) -> str:
    """Where the program is. Skips the test when it is not there; fails it in CI, where it must be."""
    found = shutil.which(program)
    if found:
        return found
    said = f"{program} is not here: install the Debian package {package} (requirements/debian.txt)"
    if os.environ.get("CI") == "true":
        pytest.fail(said)
    pytest.skip(said)
