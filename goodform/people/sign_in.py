"""How people get in: staff by password and a second factor, patients by invitation and by code."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter, get_adapter
from allauth.account.forms import (
    ConfirmLoginCodeForm,
    LoginForm,
    RequestLoginCodeForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
)
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.stagekit import clear_login
from allauth.core import context
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from goodform.people import ceilings, slowing
from goodform.people.access import reader_of
from goodform.people.app_codes import digits_of
from goodform.people.between_steps import stand_halfway
from goodform.people.coming_in import note_not_let_in, note_sign_out
from goodform.people.devices import known_device
from goodform.people.fresh_code import six_digits
from goodform.people.letting_in import let_in
from goodform.people.mailbox import let_choose, people_behind
from goodform.people.models import User
from goodform.people.turned_away import TooOften
from goodform.ui.typed_fields import AddressField


def _works_here(user: User) -> bool:
    return reader_of(user).staff is not None


def _how(request: HttpRequest, user: User) -> str:
    records = get_authentication_records(request, user)
    return str(records[-1]["method"]) if records else ""


def _proven(request: HttpRequest, user: User) -> list[User]:
    """Whose page it may be: by a mailed code of patients, by a password of staff it fits."""
    behind = people_behind(user.email)
    if _how(request, user) == "code":
        return [each for each in behind if not _works_here(each)]
    fitting = {user.pk, *user.same_password}
    return [each for each in behind if each.pk in fitting and _works_here(each)]


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Nobody signs themselves up: the clinic invites. What is wrong is said in our words."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": gettext_lazy(
            "Email or password is wrong. Try again, or ask for a code by email."
        ),
        "incorrect_code": gettext_lazy("That is not the code. Look at your newest email."),
        "too_many_login_attempts": gettext_lazy("That was too often. Wait five minutes."),
        "rate_limited": gettext_lazy("That was too often. Wait five minutes."),
        "invalid_password_reset": gettext_lazy("This link was used already or is too old."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Closed: accounts are made by invitation."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Nothing to a stranger, or to whom nothing is open any more; the page says the same."""
        if people_behind(email.lower()):
            super().send_mail(template_prefix, email, context)

    def pre_login(
        self,
        request: HttpRequest,
        user: User,
        **hook: Any,  # noqa: ANN401  # allauth's own
    ) -> HttpResponse | None:
        """Before anybody is in: ask staff for a second factor, and whose page it is if unclear."""
        refused: HttpResponse | None = super().pre_login(request, user, **hook)
        if refused is not None:
            return refused
        how, then = _how(request, user), hook["redirect_url"] or ""
        proven = _proven(request, user)
        if len(proven) == 1 and proven[0] == user and not _works_here(user):
            return None
        clear_login(request)
        if not proven:
            return redirect("account_login")
        if len(proven) == 1 and _works_here(proven[0]):
            stand_halfway(request, proven[0], how=how, then=then)
            return redirect("second_step")
        let_choose(request, proven, then=then, how=how)
        return redirect("whose_page")

    def authenticate(self, request: HttpRequest, **credentials: str) -> User | None:
        """A password is a try, taken before it is looked at and given back where it was right."""
        slowed = slowing.for_password(request, credentials.get("email", ""))
        seconds = slowing.take_a_try(*slowed)
        if seconds:
            raise TooOften(_("The password was wrong several times."), seconds=seconds)
        user: User | None = super().authenticate(request, **credentials)
        if user is not None:
            slowing.give_back(*slowed)
        return user

    def authentication_failed(self, request: HttpRequest, **credentials: str) -> None:
        """Write down that a password was wrong."""
        note_not_let_in(request, credentials.get("email", ""), how="password")

    def login(self, request: HttpRequest, user: User) -> None:
        """Let a patient in who typed the code that was mailed to them."""
        let_in(request, user, how=_how(request, user))

    def generate_login_code(self) -> str:
        """Six digits, which a phone offers to fill in; few tries and few codes guard them."""
        return six_digits()

    def logout(self, request: HttpRequest) -> None:
        """Write down who signed out, while it is known."""
        if isinstance(request.user, User):
            note_sign_out(request.user)
        super().logout(request)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The link of the mail, built from the clinic's address: never from the request's host."""
        # `key` carries both parts, as the address does: the account and the token.
        account, _dash, token = key.partition("-")
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": account, "key": token})
        return f"{settings.ADDRESS}{path}"


def _may_have_a_mail(email: str) -> None:
    """Count somebody's asking for a mail; refuse it where that was too often."""
    request = context.request
    counted = ceilings.for_mails(request, email, device=known_device(request, email))
    if ceilings.wait_s(*counted) or not ceilings.count(*counted):
        raise TooOften(
            _("A mail was asked for many times. Look at your newest email."),
            seconds=ceilings.wait_s(*counted),
        )


