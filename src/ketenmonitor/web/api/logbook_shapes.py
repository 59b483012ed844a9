"""The documents about the processing log: what can be asked, and its lines as the draft of the extension "lezen" 0.9 writes them.

Comes in: nothing. Goes out: models.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field

from ketenmonitor.web.api.shape import Absent, Shape

Trace = Annotated[str, Field(pattern="^[0-9a-f]{32}$")]
Span = Annotated[str, Field(pattern="^[0-9a-f]{16}$")]
Subject = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
Moment = Annotated[str, Field(json_schema_extra={"format": "date-time"})]
Asking = Annotated[str, Field(min_length=1, json_schema_extra={"format": "date-time"})]
STATUSES = Literal["Unset", "Ok", "Error"]


class LogbookAsked(Shape):
    """Welke regels: van de eerste drie ten minste één."""

    model_config = ConfigDict(extra="forbid")

    trace: Trace | Absent = Field(None, alias="traceID", description="Regels van deze trace.")
    activity: Annotated[str, Field(min_length=1)] | Absent = Field(
        None,
        alias="dpl.core.processingActivityID",
        description="Regels van deze verwerkingsactiviteit: haar adres in het register.",
    )
    subject: Subject | Absent = Field(
        None, alias="dataSubjectId",
        description="Regels over deze betrokkene, zoals het logboek haar noemt: `ketenmonitor log subject` maakt die naam. "
        "Nooit een nummer van een persoon of zaak.",
    )  # fmt: skip
    since: Asking | Absent = Field(None, alias="startTime", description="Vanaf dit moment begonnen.")
    until: Asking | Absent = Field(None, alias="endTime", description="Voor dit moment begonnen.")


class ProcessingLine(Shape):
    """Een logregel. `attributes` heeft de namen van Logboek Dataverwerkingen 1.0.0."""

    trace_id: Trace
    span_id: Span
    parent_span_id: Span | Absent = None
    status: STATUSES
    name: str
    start_time: Moment
    end_time: Moment
    resource: dict[str, Any]
    attributes: dict[str, Any]


class LogbookOf(Shape):
    """Van welk logboek de regels zijn."""

    logbook_id: str = Field(description="De naam van het logboek in zijn ondertekende standen.")


class LogbookSaid(Shape):
    """Regels in volgorde van tijd. Niet wie keek: dat staat in het auditlog."""

    metadata: LogbookOf
    processing_activities: list[ProcessingLine]
    is_complete: bool = Field(description="Of dit alle regels zijn. Anders: vraag een kortere tijd.")
