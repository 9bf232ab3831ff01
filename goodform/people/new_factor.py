"""Setting up a factor: an app that reads a code to scan, or a passkey of this very device."""

from django import forms
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from goodform.people import app_codes, passkeys
from goodform.people.access import reader_of
from goodform.people.factor_actions import TooManyFactors, add_app, add_passkey
from goodform.people.factor_models import LONGEST_NAME, Factor
from goodform.people.mailbox import person_of
from goodform.people.models import User
from goodform.people.sealed_secret import SecretLost, opened, sealed
from goodform.ui.scan_code import scan_code
from goodform.ui.typed_fields import LineField

SECRET = "new_app"  # noqa: S105  # where it is kept while it is set up


class NotMade(ValueError):
    """It could not be set up; the message says what to do."""


class NewFactorForm(forms.Form):
    """The code that proves an app was set up, or what the browser made; and a name for it."""

    code = forms.CharField(
        label=gettext_lazy("The code your app shows now"),
        max_length=100,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )
    name = LineField(
        label=gettext_lazy("Name of this device"), max_length=LONGEST_NAME, required=False
    )

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.fields["code"].required = not (data and data.get("credential"))


def _secret(request: HttpRequest, user: User) -> str:
    """The secret that is being set up in this session; a new one where there is none."""
    what_for = f"new app of {user.pk}"
    try:
        return opened(request.session[SECRET], what_for=what_for)
    except (KeyError, SecretLost):
        secret = app_codes.new_secret()
        request.session[SECRET] = sealed(secret, what_for=what_for)
        return secret


def choices_for(request: HttpRequest, user: User) -> dict[str, object]:
    """The offers of the page: the app's code to scan and to type, and whether a passkey can be."""
    here = passkeys.host_of(request)
    if reader_of(user).staff is None:
        return {"passkey": here is not None}
    secret = _secret(request, user)
    address = app_codes.address_for_app(
        secret, account=user.email, house=person_of(user).clinic.name
    )
    return {
        "scan": scan_code(address, _("A code to scan with your app")),
        "secret": " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        "passkey": here is not None,
    }


def made_by(request: HttpRequest, user: User, form: NewFactorForm) -> Factor:
    """The factor that was set up; raises `NotMade`."""
    if not form.is_valid():
        raise NotMade(
            _("Write a shorter name.") if "name" in form.errors else _("Type the code of your app.")
        )
    name, credential = form.cleaned_data["name"], request.POST.get("credential", "")
    try:
        if credential:
            return _passkey(request, user, credential, name)
        return _app(request, user, form.cleaned_data["code"])
    except TooManyFactors as many:
        raise NotMade(str(many)) from None


def _passkey(request: HttpRequest, user: User, credential: str, name: str) -> Factor:
    here = passkeys.host_of(request)
    try:
        if here is None:
            raise passkeys.PasskeyRefused
        new = passkeys.made(request, credential, host=here)
    except passkeys.PasskeyRefused:
        raise NotMade(_("The passkey could not be made. Please try again.")) from None
    return add_passkey(by=user, new=new, name=name)


def _app(request: HttpRequest, user: User, typed: str) -> Factor:
    if reader_of(user).staff is None:
        raise NotMade(_("The passkey could not be made. Please try again."))
    secret = _secret(request, user)
    step = app_codes.step_of(secret, typed)
    if step is None:
        raise NotMade(_("This code does not fit. Type the one your app shows now."))
    factor = add_app(by=user, secret=secret, step=step)
    request.session.pop(SECRET, None)
    return factor
