"""Every form that shows what is saved can be saved again, just as it comes."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from goodform.people.models import Clinic, User
from tests.browser.conftest import Visitor
from tests.people import House, in_days
from tests.reminders.plans import two_exercises

Of = Callable[[House], tuple[User | None, str]]

FORMS: dict[str, Of] = {
    "clinic": lambda house: (house.olu.user, "/clinic/"),
    "colleague": lambda house: (house.olu.user, f"/clinic/staff/{house.priya.pk}/"),
    "patient": lambda house: (house.rob.user, f"/patients/{house.alice.pk}/edit/"),
    "silence": lambda house: (house.priya.user, f"/patients/{house.alice.pk}/silence/"),
    "reminders": lambda house: (house.alice.user, "/reminders"),
}


@pytest.mark.parametrize("of", FORMS.values(), ids=FORMS)
def test_a_form_is_saved_twice(house: House, visit: Visitor, of: Of) -> None:
    two_exercises(house.alice, house.priya)
    Clinic.objects.filter(pk=house.clinic.pk).update(
        red_flags_signed_by="Dr Ada Penn", red_flags_signed_on=in_days(-30)
    )
    who, path = of(house)
    assert who is not None
    visiting = visit(who)
    for _time in ("first", "again"):
        page = visiting.open(path)
        with page.expect_response(lambda answer: answer.request.method == "POST") as posted:
            page.get_by_role("button", name="Save", exact=True).click()
        expect(page.locator("main [role=alert]")).to_have_count(0)
        assert posted.value.status == 302


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
