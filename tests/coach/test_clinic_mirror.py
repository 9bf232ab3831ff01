"""The owner switches the mirror on, having read what it is for; it is off until then."""

import pytest
from django.test import Client

from goodform.audit.models import AuditRow
from goodform.people.clinic_actions import switch_mirror
from goodform.people.doors import NotAllowed
from goodform.people.models import Clinic, Staff
from tests.people import House

PAGE = "/clinic/mirror/"


def browser_of(person: Staff) -> Client:
    """A browser in which somebody is signed in."""
    client = Client()
    client.force_login(person.user)
    return client


def is_on(house: House) -> bool:
    return Clinic.objects.get(pk=house.clinic.pk).mirror


def test_it_is_off_and_the_page_says_what_it_is_and_is_not(house: House) -> None:
    assert not is_on(house)
    page = browser_of(house.olu).get(PAGE).content.decode()
    for words in (
        "It is off for your clinic.",
        "The picture never leaves the phone",
        "not validated on people",
        "not tested on an iPhone",
        "./run --with-mirror",
    ):
        assert words in page
    assert PAGE in browser_of(house.olu).get("/clinic/").content.decode()


def test_it_is_not_switched_on_unread(house: House) -> None:
    answer = browser_of(house.olu).post(PAGE, {"mirror": "on"})
    assert answer.status_code == 422
    assert "Tick that you have read" in answer.content.decode()
    assert not is_on(house)


def test_on_and_off_again_each_once_in_the_record(house: House) -> None:
    olu = browser_of(house.olu)
    for _ in range(2):
        assert olu.post(PAGE, {"mirror": "on", "read": "yes"}).status_code == 302
    assert is_on(house)
    assert "It is on for your clinic." in olu.get(PAGE).content.decode()
    assert olu.post(PAGE, {"mirror": "off"}).status_code == 302
    assert not is_on(house)
    acts = AuditRow.objects.filter(clinic_id=house.clinic.pk, action__contains="mirror")
    assert [row.action for row in acts.order_by("pk")] == [
        "switched the mirror on",
        "switched the mirror off",
    ]


def test_nobody_but_the_owner_and_never_for_another_clinic(house: House) -> None:
    for person in (house.priya, house.rob):
        assert browser_of(person).get(PAGE).status_code == 403
        assert browser_of(person).post(PAGE, {"mirror": "on", "read": "yes"}).status_code == 403
    browser_of(house.charlie).post(PAGE, {"mirror": "on", "read": "yes"})
    with pytest.raises(NotAllowed):
        switch_mirror(clinic=house.clinic, by=house.charlie, on=True, has_read=True)
    assert not is_on(house)
