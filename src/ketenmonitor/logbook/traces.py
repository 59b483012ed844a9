"""W3C Trace Context: where an action stands among those of other applications.

Comes in: the header `traceparent` of another application. Goes out: the same for who we ask. The promise: a header that is not right is as
none (a new trace begins), and its flag of sampling changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from opentelemetry.context import Context
from opentelemetry.trace import (
    NonRecordingSpan,
    SpanContext,
    TraceFlags,
    get_current_span,
    set_span_in_context,
)
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

HEADER = "traceparent"
_PROPAGATOR = TraceContextTextMapPropagator()


@dataclass(frozen=True)
class Traced:
    """An action that stands in the logs: the trace that joins them, and its own number in it."""

    trace_id: str
    span_id: str

    @property
    def traceparent(self) -> str:
        """The header for a question to another application that serves this action (rule L6)."""
        carrier: dict[str, str] = {}
        _PROPAGATOR.inject(carrier, set_span_in_context(NonRecordingSpan(self.context), Context()))
        return carrier[HEADER]

    @property
    def context(self) -> SpanContext:
        """Where it stands in its trace."""
        return SpanContext(int(self.trace_id, 16), int(self.span_id, 16), False, TraceFlags(TraceFlags.SAMPLED))


@dataclass(frozen=True)
class ForeignOperation:
    """The action of another application that an action serves: its header, and the address of who asked.

    The two go together: only of an application that is known who it is a trace is gone on with.
    """

    traceparent: str | None
    processor: str

    @property
    def context(self) -> SpanContext | None:
        """Where it stands in its trace; None when it did not say, or not rightly."""
        found = get_current_span(_PROPAGATOR.extract({HEADER: self.traceparent or ""}, Context())).get_span_context()
        return found if found.is_valid else None
