"""What Today reads by statements written once, beside Django's own reading of the same queries."""

from typing import Any
from uuid import uuid4

from django.utils import timezone

from goodform.diary.choices import Outcome
from goodform.diary.models import Entry, Session
from goodform.diary.queries import DONE_ON
from goodform.people.models import Patient
from goodform.people.prepared import Prepared
from goodform.programmes.actions import hold
from goodform.programmes.models import Prescription
from goodform.programmes.queries import LAST_ASSESSMENT, PROGRAMME
from goodform.today.queries import IN_FORCE
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


def assert_as_django_reads(read: Prepared[Any], **values: object) -> int:
    """The same rows, field by field, the joined ones too; answers how many there are."""
    ours, of_django = read.all(**values), list(read.read(**values))
    assert [all_of(row) for row in ours] == [all_of(row) for row in of_django]
    return len(ours)


def all_of(row: Any) -> dict[str, object]:
    """What a model holds, with the models joined to it."""
    joined = {name: vars(each) for name, each in row._state.fields_cache.items() if each}
    held = {"": vars(row), **joined}
    return {
        f"{model}.{name}": value
        for model, fields in held.items()
        for name, value in fields.items()
        if name != "_state"
    }


def test_standing_and_prescriptions_are_as_django_reads_them(house: House) -> None:
    first, second = prescribe(house.alice, "clam", "glute-bridge")
    assessed(house.alice, usual_pain=4)
    prescribe(house.carol, "hip-hinge")
    held(first)
    held(second, everything=True)
    for patient in (house.alice, house.carol):
        assert assert_as_django_reads(LAST_ASSESSMENT, patient=patient.pk) == 1
        assert assert_as_django_reads(PROGRAMME, patient=patient.pk) == 1
    assert assert_as_django_reads(IN_FORCE, programme=first.programme_id) == 2
    assert assert_as_django_reads(IN_FORCE, programme=house.carol.programme.pk) == 1
    assert assert_as_django_reads(IN_FORCE, programme=uuid4()) == 0


def test_what_was_done_is_as_django_reads_it(alice: Patient) -> None:
    clam, bridge = prescribe(alice, "clam", "glute-bridge")
    for row, side in ((clam, "left"), (clam, "left"), (clam, "right"), (bridge, "both")):
        done(row, side)
    values = {"programme": clam.programme_id, "day": timezone.localdate()}
    ours = DONE_ON.tuples(**values)
    assert sorted(ours) == sorted(DONE_ON.read(**values))
    assert sorted(ours) == sorted(
        [
            (*clam.done_as, "left", 2),
            (*clam.done_as, "right", 1),
            (*bridge.done_as, "both", 1),
        ]
    )
