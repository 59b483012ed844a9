"""The documents of the interface: what is asked and what is answered.

Comes in: nothing. Goes out: models of which FastAPI makes checks and the description. The promise: what is not described is refused,
and a text that may be logged cannot hold an identifier of a person by mistake: it is an OIN, a name of the register or a random id.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from ketenmonitor.pseudonyms.envelopes import MOST

NAME = r"^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$"
MOST_ENVELOPE = 440_000  # characters: a whole batch with what is said of it
Oin = Annotated[str, Field(pattern=r"^[0-9]{20}$", examples=["00000099000000009000"])]
Period = Annotated[str, Field(pattern=NAME, examples=["2026"])]
Purpose = Annotated[
    str, Field(pattern=NAME, description="Het doel, zoals in het doelregister.", examples=["doorlooptijden"])
]
Elements = Annotated[
    str,
    Field(
        min_length=44, max_length=4 * (-(-MOST * 32 // 3)), pattern="^[A-Za-z0-9+/]+={0,2}$",
        description="Elementen van ristretto255 achter elkaar, 32 bytes elk, in base64; ten hoogste 10.000.",
        json_schema_extra={"contentEncoding": "base64"},
    ),
]  # fmt: skip
Envelope = Annotated[
    str,
    Field(
        min_length=1, max_length=MOST_ENVELOPE,
        description="Een JWE (compact), die alleen de geadresseerde kan openen.",
    ),
]  # fmt: skip


Seed = Annotated[
    str,
    Field(
        min_length=44, max_length=44, pattern="^[A-Za-z0-9+/]{43}=$",
        description="Voor de laatste sleuteldienst: 32 willekeurige bytes van de bron, in base64, waaruit de maskers volgen. "
        "Zonder deze kan wie de elementen zag en de ontvanger is niets terugvinden.",
        json_schema_extra={"contentEncoding": "base64"},
    ),
]  # fmt: skip


def _one_of(schema: dict[str, Any]) -> None:
    schema["oneOf"] = [{"required": ["elements"]}, {"required": ["envelope"]}]


class Asked(BaseModel):
    """Wat in alle vragen staat."""

    model_config = ConfigDict(extra="forbid")

    recipient: Oin = Field(description="Het OIN van de ontvanger van de pseudoniemen.")
    purpose: Purpose


class EvaluationAsked(Asked):
    """Een partij geblindeerde identificaties."""

    model_config = ConfigDict(extra="forbid", json_schema_extra=_one_of)

    period: Period = Field(description="De periode van de sleutel.")
    batch: str = Field(
        pattern="^[A-Za-z0-9_-]{16,64}$", description="Willekeurig kenmerk van de partij.",
        examples=["5f0c6ad1b2a34e3f9d7c0b1a2f3e4d5c"],
    )  # fmt: skip
    elements: Elements | None = Field(None, description="Voor de eerste sleuteldienst: de geblindeerde elementen.")
    envelope: Envelope | None = Field(None, description="Voor een volgende: wat de vorige sleuteldienst maakte.")
    seed: Seed | None = None


class EvaluationSaid(BaseModel):
    """De versleutelde uitkomst."""

    envelope: Envelope = Field(description="De JWE voor de volgende sleuteldienst of voor de ontvanger.")


class RotationAsked(Asked):
    """Elementen die van de ene naar de andere periode gaan."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    old: Period = Field(alias="from", description="De periode waarvan de elementen zijn.")
    new: Period = Field(alias="to", description="De periode waarvan zij worden.")
    elements: Elements


class RotationSaid(BaseModel):
    """De elementen van de nieuwe periode."""

    elements: Elements


class KeySaid(BaseModel):
    """Voor wie te versleutelen is wat alleen deze dienst mag lezen."""

    oin: Oin = Field(description="Het OIN van deze sleuteldienst.")
    public: str = Field(description="De publieke sleutel (X25519), in base64.")
