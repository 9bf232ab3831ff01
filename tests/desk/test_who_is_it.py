"""Whom a search at the desk means, on each page that asks it."""

import pytest

from goodform.people.ending_actions import end_care
from goodform.people.models import Ended, Patient
from tests.booking.appointments import a_type, opens
from tests.desk.conftest import As
from tests.people import House, a_patient

PAGES = ("/day/book/", "/day/waiting/")


@pytest.fixture
def books(house: House) -> House:
    """The clinic books here."""
    a_type(opens(house.clinic))
    return house


def chooses(page: str, patient: Patient) -> bool:
    """Whether the page lets somebody choose this patient."""
    return f'name="patient" value="{patient.pk}"' in page


@pytest.mark.parametrize("address", PAGES)
def test_somebody_in_care_can_be_chosen(books: House, signed_in: As, address: str) -> None:
    page = signed_in(books.rob).get(address, {"q": "archer"}).content.decode()
    assert chooses(page, books.alice)
    assert f"Alice Archer, born {books.alice.born:%-d %B %Y}" in page
    assert "Nobody" not in page.partition("Who is it?")[2]


@pytest.mark.parametrize("address", PAGES)
def test_whose_care_has_ended_is_named_with_why(books: House, signed_in: As, address: str) -> None:
    end_care(patient=books.alice, by=books.priya, why=Ended.DISCHARGED)
    page = signed_in(books.rob).get(address, {"q": "archer"}).content.decode()
    assert not chooses(page, books.alice)
    assert "Nobody of this name is in care here now." in page
    assert "Alice was discharged." in page
    assert "Nobody found" not in page


@pytest.mark.parametrize("address", PAGES)
def test_who_was_here_twice_is_found_by_either_name(
    books: House, signed_in: As, address: str
) -> None:
    twice = a_patient(books.clinic, books.priya, "Ally Bowman")
    end_care(patient=twice, by=books.priya, why=Ended.MERGED, into=books.alice)
    page = signed_in(books.rob).get(address, {"q": "bowman"}).content.decode()
    assert chooses(page, books.alice)
    assert not chooses(page, twice)


@pytest.mark.parametrize("address", PAGES)
def test_of_more_than_a_page_names_it_says_so(books: House, signed_in: As, address: str) -> None:
    for number in range(21):
        a_patient(books.clinic, books.priya, f"Sam{number:02} Smith")
    page = signed_in(books.rob).get(address, {"q": "smith"}).content.decode()
    assert page.count('name="patient"') == 20
    assert "More than 20 people fit." in page
    page = signed_in(books.rob).get(address, {"q": "smith sam20"}).content.decode()
    assert "people fit" not in page


@pytest.mark.parametrize("address", PAGES)
def test_nobody_is_found_by_a_strange_name_or_in_another_clinic(
    books: House, signed_in: As, address: str
) -> None:
    assert "Nobody found" in signed_in(books.rob).get(address, {"q": "zzz"}).content.decode()
    end_care(patient=books.alice, by=books.priya, why=Ended.DISCHARGED)
    a_type(opens(books.charlie.clinic))
    page = signed_in(books.charlie).get(address, {"q": "archer"}).content.decode()
    assert "Nobody found" in page
    assert "Alice" not in page
    carol = {"q": "", "patient": str(books.alice.pk)}
    assert "Alice" not in signed_in(books.charlie).get(address, carol).content.decode()
