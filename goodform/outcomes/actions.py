"""Giving questionnaires, answering them, and writing down goals and licences."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from goodform.audit.actions import Actor, record
from goodform.outcomes.as_typed import own_words
from goodform.outcomes.instrument import Instrument, WhoseText
from goodform.outcomes.instrument_files import instruments
from goodform.outcomes.models import BroughtText, Goal, Sheet, WhenAsked
from goodform.outcomes.queries import usable_at, words_of
from goodform.outcomes.scoring import NotAnAnswer, check_answers, score
from goodform.people.access import Action
from goodform.people.doors import NotAllowed, require
from goodform.people.models import Clinic, Patient, Staff

SIX_WEEKS = timedelta(weeks=6)
MOST_AT_ONCE = 4
"""Questionnaires in a plan: about five minutes."""
MOST_OPEN = 20
MOST_GOALS = 5
FEWEST_ACTIVITIES, MOST_ACTIVITIES = 3, 5
LONGEST_ITEM = 600
MOST_TEXTS = 50
"""Texts a clinic may bring in all, old versions counted."""


class CannotBeGiven(ValueError):
    """The plan cannot be given as it is; the sentence says why."""


class CannotBeAnswered(ValueError):
    """The answer cannot be taken; the sentence says why. Nothing was lost."""


def _locked(patient: Patient) -> Patient:
    return Patient.objects.select_for_update(no_key=True).get(pk=patient.pk)


@transaction.atomic
def give(
    *, patient: Patient, chosen: Sequence[str], moment: WhenAsked, due_on: date, by: Staff
) -> list[Sheet]:
    """Ask these of a patient from a day on. What is asked on that day already stays as it is."""
    require(by, Action.ASSESS, patient.clinic_id)
    _locked(patient)
    usable = usable_at(patient.clinic_id)
    names = list(dict.fromkeys(chosen))
    if not names or len(names) > MOST_AT_ONCE:
        raise CannotBeGiven(_("Choose one to %(most)s questionnaires.") % {"most": MOST_AT_ONCE})
    if any(name not in usable for name in names):
        raise CannotBeGiven(_("Your clinic has not brought the text of that questionnaire yet."))
    rows = Sheet.objects.filter(patient=patient)
    if rows.filter(answered_at=None).count() + len(names) > MOST_OPEN:
        raise CannotBeGiven(_("Too many questionnaires wait for this patient already."))
    there = set(rows.filter(due_on=due_on).values_list("instrument", flat=True))
    made = [
        _sheet(patient, usable[name], moment=moment, due_on=due_on, by=by)
        for name in names
        if name not in there
    ]
    Sheet.objects.bulk_create(made)
    for row in made:
        _note(row, "gave a questionnaire", by=by, due_on=due_on.isoformat())
    return made


@transaction.atomic
def give_plan(*, patient: Patient, chosen: Sequence[str], start: date, by: Staff) -> list[Sheet]:
    """Ask these at the start and after six weeks. Discharge is given when its day is known."""
    first = give(patient=patient, chosen=chosen, moment=WhenAsked.START, due_on=start, by=by)
    later = give(
        patient=patient, chosen=chosen, moment=WhenAsked.SIX_WEEKS, due_on=start + SIX_WEEKS, by=by
    )
    return [*first, *later]


def _sheet(
    patient: Patient, instrument: Instrument, *, moment: WhenAsked, due_on: date, by: Staff
) -> Sheet:
    return Sheet(
        patient=patient,
        instrument=instrument.id,
        version=instrument.version,
        mark=instrument.mark,
        moment=moment,
        due_on=due_on,
        given_by=by,
        given_at=timezone.now(),
        asked=_as_before(patient, instrument)
        if instrument.own_words
        else dict(words_of(instrument, patient.clinic_id)),
    )


def _as_before(patient: Patient, instrument: Instrument) -> dict[str, str]:
    """The activities this patient named before: the same ones are asked each time."""
    both = Patient.objects.same_person(patient.pk)
    rows = Sheet.objects.filter(patient__in=both, instrument=instrument.id).exclude(asked={})
    before = rows.order_by("due_on", "given_at").first()
    return dict(before.asked) if before else {}


def _to_write(sheet: Sheet, *, by: Actor, entered_by: Staff | None) -> tuple[Sheet, Instrument]:
    """The sheet, locked, for its patient or a practitioner with the paper; open, and unchanged."""
    _locked(sheet.patient)
    row = Sheet.objects.select_related("patient").select_for_update(of=("self",)).get(pk=sheet.pk)
    if entered_by is not None:
        require(entered_by, Action.ASSESS, row.patient.clinic_id)
    elif by.audit_id != row.patient.audit_id:
        raise NotAllowed(_("Only the patient, or their clinic from paper, writes here."))
    if row.answered_at is not None:
        raise CannotBeAnswered(_("This one is answered already. Your answers are kept."))
    instrument = row.file
    if instrument is None or instrument.mark != row.mark:
        raise CannotBeAnswered(
            _("These questions changed after they were given. Your clinic gives them anew.")
        )
    return row, instrument


@transaction.atomic
def name_activities(
    *, sheet: Sheet, texts: Sequence[str], by: Actor, entered_by: Staff | None = None
) -> Sheet:
    """Write down the patient's own three to five activities, for this sheet and the later ones."""
    row, instrument = _to_write(sheet, by=by, entered_by=entered_by)
    words = [own_words(text) for text in texts if text.strip()]
    if not instrument.own_words or row.answers:
        raise CannotBeAnswered(_("The activities stand already. The same ones are asked again."))
    if not FEWEST_ACTIVITIES <= len(words) <= MOST_ACTIVITIES:
        raise CannotBeAnswered(
            _("Name %(least)s to %(most)s activities.")
            % {"least": FEWEST_ACTIVITIES, "most": MOST_ACTIVITIES}
        )
    if len({each.casefold() for each in words}) < len(words):
        raise CannotBeAnswered(_("One activity stands there twice. Name another."))
    row.asked = {item.id: text for item, text in zip(instrument.items, words, strict=False)}
    waiting = Sheet.objects.filter(
        patient=row.patient, instrument=row.instrument, answered_at=None, answers={}
    )
    waiting.update(asked=row.asked)
    _note(row, "named their activities", by=by, activities=len(words))
    return row


