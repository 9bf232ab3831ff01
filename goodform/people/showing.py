"""Whether what somebody shows is theirs: a passkey, a code of their app, a code from paper."""

import logging

from django.http import HttpRequest
from django.utils.translation import gettext as _

from goodform.people import app_codes, ceilings, passkeys
from goodform.people.ceilings import Ceiling
from goodform.people.coming_in import note_not_let_in
from goodform.people.factor_actions import spend_recovery_code
from goodform.people.factor_models import Factor, FactorKind
from goodform.people.models import User
from goodform.people.sealed_secret import SecretLost

log = logging.getLogger(__name__)

WRONG_CODES = Ceiling("wrong second factors of an account", 30, 24 * 3600)
"""Of a million codes two fit at a time: thirty tries a day find one in 45 years."""


class FactorWrong(ValueError):
    """Something was shown that is not right; the message says what to do."""


def shown_by(request: HttpRequest, user: User) -> str:
    """By what `user` has shown who they are: "passkey", "app" or "recovery code".

    Raises `FactorWrong`. A wrong one is counted and written down.
    """
    sent = request.POST
    if sent.get("credential"):
        return passkey_of(request, user, sent["credential"])
    if ceilings.wait_s((WRONG_CODES, str(user.pk))):
        raise FactorWrong(
            _("That was wrong too many times today. Use a passkey, or ask an owner of the clinic.")
        )
    how = "recovery code" if sent.get("recovery") else "app"
    if how == "app":
        right = _app_fits(user, sent.get("code", ""))
    else:
        right = spend_recovery_code(by=user, typed=sent["recovery"])
    if right:
        return how
    ceilings.count((WRONG_CODES, str(user.pk)))
    note_not_let_in(request, user.email, how=how)
    if how == "app":
        raise FactorWrong(_("This code does not fit. Type the one your app shows now."))
    raise FactorWrong(_("This code does not fit, or was used. Try another from your paper."))


def _app_fits(user: User, typed: str) -> bool:
    app = Factor.objects.filter(user=user, kind=FactorKind.APP).first()
    if app is None:
        return False
    try:
        return app_codes.fits(app, typed)
    except SecretLost:
        log.exception("the app of user %s cannot be checked", user.pk)
        raise FactorWrong(
            _("We cannot check your app just now. Use a recovery code, or ask an owner.")
        ) from None


def passkey_of(request: HttpRequest, user: User | None, credential: str) -> str:
    """The same for a passkey; it must be this person's."""
    here = passkeys.host_of(request)
    try:
        factor = passkeys.shown(request, credential, here=here) if here else None
    except passkeys.PasskeyRefused:
        factor = None
    if factor is None or factor.user_id != getattr(user, "pk", None):
        if user is not None:
            note_not_let_in(request, user.email, how="passkey")
        raise FactorWrong(_("This passkey does not fit. Try again, or use another way."))
    return "passkey"
