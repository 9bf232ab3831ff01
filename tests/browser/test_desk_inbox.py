"""The clinic's answer: from the inbox to the patient's programme."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from goodform.inbox.actions import escalate, raise_alert, tell
from goodform.inbox.evidence import Evidence
from goodform.inbox.gathering import Told
from goodform.inbox.models import Alert, Kind, Severity
from goodform.library.loading import load
from goodform.programmes.actions import hold
from goodform.programmes.models import Hold, Programme
from goodform.programmes.queries import given_in
from tests.browser.conftest import DESKTOP, PHONE, Visitor, in_both_looks
from tests.desk.conftest import Treated, a_line, assess_for, exercise_files, give_to
from tests.desk.test_inbox import a_bad_morning, a_red_flag
from tests.people import House

SIZES = {"phone": PHONE, "desk": DESKTOP}


@pytest.fixture
def alert(house: House) -> Alert:
    """Alice stopped her box squat."""
    load(exercise_files())
    assess_for(house.alice, house.priya)
    programme = give_to(house.alice, house.priya, a_line(house.alice, "box-squat"))
    (row,) = given_in(programme)
    now = timezone.now()
    hold(programme=programme, line=row.line, reason="stopped", cause="e1", at=now, by=house.alice)
    return raise_alert(
        patient=house.alice,
        kind=Kind.STOP,
        severity=Severity.TODAY,
        cause="e1",
        evidence=Evidence(
            because="stopped", advice="tell_clinic", exercise="Box squat", pain_before=2, pain=6
        ),
        happened_at=now - timedelta(minutes=12),
        by=house.alice,
        prescription=row,
    )


@in_both_looks
def test_the_inbox_and_a_case_are_accessible_and_fit(
    visit: Visitor, house: House, alert: Alert, size: dict[str, int], scheme: str
) -> None:
    made = visit(house.priya.user, size=size, scheme=scheme)
    for address in ("/inbox/", f"/inbox/{alert.pk}/"):
        made.open(address)
        expect(made.page.get_by_role("heading", name="Alice Archer").last).to_be_visible()
        made.check_no_sideways_scroll()
        made.check_accessible()
    made.screenshot(f"case-{size}-{scheme}")


def test_a_wide_window_shows_the_gravest_case_beside_the_list(
    visit: Visitor, house: House, alert: Alert
) -> None:
    made = visit(house.priya.user, size=DESKTOP)
    page = made.open("/inbox/")
    page.get_by_role("button", name="I have this").click()
    expect(page.get_by_text("You have this").first).to_be_visible()
    assert Alert.objects.get().acknowledged_by == house.priya


def test_a_phone_shows_the_list_then_the_case(visit: Visitor, house: House, alert: Alert) -> None:
    made = visit(house.priya.user, size=PHONE)
    page = made.open("/inbox/")
    expect(page.get_by_role("button", name="I have this")).to_be_hidden()
    page.get_by_role("link", name="Alice Archer").click()
    expect(page.get_by_role("link", name="Call 01632 960177")).to_be_visible()
    page.get_by_role("link", name="Back to the inbox").click()
    expect(page.get_by_role("heading", name="1 person needs you")).to_be_visible()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("script", [True, False])
def test_priya_steps_back_releases_and_closes_in_one_tap(
    visit: Visitor, alert: Alert, size: str, *, script: bool
) -> None:
    made = visit(alert.patient.practitioner.user, size=SIZES[size], java_script_enabled=script)
    page = made.open(f"/inbox/{alert.pk}/")
    page.get_by_text("Step back to Hip hinge").click()
    page.get_by_label("If you did not: why").fill("By phone.")
    page.get_by_label("Why? The patient reads this.").fill("Easier for a week, then we look.")
    page.get_by_label("Release the hold, so that the patient may begin").check()
    page.get_by_role("button", name="Step back", exact=True).click()
    expect(page.get_by_text("Alice now has Hip hinge, and reads why.")).to_be_visible()
    (row,) = given_in(Programme.objects.get(patient=alert.patient))
    assert row.exercise.name == "Hip hinge"
    assert row.why_changed == "Easier for a week, then we look."
    assert not Hold.objects.filter(released_at=None).exists()
    assert Alert.objects.get().resolved_by == alert.patient.practitioner


def test_the_dose_is_one_tap_away(visit: Visitor, house: House, alert: Alert) -> None:
    page = visit(house.priya.user, size=DESKTOP).open(f"/inbox/{alert.pk}/")
    page.get_by_role("link", name="Change the dose").click()
    field = page.get_by_label("Sets", exact=True)
    expect(field).to_be_visible()
    field.fill("1")
    page.get_by_role("button", name="Give to Alice").click()
    expect(page.get_by_text("Given. Alice sees it now.")).to_be_visible()
    (row,) = given_in(Programme.objects.get(patient=house.alice))
    assert (row.sets, row.is_held) == (1, True)


def test_reception_sees_whom_to_phone(visit: Visitor, house: House, alert: Alert) -> None:
    made = visit(house.rob.user, size=PHONE)
    page = made.open(f"/inbox/{alert.pk}/")
    expect(page.get_by_role("link", name="Call 01632 960177")).to_be_visible()
    expect(page.get_by_text("Box squat")).to_have_count(0)
    made.check_accessible()


@in_both_looks
def test_the_owners_list_of_what_nobody_took_is_accessible_and_fits(
    visit: Visitor, house: House, alert: Alert, size: dict[str, int], scheme: str
) -> None:
    assert escalate(now=timezone.now() + timedelta(days=3)) == 1
    made = visit(house.olu.user, size=size, scheme=scheme)
    page = made.open("/inbox/")
    expect(page.get_by_role("heading", name="Nobody has taken these yet")).to_be_visible()
    expect(page.get_by_text("for Priya Nair")).to_be_visible()
    expect(page.get_by_text("Alice")).to_have_count(0)
    made.check_no_sideways_scroll()
    made.check_accessible()
    made.screenshot(f"overdue-{size}-{scheme}")


PAGES = {
    "caseload": "/caseload/",
    "new patient": "/patients/new/",
    "library": "/exercises/",
    "exercise": "/exercises/clam/",
    "record": "/patients/{alice}/",
    "history": "/patients/{alice}/history/",
    "messages": "/patients/{alice}/messages/",
    "silence": "/patients/{alice}/silence/",
    "paper": "/patients/{alice}/ticks/",
    "edit": "/patients/{alice}/edit/",
    "invite": "/patients/{alice}/invite/",
    "assessment": "/patients/{alice}/assessment/",
}


@in_both_looks
def test_every_other_page_is_accessible_and_fits(
    visit: Visitor, house: House, alert: Alert, size: dict[str, int], scheme: str
) -> None:
    made = visit(house.priya.user, size=size, scheme=scheme)
    for name, address in PAGES.items():
        made.open(address.format(alice=house.alice.pk))
        made.check_no_sideways_scroll()
        made.check_accessible()
        made.screenshot(f"{name}-{size}-{scheme}")
    assert not made.outside


def test_the_patients_name_is_on_every_page_about_her(
    visit: Visitor, house: House, alert: Alert
) -> None:
    made = visit(house.priya.user, size=DESKTOP)
    for address in PAGES.values():
        if "{alice}" in address:
            page = made.open(address.format(alice=house.alice.pk))
            expect(page.locator(".who").get_by_text("Alice Archer")).to_be_visible()


@in_both_looks
def test_what_a_case_holds_is_released_from_it(
    visit: Visitor, house: House, alert: Alert, size: dict[str, int], scheme: str
) -> None:
    lines = [a_line(house.alice, slug) for slug in ("hip-hinge", "glute-bridge", "clam")]
    treated = Treated(house, give_to(house.alice, house.priya, *lines))
    morning, _lines = a_bad_morning(treated)
    a_red_flag(house.alice)
    made = visit(house.priya.user, size=size, scheme=scheme)
    page = made.open(f"/inbox/{morning.pk}/")
    expect(page.get_by_text("The whole programme waits for another case")).to_be_visible()
    page.get_by_text("Release 3 exercises").click()
    page.get_by_label("Why is it safe to go on? The patient reads this.").fill("It has settled.")
    made.check_no_sideways_scroll()
    made.check_accessible()
    made.screenshot(f"held-{size}-{scheme}")
    page.get_by_role("button", name="Release all of these").click()
    expect(page.get_by_text("Nothing may be done yet.")).to_be_visible()
    assert set(Hold.objects.filter(released_at=None).values_list("cause", flat=True)) == {
        "e1",
        "s1",
    }
    made.screenshot(f"held-released-{size}-{scheme}")


@in_both_looks
def test_what_is_told_again_stands_on_top_and_the_old_page_answers_nothing(
    visit: Visitor, house: House, alert: Alert, size: dict[str, int], scheme: str
) -> None:
    made = visit(house.priya.user, size=size, scheme=scheme)
    page = made.open(f"/inbox/{alert.pk}/")
    (row,) = given_in(Programme.objects.get(patient=house.alice))
    told = Told(
        Kind.STOP,
        Severity.TODAY,
        "stop:again",
        Evidence(because="stopped", exercise="Box squat", pain=8, note="Worse now."),
        timezone.now(),
        row,
    )
    tell(patient=house.alice, told=[told], by=house.alice)
    page.get_by_role("button", name="I have this").click()
    expect(page.get_by_text("Something new was told while you had this open.")).to_be_visible()
    expect(page.get_by_text("“Worse now.”")).to_be_visible()
    assert len(made.errors) == 1
    made.errors.clear()
    made.check_no_sideways_scroll()
    made.check_accessible()
    made.screenshot(f"again-{size}-{scheme}")
    page.get_by_role("button", name="I have this").click()
    expect(page.locator("#case").get_by_text("You have this").first).to_be_visible()
    assert Alert.objects.get().acknowledged_by == house.priya
