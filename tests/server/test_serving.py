"""The installed program on a real port: a token, an action, a ticket, and the end."""

import signal
from pathlib import Path

import httpx

from supportdesk.domain.action import AddNote
from supportdesk.domain.envelope import new_id
from tests.server.conftest import make_token, plain, program
from tests.small_desk import SmallDesk


def test_an_action_goes_in_and_a_ticket_comes_out(small: SmallDesk, tmp_path: Path) -> None:
    number = small.ticket()
    secret = make_token(small, small.petro)
    small.desk.close()
    with program(small.desk.path, tmp_path / "home") as server:
        headers = {"Authorization": f"Bearer {secret}"}
        with httpx.Client(base_url=server.address, headers=headers) as http:
            body = {"id": str(new_id(small.clock())), "action": plain(AddNote(number, "Called."))}
            receipt = http.post("/v1/actions", json=body)
            assert receipt.status_code == 200, receipt.text
            assert receipt.json()["ticket"] == number
            assert http.get(f"/v1/tickets/{number}").json()["change"] == receipt.json()["change"]
            thread = http.get(f"/v1/tickets/{number}/thread").json()["thread"]
            assert [message["body"] for message in thread] == ["I paid twice.", "Called."]
        assert server.stop(signal.SIGTERM) == 0
        assert '"event": "ended"' in server.said()
