"""The conversation of a patient and the clinic."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from goodform.desk.band import band_of
from goodform.desk.forms.message import ReplyForm
from goodform.desk.page import desk_page
from goodform.desk.whose_page import patient_at
from goodform.inbox.message_actions import SomebodyElses, answer_message, mark_read
from goodform.inbox.message_queries import messages_with
from goodform.people.access import Action, reader_of
from goodform.people.doors import for_staff
from goodform.people.models import Patient, Staff


@for_staff(Action.HANDLE_ALERTS)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def conversation(request: HttpRequest, pk: UUID, *, staff: Staff) -> HttpResponse:
    """Everything written, oldest first. POST sends, or with `do=read` marks theirs as read."""
    patient = patient_at(request, pk)
    form = ReplyForm(initial={"message": uuid4()})
    if request.method == "POST" and request.POST.get("do") == "read":
        mark_read(patient=patient, by=staff)
        return redirect("conversation", pk=pk)
    if request.method == "POST":
        form = ReplyForm(request.POST)
        if form.is_valid() and not patient.may_come_in:
            form.add_error(None, _("Nobody reads messages there any more."))
        elif form.is_valid():
            try:
                answer_message(
                    patient=patient,
                    text=form.cleaned_data["text"],
                    message=form.cleaned_data["message"],
                    by=staff,
                )
            except SomebodyElses as problem:
                form.add_error(None, str(problem))
            else:
                messages.success(request, _sent(patient))
                return redirect("conversation", pk=pk)
    written = messages_with(request.user, patient)
    return desk_page(
        request,
        "desk/conversation.html",
        {
            "section": "caseload",
            "band": band_of(patient, reader=reader_of(request.user), staff=staff),
            "patient": patient,
            "written": written,
            "unread": any(row.from_patient and row.read_at is None for row in written),
            "form": form,
        },
        status=422 if form.errors else 200,
    )


def _sent(patient: Patient) -> str:
    """Words for who sent it: a mail follows, while the care goes on and an address is known."""
    if patient.ended_at is not None:
        return _("Kept. %(name)s reads it on their page, and gets no mail.") % {
            "name": patient.called
        }
    if not patient.email:
        words = _("Kept. %(name)s has no email address, so nobody is mailed. Phone, if it matters.")
        return words % {"name": patient.called}
    return _("Sent. %(name)s gets a mail.") % {"name": patient.called}
