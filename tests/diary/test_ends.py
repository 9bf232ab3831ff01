"""An exercise that pain ends early again and again is looked at, though no rise alone holds it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from goodform.inbox.evidence import from_json
from goodform.inbox.headline import headline
from goodform.inbox.models import Alert, Kind, Severity
from goodform.programmes.models import Hold
from tests.diary.sending import Phone, a_document, an_entry, iso
from tests.people import House
from tests.prescribed import Given


def sit(house: House, given: Given, *pains: int) -> None:
    """A session a day in which the clam (usual pain 3, pain before 3) hurt so much, up to now."""
    for ago, pain in zip(reversed(range(len(pains))), pains, strict=True):
        at = timezone.now() - timedelta(days=ago, minutes=5)
        entry = an_entry(given.clam, pain=pain, recorded_at=iso(at))
        document = a_document(entry, pain_before=3, started_at=iso(at), sent_at=iso(at))
        Phone(house.alice).take(document, at=at)


def test_three_ends_in_a_row_are_told_this_week_and_hold_nothing(
    house: House, given: Given
) -> None:
    sit(house, given, 4, 4)
    assert not Alert.objects.exists()
    sit(house, given, 4)
    alert = Alert.objects.get()
    assert (alert.kind, alert.severity) == (Kind.PAIN, Severity.THIS_WEEK)
    said = headline(alert.kind, from_json(alert.evidence))
    assert said == "Clam: ended early 3 times in a row, pain went from 3 to 4"
    assert not Hold.objects.exists()


@pytest.mark.parametrize("pains", [(4, 4, 3), (4, 3, 4), (4, 4, 3, 4, 4), (3, 3, 3)])
def test_a_session_without_an_end_breaks_the_row(
    house: House, given: Given, pains: tuple[int, ...]
) -> None:
    sit(house, given, *pains)
    assert not Alert.objects.exists()


def test_a_fourth_is_not_told_again_and_a_sixth_is(house: House, given: Given) -> None:
    sit(house, given, 4, 4, 4, 4, 4)
    assert Alert.objects.get().times == 1
    sit(house, given, 4)
    assert Alert.objects.get().times == 2


def test_sent_again_it_is_told_once(house: House, given: Given) -> None:
    sit(house, given, 4, 4)
    phone, entry = Phone(house.alice), an_entry(given.clam, pain=4)
    for _time in range(2):
        phone.put(a_document(entry, pain_before=3))
    assert Alert.objects.count() == 1


def test_another_exercise_is_another_row(house: House, given: Given) -> None:
    sit(house, given, 4, 4)
    Phone(house.alice).send(an_entry(given.hinge, pain=4), pain_before=3)
    assert not Alert.objects.exists()
