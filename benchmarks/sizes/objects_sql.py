"""The prepared tables of `by_duckdb` from an object-centric log: `own` and `loose`, and the `events` of cases for `steps`.

A case has the events of its own and of the objects that are linked to it. A file that is linked to no case is loose.
"""

OBJECTS = """
CREATE TEMP TABLE ids AS SELECT ocel_id AS id, ocel_type AS kind, row_number() OVER ()::UINTEGER AS c FROM log_object;
CREATE TABLE own AS
    SELECT c, kind, a, epoch_us(ocel_time) AS at_us
    FROM log_event
    JOIN log_event_object ON ocel_event_id = ocel_id AND ocel_qualifier = 'own'
    JOIN ids ON id = ocel_object_id JOIN codes ON name = ocel_type;
CREATE TEMP TABLE up AS
    SELECT low.c AS c, high.c AS case_c
    FROM log_object_object JOIN ids AS low ON low.id = ocel_source_id JOIN ids AS high ON high.id = ocel_target_id;
CREATE VIEW events AS
    SELECT case_c AS c, a, at_us FROM own JOIN up USING (c) UNION ALL SELECT c, a, at_us FROM own WHERE kind = 'case';
CREATE TABLE loose AS SELECT c, a, at_us FROM own ANTI JOIN up USING (c) WHERE kind = 'file';
"""
LOGS = ("event", "object", "event_object", "object_object")
