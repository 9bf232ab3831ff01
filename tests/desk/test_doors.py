"""Who may open which page of the desk."""

from uuid import uuid4

import pytest
from django.test import Client

from goodform.people.models import Patient, Staff
from tests.desk.conftest import As, Treated
from tests.people import House

OF_ALICE = {
    "": {"priya": 200, "rob": 200},
    "edit/": {"priya": 200, "rob": 200},
    "invite/": {"priya": 200, "rob": 200},
    "assessment/": {"priya": 200, "rob": 403},
    "prescribe/": {"priya": 200, "rob": 403},
    "preview/": {"priya": 200, "rob": 403},
    "silence/": {"priya": 200, "rob": 403},
    "history/": {"priya": 200, "rob": 403},
    "messages/": {"priya": 200, "rob": 403},
}
"""For each page about Alice, what the people who may look after her get."""


@pytest.mark.parametrize("page", OF_ALICE)
def test_alices_people_get_what_their_role_allows(
    treated: Treated, signed_in: As, page: str
) -> None:
    people: dict[str, Staff] = {"priya": treated.house.priya, "rob": treated.house.rob}
    for name, expected in OF_ALICE[page].items():
        assert signed_in(people[name]).get(treated.address(page)).status_code == expected


@pytest.mark.parametrize("page", OF_ALICE)
def test_outsiders_see_nothing_of_alice(treated: Treated, signed_in: As, page: str) -> None:
    house, address = treated.house, treated.address(page)
    assert signed_in(house.charlie).get(address).status_code == 404
    assert signed_in(house.carol).get(address).status_code == 403
    assert signed_in(house.alice).get(address).status_code == 403
    assert signed_in(house.olu).get(address).status_code == 403
    answer = Client().get(address)
    assert answer.status_code == 302
    assert "/account/login" in answer["Location"]


@pytest.mark.parametrize("page", ["", "edit/", "invite/", "assessment/", "prescribe/"])
def test_outsiders_change_nothing_of_alice(treated: Treated, signed_in: As, page: str) -> None:
    before = Patient.objects.values().get(pk=treated.house.alice.pk)
    answer = signed_in(treated.house.charlie).post(treated.address(page), {"do": "give"})
    assert answer.status_code in {404, 405}
    assert Patient.objects.values().get(pk=treated.house.alice.pk) == before


def test_a_patient_who_does_not_exist_is_not_found(house: House, signed_in: As) -> None:
    assert signed_in(house.priya).get(f"/patients/{uuid4()}/").status_code == 404


@pytest.mark.parametrize("page", ["/caseload/", "/patients/new/"])
def test_lists_are_for_those_who_see_patients(house: House, signed_in: As, page: str) -> None:
    welcome: list[Staff | Patient] = [house.priya, house.rob, house.charlie]
    strangers: list[Staff | Patient] = [house.olu, house.alice, house.carol]
    assert {signed_in(person).get(page).status_code for person in welcome} == {200}
    assert {signed_in(person).get(page).status_code for person in strangers} == {403}
    assert Client().get(page).status_code == 302


def test_somebody_who_left_the_clinic_sees_nothing(treated: Treated, signed_in: As) -> None:
    priya = treated.house.priya
    browser = signed_in(priya)
    priya.active = False
    priya.save()
    assert browser.get(treated.address()).status_code == 403
    assert browser.get("/caseload/").status_code == 403


def test_reception_reads_neither_findings_nor_pain(treated: Treated, signed_in: As) -> None:
    page = signed_in(treated.house.rob).get(treated.address("")).content.decode()
    assert "Alice Archer" in page
    assert "01632 960177" in page
    assert "Glute bridge" in page
    assert "stiff in the morning" not in page
    assert "usual pain" not in page.lower()
