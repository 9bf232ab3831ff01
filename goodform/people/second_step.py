"""The second half of signing in, for staff; and setting it up, the first time."""

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goodform.people import passkeys
from goodform.people.access import reader_of
from goodform.people.between_steps import Halfway, count_wrong, halfway
from goodform.people.factor_actions import make_recovery_codes
from goodform.people.factor_models import Factor, FactorKind, RecoveryCode
from goodform.people.letting_in import is_fresh, let_in
from goodform.people.mailbox import people_behind, person_of
from goodform.people.models import User
from goodform.people.new_factor import NewFactorForm, NotMade, choices_for, made_by
from goodform.people.showing import FactorWrong, shown_by


def where_to(request: HttpRequest, then: str) -> str:
    """Where somebody wanted to go, if that is a page of ours."""
    ours = url_has_allowed_host_and_scheme(then, allowed_hosts={request.get_host()})
    return then if then and ours else reverse("home")


class CodeOfAppForm(forms.Form):
    """Six digits of an app."""

    code = forms.CharField(
        label=_("Code from your app"),
        max_length=100,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


class RecoveryCodeForm(forms.Form):
    """Twelve signs from paper."""

    recovery = forms.CharField(
        label=_("Recovery code"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )


def ways_of(request: HttpRequest, user: User) -> dict[str, object]:
    """The ways this person may show, for the page that asks for one."""
    kinds = set(Factor.objects.filter(user=user).values_list("kind", flat=True))
    return {
        "app_form": CodeOfAppForm() if FactorKind.APP in kinds else None,
        "passkey": FactorKind.PASSKEY in kinds and passkeys.host_of(request) is not None,
        "elsewhere": kinds == {FactorKind.PASSKEY} and passkeys.host_of(request) is None,
        "recovery_form": (
            RecoveryCodeForm()
            if RecoveryCode.objects.filter(user=user, used_at=None).exists()
            else None
        ),
    }


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def second_step(request: HttpRequest) -> HttpResponse:
    """Ask staff whose password was right for a second factor; set one up where there is none."""
    who = halfway(request)
    if who is None:
        return redirect("account_login")
    if not Factor.objects.filter(user=who.user).exists():
        return _first_factor(request, who)
    problem = ""
    if request.method == "POST":
        try:
            how = shown_by(request, who.user)
        except FactorWrong as wrong:
            problem = str(wrong)
            count_wrong(request)
            if halfway(request) is None:
                return redirect("account_login")
        else:
            let_in(request, who.user, how=f"{who.how}, {how}", two=True)
            return redirect(where_to(request, who.then))
    return render(
        request,
        "people/second_step.html",
        {"problem": problem, "name": person_of(who.user).name, **ways_of(request, who.user)},
        status=422 if problem else 200,
    )


@sensitive_variables("codes")
def _first_factor(request: HttpRequest, who: Halfway) -> HttpResponse:
    """Set up a first factor, and let its owner in: from now on it is always asked for."""
    form = NewFactorForm(request.POST or None)
    problem = ""
    if request.method == "POST":
        try:
            factor = made_by(request, who.user, form)
        except NotMade as not_made:
            problem = str(not_made)
        else:
            let_in(request, who.user, how=f"{who.how}, {factor.kind}", two=True)
            codes = make_recovery_codes(by=who.user)
            return render(
                request,
                "people/recovery_codes_shown.html",
                {"codes": codes, "then": where_to(request, who.then), "base": "ui/auth.html"},
            )
    return render(
        request,
        "people/first_factor.html",
        {
            "form": form,
            "problem": problem,
            "name": person_of(who.user).name,
            **choices_for(request, who.user),
        },
        status=422 if problem else 200,
    )


def _whose(request: HttpRequest) -> User | None:
    """Whose passkey it is about, as the page says: who is in, who stands halfway, or anybody."""
    whose = request.GET.get("whose")
    if whose == "mine" and isinstance(request.user, User) and reader_of(request.user).roles:
        return request.user
    who = halfway(request) if whose == "halfway" else None
    return who.user if who is not None else None


@never_cache
@require_safe
def passkey_options(request: HttpRequest) -> JsonResponse:
    """The question to a browser, so that it shows a passkey."""
    here = passkeys.host_of(request)
    if here is None:
        return JsonResponse({}, status=409)
    return JsonResponse(passkeys.asked_to_show(request, _whose(request), here=here))


@never_cache
@require_safe
def new_passkey_options(request: HttpRequest) -> JsonResponse:
    """The question to a browser, so that it makes a passkey for whoever may add one now."""
    here, user = passkeys.host_of(request), _whose(request)
    if here is None or user is None or not _may_add(request, user):
        return JsonResponse({}, status=409)
    called = person_of(user).name
    return JsonResponse(passkeys.asked_to_make(request, user, host=here, called=called))


def _may_add(request: HttpRequest, user: User) -> bool:
    """Who is in and has just shown who they are; who stands halfway only where there is none."""
    if request.GET.get("whose") == "mine":
        return is_fresh(request.session)
    return not Factor.objects.filter(user=user).exists()


@never_cache
@sensitive_post_parameters()
@require_POST
def passkey_sign_in(request: HttpRequest) -> HttpResponse:
    """Come in by a passkey alone: it was shown with a finger, a face or a PIN."""
    here = passkeys.host_of(request)
    try:
        if here is None:
            raise passkeys.PasskeyRefused
        user = passkeys.shown(request, request.POST.get("credential", ""), here=here).user
    except passkeys.PasskeyRefused:
        return render(request, "people/passkey_refused.html", status=422)
    if not user.is_active or user not in people_behind(user.email):
        return render(request, "people/passkey_refused.html", status=422)
    let_in(request, user, how="passkey", two=True)
    return redirect(where_to(request, request.POST.get("next", "")))


@require_safe
def related_origins(request: HttpRequest) -> JsonResponse:  # noqa: ARG001
    """Where else passkeys of this host may be used: at the address of today, once it was changed.

    A browser asks for it at the old address, before it shows a passkey of that at the new one.
    """
    return JsonResponse({"origins": [host.origin for host in passkeys.hosts()]})
