"""Actions as spans of OpenTelemetry, and a span as a line of the processing log.

Comes in: actions, and the trace that a caller began. Goes out: ended spans; of each the record. The promise: every action is one
span, whatever the environment or a caller says of sampling; or a StorageError, and then nothing was logged.

The SDK is used apart from that of any other program in the process: a provider of our own that is never made the global one, so
that nobody who instruments the monitor can switch the log off. Its own processors do not do: `SimpleSpanProcessor` says of an exporter
that fails nothing to who ended the span, and the batching one answers before anything is written.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from importlib.metadata import version
from typing import Any

from opentelemetry.context import Context
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import ReadableSpan, SpanLimits, SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.id_generator import IdGenerator
from opentelemetry.sdk.trace.sampling import ALWAYS_ON
from opentelemetry.trace import (
    NonRecordingSpan,
    SpanContext,
    SpanKind,
    Status,
    StatusCode,
    Tracer,
    format_span_id,
    format_trace_id,
    set_span_in_context,
)  # fmt: skip

from ketenmonitor.errors import StorageError
from ketenmonitor.logbook.records import UNNAMED, Processing
from ketenmonitor.logbook.records import Status as Word
from ketenmonitor.logbook.traces import ForeignOperation, Traced

ACTIVITY, SUBJECT, SUBJECT_TYPE = (
    "dpl.core.processing_activity_id", "dpl.core.data_subject_id", "dpl.core.data_subject_id_type",
)  # fmt: skip
PROCESSOR = "dpl.core.foreign_operation.processor"
SELECTION = "ketenmonitor.selection"  # of our own, so not below dpl. (rule L16)
CODES = {"Unset": StatusCode.UNSET, "Ok": StatusCode.OK, "Error": StatusCode.ERROR}
WORDS = {code: word for word, code in CODES.items()}
UNLIMITED = SpanLimits.UNSET


class Numbers(IdGenerator):
    """Numbers that nobody can guess; those of the SDK come from a generator that is not made for that."""

    def generate_span_id(self) -> int:
        return secrets.randbits(64) or self.generate_span_id()

    def generate_trace_id(self) -> int:
        return secrets.randbits(128) or self.generate_trace_id()


class Gathering(SpanProcessor):
    """Keeps what this thread ended, for the one who asked: written together, and by somebody who can be told that it failed."""

    def __init__(self) -> None:
        self._of_thread = threading.local()

    def on_end(self, span: ReadableSpan) -> None:
        self._of_thread.ended.append(span)

    @contextmanager
    def gathering(self) -> Iterator[list[ReadableSpan]]:
        """What ends meanwhile."""
        self._of_thread.ended = []
        try:
            yield self._of_thread.ended
        finally:
            del self._of_thread.ended


NUMBERS = Numbers()


def spans_of(actions: Sequence[Processing], above: ForeignOperation | Traced | None) -> list[ReadableSpan]:
    """A span for each action. Of several, the first is that of the whole, about nobody, and the others are its children.
    `above`: the action that it serves, of another application or of our own.
    """
    if not actions:
        return []
    gathering, tracer = _tracing()
    with gathering.gathering() as ended:
        caller = above.context if above else None
        said = {PROCESSOR: above.processor} if isinstance(above, ForeignOperation) else {}
        whole, *parts = _with_whole(actions)
        first = _span(tracer, whole, _below(caller) if caller else Context(), said)
        for part in parts:
            _span(tracer, part, _below(first), {})
    if len(ended) != 1 + len(parts):
        raise StorageError(
            "OpenTelemetry made no record of what was to be logged, so nothing was shown. OTEL_SDK_DISABLED switches it off: unset it."
        )
    return ended


def record_of(span: ReadableSpan) -> dict[str, Any]:
    """The line of the processing log."""
    assert span.context is not None
    assert span.start_time is not None
    assert span.end_time is not None
    return {
        "trace_id": format_trace_id(span.context.trace_id), "span_id": format_span_id(span.context.span_id),
        **({"parent_span_id": format_span_id(span.parent.span_id)} if span.parent else {}),
        "status": WORDS[span.status.status_code], "name": span.name,
        "start_time": span.start_time // 1_000_000, "end_time": span.end_time // 1_000_000,
        "resource": {"attributes": dict(span.resource.attributes)}, "attributes": dict(span.attributes or {}),
    }  # fmt: skip


def _below(span: SpanContext) -> Context:
    return set_span_in_context(NonRecordingSpan(span), Context())


def _with_whole(actions: Sequence[Processing]) -> Sequence[Processing]:
    """The action about nobody first; made of the others when there are several and none of them is it."""
    wholes = [one for one in actions if one.subject is None]
    if len(wholes) > 1:
        raise ValueError("of the actions of one question at most one is about nobody")
    parts = [one for one in actions if one.subject is not None]
    if wholes or len(parts) == 1:
        return [*wholes, *parts]
    first, last = min(one.start_us for one in parts), max(one.end_us for one in parts)
    status: Word = "Error" if any(one.status == "Error" for one in parts) else "Unset"
    return [Processing(parts[0].name, parts[0].activity, first, last, status=status), *parts]


def _span(tracer: Tracer, action: Processing, above: Context, attributes: dict[str, str]) -> SpanContext:
    said = {ACTIVITY: action.activity, SUBJECT: action.subject, SUBJECT_TYPE: action.subject_type}
    said |= {SELECTION: action.selection, "exception.type": action.error, **attributes}
    given = {name: value for name, value in said.items() if value is not None}
    kind = SpanKind.SERVER if attributes else SpanKind.INTERNAL
    span = tracer.start_span(action.name or UNNAMED, above, kind, given, start_time=action.start_us * 1000)
    if action.status != "Unset":
        span.set_status(Status(CODES[action.status]))
    span.end(action.end_us * 1000)
    return span.get_span_context()


@cache
def _tracing() -> tuple[Gathering, Tracer]:
    """One for the process. Every setting that the environment could change is given here."""
    gathering = Gathering()
    provider = TracerProvider(
        sampler=ALWAYS_ON,
        resource=Resource({"service.name": "ketenmonitor", "service.version": version("ketenmonitor")}),
        shutdown_on_exit=False,
        id_generator=NUMBERS,
        span_limits=SpanLimits(*[UNLIMITED] * 8),
    )
    provider.add_span_processor(gathering)
    return gathering, provider.get_tracer("ketenmonitor.logbook")
