"""Today is never old and never another's, however warm the house is.

Parts of the page are drawn once for all who read the same. Two patients read in turn, before and
after each thing that changes what they may do; each page must be what drawing it anew gives.
"""

import re
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.contrib.messages import constants
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from goodform.people.ending_actions import end_care
from goodform.people.models import Ended, Patient, Staff
from goodform.programmes.actions import hold, release
from goodform.programmes.models import Assessment, Prescription, Programme
from goodform.today import page_parts
from tests.people import House, a_patient
from tests.today.browsers import signed_in
from tests.today.programmes import assessed, give_lines, line_for, lines_now, prescribe


@dataclass(frozen=True)
class Two:
    """Two patients of one practitioner with the same exercises, each with a browser."""

    alice: Patient
    tom: Patient
    alices: Client
    toms: Client

    def pages(self) -> tuple[str, str]:
        """The pages each reads now."""
        return page_in(self.alices), page_in(self.toms)


def page_in(browser: Client) -> str:
    """Today in this browser."""
    answer = browser.get(reverse("today"))
    assert answer.status_code == 200
    return answer.content.decode()


def anew(browser: Client, monkeypatch: pytest.MonkeyPatch) -> str:
    """Today read and drawn by Django alone, with nothing kept."""
    with monkeypatch.context() as patched:
        patched.setattr(settings, "FAST", False)
        return page_in(browser)


def unmarked(page: str) -> str:
    """Without what is made for one sending of a page: the sitting, the entries, the form token."""
    sent_once = r'(name="(?:session|entry|csrfmiddlewaretoken)" value=")[^"]*'
    return re.sub(sent_once, r"\1", page)


def in_force(patient: Patient) -> list[Prescription]:
    """The prescriptions of this patient."""
    return list(Prescription.objects.filter(programme__patient=patient).given())


