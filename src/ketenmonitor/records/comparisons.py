"""What is compared of two persons, in levels from the same to something else, and where pairs are looked for.

Comes in: which columns both registers have. Goes out: comparisons and blocking rules as Splink takes them. The promise:
each level has a chance among rows of one person that can be defended without data (`m`), for where there are too few rows
to learn it from; all SQL on persons is on this page.

The levels of a name end with what only the first letter says, as a register of initials knows no more. A date of birth on
1 January is compared as any other: how often it occurs says that it means little (term frequencies).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Level:
    """A condition in SQL on `_l` and `_r`, and how often rows of one person are at it."""

    sql: str
    m: float
    frequency_of: str | None = None


@dataclass(frozen=True)
class Comparison:
    """`columns` are those that it reads; `missing` is when it says nothing; the last level is all the rest."""

    columns: tuple[str, ...]
    missing: str
    levels: tuple[Level, ...]

    def as_splink(self, name: str) -> dict[str, Any]:
        """The form of Splink's settings. The chances of pairs of different persons are learnt."""
        rest = 1 - sum(level.m for level in self.levels)
        levels: list[dict[str, Any]] = [
            {"sql_condition": self.missing, "label_for_charts": "missing", "is_null_level": True}
        ]
        for level in self.levels:
            levels.append({"sql_condition": level.sql, "label_for_charts": level.sql, "m_probability": level.m})
            if level.frequency_of:
                levels[-1] |= {"tf_adjustment_column": level.frequency_of, "disable_tf_exact_match_detection": True}
        levels.append({"sql_condition": "ELSE", "label_for_charts": "else", "m_probability": round(rest, 6)})
        return {"output_column_name": name, "comparison_levels": levels}


def _near(column: str, at_least: float) -> str:
    return f"jaro_winkler_similarity({column}_l, {column}_r) >= {at_least}"


COMPARISONS: dict[str, Comparison] = {
    "surname": Comparison(
        ("surname", "surnames", "surname_sound"),
        "surname_l IS NULL OR surname_r IS NULL",
        (
            Level("surname_l = surname_r", 0.80, "surname"),
            Level("list_has_any(surnames_l, surnames_r)", 0.04),
            Level(f"surname_sound_l = surname_sound_r AND {_near('surname', 0.7)}", 0.04),
            Level(_near("surname", 0.88), 0.06),
        ),
    ),
    "given": Comparison(
        ("given", "given_root", "given_sound", "initials", "initial"),
        "initials_l IS NULL OR initials_r IS NULL",
        (
            Level("given_l = given_r", 0.62, "given"),
            Level("given_root_l = given_root_r", 0.05),
            Level(f"given_sound_l = given_sound_r OR {_near('given', 0.88)}", 0.07),
            Level("(given_l IS NULL OR given_r IS NULL) AND initials_l = initials_r", 0.14, "initials"),
            Level("(given_l IS NULL OR given_r IS NULL) AND initial_l = initial_r", 0.08),
            Level("initial_l = initial_r", 0.02),
        ),
    ),
    "birth": Comparison(
        ("birth_date", "birth_year", "birth_key"),
        "birth_year_l IS NULL OR birth_year_r IS NULL",
        (
            Level("birth_date_l = birth_date_r", 0.92, "birth_date"),
            Level("birth_key_l = birth_key_r", 0.02),
            Level("hamming(birth_date_l, birth_date_r) <= 1", 0.025),
            Level(
                "birth_year_l = birth_year_r AND (birth_date_l IS NULL OR birth_date_r IS NULL"
                " OR birth_date_l LIKE '%-01-01' OR birth_date_r LIKE '%-01-01')",
                0.02,
            ),
            Level("substr(birth_date_l, 6) = substr(birth_date_r, 6) OR birth_year_l = birth_year_r", 0.01),
        ),
    ),
    "place": Comparison(
        ("place",),
        "place_l IS NULL OR place_r IS NULL",
        (Level("place_l = place_r", 0.90, "place"), Level(_near("place", 0.88), 0.06)),
    ),
    "address": Comparison(
        ("address", "postcode"),
        "postcode_l IS NULL OR postcode_r IS NULL",
        (
            Level("address_l = address_r", 0.70, "address"),
            Level("postcode_l = postcode_r", 0.05),
            Level("substr(postcode_l, 1, 4) = substr(postcode_r, 1, 4)", 0.02),
            Level("substr(postcode_l, 1, 2) = substr(postcode_r, 1, 2)", 0.10),
        ),
    ),
    "sex": Comparison(("sex",), "sex_l IS NULL OR sex_r IS NULL", (Level("sex_l = sex_r", 0.99),)),
}  # fmt: skip

# Pairs that agree on one of these are compared; what agrees on none is never seen.
BLOCKING: tuple[tuple[str, ...], ...] = (
    ("birth_key",),
    ("surname_sound", "birth_year"),
    ("surname_sound", "given_sound"),
    ("given_sound", "birth_year", "place"),
    ("address", "initial"),
    ("postcode", "birth_year"),
)
# Each comparison is learnt where pairs agree on something else.
TRAINING: tuple[tuple[str, ...], ...] = (
    ("birth_date",),
    ("surname", "given", "place"),
    ("surname", "address", "initial"),
)
# What almost only rows of one person agree on: from these the number of pairs is estimated to begin with.
CERTAIN: tuple[tuple[str, ...], ...] = (("surname", "birth_date", "initial"),)
RECALL_OF_CERTAIN = 0.6
