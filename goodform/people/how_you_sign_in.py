"""The page "How you sign in": what somebody has, more of it, less of it, codes for paper."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from goodform.people import fresh_code, recovery_codes
from goodform.people.access import Action
from goodform.people.device_news import NO_MAILBOX
from goodform.people.doors import for_anybody, for_staff, freshly
from goodform.people.factor_actions import (
    LastFactor,
    make_recovery_codes,
    remove_factor,
    reset_factors,
)
from goodform.people.factor_models import Factor
from goodform.people.letting_in import prove_anew
from goodform.people.models import Patient, Staff, User
from goodform.people.new_factor import NewFactorForm, NotMade, choices_for, made_by
from goodform.people.second_step import ways_of, where_to
from goodform.people.showing import FactorWrong, shown_by


def _account(person: Staff | Patient) -> User:
    if person.user is None:
        raise Http404
    return person.user


def _page(
    request: HttpRequest,
    person: Staff | Patient,
    template: str,
    context: dict[str, object],
    status: int = 200,
) -> HttpResponse:
    """A page in the shell of whoever reads it."""
    staff = isinstance(person, Staff)
    base = "ui/desk.html" if staff else "ui/patient.html"
    told = {"base": base, "staff": staff, "person": person}
    return render(request, template, {**context, **told}, status=status)


@for_anybody
@never_cache
@require_safe
def how_you_sign_in(request: HttpRequest, *, person: Staff | Patient) -> HttpResponse:
    """The ways by which somebody signs in, and what may be changed of them."""
    factors = Factor.objects.filter(user=_account(person)).order_by("made_at")
    return _page(
        request,
        person,
        "people/how_you_sign_in.html",
        {"factors": factors, "left": recovery_codes.left(_account(person))},
    )


@for_anybody
@freshly
@never_cache
@sensitive_post_parameters()
@sensitive_variables("codes")
@require_http_methods(["GET", "HEAD", "POST"])
def factor_add(request: HttpRequest, *, person: Staff | Patient) -> HttpResponse:
    """Add an app or a passkey; with the first one come the codes for paper."""
    user, form, problem = _account(person), NewFactorForm(request.POST or None), ""
    if request.method == "POST":
        try:
            made_by(request, user, form)
        except NotMade as not_made:
            problem = str(not_made)
        else:
            if isinstance(person, Staff) and not recovery_codes.left(user):
                return _codes_shown(request, person)
            messages.success(request, _("Added. We have told you by email, too."))
            return redirect("how_you_sign_in")
    return _page(
        request,
        person,
        "people/factor_add.html",
        {"form": form, "problem": problem, **choices_for(request, user)},
        status=422 if problem else 200,
    )


@for_anybody
@freshly
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def factor_remove(request: HttpRequest, pk: UUID, *, person: Staff | Patient) -> HttpResponse:
    """Take a way to sign in away, after asking."""
    factor = get_object_or_404(Factor, pk=pk, user=_account(person))
    problem = ""
    if request.method == "POST":
        try:
            remove_factor(factor=pk, by=_account(person))
        except LastFactor as last:
            problem = str(last)
        except Factor.DoesNotExist:
            raise Http404 from None
        else:
            messages.success(request, _("Removed. We have told you by email, too."))
            return redirect("how_you_sign_in")
    return _page(
        request,
        person,
        "people/factor_remove.html",
        {"factor": factor, "problem": problem},
        status=409 if problem else 200,
    )


@for_staff()
@freshly
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def recovery_codes_new(request: HttpRequest, *, staff: Staff) -> HttpResponse:
    """Make ten codes for paper; they are shown in this answer and never again."""
    if request.method == "POST":
        return _codes_shown(request, staff)
    left = recovery_codes.left(staff.user)
    return _page(request, staff, "people/recovery_codes_new.html", {"left": left})


@sensitive_variables("codes")
def _codes_shown(request: HttpRequest, staff: Staff) -> HttpResponse:
    codes = make_recovery_codes(by=staff.user)
    return _page(request, staff, "people/recovery_codes_shown.html", {"codes": codes})


@for_anybody
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def prove_again(request: HttpRequest, *, person: Staff | Patient) -> HttpResponse:
    """Ask who is in to show again who they are; lead back to the page that asked for it."""
    user, problem = _account(person), ""
    then = request.POST.get("next") or request.GET.get("next", "")
    if request.method == "POST":
        try:
            if request.POST.get("send"):
                fresh_code.send(request, user)
            else:
                _prove(request, person, user)
                prove_anew(request.session)
                return redirect(where_to(request, then))
        except (FactorWrong, fresh_code.NoCode) as wrong:
            problem = str(wrong)
    return _page(
        request,
        person,
        "people/prove_again.html",
        {
            "problem": problem,
            "then": then,
            "sent": fresh_code.was_sent(request),
            "mailable": not user.email.endswith(NO_MAILBOX),
            "minutes": fresh_code.MINUTES,
            **ways_of(request, user),
        },
        status=422 if problem else 200,
    )


def _prove(request: HttpRequest, person: Staff | Patient, user: User) -> None:
    """Staff show a factor, patients a passkey or the code that was mailed to them."""
    if isinstance(person, Patient) and not request.POST.get("credential"):
        fresh_code.check(request, user, request.POST.get("mailed", ""))
    else:
        shown_by(request, user)


@for_staff(Action.MANAGE_CLINIC)
@freshly
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def staff_let_in(request: HttpRequest, pk: UUID, *, staff: Staff) -> HttpResponse:
    """Reset how a colleague signs in, who has lost phone and codes."""
    colleague = get_object_or_404(
        Staff.objects.visible_to(request.user).select_related("user", "clinic"), pk=pk
    )
    problem = ""
    if request.method == "POST":
        try:
            reset_factors(colleague=colleague, by=staff)
        except LastFactor as oneself:
            problem = str(oneself)
        else:
            messages.success(
                request,
                _("Done. %(name)s signs in by password and sets it up anew.")
                % {"name": colleague.name},
            )
            return redirect("staff_edit", pk=pk)
    return _page(
        request,
        staff,
        "people/staff_let_in.html",
        {"colleague": colleague, "problem": problem},
        status=409 if problem else 200,
    )


@for_staff()
@never_cache
@require_safe
def still_here(request: HttpRequest, *, staff: Staff) -> HttpResponse:  # noqa: ARG001
    """Says that somebody of staff is writing on a page, so that they are not signed out of it."""
    return HttpResponse(status=204)
