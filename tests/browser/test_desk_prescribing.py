"""Priya prescribes: by mouse, by keyboard, on a phone and on a desk."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Dialog, Locator, Page, expect

from goodform.library.loading import load
from goodform.programmes.actions import hold
from goodform.programmes.models import Draft, Hold, Programme
from goodform.programmes.queries import given_in
from tests.browser.conftest import DESKTOP, PHONE, Visit, Visitor, in_both_looks
from tests.browser.waiting import until
from tests.desk.conftest import Treated, a_line, assess_for, exercise_files, give_to
from tests.people import House

SIZES = {"phone": PHONE, "desk": DESKTOP}


@pytest.fixture
def treated(house: House) -> Treated:
    """Alice, assessed, with three exercises; the hip hinge is on hold."""
    load(exercise_files())
    assess_for(house.alice, house.priya, "lateral_hip_pain")
    lines = [
        a_line(house.alice, "hip-hinge"),
        a_line(house.alice, "glute-bridge"),
        a_line(house.alice, "clam", caution_reason="Mild; the other side is fine."),
    ]
    treated = Treated(house, give_to(house.alice, house.priya, *lines))
    hold(
        programme=treated.programme,
        line=treated.rows["hip-hinge"].line,
        reason="stopped",
        cause="e1",
        at=timezone.now(),
        by=house.alice,
    )
    return treated


def opened(
    visit: Visitor, treated: Treated, size: dict[str, int] = DESKTOP, scheme: str = "light"
) -> Visit:
    """Priya at Alice's programme."""
    made = visit(treated.house.priya.user, size=size, scheme=scheme)
    made.open(treated.address())
    return made


def row(page: Page, name: str) -> Locator:
    """The exercise of that name in the programme."""
    return page.locator(".rx", has=page.get_by_role("heading", name=name, exact=True))


def was_refused(made: Visit) -> None:
    """Chromium notes a form that was sent back as an error: this one was meant to be."""
    assert [error for error in made.errors if "422" in error]
    made.errors.clear()


def sets(treated: Treated) -> list[int]:
    return [each.sets for each in given_in(Programme.objects.get(pk=treated.programme.pk))]


@in_both_looks
def test_the_page_is_accessible_and_fits(
    visit: Visitor, treated: Treated, size: dict[str, int], scheme: str
) -> None:
    made = opened(visit, treated, size, scheme)
    made.check_no_sideways_scroll()
    made.check_accessible()
    row(made.page, "Clam").locator("summary").first.click()
    made.check_no_sideways_scroll()
    made.check_accessible()
    made.screenshot(f"prescribe-{size}-{scheme}")


@pytest.mark.parametrize("size", SIZES)
def test_a_dose_is_changed_and_given(visit: Visitor, treated: Treated, size: str) -> None:
    page = opened(visit, treated, SIZES[size]).page
    clam = row(page, "Clam")
    clam.locator("summary").first.click()
    clam.get_by_role("button", name="More sets").click()
    expect(page.locator("#sum")).to_contain_text("1 change Alice has not seen")
    assert sets(treated) == [2, 2, 2]
    page.get_by_role("button", name="Give to Alice").click()
    expect(page.get_by_text("Given. Alice sees it now.")).to_be_visible()
    assert sets(treated) == [2, 2, 3]


def test_one_exercise_is_open_at_a_time(visit: Visitor, treated: Treated) -> None:
    page = opened(visit, treated).page
    row(page, "Clam").locator("summary").first.click()
    row(page, "Glute bridge").locator("summary").first.click()
    expect(row(page, "Glute bridge").get_by_label("Tempo, out-back")).to_be_visible()
    expect(row(page, "Clam").get_by_label("Tempo, out-back")).to_be_hidden()


def test_the_whole_page_works_by_keyboard(visit: Visitor, treated: Treated) -> None:
    page = opened(visit, treated).page
    row(page, "Clam").locator("summary").first.focus()
    page.keyboard.press("Enter")
    field = row(page, "Clam").get_by_label("Sets", exact=True)
    field.focus()
    page.keyboard.press("ArrowUp")
    assert field.input_value() == "3"
    page.keyboard.press("Enter")
    expect(page.get_by_text("Kept as a draft.")).to_be_visible()
    assert Draft.objects.get().lines[2]["sets"] == 3
    page.get_by_role("button", name="Give to Alice").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Given. Alice sees it now.")).to_be_visible()


def test_it_works_without_javascript(visit: Visitor, treated: Treated) -> None:
    made = visit(treated.house.priya.user, size=DESKTOP, java_script_enabled=False)
    page = made.open(treated.address())
    clam = row(page, "Clam")
    clam.locator("summary").first.click()
    expect(clam.get_by_role("button", name="More sets")).to_be_hidden()
    clam.get_by_label("Sets", exact=True).fill("3")
    clam.get_by_role("button", name="Move up").click()
    assert [line["slug"] for line in Draft.objects.get().lines] == [
        "hip-hinge",
        "clam",
        "glute-bridge",
    ]
    page.get_by_label("Search exercises").fill("stool")
    page.get_by_role("button", name="Search", exact=True).click()
    page.get_by_role("button", name="Add Box squat").click()
    box = row(page, "Box squat")
    box.get_by_label("I showed this and checked Alice’s form").check()
    page.get_by_role("button", name="Give to Alice").click()
    expect(page.get_by_text("Given. Alice sees it now.")).to_be_visible()
    assert sets(treated) == [2, 3, 2, 2]


