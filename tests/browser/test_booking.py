"""A patient books, moves and cancels on a phone; reception moves an appointment by keys alone."""

from playwright.sync_api import expect

from goodform.booking.actions import book
from goodform.booking.models import Appointment, Blocked, BookingSettings, VisitType
from goodform.outbox.models import Notification
from goodform.people.models import Clinic, Staff
from tests.booking.appointments import a_type, a_wish, monday, on_monday, opens
from tests.browser.conftest import DESKTOP, PHONE, Visitor, in_both_looks
from tests.people import House


def a_clinic_that_books(house: House) -> VisitType:
    """Two types, so that the page has something to choose."""
    a_type(opens(house.clinic), "First assessment", kind="first", minutes=45)
    return a_type(house.clinic)


def test_booked_moved_and_cancelled_on_a_phone(house: House, visit: Visitor) -> None:
    a_clinic_that_books(house)
    phone = visit(house.alice.user, size=PHONE)
    page = phone.open("/today/visits/book")
    phone.screenshot("visit-book-390")
    phone.check_accessible()
    phone.check_no_sideways_scroll()
    page.locator(".times fieldset").nth(4).locator("label").first.click()
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", name="Is this right?")).to_be_visible()
    phone.check_accessible()
    phone.screenshot("visit-held-390")
    page.get_by_role("button", name="Yes, book it").click()
    expect(page.get_by_role("heading", name="You are booked")).to_be_visible()
    phone.screenshot("visit-booked-390")
    phone.check_accessible()
    before = Appointment.objects.get().starts_at
    page.get_by_role("link", name="Choose another time").click()
    page.locator(".times fieldset").nth(6).locator("label").first.click()
    page.get_by_role("button", name="Take this time").click()
    expect(page.get_by_text("This is your new time.")).to_be_visible()
    assert Appointment.objects.get().starts_at != before
    page.get_by_text("I cannot come").click()
    page.get_by_role("button", name="Cancel my appointment").click()
    expect(page.get_by_role("heading", name="Cancelled")).to_be_visible()
    assert not phone.outside
    assert not phone.our_errors


def test_a_stranger_asks_on_a_phone_and_takes_it_back(house: House, visit: Visitor) -> None:
    a_clinic_that_books(house)
    BookingSettings.objects.update(newcomers=True)
    Clinic.objects.update(is_demo=True)
    phone = visit()
    page = phone.open(f"/ask/{house.clinic.pk}/")
    phone.check_accessible()
    phone.check_no_sideways_scroll()
    page.locator(".times fieldset label").first.click()
    page.get_by_label("Your name").fill("Nora New")
    page.get_by_label("Your email address").fill("nora@example.org")
    page.get_by_role("button", name="Mail me the code").click()
    code = page.get_by_label("The code from the mail")
    expect(code).to_be_visible()
    phone.check_accessible()
    phone.screenshot("ask-code-390")
    assert not Blocked.objects.exists()
    code.fill(str(Notification.objects.get(dedupe_key__startswith="request_code").facts["code"]))
    page.get_by_role("button", name="Ask the clinic").click()
    expect(page.get_by_text("this time is kept for you until it answers")).to_be_visible()
    phone.check_accessible()
    phone.screenshot("ask-open-390")
    assert Blocked.objects.exists()
    banner = page.locator("body > header").bounding_box()
    assert banner
    assert banner["height"] < 100, "the head of a page with few words is as low as of any other"
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_text("You took this back. Nobody expects you.")).to_be_visible()
    assert not Blocked.objects.exists()
    assert not phone.outside


def test_reception_moves_one_by_keys_alone(house: House, visit: Visitor) -> None:
    kind = a_clinic_that_books(house)
    made = book(wish=a_wish(kind, house.priya, on_monday(9)), patient=house.alice, by=house.rob)
    phone = visit(house.rob.user, size=DESKTOP)
    page = phone.open(f"/day/?on={monday().isoformat()}")
    page.get_by_role("link", name="Move Alice Archer").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("is picked up")).to_be_visible()
    expect(page.locator(".c-free button").first).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.locator(":focus")).to_contain_text("08:30")
    page.keyboard.press("Enter")
    expect(page.get_by_text("is now on")).to_be_visible()
    made.refresh_from_db()
    assert made.starts_at == on_monday(8, 30)
    page.get_by_role("button", name="Undo").press("Enter")
    expect(page.get_by_role("link", name="09:00 Alice Archer")).to_be_visible()
    made.refresh_from_db()
    assert made.starts_at == on_monday(9)
    page.get_by_role("link", name="Move Alice Archer").press("Enter")
    expect(page.get_by_text("is picked up")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_text("is picked up")).to_have_count(0)
    assert not phone.our_errors


@in_both_looks
def test_the_pages_of_the_clinic_and_the_day(
    house: House, visit: Visitor, size: dict[str, int], scheme: str
) -> None:
    kind = a_clinic_that_books(house)
    made = book(wish=a_wish(kind, house.priya, on_monday(9)), patient=house.alice, by=house.rob)
    on = monday().isoformat()
    pages: dict[Staff, tuple[str, ...]] = {
        house.rob: (
            f"/day/?on={on}",
            f"/week/?on={on}",
            f"/day/visits/{made.pk}/",
            "/day/book/?q=alice",
            "/day/block/",
        ),
        house.olu: (
            "/clinic/attendance/",
            "/clinic/booking/",
            "/clinic/booking/types/new/",
            "/clinic/booking/rooms/new/",
        ),
    }
    for person, paths in pages.items():
        phone = visit(person.user, size=size, scheme=scheme)
        for path in paths:
            phone.open(path)
            name = path.strip("/").partition("?")[0].replace("/", "-").replace(str(made.pk), "v")
            phone.screenshot(f"{name}-{size['width']}-{scheme}")
            phone.check_accessible()
            phone.check_no_sideways_scroll()
            assert not phone.our_errors
