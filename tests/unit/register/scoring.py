"""How well papers were read, against labels made by hand: one figure for each row that must hold.

In: what the register printed of each paper, by the paper's name, and the folder of labels; out: `Scores`. Promised: texts are compared
without white space and hyphens; a moment that readers may differ on does not count; what is found near no label is a false alarm.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

Row = dict[str, Any]
FLOATING = re.compile(r"reces|zomer|voorjaar|najaar")  # begins and ends of these are estimates: ten days' slack
SAME_SENTENCE, NEAR = 0.6, 14
LIGATURES = str.maketrans({"Ư": "ff", "Ʃ": "tt", "\u00a0": " "})


@dataclass(frozen=True)
class Share:
    """So many right of so many, and the ones that were not, in words."""

    right: int = 0
    total: int = 0
    missed: tuple[str, ...] = ()

    @property
    def value(self) -> float:
        return self.right / self.total if self.total else 1.0

    def __add__(self, other: Share) -> Share:
        return Share(self.right + other.right, self.total + other.total, self.missed + other.missed)


@dataclass(frozen=True)
class Scores:
    """A share for each row; boundaries for each paper."""

    boundaries: dict[str, Share]
    references: Share
    motions_found: Share
    motions_status: Share
    precision: Share
    recall: Share
    moments: Share
    settled: Share

    @property
    def f1(self) -> float:
        both = self.precision.value + self.recall.value
        return 2 * self.precision.value * self.recall.value / both if both else 0.0


def scores(papers: dict[str, Row], labels: Path) -> Scores:
    """Every row, over all papers."""
    questions = {name: _rows(labels / f"questions_{name}.jsonl") for name in papers}
    pairs = {name: _paired(rows, papers[name]["questions"]) for name, rows in questions.items() if rows}
    motions = _of_motions(papers, _rows(labels / "motions.jsonl"))
    promised = _of_commitments(papers, _rows(labels / "commitments.jsonl"))
    return Scores(
        {name: _sum(_boundaries(name, label, found) for label, found in each) for name, each in pairs.items()},
        _sum(_pointing(name, label, found) for name, each in pairs.items() for label, found in each),
        *motions,
        *promised,
        _sum(_settled(papers[row["paper"]]["settled"], row) for row in _rows(labels / "done_items.jsonl")),
    )


def _rows(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []


def _sum(shares: Iterable[Share]) -> Share:
    return sum(shares, Share())


def _one(right: bool, miss: str) -> Share:
    return Share(int(right), 1, () if right else (miss,))


def _bare(text: str | None) -> str:
    return re.sub(r"[\s\-\u00ad\u2010-\u2013]", "", (text or "").translate(LIGATURES))


def _paired(labels: list[Row], found: list[Row]) -> list[tuple[Row, Row | None]]:
    """Each label with the question that it is about: by its number, and where papers have none by how it opens."""
    pairs = []
    for label in labels:
        if label.get("repeat_of"):
            continue
        named = {name: label[name] for name in ("set", "number", "index") if label.get(name) is not None}
        if "party" in label:
            opening = _bare(label["question_start"])
            same = [each for each in found if _bare(each["question"]).startswith(opening)]
        else:
            same = [each for each in found if all(each.get(name) == value for name, value in named.items())]
        pairs.append((label, same[0] if same else None))
    return pairs


def _boundaries(paper: str, label: Row, found: Row | None) -> Share:
    said = found or {}
    where = f"{paper} {label.get('set', '')}/{label.get('number') or label.get('index')}"
    shares = []
    for side in ("question", "answer"):
        text = _bare(said.get(side))
        if label[f"{side}_start"] is None:
            shares.append(_one(found is not None and not text, f"{where}: an answer that is not there"))
            continue
        shares.append(_one(text.startswith(_bare(label[f"{side}_start"])), f"{where}: begin of the {side}"))
        shares.append(_one(text.endswith(_bare(label[f"{side}_end"])), f"{where}: end of the {side}"))
    return _sum(shares)


def _pointing(paper: str, label: Row, found: Row | None) -> Share:
    points = sorted((found or {}).get("refers_to", []))
    if not points and not label["refers_to"]:
        return Share()
    right = points == sorted(label["refers_to"])
    return _one(right, f"{paper} {label.get('number') or label.get('index')}: {points}")


def _near(label: Row, item: Row) -> bool:
    if label["line"] is None:
        return True
    lines = (label["line"], *label.get("also_lines", ()))
    return any(abs((item.get("line") or -99) - line) <= NEAR for line in lines)


def _dossier(reference: Row | None) -> tuple[str, int] | None:
    if not reference or not reference.get("number"):
        return None
    return re.sub(r"[\s-]", "", str(reference.get("dossier") or "")).upper(), int(reference["number"])


def _surnames(name: str | None) -> set[str]:
    return {
        word for word in re.findall(r"[A-Z][\w]{2,}", name or "") if word not in ("Motie", "Van", "Ter", "Kamerlid")
    }


def _of_motions(papers: dict[str, Row], labels: list[Row]) -> tuple[Share, Share]:
    found, standing = Share(), Share()
    for label in labels:
        same = [
            each
            for each in papers[label["paper"]]["motions"]
            if (_dossier(label["reference"]) and _dossier(each["reference"]) == _dossier(label["reference"]))
            or (_near(label, each) and _surnames(label["name"]) & _surnames(each["name"]))
        ]
        found += _one(bool(same), label["id"])
        if same:
            right = same[0]["status"] in (label["status"], *label["status_alt"])
            standing += _one(right, f"{label['id']}: {same[0]['status']}, not {label['status']}")
    return found, standing


def _alike(label: Row, item: Row) -> float:
    """Which part of the shorter text stands in the other, by words."""
    if not _near(label, item):
        return 0.0
    ours, theirs = (
        Counter(re.findall(r"\w+", text.translate(LIGATURES).lower())) for text in (label["quote"], item["text"])
    )
    shorter = min(ours.total(), theirs.total())
    return (ours & theirs).total() / shorter if shorter >= 4 else 0.0


def _of_commitments(papers: dict[str, Row], labels: list[Row]) -> tuple[Share, Share, Share]:
    precision, recall, moments = Share(), Share(), Share()
    for name, paper in papers.items():
        own = [label for label in labels if label["paper"] == name]
        for item in paper["commitments"]:
            right = any(_alike(label, item) >= SAME_SENTENCE for label in own)
            precision += _one(right, f"{name} {item['line']}: {item['text']}")
        for label in own:
            if label["tier"] != "core":
                continue
            best = max(paper["commitments"], key=lambda item, label=label: _alike(label, item), default=None)  # type: ignore[misc]  # mypy loses the default
            right = best is not None and _alike(label, best) >= SAME_SENTENCE
            recall += _one(right, f"{label['id']}: {label['quote']}")
            if right and best and label["due_text"] and not label["due_inferred"]:
                said = (best["due_earliest"], best["due_latest"])
                moments += _one(_same_moment(label, *said), f"{label['id']}: {label['due_text']} as {said}")
    return precision, recall, moments


def _same_moment(label: Row, earliest: str | None, latest: str | None) -> bool:
    slack = 10 if FLOATING.search(label["due_text"].lower()) else 0
    begins = [label["due_earliest"], *([label["due_earliest_alt"]] if "due_earliest_alt" in label else [])]
    return any(_close(begin, earliest, slack) for begin in begins) and _close(label["due_latest"], latest, slack)


def _close(ours: str | None, theirs: str | None, slack: int) -> bool:
    if ours is None or theirs is None:
        return ours == theirs
    return abs((date.fromisoformat(ours) - date.fromisoformat(theirs)).days) <= slack


def _settled(found: list[Row], label: Row) -> Share:
    keys = {_dossier(reference) for reference in label["references"]}
    right = any(
        abs((item.get("line") or -99) - label["declared_line"]) <= 3 or _dossier(item.get("reference")) in keys
        for item in found
    )
    return _one(right, label["id"])
