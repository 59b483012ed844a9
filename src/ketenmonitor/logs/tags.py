"""The tags of an XML text as a table: a row for each tag, in the order of the text.

Comes in: well-formed XML, cut between tags, without comments (`markup.checked`). Goes out: what each tag says. The
promise: a value is what an XML parser would give, whatever the order and the quotes of attributes.

A log has millions of tags and few forms of them. To a reader of separated values, "<" ends a line and a quote ends a
cell; Python reads each form once, and each tag of no usual form.
"""

from __future__ import annotations

import re

import polars as pl

from ketenmonitor.logs.faults import LogError

# The first five parts of a tag between its quotes: "string key=", "concept:name", " value=", "Send Fine" and "/>".
PARTS = ("head", "first", "middle", "second", "tail")
FORM = ("head", "middle", "tail")
HEAD, MIDDLE = re.compile(r"([^\s/>'=]+)\s+(key|value)\s*=\s*"), re.compile(r"\s+(key|value)\s*=\s*")
BARE, TAIL = re.compile(r"(/?)([^\s/>'=]+)\s*(/?)>"), re.compile(r"\s*(/?)>")
FORM_READ = {"name": pl.String, "opens": pl.Int64, "has_value": pl.Boolean, "is_swapped": pl.Boolean}
TAG = {"name": pl.String, "opens": pl.Int64, "key": pl.String, "value": pl.String}

NAME = re.compile(r"[^\s/>]+")
ATTRIBUTE = re.compile(r"""([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
QUOTED = re.compile(r""""[^"]*"|'[^']*'""")
REFERENCE = re.compile(r"&(?:#x(?P<hex>[0-9A-Fa-f]+)|#(?P<decimal>\d+)|(?P<name>[^;]+));")
NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}


def tags_of(text: bytes) -> pl.DataFrame:
    """name, opens (-1 an end tag, 0 a tag without content, else 1), key and value (null when not said) of UTF-8 text."""
    if b"\r" in text:  # the end of a line of some systems; the reader of cells would leave it out at their ends
        text = text.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    begin = text.find(b"<")
    if begin < 0:
        return pl.DataFrame(schema=TAG)
    tags = pl.read_csv(
        '"'.join(PARTS).encode() + text[begin:],
        separator='"',
        eol_char="<",
        quote_char=None,
        infer_schema=False,
        empty_string_is_null=False,
        truncate_ragged_lines=True,
    )
    forms = tags.select(FORM).unique()
    read = pl.DataFrame([_form(*form) for form in forms.iter_rows()], schema=FORM_READ, orient="row")
    tags = tags.join(forms.hstack(read), on=FORM, how="left", maintain_order="left")
    key = pl.when("is_swapped").then("second").otherwise("first")
    value = pl.when("is_swapped").then("first").otherwise("second")
    tags = tags.select("name", "opens", key=pl.when("has_value").then(key), value=pl.when("has_value").then(value))
    unusual = tags["name"].is_null().arg_true()
    if len(unusual):
        written = text[begin + 1 :].split(b"<")
        said = pl.DataFrame([_unusual(written[i].decode()) for i in unusual], schema=TAG, orient="row")
        tags = _put(tags, unusual, said)
    return tags.with_columns(_parsed(tags["key"]), _parsed(tags["value"]))


def _form(head: str, middle: str, tail: str) -> tuple[str | None, int | None, bool, bool]:
    """The name of a tag of a usual form, whether it opens or ends, has a value, and has it before its key."""
    if bare := BARE.match(head):
        return bare[2], -1 if bare[1] else 0 if bare[3] else 1, False, False
    begin, between, end = HEAD.fullmatch(head), MIDDLE.fullmatch(middle), TAIL.match(tail)
    if begin and between and end and begin[2] != between[1]:
        return begin[1], 0 if end[1] else 1, True, begin[2] == "value"
    return None, None, False, False


def _unusual(tag: str) -> tuple[str, int, str | None, str | None]:
    """A tag of any other form: with more attributes than key and value, or with other quotes."""
    blank = QUOTED.sub(lambda quoted: "-" * len(quoted[0]), tag)
    end = blank.index(">")
    name = NAME.match(tag)
    assert name is not None, "the tag is well-formed"
    said = ATTRIBUTE.finditer(tag, name.end(), end)
    told = {one[1]: one[2] if one[3] is None else one[3] for one in said}
    return name[0], 0 if blank[:end].endswith("/") else 1, told.get("key"), told.get("value")


def _put(tags: pl.DataFrame, places: pl.Series, said: pl.DataFrame) -> pl.DataFrame:
    """The table with these rows at these places."""
    kept = tags.with_row_index("place").join(pl.DataFrame({"place": places}), on="place", how="anti")
    return pl.concat([kept, said.insert_column(0, places.alias("place"))]).sort("place").drop("place")


def _parsed(text: pl.Series) -> pl.Series:
    """With spaces and references as an XML parser gives them; of references only the five and numbers can occur."""
    if text.str.contains(r"[\t\n]").any():
        text = text.str.replace_all(r"[\t\n]", " ")
    referring = text.filter(text.str.contains("&", literal=True)).unique()
    return text.replace({one: REFERENCE.sub(_meant, one) for one in referring}) if len(referring) else text


def _meant(reference: re.Match[str]) -> str:
    if reference["name"]:
        if reference["name"] not in NAMED:  # expat takes it for nothing when it thinks of a DTD that it did not see
            right = "A log holds its texts themselves"
            raise LogError("it refers to an entity that is not there", right, "Export it without entities")
        return NAMED[reference["name"]]
    return chr(int(reference["hex"], 16) if reference["hex"] else int(reference["decimal"]))
