"""Every address has a door, or is one of the few that are public. A door costs no query."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from goodform.people.access import ALLOWED, Action
from goodform.people.doors import (
    Door,
    NotAllowed,
    Page,
    door_of,
    for_anybody,
    for_patient,
    for_staff,
    may,
    require,
)
from goodform.people.ending_actions import end_care
from goodform.people.models import Ended, Patient, Staff, User
from goodform.people.signed_in import Backend
from goodform.people.turned_away import PageClosed
from tests.people import House

PUBLIC = {
    "home": "leads everybody to their own first page, or to sign in",
    "invitation": "a single-use link: whoever has it comes in",
    "scanned": "a code to scan from the clinic's screen: whoever has it comes in, for two minutes",
    "address_by_mail": "a signed link in a mail, to say whether another address is right",
    "whose_page": "the second half of sign-in",
    "second_step": "the second half of sign-in, for staff",
    "passkey_sign_in": "sign-in",
    "passkey_options": "sign-in: what a browser is asked; it names nobody",
    "new_passkey_options": "sign-in, the first time; for who stands halfway or is in",
    "related_origins": "where passkeys of this house may be used; browsers ask",
    "account_login": "sign-in",
    "account_logout": "sign-in",
    "account_inactive": "sign-in",
    "account_signup": "sign-in, and closed",
    "account_request_login_code": "sign-in",
    "account_confirm_login_code": "sign-in",
    "account_reset_password": "sign-in",
    "account_reset_password_done": "sign-in",
    "account_reset_password_from_key": "sign-in",
    "account_reset_password_from_key_done": "sign-in",
    "reminders_stop": "a signed link in a mail, to stop without signing in",
    "calendar": "a private address that a calendar reads",
    "ask_first": "a new person asks for a first assessment, where the clinic lets them",
    "asked": "a private address in a mail: how that stands",
    "data_protection": "what is kept, why and how long: for everybody to read",
    "help": "when to call for help: for everybody, always",
    "no_network": "what a phone shows without a network; it names nobody",
    "manifest": "how the installed app looks",
    "service_worker": "the script of this release",
    "push_worker": "the script that shows notes",
    "design": "the look, for whoever builds pages; it names nobody",
    "healthz": "whether this house answers",
    "metrics": "gauges without anybody in them, for the owner's network",
    "worker_healthz": "whether its worker does",
    "demo": "exists in demo mode only",
}
"""Pages anybody may open, and why."""


def pages(patterns: list[Any]) -> Iterator[URLPattern]:
    """Every address there is."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from pages(pattern.url_patterns)
        else:
            yield pattern


PAGES = {str(page.name): page for page in pages(get_resolver().url_patterns)}
DOORS: dict[str, Door | None] = {name: door_of(page.callback) for name, page in PAGES.items()}
STAFF = {name: door for name, door in DOORS.items() if door and door.whom == "staff"}
PATIENT = {name: door for name, door in DOORS.items() if door and door.whom == "patient"}


def address_of(name: str) -> str:
    """The address with its blanks filled in by what nobody has."""
    blanks = PAGES[name].pattern.converters
    kinds = {blank: type(kind).__name__.removesuffix("Converter") for blank, kind in blanks.items()}
    values = {
        "UUID": uuid4(),
        "Slug": "clam",
        "String": "x",
        "Day": timezone.localdate(),
    }
    return reverse(name, kwargs={blank: values[kind] for blank, kind in kinds.items()})


def test_every_address_has_a_door_or_is_public() -> None:
    without = {name for name, door in DOORS.items() if door is None}
    assert without == set(PUBLIC) & set(DOORS), "a page without a door, or a public one with one"
    assert len(STAFF) > 20
    assert len(PATIENT) > 20


@pytest.mark.parametrize("name", STAFF)
def test_a_door_for_staff_lets_nobody_else_in(house: House, name: str) -> None:
    address = address_of(name)
    assert "/account/login" in Client().get(address)["Location"]
    for outside in (house.alice, house.carol):
        assert signed_in(outside).get(address).status_code == 403
    house.priya.active = False
    house.priya.save()
    assert signed_in(house.priya).get(address).status_code == 403


