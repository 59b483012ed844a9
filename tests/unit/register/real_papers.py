"""Where the five papers and their labels lie, beside the checkout; they are no part of the project, and tests without them skip."""

from __future__ import annotations

from pathlib import Path

import pytest

PAPERS = Path(__file__).parents[3].parent / "shared" / "data" / "papers"
needs_papers = pytest.mark.skipif(
    not PAPERS.is_dir(), reason="the five papers with their labels are not beside the checkout"
)
