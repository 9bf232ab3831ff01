"""The words of a message: the template of its kind, filled in, with nothing missing.

`messages/<kind>.txt` extends `messages/frame.txt`; its first line is the subject, its second one
quiet sentence for a lock screen, the rest the text. A value that is missing is an error: no mail
says "Hello ,".
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.conf import settings
from django.template import TemplateDoesNotExist, TemplateSyntaxError
from django.template.backends.django import DjangoTemplates
from django.urls import NoReverseMatch
from django.utils.translation import gettext as _

from goodform.outbox.channel import NeverSent, Parcel, Words
from goodform.outbox.kinds import READY_MADE
from goodform.outbox.models import Notification
from goodform.outbox.sealing import CannotOpen, unseal


class ValueMissing(LookupError):
    """A template asks for a value that the message does not have."""


class _Missing(str):
    """Django puts the name of a missing value into this text; ours refuses."""

    __slots__ = ()

    def __mod__(self, name: object) -> str:
        raise ValueMissing(str(name))


@cache
def _engine() -> DjangoTemplates:
    return DjangoTemplates(
        {
            "NAME": "messages",
            "DIRS": [],
            "APP_DIRS": True,
            "OPTIONS": {"autoescape": False, "string_if_invalid": _Missing("%s")},
        }
    )


def called(row: Notification) -> str:
    """The first name of whoever gets the message; empty for somebody nobody knows."""
    person = row.patient or row.staff
    return person.called if person is not None else ""


def _context(row: Notification) -> dict[str, Any]:
    return {
        **row.facts,
        "called": called(row),
        "clinic": row.clinic,
        "to_staff": row.staff_id is not None,
        "address": settings.ADDRESS,
        "stop_link": _absolute(row.facts.get("stop", "")),
        "link": _absolute(row.facts.get("path", "/")),
    }


def _absolute(path: str) -> str:
    return f"{settings.ADDRESS}{path}" if path else ""


def words_of(row: Notification) -> Words:
    """The message in words; `NeverSent` says what is wrong with its template."""
    if row.kind == READY_MADE.code:
        return _ready_made(row)
    try:
        written = _engine().get_template(f"messages/{row.kind}.txt").render(_context(row))
    except ValueMissing as problem:
        raise NeverSent(
            _("The message “%(kind)s” has no value for “%(value)s”.")
            % {"kind": row.kind, "value": problem}
        ) from problem
    except TemplateDoesNotExist as problem:
        raise NeverSent(
            _("There is no template messages/%(kind)s.txt.") % {"kind": row.kind}
        ) from problem
    except (TemplateSyntaxError, NoReverseMatch) as problem:
        raise NeverSent(
            _("The template messages/%(kind)s.txt is broken: %(problem)s")
            % {"kind": row.kind, "problem": problem}
        ) from problem
    subject, _end, rest = written.lstrip().partition("\n")
    short, _end, text = rest.lstrip().partition("\n")
    if not (subject.strip() and short.strip() and text.strip()):
        raise NeverSent(
            _("The message “%(kind)s” lacks its subject, sentence or text.") % {"kind": row.kind}
        )
    return Words(subject.strip(), short.strip(), text.strip() + "\n")


def subject_of(row: Notification) -> str:
    """The name an owner has for this message: its subject, or its kind where it cannot be written.

    A ready-made mail is a credential; it is not opened to be looked at.
    """
    if row.kind == READY_MADE.code:
        return _("Invitation or sign-in")
    try:
        return words_of(row).subject
    except NeverSent:
        return row.kind


def _ready_made(row: Notification) -> Words:
    try:
        mail = unseal(row.facts.get("sealed", ""))
    except CannotOpen as problem:
        raise NeverSent(str(problem)) from problem
    return Words(mail["subject"], mail["subject"], mail["body"])


def _where_to(row: Notification) -> tuple[str, dict[str, Any]]:
    if row.address is not None:
        return row.address.to, row.address.facts
    if row.to:
        return row.to, {}
    if row.staff is not None:
        return row.staff.user.email, {}
    return (row.patient.email if row.patient is not None else ""), {}


def parcel_of(row: Notification, chosen: Mapping[str, Any] | None = None) -> Parcel:
    """The message as its channel gets it; `NeverSent` where it cannot be written or has no way.

    `chosen` is what the clinic chose for the channel.
    """
    to, facts = _where_to(row)
    if not to:
        raise NeverSent(_("There is no address to send this to. Write one on the person’s page."))
    return Parcel(
        id=row.pk,
        clinic=row.clinic,
        kind=row.kind,
        to=to,
        facts=facts,
        chosen=chosen or {},
        words=words_of(row),
        link=_absolute(row.facts.get("path", "/")),
        stop=_absolute(row.facts.get("stop", "")),
        stale_at=row.stale_at,
    )
