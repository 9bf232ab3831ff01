"""Every form that shows what is saved can be saved again, just as it comes."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.apps import apps
from django.utils import timezone
from playwright.sync_api import Page, expect

from goodform.audit.models import AuditRow
from goodform.diary.models import Entry
from goodform.people.models import Consent, Patient, Staff, User
from goodform.programmes.models import Prescription
from tests.browser.conftest import Visit, Visitor
from tests.people import House, in_days
from tests.reminders.plans import two_exercises


@dataclass(frozen=True)
class Saved:
    """A form as somebody finds it, and the button that saves it."""

    who: Callable[[House], User | None]
    path: str
    button: str = "Save"
    first: Callable[[Page], None] = lambda _page: None
    """The words that have to be said anew each time."""


def _rob(house: House) -> User:
    return house.rob.user


def _olu(house: House) -> User:
    return house.olu.user


def _priya(house: House) -> User:
    return house.priya.user


def _alice(house: House) -> User | None:
    return house.alice.user


def _answered(page: Page) -> None:
    """Pain and permission are asked at every assessment."""
    page.locator("[name=usual_pain][value='3']").check(force=True)
    page.get_by_label("Yes, cleared to exercise").check()


FORMS = {
    "clinic": Saved(_olu, "/clinic/"),
    "opening hours": Saved(_olu, "/clinic/hours/"),
    "channel": Saved(_olu, "/clinic/channels/email/"),
    "colleague": Saved(_olu, "/clinic/staff/{priya}/"),
    "patient": Saved(_rob, "/patients/{alice}/edit/"),
    "paper": Saved(_rob, "/patients/{alice}/ticks/", "Save this week"),
    "assessment": Saved(_priya, "/patients/{alice}/assessment/", "Save the assessment", _answered),
    "draft": Saved(_priya, "/patients/{alice}/prescribe/", "Keep draft"),
    "programme": Saved(_priya, "/patients/{alice}/prescribe/", "Give to Alice"),
    "silence": Saved(_priya, "/patients/{alice}/silence/"),
    "reminders": Saved(_alice, "/reminders"),
    "clock": Saved(_alice, "/reminders", "Use this phone’s time"),
}
NOT_KEPT = {"sessions.session", "account.emailaddress"}
"""Rows that change because somebody is here, not because they saved."""


def everything_kept() -> dict[str, int]:
    """How many rows there are of each kind, the record of who did what among them."""
    return {
        model._meta.label_lower: model._default_manager.count()
        for model in apps.get_models()
        if model._meta.label_lower not in NOT_KEPT
    }


def press(visiting: Visit, button: str) -> None:
    """Save, and see that it was taken and said so."""
    page = visiting.page
    with page.expect_response(lambda answer: answer.request.method == "POST") as posted:
        page.get_by_role("button", name=button, exact=True).last.click()
    assert posted.value.status == 302
    expect(page.get_by_role("status").filter(visible=True).first).not_to_be_empty()
    expect(page.locator("main [role=alert]")).to_have_count(0)


@pytest.fixture
def lived_in(house: House) -> House:
    """Alice has exercises."""
    two_exercises(house.alice, house.priya)
    Prescription.objects.update(given_at=timezone.now() - timedelta(days=30))
    return house


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_a_form_is_saved_twice_and_the_second_time_changes_nothing(
    lived_in: House, visit: Visitor, form: Saved
) -> None:
    visiting = visit(form.who(lived_in))
    path = form.path.format(priya=lived_in.priya.pk, alice=lived_in.alice.pk)
    form.first(visiting.open(path))
    press(visiting, form.button)
    kept = everything_kept()
    form.first(visiting.open(path))
    press(visiting, form.button)
    assert everything_kept() == kept


def test_a_week_of_paper_is_kept_once_and_taken_back(lived_in: House, visit: Visitor) -> None:
    visiting = visit(lived_in.rob.user, size={"width": 1280, "height": 900})
    page = visiting.open(f"/patients/{lived_in.alice.pk}/ticks/?day={in_days(-7).isoformat()}")
    boxes = page.get_by_role("checkbox")
    boxes.first.focus()
    for _day in range(3):
        page.keyboard.press("Space")
        page.keyboard.press("Tab")
    press(visiting, "Save this week")
    press(visiting, "Save this week")
    assert Entry.objects.filter(undone_at=None).count() == 3
    boxes.first.uncheck()
    press(visiting, "Save this week")
    assert Entry.objects.filter(undone_at=None).count() == 2


def in_two_windows(visit: Visitor, user: User | None, path: str) -> tuple[Visit, Visit]:
    """The same page twice, both from before anything was saved."""
    windows = visit(user), visit(user)
    for window in windows:
        window.open(path)
    return windows


def press_late(window: Visit, button: str) -> None:
    """Save from a page that is older than what is kept: the page says what became of it."""
    page = window.page
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.get_by_role("button", name=button, exact=True).click()
    said = page.get_by_role("status").or_(page.get_by_role("alert"))
    expect(said.filter(has_text=re.compile(r"\w"), visible=True).first).to_be_visible()
    window.errors.clear()  # the browser reports a 409 or 422


def test_the_end_of_care_is_said_once_and_taken_back_once(lived_in: House, visit: Visitor) -> None:
    path = f"/patients/{lived_in.alice.pk}/ending/"
    one, other = in_two_windows(visit, lived_in.priya.user, path)
    for window in (one, other):
        window.page.get_by_role("radio").first.check()
    press(one, "Save")
    ended, kept = Patient.objects.get(pk=lived_in.alice.pk).ended_at, everything_kept()
    assert ended is not None
    press_late(other, "Save")
    assert Patient.objects.get(pk=lived_in.alice.pk).ended_at == ended
    assert everything_kept() == kept
    one, other = in_two_windows(visit, lived_in.priya.user, path)
    press(one, "Take it back: the care goes on")
    kept = everything_kept()
    press_late(other, "Take it back: the care goes on")
    assert Patient.objects.get(pk=lived_in.alice.pk).ended_at is None
    assert everything_kept() == kept


def test_a_permission_is_given_once_and_taken_back_once(lived_in: House, visit: Visitor) -> None:
    for button in ("Allow videos from YouTube", "Take it back"):
        windows = in_two_windows(visit, lived_in.alice.user, "/today/permissions")
        for window in windows:
            press_late(window, button)
    assert Consent.objects.count() == 1
    assert AuditRow.objects.filter(subject="consent").count() == 2


def test_a_colleague_added_twice_is_one(lived_in: House, visit: Visitor) -> None:
    windows = in_two_windows(visit, lived_in.olu.user, "/clinic/staff/new/")
    for window in windows:
        window.page.get_by_label("Name", exact=True).fill("Sam Webb")
        window.page.get_by_label("Email address").fill("sam@example.org")
        window.page.get_by_label("Practitioner").check()
    press(windows[0], "Save")
    press_late(windows[1], "Save")
    assert Staff.objects.filter(name="Sam Webb").count() == 1
    wrong = windows[1].page.get_by_role("alert").get_by_role("link", name="Email address")
    wrong.click()
    expect(windows[1].page.get_by_label("Email address")).to_be_focused()


def test_olu_is_led_from_the_top_to_what_is_wrong(house: House, visit: Visitor) -> None:
    visiting = visit(house.olu.user, size={"width": 390, "height": 844})
    page = visiting.open("/clinic/")
    page.get_by_label("Hours until an untaken alert").fill("900")
    page.get_by_role("button", name="Save", exact=True).click()
    wrong = page.get_by_role("alert").get_by_role("link", name="Hours until an untaken alert")
    expect(wrong).to_be_in_viewport()
    wrong.click()
    expect(page.get_by_label("Hours until an untaken alert")).to_be_focused()
    expect(page.get_by_label("Hours until an untaken alert")).to_have_value("900")
    visiting.errors.clear()  # the browser reports the 422 that was asked for
