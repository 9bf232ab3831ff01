"""The patient's permissions: asked, shown and taken back."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from goodform.people.actions import record_consent, withdraw_consent
from goodform.people.doors import for_patient
from goodform.people.models import Consent, Patient
from goodform.today.video_permission import WORDING, YOUTUBE, permission_of


@for_patient()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def permissions(request: HttpRequest, *, patient: Patient) -> HttpResponse:
    """Shows what was permitted and when; takes `answer` yes, no or back for YouTube's videos."""
    if request.method == "POST":
        answer = request.POST.get("answer", "")
        if answer not in {"yes", "no", "back"}:
            raise Http404
        if answer == "back":
            withdraw_consent(patient=patient, purpose=YOUTUBE)
        else:
            record_consent(patient=patient, purpose=YOUTUBE, wording=WORDING, given=answer == "yes")
        messages.success(request, _("Saved."))
        return redirect(_where_to(request.POST.get("exercise", "")))
    return render(
        request,
        "today/permissions.html",
        {
            "permission": permission_of(patient),
            "history": Consent.objects.filter(patient=patient, purpose=YOUTUBE).order_by("-at"),
        },
    )


def _where_to(exercise: str) -> str:
    """Back to the exercise the question was asked on, else to the permissions."""
    try:
        return reverse("exercise", args=[UUID(exercise)]) + "#video"
    except ValueError:
        return reverse("permissions")
