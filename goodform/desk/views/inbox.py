"""The inbox: all the clinic must see, and its answer."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from uuid import UUID

from django.contrib import messages
from django.forms import Form, ModelChoiceField
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from goodform.desk.actions import (
    NoEasierRung,
    NothingHeld,
    ReleaseDone,
    SteppedBack,
    release_from_case,
    step_back_from_case,
)
from goodform.desk.case_page import case_page
from goodform.desk.forms.case import TRY_AGAIN, CloseForm, HandForm, ReleaseForm, StepBackForm
from goodform.desk.page import desk_page
from goodform.desk.queue import QueueGroup, queue_of
from goodform.desk.whose_page import note_list, note_sight
from goodform.desk.why_ended import ended_notice
from goodform.desk.why_on_hold import names_in_words
from goodform.inbox.answer_actions import (
    AlreadyClosed,
    AlreadyTaken,
    CannotBeHandedTo,
    NotShown,
    acknowledge,
    hand_to,
    note_attempt,
    resolve,
)
from goodform.inbox.held import StillHeld
from goodform.inbox.hold_count import hold_count
from goodform.inbox.message_queries import MessageRow, unread_messages
from goodform.inbox.models import Alert, Closing
from goodform.inbox.overseen import overseen_by, people_waiting
from goodform.inbox.queries import (
    Case,
    Inbox,
    case_of,
    handlers_in,
    open_alerts,
)
from goodform.people.access import Action, Reader, Role, reader_of
from goodform.people.doors import for_staff, require
from goodform.people.models import Patient, Staff
from goodform.programmes.actions import NotGiven, StaleEdit


@dataclass(frozen=True)
class Queue:
    """The left side: what is open, for whom. `waiting` counts the people who need the reader."""

    inbox: Inbox
    waiting: int
    groups: tuple[QueueGroup, ...]
    everyone: bool
    has_own: bool
    messages: tuple[MessageRow, ...]


def _queue(request: HttpRequest, staff: Staff, reader: Reader) -> Queue:
    has_own = Role.PRACTITIONER in reader.roles
    everyone = not has_own or request.GET.get("of") == "everyone"
    inbox = open_alerts(request.user, mine=not everyone)
    groups = queue_of(inbox, staff=staff.pk, zone=staff.clinic.zone, now=timezone.now())
    waiting = people_waiting(request.user, mine=has_own)
    return Queue(inbox, waiting, groups, everyone, has_own, unread_messages(request.user))


@for_staff(Action.SEE_ALERTS)
@never_cache
@require_safe
def inbox(request: HttpRequest, *, staff: Staff) -> HttpResponse:
    """Call now, today, this week. An owner who is no clinician sees what they are told of."""
    reader = reader_of(request.user)
    note_list(request, staff.clinic)
    overseen = overseen_by(request.user)
    if not reader.may(Action.SEE_PATIENTS):
        return desk_page(
            request,
            "desk/overseen.html",
            {
                "section": "inbox",
                "overseen": overseen,
                "inbox_count": overseen.count or None,
                "hold_count": hold_count(staff.clinic_id, timezone.now()),
            },
        )
    queue = _queue(request, staff, reader)
    overseen = replace(overseen, waiting=()) if queue.everyone else overseen.beside(staff.pk)
    own = Patient.objects.visible_to(request.user).filter(ended_at=None)
    if not queue.everyone:
        own = own.filter(practitioner=staff)
    return desk_page(
        request,
        "desk/inbox.html",
        {
            "section": "inbox",
            "queue": queue,
            "overseen": overseen,
            "may_open": True,
            "hold_count": hold_count(staff.clinic_id, timezone.now())
            if Role.OWNER in reader.roles
            else None,
            "inbox_count": queue.waiting or None,
            "others": max(0, own.count() - queue.inbox.people),
            "now": timezone.now(),
        },
    )


@dataclass(frozen=True)
class CasePost:
    """One POST to a case: the forms of the page, one of them filled in."""

    request: HttpRequest
    staff: Staff
    case: Case
    close: CloseForm
    release: ReleaseForm
    step: StepBackForm
    hand: HandForm

    @property
    def alert(self) -> Alert:
        """The case's alert."""
        return self.case.alert

    @property
    def seen(self) -> int:
        """The mark of what the page showed last; 0, which is nothing, where it does not say."""
        said = self.request.POST.get("seen", "")
        return int(said) if said.isascii() and said.isdecimal() and len(said) < 19 else 0


