"""Assessing, prescribing, holding and releasing. Every write leaves its row in the record."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from goodform.audit.actions import Actor, record
from goodform.outbox.actions import enqueue
from goodform.outbox.kinds import EMAIL
from goodform.people.access import Action
from goodform.people.changed_meanwhile import ChangedMeanwhile
from goodform.people.doors import require
from goodform.people.models import Patient, Staff
from goodform.programmes.checking import LineProblem
from goodform.programmes.drafting import Line, differs, from_json
from goodform.programmes.hold_actions import OneHold, hold_all
from goodform.programmes.kinds import GIVEN
from goodform.programmes.models import Assessment, Draft, Hold, Prescription, Programme
from goodform.programmes.queries import (
    as_line,
    assessment_mark,
    draft_problems,
    given_in,
    lowest_ceiling,
)
from goodform.programmes.schedule import local_day
from goodform.safety.dose import dose_values
from goodform.safety.known_signs import weighs
from goodform.safety.pain_rules import PainRule
from goodform.ui.typed_text import is_blank

GAVE = "gave"
"""The record's name for a version that was given; the history is read by it."""


class StaleEdit(RuntimeError):
    """Somebody else changed the programme meanwhile; nothing was overwritten."""

    def __init__(self, editor: str) -> None:
        self.editor = editor
        super().__init__(
            f"{editor} changed this programme while you had it open. "
            "Nothing of theirs was overwritten. Look at their change, then make yours again."
        )


