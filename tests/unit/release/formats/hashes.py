"""Prints the SHA-256 of every data file of one release: what test_same_bytes.py starts elsewhere and at another time."""

from __future__ import annotations

import hashlib
import locale
import sys
import time
from contextlib import suppress

from ketenmonitor.release.formats import data_files
from tests.unit.release.formats.drawn import ABOUT, TABLE


def main() -> None:
    with suppress(locale.Error):
        locale.setlocale(locale.LC_ALL, "")
    for path, content in data_files(ABOUT, [TABLE]).items():
        sys.stdout.write(f"{path} {hashlib.sha256(content).hexdigest()}\n")
    sys.stderr.write(f"{time.localtime().tm_year} {time.tzname[0]} {hash('a')} {sys.getfilesystemencoding()}\n")


if __name__ == "__main__":
    main()
