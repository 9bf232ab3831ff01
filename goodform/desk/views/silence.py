"""When the clinic is told that nothing was entered."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from goodform.desk.band import band_of
from goodform.desk.forms.silence import SilenceForm
from goodform.desk.page import desk_page
from goodform.desk.whose_page import patient_at
from goodform.inbox.actions import set_quiet_after
from goodform.people.access import Action, reader_of
from goodform.people.doors import for_staff
from goodform.people.models import Staff
from goodform.programmes.models import Programme


@for_staff(Action.PRESCRIBE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def silence(request: HttpRequest, pk: UUID, *, staff: Staff) -> HttpResponse:
    """Choose the number of days for one patient."""
    patient = patient_at(request, pk)
    programme = get_object_or_404(Programme.objects.filter(patient=patient))
    form = SilenceForm(request.POST or None, initial={"days": programme.quiet_after_days})
    if request.method == "POST" and form.is_valid():
        set_quiet_after(programme=programme, days=form.cleaned_data["days"], by=staff)
        messages.success(request, _("Saved."))
        return redirect("record", pk=pk)
    return desk_page(
        request,
        "desk/silence.html",
        {
            "section": "caseload",
            "band": band_of(patient, reader=reader_of(request.user), staff=staff),
            "patient": patient,
            "form": form,
        },
        status=422 if form.errors else 200,
    )
