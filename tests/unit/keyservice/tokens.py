"""A token of SoftHSM in a folder: the real library, without hardware.

Where it is not installed the tests are skipped, but not in CI. The library keeps the folder that it first saw, so that a process has one.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

import pytest

MODULE = Path("/usr/lib/softhsm/libsofthsm2.so")
PIN, LABEL = "246813579", "keyservice"


@cache
def softhsm() -> Path:
    """The folder with a token called LABEL, for this process and those that it starts."""
    if not MODULE.exists() or shutil.which("softhsm2-util") is None:
        reason = "no SoftHSM: install the packages of requirements/debian.txt"
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(reason)
    folder = Path(tempfile.mkdtemp(prefix="softhsm-"))
    (folder / "tokens").mkdir()
    settings = folder / "softhsm2.conf"
    settings.write_text(f"directories.tokendir = {folder}/tokens\nobjectstore.backend = file\nlog.level = ERROR\n")
    os.environ["SOFTHSM2_CONF"] = str(
        settings
    )  # read by the library when it is loaded, and by processes that are started
    subprocess.run(
        ["softhsm2-util", "--init-token", "--free", "--label", LABEL, "--so-pin", "1234567", "--pin", PIN],
        check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    return folder
