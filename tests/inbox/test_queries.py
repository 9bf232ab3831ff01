"""The inbox: gravest and oldest first, grouped, flat in cost; who needs attention first."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from goodform.inbox.actions import raise_alert
from goodform.inbox.answer_actions import acknowledge
from goodform.inbox.evidence import Evidence, from_json
from goodform.inbox.headline import headline
from goodform.inbox.models import Alert, Kind, Severity
from goodform.inbox.overseen import people_waiting
from goodform.inbox.queries import by_attention, case_of, handlers_in, open_alerts
from goodform.people.models import Patient
from goodform.safety.red_flags import advice_for
from tests.people import House, a_patient, staff

KINDS = {
    Severity.CALL_NOW: Kind.RED_FLAG,
    Severity.TODAY: Kind.STOP,
    Severity.THIS_WEEK: Kind.QUIET,
}


def an_alert(
    patient: Patient,
    severity: Severity,
    *,
    raised_at: datetime | None = None,
    kind: Kind | None = None,
) -> Alert:
    """An open alert of this patient, of a kind that goes with its severity."""
    alert = raise_alert(
        patient=patient,
        kind=kind or KINDS[severity],
        severity=severity,
        cause=f"stop:{uuid4()}",
        evidence=Evidence(because="stopped", exercise="Clam", pain=6, pain_before=2),
        happened_at=timezone.now(),
        by=patient,
    )
    if raised_at:
        Alert.objects.filter(pk=alert.pk).update(raised_at=raised_at, waiting_since=raised_at)
        alert.refresh_from_db()
    return alert


def test_alerts_come_gravest_and_oldest_first_in_three_groups(house: House) -> None:
    now = timezone.now()
    week = an_alert(house.alice, Severity.THIS_WEEK, raised_at=now - timedelta(days=4))
    new = an_alert(house.alice, Severity.TODAY, raised_at=now - timedelta(hours=1))
    long_ago = now - timedelta(hours=30)
    old = an_alert(house.alice, Severity.TODAY, raised_at=long_ago, kind=Kind.PAIN)
    grave = an_alert(house.alice, Severity.CALL_NOW)
    inbox = open_alerts(house.priya.user)
    assert [[row.id for row in group.rows] for group in inbox.groups] == [
        [grave.pk],
        [old.pk, new.pk],
        [week.pk],
    ]
    assert [group.label for group in inbox.groups] == ["Call now", "Today", "This week"]
    assert inbox.people == 1
    assert [row.late for row in inbox.groups[1].rows] == [True, False]


def a_flag(patient: Patient, code: str, raised_at: datetime) -> Alert:
    """A red flag of this patient, told at that time."""
    alert = raise_alert(
        patient=patient,
        kind=Kind.RED_FLAG,
        severity=Severity.CALL_NOW,
        cause=f"red_flags:{uuid4()}",
        evidence=Evidence(because="red_flag", advice=advice_for(code), red_flags=(code,)),
        happened_at=raised_at,
        by=patient,
    )
    Alert.objects.filter(pk=alert.pk).update(raised_at=raised_at)
    return alert


def test_an_emergency_stands_above_an_earlier_fever(house: House) -> None:
    now = timezone.now()
    dora = a_patient(house.clinic, house.priya, "Dora Dee")
    fever = a_flag(dora, "fever", now - timedelta(hours=2))
    saddle = a_flag(house.alice, "saddle", now - timedelta(hours=1))
    rows = open_alerts(house.priya.user).groups[0].rows
    assert [row.id for row in rows] == [saddle.pk, fever.pk]
    found = by_attention(Patient.objects.filter(clinic=house.clinic))
    assert [patient.pk for patient in found][:2] == [house.alice.pk, dora.pk]


def test_what_is_told_later_makes_it_an_emergency_and_nothing_takes_that_back(house: House) -> None:
    for advice, emergency in (("urgent_today", False), ("emergency", True), ("", True)):
        alert = raise_alert(
            patient=house.alice,
            kind=Kind.RED_FLAG,
            severity=Severity.CALL_NOW,
            cause="stop:1",
            evidence=Evidence(because="red_flag", advice=advice),
            happened_at=timezone.now(),
            by=house.alice,
        )
        alert.refresh_from_db()
        assert alert.is_emergency is emergency


def test_each_row_says_what_happened_to_whom_and_who_has_it(house: House) -> None:
    alert = an_alert(house.alice, Severity.TODAY)
    (row,) = open_alerts(house.priya.user).groups[1].rows
    assert row.headline == "Stopped Clam: pain went from 2 to 6"
    assert (row.patient, row.owner, row.taken_by) == ("Alice Archer", "Priya Nair", "")
    acknowledge(alert=alert, by=house.priya)
    (row,) = open_alerts(house.priya.user).groups[1].rows
    assert row.taken_by == "Priya Nair"


def test_reception_sees_that_there_is_something_and_nothing_of_what(house: House) -> None:
    an_alert(house.alice, Severity.TODAY)
    (row,) = open_alerts(house.rob.user).groups[1].rows
    assert (row.headline, row.exercise) == ("Stopped, it hurt", "")


def test_outsiders_and_patients_have_an_empty_inbox(house: House) -> None:
    an_alert(house.alice, Severity.CALL_NOW)
    for outsider in (house.charlie.user, house.carol.user, house.alice.user):
        assert outsider is not None
        assert open_alerts(outsider).people == 0
        assert people_waiting(outsider, mine=False) == 0
        assert people_waiting(outsider, mine=True) == 0


def test_mine_is_what_i_own_or_nobody_does(house: House) -> None:
    colleague = staff(house.clinic, "Dana Reed", practitioner=True)
    theirs = a_patient(house.clinic, colleague, "Ben Hall")
    an_alert(house.alice, Severity.TODAY)
    an_alert(theirs, Severity.TODAY)
    assert open_alerts(house.priya.user).people == 2
    assert open_alerts(house.priya.user, mine=True).people == 1
    assert people_waiting(house.priya.user, mine=True) == 1
    assert people_waiting(house.rob.user, mine=False) == 2
    assert handlers_in(house.priya.user) == (colleague, house.priya)


def test_a_long_inbox_says_how_many_more_there_are(house: House) -> None:
    for number in range(4):
        patient = a_patient(house.clinic, house.priya, f"P{number} Hall")
        an_alert(patient, Severity.TODAY)
    group = open_alerts(house.priya.user, at_most=3).groups[1]
    assert (len(group.rows), group.count, group.more) == (3, 4, 1)


def queries_of_the_inbox(house: House) -> int:
    with CaptureQueriesContext(connection) as queries:
        open_alerts(house.priya.user)
        people_waiting(house.priya.user, mine=True)
        list(by_attention(Patient.objects.visible_to(house.priya.user)))
    return len(queries)


def test_the_inbox_costs_the_same_for_thirty_patients_as_for_one(house: House) -> None:
    for severity in Severity:
        an_alert(house.alice, severity)
    few = queries_of_the_inbox(house)
    for number in range(30):
        patient = a_patient(house.clinic, house.priya, f"P{number} Hall")
        for severity in Severity:
            an_alert(patient, severity)
    assert queries_of_the_inbox(house) == few <= 8


def test_a_case_costs_the_same_however_long_its_history(house: House) -> None:
    alert = an_alert(house.alice, Severity.CALL_NOW)
    with CaptureQueriesContext(connection) as queries:
        case_of(house.priya.user, alert.pk)
    assert len(queries) <= 6


def test_the_caseload_begins_with_who_needs_somebody(house: House) -> None:
    now = timezone.now()
    ben = a_patient(house.clinic, house.priya, "Ben Hall")
    cem = a_patient(house.clinic, house.priya, "Cem Ay")
    zoe = a_patient(house.clinic, house.priya, "Zoe Day")
    an_alert(house.alice, Severity.TODAY, raised_at=now - timedelta(hours=1))
    an_alert(ben, Severity.TODAY, raised_at=now - timedelta(hours=5))
    an_alert(zoe, Severity.THIS_WEEK, raised_at=now - timedelta(days=6))
    an_alert(zoe, Severity.CALL_NOW)
    rows = by_attention(Patient.objects.visible_to(house.priya.user))
    assert [row.called for row in rows] == ["Zoe", "Ben", "Alice", "Cem"]
    assert [row.worst for row in rows] == [1, 2, 2, None]  # type: ignore[attr-defined]
    assert [row.open_alerts for row in rows] == [2, 1, 1, 0]  # type: ignore[attr-defined]
    assert cem in rows


HEADLINES = [
    (
        "red_flag",
        {"red_flags": ["peeing"]},
        "Red flag: Hard to start or stop peeing, or you cannot feel it or tell when you need to go",
    ),
    (
        "red_flag",
        {"red_flags": ["chest_pain"], "symptoms": ["dizzy"]},
        "Red flag: Chest pain; Dizziness",
    ),
    ("red_flag", {"red_flags": ["unknown"]}, "Red flag: Something this Goodform does not know"),
    ("red_flag", {}, "Red flag"),
    ("stop", {"exercise": "Hip hinge"}, "Stopped Hip hinge: pain not answered"),
    ("stop", {"symptoms": ["dizzy"]}, "Stopped an exercise: Dizziness"),
    (
        "pain",
        {"because": "too_sore_to_start", "numbers": {"pain": 8}, "pain_before": 8},
        "Too sore to start: pain of 8",
    ),
    ("pain", {"exercise": "Clam", "pain": 5, "pain_before": 2}, "Clam: pain went from 2 to 5"),
    ("pain", {"pain_after": 7, "pain_before": 2}, "After the session: pain went from 2 to 7"),
    (
        "morning",
        {"settled": False, "local_date": "2026-11-15"},
        "Not settled the morning after 15 November",
    ),
    (
        "morning",
        {"local_date": "2026-11-15"},
        "Was not sure how the back was, the morning after 15 November",
    ),
    (
        "review_overdue",
        {"due_on": "2026-11-15"},
        "Review was due 15 November. Programme is locked.",
    ),
    ("quiet", {"days": 6}, "No entry for 6 days"),
    (
        "held",
        {"held_since": "2026-11-15", "held": ["Clam"], "everything_held": True},
        "On hold since 15 November, and nobody is on it: the whole programme, Clam",
    ),
]


@pytest.mark.parametrize(("kind", "facts", "said"), HEADLINES, ids=[row[2] for row in HEADLINES])
def test_an_alert_says_itself_in_one_line(kind: str, facts: dict[str, object], said: str) -> None:
    assert headline(kind, from_json(facts)) == said


def test_evidence_of_another_goodform_can_still_be_read() -> None:
    assert from_json({"pain": 3, "mood": "fine"}) == Evidence(pain=3)
