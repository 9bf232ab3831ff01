"""Cases that nobody sends: a review past its date, a patient gone quiet."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from goodform.inbox.actions import raise_due, set_quiet_after
from goodform.inbox.models import Alert, AlertTelling, Kind
from goodform.people.ending_actions import end_care
from goodform.people.models import Ended
from goodform.programmes.actions import assess, hold
from tests.diary.sending import Phone, an_entry
from tests.people import House, in_days
from tests.prescribed import Given, a_programme


@pytest.fixture
def given(house: House) -> Given:
    """Alice's exercises, to be reviewed in two days."""
    return a_programme(house.alice, house.priya, review_in_days=2)


def test_a_review_past_its_date_is_raised_once_for_its_assessment(
    house: House, given: Given
) -> None:
    assert raise_due(now=timezone.now() + timedelta(days=2)) == 0
    late = timezone.now() + timedelta(days=4)
    assert raise_due(now=late) == 1
    assert raise_due(now=late + timedelta(days=1)) == 0
    alert = Alert.objects.get()
    assert (alert.kind, alert.owner) == (Kind.REVIEW_OVERDUE, house.priya)
    assert alert.evidence["due_on"] == in_days(2).isoformat()


def test_a_new_assessment_is_a_new_date(house: House, given: Given) -> None:
    raise_due(now=timezone.now() + timedelta(days=4))
    Alert.objects.update(raised_at=timezone.now() - timedelta(days=1))
    assess(
        patient=house.alice,
        by=house.priya,
        findings="",
        cautions=[],
        usual_pain=2,
        cleared=True,
        review_by=in_days(10),
    )
    assert raise_due(now=timezone.now() + timedelta(days=9)) == 0
    assert raise_due(now=timezone.now() + timedelta(days=12)) == 1


def test_somebody_who_has_left_is_not_overdue(house: House, given: Given) -> None:
    end_care(patient=house.alice, by=house.priya, why=Ended.MOVED)
    assert raise_due(now=timezone.now() + timedelta(days=9)) == 0


@pytest.fixture
def watched(house: House) -> Given:
    """Alice's practitioner wants to hear after five days without an entry."""
    given = a_programme(house.alice, house.priya)
    set_quiet_after(programme=given.programme, days=5, by=house.priya)
    return given


def test_silence_is_raised_after_the_days_the_practitioner_set_and_once_a_silence(
    house: House, watched: Given
) -> None:
    now = timezone.now()
    assert raise_due(now=now + timedelta(days=4)) == 0
    assert raise_due(now=now + timedelta(days=6)) == 1
    assert raise_due(now=now + timedelta(days=8)) == 0
    alert = Alert.objects.get()
    assert (alert.kind, alert.evidence["days"]) == (Kind.QUIET, 6)


def test_an_entry_ends_the_silence_and_the_next_one_is_raised_anew(
    house: House, watched: Given
) -> None:
    now = timezone.now()
    raise_due(now=now + timedelta(days=6))
    earlier = now - timedelta(days=1)
    Alert.objects.update(raised_at=earlier, cause="quiet:earlier")
    AlertTelling.objects.update(at=earlier, cause="quiet:earlier")
    Phone(house.alice).send(an_entry(watched.clam))
    assert raise_due(now=now + timedelta(days=4)) == 0
    assert raise_due(now=now + timedelta(days=6)) == 1


def test_somebody_told_to_wait_is_not_quiet(house: House, watched: Given) -> None:
    hold(
        programme=watched.programme,
        line=None,
        reason="red_flag",
        cause="red_flags:1",
        at=timezone.now(),
        by=house.alice,
    )
    raise_due(now=timezone.now() + timedelta(days=9))
    assert not Alert.objects.filter(kind=Kind.QUIET).exists()


@pytest.mark.parametrize("days", [0, -1, 91])
def test_a_number_of_days_that_makes_no_sense_is_refused(
    house: House, watched: Given, days: int
) -> None:
    with pytest.raises(ValueError, match="from 1 to 90"):
        set_quiet_after(programme=watched.programme, days=days, by=house.priya)


def test_only_a_practitioner_of_the_clinic_sets_it(house: House, watched: Given) -> None:
    for somebody in (house.rob, house.olu, house.charlie):
        with pytest.raises(PermissionDenied):
            set_quiet_after(programme=watched.programme, days=3, by=somebody)
