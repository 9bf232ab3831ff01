"""Why a patient may not exercise, as a table."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone

from goodform.people.models import Patient, Staff
from goodform.programmes.actions import assess
from goodform.programmes.locks import Locked
from goodform.programmes.queries import standing_of
from tests.people import in_days
from tests.prescribed import a_programme


def test_nobody_exercises_without_an_assessment(alice: Patient) -> None:
    assert standing_of(alice).locked is Locked.NOT_ASSESSED


def test_an_assessed_patient_with_nothing_given_waits(alice: Patient, priya: Staff) -> None:
    assess(
        patient=alice,
        by=priya,
        findings="",
        cautions=(),
        usual_pain=2,
        cleared=True,
        review_by=in_days(28),
    )
    assert standing_of(alice).locked is Locked.NOTHING_GIVEN


@pytest.mark.parametrize(
    ("cleared", "review_in", "locked"),
    [
        (True, 1, None),
        (True, 0, None),
        (True, -1, Locked.REVIEW_PASSED),
        (False, 28, Locked.NOT_CLEARED),
    ],
)
def test_a_new_assessment_counts_at_once(
    alice: Patient, priya: Staff, cleared: bool, review_in: int, locked: Locked | None
) -> None:
    a_programme(alice, priya)
    assess(
        patient=alice,
        by=priya,
        findings="",
        cautions=(),
        usual_pain=2,
        cleared=cleared,
        review_by=in_days(review_in),
    )
    assert standing_of(alice).locked is locked


def test_the_day_is_the_patients_own(alice: Patient, priya: Staff) -> None:
    given = a_programme(alice, priya)
    assessment = alice.assessments.get()
    assessment.review_by = datetime(2026, 11, 16, tzinfo=UTC).date()
    assessment.save()
    half_past_midnight_in_auckland = datetime(2026, 11, 16, 11, 30, tzinfo=UTC)
    assert standing_of(alice, now=half_past_midnight_in_auckland).open
    alice.zone = "Pacific/Auckland"
    standing = standing_of(alice, now=half_past_midnight_in_auckland)
    assert standing.day.isoformat() == "2026-11-17"
    assert standing.locked is Locked.REVIEW_PASSED
    assert standing.programme == given.programme


def test_a_clinic_without_a_country_has_no_live_patients(alice: Patient, priya: Staff) -> None:
    a_programme(alice, priya)
    alice.clinic.country_pack = ""
    assert standing_of(alice).locked is Locked.CLINIC_CLOSED


def test_somebody_the_clinic_has_said_goodbye_to_is_locked(alice: Patient, priya: Staff) -> None:
    a_programme(alice, priya)
    alice.ended_at = timezone.now()
    assert standing_of(alice).locked is Locked.ENDED
