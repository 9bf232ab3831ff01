"""Every read by a statement written once, beside Django's own reading of the same query."""

from itertools import product
from typing import Any
from unittest.mock import patch
from uuid import uuid4

from django.db.models import Field, Model
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone
from pytest_django.fixtures import Settings

from goodform.diary.choices import Outcome
from goodform.diary.models import Entry, Session
from goodform.fast.prepared import READS, Prepared, stand_in
from goodform.programmes.actions import hold
from goodform.programmes.models import Prescription
from tests.people import House
from tests.today.programmes import assessed, prescribe


def held(row: Prescription, *, everything: bool = False) -> None:
    """A hold on this prescription, or on all of them."""
    hold(
        programme=row.programme,
        line=None if everything else row.line,
        reason="stopped",
        cause=f"entry:{uuid4()}",
        at=timezone.now(),
        by=row.programme.patient,
    )


def done(row: Prescription, side: str) -> None:
    """This prescription was done once today."""
    now = timezone.now()
    programme = row.programme
    session = Session.objects.create(
        id=uuid4(),
        patient=programme.patient,
        programme=programme,
        programme_version=programme.version,
        local_date=timezone.localdate(),
        zone="Europe/London",
        started_at=now,
        sent_at=now,
        received_at=now,
    )
    Entry.objects.create(
        id=uuid4(),
        session=session,
        prescription=row,
        side=side,
        outcome=Outcome.DONE,
        recorded_at=now,
        local_date=timezone.localdate(),
    )


def all_of(row: Any, above: tuple[Any, ...] = ()) -> object:
    """The columns of a model, with the models joined to it and those joined to them."""
    if not isinstance(row, Model):
        return row
    fields = {name: value for name, value in vars(row).items() if name != "_state"}
    joined = {
        f"{name} joined": all_of(each, (*above, row))
        for name, each in row._state.fields_cache.items()
        if not any(each is one for one in above)  # a user has a patient, who has that user
    }
    return {**fields, **joined}


def house_reads() -> list[Prepared[Any]]:
    """Those of the house; a room is loaded with its addresses."""
    get_resolver().url_patterns  # noqa: B018  # loads every room
    return [read for read in READS if read.read.__module__.startswith("goodform.")]


def values_of(field: Field[Any, Any]) -> list[object]:
    """Every value of a column, and one that no row has."""
    there = field.model._base_manager.values_list(field.attname, flat=True)
    return [*dict.fromkeys(there), stand_in(field, 28)]


def told(read: Prepared[Any], values: dict[str, object]) -> tuple[list[object], list[object]]:
    """The rows we read and Django reads; in one order, where the read asks for none."""
    asked = read.read(**values)
    of_django = list(asked)
    models = all(isinstance(row, Model) for row in of_django)
    ours = read.all(**values) if models else read.tuples(**values)
    both = [all_of(row) for row in ours], [all_of(row) for row in of_django]
    return both if asked.ordered else (sorted(both[0], key=repr), sorted(both[1], key=repr))


def test_every_prepared_read_reads_what_django_reads(house: House) -> None:
    """With every value that its columns hold, so that each read finds rows, and finds none."""
    first, second = prescribe(house.alice, "clam", "glute-bridge")
    assessed(house.alice, usual_pain=4)
    prescribe(house.carol, "hip-hinge")
    for side in ("left", "left", "right"):
        done(first, side)
    done(second, "both")
    held(first)
    held(second, everything=True)
    for person in (house.alice, house.priya):
        assert person.user is not None
        Client().force_login(person.user)
    reads = house_reads()
    assert len(reads) == 8
    for read in reads:
        name = f"{read.read.__module__}, line {read.read.__code__.co_firstlineno}"
        found = 0
        for some in product(*map(values_of, read.given.values())):
            values = dict(zip(read.given, some, strict=True))
            ours, of_django = told(read, values)
            assert ours == of_django, f"{name} with {values}"
            found += len(ours)
        assert found, f"{name}: no row was found, so nothing was compared"


def test_with_the_short_cuts_off_django_reads(house: House, settings: Settings) -> None:
    settings.FAST = False
    with patch.object(Prepared, "_statement", side_effect=AssertionError):
        for read in house_reads():
            values = {name: stand_in(field, 28) for name, field in read.given.items()}
            ours, of_django = told(read, values)
            assert ours == of_django == []
