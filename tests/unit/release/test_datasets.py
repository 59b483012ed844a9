"""Tables of a release: each column has a name of its own that every format can write."""

from __future__ import annotations

import pytest

from ketenmonitor.definition import definition_from_text
from ketenmonitor.disclosure import Question, protect
from ketenmonitor.errors import UsageError
from ketenmonitor.measures import Figures
from ketenmonitor.release import dataset_of
from tests.chain import DEFINITION
from tests.unit.release.chains import EXACT


@pytest.mark.parametrize("name", ["stock", "eenheid_", "een__heid"])
def test_an_attribute_that_can_be_no_column_is_refused_with_what_to_do(name: str) -> None:
    chain = definition_from_text(DEFINITION.replace("eenheid", name))
    with pytest.raises(UsageError, match=f'"{name}" cannot be one of its columns.*give the attribute another id'):
        dataset_of(chain, Question("stock", (name,)), protect(Figures("proef", "stock", ()), EXACT))
