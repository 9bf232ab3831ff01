"""Causes of a hold, as text: said in one place, read the same by rows, queries and phones."""

from uuid import uuid4

import pytest
from django.conf import settings
from django.utils import timezone

from goodform.people.models import Patient, Staff
from goodform.programmes.causes import CauseKind, cause_of, first_of, id_in, is_about, nth
from goodform.programmes.models import Hold
from goodform.programmes.queries import however_often, with_first
from tests.prescribed import a_programme

LOCKS = settings.PACKAGE / "today/static/today/offline/locks.mjs"


@pytest.mark.parametrize("about", CauseKind)
def test_a_cause_is_read_as_it_was_written_however_often_it_was_asked(about: CauseKind) -> None:
    name = uuid4()
    once = cause_of(about, name)
    for asked in (once, nth(once, 2), nth(once, 12)):
        assert first_of(asked) == once
        assert id_in(asked) == name
        assert [each for each in CauseKind if is_about(asked, each)] == [about]


def test_a_day_has_no_id() -> None:
    assert id_in(cause_of(CauseKind.MORNING, "2026-11-29")) is None


def test_queries_read_a_cause_as_python_does(alice: Patient, priya: Staff) -> None:
    given = a_programme(alice, priya)
    once = cause_of(CauseKind.STOP, uuid4())
    other = f"{once}0"
    for cause in (once, nth(once, 2), other):
        Hold.objects.create(
            programme=given.programme, reason="x", cause=cause, opened_at=timezone.now()
        )
    assert set(Hold.objects.filter(however_often(once)).values_list("cause", flat=True)) == {
        once,
        nth(once, 2),
    }
    for hold in with_first(Hold.objects.all()):
        assert vars(hold)["base"] == first_of(hold.cause)


def test_the_phone_writes_the_same_words() -> None:
    written = LOCKS.read_text()
    for about in (CauseKind.RED_FLAGS, CauseKind.STOP):
        assert f"`{about}:${{id}}`" in written
