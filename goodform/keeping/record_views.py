"""How long records are kept: the owner's list, one record's clock, and the page for everybody."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from goodform.keeping.about_somebody import clock_of, clocks_of
from goodform.keeping.erasing_actions import (
    LONGEST_REASON,
    MustBeKept,
    erase,
    keep_by_order,
    lift_order,
    refuse_to_erase,
    why_kept,
)
from goodform.keeping.kept import UNTIL, Ends
from goodform.keeping.models import Erasure
from goodform.keeping.what_is_kept import KEPT
from goodform.people.access import Action
from goodform.people.doors import for_staff
from goodform.people.models import Patient, Staff
from goodform.ui.typed_fields import LineField

MOST_SHOWN = 100
"""Of the records whose care ended, those that ended first."""


class OrderForm(forms.Form):
    """Why a record is kept beyond its time."""

    reason = LineField(label=gettext_lazy("Who ordered it, and why"), max_length=LONGEST_REASON)


class EraseForm(forms.Form):
    """The patient's name, written once more: what is erased does not come back."""

    name = LineField(label=gettext_lazy("Write the patient’s name to erase it"), max_length=120)

    def __init__(self, *args: object, patient: Patient, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.patient = patient

    def clean_name(self) -> str:
        """The same name, whatever its capitals."""
        name: str = self.cleaned_data["name"]
        if name.casefold() != self.patient.name.casefold():
            raise forms.ValidationError(_("This is not the name of this record."))
        return name


@for_staff(Action.MANAGE_CLINIC)
@never_cache
@require_safe
def records(request: HttpRequest, *, staff: Staff) -> HttpResponse:
    """Whose care ended, with the day from which the record may be erased."""
    ended = Patient.objects.filter(clinic=staff.clinic, merged_into=None).exclude(ended_at=None)
    today = timezone.localdate()
    patients = list(ended.order_by("ended_at")[:MOST_SHOWN])
    clocks = clocks_of(patients)
    shown = [
        (patient, clock, clock.may_be_erased(today))
        for patient, clock in zip(patients, clocks, strict=True)
    ]
    return render(
        request,
        "keeping/records.html",
        {
            "records": shown,
            "more": ended.count() - len(shown),
            "erased": Erasure.objects.filter(clinic_id=staff.clinic_id).count(),
        },
    )


@for_staff(Action.MANAGE_CLINIC)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def record_clock(request: HttpRequest, pk: UUID, *, staff: Staff) -> HttpResponse:
    """Why one record is kept and until when; orders to keep it; erasing it once nothing stands."""
    patient = get_object_or_404(Patient.objects.endable_by(request.user), pk=pk)
    done = request.POST.get("do", "")
    order = OrderForm(request.POST if done == "order" else None)
    name = EraseForm(request.POST if done == "erase" else None, patient=patient)
    if request.method == "POST":
        answer = _done(request, patient, staff, order=order, name=name)
        if answer is not None:
            return answer
    clock = clock_of(patient)
    return render(
        request,
        "keeping/record_clock.html",
        {
            "patient": patient,
            "clock": clock,
            "reasons": why_kept(clock),
            "order": order,
            "name": name,
        },
        status=422 if order.errors or name.errors else 200,
    )


def _done(
    request: HttpRequest, patient: Patient, staff: Staff, *, order: OrderForm, name: EraseForm
) -> HttpResponse | None:
    """The answer to a choice of the owner; None where the page says what is wrong."""
    done = request.POST.get("do", "")
    if done == "refuse" and refuse_to_erase(patient=patient, by=staff):
        messages.success(request, _("Written down. Tell the patient why, in these words."))
    elif done == "order" and order.is_valid():
        keep_by_order(patient=patient, reason=order.cleaned_data["reason"], by=staff)
        messages.success(request, _("This record is kept until you lift the order."))
    elif done == "lift":
        for hold in clock_of(patient).holds:
            if str(hold.pk) == request.POST.get("hold"):
                lift_order(hold=hold, by=staff)
        messages.success(request, _("The order is lifted."))
    elif done == "erase" and name.is_valid():
        return _erased(request, patient, staff)
    elif done in {"order", "erase"}:
        return None
    return redirect(request.path)


def _erased(request: HttpRequest, patient: Patient, staff: Staff) -> HttpResponse:
    try:
        erase(patient=patient, by=staff)
    except MustBeKept as problem:
        messages.error(request, str(problem))
        return redirect(request.path)
    messages.success(
        request,
        _("Erased. It is out of the database; backups that hold it go as they grow old."),
    )
    return redirect("records")


@require_safe
def data_protection(request: HttpRequest) -> HttpResponse:
    """A list of all that is kept, why and how long: made of the register, for anybody to read."""
    grouped: dict[tuple[str, Ends], list[str]] = {}
    for kept in KEPT.values():
        if kept.why is not None and (kept.exported or kept.ends == Ends.NEVER):
            grouped.setdefault((str(kept.why), kept.ends), []).append(str(kept.about))
    told = [(why, UNTIL[ends], abouts) for (why, ends), abouts in grouped.items()]
    return render(request, "keeping/data_protection.html", {"told": told})
