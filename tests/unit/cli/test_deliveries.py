"""What became of deliveries is said, whatever happens to what is prepared after them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ketenmonitor.cli import deliveries
from tests.chain import deliver, home_of, n_events


def test_a_delivery_is_reported_when_someone_stops_what_is_prepared_after_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stopped(*_: object) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(deliveries, "prepare", stopped)
    home = home_of(tmp_path)
    delivery = deliver(tmp_path, events=[("a1", "aangifte", "2024-01-02T10:00:00+01:00", "m1")])
    with pytest.raises(KeyboardInterrupt):
        deliveries.receive(home.path, [delivery], json=True)
    said = json.loads(capsys.readouterr().out)["deliveries"]
    assert [outcome["status"] for outcome in said] == ["accepted"]
    assert n_events(home) == 1
