"""Damage bytes: the same generator of chance gives the same damage.

Comes in: sound files and words of their format. Goes out: bytes that are nearly such a file.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

# What readers stumble over, in any format of text.
ODD = [
    "", "NA", "null", "None", "nan", "inf", "-0", "1e400", "1" * 400, "01", "1.0", "٣", "²", "🙂", "\ud7ff", "\x00",
    "\x1a", "0001-01-01", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59+01:00", "-0044-03-15T12:00:00Z", "10000-01-01",
    "0000-00-00", "2024-02-30", "2024-03-31T02:30:00", "2024-10-27T02:30:00", "2024-01-01T24:00:00",
    "2024-01-01T10:00:60Z", "infinity", "2024-01-01T10:00:00+15:59", "2024-01-01T10:00:00-99",
    "2024-01-01 10:00:00.123456789123", "epoch", "294247-01-10", "=HYPERLINK(A1)", "+cmd", "../../x", "/etc/passwd",
    "\\0", "\\|", "|", "''", '""', '"', "'; drop table x; --", "%s", "{0}", "\r", "\n", "\r\n", "\u2028", "\ufeff",
    ",", ";", "\t", "\x1f", "x" * 10_000, "e\u0301", "\u0130", "ß", "true", "1",
]  # fmt: skip
NUMBERS = [
    0,
    1,
    -1,
    127,
    128,
    255,
    256,
    32767,
    65535,
    2**31 - 1,
    2**31,
    2**32,
    2**53 + 1,
    2**63 - 1,
    2**63,
    -(2**63),
    2**64,
    10**30,
]

Change = Callable[[Random, bytes, Sequence[bytes]], bytes]


def damaged(chance: Random, sound: Sequence[bytes], words: Sequence[bytes]) -> bytes:
    """One of the sound files, changed once or more often."""
    data = chance.choice(sound)
    for _ in range(min(1 + int(chance.expovariate(0.5)), 12)):
        data = chance.choice(CHANGES)(chance, data, words)
    if chance.random() < 0.05:  # half of one, half of another
        other = chance.choice(sound)
        data = data[: chance.randint(0, len(data))] + other[chance.randint(0, len(other)) :]
    return data[: 1 << 20]


def odd_text(chance: Random) -> str:
    return chance.choice(ODD) if chance.random() < 0.8 else str(chance.choice(NUMBERS))


def _span(chance: Random, data: bytes, longest: int = 64) -> tuple[int, int]:
    start = chance.randint(0, len(data))
    return start, min(len(data), start + int(chance.expovariate(1 / longest)))


def _bit(chance: Random, data: bytes, _: Sequence[bytes]) -> bytes:
    if not data:
        return b"\x00"
    place = chance.randrange(len(data))
    return data[:place] + bytes([data[place] ^ (1 << chance.randrange(8))]) + data[place + 1 :]


def _without(chance: Random, data: bytes, _: Sequence[bytes]) -> bytes:
    start, end = _span(chance, data)
    return data[:start] + data[end:]


def _twice(chance: Random, data: bytes, _: Sequence[bytes]) -> bytes:
    start, end = _span(chance, data)
    return data[:end] + data[start:end] * chance.choice([1, 1, 2, 50]) + data[end:]


def _cut_off(chance: Random, data: bytes, _: Sequence[bytes]) -> bytes:
    return data[: chance.randint(0, len(data))]


def _noise(chance: Random, data: bytes, _: Sequence[bytes]) -> bytes:
    start, end = _span(chance, data, 8)
    return data[:start] + chance.randbytes(chance.randint(0, 8)) + data[end:]


def _word(chance: Random, data: bytes, words: Sequence[bytes]) -> bytes:
    start, end = _span(chance, data, 8)
    return data[:start] + chance.choice(words) + data[chance.choice([start, end]) :]


def _other_word(chance: Random, data: bytes, words: Sequence[bytes]) -> bytes:
    there = [word for word in words if word and word in data]
    if not there:
        return data
    word = chance.choice(there)
    comes = chance.choice(words) if chance.random() < 0.5 else odd_text(chance).encode(errors="surrogatepass")
    return data.replace(word, comes, chance.choice([1, 1, -1]))


def _value(chance: Random, data: bytes, _: Sequence[bytes]) -> bytes:
    """Something else between two marks: a cell, a text between quotes."""
    marks = [i for i, byte in enumerate(data[:100_000]) if byte in b',"\n;=><:']
    if len(marks) < 2:
        return data
    place = chance.randrange(len(marks) - 1)
    return data[: marks[place] + 1] + odd_text(chance).encode(errors="surrogatepass") + data[marks[place + 1] :]


def _lines(chance: Random, data: bytes, _: Sequence[bytes]) -> bytes:
    lines = data.split(b"\n")
    first, second = chance.randrange(len(lines)), chance.randrange(len(lines))
    what = chance.randrange(4)
    if what == 0:
        lines[first], lines[second] = lines[second], lines[first]
    elif what == 1:
        lines.insert(first, lines[second])
    elif what == 2:
        del lines[first]
    else:
        lines[first:first] = [lines[second]] * chance.choice([2, 100, 3000])
    return b"\n".join(lines)


CHANGES: list[Change] = [
    _bit,
    _without,
    _twice,
    _cut_off,
    _noise,
    _word,
    _word,
    _other_word,
    _value,
    _value,
    _value,
    _lines,
]
