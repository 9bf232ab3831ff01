"""The diary's addresses for a patient's device, in JSON. Errors carry a code and a sentence."""

from datetime import date
from uuid import UUID

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.request import UnreadablePostError
from django.middleware.csrf import get_token
from django.utils import timezone
from django.utils.translation import gettext as _

from goodform.diary.actions import SomebodyElsesSession, Taken, take_session
from goodform.diary.beyond import keep_beyond
from goodform.diary.clock import clock_of
from goodform.diary.morning_actions import take_morning
from goodform.diary.parsing import read_message, read_morning, read_session
from goodform.diary.queries import today_of
from goodform.diary.queue_to_write import in_turn
from goodform.diary.taking import ACCEPTED, Result
from goodform.diary.values_sent import BodyUnreadable, Malformed
from goodform.diary.what_is_prescribed import HeldNow
from goodform.diary.who_may_send import for_patients, not_here, problem, too_often
from goodform.inbox.message_actions import MessageRefused, SomebodyElses
from goodform.inbox.writing import send_message
from goodform.people.models import Patient

MOST_BYTES = 1024 * 1024
"""A week of sessions is a hundredth of this."""


DIGITS = 12
"""More of a length are not read."""


class BodyTooLong(ValueError):
    """More than any day's exercises; nothing of it was read."""


def body_of(request: HttpRequest) -> bytes:
    """The request's body; raises BodyTooLong, or BodyUnreadable where the line broke."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not (length.isascii() and length.isdigit()):
        raise BodyUnreadable("The length is no number.")
    if len(length) > DIGITS or int(length) > MOST_BYTES:
        raise BodyTooLong
    try:
        body = request.body
    except RequestDataTooBig as error:
        raise BodyTooLong from error
    except UnreadablePostError as error:
        raise BodyUnreadable("The connection broke.") from error
    if len(body) > MOST_BYTES:
        raise BodyTooLong
    return body


def too_long() -> JsonResponse:
    """413."""
    return problem(413, "too_long", _("This is too much to send at once. Phone us instead."))


def unreadable() -> JsonResponse:
    """400."""
    return problem(400, "unreadable", _("We could not read this. Phone us instead."))


@for_patients("GET")
def today_api(request: HttpRequest, *, patient: Patient) -> JsonResponse:
    """`GET /api/today`: what is prescribed and due; sets the cookie that sending needs."""
    get_token(request)
    return JsonResponse(today_of(patient))


@for_patients("PUT", also_ended=True)
def session_api(request: HttpRequest, session: UUID, *, patient: Patient) -> HttpResponse:
    """`PUT /api/sessions/<uuid>`: 201 the first time, 200 again, and what became of each entry."""
    try:
        body = body_of(request)
        document = read_session(body, session)
        received = timezone.now()
        with in_turn(patient.pk, size=len(body)):
            refused = too_often(patient)
            if refused is not None and not document.tells_of_harm:
                return refused
            taken = take_session(
                patient=patient,
                session=session,
                document=document,
                received_at=received,
                by=patient,
            )
        for rows in taken.beyond:
            with in_turn(patient.pk):
                keep_beyond(patient=patient, rows=rows, by=patient)
    except BodyTooLong:
        return too_long()
    except BodyUnreadable:
        return unreadable()
    except SomebodyElsesSession:
        return not_here()
    return JsonResponse(_said_back(taken), status=201 if taken.made else 200)


def _said_back(taken: Taken) -> dict[str, object]:
    return {
        "session": str(taken.session),
        "entries": [_result(each) for each in taken.results],
        "flags": list(taken.flags),
        **_held(taken.held, taken.advice),
    }


def _result(each: Result) -> dict[str, object]:
    return {
        "id": each.sent_id,
        "result": each.result,
        "code": each.code,
        "sentence": each.sentence,
    }


def _held(held: HeldNow, advice: str | None) -> dict[str, object]:
    return {
        "held": [str(each) for each in held.prescriptions],
        "everything_held": held.everything,
        "advice": advice,
    }


@for_patients("PUT", also_ended=True)
def morning_api(request: HttpRequest, day: date, *, patient: Patient) -> HttpResponse:
    """`PUT /api/mornings/<date>`: how the back was; 201 the first time, 200 again."""
    try:
        document = read_morning(body_of(request))
    except BodyTooLong:
        return too_long()
    except BodyUnreadable:
        return unreadable()
    received = timezone.now()
    with in_turn(patient.pk):
        refused = too_often(patient)
        if refused is not None and document.settled is not False:
            return refused
        taken = take_morning(
            patient=patient, day=day, document=document, received_at=received, by=patient
        )
    said = {"date": taken.day.isoformat(), **_held(taken.held, taken.advice)}
    said.update({key: word for key, word in _result(taken.result).items() if key != "id"})
    return JsonResponse(said, status=201 if taken.made else 200)


@for_patients("PUT", also_ended=True)
def message_api(request: HttpRequest, message: UUID, *, patient: Patient) -> HttpResponse:
    """`PUT /api/messages/<uuid>`: a few words to the clinic; 201 the first time, 200 again."""
    now = timezone.now()
    try:
        document = read_message(body_of(request))
        clock = clock_of(
            sent_at=document.sent_at, offset_s=document.clock_offset_s, received_at=now
        )
        with in_turn(patient.pk):
            refused = too_often(patient)
            if refused is not None:
                return refused
            _row, made = send_message(
                patient=patient,
                message=message,
                text=document.text,
                written_at=clock.corrected(document.written_at or document.sent_at or now),
                by=patient,
            )
    except BodyTooLong:
        return too_long()
    except (BodyUnreadable, Malformed):
        return unreadable()
    except MessageRefused as refusal:
        return problem(422, "message_refused", str(refusal))
    except SomebodyElses:
        return not_here()
    said = {"message": str(message), "result": ACCEPTED, "code": None, "sentence": None}
    return JsonResponse(said, status=201 if made else 200)
