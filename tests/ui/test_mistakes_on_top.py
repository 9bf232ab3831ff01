"""Where a form was filled in wrongly, the page says so on top, with a link to every place."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from goodform.inbox.actions import raise_alert
from goodform.inbox.evidence import Evidence
from goodform.inbox.models import Kind, Severity
from goodform.people.models import User
from goodform.programmes.actions import hold
from goodform.programmes.models import Prescription
from tests.people import House, staff
from tests.prescribed import a_programme

Of = Callable[[House], tuple[User | None, str, dict[str, Any]]]


def _case(house: House, **said: Any) -> tuple[User | None, str, dict[str, Any]]:
    staff(house.clinic, "Sam Webb", practitioner=True)
    given = a_programme(house.alice, house.priya)
    hold(
        programme=given.programme,
        line=given.clam.line,
        reason="stopped",
        cause="stop:1",
        at=timezone.now(),
        by=house.alice,
    )
    alert = raise_alert(
        patient=house.alice,
        kind=Kind.STOP,
        severity=Severity.TODAY,
        cause="stop:1",
        evidence=Evidence(because="stopped"),
        happened_at=timezone.now(),
        by=house.alice,
        prescription=given.clam,
    )
    return house.priya.user, f"/inbox/{alert.pk}/", said


def _of_alice(house: House, page: str, **said: Any) -> tuple[User | None, str, dict[str, Any]]:
    a_programme(house.alice, house.priya)
    return house.priya.user, f"/patients/{house.alice.pk}/{page}", said


def _by_alice(house: House, path: str, **said: Any) -> tuple[User | None, str, dict[str, Any]]:
    a_programme(house.alice, house.priya)
    Prescription.objects.update(given_at=timezone.now() - timedelta(days=9))
    return house.alice.user, path, said


FORMS: dict[str, Of] = {
    "clinic": lambda house: (house.olu.user, "/clinic/", {"name": ""}),
    "new colleague": lambda house: (house.olu.user, "/clinic/staff/new/", {"name": ""}),
    "colleague": lambda house: (
        house.olu.user,
        f"/clinic/staff/{house.priya.pk}/",
        {"name": "", "email": "x"},
    ),
    "new patient": lambda house: (house.rob.user, "/patients/new/", {"name": "", "born": "x"}),
    "patient": lambda house: (
        house.rob.user,
        f"/patients/{house.alice.pk}/edit/",
        {"email": "x", "born": "3000-01-01"},
    ),
    "silence": lambda house: _of_alice(house, "silence/", days="900"),
    "ending": lambda house: _of_alice(house, "ending/", why="bored"),
    "assessment": lambda house: _of_alice(house, "assessment/", findings=""),
    "message": lambda house: _of_alice(house, "messages/", do="send", text=""),
    "hours": lambda house: (
        house.olu.user,
        "/clinic/hours/",
        {"monday": "late", "exceptions": "never", "promised_within": "900"},
    ),
    "channel": lambda house: (house.olu.user, "/clinic/channels/email/", {"reply_to": "x"}),
    "reminders": lambda house: (
        house.alice.user,
        "/reminders",
        {"way": "x", "quiet_since": "25:00", "quiet_until": ""},
    ),
    "a pause": lambda house: (house.alice.user, "/reminders/pause", {"until": "never"}),
    "the patient's message": lambda house: (house.alice.user, "/today/messages", {"text": ""}),
    "an earlier day": lambda house: _by_alice(house, "/today/diary/add"),
    "closing a case": lambda house: _case(house, do="close"),
    "handing over": lambda house: _case(house, do="hand", to=""),
    "releasing": lambda house: _case(house, do="release:all"),
    "a code": lambda _house: (None, "/account/login/code/", {"email": "x"}),
    "signing in": lambda _house: (None, "/account/login/", {"login": "", "password": ""}),
}


@pytest.mark.parametrize("of", FORMS.values(), ids=FORMS)
def test_every_mistake_is_named_on_top_with_a_way_to_it(house: House, of: Of) -> None:
    user, path, said = of(house)
    client = Client()
    if user is not None:
        client.force_login(user)
    answer = client.post(path, {"csrfmiddlewaretoken": "x", **said})
    page = answer.content.decode()
    assert answer.status_code in {200, 422}
    marked = set(re.findall(r'<p class="wrong" id="([^"]+)_error"', page))
    assert marked, "no place is marked"
    top = page[page.index('role="alert"') : page.index(f'id="{min(marked, key=page.index)}_error"')]
    ways = set(re.findall(r'href="#([^"]+)"', top))
    led_to = {way.removeprefix("id_").removesuffix("_error") for way in ways}
    assert {place.removeprefix("id_") for place in marked} <= led_to
    for way in ways:
        assert f'id="{way}"' in page, f"{way} leads nowhere"
