"""Telling somebody that a device came in, or that their address was changed.

Whoever did it reads the newest; so it goes to what was known before: the address, the old one where
it changed, and every device, which shows it on its next page until somebody there has looked.
"""

from datetime import datetime

from django.core.mail import send_mail
from django.dispatch import Signal
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from goodform.people.models import Patient, Staff, User

NO_MAILBOX = "@no-address.invalid"
"""How the address of an account ends that was made without one."""

news_for_devices = Signal()
"""Sent with `person` and `at` in the transaction of what happened: who reaches devices listens."""


def _tell(user: User, *, to: str, subject: str, mail: str, at: datetime, **facts: str) -> None:
    person: Staff | Patient | None = getattr(user, "staff", None) or getattr(user, "patient", None)
    User.objects.filter(pk=user.pk).update(news_at=at)
    if person is None or person.clinic.is_demo:
        return
    news_for_devices.send(sender=User, person=person, at=at)
    if not to or to.endswith(NO_MAILBOX):
        return
    words = {"person": person, "clinic": person.clinic, **facts}
    send_mail(
        subject=subject % {"clinic": person.clinic.name},
        message=render_to_string(f"people/mail/{mail}.txt", words),
        from_email=None,
        recipient_list=[to],
    )


def tell_of_device(user: User, *, name: str, at: datetime) -> None:
    """Tell of a device that came in for the first time."""
    subject = _("A new device at %(clinic)s")
    _tell(user, to=user.email, subject=subject, mail="new_device", at=at, name=name)


def tell_of_address(user: User, *, old: str, at: datetime) -> None:
    """Tell the old address, and all devices, that there is another one now."""
    subject = _("Your email address at %(clinic)s was changed")
    _tell(user, to=old, subject=subject, mail="new_address", at=at)
