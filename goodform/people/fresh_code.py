"""A code of six digits, mailed to a patient who is in, before a step that cannot be undone.

It belongs to the browser that asked: it is in its session, and good for nothing elsewhere.
"""

import secrets
import time
from typing import Any

from django.core.mail import send_mail
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from goodform.people import ceilings
from goodform.people.app_codes import digits_of
from goodform.people.ceilings import for_mails
from goodform.people.devices import known_device
from goodform.people.mailbox import person_of
from goodform.people.models import User
from goodform.people.turned_away import TooOften

FRESH_CODE = "fresh_code"
MINUTES = 10
TRIES = 5


class NoCode(ValueError):
    """No code was sent, or the one typed is not right; the message says what to do."""


def six_digits() -> str:
    """A code to type."""
    return f"{secrets.randbelow(10**6):06d}"


def _kept(user: User, code: str) -> str:
    return salted_hmac("a fresh code", f"{user.pk} {code}", algorithm="sha256").hexdigest()


@sensitive_variables("code")
def send(request: HttpRequest, user: User) -> None:
    """Mail a code to this person; raises `TooOften` where that was asked for too often."""
    counted = for_mails(request, user.email, device=known_device(request, user.email))
    if ceilings.wait_s(*counted) or not ceilings.count(*counted):
        raise TooOften(
            _("A mail was asked for many times. Look at your newest email."),
            seconds=ceilings.wait_s(*counted),
        )
    code = six_digits()
    request.session[FRESH_CODE] = {
        "code": _kept(user, code),
        "until": time.time() + MINUTES * 60,
        "wrong": 0,
    }
    send_mail(
        subject=_("Your code"),
        message=render_to_string(
            "people/mail/fresh_code.txt",
            {"person": person_of(user), "code": code, "minutes": MINUTES},
        ),
        from_email=None,
        recipient_list=[user.email],
    )


def was_sent(request: HttpRequest) -> bool:
    """Whether a code is on its way that may still be typed."""
    kept: dict[str, Any] = request.session.get(FRESH_CODE) or {"until": 0.0, "wrong": 0}
    return bool(time.time() < kept["until"] and kept["wrong"] < TRIES)


def check(request: HttpRequest, user: User, typed: str) -> None:
    """Spend the code; raises `NoCode` where it is not right."""
    if not was_sent(request):
        request.session.pop(FRESH_CODE, None)
        raise NoCode(_("That code is over. Ask for a new one."))
    kept = request.session[FRESH_CODE]
    if not constant_time_compare(kept["code"], _kept(user, digits_of(typed))):
        request.session[FRESH_CODE] = {**kept, "wrong": kept["wrong"] + 1}
        raise NoCode(_("This code does not fit. Look at your newest email."))
    del request.session[FRESH_CODE]
