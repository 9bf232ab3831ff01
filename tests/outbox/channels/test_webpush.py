"""Web Push against a real endpoint: what only the browser can read, and what answers mean."""

import json
from collections.abc import Iterator
from datetime import timedelta
from email.utils import format_datetime

import pytest
from django.test import Client
from django.utils import timezone
from py_vapid import Vapid02
from pytest_django.fixtures import Settings

from goodform.outbox.actions import MOST_ADDRESSES, add_address, enqueue
from goodform.outbox.channel import ChannelDown
from goodform.outbox.channels.webpush import CHANNEL, transport
from goodform.outbox.channels.webpush.vapid import private_key, public_key
from goodform.outbox.delivery import deliver_once
from goodform.outbox.models import Address, Key, Notification, State
from goodform.people.models import Clinic, Patient
from goodform.reminders.kinds import REMINDER
from tests.outbox.push_service import Browser, PushService, push_service
from tests.outbox.senders import NOW, at, now_is
from tests.people import House


@pytest.fixture
def service() -> Iterator[PushService]:
    """A push service that says yes."""
    with push_service() as running:
        yield running


def subscribed(
    patient: Patient, service: PushService, browser: Browser, path: str = "/a"
) -> Address:
    return add_address(channel="webpush", to=service.address + path, facts=browser.keys, by=patient)


def a_note(clinic: Clinic, address: Address) -> Notification:
    enqueue(
        clinic=clinic,
        patient=address.patient,
        kind=REMINDER,
        channel="webpush",
        address=address,
        dedupe_key=f"{address.pk}:{Notification.objects.count()}",
        due_at=NOW,
        stale_at=timezone.now() + timedelta(hours=2),
        facts={"path": "/today", "stop": "/reminders/stop/x", "lines": []},
    )
    return Notification.objects.get(address=address)


def send() -> int | None:
    with CHANNEL.open() as sender:
        return deliver_once(CHANNEL, sender, at(NOW))


def test_only_the_browser_can_read_it_and_it_says_nothing_private(
    clinic: Clinic, alice: Patient, service: PushService
) -> None:
    browser = Browser()
    row = a_note(clinic, subscribed(alice, service, browser))
    assert send() == 1
    [got] = service.got
    note = browser.reads(got.body)
    assert note == {
        "title": "Your reminder",
        "body": "You asked to be reminded now. Tap to open your page.",
        "url": "http://127.0.0.1:8000/today",
        "tag": str(row.pk),
        "choose": {
            "title": "Later, or stop",
            "url": "http://127.0.0.1:8000/reminders/stop/x",
        },
    }
    assert b"reminder" not in got.body
    with pytest.raises(Exception, match=r".*"):
        Browser().reads(got.body)


def test_the_service_can_tell_who_sends_and_that_a_copy_is_a_copy(
    clinic: Clinic, alice: Patient, service: PushService
) -> None:
    a_note(clinic, subscribed(alice, service, Browser()))
    send()
    Notification.objects.update(state=State.WAITING)
    send()
    first, again = service.got
    assert Vapid02.verify(first.headers["authorization"])
    assert f"k={public_key()}" in first.headers["authorization"]
    assert first.headers["topic"] == again.headers["topic"]
    assert len(first.headers["topic"]) <= 32
    assert 0 < int(first.headers["ttl"]) <= 7200


def test_a_note_after_the_browser_was_taken_off_goes_nowhere(
    clinic: Clinic, alice: Patient, service: PushService
) -> None:
    """Above all not to the patient's email address, taken for an endpoint."""
    address = subscribed(alice, service, Browser())
    row = a_note(clinic, address)
    address.delete()
    send()
    assert service.got == []
    assert (now_is(row).state, now_is(row).attempts) == (State.DROPPED, 0)


def test_the_keys_are_made_once_and_kept_sealed(db: None) -> None:
    assert private_key() == private_key()
    assert Key.objects.count() == 1
    assert private_key() not in Key.objects.get().sealed


