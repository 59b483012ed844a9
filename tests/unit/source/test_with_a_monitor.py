"""What a partner sends, with the monitor of the project itself as the receiver: a process with TLS that is killed in between."""

from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner

from ketenmonitor.cli import app
from tests.chain import deliver
from tests.faults.test_deliveries_killed import Place
from tests.web import process


def mapping_of(place: Place, folder: Path, name: str, address: str) -> Path:
    place.context(name)
    tls = place.folder / "tls"
    mapping = folder / f"{name}.toml"
    mapping.write_text(
        f'[delivery]\nstate = "state-{name}"\n[send]\nurl = "{address}"\ncertificate = "{tls}/{name}.pem"\n'
        f'key = "{tls}/{name}.key"\nauthorities = "{place.authorities}"\n'
    )
    return mapping


def sent(mapping: Path, *deliveries: Path) -> tuple[int, list[dict[str, object]], str]:
    result = CliRunner().invoke(app, ["send", *map(str, deliveries), "--mapping", str(mapping), "--json"])
    said = json.loads(result.stdout)["deliveries"] if result.stdout else []
    return result.exit_code, said, str(result.exception)


def test_a_delivery_is_accepted_once_and_that_of_another_is_refused(tmp_path: Path) -> None:
    place = Place(tmp_path)
    delivery = Path(deliver(tmp_path / "one", "d1"))
    with process.served(place.home, tls=place.anybody) as server:
        address = server.address.replace("127.0.0.1", "localhost")
        mapping = mapping_of(place, tmp_path, "politie", address)
        for _ in range(2):
            assert sent(mapping, delivery)[:2] == (0, [{"delivery_id": "d1", "status": "accepted", "reasons": []}])
        status, said, _ = sent(mapping_of(place, tmp_path, "om", address), delivery)
        assert status == 1
        assert said[0]["status"] == "unanswered"
        assert "not a delivery of a partner for which you deliver" in str(said[0]["reasons"])
        assert "expired" in sent(mapping_of(place, tmp_path, "expired", address), delivery)[2]
    assert place.accepted() == {"d1": 1}
