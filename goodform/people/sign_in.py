"""How people get in: staff by password, patients by invitation and then by emailed code."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import LoginForm, RequestLoginCodeForm, ResetPasswordForm
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

from goodform.people import ceilings
from goodform.people.access import reader_of
from goodform.people.coming_in import note_not_let_in, note_sign_in, note_sign_out
from goodform.people.mailbox import let_choose, people_behind
from goodform.people.models import User
from goodform.ui.typed_fields import AddressField


def _proven(request: HttpRequest, user: User) -> list[User]:
    """Who may be let in: with a mailed code all behind the mailbox, else whose password fitted."""
    behind = people_behind(user.email)
    records = get_authentication_records(request, user)
    if records and records[-1]["method"] == "code":
        return behind
    return [each for each in behind if each.pk in {user.pk, *user.same_password}]


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Nobody signs themselves up: the clinic invites."""

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
        """Ask whose page it is, before anybody is in, where it may be more than one person's."""
        refused: HttpResponse | None = super().pre_login(request, user, **hook)
        if refused is not None:
            return refused
        proven = _proven(request, user)
        if len(proven) < 2:
            return None
        clear_login(request)
        let_choose(request, proven, then=hook["redirect_url"] or "")
        return redirect("whose_page")

    def pre_authenticate(self, request: HttpRequest, **credentials: str) -> None:
        """Refuse who has tried too many wrong passwords."""
        if ceilings.is_reached(*ceilings.for_passwords(request, credentials.get("email", ""))):
            raise ValidationError(
                _("That was wrong too many times. Wait five minutes, or ask for a code by email."),
                code="too_many",
            )

    def authentication_failed(self, request: HttpRequest, **credentials: str) -> None:
        """Only what was wrong counts, and is written down."""
        address = credentials.get("email", "")
        ceilings.count(*ceilings.for_passwords(request, address))
        note_not_let_in(request, address, how="password")

    def post_login(
        self,
        request: HttpRequest,
        user: User,
        **hook: Any,  # noqa: ANN401  # allauth's own
    ) -> HttpResponse:
        """Write down who came in, and by what."""
        records = get_authentication_records(request, user)
        note_sign_in(user, how=records[-1]["method"] if records else "")
        answer: HttpResponse = super().post_login(request, user, **hook)
        return answer

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
    counted = ceilings.for_mails(context.request, email)
    if ceilings.is_reached(*counted) or not ceilings.count(*counted):
        raise ValidationError(
            _("This was asked for many times. Look at your newest email, or wait ten minutes."),
            code="too_many",
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
        """The address; raises ValidationError where it was asked for too often."""
        _may_have_a_mail(self.cleaned_data["email"])
        email: str = super().clean_email()
        people = people_behind(email)
        self._user = people[0] if people else None
        return email


class ResetForm(ResetPasswordForm):  # type: ignore[misc]  # allauth ships no types
    """Asking for a link to a new password, with the same ceiling."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        _cleaned(self, "email")

    def clean_email(self) -> str:
        """The address; raises ValidationError where it was asked for too often."""
        _may_have_a_mail(self.cleaned_data["email"])
        email: str = super().clean_email()
        staff = [user for user in people_behind(email) if reader_of(user).staff]
        self.users: list[User] = staff or people_behind(email)[:1]
        return email
