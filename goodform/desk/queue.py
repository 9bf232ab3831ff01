"""The inbox as its reader sees it: what happened, how old, who has it."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from goodform.desk.what_a_case_says import age_words, moment_words
from goodform.inbox.models import Kind, Severity
from goodform.inbox.queries import AlertRow, Inbox

SIGNS = {
    Kind.RED_FLAG: ("sign-flag", "flag"),
    Kind.STOP: ("sign-stop", "octagon-x"),
    Kind.PAIN: ("sign-stop", "octagon-x"),
    Kind.MORNING: ("sign-wait", "sun"),
    Kind.WROTE: ("sign-flag", "message-circle"),
    Kind.NOTICED: ("sign-wait", "eye"),
    Kind.REVIEW_OVERDUE: ("sign-wait", "calendar-clock"),
    Kind.QUIET: ("sign-wait", "calendar-clock"),
    Kind.HELD: ("sign-wait", "hand"),
}
"""The square in front of a case: its colour and its drawing."""


@dataclass(frozen=True)
class QueueItem:
    """One case of the list. `who_class` is how the line about its owner stands out.

    `others` are the patient's milder cases, folded under it.
    """

    id: UUID
    patient: str
    headline: str
    times: int
    last_at: datetime
    age: str
    sign: str
    icon: str
    who: str
    who_class: str
    late: bool
    taken: bool
    others: tuple["QueueItem", ...] = ()

    @property
    def ids(self) -> tuple[UUID, ...]:
        """Its own and those folded under it."""
        return self.id, *(each.id for each in self.others)

    @property
    def hides_what_waits(self) -> bool:
        """Whether nobody has one of those under it, and it is newer, or somebody has this one."""
        waiting = [each for each in self.others if not each.taken]
        return any(self.taken or each.last_at > self.last_at for each in waiting)


@dataclass(frozen=True)
class QueueGroup:
    """The cases of one severity; `more` are not shown."""

    label: str
    items: tuple[QueueItem, ...]
    more: int


def queue_of(inbox: Inbox, *, staff: UUID, zone: str, now: datetime) -> tuple[QueueGroup, ...]:
    """The groups that hold anything, in their order; a patient once, under their gravest case."""
    of_patient: dict[UUID, list[QueueItem]] = defaultdict(list)
    for row in (row for group in inbox.groups for row in group.rows):
        of_patient[row.patient_id].append(_item(row, staff, zone, now))
    folded = {
        items[0].id: replace(items[0], others=tuple(items[1:])) for items in of_patient.values()
    }
    groups = (
        QueueGroup(
            label=group.label,
            items=tuple(folded[row.id] for row in group.rows if row.id in folded),
            more=group.more,
        )
        for group in inbox.groups
    )
    return tuple(group for group in groups if group.items or group.more)


def _item(row: AlertRow, staff: UUID, zone: str, now: datetime) -> QueueItem:
    sign, icon = SIGNS[Kind(row.kind)]
    who, who_class = who_has(row, staff, zone, now)
    return QueueItem(
        id=row.id,
        patient=row.patient,
        headline=row.headline,
        times=row.times,
        last_at=row.last_at,
        age=age_words(now - row.last_at),
        sign="sign-flag" if row.severity == Severity.CALL_NOW else sign,
        icon=icon,
        who=who,
        who_class=who_class,
        late=row.late,
        taken=row.taken_by_id is not None,
    )


def who_has(row: AlertRow, staff: UUID, zone: str, now: datetime) -> tuple[str, str]:
    """Who has a case, and how that line stands out: `mine`, `nobody` or plain."""
    if row.taken_by_id == staff:
        return _("You have this"), "mine"
    if row.taken_by:
        return _("%(name)s has this") % {"name": row.taken_by}, ""
    if row.promised_by is None:
        return _without_promise(row, staff)
    local = ZoneInfo(zone)
    by = moment_words(row.promised_by.astimezone(local), now.astimezone(local))
    if now > row.promised_by:
        return _("Nobody has this yet. An answer was promised by %(when)s") % {"when": by}, "nobody"
    if row.late or row.severity == Severity.CALL_NOW:
        return _("Nobody has this yet"), "nobody"
    if row.owner and row.owner_id != staff:
        said = _("For %(name)s. An answer is promised by %(when)s")
        return said % {"name": row.owner, "when": by}, ""
    return _("An answer is promised by %(when)s") % {"when": by}, ""


def _without_promise(row: AlertRow, staff: UUID) -> tuple[str, str]:
    """Who a case waits for, where the clinic has not said when it is open."""
    if row.late or row.severity == Severity.CALL_NOW:
        return _("Nobody has this yet"), "nobody"
    if row.owner and row.owner_id != staff:
        return _("For %(name)s") % {"name": row.owner}, ""
    return _("Not answered yet"), ""
