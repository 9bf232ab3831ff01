"""A new person's request is answered, taken back, or over because nobody answered in time."""

from datetime import datetime, timedelta
from uuid import uuid4

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from goodform.audit.actions import SOFTWARE, UNKNOWN
from goodform.booking.actions import (
    MovedMeanwhile,
    VisitWish,
    book,
    cancel,
    may_be_changed_online,
)
from goodform.booking.asking import let_go, locked_request, mail_about, note_request
from goodform.booking.kinds import REQUEST_DECLINED, REQUEST_RUN_OUT
from goodform.booking.models import Appointment
from goodform.booking.request_model import RequestState, VisitRequest
from goodform.people.access import Action
from goodform.people.doors import require
from goodform.people.models import Patient, Staff

UNTYPED_KEPT = timedelta(days=1)
KEPT_AFTER = timedelta(days=30)
AT_ONCE = 200


def still_open(asked: VisitRequest, now: datetime) -> bool:
    """Whether the clinic can still say yes or no: by the clock, whatever the row says."""
    until = asked.expires_at
    return asked.state == RequestState.OPEN and until is not None and until > now


def _to_answer(asked: VisitRequest, by: Staff) -> VisitRequest:
    asked = locked_request(asked.pk)
    require(by, Action.BOOK, asked.clinic_id)
    if not still_open(asked, timezone.now()):
        raise MovedMeanwhile
    return asked


@transaction.atomic
def accept(*, asked: VisitRequest, patient: Patient, by: Staff) -> Appointment:
    """Book it for a patient, new or known. Raises `MovedMeanwhile`, `NotOffered`, `TimeTaken`."""
    # Before the time: whoever books for this patient locks in that order, too.
    patient = Patient.objects.select_for_update(of=("self",), no_key=True).get(
        pk=patient.pk, clinic=by.clinic_id
    )
    asked = _to_answer(asked, by)
    let_go(asked)
    asked.state, asked.patient = RequestState.ACCEPTED, patient
    asked.answered_at, asked.answered_by = timezone.now(), by
    asked.save()
    wish = VisitWish(uuid4(), asked.type, asked.practitioner_id, asked.starts_at)
    asked.visit = book(wish=wish, patient=patient, by=by)
    asked.save(update_fields=["visit"])
    note_request(asked, by, "accepted")
    return asked.visit


@transaction.atomic
def decline(*, asked: VisitRequest, by: Staff) -> VisitRequest:
    """Say no, by mail. Raises `MovedMeanwhile`."""
    asked = _to_answer(asked, by)
    let_go(asked)
    now = timezone.now()
    asked.state, asked.answered_at, asked.answered_by = RequestState.DECLINED, now, by
    asked.save()
    mail_about(asked, REQUEST_DECLINED, now)
    note_request(asked, by, "declined")
    return asked


@transaction.atomic
def withdraw(*, asked: VisitRequest) -> VisitRequest:
    """Take it back: the time is free, and what they said of themselves is forgotten.

    One that was accepted is cancelled. Raises `TooLateToChange`, `MovedMeanwhile`.
    """
    asked = locked_request(asked.pk)
    if asked.state == RequestState.ACCEPTED:
        visit = asked.visit
        if visit is not None:
            cancel(visit=visit, by=visit.patient)
        return asked
    if asked.state not in {RequestState.ASKED, RequestState.OPEN}:
        return asked
    was_open = asked.state == RequestState.OPEN
    let_go(asked)
    asked.state, asked.answered_at, asked.code_hash = RequestState.WITHDRAWN, timezone.now(), ""
    asked.name = asked.email = asked.phone = asked.words = ""
    asked.save()
    if was_open:
        note_request(asked, UNKNOWN, "withdrew")
    return asked


def may_be_taken_back(asked: VisitRequest, now: datetime) -> bool:
    """Whether the asker can still take it back on its page."""
    if asked.state == RequestState.ACCEPTED:
        return asked.visit is not None and may_be_changed_online(asked.visit, now)
    return asked.state == RequestState.ASKED or still_open(asked, now)


def let_run_out(now: datetime) -> int:
    """Say to whoever waited in vain that nobody answered; forget what is over; how many went."""
    over = VisitRequest.objects.filter(
        Q(state=RequestState.OPEN, expires_at__lte=now)
        | Q(state=RequestState.RUN_OUT, blocks__isnull=False)
    )
    done = 0
    for pk in list(over.order_by("pk").values_list("pk", flat=True).distinct()[:AT_ONCE]):
        with transaction.atomic():
            asked = locked_request(pk)
            if asked.state not in {RequestState.OPEN, RequestState.RUN_OUT}:
                continue
            let_go(asked)
            if asked.state == RequestState.RUN_OUT:
                continue
            asked.state, asked.answered_at = RequestState.RUN_OUT, now
            asked.save()
            mail_about(asked, REQUEST_RUN_OUT, now)
            note_request(asked, SOFTWARE, "let run out")
            done += 1
    return done + _forget_over(now)


def _forget_over(now: datetime) -> int:
    ended = Q(answered_at__lt=now - KEPT_AFTER)
    accepted = Q(state=RequestState.ACCEPTED)
    old = VisitRequest.objects.filter(
        Q(state=RequestState.ASKED, asked_at__lt=now - UNTYPED_KEPT)
        | (ended & ~accepted)
        | (ended & accepted & Q(starts_at__lt=now - KEPT_AFTER))
    )
    return old.delete()[0]
