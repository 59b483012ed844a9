"""The demonstration has somebody of each role."""

from __future__ import annotations

from ketenmonitor.cli.demo import ACCOUNTS
from ketenmonitor.web.visitor import Role


def test_there_is_an_account_of_each_role() -> None:
    assert set(ACCOUNTS.values()) == set(Role)
