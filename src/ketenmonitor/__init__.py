"""Ketenmonitor: honest chain-wide figures and case following, without a central database of people.

Read `walk.py` first: the whole way of one event in one page of code.
"""

__version__ = "0.2.0"
