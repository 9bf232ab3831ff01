"""Reads whose SQL is written once: the same rows as Django's own reading, with any values."""

from uuid import UUID, uuid4

import pytest
from django.db.models import QuerySet
from pytest_django.asserts import assertNumQueries

from goodform.fast.prepared import CannotPrepare, Prepared
from goodform.people.models import Patient
from goodform.people.signed_in import USER
from tests.people import House


def test_the_user_of_a_session_comes_with_their_clinic_in_one_query(house: House) -> None:
    assert house.alice.user is not None
    with assertNumQueries(1):
        found = USER.first(pk=house.alice.user.pk)
        assert found is not None
        assert found.patient.clinic == house.clinic
        assert found.patient.practitioner == house.priya


def test_one_statement_serves_many_values(house: House) -> None:
    names = Prepared(
        lambda clinic: Patient.objects.filter(clinic=clinic).order_by("name"),
        clinic=Patient._meta.get_field("clinic").target_field,
    )
    assert names.all(clinic=house.clinic.pk) == [house.alice]
    assert names.all(clinic=house.elsewhere.pk) == [house.carol]
    assert names.all(clinic=uuid4()) == []


def test_what_it_reads_is_read_anew_each_time(house: House) -> None:
    by_name = Prepared(lambda pk: Patient.objects.filter(pk=pk), pk=Patient._meta.get_field("id"))
    assert by_name.all(pk=house.alice.pk) == [house.alice]
    Patient.objects.filter(pk=house.alice.pk).update(name="Alice Baker")
    (alice,) = by_name.all(pk=house.alice.pk)
    assert alice.name == "Alice Baker"


def test_a_value_without_a_place_is_refused_by_name(db: None) -> None:
    def everybody(pk: UUID) -> QuerySet[Patient]:
        return Patient.objects.all()

    with pytest.raises(CannotPrepare, match="pk"):
        Prepared(everybody, pk=Patient._meta.get_field("id")).all(pk=uuid4())