def _answer(request: HttpRequest, staff: Staff, case: Case) -> CasePost:
    said = request.POST.get("do", "").partition(":")[0]

    def data(verb: str) -> "dict[str, object] | None":
        return request.POST if said == verb else None  # type: ignore[return-value]

    hand = HandForm(data("hand"))
    chooser = hand.fields["to"]
    assert isinstance(chooser, ModelChoiceField)  # noqa: S101
    others = [each.pk for each in handlers_in(request.user) if each.pk != staff.pk]
    chooser.queryset = Staff.objects.filter(pk__in=others).order_by("name")
    return CasePost(
        request,
        staff,
        case,
        close=CloseForm(data("close")),
        release=ReleaseForm(data("release")),
        step=StepBackForm(data("step"), called=case.alert.patient.called),
        hand=hand,
    )


@for_staff(Action.SEE_ALERTS, Action.SEE_PATIENTS, about="alert")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def alert(request: HttpRequest, pk: UUID, *, staff: Staff) -> HttpResponse:
    """One case; POST `do` takes it, hands it over, releases, steps back or closes it."""
    try:
        case = case_of(request.user, pk)
    except Alert.DoesNotExist:
        raise Http404 from None
    note_sight(request, staff.clinic, subject="alert", subject_id=pk)
    answer = _answer(request, staff, case)
    if request.method == "POST":
        require(staff, Action.HANDLE_ALERTS, staff.clinic_id)
        return _act(answer)
    return _show(answer)


def _act(answer: CasePost) -> HttpResponse:
    verb, _colon, subject = answer.request.POST.get("do", "").partition(":")
    steps: dict[str, Callable[[CasePost, str], str | None]] = {
        "take": _take,
        "hand": _hand,
        "release": _release,
        "step": _step_back,
        "close": _close,
    }
    if verb not in steps:
        raise Http404
    try:
        done = steps[verb](answer, subject)
    except (AlreadyTaken, AlreadyClosed, NotShown, StaleEdit) as problem:
        messages.warning(answer.request, str(problem))
        said = answer.request.POST
        words = ("what_was_done", "step-why", "release-reason")
        unsaved = next((said[each] for each in words if said.get(each)), "")
        anew = _answer(answer.request, answer.staff, case_of(answer.staff.user, answer.alert.pk))
        if isinstance(problem, StaleEdit):
            anew = replace(anew, step=StepBackForm(called=anew.alert.patient.called))
        return _show(anew, status=409, unsaved=unsaved)
    if done is None:
        return _show(answer, status=422)
    messages.success(answer.request, done)
    return redirect("alert", pk=answer.alert.pk)


def _take(answer: CasePost, _subject: str) -> str | None:
    acknowledge(alert=answer.alert, by=answer.staff, seen=answer.seen)
    return _("You have this.")


def _hand(answer: CasePost, _subject: str) -> str | None:
    if not answer.hand.is_valid():
        return None
    to = answer.hand.cleaned_data["to"]
    try:
        hand_to(alert=answer.alert, to=to, by=answer.staff)
    except CannotBeHandedTo as problem:
        answer.hand.add_error("to", str(problem))
        return None
    return _("Handed to %(name)s, who gets a mail.") % {"name": to.name}


