"""A code on the screen is alive while its page is open, and dead once it was left."""

from django.utils import timezone
from playwright.sync_api import expect

from goodform.people.hand_over_models import HandOver
from goodform.people.models import Patient
from tests.browser.conftest import Visitor, in_both_looks
from tests.browser.waiting import until
from tests.people import House


@in_both_looks
def test_a_code_is_shown_used_and_left(
    visit: Visitor, house: House, size: dict[str, int], scheme: str
) -> None:
    Patient.objects.filter(pk=house.alice.pk).update(email_wanted="alice.new@example.org")
    priya = visit(house.priya.user, size=size, scheme=scheme)
    priya.open(f"/patients/{house.alice.pk}/")
    priya.screenshot(f"hand-over-record-{scheme}")
    priya.check_accessible()
    page = priya.open(f"/patients/{house.alice.pk}/invite/")
    priya.screenshot(f"hand-over-invite-{scheme}")
    page.get_by_role("link", name="A code for the phone that is here").click()
    page.get_by_role("button", name="Show the code").click()
    expect(page.get_by_role("img", name="A code to scan with the patient’s phone")).to_be_visible()
    priya.screenshot(f"hand-over-code-{scheme}")
    priya.check_accessible()
    priya.check_no_sideways_scroll()
    first = HandOver.objects.get()
    page.get_by_role("link", name="Back").click()
    expect(page.get_by_role("heading", name="Invite Alice")).to_be_visible()
    alive = HandOver.objects.filter(pk=first.pk, expires_at=first.expires_at)
    until(page, lambda: not alive.exists(), "the code outlived its page")

    page = priya.open(f"/patients/{house.alice.pk}/hand-over/")
    page.get_by_role("button", name="Show the code").click()
    expect(page.get_by_role("img", name="A code to scan with the patient’s phone")).to_be_visible()
    second = HandOver.objects.exclude(pk=first.pk).get()
    HandOver.objects.filter(pk=second.pk).update(used_at=timezone.now())
    expect(page.get_by_role("status").filter(has_text="Alice is in.")).to_be_visible()
    expect(page.get_by_role("img", name="A code to scan with the patient’s phone")).to_have_count(0)