def test_a_hold_is_released_with_a_reason(visit: Visitor, treated: Treated) -> None:
    made = opened(visit, treated, PHONE)
    page = made.page
    page.get_by_text("Release hold").click()
    page.get_by_role("button", name="Release", exact=True).click()
    expect(page.get_by_text("Say in a few words why this may go on.")).to_be_visible()
    was_refused(made)
    page.get_by_label("Why is it safe to go on?").fill("Seen today, settled.")
    page.get_by_role("button", name="Release", exact=True).click()
    expect(page.get_by_text("Released. Alice may do it again")).to_be_visible()
    assert Hold.objects.get().release_reason == "Seen today, settled."


def test_a_caution_and_an_unchecked_form_are_said_beside_their_fields(
    visit: Visitor, treated: Treated
) -> None:
    made = opened(visit, treated)
    page = made.page
    page.get_by_role("button", name="Add Side-lying leg lift").click()
    lift = row(page, "Side-lying leg lift")
    expect(lift.get_by_text("The assessment names a caution")).to_be_visible()
    page.get_by_role("button", name="Give to Alice").click()
    expect(lift.get_by_text("Say why it is right here.")).to_be_visible()
    expect(lift.get_by_text("Tick that you showed it and checked form")).to_be_visible()
    was_refused(made)
    made.check_accessible()
    lift.get_by_label("Why it is right here").fill("Not sore today.")
    lift.get_by_label("If you did not: why").fill("By telephone.")
    page.get_by_role("button", name="Give to Alice").click()
    expect(page.get_by_text("Given. Alice sees it now.")).to_be_visible()


def test_monitored_says_that_its_numbers_are_an_extrapolation(
    visit: Visitor, treated: Treated
) -> None:
    page = opened(visit, treated).page
    clam = row(page, "Clam")
    clam.locator("summary").first.click()
    warning = clam.get_by_text("come from knee and Achilles care")
    expect(warning).to_be_hidden()
    clam.get_by_label("Pain rule").select_option("monitored")
    expect(warning).to_be_visible()
    expect(clam.get_by_label("Ceiling")).to_be_visible()


def test_the_shelf_is_filtered_as_one_types(visit: Visitor, treated: Treated) -> None:
    page = opened(visit, treated).page
    page.get_by_label("Search exercises").fill("stool")
    expect(page.get_by_role("button", name="Add Box squat")).to_be_visible()
    expect(page.get_by_role("button", name="Add Knee to chest")).to_be_hidden()
    page.get_by_label("Search exercises").fill("xyzzy")
    expect(page.get_by_text("Nothing found.")).to_be_visible()


def test_the_order_is_changed_by_dragging(visit: Visitor, treated: Treated) -> None:
    page = opened(visit, treated).page
    row(page, "Clam").locator("summary").first.drag_to(
        row(page, "Glute bridge").locator("summary").first, target_position={"x": 40, "y": 4}
    )
    page.get_by_role("button", name="Keep draft").last.click()
    expect(page.get_by_text("Kept as a draft.")).to_be_visible()
    assert [line["slug"] for line in Draft.objects.get().lines] == [
        "hip-hinge",
        "clam",
        "glute-bridge",
    ]


def test_see_as_alice_shows_what_is_drafted(visit: Visitor, treated: Treated) -> None:
    made = opened(visit, treated)
    page = made.page
    clam = row(page, "Clam")
    clam.locator("summary").first.click()
    clam.get_by_label("Your note to Alice").fill("Hips stacked, as we practised.")
    page.get_by_role("button", name="See as Alice").click()
    expect(page.get_by_text("Hips stacked, as we practised.")).to_be_visible()
    expect(page.get_by_text("Alice sees it once you press Give.")).to_be_visible()
    made.check_accessible()


def test_what_was_typed_is_not_lost_by_leaving(visit: Visitor, treated: Treated) -> None:
    page = opened(visit, treated).page
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    clam = row(page, "Clam")
    clam.locator("summary").first.click()
    clam.get_by_label("Your note to Alice").press_sequentially("Slow.")
    page.evaluate("window.location.href = '/caseload/'")
    until(page, lambda: asked, "nobody asked whether to leave")
    assert asked == ["beforeunload"]
    assert clam.get_by_label("Your note to Alice").input_value() == "Slow."


def test_from_a_new_patient_to_a_programme_in_one_sitting(visit: Visitor, treated: Treated) -> None:
    made = visit(treated.house.priya.user, size=DESKTOP)
    page = made.open("/caseload/")
    page.get_by_role("link", name="Add a patient").click()
    page.get_by_label("Name").fill("Tom O’Neill")
    page.get_by_label("Date of birth").fill("1978-03-03")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Show it, to copy or read out").click()
    link = page.get_by_label("It works once")
    expect(link).to_have_value(re.compile(r"/in/.+/"))
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy the link").click()
    expect(page.get_by_text("Copied.")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == link.input_value()
    made.check_accessible()
    page.emulate_media(media="print")
    expect(link).to_be_hidden()
    page.emulate_media(media="screen")
    page.get_by_role("link", name="Programme").click()
    expect(page.get_by_text("Assess Tom first.")).to_be_visible()
    page.get_by_label("What you found").fill("Stiff after sitting")
    page.get_by_role("radio", name="3", exact=True).check(force=True)
    page.get_by_label("Yes, cleared to exercise").check()
    made.check_accessible()
    page.get_by_role("button", name="Save the assessment").click()
    page.get_by_role("button", name="Low back, first week").click()
    for name in ("Knee to chest", "Clam", "Glute bridge"):
        line = row(page, name)
        if not line.get_by_label("Tempo, out-back").is_visible():
            line.locator("summary").first.click()
        line.get_by_label("I showed this and checked Tom’s form").check()
    page.get_by_role("button", name="Give to Tom").click()
    expect(page.get_by_text("Given. Tom has no email address")).to_be_visible()
