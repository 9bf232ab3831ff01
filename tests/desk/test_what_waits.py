"""Every page about a patient says what waits, and what was said of it since."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from goodform.inbox.models import Alert
from goodform.programmes.actions import release
from goodform.programmes.models import Assessment, Hold
from tests.desk.conftest import As, Treated
from tests.diary.sending import Phone, a_document, a_stop
from tests.people import in_days

PAGES = ("", "prescribe/", "assessment/", "history/", "messages/", "ticks/", "edit/", "invite/")


def band(page: str) -> str:
    """The band of a page, with the words of its facts alone."""
    return page.partition('<div class="who on-stage">')[2].partition("</dl>")[0]


@pytest.fixture
def stopped(treated: Treated) -> UUID:
    """Alice stopped the clam; answers which entry it was."""
    stop = a_stop(treated.rows["clam"], side="left", reason="pain", pain=6)
    Phone(treated.house.alice).send(stop)
    return UUID(stop["id"])


@pytest.mark.parametrize("page", PAGES)
def test_the_band_of_each_page_says_that_everything_waits(
    treated: Treated, signed_in: As, page: str
) -> None:
    Phone(treated.house.alice).send(red_flags=["saddle"])
    answer = signed_in(treated.house.priya).get(treated.address(page))
    assert answer.status_code == 200
    shown = band(answer.content.decode())
    today = date_format(in_days(0), "j F")
    assert f"The whole programme, since {today}" in shown


def test_nobody_reads_as_cleared_beside_a_programme_on_hold(
    treated: Treated, signed_in: As, stopped: UUID
) -> None:
    browser = signed_in(treated.house.priya)
    assert "Assessed and cleared" in band(browser.get(treated.address("")).content.decode())
    Phone(treated.house.alice).send(red_flags=["saddle"])
    shown = band(browser.get(treated.address("")).content.decode())
    assert "Assessed and cleared" not in shown
    assert "Assessed, on hold now" in shown


def test_the_band_names_what_waits_and_nothing_when_nothing_does(
    treated: Treated, signed_in: As, stopped: UUID
) -> None:
    for person in (treated.house.priya, treated.house.rob):
        shown = band(signed_in(person).get(treated.address("ticks/")).content.decode())
        assert f"Clam, since {date_format(in_days(0), 'j F')}" in shown
        assert "hurt" not in shown
    release(
        programme=treated.programme,
        line=treated.rows["clam"].line,
        reason="Looked at.",
        by=treated.house.priya,
    )
    shown = band(signed_in(treated.house.priya).get(treated.address("")).content.decode())
    assert "On hold" not in shown


def test_the_band_says_of_each_since_when_it_waits(
    treated: Treated, signed_in: As, stopped: UUID
) -> None:
    Hold.objects.update(opened_at=timezone.now() - timedelta(days=2))
    Phone(treated.house.alice).send(a_stop(treated.rows["hip-hinge"], reason="pain", pain=6))
    shown = band(signed_in(treated.house.rob).get(treated.address("ticks/")).content.decode())
    days = [date_format(in_days(ago), "j F") for ago in (-2, 0)]
    assert f"Clam, since {days[0]}; Hip hinge, since {days[1]}" in shown


def test_an_exercise_that_was_taken_off_is_not_said_to_wait(
    treated: Treated, signed_in: As, stopped: UUID
) -> None:
    Hold.objects.update(line=UUID(int=7))
    shown = band(signed_in(treated.house.priya).get(treated.address("")).content.decode())
    assert "On hold" not in shown


def test_a_programme_past_its_review_reads_as_locked_in_band_and_list(
    treated: Treated, signed_in: As
) -> None:
    Assessment.objects.update(review_by=in_days(-3))
    browser = signed_in(treated.house.rob)
    assert "passed: locked until the review" in browser.get(treated.address("")).content.decode()
    row = browser.get("/caseload/").content.decode().partition("Alice Archer")[2]
    assert "Locked until the review" in row
    Assessment.objects.update(review_by=in_days(3), cleared=False)
    page = browser.get("/caseload/").content.decode()
    assert "Locked: not cleared" in page
    Assessment.objects.update(cleared=True)
    assert "Locked" not in browser.get("/caseload/").content.decode()


def test_a_stop_by_mistake_is_called_both_on_every_page_that_says_why(
    treated: Treated, signed_in: As
) -> None:
    phone = Phone(treated.house.alice)
    stop = a_stop(treated.rows["clam"], side="left")
    phone.take(a_document(stop))
    said = "Stopped, later said to be pressed by mistake. On hold since"
    browser = signed_in(treated.house.priya)
    pages = [treated.address(), treated.address("history/"), f"/inbox/{Alert.objects.get().pk}/"]
    inbox = browser.get("/inbox/").content.decode()
    assert "Stopped Clam: pain not answered" in inbox
    for page in pages:
        words = browser.get(page).content.decode()
        assert "Stopped, it hurt. On hold since" in words, page
        assert said not in words, page
    phone.take(a_document({**stop, "undone_at": timezone.now().isoformat()}))
    for page in pages:
        words = browser.get(page).content.decode()
        assert said in words, page
        assert "it hurt. On hold" not in words, page
    inbox = browser.get("/inbox/").content.decode()
    assert "Stopped Clam, later said to be pressed by mistake" in inbox
    assert Hold.objects.get().released_at is None


def test_a_mistake_hides_no_stop_that_was_meant(treated: Treated, signed_in: As) -> None:
    phone = Phone(treated.house.alice)
    clam = treated.rows["clam"]
    mistake = a_stop(clam, side="left", undone_at=timezone.now().isoformat())
    phone.take(a_document(mistake))
    phone.take(a_document(mistake, a_stop(clam, side="right", reason="pain", pain=7)))
    Hold.objects.filter(cause=f"stop:{mistake['id']}").update(
        opened_at=timezone.now() - timedelta(days=1)
    )
    browser = signed_in(treated.house.priya)
    for page in (treated.address(), f"/inbox/{Alert.objects.get().pk}/"):
        assert "Stopped, it hurt. On hold since" in browser.get(page).content.decode(), page
    assert "pressed by mistake" not in browser.get("/inbox/").content.decode()


def test_charlie_of_another_clinic_is_told_of_nothing_that_waits(
    treated: Treated, signed_in: As, stopped: UUID
) -> None:
    charlie = signed_in(treated.house.charlie)
    for page in ("", "ticks/", "brief/"):
        assert charlie.get(treated.address(page)).status_code == 404
    caseload = charlie.get("/caseload/?of=everyone").content.decode()
    assert "Alice" not in caseload
    assert "On hold" not in caseload
