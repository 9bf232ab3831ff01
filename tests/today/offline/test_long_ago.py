"""Pages that are left on a phone that could not reach the clinic for two weeks."""

import json

from django.test import Client
from django.urls import reverse

from tests.people import House
from tests.today.programmes import prescribe


def test_what_stays_on_a_phone_names_no_exercise_and_says_whom_to_call(house: House) -> None:
    prescribe(house.alice, "glute-bridge", "clam")
    alice = Client()
    assert house.alice.user is not None
    alice.force_login(house.alice.user)
    pages = json.loads(alice.get(reverse("contact_api")).content)["pages"]
    stay = {page["url"] for page in pages if page["stays"]}
    assert stay == {reverse("help"), reverse("long_ago"), reverse("on_this_phone")}
    for url in (reverse("help"), reverse("long_ago")):
        page = alice.get(url).content.decode()
        assert "01632 960123" in page
        assert "bridge" not in page.lower()
    assert reverse("help") in page
    assert reverse("on_this_phone") in page


def test_it_is_alice_s_own_page(house: House) -> None:
    for person, status in ((house.charlie, 404), (house.carol, 200)):
        client = Client()
        assert person.user is not None
        client.force_login(person.user)
        page = client.get(reverse("long_ago"))
        assert page.status_code == status
        assert "Riverside" not in page.content.decode()
    assert Client().get(reverse("long_ago")).status_code == 302