def _release(answer: CasePost, subject: str) -> str | None:
    if not answer.release.is_valid():
        return None
    said = answer.release.cleaned_data
    try:
        released = release_from_case(
            alert=answer.alert,
            what=subject,
            reason=said["reason"],
            close=said["close"] and answer.alert.resolved_at is None,
            by=answer.staff,
            seen=answer.seen,
        )
    except NothingHeld:
        answer.release.add_error(None, _("Nothing waits here any more. Somebody released it."))
        return None
    return _released_words(answer.alert, released, wanted_closed=said["close"])


def _released_words(alert: Alert, released: ReleaseDone, *, wanted_closed: bool) -> str:
    """The sentence on what may be done again from now on, and what may not yet."""
    names, left = names_in_words(released.things), names_in_words(released.stays)
    if not left:
        said = _("Released: %(names)s. %(called)s may do it again from now on.")
    elif any(each.line is None for each in released.stays):
        said = _("Released: %(names)s. Nothing may be done yet. Stays on hold: %(left)s.")
    else:
        said = _("Released: %(names)s. Stays on hold: %(left)s.")
    words = said % {"names": names, "left": left, "called": alert.patient.called}
    if wanted_closed and alert.resolved_at is None and not released.closed:
        words += " " + _("This case stays open, since it still holds something.")
    return words


def _step_back(answer: CasePost, _subject: str) -> str | None:
    if not answer.step.is_valid():
        return None
    said = answer.step.cleaned_data
    try:
        row = step_back_from_case(
            alert=answer.alert,
            said=SteppedBack(
                made_from=said["made_from"],
                dose=answer.step.dose,
                why=said["why"],
                form_checked=said["form_checked"],
                form_reason=said["form_reason"],
                caution_reason=said["caution_reason"],
            ),
            let_go_on=said["let_go_on"],
            close=said["close"],
            by=answer.staff,
            seen=answer.seen,
        )
    except NoEasierRung:
        answer.step.add_error(None, _("There is nothing easier in the library."))
        return None
    except NotGiven as problem:
        for each in problem.problems:
            field = each.field if each.field in answer.step.fields else None
            answer.step.add_error(field, each.sentence)
        return None
    return _("%(name)s now has %(exercise)s, and reads why.") % {
        "name": answer.alert.patient.called,
        "exercise": row.exercise.name,
    }


def _close(answer: CasePost, _subject: str) -> str | None:
    if not answer.close.is_valid():
        return None
    said = answer.close.cleaned_data
    if said["outcome"] == TRY_AGAIN:
        note_attempt(
            alert=answer.alert,
            what_was_done=said["what_was_done"],
            by=answer.staff,
            seen=answer.seen,
        )
        return _("Noted. The case stays open, and yours.")
    try:
        resolve(
            alert=answer.alert,
            outcome=Closing(said["outcome"]),
            what_was_done=said["what_was_done"],
            by=answer.staff,
            seen=answer.seen,
        )
    except StillHeld as problem:
        answer.close.add_error("outcome", str(problem))
        return None
    return _("Closed.")


def _show(answer: CasePost, *, status: int = 200, unsaved: str = "") -> HttpResponse:
    request, reader = answer.request, reader_of(answer.request.user)
    queue = _queue(request, answer.staff, reader)
    page = case_page(answer.case, staff=answer.staff.pk, now=timezone.now())
    step = answer.step
    if not step.is_bound:
        step = StepBackForm(called=answer.alert.patient.called, step=page.step)
    forms: list[Form] = [answer.close, answer.release, step, answer.hand]
    return desk_page(
        request,
        "desk/alert.html",
        {
            "section": "inbox",
            "queue": queue,
            "inbox_count": queue.waiting or None,
            "case": page,
            "may_handle": reader.may(Action.HANDLE_ALERTS),
            "clinical": reader.may(Action.SEE_CLINICAL),
            "close_form": answer.close,
            "release_form": answer.release,
            "step_form": step,
            "hand_form": answer.hand,
            "wrong": any(form.errors for form in forms),
            "unsaved": unsaved,
            "ended": ended_notice(answer.alert.patient, reader),
        },
        status=status,
    )