def ids_in(page: str) -> set[UUID]:
    """Every id on a page."""
    found = re.findall(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", page)
    return {UUID(each) for each in found}


def waits(patient: Patient, row: Prescription | None) -> None:
    """A hold on one exercise of this patient, or on all of them."""
    hold(
        programme=Programme.objects.get(patient=patient),
        line=row.line if row else None,
        reason="stopped",
        cause=f"entry:{uuid4()}",
        at=timezone.now(),
        by=patient,
    )


@pytest.fixture
def two(house: House) -> Two:
    """Both have read Today twice already, so that every part is kept."""
    tom = a_patient(house.clinic, house.priya, "Tom Archer")
    for patient in (house.alice, tom):
        prescribe(patient, "clam", "glute-bridge")
    both = Two(house.alice, tom, signed_in(house.alice.user), signed_in(tom.user))
    both.pages()
    both.pages()
    return both


def test_each_reads_their_own_page_with_their_own_ids_only(
    two: Two, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    for patient, other, browser in (
        (two.alice, two.tom, two.alices),
        (two.tom, two.alice, two.toms),
    ):
        page = page_in(browser)
        assert f", {patient.called}</h1>" in page
        assert other.called not in page
        others = {other.pk, other.programme.pk, *(row.pk for row in in_force(other))}
        assert not ids_in(page) & others
        assert {patient.programme.pk, *(row.pk for row in in_force(patient))} <= ids_in(page)
        assert unmarked(page) == unmarked(anew(browser, monkeypatch))


def test_a_hold_and_its_release_show_at_once_and_only_to_whom_they_are_for(
    two: Two, monkeypatch: pytest.MonkeyPatch
) -> None:
    (clam, _bridge) = in_force(two.alice)
    waits(two.alice, clam)
    alices, toms = two.pages()
    assert "You told us it hurt today" in alices
    assert "Next: Clam" not in alices
    assert "You told us it hurt today" not in toms
    assert "Next: Clam" in toms
    assert unmarked(alices) == unmarked(anew(two.alices, monkeypatch))
    release(programme=clam.programme, line=clam.line, reason="Fine", by=two.alice.practitioner)
    alices, _toms = two.pages()
    assert "You told us it hurt today" not in alices
    assert "Next: Clam" in alices


def test_a_hold_on_everything_locks_at_once(two: Two) -> None:
    waits(two.alice, None)
    alices, toms = two.pages()
    assert "Please do no exercises for now" in alices
    assert "Next: Clam" not in alices
    assert "Next: Clam" in toms


def test_a_lock_by_the_assessment_shows_at_once(two: Two) -> None:
    assessed(two.alice, cleared=False)
    alices, toms = two.pages()
    assert "No exercises for now" in alices
    assert "Next: Clam" in toms
    Assessment.objects.filter(patient=two.tom).update(
        review_by=timezone.localdate() - timedelta(days=1)
    )
    _alices, toms = two.pages()
    assert "Check with us first" in toms


def test_a_changed_dose_shows_at_once_to_whom_it_was_given(two: Two) -> None:
    before = page_in(two.toms)
    lines = lines_now(two.alice)
    changed = replace(lines[0], repetitions=7, sets=1)
    give_lines(two.alice, changed, *lines[1:])
    alices, toms = two.pages()
    assert "7 times" in alices
    assert "7 times" not in toms
    assert unmarked(toms) == unmarked(before)


def test_a_dropped_exercise_is_gone_and_a_new_one_is_there_at_once(two: Two) -> None:
    give_lines(two.alice, *lines_now(two.alice)[1:], line_for(two.alice, "hip-hinge"))
    alices, toms = two.pages()
    assert "Mark Clam as done" not in alices
    assert "Mark Hip hinge as done" in alices
    assert "Mark Clam as done" in toms


def test_what_was_marked_counts_at_once_and_only_for_who_did_it(two: Two) -> None:
    (_clam, bridge) = in_force(two.alice)
    answer = two.alices.post(
        reverse("mark_done"),
        {
            "programme": bridge.programme_id,
            "programme_version": bridge.programme.version,
            "prescription": bridge.pk,
            "side": "both",
            "session": uuid4(),
            "entry": uuid4(),
            "outcome": "done",
            "pain": "1",
        },
    )
    assert answer.status_code in {200, 302}
    alices, toms = two.pages()
    assert "1 of 2 done" in alices
    assert "0 of 2 done" in toms


def test_the_next_day_starts_anew(two: Two) -> None:
    tomorrow = str((timezone.localdate() + timedelta(days=1)).isoweekday())
    lines = lines_now(two.alice)
    give_lines(two.alice, *(replace(line, weekdays=tomorrow) for line in lines))
    assert "Nothing to do today." in page_in(two.alices)
    Patient.objects.filter(pk=two.alice.pk).update(zone="Etc/GMT-14")
    ahead = timezone.now() + timedelta(hours=14)
    seen = page_in(two.alices)
    is_tomorrow_there = ahead.date() > timezone.localdate()
    assert ("Next: Clam" in seen) is is_tomorrow_there


def test_words_of_the_clinic_change_at_once(two: Two) -> None:
    clinic = two.alice.clinic
    clinic.phone, clinic.reply_promise, clinic.is_demo = "01632 960999", "Within 2 days.", True
    clinic.save()
    for page in two.pages():
        assert "tel:01632960999" in page
        assert "01632 960123" not in page
        assert "Within 2 days." in page
        assert "This is a demo." in page


def test_another_practitioner_is_named_at_once(two: Two, house: House) -> None:
    Staff.objects.filter(pk=house.priya.pk).update(name="Pia Nair")
    for page in two.pages():
        assert "Priya" not in page
        assert "Pia checks them again by" in page


def test_who_signs_out_or_is_shut_out_reads_nothing_more(two: Two) -> None:
    two.alices.post(reverse("account_logout"))
    assert two.alices.get(reverse("today")).status_code == 302
    assert "Next: Clam" in page_in(two.toms)
    user = two.tom.user
    assert user is not None
    user.is_active = False
    user.save()
    assert two.toms.get(reverse("today")).status_code == 302


def test_a_programme_that_ended_locks_at_once(two: Two) -> None:
    end_care(patient=two.alice, by=two.alice.practitioner, why=Ended.DISCHARGED)
    alices, toms = two.pages()
    assert "Your programme has come to its end" in alices
    assert "Next: Clam" in toms


def test_the_bar_says_where_the_reader_is(two: Two) -> None:
    assert re.search(r'href="/today"\s+aria-current="page"', page_in(two.alices))


def test_a_message_is_shown_once_and_to_its_reader_only(
    two: Two, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Waiting:
        """One message in the reader's session."""

        level_tag = "success"
        level = constants.SUCCESS

        def __str__(self) -> str:
            return "Welcome <home>."

    with monkeypatch.context() as patched:
        patched.setattr(page_parts, "get_messages", lambda _request: [Waiting()])
        assert "Welcome &lt;home&gt;." in page_in(two.alices)
    alices, toms = two.pages()
    assert "Welcome" not in alices + toms
