"""The relations between objects of an object-centric log, as the links that a definition declares.

Comes in: an `ObjectLog`, its objects and events, and a `Definition`. Goes out: a table of links for each partner that
delivers any. The promise: every relation is a row or is counted with the reason why not. OCEL gives a relation no
time: it has that of the first event of either object, or else of the first event of the log.
"""

from __future__ import annotations

from collections import Counter

import polars as pl

from ketenmonitor.definition import Definition
from ketenmonitor.intake.logs.ocel.model import ObjectLog

Frame = pl.DataFrame
ENDS = ("source", "target")


def links_tables(
    log: ObjectLog, things: Frame, dated: Frame, definition: Definition
) -> tuple[dict[str, Frame], Counter[str]]:
    """A table of links for each partner that delivers a kind of them; `dated` has event and at_us."""
    pairs = _with_partners(_with_ends(log, things, dated), definition)
    is_missing = pairs.select(pl.any_horizontal(*(pl.col(f"{end}_is_listed").is_null() for end in ENDS)))
    pairs = pairs.with_columns(is_missing.to_series().alias("is_missing"))
    is_forward = pl.col("forward").is_not_null()
    ahead, behind = ENDS
    first_of_log = pl.lit(dated["at_us"].min(), pl.Int64)
    rows = pairs.filter(is_forward | pl.col("backward").is_not_null()).select(
        from_type=pl.when(is_forward).then(f"{ahead}_kind").otherwise(f"{behind}_kind"),
        from_id=pl.when(is_forward).then(f"{ahead}_id").otherwise(f"{behind}_id"),
        to_type=pl.when(is_forward).then(f"{behind}_kind").otherwise(f"{ahead}_kind"),
        to_id=pl.when(is_forward).then(f"{behind}_id").otherwise(f"{ahead}_id"),
        time=_text(pl.min_horizontal(*(f"{end}_at_us" for end in ENDS)).fill_null(first_of_log)),
        partner=pl.coalesce("forward", "backward"),
        is_forward=is_forward,
    )
    missing = int(pairs["is_missing"].sum())
    findings = {
        "link-reversed": int((~rows["is_forward"]).sum()),
        "link-with-missing-object": missing,
        "undeclared-link": pairs.height - missing - rows.height,
    }
    partners = {link.partner for link in definition.links}
    own = {p: rows.filter(pl.col("partner") == p).drop("partner", "is_forward") for p in definition.partners}
    return {p: table for p, table in own.items() if p in partners}, Counter(findings)


def _with_ends(log: ObjectLog, things: Frame, dated: Frame) -> Frame:
    """Each relation with what is known of both objects: type, whether it is listed, and its first event."""
    first = log.event_objects.join(dated, on="event").group_by("object_id").agg(pl.col("at_us").min())
    known = things.filter(pl.col("object_id").is_not_null()).join(first, on="object_id", how="left")
    pairs = log.object_objects
    for end in ENDS:
        of_end = known.rename({"object_id": f"{end}_id"} | {c: f"{end}_{c}" for c in ("kind", "is_listed", "at_us")})
        pairs = pairs.join(of_end, on=f"{end}_id", how="left", maintain_order="left")
    return pairs


def _with_partners(pairs: Frame, definition: Definition) -> Frame:
    """Which partner delivers such a link, as it stands (`forward`) or only the other way round (`backward`)."""
    declared = {(link.from_type, link.to_type): link.partner for link in reversed(definition.links)}
    kinds = [(a, b, partner) for (a, b), partner in declared.items()]
    for name, (start, stop) in {"forward": ENDS, "backward": ENDS[::-1]}.items():
        schema = {f"{start}_kind": pl.String, f"{stop}_kind": pl.String, name: pl.String}
        table = pl.DataFrame(kinds, schema=schema, orient="row")
        pairs = pairs.join(table, on=[f"{start}_kind", f"{stop}_kind"], how="left", maintain_order="left")
    return pairs


def _text(at_us: pl.Expr) -> pl.Expr:
    return pl.from_epoch(at_us, time_unit="us").dt.strftime("%Y-%m-%dT%H:%M:%S%.6fZ")
