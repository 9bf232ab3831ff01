"""One day of Alice's and the clinic's answer: morning, session, stop; alert, new dose, release."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from goodform.diary.models import Entry, Morning
from goodform.inbox.models import Alert, Message
from goodform.people.models import User
from goodform.programmes.models import Hold, Prescription, Programme
from goodform.programmes.queries import given_in
from tests.browser.conftest import DESKTOP, PHONE, Visit, Visitor
from tests.browser.mat import KNEE_S, READY_S, Mat, rows
from tests.diary.sending import Phone, a_document, an_entry, iso
from tests.people import House

__all__ = ["rows"]

WAYS = [(PHONE, "light"), (DESKTOP, "dark")]
FEWER = "Fewer, until it is calm."
MAY_GO_ON = "It was the cold floor. Start gently."
WELL_DONE = "Well done for stopping. Call me if it catches again."


def exercised_yesterday(row: Prescription) -> None:
    """Alice did this yesterday, and has not been asked about it yet."""
    yesterday = timezone.now() - timedelta(days=1)
    done = an_entry(row, recorded_at=iso(yesterday))
    document = a_document(done, started_at=iso(yesterday), sent_at=iso(yesterday))
    Phone(row.programme.patient).take(document, at=yesterday)


def looks_right(visiting: Visit, name: str, size: dict[str, int]) -> None:
    """Accessible, nothing beyond the edge, nothing from another house; a picture for people."""
    visiting.check_accessible()
    visiting.check_no_sideways_scroll()
    visiting.screenshot(f"day-{name}-{size['width']}")
    assert visiting.outside == []


def her_morning(alice: Visit) -> Mat:
    """From Today by way of the morning question into the session."""
    alice.page.clock.install()
    page = alice.open(reverse("today"))
    page.get_by_role("link", name="Start", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("was your back as it usually is")
    mat = Mat(alice)
    mat.pain(1)
    alice.check_accessible()
    mat.press("Yes, as it usually is")
    mat.asks("Before you start")
    return mat


def her_session(mat: Mat, size: dict[str, int]) -> None:
    """Knee to chest to its end; the clam is stopped, and the questions after it answered."""
    mat.answers_the_questions_before()
    mat.lets(KNEE_S)
    mat.asks("How did that feel?")
    mat.pain(1)
    mat.choose("About right")
    mat.press("Next")
    mat.lets(READY_S + 5)
    mat.press("Stop, it hurts")
    mat.asks("Stopped.")
    mat.choose("Hip or groin")
    mat.press("Next")
    mat.pain(6)
    mat.press("Next")
    mat.press("None of these")
    mat.asks("This one is on hold")
    expect(mat.page.get_by_text("Sent to the clinic.")).to_be_visible()
    looks_right(mat.visit, "on-hold", size)
    mat.press("Finish for today")
    mat.pain(2)
    mat.page.get_by_label("Anything you want to tell the clinic?").fill("It caught.")
    mat.press("Finish")
    mat.asks("That is all for now. Well done.")
    expect(mat.page.get_by_text("Sent to the clinic.")).to_be_visible()
    mat.page.get_by_role("link", name="Back to Today").click()
    expect(mat.page.get_by_text("Priya will look at it.")).to_be_visible()


def opens_her_case(page: Page) -> None:
    """Priya, from the inbox to Alice's stop."""
    expect(page.get_by_role("heading", name="1 person needs you")).to_be_visible()
    page.get_by_role("link", name="Stopped Clam").click()
    expect(page.get_by_role("link", name="Call 01632 960177")).to_be_visible()


def her_practitioner(priya: Visit, size: dict[str, int]) -> None:
    """Priya reads what was told, takes it, gives a smaller dose, and releases with a reason."""
    page = priya.open(reverse("inbox"))
    looks_right(priya, "inbox", size)
    opens_her_case(page)
    for told in ("Clam, left", "Where: Hip or groin", "before 1, then 6"):
        expect(page.locator("#case").get_by_text(told).last).to_be_visible()
    looks_right(priya, "case", size)
    page.get_by_role("button", name="I have this").click()
    expect(page.locator("#case").get_by_text("You have this").first).to_be_visible()
    page.get_by_role("link", name="Change the dose").click()
    clam = page.locator(".rx", has=page.get_by_role("heading", name="Clam", exact=True))
    clam.get_by_label("Repetitions", exact=True).fill("2")
    clam.get_by_label("Why you changed it").fill(FEWER)
    page.get_by_role("button", name="Give to Alice").click()
    expect(page.get_by_text("Given. Alice sees it now.")).to_be_visible()
    assert Hold.objects.filter(released_at=None).count() == 1
    priya.open(reverse("inbox"))
    opens_her_case(page)
    page.locator("summary", has_text="Release Clam").click()
    page.get_by_label("Why is it safe to go on? The patient reads this.").fill(MAY_GO_ON)
    page.locator("button", has_text="Release Clam").click()
    expect(page.get_by_text("Alice may do it again from now on.")).to_be_visible()
    looks_right(priya, "answered", size)
    page.get_by_role("link", name="Write to Alice").click()
    expect(page.get_by_text("It caught.")).to_be_visible()
    page.get_by_label("Your words").fill(WELL_DONE)
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Sent. Alice gets a mail.")).to_be_visible()


def she_reads_what_changed(alice: Visit, size: dict[str, int]) -> None:
    """Today and the programme say what is new and why; the session has the new dose."""
    page = alice.open(reverse("today"))
    for said in (FEWER, MAY_GO_ON):
        expect(page.get_by_text(said)).to_be_visible()
    looks_right(alice, "news", size)
    alice.open(reverse("programme"))
    for said in (FEWER, MAY_GO_ON):
        expect(page.get_by_text(said)).to_be_visible()
    page.get_by_role("link", name="Messages").click()
    expect(page.get_by_text(WELL_DONE)).to_be_visible()
    looks_right(alice, "messages", size)
    alice.open(reverse("today"))
    page.get_by_role("link", name="Start", exact=True).click()
    mat = Mat(alice)
    mat.asks("Before you start")
    mat.pain(1)
    mat.press("Next")
    mat.press("No, nothing new")
    mat.press("Start")
    expect(page.locator("#player h1")).to_have_text("Clam")
    mat.lets(READY_S + 1)
    expect(page.locator(".of")).to_contain_text("2")


def signed_in(user: User | None) -> User:
    """Everybody here has an account."""
    assert user is not None
    return user


@pytest.mark.parametrize(("size", "scheme"), WAYS, ids=["phone", "desk"])
def test_a_day_with_a_stop_and_the_clinics_answer(
    visit: Visitor, house: House, rows: list[Prescription], size: dict[str, int], scheme: str
) -> None:
    exercised_yesterday(rows[0])
    alice = visit(signed_in(house.alice.user), size=size, scheme=scheme)
    her_session(her_morning(alice), size)
    assert Morning.objects.get().settled is True
    assert Alert.objects.get().severity == 2
    assert Message.objects.get().text == "It caught."
    her_practitioner(visit(signed_in(house.priya.user), size=size, scheme=scheme), size)
    alert = Alert.objects.get()
    assert (alert.resolved_by, alert.what_was_done) == (house.priya, MAY_GO_ON)
    assert not Hold.objects.filter(released_at=None).exists()
    clam = given_in(Programme.objects.get(patient=house.alice))[1]
    assert (clam.repetitions, clam.why_changed) == (2, FEWER)
    she_reads_what_changed(alice, size)
    assert Entry.objects.filter(outcome="stopped").count() == 1
