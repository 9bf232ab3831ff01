"""Who may see whom, as a table."""

import re

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from goodform.people.access import ALLOWED, Action, Role, reader_of
from goodform.people.doors import NotAllowed, require
from goodform.people.models import Patient, Staff
from tests.people import House


def test_everybody_sees_their_own_clinic_and_nobody_elses(house: House) -> None:
    seen = {
        name: {patient.name for patient in Patient.objects.visible_to(user)}
        for name, user in {
            "Priya": house.priya.user,
            "Rob": house.rob.user,
            "Olu": house.olu.user,
            "Charlie": house.charlie.user,
            "Alice": house.alice.user,
            "Carol": house.carol.user,
            "nobody": AnonymousUser(),
        }.items()
        if user is not None
    }
    assert seen == {
        "Priya": {"Alice Archer"},
        "Rob": {"Alice Archer"},
        "Olu": set(),
        "Charlie": {"Carol Jones"},
        "Alice": {"Alice Archer"},
        "Carol": {"Carol Jones"},
        "nobody": set(),
    }


def test_somebody_who_left_sees_nothing(house: House) -> None:
    house.priya.active = False
    house.priya.save()
    house.priya.user.refresh_from_db()
    assert not Patient.objects.visible_to(house.priya.user).exists()
    assert reader_of(house.priya.user).roles == frozenset()


def test_patients_see_no_colleagues(house: House) -> None:
    assert house.alice.user is not None
    assert not Staff.objects.visible_to(house.alice.user).exists()


@pytest.mark.parametrize(
    "action", [Action.ASSESS, Action.PRESCRIBE, Action.RELEASE_HOLD, Action.SEE_CLINICAL]
)
def test_only_a_practitioner_does_what_needs_a_clinician(action: Action) -> None:
    assert ALLOWED[action] == {Role.PRACTITIONER}


def test_every_action_has_somebody_who_may_do_it_and_no_patient_acts_for_the_clinic() -> None:
    for action in Action:
        assert ALLOWED[action], action
        assert Role.PATIENT not in ALLOWED[action]


def test_a_refusal_says_whom_to_ask(house: House) -> None:
    with pytest.raises(NotAllowed, match="Only a practitioner of this clinic"):
        require(house.rob, Action.PRESCRIBE, house.clinic.pk)


def test_the_table_in_the_docs_is_the_table_in_the_code() -> None:
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in (settings.REPOSITORY / "docs" / "roles.md").read_text().splitlines()
        if line.startswith("| ") and not line.startswith("| Action")
    ]
    written = {
        action: {
            role
            for role, cell in zip(("practitioner", "reception", "owner"), cells, strict=False)
            if cell == "yes"
        }
        for action, *cells in rows
    }
    assert written == {action.value: {*map(str, roles)} for action, roles in ALLOWED.items()}


@pytest.mark.parametrize(
    ("who", "seen", "hidden"),
    [
        ("priya", {"/caseload/", "/exercises/"}, {"/clinic/"}),
        ("rob", {"/caseload/"}, {"/clinic/", "/clinic/outbox/"}),
        ("olu", {"/clinic/", "/clinic/outbox/"}, {"/caseload/"}),
    ],
)
def test_the_bar_offers_what_the_reader_may_open(
    house: House, client: Client, who: str, seen: set[str], hidden: set[str]
) -> None:
    somebody: Staff = getattr(house, who)
    client.force_login(somebody.user)
    page = client.get("/inbox/").content.decode()
    offered = set(re.findall(r'<a [^>]*href="([^"]+)"', page.split("</nav>")[0]))
    assert seen <= offered
    assert not hidden & offered
    for path in offered - {"/", "#main"}:
        assert client.get(path).status_code == 200, f"{who} is offered {path} and refused"
