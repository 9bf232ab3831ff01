"""Answering a case: taking it, handing it over, noting what was tried, closing it."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from goodform.inbox.actions import note_step
from goodform.inbox.held import StillHeld, held_by
from goodform.inbox.kinds import HANDED
from goodform.inbox.mailing import forget_waiting, mail_about
from goodform.inbox.models import Alert, Closing, StepKind
from goodform.inbox.told import newest_telling
from goodform.people.access import Action
from goodform.people.doors import may, require
from goodform.people.models import Staff
from goodform.ui.typed_text import is_blank


class AlreadyTaken(RuntimeError):
    """Somebody else took the alert first; nothing was changed."""


class AlreadyClosed(RuntimeError):
    """Somebody closed the alert meanwhile; nothing was changed. Says who, when, what they did."""


class NotShown(RuntimeError):
    """Something was told that the page behind this answer did not show; nothing was changed."""


class WordsMissing(ValueError):
    """A case cannot be closed, or an attempt noted, without saying what was done."""


class CannotBeHandedTo(ValueError):
    """The colleague chosen may not handle alerts of this clinic."""


def _when(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "j F, H:i")


def _open(alert: Alert, by: Staff) -> Alert:
    """The alert as it is now, locked for this change; told who closed it, if somebody did."""
    require(by, Action.HANDLE_ALERTS, alert.clinic_id)
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


def require_shown(alert: Alert, seen: int | None) -> None:
    """Raise `NotShown` unless a page that answers, by its mark `seen`, showed what was told last.

    None is no page. Locks the case, so that nothing is told between this and the answer.
    """
    Alert.objects.select_for_update(of=("self",)).only("pk").get(pk=alert.pk)
    if seen is not None and newest_telling(alert) > seen:
        raise NotShown(
            _(
                "Something new was told while you had this open. It stands on top now. "
                "Nothing was changed: please look, then answer."
            )
        )


@transaction.atomic
def acknowledge(*, alert: Alert, by: Staff, seen: int | None = None) -> Alert:
    """Say "I have this". Twice by the same person is once; a colleague's is not taken over."""
    current = _open(alert, by)
    require_shown(current, seen)
    if current.acknowledged_by_id == by.pk:
        return current
    if current.acknowledged_by is not None and current.acknowledged_at is not None:
        raise AlreadyTaken(
            _("%(name)s has this since %(when)s.")
            % {"name": current.acknowledged_by.name, "when": _when(current.acknowledged_at)}
        )
    now = timezone.now()
    _take(current, by, at=now)
    note_step(current, StepKind.TAKEN, by=by, at=now)
    return current


def _take(current: Alert, by: Staff, *, at: datetime) -> None:
    current.acknowledged_at, current.acknowledged_by, current.owner = at, by, by
    forget_waiting(current, at=at)
    current.save(
        update_fields=["acknowledged_at", "acknowledged_by", "owner", "mailed_at", "unmailed"]
    )


@transaction.atomic
def hand_to(*, alert: Alert, to: Staff, by: Staff) -> Alert:
    """Give the case to a colleague, who gets mail. It waits anew until they take it."""
    current = _open(alert, by)
    if not may(to, Action.HANDLE_ALERTS, current.clinic_id):
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
    mails = mail_about(current, told, kind=HANDED, key=f"{now.timestamp():.0f}", at=now)
    note_step(current, StepKind.HANDED, by=by, at=now, words=to.name, mails=mails)
    return current


def _said(words: str) -> str:
    said = words.strip()
    if is_blank(said):
        raise WordsMissing(_("Say in a few words what was done. It goes into the record."))
    return said


@transaction.atomic
def note_attempt(*, alert: Alert, what_was_done: str, by: Staff, seen: int | None = None) -> Alert:
    """Write down what was tried ("no answer, will try again"); the case stays open, and theirs."""
    said = _said(what_was_done)
    current = _open(alert, by)
    require_shown(current, seen)
    now = timezone.now()
    if current.acknowledged_at is None:
        _take(current, by, at=now)
    note_step(current, StepKind.TRIED, by=by, at=now, words=said)
    return current


@transaction.atomic
def resolve(
    *, alert: Alert, outcome: Closing, what_was_done: str, by: Staff, seen: int | None = None
) -> Alert:
    """Close the case with an outcome and what was done. Never releases a hold by itself.

    "May go on" is no outcome while something that this case caused is on hold: `StillHeld`.
    """
    said = _said(what_was_done)
    current = _open(alert, by)
    require_shown(current, seen)
    if outcome == Closing.RELEASED:
        held = held_by(current)
        if held.here:
            raise StillHeld(held.here)
    now = timezone.now()
    if current.acknowledged_at is None:
        current.acknowledged_at, current.acknowledged_by = now, by
    current.resolved_at, current.resolved_by = now, by
    current.outcome, current.what_was_done = Closing(outcome), said
    forget_waiting(current, at=now)
    current.save(
        update_fields=[
            "acknowledged_at",
            "acknowledged_by",
            "resolved_at",
            "resolved_by",
            "outcome",
            "what_was_done",
            "mailed_at",
            "unmailed",
        ]
    )
    note_step(current, StepKind.CLOSED, by=by, at=now, words=said)
    return current


@transaction.atomic
def note_release(*, alert: Alert, words: str, by: Staff) -> None:
    """Write into a case's history what was released from it, and what stays on hold."""
    require(by, Action.HANDLE_ALERTS, alert.clinic_id)
    note_step(alert, StepKind.RELEASED, by=by, at=timezone.now(), words=words)