@pytest.mark.parametrize("gone", [404, 410])
def test_a_browser_that_is_gone_is_taken_off(
    clinic: Clinic, alice: Patient, service: PushService, gone: int
) -> None:
    row = a_note(clinic, subscribed(alice, service, Browser()))
    service.answers["/a"] = (gone, {})
    send()
    assert not Address.objects.exists()
    assert now_is(row).state == State.DROPPED


@pytest.mark.parametrize("as_date", [False, True])
def test_a_service_that_asks_to_wait_is_waited_for(
    clinic: Clinic, alice: Patient, service: PushService, as_date: bool
) -> None:
    row = a_note(clinic, subscribed(alice, service, Browser()))
    said = format_datetime(timezone.now() + timedelta(hours=1), usegmt=True) if as_date else "3600"
    service.answers["/a"] = (429, {"Retry-After": said})
    send()
    assert now_is(row).state == State.WAITING
    waits = now_is(row).next_at - NOW
    assert timedelta(minutes=58) < waits < timedelta(minutes=62)


@pytest.mark.parametrize(
    ("code", "state"), [(500, State.WAITING), (413, State.DEAD), (403, State.DEAD)]
)
def test_other_answers(
    clinic: Clinic, alice: Patient, service: PushService, code: int, state: State
) -> None:
    row = a_note(clinic, subscribed(alice, service, Browser()))
    service.answers["/a"] = (code, {"Retry-After": "soon"})
    send()
    assert now_is(row).state == state


def test_a_service_that_sends_us_elsewhere_is_not_followed(
    clinic: Clinic, alice: Patient, service: PushService
) -> None:
    row = a_note(clinic, subscribed(alice, service, Browser()))
    service.answers["/a"] = (307, {"Location": service.address + "/inside"})
    send()
    assert [got.path for got in service.got] == ["/a"]
    assert now_is(row).state != State.SENT


def test_a_service_that_hangs_costs_one_note_and_others_go_on(
    clinic: Clinic, alice: Patient, service: PushService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transport, "WAIT_S", (1, 0.2))
    hanging = a_note(clinic, subscribed(alice, service, Browser(), "/hangs"))
    others = [a_note(clinic, subscribed(alice, service, Browser(), f"/{n}")) for n in range(3)]
    service.hangs_s["/hangs"] = 1.0
    send()
    assert now_is(hanging).state == State.WAITING
    assert "in time" in now_is(hanging).why
    assert {now_is(row).state for row in others} == {State.SENT}


def test_keys_that_are_none_are_dead(clinic: Clinic, alice: Patient, service: PushService) -> None:
    address = add_address(
        channel="webpush", to=service.address, facts={"p256dh": "x", "auth": "y"}, by=alice
    )
    row = a_note(clinic, address)
    send()
    assert now_is(row).state == State.DEAD


def subscription(endpoint: str = "https://fcm.googleapis.com/fcm/send/abc", **keys: object) -> str:
    return json.dumps({"endpoint": endpoint, "keys": {**Browser().keys, **keys}})


def signed_in(patient: Patient) -> Client:
    client = Client()
    assert patient.user is not None
    client.force_login(patient.user)
    return client


def put(client: Client, body: str, method: str = "post") -> int:
    answer = getattr(client, method)("/push/subscription", body, content_type="application/json")
    status: int = answer.status_code
    return status


def test_a_browser_subscribes_and_forgets(house: House) -> None:
    client = signed_in(house.alice)
    assert client.get("/push/key").json() == {"key": public_key()}
    assert put(client, subscription()) == 201
    assert put(client, subscription()) == 201
    assert Address.objects.get().patient == house.alice
    assert put(signed_in(house.carol), subscription(), "delete") == 200
    assert Address.objects.exists(), "Carol takes away only her own"
    assert put(client, subscription(), "delete") == 200
    assert not Address.objects.exists()


