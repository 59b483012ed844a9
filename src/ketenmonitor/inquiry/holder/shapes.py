"""The documents of the interface: what is asked and what is answered.

Comes in: nothing. Goes out: models of which FastAPI makes checks and the description. The promise: what is not described is refused; what
says about whom it is, is blinded, closed for the auditor, or a tag of who was found.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from ketenmonitor.inquiry.question import MOST_TOKEN

Token = Annotated[
    str, Field(min_length=1, max_length=MOST_TOKEN, pattern=r"^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$")
]


class QuestionAsked(BaseModel):
    """Een bevraging."""

    model_config = ConfigDict(extra="forbid")

    question: Token = Field(
        description="De vraag als JWS (compact, Ed25519) van de vragende organisatie: nummer, doel, grondslag, zaak (een commitment), "
        "pseudoniem van de medewerker, tijd, geblindeerd element, en het escrow voor de auditor."
    )


class QuestionSaid(BaseModel):
    """De evaluatie. Of het een hit is, ziet alleen de vrager, in de lijst."""

    evaluation: str | None = Field(
        description="Het element vermenigvuldigd met de sleutel van dit doel en deze periode, in base64. Leeg als het beleid van deze "
        "houder is dat wie niets mag vragen, iets te zien krijgt als geen hit."
    )
    proof: str | None = Field(
        description="Het bewijs dat dit de bekendgemaakte sleutel was (RFC 9497, DLEQ), in base64."
    )


class ClaimAsked(BaseModel):
    """Een hit die wordt opgeëist."""

    model_config = ConfigDict(extra="forbid")

    claim: Token = Field(
        description="De claim als JWS (compact, Ed25519): het nummer van de vraag, en het kenmerk uit de uitkomst."
    )


class ClaimSaid(BaseModel):
    """Waar de vrager terecht kan."""

    contacts: list[str] = Field(description="Contactpunten; de verstrekking is gelogd voor de betrokkene.")
