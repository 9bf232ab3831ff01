"""Reads whose SQL is written once: the same rows as Django's own reading, with any values."""

from uuid import UUID, uuid4

import pytest
from django.db.models import QuerySet
from django.utils import timezone
from pytest_django.asserts import assertNumQueries

from goodform.people.kept_sessions import SESSION, SessionStore
from goodform.people.models import Patient, Staff, User
from goodform.people.prepared import CannotPrepare, Prepared
from goodform.people.signed_in import USER
from tests.people import House


def test_the_user_of_a_session_comes_as_django_reads_it_in_one_query(house: House) -> None:
    for person in (house.alice, house.priya, house.carol, house.charlie):
        assert person.user is not None
        (as_django_reads,) = USER.read(pk=person.user.pk)
        with assertNumQueries(1):
            found = USER.first(pk=person.user.pk)
            assert found is not None
            whole = vars_of(found)
            if isinstance(person, Patient):
                whole |= vars_of(found.patient.clinic) | vars_of(found.patient.practitioner)
            else:
                whole |= vars_of(found.staff.clinic)
        of_django = vars_of(as_django_reads)
        if isinstance(person, Patient):
            of_django |= vars_of(as_django_reads.patient.clinic)
            of_django |= vars_of(as_django_reads.patient.practitioner)
        else:
            of_django |= vars_of(as_django_reads.staff.clinic)
        assert whole == of_django


def vars_of(row: User | Patient | Staff | object) -> dict[str, object]:
    """What a model holds, by model and field."""
    return {
        f"{type(row).__name__}.{name}": value
        for name, value in vars(row).items()
        if name != "_state"
    }


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


def test_a_session_that_ended_is_not_read(db: None) -> None:
    session = SessionStore()
    session["who"] = "Alice"
    session.create()
    key = session.session_key
    assert SessionStore(key)["who"] == "Alice"
    assert SESSION.all(key=key, now=session.get_expiry_date()) == []
    SessionStore(key).flush()
    assert SESSION.all(key=key, now=timezone.now()) == []
    assert "who" not in SessionStore(key)
