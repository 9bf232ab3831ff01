"""The page of messages with the clinic. Open to the patient also while locked."""

from uuid import uuid4

from django.contrib import messages as notices
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from goodform.inbox.message_actions import SomebodyElses, mark_read_by_patient
from goodform.inbox.message_queries import advice_on_what_was_written, messages_with
from goodform.inbox.writing import send_message
from goodform.people.doors import for_patient
from goodform.people.models import Patient
from goodform.safety.written_signs import words_for_a_page
from goodform.today.messages_form import MessageForm
from goodform.today.warning_signs import warning_signs


@for_patient(also_ended={"POST"})
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def messages(request: HttpRequest, *, patient: Patient) -> HttpResponse:
    """Everything written, newest first; what the clinic wrote counts as read. POST sends.

    What somebody wrote before their page was closed is still sent.
    """
    form = MessageForm(initial={"message": uuid4()})
    if request.method == "POST":
        form = MessageForm(request.POST)
        if form.is_valid():
            try:
                _send(form, patient)
            except SomebodyElses:
                form = _once_more(form.cleaned_data["text"])
            else:
                notices.success(request, _("Sent to the clinic."))
                return redirect("messages")
    written = messages_with(request.user, patient)
    mark_read_by_patient(by=patient)
    return render(
        request,
        "today/messages.html",
        {
            "section": "messages",
            "written": tuple(reversed(written)),
            "form": form,
            "signs": warning_signs(patient.clinic.country_pack),
            "advice": advice_on_what_was_written(patient),
            "sign_words": words_for_a_page(),
        },
        status=422 if form.errors else 200,
    )


def _send(form: MessageForm, patient: Patient) -> None:
    send_message(
        patient=patient,
        message=form.cleaned_data["message"],
        text=form.cleaned_data["text"],
        written_at=timezone.now(),
        by=patient,
    )


def _once_more(text: str) -> MessageForm:
    """The same words under an id of their own: the one they came with belongs to somebody else."""
    form = MessageForm({"message": str(uuid4()), "text": text})
    if form.is_valid():
        form.add_error("text", _("This did not go through. Please send it once more."))
    return form
