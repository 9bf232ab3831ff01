"""An owner is mailed about the very cases their page shows: one truth for both."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone

from goodform.inbox.actions import escalate
from goodform.inbox.answer_actions import acknowledge, hand_to, resolve
from goodform.inbox.models import Alert, Closing, Severity
from goodform.inbox.overseen import overseen_by
from goodform.inbox.queries import open_alerts
from goodform.outbox.models import Notification
from goodform.people.access import Action, Role, reader_of
from goodform.people.models import Staff
from tests.inbox.test_alerts import a_stop
from tests.people import House, a_patient, staff

LATE = timedelta(hours=25)


def listed_for(somebody: Staff) -> set[UUID]:
    """The cases on this person's own inbox page."""
    reader = reader_of(somebody.user)
    overseen = {each.id for each in overseen_by(somebody.user).waiting}
    if not reader.may(Action.SEE_PATIENTS):
        return overseen
    inbox = open_alerts(somebody.user, mine=Role.PRACTITIONER in reader.roles)
    return overseen | {row.id for group in inbox.groups for row in group.rows}


def cannot_wait(house: House) -> Alert:
    return a_stop(house.alice, severity=Severity.CALL_NOW)


def cannot_wait_and_nobody_owns_the_clinic(house: House) -> Alert:
    Staff.objects.filter(pk=house.olu.pk).update(active=False)
    return cannot_wait(house)


def nobody_took_it(house: House) -> Alert:
    alert = a_stop(house.alice)
    escalate(now=timezone.now() + LATE)
    return alert


def nobody_took_it_and_nobody_owns_the_clinic(house: House) -> Alert:
    Staff.objects.filter(pk=house.olu.pk).update(active=False)
    return nobody_took_it(house)


def its_practitioner_has_left(house: House) -> Alert:
    Staff.objects.filter(pk=house.priya.pk).update(active=False)
    house.alice.practitioner.refresh_from_db()
    return a_stop(house.alice)


def it_was_handed_on_after_it_was_late(house: House) -> Alert:
    alert = nobody_took_it(house)
    pat = Staff.objects.get(name="Pat Roy")
    return hand_to(alert=alert, to=pat, by=house.priya)


CASES = [
    cannot_wait,
    cannot_wait_and_nobody_owns_the_clinic,
    nobody_took_it,
    nobody_took_it_and_nobody_owns_the_clinic,
    its_practitioner_has_left,
    it_was_handed_on_after_it_was_late,
]


@pytest.mark.parametrize("happens", CASES, ids=lambda each: each.__name__)
def test_whoever_was_mailed_about_a_case_finds_it_on_their_page(
    house: House, happens: Callable[[House], Alert]
) -> None:
    staff(house.clinic, "Pat Roy", practitioner=True)
    staff(house.clinic, "Una Both", practitioner=True, owner=True)
    if "nobody_owns" in happens.__name__:
        Staff.objects.filter(name="Una Both").update(is_owner=False)
    alert = happens(house)
    mailed = Notification.objects.filter(facts__alert=str(alert.pk), staff__active=True)
    people = Staff.objects.filter(pk__in=mailed.values("staff")).select_related("user")
    if happens is it_was_handed_on_after_it_was_late:
        people = people.exclude(pk=house.priya.pk)
    assert people
    for somebody in people:
        assert alert.pk in listed_for(somebody), somebody.name
    assert alert.pk not in listed_for(house.charlie)


def test_a_case_whose_practitioner_left_afterwards_is_everybody_s(house: House) -> None:
    pat = staff(house.clinic, "Pat Roy", practitioner=True)
    alert = a_stop(house.alice)
    assert listed_for(pat) == listed_for(house.olu) == set()
    Staff.objects.filter(pk=house.priya.pk).update(active=False)
    assert listed_for(pat) == listed_for(house.olu) == {alert.pk}


def page_of(somebody: Staff) -> str:
    """Their inbox, as it is sent."""
    client = Client()
    client.force_login(somebody.user)
    return client.get("/inbox/").content.decode()


def test_what_cannot_wait_is_on_the_owner_s_page_at_once(house: House) -> None:
    alert = cannot_wait(house)
    page = page_of(house.olu)
    assert "Call now" in page
    assert "for Priya Nair" in page
    assert "Nothing is late" not in page
    assert "Alice" not in page
    acknowledge(alert=alert, by=house.priya)
    page = page_of(house.olu)
    assert "Nothing is late" in page
    assert "Priya Nair has this since" in page


def test_who_closed_it_is_said_for_a_day(house: House) -> None:
    alert = cannot_wait(house)
    resolve(alert=alert, outcome=Closing.SPOKE, what_was_done="Rang her.", by=house.priya)
    page = page_of(house.olu)
    assert "closed by Priya Nair" in page
    assert "Rang" not in page
    later = timezone.now() + timedelta(hours=24, minutes=1)
    assert overseen_by(house.olu.user, now=later).answered == ()


def test_the_number_is_of_people_and_the_same_on_every_page(house: House) -> None:
    una = staff(house.clinic, "Una Both", practitioner=True, owner=True)
    theirs = a_patient(house.clinic, una, "Ben Hall")
    for cause in ("stop:1", "stop:2"):
        a_stop(house.alice, cause=cause, severity=Severity.CALL_NOW)
    a_stop(theirs, cause="stop:3")
    a_stop(a_patient(house.clinic, house.priya, "Cy Moss"), cause="stop:4")
    for person, people in ((una, 2), (house.priya, 2), (house.rob, 3)):
        client = Client()
        client.force_login(person.user)
        inbox = client.get("/inbox/")
        assert inbox.context["inbox_count"] == people, person
        assert f"{people} people need you" in inbox.content.decode(), person
        case = client.get(f"/inbox/{Alert.objects.latest('raised_at').pk}/")
        assert case.context["inbox_count"] == people, person
        assert client.get("/caseload/").context["inbox_count"] == people, person
    client.force_login(house.priya.user)
    everyone = client.get("/inbox/?of=everyone")
    assert "3 people need somebody" in everyone.content.decode()
    assert everyone.context["inbox_count"] == 2


def test_what_is_late_is_there_while_no_worker_runs(house: House) -> None:
    alert = a_stop(house.alice)
    assert overseen_by(house.olu.user).waiting == ()
    (case,) = overseen_by(house.olu.user, now=timezone.now() + LATE).waiting
    assert (case.id, case.late) == (alert.pk, True)


def test_the_number_on_the_bar_is_what_the_owner_s_page_lists(house: House) -> None:
    client = Client()
    client.force_login(house.olu.user)
    a_stop(house.alice)
    assert client.get("/clinic/").context.get("inbox_count") is None
    a_stop(house.alice, cause="stop:2", severity=Severity.CALL_NOW)
    assert client.get("/inbox/").context["inbox_count"] == 1


def test_an_owner_who_treats_sees_what_is_not_on_their_own_list(house: House) -> None:
    una = staff(house.clinic, "Una Both", practitioner=True, owner=True)
    cannot_wait(house)
    page = page_of(una)
    assert "Nobody has taken these yet" in page
    assert "for Priya Nair" in page
    assert "Nobody has taken these yet" not in page_of(house.priya)
    assert "Nobody has taken these yet" not in page_of(house.charlie)
