"""XML that means harm: it grows, fetches, or never ends. Refused in a sentence, in bounded time and memory."""

from __future__ import annotations

import gzip
import time
from pathlib import Path

import pytest

from ketenmonitor.errors import DeliveryError
from ketenmonitor.intake.logs import deliveries_of_log
from ketenmonitor.logs import markup, xes_files
from tests.unit.intake.logs_samples import MADE_AT_US, chain, event, imported, trace, written, xes

LAUGHS = '<!DOCTYPE log [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True)
)


def refusal_of(path: Path) -> str:
    started = time.monotonic()
    with pytest.raises(DeliveryError) as raised:
        deliveries_of_log(path, chain(), path.parent / "out", made_at_us=MADE_AT_US)
    assert time.monotonic() - started < 30
    return str(raised.value)


@pytest.mark.parametrize("name", ["log.xes", "log.xes.gz", "log.xmlocel"])
@pytest.mark.parametrize(
    ("head", "words"),
    [
        (f"{LAUGHS}]>", "of its own (a DTD)"),
        ('<!DOCTYPE log [<!ENTITY a SYSTEM "file:///etc/passwd">]>', "of its own (a DTD)"),
        ('<!DOCTYPE log [<!ENTITY % a SYSTEM "http://example.org/a"> %a;]>', "of its own (a DTD)"),
        ('<!DOCTYPE log SYSTEM "file:///etc/passwd">', "refers to another file"),
    ],
    ids=["laughs", "file", "parameter", "dtd"],
)
def test_entities_and_other_files_are_refused(tmp_path: Path, name: str, head: str, words: str) -> None:
    text = f'<?xml version="1.0"?>{head}<log><trace><string key="concept:name" value="&j;"/></trace></log>'
    assert words in refusal_of(written(tmp_path, name, text))


@pytest.mark.parametrize("begin", ['<string key="a" value="', "<!-- ", "<?a "])
def test_a_tag_without_end_is_refused_before_it_is_read_again_and_again(tmp_path: Path, begin: str) -> None:
    path = tmp_path / "log.xes"
    with path.open("w") as file:
        file.write(f"<log>\n<trace>{begin}")
        for _ in range(100):
            file.write("x" * (1 << 20))
    assert "line 2 has more than 16 MB" in refusal_of(path)


def test_a_text_without_end_is_refused(tmp_path: Path) -> None:
    cdata = "<![CDATA[" + "x" * (40 << 20) + "]]>"
    assert "more than 16 MB" in refusal_of(written(tmp_path, "log.xes", xes(trace("1", event()), cdata)))


def test_a_long_name_of_a_tag_takes_no_longer_than_it_is(tmp_path: Path) -> None:
    name = "a" * (1 << 20)
    found = imported(written(tmp_path, "log.xes", xes(trace("1", event(), more=f"<{name} key='a' value='b'/>"))))
    assert found.column("object_id") == ["1"]


def test_a_long_value_is_just_a_value(tmp_path: Path) -> None:
    found = imported(written(tmp_path, "log.xes", xes(trace("x" * (2 * markup.CHUNK), event()))))
    assert len(found.column("object_id")[0] or "") == 2 * markup.CHUNK


def test_a_log_that_unpacks_to_far_more_than_it_weighs_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xes_files, "MOST_BYTES", 1 << 20)
    path = tmp_path / "log.xes.gz"
    path.write_bytes(gzip.compress(xes(trace("1", event()), "\n" * (30 << 20)).encode()))
    assert "unpacks to more than" in refusal_of(path)
