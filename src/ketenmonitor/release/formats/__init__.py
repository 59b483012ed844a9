"""The tables of a release as files: CSV, XLSX and Parquet, with what describes them, each with the same cells.

- `data_files`: every file, by its path in the release.
"""

from ketenmonitor.release.formats.files import data_files

__all__ = ["data_files"]
