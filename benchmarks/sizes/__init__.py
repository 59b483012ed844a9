"""This project beside its peers on made-up logs of 1 M to 100 M events: time and memory against size.

Begin at `__main__`: it makes the logs (`generate`), runs each contender as a process of its own (`run`), holds their
answers against each other (`answers`), and writes tables and plots. What is made up is in `process` (how cases go) and
in two definitions, `chain.toml` and `objects.toml`. Each contender is one program: `ours`, `pm4py_*`, `by_*`.
"""
