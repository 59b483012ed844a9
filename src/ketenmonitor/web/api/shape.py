"""What all documents of the interface share: names of fields with a capital in the middle, and texts in two languages.

Comes in: nothing. Goes out: models that FastAPI makes answers and their descriptions of.
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel
from pydantic.json_schema import SkipJsonSchema

# Of a parameter that may be left out: there is no way to write null in an address.
Absent = SkipJsonSchema[None]


class Shape(BaseModel):
    """A document of the interface."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True)


class Text(Shape):
    """Een tekst in twee talen."""

    nl: str = Field(description="Nederlands.", examples=["Doorlooptijden"])
    en: str = Field(description="Engels.", examples=["Lead times"])
