"""The story is told once, and all tests here look at it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.source.story import Story, told


@pytest.fixture(scope="package")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    with told(tmp_path_factory.mktemp("source")) as one:
        yield one