def _may_have_a_code(email: str) -> None:
    """The same for a code of six digits, of which strangers get an address only so many a day."""
    _may_have_a_mail(email)
    if known_device(context.request, email):
        return
    counted = (ceilings.CODES, email.strip().lower())
    if ceilings.wait_s(counted) or not ceilings.count(counted):
        raise TooOften(
            _("That is ten codes today. Look at your newest email, or phone your clinic."),
            seconds=ceilings.wait_s(counted),
        )


def _cleaned(form: forms.Form, name: str) -> None:
    """Let a field of allauth read an address as ours do: as it was kept."""
    theirs = form.fields[name]
    ours = AddressField(label=theirs.label, widget=theirs.widget, required=theirs.required)
    form.fields[name] = ours


class PasswordForm(LoginForm):  # type: ignore[misc]  # allauth ships no types
    """Coming in by password."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        _cleaned(self, "login")


class CodeForm(RequestLoginCodeForm):  # type: ignore[misc]  # allauth ships no types
    """Asking for a code, with a ceiling for address and network."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        _cleaned(self, "email")

    def clean_email(self) -> str:
        """The address; raises `TooOften` where it was asked for too often."""
        _may_have_a_code(self.cleaned_data["email"])
        email: str = super().clean_email()
        people = people_behind(email)
        patients = [user for user in people if not _works_here(user)]
        self._user = patients[0] if patients else None
        if people and not patients:
            get_adapter().send_mail("account/email/staff_get_no_code", email, {})
        return email


class TypedCodeForm(ConfirmLoginCodeForm):  # type: ignore[misc]  # allauth ships no types
    """The code from the mail, however it was pasted."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        code = self.fields["code"]
        code.label, code.max_length = _("Code"), 100
        code.widget = forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}
        )

    def clean_code(self) -> str:
        """The digits; raises ValidationError where they are wrong, `TooOften` where very often."""
        stage = getattr(context.request, "_login_stage", None)
        email = stage.state.get("email", "") if stage else ""
        counted = (ceilings.WRONG_CODES, email)
        known = known_device(context.request, email)
        if not known and ceilings.wait_s(counted):
            raise TooOften(
                _("A code was wrong very often today. Phone your clinic, or try again later."),
                seconds=ceilings.wait_s(counted),
            )
        self.cleaned_data["code"] = digits_of(self.cleaned_data["code"])
        try:
            code: str = super().clean_code()
        except ValidationError:
            if not known:
                ceilings.count(counted)
            raise
        return code


class ResetForm(ResetPasswordForm):  # type: ignore[misc]  # allauth ships no types
    """Asking for a link to a new password, with the same ceiling. Patients have none."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        _cleaned(self, "email")

    def clean_email(self) -> str:
        """The address; raises `TooOften` where it was asked for too often."""
        _may_have_a_mail(self.cleaned_data["email"])
        email: str = super().clean_email()
        self.users: list[User] = [user for user in people_behind(email) if _works_here(user)]
        return email


class NewPasswordForm(ResetPasswordKeyForm):  # type: ignore[misc]  # allauth ships no types
    """Choosing a password by the link of a mail."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for name, label in {
            "password1": _("New password"),
            "password2": _("The same once more"),
        }.items():
            self.fields[name].label = label
            self.fields[name].widget.attrs.pop("placeholder", None)