def test_a_browser_belongs_to_whoever_used_it_last(house: House) -> None:
    put(signed_in(house.alice), subscription())
    put(signed_in(house.carol), subscription())
    assert Address.objects.get().patient == house.carol


@pytest.mark.parametrize(
    "body",
    [
        "not json",
        "[]",
        "{}",
        json.dumps({"endpoint": None, "keys": None}),
        subscription("http://fcm.googleapis.com/x"),
        subscription("https://fcm.googleapis.com.example.org/x"),
        subscription("https://127.0.0.1/x"),
        subscription("https://user@fcm.googleapis.com/x"),
        subscription("https://127.0.0.1\\.push.apple.com/x"),
        subscription("https://web.push.apple.com:443/x"),
        subscription("https://evil.example.org/fcm.googleapis.com"),
        subscription("https://fcm.googleapis.com/" + "x" * 2000),
        subscription(p256dh="short"),
        subscription(auth="ä"),
        subscription(auth=None),
        "[" * 100_000,
        '{"endpoint":' * 50_000,
        subscription("https://[fcm.googleapis.com/x"),
        subscription("https://fcm.googleapis.com/\x00"),
        subscription("https://fcm.googleapis.com/\ud800"),
    ],
)
def test_what_is_no_subscription_is_refused(alice: Patient, body: str) -> None:
    assert put(signed_in(alice), body) in {400, 422}
    assert not Address.objects.exists()


def test_strangers_get_no_key(db: None, settings: Settings) -> None:
    assert Client().get("/push/key").status_code == 302
    assert put(Client(), subscription()) == 302


def test_the_worker_script_is_for_everybody_and_sees_nothing(db: None) -> None:
    answer = Client().get("/push/worker.js")
    assert answer["Content-Type"].startswith("text/javascript")
    assert b"push-events" in answer.content


def test_a_changed_secret_key_is_said_and_breaks_nothing(
    alice: Patient, settings: Settings
) -> None:
    public_key()
    settings.SECRET_KEY = "another key than the one that sealed it"
    answer = signed_in(alice).get("/push/key")
    assert answer.status_code == 503
    assert "tell your clinic" in answer.json()["sentence"]
    with pytest.raises(ChannelDown, match="GOODFORM_SECRET_KEY"), CHANNEL.open():
        pass


@pytest.mark.parametrize("endpoint", ["https://x/\x00", "https://x/\ud800", ["x"], 5, None])
def test_forgetting_what_is_no_address_forgets_nothing(alice: Patient, endpoint: object) -> None:
    answer = signed_in(alice).delete(
        "/push/subscription",
        json.dumps({"endpoint": endpoint}),
        content_type="application/json",
    )
    assert answer.status_code == 200
    assert answer.json() == {"removed": False}


def test_an_endpoint_that_is_not_known_any_more_is_not_called_but_taken_off(
    clinic: Clinic, alice: Patient
) -> None:
    address = add_address(
        channel="webpush",
        to="https://127.0.0.1\\.push.apple.com/x",
        facts=Browser().keys,
        by=alice,
    )
    row = a_note(clinic, address)
    send()
    row.refresh_from_db()
    assert "not one we know" in row.why
    assert not Address.objects.filter(pk=address.pk).exists()


def test_the_newest_ten_browsers_of_a_person_are_kept(alice: Patient, carol: Patient) -> None:
    add_address(channel="webpush", to="https://fcm.googleapis.com/hers", facts={}, by=carol)
    for number in range(MOST_ADDRESSES):
        to = f"https://fcm.googleapis.com/{number}"
        add_address(channel="webpush", to=to, facts={}, by=alice)
    # The first is given again: it is the newest now.
    for path in ("0", "new"):
        to = f"https://fcm.googleapis.com/{path}"
        add_address(channel="webpush", to=to, facts={}, by=alice)
    kept = {each.to.rpartition("/")[2] for each in Address.objects.filter(patient=alice)}
    assert kept == {"0", "new", *map(str, range(2, MOST_ADDRESSES))}
    assert Address.objects.filter(patient=carol).count() == 1
