"""Raising an alert, taking it, handing it over, closing it."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from goodform.audit.models import AuditRow
from goodform.inbox import actions as inbox_actions
from goodform.inbox.actions import escalate, raise_alert
from goodform.inbox.answer_actions import (
    AlreadyClosed,
    AlreadyTaken,
    CannotBeHandedTo,
    WordsMissing,
    acknowledge,
    hand_to,
    note_attempt,
    resolve,
)
from goodform.inbox.evidence import Evidence, from_json
from goodform.inbox.models import Alert, Closing, Kind, Severity
from goodform.inbox.overseen import overseen_by
from goodform.inbox.queries import case_of
from goodform.outbox.models import Notification
from goodform.people.doors import NotAllowed
from goodform.people.each_clinic import ClinicsFailed
from goodform.people.models import Clinic, Patient, Staff
from tests.people import House, staff

STOPPED = Evidence(because="stopped", exercise="Hip hinge", side="both", outcome="stopped")


def a_stop(
    patient: Patient,
    *,
    cause: str = "stop:1",
    severity: Severity = Severity.TODAY,
    evidence: Evidence = STOPPED,
    kind: Kind = Kind.STOP,
) -> Alert:
    """An alert of this patient as a stop raises it."""
    return raise_alert(
        patient=patient,
        kind=kind,
        severity=severity,
        cause=cause,
        evidence=evidence,
        happened_at=timezone.now(),
        by=patient,
    )


def mailed() -> list[str]:
    """The first names of those a mail about an alert is on its way to."""
    rows = Notification.objects.filter(kind__startswith="alert").select_related("staff")
    return sorted(row.staff.called for row in rows if row.staff)


def test_a_stop_is_owned_by_the_patients_practitioner_who_gets_mail(house: House) -> None:
    alert = a_stop(house.alice)
    assert alert.owner == house.priya
    assert mailed() == ["Priya"]


def test_call_now_also_mails_the_front_desk_and_the_owner(house: House) -> None:
    a_stop(house.alice, severity=Severity.CALL_NOW, kind=Kind.RED_FLAG)
    assert mailed() == ["Olu", "Priya", "Rob"]


def test_the_mail_says_which_alert_and_nothing_about_health(house: House) -> None:
    alert = a_stop(house.alice)
    facts = Notification.objects.get().facts
    assert facts == {"alert": str(alert.pk), "severity": 2}


def test_a_practitioner_who_has_left_is_replaced_by_everybody_who_can_answer(house: House) -> None:
    house.priya.active = False
    house.priya.save()
    colleague = staff(house.clinic, "Dana Reed", practitioner=True)
    alert = a_stop(house.alice)
    assert alert.owner is None
    assert mailed() == [colleague.called, "Olu"]


def test_the_same_cause_raises_one_alert(house: House) -> None:
    first = a_stop(house.alice)
    again = a_stop(house.alice)
    assert first.pk == again.pk
    assert (again.times, again.tellings.count()) == (1, 1)
    assert Notification.objects.count() == 1


def test_what_comes_later_is_added_and_the_first_evidence_stays(house: House) -> None:
    alert = a_stop(house.alice)
    answered = Evidence(because="stopped", exercise="Hip hinge", pain=6, where="low_back")
    for _ in range(2):
        a_stop(house.alice, evidence=answered)
    alert.refresh_from_db()
    assert from_json(alert.evidence) == STOPPED
    assert [from_json(each.facts) for each in alert.tellings.all()] == [STOPPED, answered]
    assert alert.times == 1


def test_an_open_case_that_grows_graver_waits_anew_and_mails_again(house: House) -> None:
    alert = a_stop(house.alice)
    acknowledge(alert=alert, by=house.priya)
    numb = Evidence(because="always_stop", exercise="Hip hinge", symptoms=("numb_leg",))
    a_stop(house.alice, severity=Severity.CALL_NOW, evidence=numb)
    alert.refresh_from_db()
    assert alert.severity == Severity.CALL_NOW
    assert alert.acknowledged_at is None
    assert mailed() == ["Olu", "Priya", "Priya", "Rob"]


def test_a_case_never_grows_milder(house: House) -> None:
    a_stop(house.alice, severity=Severity.CALL_NOW)
    alert = a_stop(house.alice, severity=Severity.TODAY, evidence=Evidence(pain=1))
    assert alert.severity == Severity.CALL_NOW


def test_a_closed_case_stays_closed_and_a_graver_one_opens_beside_it(house: House) -> None:
    alert = a_stop(house.alice)
    resolve(alert=alert, outcome=Closing.SPOKE, what_was_done="Rang her.", by=house.priya)
    for _ in range(2):
        a_stop(house.alice, severity=Severity.CALL_NOW, evidence=Evidence(symptoms=("numb_leg",)))
    open_ones = Alert.objects.open()
    assert [each.severity for each in open_ones] == [Severity.CALL_NOW]
    assert Alert.objects.count() == 2


def test_taking_a_case_twice_is_once_and_a_colleague_is_told_who_has_it(house: House) -> None:
    colleague = staff(house.clinic, "Dana Reed", practitioner=True)
    alert = a_stop(house.alice)
    acknowledge(alert=alert, by=house.priya)
    acknowledge(alert=alert, by=house.priya)
    with pytest.raises(AlreadyTaken, match="Priya Nair has this since"):
        acknowledge(alert=alert, by=colleague)


def test_handing_over_mails_the_colleague_and_waits_until_they_take_it(house: House) -> None:
    colleague = staff(house.clinic, "Dana Reed", practitioner=True)
    alert = acknowledge(alert=a_stop(house.alice), by=house.priya)
    handed = hand_to(alert=alert, to=colleague, by=house.priya)
    assert handed.owner == colleague
    assert handed.acknowledged_at is None
    assert mailed() == ["Dana", "Priya"]


def test_only_somebody_who_may_answer_can_be_handed_a_case(house: House) -> None:
    alert = a_stop(house.alice)
    for nobody in (house.rob, house.olu, house.charlie):
        with pytest.raises(CannotBeHandedTo, match="Choose a practitioner"):
            hand_to(alert=alert, to=nobody, by=house.priya)


def test_closing_needs_what_was_done(house: House) -> None:
    alert = a_stop(house.alice)
    with pytest.raises(WordsMissing, match="Say in a few words"):
        resolve(alert=alert, outcome=Closing.SPOKE, what_was_done="  ", by=house.priya)


def test_a_stale_second_close_is_told_who_closed_it(house: House) -> None:
    colleague = staff(house.clinic, "Dana Reed", practitioner=True)
    alert = a_stop(house.alice)
    resolve(alert=alert, outcome=Closing.SPOKE, what_was_done="Rang her.", by=house.priya)
    with pytest.raises(AlreadyClosed, match=r"Priya Nair closed this on .*: Rang her\."):
        resolve(alert=alert, outcome=Closing.OTHER, what_was_done="Me too.", by=colleague)
    alert.refresh_from_db()
    assert alert.what_was_done == "Rang her."


def test_an_attempt_keeps_the_case_open_and_takes_it(house: House) -> None:
    alert = note_attempt(
        alert=a_stop(house.alice), what_was_done="No answer, will try again.", by=house.priya
    )
    assert alert.resolved_at is None
    assert alert.acknowledged_by == house.priya


@pytest.mark.parametrize("who", ["rob", "olu", "charlie"])
def test_who_is_no_practitioner_of_this_clinic_changes_nothing(house: House, who: str) -> None:
    somebody: Staff = getattr(house, who)
    alert = a_stop(house.alice)
    with pytest.raises(NotAllowed):
        acknowledge(alert=alert, by=somebody)
    with pytest.raises(PermissionDenied):
        resolve(alert=alert, outcome=Closing.OTHER, what_was_done="x", by=somebody)
    with pytest.raises(PermissionDenied):
        hand_to(alert=alert, to=house.priya, by=somebody)


def test_what_nobody_took_in_time_goes_to_the_owner_once(house: House) -> None:
    alert = a_stop(house.alice)
    late = timezone.now() + timedelta(hours=25)
    assert escalate(now=late) == 1
    assert escalate(now=late) == 0
    assert mailed() == ["Olu", "Priya"]
    assert [row.id for row in overseen_by(house.olu.user).waiting] == [alert.pk]
    assert overseen_by(house.priya.user).count == overseen_by(house.charlie.user).count == 0


def test_a_number_of_hours_beyond_all_clocks_stops_nobody_s_escalation(house: House) -> None:
    a_stop(house.alice)
    a_stop(house.carol)
    Clinic.objects.filter(pk=house.elsewhere.pk).update(reply_within_hours=32_000)
    assert escalate(now=timezone.now() + timedelta(hours=25)) == 1
    assert escalate(now=timezone.now() + timedelta(hours=169)) == 1


def test_a_clinic_that_fails_keeps_no_other_clinic_s_alert_back(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours, theirs = a_stop(house.alice), a_stop(house.carol)

    def fails(alert: Alert, **rest: object) -> bool:
        if alert.clinic_id == house.elsewhere.pk:
            raise OverflowError
        return escalates(alert, **rest)

    escalates: Callable[..., bool] = inbox_actions._escalate
    monkeypatch.setattr(inbox_actions, "_escalate", fails)
    with pytest.raises(ClinicsFailed, match=str(house.elsewhere.pk)):
        escalate(now=timezone.now() + timedelta(hours=25))
    ours.refresh_from_db()
    theirs.refresh_from_db()
    assert ours.escalated_at is not None
    assert theirs.escalated_at is None


def test_what_was_taken_or_is_not_yet_late_stays_with_its_practitioner(house: House) -> None:
    acknowledge(alert=a_stop(house.alice), by=house.priya)
    a_stop(house.alice, cause="stop:2")
    assert escalate(now=timezone.now() + timedelta(hours=23)) == 0


def test_every_step_is_in_the_record_and_in_the_case(house: House) -> None:
    alert = a_stop(house.alice)
    acknowledge(alert=alert, by=house.priya)
    resolve(alert=alert, outcome=Closing.SPOKE, what_was_done="Rang her.", by=house.priya)
    actions = AuditRow.objects.filter(subject="alert").order_by("id")
    assert [(row.actor, row.action) for row in actions] == [
        ("", "alert raised"),
        ("Priya Nair", "alert taken"),
        ("Priya Nair", "alert closed"),
    ]
    case = case_of(house.priya.user, alert.pk)
    assert [step.kind for step in case.steps] == ["raised", "taken", "closed"]
    assert [(mail.to, mail.state) for mail in case.mails] == [("Priya Nair", "waiting")]


def test_a_case_is_not_there_for_outsiders_and_its_evidence_only_for_practitioners(
    house: House,
) -> None:
    alert = a_stop(house.alice)
    for outsider in (house.charlie.user, house.carol.user, house.alice.user):
        assert outsider is not None
        with pytest.raises(Alert.DoesNotExist):
            case_of(outsider, alert.pk)
    with pytest.raises(Alert.DoesNotExist):
        case_of(house.priya.user, uuid4())
    assert case_of(house.priya.user, alert.pk).first == STOPPED
    for colleague in (house.rob, house.olu):
        seen = case_of(colleague.user, alert.pk)
        assert seen.first is None
        assert "hinge" not in seen.row.headline
