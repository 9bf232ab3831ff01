"""Cases of a house that is older than the rows of what was told: nothing of them is lost."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from goodform.inbox.actions import raise_due, tell
from goodform.inbox.evidence import from_json
from goodform.inbox.gathering import Told
from goodform.inbox.held import held_by
from goodform.inbox.models import Alert, AlertTelling, Kind, Severity
from goodform.inbox.queries import case_of
from goodform.inbox.told import told_in
from goodform.people.models import Patient
from goodform.programmes.actions import hold
from tests.people import House, a_house
from tests.prescribed import Given, a_programme

BEFORE, AFTER = ("inbox", "0005_noticed"), ("inbox", "0008_told_in_rows_alone")
DAY = timedelta(days=1)
HURT: Mapping[str, object] = {
    "because": "stopped",
    "advice": "tell_clinic",
    "exercise": "Hip hinge",
}


def _migrated(target: tuple[str, str]) -> Any:
    """Bring the house to a version; answers its models as they were then."""
    executor = MigrationExecutor(connection)
    return executor.migrate([target]).apps


def _to_the_newest() -> None:
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


@pytest.fixture
def old_alerts(transactional_db: None) -> Iterator[Any]:
    """The cases' table as it was; whatever happens, the next test finds the newest."""
    apps = _migrated(BEFORE)
    try:
        yield apps.get_model("inbox", "Alert").objects
    finally:
        _to_the_newest()


@pytest.fixture
def house(old_alerts: Any) -> House:
    """Everybody, at their clinics."""
    return a_house()


def _case(
    old_alerts: Any,
    patient: Patient,
    cause: str,
    *facts: Mapping[str, object],
    days_ago: int = 0,
    **changes: object,
) -> UUID:
    """A case as it was kept then: its first facts, and what came later in one field."""
    at = timezone.now() - days_ago * DAY
    first, *later = facts
    row = old_alerts.create(
        clinic_id=patient.clinic_id,
        patient_id=patient.pk,
        owner_id=patient.practitioner_id,
        cause=cause,
        evidence=dict(first),
        later=[
            {"at": _minutes_after(at, 5 * n).isoformat(), "facts": dict(each)}
            for n, each in enumerate(later, start=1)
        ],
        raised_at=at,
        happened_at=_minutes_after(at, -1),
        waiting_since=at,
        **{"kind": Kind.STOP, "severity": Severity.TODAY, **changes},
    )
    found: UUID = row.pk
    return found


def _minutes_after(at: datetime, minutes: int) -> datetime:
    return at + timedelta(minutes=minutes)


def _closed(house: House, days_ago: int) -> dict[str, object]:
    return {
        "resolved_at": timezone.now() - days_ago * DAY,
        "resolved_by_id": house.priya.pk,
        "outcome": "spoke",
        "what_was_done": "Rang her.",
    }


def _held(given: Given, line: UUID | None, cause: str, *, days_ago: int = 0) -> None:
    hold(
        programme=given.programme,
        line=line,
        reason="stopped",
        cause=cause,
        at=timezone.now() - days_ago * DAY,
        by=given.programme.patient,
    )


def test_what_was_told_stands_in_rows_in_order_and_the_case_still_holds_what_it_held(
    house: House,
    old_alerts: Any,
) -> None:
    given = a_programme(house.alice, house.priya)
    entry, session = uuid4(), uuid4()
    told = {**HURT, "session": str(session), "entry": str(entry)}
    graver = {**told, "symptoms": ["dizzy"], "pain": 6}
    pk = _case(
        old_alerts,
        house.alice,
        f"stop:{entry}",
        told,
        graver,
        prescription_id=given.hinge.pk,
        severity=Severity.CALL_NOW,
    )
    _held(given, given.hinge.line, f"stop:{entry}")
    _held(given, None, f"stop:{session}")
    theirs = _case(old_alerts, house.carol, f"stop:{uuid4()}", HURT)
    _migrated(AFTER)
    alert = Alert.objects.get(pk=pk)
    (once,), newest = told_in(alert)
    assert once.facts == from_json(told)
    assert [each.facts for each in once.later] == [from_json(graver)]
    assert [each.at - once.at for each in once.later] == [timedelta(minutes=5)]
    assert newest == AlertTelling.objects.filter(alert=pk).latest("pk").pk
    assert (alert.times, alert.last_at) == (1, alert.happened_at)
    assert [each.name for each in held_by(alert).here] == ["the whole programme", "Hip hinge"]
    assert case_of(house.priya.user, pk).alert == alert
    with pytest.raises(Alert.DoesNotExist):
        case_of(house.charlie.user, pk)
    assert AlertTelling.objects.filter(alert=theirs).count() == 1


def test_a_stop_told_again_is_known_and_a_new_one_joins_the_case(
    house: House,
    old_alerts: Any,
) -> None:
    given = a_programme(house.alice, house.priya)
    cause = f"stop:{uuid4()}"
    pk = _case(old_alerts, house.alice, cause, HURT, prescription_id=given.hinge.pk)
    _migrated(AFTER)

    def a_stop(of: str) -> Told:
        now = timezone.now()
        return Told(Kind.STOP, Severity.TODAY, of, from_json(HURT), now, given.hinge)

    for told, times in ((a_stop(cause), 1), (a_stop(f"stop:{uuid4()}"), 2)):
        tell(patient=house.alice, told=[told], by=house.alice)
        assert Alert.objects.get() == Alert.objects.get(pk=pk, times=times)
    assert AlertTelling.objects.count() == 2


def test_a_graver_case_beside_a_closed_one_is_about_the_same_stop(
    house: House,
    old_alerts: Any,
) -> None:
    given = a_programme(house.alice, house.priya)
    cause = f"stop:{uuid4()}"
    _case(old_alerts, house.alice, cause, HURT, days_ago=1, **_closed(house, 1))
    beside = _case(
        old_alerts, house.alice, f"{cause}+1", {**HURT, "pain": 8}, severity=Severity.CALL_NOW
    )
    _held(given, given.hinge.line, cause)
    _migrated(AFTER)
    assert set(AlertTelling.objects.values_list("cause", flat=True)) == {cause}
    assert [each.name for each in held_by(Alert.objects.get(pk=beside)).here] == ["Hip hinge"]
    assert raise_due(now=timezone.now() + 3 * DAY) == 0


def test_an_old_hold_that_nobody_is_on_comes_back_once_and_never_while_its_case_is_open(
    house: House,
    old_alerts: Any,
) -> None:
    given = a_programme(house.alice, house.priya)
    theirs = a_programme(house.carol, house.charlie)
    morning = "morning:2026-11-26"
    _case(
        old_alerts,
        house.alice,
        morning,
        {"because": "not_settled"},
        days_ago=3,
        kind=Kind.MORNING,
        **_closed(house, 2),
    )
    _held(given, given.clam.line, morning, days_ago=3)
    _case(old_alerts, house.carol, "stop:hers", HURT, days_ago=3)
    _held(theirs, theirs.hinge.line, "stop:hers", days_ago=3)
    _migrated(AFTER)
    assert [raise_due() for _pass in range(2)] == [1, 0]
    reminder = Alert.objects.get(kind=Kind.HELD)
    assert (reminder.patient, reminder.owner) == (house.alice, house.priya)
    assert [each.name for each in held_by(reminder).here] == ["Clam"]


def test_an_empty_house_grows_too(house: House) -> None:
    _migrated(AFTER)
    assert not AlertTelling.objects.exists()
