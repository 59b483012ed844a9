"""A node that is killed while it answers: what was answered is in its log, what is in its log can be claimed when it is back."""

from __future__ import annotations

import threading
import time

import httpx

from ketenmonitor.hosting import LOG
from ketenmonitor.inquiry.question import Question, signed
from ketenmonitor.transparency import verify
from tests.services import Running
from tests.unit.inquiry.parties import ASKER, KNOWN, Here, World, published_now, running

TEXT = f"NL:bsn:{KNOWN[0]}"


def asking(here: Here, node: Running, answered: list[Question]) -> None:
    """Ask until nobody answers any more."""
    secret = here.world.secrets["asker/signing"]
    with httpx.Client(verify=here.world.context(ASKER), base_url=f"{node.url}/v1") as client:
        while True:
            question, _ = here.question(TEXT)
            try:
                answer = client.post("/bevragingen", json={"question": signed(question, secret)})
            except httpx.HTTPError:
                return
            assert answer.status_code == 200
            answered.append(question)


def test_a_node_that_is_killed_has_written_all_that_it_answered_and_takes_claims_when_it_is_back(
    own_world: World,
) -> None:
    here, answered = published_now(own_world), list[Question]()
    with running(own_world.node()) as node:
        askers = [threading.Thread(target=asking, args=(here, node, answered)) for _ in range(4)]
        for one in askers:
            one.start()
        until = time.monotonic() + 30
        while len(answered) < 20 and time.monotonic() < until:
            time.sleep(0.01)
        node.kill()
        for one in askers:
            one.join()
    assert len(answered) >= 20
    assert {one.jti for one in answered} <= {line["id"] for line in own_world.lines()}
    assert verify(own_world.state() / LOG, []).findings == ()
    with running(own_world.node()) as node, httpx.Client(verify=own_world.context(ASKER)) as client:
        secret = own_world.secrets["asker/signing"]
        last = answered[-1]
        again = client.post(f"{node.url}/v1/bevragingen", json={"question": signed(last, secret)})
        assert again.status_code == 409
        claimed = here.claimed(last, here.output(TEXT))
        answer = client.post(f"{node.url}/v1/contactpunten", json={"claim": claimed})
        assert answer.json() == {"contacts": ["Team Recherche, 088 000 00 00"]}
    assert own_world.lines()[-1]["asked"] == last.jti
