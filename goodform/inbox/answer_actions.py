"""Answering a case: taking it, handing it over, noting what was tried, closing it."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from goodform.inbox.actions import mail_about, note_step
from goodform.inbox.handling import require_handler
from goodform.inbox.held import StillHeld, held_by
from goodform.inbox.models import Alert, Closing, StepKind
from goodform.people.access import Action, reader_of
from goodform.people.models import Staff


class AlreadyTaken(RuntimeError):
    """Somebody else took the alert first; nothing was changed."""


class AlreadyClosed(RuntimeError):
    """Somebody closed the alert meanwhile; nothing was changed. Says who, when, what they did."""


class WordsMissing(ValueError):
    """A case cannot be closed, or an attempt noted, without saying what was done."""


class CannotBeHandedTo(ValueError):
    """The colleague chosen may not handle alerts of this clinic."""


def _when(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "j F, H:i")


def _open(alert: Alert, by: Staff) -> Alert:
    """The alert as it is now, locked for this change; told who closed it, if somebody did."""
    require_handler(by, alert.clinic_id)
    current = (
        Alert.objects.select_for_update(of=("self",))
        .select_related("patient__clinic", "resolved_by", "acknowledged_by")
        .get(pk=alert.pk)
    )
    if current.resolved_by is not None and current.resolved_at is not None:
        raise AlreadyClosed(
            _("%(name)s closed this on %(when)s: %(what)s")
            % {
                "name": current.resolved_by.name,
                "when": _when(current.resolved_at),
                "what": current.what_was_done,
            }
        )
    return current


@transaction.atomic
def acknowledge(*, alert: Alert, by: Staff) -> Alert:
    """Say "I have this". Twice by the same person is once; a colleague's is not taken over."""
    current = _open(alert, by)
    if current.acknowledged_by_id == by.pk:
        return current
    if current.acknowledged_by is not None and current.acknowledged_at is not None:
        raise AlreadyTaken(
            _("%(name)s has this since %(when)s.")
            % {"name": current.acknowledged_by.name, "when": _when(current.acknowledged_at)}
        )
    now = timezone.now()
    current.acknowledged_at, current.acknowledged_by, current.owner = now, by, by
    current.save(update_fields=["acknowledged_at", "acknowledged_by", "owner"])
    note_step(current, StepKind.TAKEN, by=by, at=now)
    return current


@transaction.atomic
def hand_to(*, alert: Alert, to: Staff, by: Staff) -> Alert:
    """Give the case to a colleague, who gets mail. It waits anew until they take it."""
    current = _open(alert, by)
    reader = reader_of(to.user)
    if reader.clinic != current.clinic_id or not reader.may(Action.HANDLE_ALERTS):
        raise CannotBeHandedTo(
            _("%(name)s may not answer alerts. Choose a practitioner of this clinic.")
            % {"name": to.name}
        )
    now = timezone.now()
    current.owner, current.waiting_since = to, now
    current.acknowledged_at = current.acknowledged_by = current.escalated_at = None
    current.save(
        update_fields=[
            "owner",
            "waiting_since",
            "acknowledged_at",
            "acknowledged_by",
            "escalated_at",
        ]
    )
    told = [to] if to.pk != by.pk else []
    mails = mail_about(current, told, kind="alert_handed", key=f"{now.timestamp():.0f}", at=now)
    note_step(current, StepKind.HANDED, by=by, at=now, words=to.name, mails=mails)
    return current


def _said(words: str) -> str:
    said = words.strip()
    if not said:
        raise WordsMissing(_("Say in a few words what was done. It goes into the record."))
    return said


@transaction.atomic
def note_attempt(*, alert: Alert, what_was_done: str, by: Staff) -> Alert:
    """Write down what was tried ("no answer, will try again"); the case stays open, and theirs."""
    said = _said(what_was_done)
    current = _open(alert, by)
    now = timezone.now()
    if current.acknowledged_at is None:
        current.acknowledged_at, current.acknowledged_by, current.owner = now, by, by
        current.save(update_fields=["acknowledged_at", "acknowledged_by", "owner"])
    note_step(current, StepKind.TRIED, by=by, at=now, words=said)
    return current


@transaction.atomic
def resolve(*, alert: Alert, outcome: Closing, what_was_done: str, by: Staff) -> Alert:
    """Close the case with an outcome and what was done. Never releases a hold by itself.

    "May go on" is no outcome while something that this case caused is on hold: `StillHeld`.
    """
    said = _said(what_was_done)
    current = _open(alert, by)
    if outcome == Closing.RELEASED:
        held = held_by(current)
        if held.here:
            raise StillHeld(held.here)
    now = timezone.now()
    if current.acknowledged_at is None:
        current.acknowledged_at, current.acknowledged_by = now, by
    current.resolved_at, current.resolved_by = now, by
    current.outcome, current.what_was_done = Closing(outcome), said
    current.save(
        update_fields=[
            "acknowledged_at",
            "acknowledged_by",
            "resolved_at",
            "resolved_by",
            "outcome",
            "what_was_done",
        ]
    )
    note_step(current, StepKind.CLOSED, by=by, at=now, words=said)
    return current


@transaction.atomic
def note_release(*, alert: Alert, words: str, by: Staff) -> None:
    """Write into a case's history what was released from it, and what stays on hold."""
    require_handler(by, alert.clinic_id)
    note_step(alert, StepKind.RELEASED, by=by, at=timezone.now(), words=words)
