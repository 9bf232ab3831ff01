"""Pages of a patient who may not exercise: a reason, a phone number, and never an exercise."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from django.utils import timezone

from goodform.people.ending_actions import end_care
from goodform.people.models import Ended, Patient, User
from goodform.programmes.actions import hold
from goodform.programmes.locks import Locked
from goodform.programmes.models import Prescription, Programme
from goodform.programmes.queries import standing_of
from tests.people import House, in_days
from tests.today.browsers import signed_in
from tests.today.programmes import assessed, prescribe


def _never_seen(alice: Patient) -> None:
    """No appointment yet."""


def _seen_but_waits(alice: Patient) -> None:
    assessed(alice, cleared=False)


def _review_day_over(alice: Patient) -> None:
    prescribe(alice, "clam")
    alice.assessments.update(review_by=in_days(-2))


def _nothing_yet(alice: Patient) -> None:
    assessed(alice)


def _warning_sign(alice: Patient) -> None:
    prescribe(alice, "clam")
    hold(
        programme=Programme.objects.get(patient=alice),
        line=None,
        reason="red_flag",
        cause="session:1",
        at=timezone.now(),
        by=alice,
    )


def _no_country(alice: Patient) -> None:
    prescribe(alice, "clam")
    alice.clinic.country_pack = ""
    alice.clinic.save()


def _gone(alice: Patient) -> None:
    prescribe(alice, "clam")
    end_care(patient=alice, by=alice.practitioner, why=Ended.DISCHARGED)


LOCKS: list[tuple[Locked, Callable[[Patient], None], str]] = [
    (Locked.NOT_ASSESSED, _never_seen, "Come and see us first"),
    (Locked.NOT_CLEARED, _seen_but_waits, "No exercises for now"),
    (Locked.REVIEW_PASSED, _review_day_over, "Check with us first"),
    (Locked.NOTHING_GIVEN, _nothing_yet, "Your exercises are not here yet"),
    (Locked.HELD, _warning_sign, "Please do no exercises for now"),
    (Locked.CLINIC_CLOSED, _no_country, "This page is not open yet"),
    (Locked.ENDED, _gone, "Your programme has come to its end"),
]


@pytest.mark.parametrize(("lock", "happened", "head"), LOCKS, ids=[row[0] for row in LOCKS])
def test_a_locked_page_says_why_and_how_to_reach_the_clinic(
    alice: Patient, lock: Locked, happened: Callable[[Patient], None], head: str
) -> None:
    happened(alice)
    alice.refresh_from_db()
    assert standing_of(alice).locked is lock
    page = signed_in(alice.user).get(reverse("today")).content.decode()
    assert f"<h1>{head}</h1>" in page
    assert "tel:01632960123" in page
    assert "This page is not watched all the time." in page
    assert ">Start<" not in page
    assert "I did it" not in page
    assert "missed" not in page


@pytest.mark.parametrize(("lock", "happened", "head"), LOCKS, ids=[row[0] for row in LOCKS])
def test_a_lock_closes_every_other_page_with_exercises(
    alice: Patient, lock: Locked, happened: Callable[[Patient], None], head: str
) -> None:
    happened(alice)
    client = signed_in(alice.user)
    for name in ("sore", "programme", "my_sheet"):
        answer = client.get(reverse(name))
        assert (answer.status_code, answer.headers["Location"]) == (302, reverse("today")), name
    for row in Prescription.objects.filter(programme__patient=alice):
        assert client.get(reverse("exercise", args=[row.pk])).status_code == 302


def test_every_lock_has_its_page() -> None:
    assert {row[0] for row in LOCKS} == set(Locked)


def test_a_hold_on_everything_puts_every_warning_sign_on_the_page(alice: Patient) -> None:
    _warning_sign(alice)
    page = signed_in(alice.user).get(reverse("today")).content.decode()
    assert "You told us about a warning sign today." in page
    assert "Losing weight without trying to" in page
    assert 'href="tel:999"' in page


def test_without_a_country_no_number_is_assumed(alice: Patient) -> None:
    _no_country(alice)
    page = signed_in(alice.user).get(reverse("today")).content.decode()
    assert "Call the emergency number where you are" in page
    for number in ("999", "112", "111", "000"):
        assert f"tel:{number}" not in page


def test_neither_charlie_of_another_clinic_nor_his_patient_reads_why_alice_waits(
    house: House,
) -> None:
    _warning_sign(house.alice)
    for other in (house.charlie.user, house.carol.user):
        assert isinstance(other, User)
        page = signed_in(other).get(reverse("today"), follow=True).content.decode()
        assert "Alice" not in page
        assert house.clinic.name not in page
