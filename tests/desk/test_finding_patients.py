"""Finding somebody by what the caller says and the keyboard has."""

import pytest

from goodform.people.models import Patient
from tests.desk.conftest import As
from tests.people import House, a_patient


@pytest.fixture
def many(house: House) -> House:
    """Alice and others whose names no keyboard has whole."""
    for name, phone in (
        ("Mesut Özil", "+44 (0)1632 960178"),
        ("Siobhán O’Brien", "01632 960 179"),
        ("Jo Smith-Jones", ""),
    ):
        a_patient(house.clinic, house.priya, name)
        row = Patient.objects.get(name=name)
        row.phone = phone
        row.save(update_fields=["phone"])
    return house


def found(house: House, signed_in: As, text: str) -> str:
    """The page of a search by Rob."""
    return signed_in(house.rob).get("/caseload/", {"q": text}).content.decode()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("ozil", "Mesut Özil"),
        ("özil", "Mesut Özil"),
        ("ÖZIL mesut", "Mesut Özil"),
        ("O\u0308zil", "Mesut Özil"),
        ("o'brien", "Siobhán O’Brien"),
        ("O’Brien", "Siobhán O’Brien"),
        ("obrien siobhan", "Siobhán O’Brien"),
        ("smith jones", "Jo Smith-Jones"),
        ("Smith-Jones", "Jo Smith-Jones"),
        ("01632960178", "Mesut Özil"),
        ("01632 960 178", "Mesut Özil"),
        ("+44 1632 960178", "Mesut Özil"),
        ("960178", "Mesut Özil"),
        ("(01632) 960179", "Siobhán O’Brien"),
        ("+44 1632 960179", "Siobhán O’Brien"),
        ("0163 2960 179", "Siobhán O’Brien"),
        ("٠١٦٣٢ ٩٦٠١٧٨", "Mesut Özil"),
        ("mesut 178", "Mesut Özil"),
    ],
)
def test_a_patient_is_found(many: House, signed_in: As, text: str, name: str) -> None:
    page = found(many, signed_in, text)
    assert name in page
    assert "Alice Archer" not in page


@pytest.mark.parametrize("text", ["…", "🌿", "’"])
def test_signs_alone_find_nobody(many: House, signed_in: As, text: str) -> None:
    assert "Alice Archer" not in found(many, signed_in, text)


def test_a_new_name_is_found_and_the_old_one_is_not(many: House, signed_in: As) -> None:
    row = Patient.objects.get(name="Mesut Özil")
    row.name = "Mesut Gülşe"
    row.save(update_fields=["name"])
    assert "Mesut" in found(many, signed_in, "gulse")
    assert "Mesut" not in found(many, signed_in, "ozil")


def test_nobody_of_another_clinic_is_found(many: House, signed_in: As) -> None:
    page = signed_in(many.charlie).get("/caseload/", {"q": "ozil"}).content.decode()
    assert "Mesut" not in page
