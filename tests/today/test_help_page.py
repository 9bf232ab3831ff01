"""Help: for everybody, without sign-in, with no number assumed."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertNumQueries

from goodform.safety.country_packs import PACKS
from goodform.safety.red_flags import RED_FLAGS
from tests.people import House
from tests.signatures import sign_red_flags
from tests.today.browsers import signed_in


def test_every_warning_sign_is_there_without_sign_in_and_without_a_query(db: None) -> None:
    with assertNumQueries(0):
        page = Client().get(reverse("help")).content.decode()
    for row in RED_FLAGS.values():
        assert row.words.replace("'", "&#x27;") in page
    assert "Call the emergency number where you are" in page
    assert "tel:" not in page


@pytest.mark.parametrize("code", PACKS)
def test_a_chosen_country_gives_its_own_numbers(db: None, code: str) -> None:
    pack = PACKS[code]
    page = Client().get(reverse("help"), {"country": code}).content.decode()
    assert f'href="tel:{pack.emergency_number}"' in page
    for other in PACKS.values():
        if other.emergency_number not in {pack.emergency_number, pack.urgent_number}:
            assert f'href="tel:{other.emergency_number}"' not in page


@pytest.mark.parametrize("code", ["", "xx", "GB", "<script>", "gb\x00"])
def test_an_unknown_country_gives_the_signs_and_no_number(db: None, code: str) -> None:
    answer = Client().get(reverse("help"), {"country": code})
    assert answer.status_code == 200
    assert "tel:" not in answer.content.decode()
    assert "<script>" not in answer.content.decode()


def test_the_clinic_s_country_counts_for_its_people(house: House) -> None:
    client = signed_in(house.alice.user)
    page = client.get(reverse("help"), {"country": "nz"}).content.decode()
    assert 'href="tel:999"' in page
    assert "Where are you?" not in page


def test_until_a_clinician_signed_staff_see_that_it_is_a_draft(house: House) -> None:
    draft = "no clinician of your clinic has signed"
    assert draft in signed_in(house.priya.user).get(reverse("help")).content.decode()
    assert draft not in signed_in(house.alice.user).get(reverse("help")).content.decode()
    sign_red_flags(house.priya)
    assert draft not in signed_in(house.priya.user).get(reverse("help")).content.decode()


def test_says_what_to_do_on_the_way_and_what_a_sudden_leg_means(db: None) -> None:
    page = Client().get(reverse("help"), {"country": "gb"}).content.decode()
    assert "new or worse in the last 2 weeks" in page
    assert "Do not drive yourself." in page
    assert "Call 999 and sit down." in page
    assert "Is a leg suddenly or badly weak or numb?" in page


def test_a_country_with_two_emergency_numbers_names_both(db: None) -> None:
    page = Client().get(reverse("help"), {"country": "ie"}).content.decode()
    assert "Call 112 or 999, or go to an emergency department" in page
    assert 'href="tel:999"' not in page


def test_takes_no_form(house: House) -> None:
    assert Client().post(reverse("help")).status_code == 405


def test_only_patients_are_shown_the_way_to_their_pages(house: House) -> None:
    way = f'href="{reverse("programme")}"'
    assert way in signed_in(house.alice.user).get(reverse("help")).content.decode()
    assert way not in signed_in(house.rob.user).get(reverse("help")).content.decode()
    assert way not in Client().get(reverse("help")).content.decode()
