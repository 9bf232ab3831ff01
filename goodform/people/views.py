"""Coming in, and the owner's pages about the clinic."""

from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from goodform.audit.models import RecordCheck
from goodform.people.access import Action, Role, reader_of
from goodform.people.actions import (
    AddressInUse,
    InvitationSpent,
    accept_invitation,
    invitation_by,
)
from goodform.people.between_steps import stand_halfway
from goodform.people.changed_meanwhile import ChangedMeanwhile, mark_of
from goodform.people.clinic_actions import (
    CLINIC_FACTS,
    HOURS_FACTS,
    STAFF_FACTS,
    LastOwner,
    add_staff,
    change_clinic,
    change_hours,
    edit_staff,
)
from goodform.people.doors import for_staff
from goodform.people.forms import ClinicForm, StaffForm
from goodform.people.hours_form import HoursForm, opening_in_words
from goodform.people.letting_in import let_in
from goodform.people.mailbox import person_of, to_choose_from, who_was_chosen
from goodform.people.models import Clinic, Patient, Staff
from goodform.people.signatures import red_flags_signed
from goodform.people.signed_in import is_shut_out
from goodform.people.turned_away import PageClosed
from goodform.safety.country_packs import notes_for_owner, reasons_not_live

HOMES = ((Role.PATIENT, "today"), (Role.PRACTITIONER, "inbox"), (Role.RECEPTION, "caseload"))


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Everybody's own first page."""
    if not request.user.is_authenticated:
        return redirect("account_login")
    if is_shut_out(request.user):
        raise PageClosed
    roles = reader_of(request.user).roles
    for role, page in HOMES:
        if role in roles:
            return redirect(page)
    if Role.OWNER in roles:
        return redirect("clinic_settings")
    raise PermissionDenied


@never_cache
@sensitive_variables("token")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """A single-use link. Only the button lets somebody in: mail scanners follow links."""
    try:
        if request.method == "POST":
            user = accept_invitation(token=token)
            let_in(request, user, how="invitation")
            return redirect("today")
        found = invitation_by(token)
    except InvitationSpent as spent:
        # The mail is many people's bookmark. On a shared phone it is only its own patient's.
        if spent.patient is not None and spent.patient == reader_of(request.user).patient:
            return redirect("today")
        told = {"never_in": spent.never_in}
        return render(request, "people/invitation_spent.html", told, status=410)
    return render(
        request,
        "people/invitation.html",
        {"patient": found.patient, "at_clinic": found.patient.clinic},
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def whose_page(request: HttpRequest) -> HttpResponse:
    """Which of the people behind a mailbox comes in; the way back where nothing was proven."""
    people = to_choose_from(request)
    if not people:
        return redirect("account_login")
    if request.method == "POST":
        found = who_was_chosen(request, people, request.POST.get("person", ""))
        if found is not None and isinstance(person_of(found.user), Staff):
            stand_halfway(request, found.user, how=found.how, then=found.then)
            return redirect("second_step")
        if found is not None:
            let_in(request, found.user, how=found.how)
            return redirect(found.then or "home")
    named = [(user, person_of(user)) for user in people]
    return render(
        request,
        "people/whose_page.html",
        {"people": [(user, each, isinstance(each, Patient)) for user, each in named]},
    )


@for_staff(Action.MANAGE_CLINIC)
@require_http_methods(["GET", "HEAD", "POST"])
def clinic_settings(request: HttpRequest, *, staff: Staff) -> HttpResponse:
    """The clinic's words and numbers, and who works here."""
    clinic = staff.clinic
    form = ClinicForm(request.POST or None, instance=clinic)
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            change_clinic(
                clinic=form.instance,
                by=staff,
                changed=[name for name in CLINIC_FACTS if name in form.changed_data],
                made_from=form.cleaned_data["made_from"],
            )
        except ChangedMeanwhile as changed:
            form.ask_again(changed, Clinic.objects.get(pk=clinic.pk), CLINIC_FACTS)
            status = 409
        else:
            messages.success(request, _("Saved."))
            return redirect("clinic_settings")
    return render(
        request,
        "people/clinic_settings.html",
        {
            "form": form,
            "colleagues": Staff.objects.visible_to(request.user).select_related("user"),
            "hours": opening_in_words(clinic),
            "record_check": RecordCheck.objects.filter(clinic_id=clinic.pk).first(),
            "number_notes": [
                _(note)
                for note in notes_for_owner(
                    pack_code=clinic.country_pack,
                    today=timezone.now().astimezone(ZoneInfo(clinic.zone)).date(),
                )
            ],
            "not_live": [
                _(reason)
                for reason in reasons_not_live(
                    pack_code=clinic.country_pack, signed=red_flags_signed(clinic).stands
                )
            ],
        },
        status=status,
    )


@for_staff(Action.MANAGE_CLINIC)
@require_http_methods(["GET", "HEAD", "POST"])
def clinic_hours(request: HttpRequest, *, staff: Staff) -> HttpResponse:
    """When the clinic is open, and by when an answer is promised."""
    clinic = staff.clinic
    form = HoursForm(request.POST or None, clinic=clinic)
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            change_hours(
                clinic=clinic,
                by=staff,
                opening=form.opening(),
                promised_within=form.cleaned_data["promised_within"],
                promised_unit=form.cleaned_data["promised_unit"],
                made_from=form.cleaned_data["made_from"],
            )
        except ChangedMeanwhile as changed:
            clinic = Clinic.objects.get(pk=clinic.pk)
            form.carry(mark_of(clinic, HOURS_FACTS))
            form.add_error(None, str(changed))
            status = 409
        else:
            messages.success(request, _("Saved. Promises follow these hours from now on."))
            return redirect("clinic_settings")
    saved = opening_in_words(clinic) if status == 409 else ()
    return render(
        request, "people/clinic_hours.html", {"form": form, "saved": saved}, status=status
    )


@for_staff(Action.MANAGE_CLINIC)
@require_http_methods(["GET", "HEAD", "POST"])
def staff_new(request: HttpRequest, *, staff: Staff) -> HttpResponse:
    """Add a colleague, who gets a mail to set a password."""
    form = StaffForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            colleague = add_staff(by=staff, facts=form.facts())
        except AddressInUse as problem:
            form.add_error("email", str(problem))
        else:
            messages.success(
                request,
                _("%(name)s gets an email that says how to choose a password.")
                % {"name": colleague.name},
            )
            return redirect("clinic_settings")
    return render(
        request,
        "people/staff.html",
        {"form": form, "colleague": None},
        status=422 if form.errors else 200,
    )


@for_staff(Action.MANAGE_CLINIC)
@require_http_methods(["GET", "HEAD", "POST"])
def staff_edit(request: HttpRequest, pk: UUID, *, staff: Staff) -> HttpResponse:
    """Change what a colleague does here."""
    colleague = get_object_or_404(Staff.objects.visible_to(request.user), pk=pk)
    form = StaffForm(request.POST or None, colleague=colleague)
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            edit_staff(
                colleague=colleague,
                by=staff,
                facts=form.facts(),
                made_from=form.cleaned_data["made_from"],
            )
        except LastOwner as problem:
            form.add_error("is_owner", str(problem))
        except ChangedMeanwhile as changed:
            form.ask_again(changed, Staff.objects.get(pk=pk), STAFF_FACTS)
            status = 409
        else:
            messages.success(request, _("Saved."))
            return redirect("clinic_settings")
    return render(
        request,
        "people/staff.html",
        {"form": form, "colleague": colleague, "me": staff},
        status=status,
    )
