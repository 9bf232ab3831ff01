"""The devices somebody comes in by: listed, told of, and signed out where a phone is lost."""

import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.mail import EmailMessage
from django.db import connection
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings

from goodform.audit.models import AuditRow
from goodform.outbox.actions import add_address
from goodform.outbox.models import Notification
from goodform.outbox.rendering import words_of
from goodform.people.actions import PATIENT_FACTS, PatientFacts, edit_patient, invite
from goodform.people.address_actions import vouch_for_address
from goodform.people.browser_names import browser_name
from goodform.people.device_model import Device
from goodform.people.devices import MOST_DEVICES, _came_in_by, forget_devices, known_device
from goodform.people.models import Patient, User
from goodform.people.signing_out import sign_out_everywhere
from tests.people import House, a_house

IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Version/18.1 Mobile Safari/604.1"
PIXEL = "Mozilla/5.0 (Linux; Android 15; Pixel 9) Chrome/131.0.0.0 Mobile Safari/537.36"


def come_in_by_link(house: House, browser: str = IPHONE) -> Client:
    """Alice on a browser that came in by a link."""
    client = Client(HTTP_USER_AGENT=browser)
    token = invite(patient=house.alice, by=house.rob)
    client.post(reverse("invitation", args=[token]))
    house.alice.refresh_from_db()
    return client


def come_in_by_code(mailoutbox: Sequence[EmailMessage], browser: str = IPHONE) -> Client:
    """Alice on a browser that came in by a code."""
    client = Client(HTTP_USER_AGENT=browser)
    client.post("/account/login/code/", {"email": "alice@example.org"})
    said = str(mailoutbox[-1].body)
    code = re.search(r"^\s*([A-Z0-9]{3,}-?[A-Z0-9]*)\s*$", said, re.MULTILINE)
    assert code is not None, said
    client.post("/account/login/code/confirm/", {"code": code[1]})
    return client


def is_in(client: Client) -> bool:
    return client.get(reverse("diary")).status_code == 200


@pytest.mark.parametrize(
    ("said", "name"),
    [
        (IPHONE, "Safari on an iPhone"),
        (PIXEL, "Chrome on an Android phone or tablet"),
        (
            "Mozilla/5.0 (Windows NT 10.0) Chrome/131.0 Safari/537.36 Edg/131.0",
            "Edge on a Windows computer",
        ),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Firefox/133.0", "Firefox on a Linux computer"),
        ("<script>alert(1)</script>", "A browser"),
        ("", "A browser"),
    ],
)
def test_a_browser_is_called_by_words_of_ours_alone(said: str, name: str) -> None:
    assert browser_name(said) == name


def test_a_device_is_listed_and_told_of_and_a_known_one_is_not_told_again(
    house: House, mailoutbox: list[EmailMessage]
) -> None:
    first = come_in_by_code(mailoutbox)
    assert mailoutbox[-1].to == ["alice@example.org"]
    assert "new device: Safari on an iPhone" in str(mailoutbox[-1].body)
    first.post("/account/logout/")
    again = come_in_by_code
    first.post("/account/login/code/", {"email": "alice@example.org"})
    code = re.search(r"^\s*([A-Z0-9]{3,}-?[A-Z0-9]*)\s*$", str(mailoutbox[-1].body), re.MULTILINE)
    assert code is not None
    first.post("/account/login/code/confirm/", {"code": code[1]})
    assert "code" in mailoutbox[-1].subject.lower()
    again(mailoutbox, PIXEL)
    page = first.get(reverse("devices")).content.decode()
    assert page.count("First here on") == 2
    assert page.count("this device</span>") == 1
    assert "Sign out Chrome on an Android phone or tablet" in page