@transaction.atomic
def answer(
    *,
    sheet: Sheet,
    answers: Mapping[str, int],
    passed: Sequence[str] = (),
    by: Actor,
    entered_by: Staff | None = None,
) -> Sheet:
    """Take one answer or all of them; the sheet is done once nothing is left to ask.

    A later answer to the same question stands, until the sheet is done. `passed` are questions
    they would rather not answer.
    """
    row, instrument = _to_write(sheet, by=by, entered_by=entered_by)
    if not row.asked:
        raise CannotBeAnswered(_("Name your activities first."))
    try:
        check_answers(instrument, answers)
    except NotAnAnswer:
        raise CannotBeAnswered(_("Choose one of the answers that are offered.")) from None
    if not {*answers, *passed} <= set(row.asked):
        raise CannotBeAnswered(_("That question is not on this sheet."))
    row.answers = {**row.answers, **answers}
    row.passed = sorted({*row.passed, *passed} - set(row.answers))
    row.entered_by = entered_by
    left = set(row.asked) - set(row.answers) - set(row.passed)
    if not left or instrument.unticked_is_zero:
        _finish(row, instrument, by=by)
    row.save()
    return row


def _finish(row: Sheet, instrument: Instrument, *, by: Actor) -> None:
    """Work out the score once, and write down that it was answered; never what."""
    found = score(instrument, row.answers)
    row.answered_at = timezone.now()
    row.score, row.profile = found.value, found.profile
    row.level, row.why_none = found.level or "", found.why_none or ""
    _note(row, "answered a questionnaire", by=by, on_paper=row.entered_by is not None)


def _note(row: Sheet, action: str, *, by: Actor, **facts: object) -> None:
    record(
        by=by,
        clinic=row.patient.clinic_id,
        action=action,
        subject="questionnaire",
        subject_id=row.pk,
        instrument=row.instrument,
        moment=str(row.moment),
        **facts,
    )


@transaction.atomic
def write_goal(*, patient: Patient, text: str, by: Patient | Staff) -> Goal:
    """Write down what a patient wants to be able to do; by themselves, or at the clinic."""
    _may_write_goal(patient, by)
    _locked(patient)
    if Goal.objects.filter(patient=patient, ended_at=None).count() >= MOST_GOALS:
        raise CannotBeAnswered(
            _("There are %(most)s goals already. End one first.") % {"most": MOST_GOALS}
        )
    goal = Goal.objects.create(patient=patient, text=own_words(text), written_at=timezone.now())
    _note_goal(goal, patient, "wrote a goal", by)
    return goal


@transaction.atomic
def end_goal(*, goal: Goal, by: Patient | Staff) -> None:
    """Say that a goal is one no longer. What was written stays to be read."""
    _may_write_goal(goal.patient, by)
    if Goal.objects.filter(pk=goal.pk, ended_at=None).update(ended_at=timezone.now()):
        _note_goal(goal, goal.patient, "ended a goal", by)


def _may_write_goal(patient: Patient, by: Patient | Staff) -> None:
    if isinstance(by, Staff):
        require(by, Action.ASSESS, patient.clinic_id)
    elif by.pk != patient.pk:
        raise NotAllowed(_("Only the patient and their practitioner write here."))


def _note_goal(goal: Goal, patient: Patient, action: str, by: Patient | Staff) -> None:
    record(by=by, clinic=patient.clinic_id, action=action, subject="goal", subject_id=goal.pk)


@transaction.atomic
def bring_text(
    *,
    clinic: Clinic,
    instrument: str,
    items: Mapping[str, str],
    holder: str,
    licensed_on: date,
    by: Staff,
) -> BroughtText:
    """Take the words a clinic brings for an instrument, with its licence or permission."""
    require(by, Action.MANAGE_CLINIC, clinic.pk)
    file = instruments().get(instrument)
    if file is None or file.text is not WhoseText.CLINIC:
        raise CannotBeGiven(_("This questionnaire needs no text from you."))
    if set(items) != {item.id for item in file.items}:
        raise CannotBeGiven(_("Give the words of every question, each under its own name."))
    if licensed_on > timezone.localdate():
        raise CannotBeGiven(_("The licence begins in the future. Check its date."))
    if BroughtText.objects.filter(clinic=clinic).count() >= MOST_TEXTS:
        raise CannotBeGiven(_("Your clinic has brought too many texts already."))
    row = BroughtText.objects.create(
        clinic=clinic,
        instrument=file.id,
        version=file.version,
        items={name: own_words(text, most=LONGEST_ITEM) for name, text in items.items()},
        holder=own_words(holder),
        licensed_on=licensed_on,
        recorded_by=by,
        recorded_at=timezone.now(),
    )
    _note_licence(row, clinic.pk, by)
    return row


def _note_licence(row: BroughtText, clinic: UUID, by: Staff) -> None:
    record(
        by=by,
        clinic=clinic,
        action="recorded a licence",
        subject="questionnaire text",
        subject_id=row.pk,
        instrument=row.instrument,
        holder=row.holder,
        licensed_on=row.licensed_on.isoformat(),
    )
