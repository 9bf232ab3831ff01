"""Search keys kept before there were any are made as the door makes them today."""

from importlib import import_module

from django.apps import apps

from goodform.people.models import Patient, User
from tests.people import House, a_patient

MIGRATION = import_module("goodform.people.migrations.0006_search_keys")


def test_rows_from_before_are_cleaned_and_found(house: House) -> None:
    User.objects.filter(email="alice@example.org").update(email="alice@example.org\u200b")
    Patient.objects.filter(pk=house.alice.pk).update(
        name="\u200bAlice\u00a0Özil",
        email="alice@example.org\u200b",
        phone="\u202a+44 1632 1\u202c",
    )
    MIGRATION.clean_and_fill(apps, None)
    alice = Patient.objects.get(pk=house.alice.pk)
    assert (alice.name, alice.email, alice.phone) == (
        "Alice Özil",
        "alice@example.org",
        "+44 1632 1",
    )
    assert alice.user is not None
    assert alice.user.email == "alice@example.org"
    assert Patient.objects.found_by("ozil").get() == alice


def test_an_address_that_is_somebody_elses_is_left_as_it_was(house: House) -> None:
    other = a_patient(house.clinic, house.priya, "Ben Archer")
    Patient.objects.filter(pk=other.pk).update(email="alice@example.org\u200b")
    MIGRATION.clean_and_fill(apps, None)
    assert Patient.objects.get(pk=other.pk).email == "alice@example.org\u200b"
