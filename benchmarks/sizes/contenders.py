"""Who is compared, on which logs, and what each needs.

A contender is a program of this folder with arguments. `{log}` is the folder of the log, `{store}` a folder that this
contender may fill, and that the contenders after it with the same `store` find.
"""

from __future__ import annotations

from dataclasses import dataclass

OURS, OURS_FILLED = "this project", "this project, filled"


@dataclass(frozen=True)
class Contender:
    """`needs` is the package without which it is left out. One that `fills` a store makes it; `is_asked` is false when it
    does nothing else."""

    name: str
    module: str
    arguments: tuple[str, ...] = ()
    needs: str = "ketenmonitor"
    store: str = ""
    fills: bool = False
    is_asked: bool = True


_HAND = [
    Contender(name, module, ("{log}", *mode), package, package, mode[:1] == ("prepare",), mode[:1] != ("prepare",))
    for package, module, title in (("duckdb", "by_duckdb", "DuckDB by hand"), ("polars", "by_polars", "Polars by hand"))
    for name, mode in (
        (title, ()),
        (f"{title}, preparing", ("prepare", "{store}")),
        (f"{title}, prepared", ("prepared", "{store}")),
    )
]
_OURS = [
    Contender(OURS, "ours", ("{log}", "{store}"), store="home", fills=True),
    Contender(OURS_FILLED, "ours", ("{log}", "{store}", "--filled"), store="home"),
]
CONTENDERS = {
    "events": [
        *_OURS,
        Contender("pm4py on pandas", "with_pm4py", ("{log}", "pandas"), "pm4py"),
        Contender("pm4py on Polars", "with_pm4py", ("{log}", "polars"), "pm4py"),
        Contender("r4pm", "by_r4pm", ("{log}",), "r4pm"),
        *_HAND,
    ],
    "objects": [
        *_OURS,
        Contender("pm4py", "objects_pm4py", ("{log}",), "pm4py"),
        Contender("r4pm", "objects_r4pm", ("{log}",), "r4pm"),
        *_HAND,
    ],
}
