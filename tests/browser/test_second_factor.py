"""Staff sign in by an app and by a passkey, in a browser; a patient makes a passkey."""

import re

from playwright.sync_api import expect

from goodform.people.factor_models import Factor
from tests.browser.conftest import Visit, Visitor, in_both_looks
from tests.people import House
from tests.people_room.two_factors import PASSWORD, code_of


def check_the_page(visit: Visit, name: str) -> None:
    visit.screenshot(f"factor-{name}")
    visit.check_accessible()
    visit.check_no_sideways_scroll()


def a_finger(visit: Visit) -> None:
    """A device that keeps passkeys and always feels its owner's finger."""
    devtools = visit.page.context.new_cdp_session(visit.page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def give_the_password(visit: Visit, email: str) -> None:
    page = visit.open("/account/login/")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()


@in_both_looks
def test_an_app_is_set_up_at_the_first_sign_in_and_asked_for_at_the_next(
    visit: Visitor, house: House, size: dict[str, int], scheme: str
) -> None:
    priya = visit(size=size, scheme=scheme)
    give_the_password(priya, house.priya.user.email)
    page = priya.page
    expect(page.get_by_role("heading", name="One more step, from now on")).to_be_visible()
    name = f"{size['width']}-{scheme}"
    check_the_page(priya, f"first-{name}")
    secret = page.locator(".secret").inner_text().replace(" ", "")
    page.get_by_label("The code your app shows now").fill(code_of(secret))
    page.get_by_role("button", name="Use this app").click()
    expect(page.get_by_role("heading", name="Keep these codes")).to_be_visible()
    check_the_page(priya, f"codes-{name}")
    paper = page.locator(".recovery code").first.inner_text()
    page.get_by_role("link", name="I have them safe").click()
    expect(page.get_by_role("heading", name="Nobody needs you now")).to_be_visible()
    priya.open("/how-you-sign-in/")
    check_the_page(priya, f"page-{name}")
    priya.open("/how-you-sign-in/add/")
    check_the_page(priya, f"add-{name}")

    later = visit(size=size, scheme=scheme)
    give_the_password(later, house.priya.user.email)
    expect(later.page.get_by_role("heading", name="One more step")).to_be_visible()
    later.page.get_by_text("I do not have it with me").click()
    check_the_page(later, f"second-{name}")
    later.page.get_by_label("Recovery code").fill(paper.lower())
    later.page.get_by_role("button", name="Use this code").click()
    expect(later.page.get_by_role("heading", name="Nobody needs you now")).to_be_visible()


def test_a_passkey_is_made_and_later_lets_in_by_itself(visit: Visitor, house: House) -> None:
    olu = visit()
    a_finger(olu)
    give_the_password(olu, house.olu.user.email)
    olu.page.get_by_label("Name of this device").fill("Olu’s phone")
    olu.page.get_by_role("button", name="Make a passkey").click()
    expect(olu.page.get_by_role("heading", name="Keep these codes")).to_be_visible()
    assert Factor.objects.get().name == "Olu’s phone"
    olu.page.context.clear_cookies()
    page = olu.open("/account/login/")
    check_the_page(olu, "sign-in")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page).to_have_url(re.compile("/clinic/$"))
    page = olu.open("/how-you-sign-in/")
    expect(page.get_by_text("last used")).to_be_visible()


def test_a_patient_makes_a_passkey_and_comes_in_by_it(visit: Visitor, house: House) -> None:
    alice = visit(house.alice.user)
    a_finger(alice)
    page = alice.open("/how-you-sign-in/")
    check_the_page(alice, "patient")
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_role("button", name="Make a passkey").click()
    expect(page.get_by_text("Added. We have told you by email, too.")).to_be_visible()
    check_the_page(alice, "patient-has-one")
    page.context.clear_cookies()
    page = alice.open("/account/login/")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page).to_have_url(re.compile("/today$"))
