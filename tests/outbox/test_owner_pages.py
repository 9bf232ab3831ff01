"""The owner's view of messages, and what they may do; what nobody else may."""

import pytest
from django.test import Client

from goodform.audit.models import AuditRow
from goodform.outbox.actions import add_address
from goodform.outbox.models import Address, ChannelSetting, Notification, State
from goodform.people.models import Staff
from tests.outbox.senders import NOW, a_message, now_is
from tests.people import House


def signed_in(staff: Staff) -> Client:
    client = Client()
    client.force_login(staff.user)
    return client


@pytest.fixture
def dead(house: House) -> Notification:
    """A message to Alice that could not be sent."""
    row = a_message(house.clinic, house.alice)
    Notification.objects.update(state=State.DEAD, why="The address does not exist.", attempts=4)
    return row


def test_the_owner_sees_why_and_not_to_whom(house: House, dead: Notification) -> None:
    page = signed_in(house.olu).get("/clinic/outbox/").content.decode()
    assert "The address does not exist." in page
    assert "To a patient of Priya Nair: “Your page has changed” by pigeon" in page
    assert "Alice" not in page
    assert house.alice.email not in page


def test_the_owner_sends_it_again(house: House, dead: Notification) -> None:
    Address.objects.create(
        channel="email", to=house.alice.email, patient=house.alice, refused_at=NOW
    )
    signed_in(house.olu).post(f"/clinic/outbox/{dead.pk}/", {"do": "again"})
    assert (now_is(dead).state, now_is(dead).attempts) == (State.WAITING, 0)
    assert Address.objects.get().refused_at is None
    assert AuditRow.objects.filter(action="sent again", actor=house.olu.name).exists()
    page = signed_in(house.olu).post(f"/clinic/outbox/{dead.pk}/", {"do": "again"}, follow=True)
    assert "on its way already" in page.content.decode()


def test_the_owner_ticks_one_off(house: House, dead: Notification) -> None:
    signed_in(house.olu).post(f"/clinic/outbox/{dead.pk}/", {"do": "leave"})
    assert now_is(dead).state == State.DROPPED


def test_nobody_else_may(house: House, dead: Notification) -> None:
    for staff in (house.priya, house.rob):
        assert signed_in(staff).get("/clinic/outbox/").status_code == 403
        answer = signed_in(staff).post(f"/clinic/outbox/{dead.pk}/", {"do": "again"})
        assert answer.status_code == 403
    assert (
        signed_in(house.charlie).post(f"/clinic/outbox/{dead.pk}/", {"do": "again"}).status_code
        == 404
    )
    assert "does not exist" not in signed_in(house.charlie).get("/clinic/outbox/").content.decode()
    assert now_is(dead).state == State.DEAD


def test_a_channel_keeps_what_the_clinic_chose(house: House) -> None:
    client = signed_in(house.olu)
    client.post("/clinic/channels/email/", {"reply_to": "desk@example.org"})
    setting = ChannelSetting.objects.get(clinic=house.clinic, channel="email")
    assert (setting.on, setting.facts) == (False, {"reply_to": "desk@example.org"})
    wrong = client.post("/clinic/channels/email/", {"on": "yes", "reply_to": "nobody"})
    assert wrong.status_code == 422
    assert client.get("/clinic/channels/owl/").status_code == 404


def test_a_test_message_goes_to_the_owner(house: House) -> None:
    signed_in(house.olu).post("/clinic/channels/email/test/")
    row = Notification.objects.get()
    assert (row.kind, row.staff, row.channel) == ("test", house.olu, "email")


def test_a_test_note_goes_to_the_owners_own_browsers(house: House) -> None:
    client = signed_in(house.olu)
    page = client.post("/clinic/channels/webpush/test/", follow=True)
    assert "nowhere to send it yet" in page.content.decode()
    add_address(channel="webpush", to="https://one", facts={}, by=house.olu)
    add_address(channel="webpush", to="https://two", facts={}, by=house.alice)
    client.post("/clinic/channels/webpush/test/")
    assert [row.address.to for row in Notification.objects.all() if row.address] == ["https://one"]


def test_a_worker_that_is_missing_is_said_loudly(house: House) -> None:
    page = signed_in(house.olu).get("/clinic/outbox/").content.decode()
    assert "Nothing leaves until a worker runs" in page