class NotGiven(RuntimeError):
    """The programme was not given; `problems` says what to mend, line by line."""

    def __init__(self, problems: Sequence[LineProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(problem.sentence for problem in problems))


class ReasonMissing(ValueError):
    """A release or a change without a reason."""


class NotSafelyCleared(ValueError):
    """Somebody was cleared who cannot start, or with a red flag, and nobody was asked about it."""


@transaction.atomic
def assess(
    *,
    patient: Patient,
    by: Staff,
    findings: str,
    cautions: Sequence[str],
    usual_pain: int,
    cleared: bool,
    review_by: date,
    known_signs: Sequence[str] = (),
    cleared_why: str = "",
    knows_no_start: bool = False,
    made_from: str | None = None,
) -> Assessment:
    """Write down an assessment. The newest one counts; the earlier ones stay readable.

    Clearing somebody in spite of a red flag, ticked as a caution or known as a sign that is not
    common in plain back pain, needs `cleared_why`; clearing somebody whose usual pain
    lets nobody start needs `knows_no_start`. Raises `NotSafelyCleared` without.

    Raises `ChangedMeanwhile` where the page, by its mark `made_from`, knew an older one: somebody
    who reads only their own page must not clear a patient whom a colleague has just stopped.
    """
    require(by, Action.ASSESS, patient.clinic_id)
    if cleared and weighs(cautions, known_signs) and is_blank(cleared_why):
        raise NotSafelyCleared("A red flag is ticked. Say why this patient may exercise.")
    rule = PainRule(usual_pain, ceiling=lowest_ceiling(patient))
    if cleared and not rule.can_start and not knows_no_start:
        raise NotSafelyCleared("With this usual pain the patient cannot start.")
    if made_from is not None:
        _refuse_if_assessed_since(patient, made_from)
    now = timezone.now()
    assessment = Assessment.objects.create(
        patient=patient,
        practitioner=by,
        assessed_on=local_day(now, patient.clinic.zone),
        findings=findings,
        cautions=list(cautions),
        known_signs=list(known_signs),
        usual_pain=usual_pain,
        cleared=cleared,
        cleared_why=cleared_why if cleared else "",
        review_by=review_by,
    )
    Programme.objects.update_or_create(patient=patient, defaults={"changed_at": now})
    record(
        by=by,
        clinic=patient.clinic_id,
        action="assessed",
        subject="patient",
        subject_id=patient.pk,
        cleared=cleared,
        review_by=review_by.isoformat(),
    )
    return assessment


def _refuse_if_assessed_since(patient: Patient, made_from: str) -> None:
    Patient.objects.select_for_update(no_key=True).get(pk=patient.pk)
    last = Assessment.objects.filter(patient=patient).select_related("practitioner").first()
    if assessment_mark(last) != made_from:
        raise ChangedMeanwhile(last.practitioner.name if last else "")


def _locked(programme: Programme) -> Programme:
    return (
        Programme.objects.select_for_update(of=("self",))
        .select_related("patient__clinic")
        .get(pk=programme.pk)
    )


def _claim_edit(programme: Programme, edits: int) -> None:
    """Count one more edit, or raise `StaleEdit` where the page was older than the last."""
    counted = Programme.objects.filter(pk=programme.pk, edits=edits).update(edits=F("edits") + 1)
    if not counted:
        draft = Draft.objects.filter(programme=programme).select_related("edited_by").first()
        editor = draft.edited_by if draft else programme.given_by
        raise StaleEdit(editor.name if editor else "Somebody")
    programme.edits = edits + 1


@transaction.atomic
def save_draft(*, programme: Programme, lines: Sequence[Line], edits: int, by: Staff) -> Programme:
    """Keep what is being prepared. `edits` is the count the page was made from."""
    programme = _locked(programme)
    require(by, Action.PRESCRIBE, programme.patient.clinic_id)
    _claim_edit(programme, edits)
    Draft.objects.update_or_create(
        programme=programme,
        defaults={"lines": [line.as_json() for line in lines], "edited_by": by},
    )
    return programme


@transaction.atomic
def drop_draft(*, programme: Programme, edits: int, by: Staff) -> None:
    """Throw away what was being prepared; the patient's programme stays as it is."""
    programme = _locked(programme)
    require(by, Action.PRESCRIBE, programme.patient.clinic_id)
    _claim_edit(programme, edits)
    Draft.objects.filter(programme=programme).delete()


def drafted_lines(programme: Programme) -> tuple[Line, ...]:
    """The draft's lines, or the programme's own where there is no draft."""
    draft = Draft.objects.filter(programme=programme).first()
    if draft is not None:
        return from_json(draft.lines)
    return tuple(as_line(row) for row in given_in(programme))


@transaction.atomic
def give(*, programme: Programme, edits: int, by: Staff) -> Programme:
    """Make the draft what the patient has, as a new version. Raises `NotGiven` with reasons."""
    programme = _locked(programme)
    require(by, Action.PRESCRIBE, programme.patient.clinic_id)
    lines = drafted_lines(programme)
    _claim_edit(programme, edits)
    _refuse_unless_ready(programme, lines)
    _put_in_force(programme, lines, by)
    Draft.objects.filter(programme=programme).delete()
    return programme


def _refuse_unless_ready(programme: Programme, lines: Sequence[Line]) -> None:
    problems = draft_problems(programme, lines)
    if problems:
        raise NotGiven(problems)


def _put_in_force(programme: Programme, lines: Sequence[Line], by: Staff) -> None:
    now = timezone.now()
    programme.version += 1
    before = {str(row.line): row for row in given_in(programme)}
    changed = []
    for order, line in enumerate(lines):
        row = before.pop(line.line, None)
        if row is not None and not differs(line, as_line(row)):
            if row.order != order:
                Prescription.objects.filter(pk=row.pk).update(order=order)
            continue
        changed.append(_prescribe(programme, line, order=order, before=row, by=by, now=now).pk)
    for row in before.values():
        _end(row, programme, now)
    programme.given_at, programme.given_by, programme.changed_at = now, by, now
    programme.save(update_fields=["version", "given_at", "given_by", "changed_at"])
    patient = programme.patient
    record(
        by=by,
        clinic=patient.clinic_id,
        action=GAVE,
        subject="programme",
        subject_id=programme.pk,
        version=programme.version,
        changed=[str(pk) for pk in changed],
        ended=[str(row.pk) for row in before.values()],
    )
    if (changed or before) and patient.email:
        enqueue(
            clinic=patient.clinic,
            patient=patient,
            kind=GIVEN,
            channel=EMAIL,
            dedupe_key=f"programme:{programme.pk}:{programme.version}",
            due_at=now,
        )


def _end(row: Prescription, programme: Programme, now: datetime) -> None:
    ended = Prescription.objects.filter(pk=row.pk)
    ended.update(until_version=programme.version, ended_at=now)


def _prescribe(
    programme: Programme,
    line: Line,
    *,
    order: int,
    before: Prescription | None,
    by: Staff,
    now: datetime,
) -> Prescription:
    if before is not None:
        _end(before, programme, now)
    row = Prescription.objects.create(
        programme=programme,
        line=UUID(line.line),
        since_version=programme.version,
        exercise_id=UUID(line.version),
        order=order,
        side=line.side,
        **dose_values(line),
        weekdays=line.weekdays,
        anchor=line.anchor,
        pain_policy=line.pain_policy,
        pain_ceiling=line.pain_ceiling,
        bad_day=line.bad_day,
        camera=line.camera,
        form_checked=line.form_checked,
        watched=line.watched,
        form_reason=line.form_reason,
        caution_reason=line.caution_reason,
        note=line.note,
        why_changed=line.why_changed,
        given_at=now,
        given_by=by,
    )
    if before is not None:
        Prescription.objects.filter(pk=before.pk).update(superseded_by=row)
    return row


@transaction.atomic
def change_one(*, programme: Programme, line: Line, by: Staff, why: str) -> Programme:
    """Change one prescription at once (a new dose, a step on the ladder), leaving any draft.

    `why` is what the patient reads; it stands on the prescription that the record's row names.
    """
    if is_blank(why):
        raise ReasonMissing("Say in a few words why you change this. The patient reads it.")
    programme = _locked(programme)
    require(by, Action.PRESCRIBE, programme.patient.clinic_id)
    changed = replace(line, why_changed=why.strip())
    lines = tuple(
        changed if str(row.line) == line.line else as_line(row) for row in given_in(programme)
    )
    _claim_edit(programme, programme.edits)
    _refuse_unless_ready(programme, lines)
    _put_in_force(programme, lines, by)
    return programme


@transaction.atomic
def hold(
    *,
    programme: Programme,
    line: UUID | None,
    reason: str,
    cause: str,
    at: datetime,
    by: Actor,
) -> Hold:
    """Hold one line, or with None everything. The same cause sent again holds once."""
    (row,) = hold_all(programme=programme, wanted=[OneHold(line, cause, reason, at)], by=by)
    return row


@transaction.atomic
def release(*, programme: Programme, line: UUID | None, reason: str, by: Staff) -> int:
    """Release the open holds of a line, or with None those of the whole programme.

    Only a practitioner, and only with a reason. Answers how many holds were released.
    """
    holds = Hold.objects.filter(programme=programme, line=line, released_at=None)
    return release_holds(
        programme=programme, holds=holds.values_list("pk", flat=True), reason=reason, by=by
    )


@transaction.atomic
def release_holds(*, programme: Programme, holds: Iterable[UUID], reason: str, by: Staff) -> int:
    """Release these holds, all for one reason, and write down for each line what was released.

    Only a practitioner, and only with a reason. Answers how many were still open.
    """
    programme = _locked(programme)
    require(by, Action.RELEASE_HOLD, programme.patient.clinic_id)
    if is_blank(reason):
        raise ReasonMissing("Say in a few words why this may go on. It goes into the record.")
    now = timezone.now()
    still = Hold.objects.filter(programme=programme, pk__in=list(holds), released_at=None)
    released = list(still.values_list("pk", "line"))
    Hold.objects.filter(pk__in=[pk for pk, _line in released]).update(
        released_at=now, released_by=by, release_reason=reason.strip()
    )
    if released:
        Programme.objects.filter(pk=programme.pk).update(changed_at=now)
    for line in dict.fromkeys(line for _pk, line in released):
        record(
            by=by,
            clinic=programme.patient.clinic_id,
            action="released",
            subject="programme",
            subject_id=programme.pk,
            line=str(line) if line else "everything",
            reason=reason.strip(),
        )
    return len(released)