def test_the_secret_of_a_device_is_kept_from_scripts_and_only_its_hash_is_here(
    house: House, settings: Settings, mailoutbox: list[EmailMessage]
) -> None:
    client = come_in_by_code(mailoutbox)
    cookie = client.cookies["goodform_device"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie.value not in str(list(Device.objects.values()))
    settings.SESSION_COOKIE_SECURE = True
    strange = HttpRequest()
    strange.COOKIES["goodform_device"] = cookie.value
    assert not known_device(strange, "alice@example.org")
    strange.COOKIES["__Host-goodform_device"] = cookie.value
    assert known_device(strange, "alice@example.org")
    assert not known_device(strange, "priya@example.org")


def test_every_device_from_before_tells_of_the_new_one_until_somebody_looked(
    house: House, mailoutbox: list[EmailMessage]
) -> None:
    told = "A new device came in"
    old = come_in_by_code(mailoutbox)
    assert told not in old.get(reverse("diary")).content.decode()
    new = come_in_by_code(mailoutbox, PIXEL)
    assert told not in new.get(reverse("diary")).content.decode()
    assert told in old.get(reverse("diary")).content.decode()
    old.get(reverse("devices"))
    assert told not in old.get(reverse("diary")).content.decode()


def test_one_device_is_signed_out_and_is_a_stranger_s_from_then_on(
    house: House, mailoutbox: list[EmailMessage]
) -> None:
    here, lost = come_in_by_code(mailoutbox), come_in_by_code(mailoutbox, PIXEL)
    device = Device.objects.get(name__startswith="Chrome")
    here.post(reverse("devices"), {"device": str(device.pk)})
    assert is_in(here)
    assert not is_in(lost)
    assert lost.get("/api/contact").status_code == 401
    request = HttpRequest()
    request.COOKIES["goodform_device"] = lost.cookies["goodform_device"].value
    assert not known_device(request, "alice@example.org")
    row = AuditRow.objects.get(action="signed out a device")
    assert row.actor_id == house.alice.audit_id


def test_everywhere_is_everywhere_also_where_no_device_is_known(
    house: House, mailoutbox: list[EmailMessage]
) -> None:
    here, old = come_in_by_code(mailoutbox), Client()
    assert house.alice.user is not None
    old.force_login(house.alice.user)
    answer = here.post(reverse("devices"), follow=True)
    assert "You are signed out on all devices." in answer.content.decode()
    assert not is_in(here)
    assert not is_in(old)
    assert not Device.objects.exists()


def test_the_clinic_signs_a_patient_out_and_an_owner_a_colleague(house: House) -> None:
    phone, priya, rob, olu = come_in_by_link(house), Client(), Client(), Client()
    for client, person in ((priya, house.priya), (rob, house.rob), (olu, house.olu)):
        client.force_login(person.user)
    page = rob.get(reverse("patient_devices", args=[house.alice.pk]))
    assert "Safari on an iPhone" in page.content.decode()
    rob.post(reverse("patient_devices", args=[house.alice.pk]))
    assert not is_in(phone)
    row = AuditRow.objects.get(action="signed out everywhere")
    assert (row.actor_id, row.subject_id) == (house.rob.audit_id, str(house.alice.pk))
    assert rob.get(reverse("staff_devices", args=[house.priya.pk])).status_code == 403
    olu.post(reverse("staff_devices", args=[house.priya.pk]))
    assert priya.get(reverse("inbox")).status_code == 302


def test_somebody_whose_device_is_not_known_reads_the_list_too(house: House) -> None:
    client = Client()
    client.force_login(house.priya.user)
    for _ in range(2):
        assert "No device is known yet." in client.get(reverse("devices")).content.decode()


def test_charlie_and_carol_see_and_end_nothing_here(house: House) -> None:
    phone, charlie, carol = come_in_by_link(house), Client(), Client()
    assert house.carol.user is not None
    charlie.force_login(house.charlie.user)
    carol.force_login(house.carol.user)
    for name, pk in (("patient_devices", house.alice.pk), ("staff_devices", house.priya.pk)):
        for client, status in ((charlie, 404), (carol, 403)):
            address = reverse(name, args=[pk])
            assert client.get(address).status_code == status
            assert client.post(address).status_code == status
    device = Device.objects.get(user=house.alice.user)
    carol.post(reverse("devices"), {"device": str(device.pk)})
    assert is_in(phone)


def test_a_new_invitation_ends_what_was_open(house: House) -> None:
    phone = come_in_by_link(house)
    assert is_in(phone)
    invite(patient=house.alice, by=house.rob)
    assert not is_in(phone)


def test_a_changed_address_is_told_to_the_old_one_and_to_every_device(
    house: House, mailoutbox: list[EmailMessage]
) -> None:
    phone = come_in_by_code(mailoutbox)
    facts = {name: getattr(house.alice, name) for name in PATIENT_FACTS}
    edit_patient(
        patient=house.alice,
        by=house.rob,
        facts=PatientFacts(**{**facts, "email": "new@example.org"}),
    )
    vouch_for_address(patient=house.alice, by=house.priya, wanted="new@example.org")
    assert mailoutbox[-1].to == ["alice@example.org"]
    assert "another email address" in str(mailoutbox[-1].body)
    assert "new@example.org" not in str(mailoutbox[-1].body)
    assert "your email address was changed" in phone.get(reverse("diary")).content.decode()


def test_the_newest_fifty_are_known_and_what_browsers_forgot_is_forgotten(house: House) -> None:
    user = house.alice.user
    assert user is not None
    for number in range(MOST_DEVICES + 2):
        _came_in_by(user, token_hash=f"{number}", name="A browser", session_key="")
    assert Device.objects.count() == MOST_DEVICES
    assert forget_devices(timezone.now() + timedelta(days=399)) == 0
    assert forget_devices(timezone.now() + timedelta(days=401)) == MOST_DEVICES


def test_a_device_is_noted_once_a_day_and_a_page_costs_no_more(
    house: House, mailoutbox: list[EmailMessage]
) -> None:
    phone = come_in_by_code(mailoutbox)
    earlier = timezone.now() - timedelta(days=3)
    Device.objects.update(last_at=earlier)
    phone.get(reverse("diary"))
    assert Device.objects.get().last_at == earlier
    session = phone.session
    session["device"] = {**session["device"], "day": "2026-01-01"}
    session.save()
    phone.get(reverse("diary"))
    assert Device.objects.get().last_at > earlier


def test_a_demo_writes_no_mail(house: House, mailoutbox: list[EmailMessage]) -> None:
    type(house.clinic).objects.update(is_demo=True)
    come_in_by_code(mailoutbox)
    assert len(mailoutbox) == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_sign_ins_at_once_one_is_told_of(mailoutbox: list[EmailMessage]) -> None:
    user = Patient.objects.get(pk=a_house().alice.pk).user
    assert user is not None

    def one(_number: int) -> bool:
        try:
            return _came_in_by(
                User.objects.get(pk=user.pk), token_hash="a", name="A browser", session_key=""
            )[1]
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        assert sorted(threads.map(one, range(4))) == [False, False, False, True]


def test_who_has_nobody_s_account_is_signed_out_nowhere(house: House) -> None:
    Patient.objects.filter(pk=house.alice.pk).update(user=None)
    house.alice.refresh_from_db()
    assert sign_out_everywhere(person=house.alice, by=house.rob) == 0


def test_every_browser_that_shows_messages_is_told_by_one(
    house: House, mailoutbox: list[EmailMessage]
) -> None:
    for to, whose in (("https://fcm.googleapis.com/a", house.alice), ("b", house.carol)):
        add_address(channel="webpush", to=to, facts={}, by=whose)
    come_in_by_code(mailoutbox)
    (message,) = Notification.objects.filter(kind="device_news")
    assert message.address is not None
    assert message.address.to == "https://fcm.googleapis.com/a"
    assert "Was it you?" in words_of(message).short
    assert f"{reverse('devices')}\n" in words_of(message).text
