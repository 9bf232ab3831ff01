"""`docs/how-to/a-new-channel.md`, followed word by word: a folder copied is a channel."""

import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from goodform.outbox import channels as folder
from goodform.outbox import registry
from goodform.outbox.actions import add_address, enqueue, set_channel
from goodform.outbox.channel import Channel
from goodform.outbox.delivery import deliver_once
from goodform.outbox.models import Address, Notification, State
from goodform.people.models import Patient
from goodform.programmes.kinds import GIVEN
from tests.outbox.push_service import PushService, push_service
from tests.outbox.senders import NOW, at
from tests.people import House

PAGE = (settings.REPOSITORY / "docs/how-to/a-new-channel.md").read_text()


def code_under(heading: str) -> str:
    """The Python block of the section whose heading names this file."""
    section = next(part for part in PAGE.split("\n## ") if heading in part.splitlines()[0])
    block = re.search(r"```python\n(.*?)```", section, re.DOTALL)
    assert block is not None
    return block[1]


@pytest.fixture
def sms(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Channel]:
    """The channel as the page makes it, in a folder that is looked into beside our own."""
    made = tmp_path / "sms"
    shutil.copytree(Path(folder.__path__[0]) / "email", made)
    for file in ("forms.py", "transport.py", "__init__.py"):
        (made / file).write_text(code_under(f"`{file}`"))
    monkeypatch.setattr(folder, "__path__", [*folder.__path__, str(tmp_path)])
    registry.modules.cache_clear()
    registry.channels.cache_clear()
    yield registry.channels()["sms"]
    for name in [name for name in sys.modules if name.startswith(f"{folder.__name__}.sms")]:
        del sys.modules[name]
    registry.modules.cache_clear()
    registry.channels.cache_clear()


@pytest.fixture
def gateway() -> Iterator[PushService]:
    """A gateway that takes HTTP; a push service's server will do."""
    with push_service() as running:
        yield running


def send(sms: Channel, house: House, gateway: PushService, patient: Patient) -> Notification:
    chosen: dict[str, object] = {"gateway": gateway.address, "key": "secret"}
    set_channel(channel="sms", on=True, facts=chosen, by=house.olu)
    address = add_address(channel="sms", to="01632 960177", facts={}, by=patient)
    enqueue(
        clinic=patient.clinic,
        patient=patient,
        address=address,
        kind=GIVEN,
        channel="sms",
        dedupe_key="one",
        due_at=NOW,
    )
    with sms.open() as sender:
        deliver_once(sms, sender, at(NOW))
    return Notification.objects.get()


def test_a_copied_folder_sends(sms: Channel, house: House, gateway: PushService) -> None:
    row = send(sms, house, gateway, house.alice)
    assert row.state == State.SENT
    [got] = gateway.got
    assert b"01632 960177" in got.body
    assert got.headers["authorization"] == "Bearer secret"
    assert row.sending_since is not None, "a send that must not happen twice is written down"


@pytest.mark.parametrize(
    ("status", "state"), [(404, State.DEAD), (400, State.DEAD), (503, State.WAITING)]
)
def test_its_answers_mean_what_the_page_says(
    sms: Channel, house: House, gateway: PushService, status: int, state: State
) -> None:
    gateway.answers["/"] = (status, {})
    assert send(sms, house, gateway, house.alice).state == state
    assert (Address.objects.get().refused_at is not None) == (status == 404)


def test_a_gateway_that_falls_silent_is_looked_at_and_not_sent_again(
    sms: Channel, house: House, gateway: PushService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(f"{folder.__name__}.sms.transport.WAIT_S", (1, 0.2))
    gateway.hangs_s["/"] = 0.6
    assert send(sms, house, gateway, house.alice).state == State.REVIEW


def test_its_page_is_there_for_the_owner(sms: Channel, house: House) -> None:
    client = Client()
    client.force_login(house.olu.user)
    assert "Text message" in client.get("/clinic/outbox/").content.decode()
    page = client.get("/clinic/channels/sms/").content.decode()
    assert "Address of the gateway" in page
    client.post(
        "/clinic/channels/sms/", {"on": "yes", "gateway": "https://x.example.org", "key": "k"}
    )
    assert "https://x.example.org" in client.get("/clinic/channels/sms/").content.decode()