@pytest.mark.parametrize("name", [name for name, door in STAFF.items() if door.actions])
def test_a_door_for_staff_asks_for_the_roles_it_names(house: House, name: str) -> None:
    allowed = [ALLOWED[action] for action in STAFF[name].actions]
    for person in (house.priya, house.rob, house.olu):
        answer = signed_in(person).get(address_of(name))
        role = {house.priya: "practitioner", house.rob: "reception", house.olu: "owner"}[person]
        if all(role in roles for roles in allowed):
            assert answer.status_code != 403, f"{role} is turned away"
        else:
            assert answer.status_code == 403, f"{role} comes in"


@pytest.mark.parametrize("name", STAFF)
def test_no_browser_keeps_a_page_of_the_clinic(house: House, name: str) -> None:
    for person in (house.priya, house.rob, house.olu):
        answer = signed_in(person).get(address_of(name))
        if answer.status_code in {200, 302}:
            assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("name", PATIENT)
def test_a_door_for_patients_is_not_for_staff_or_strangers(house: House, name: str) -> None:
    address = address_of(name)
    for person in (house.priya, house.olu, house.charlie):
        client = signed_in(person)
        assert {client.get(address).status_code, client.put(address).status_code} <= {404, 405}
    assert Client().get(address).status_code in {302, 401, 405}


def test_whoever_is_in_comes_through_with_no_query(house: House) -> None:
    doors: list[tuple[Staff | Patient, Page, str]] = [
        (house.priya, for_staff(Action.PRESCRIBE, Action.SEE_ALERTS)(shown), "staff"),
        (house.olu, for_staff(Action.MANAGE_CLINIC)(shown), "staff"),
        (house.alice, for_patient()(shown), "patient"),
        (house.alice, for_anybody(shown), "person"),
        (house.rob, for_anybody(shown), "person"),
    ]
    for person, page, as_what in doors:
        request = request_of(person)
        with CaptureQueriesContext(connection) as found:
            answer = page(request)
        assert answer.headers["Who"] == f"{as_what} {person.name}"
        assert not found.captured_queries


def test_a_patient_whose_care_ended_still_tells(house: House) -> None:
    end_care(patient=house.alice, by=house.priya, why=Ended.MOVED)
    page = for_patient(also_ended={"POST"})(shown)
    request = request_of(house.alice)
    with pytest.raises(PageClosed):
        page(request)
    request.method = "POST"
    assert page(request).status_code == 200


def test_a_stranger_and_an_outsider_are_no_person(house: House) -> None:
    request = request_of(house.alice)
    request.user = AnonymousUser()
    assert for_anybody(shown)(request).status_code == 302
    house.rob.active = False
    house.rob.save()
    with pytest.raises(Http404):
        for_anybody(shown)(request_of(house.rob))


@pytest.mark.parametrize("action", Action)
def test_one_rule_says_who_may_do_what(house: House, action: Action) -> None:
    people = {"practitioner": house.priya, "reception": house.rob, "owner": house.olu}
    for role, person in people.items():
        assert may(person, action, house.clinic.pk) is (role in ALLOWED[action])
        assert not may(person, action, house.elsewhere.pk), "in another clinic"
        person.active = False
        with pytest.raises(NotAllowed) as refused:
            require(person, action, house.clinic.pk)
        assert isinstance(refused.value, PermissionDenied), "a 403 page, never a 500"
        assert "Only " in str(refused.value)


def shown(_request: HttpRequest, **handed: Staff | Patient) -> HttpResponse:
    """A page that says whom it was handed."""
    [(as_what, person)] = handed.items()
    return HttpResponse(headers={"Who": f"{as_what} {person.name}"})


def request_of(person: Staff | Patient) -> HttpRequest:
    """A request with its user as signing in reads them."""
    request = RequestFactory().get("/")
    user = Backend().get_user(person.user_id or 0)
    assert isinstance(user, User)
    request.user = user
    return request


def signed_in(person: Staff | Patient) -> Client:
    """A browser of this person."""
    client = Client()
    assert person.user is not None
    client.force_login(person.user)
    return client
