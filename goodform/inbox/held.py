"""The holds of a case: its own, those nobody is on any more, and those that wait for another."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from goodform.inbox.models import Alert, AlertTelling, Kind
from goodform.programmes.causes import first_of
from goodform.programmes.models import Hold, Prescription
from goodform.programmes.on_line import names_on_hold


@dataclass(frozen=True)
class HeldThing:
    """An exercise, or with `line` None the whole programme, and the open holds on it.

    `reason` and `since` are those of the oldest; `case` is the open case that caused them, for what
    waits for another one.
    """

    line: UUID | None
    exercise: str
    holds: tuple[UUID, ...]
    reason: str
    since: datetime
    case: UUID | None = None

    @property
    def name(self) -> str:
        """The exercise, or "the whole programme"."""
        return self.exercise or _("the whole programme")

    @property
    def key(self) -> str:
        """How a page says which of them it means."""
        return str(self.line) if self.line else "whole"


@dataclass(frozen=True)
class HeldByCase:
    """The holds that bear on a case, the whole programme first.

    `here` this case caused, `free` has no open case of its own, `stays` another open case caused.
    """

    here: tuple[HeldThing, ...]
    free: tuple[HeldThing, ...]
    stays: tuple[HeldThing, ...]

    @property
    def releasable(self) -> tuple[HeldThing, ...]:
        """The holds that may be released from this case, each thing once."""
        return _merged((*self.here, *self.free))

    @property
    def everything(self) -> bool:
        """Whether this case may release the whole programme."""
        return any(each.line is None for each in self.releasable)

    def on(self, line: UUID | None) -> HeldThing | None:
        """The hold on one line that this case may release."""
        return next((each for each in self.releasable if each.line == line), None)

    def named(self, what: str) -> tuple[HeldThing, ...]:
        """The holds a page means by `what`: "all", or the key of one."""
        return tuple(each for each in self.releasable if what in ("all", each.key))


class StillHeld(RuntimeError):
    """A case that still holds something cannot end as "may go on"; nothing was changed."""

    def __init__(self, things: Iterable[HeldThing]) -> None:
        names = ", ".join(each.name for each in things)
        super().__init__(
            _(
                "Still on hold because of this case: %(names)s. Release it first, or choose "
                "another outcome. Nothing was changed."
            )
            % {"names": names}
        )


def open_holds(holds: "QuerySet[Hold]") -> "QuerySet[Hold]":
    """Of these, the open ones on everything or on a line that is still prescribed."""
    in_force = Prescription.objects.filter(line=OuterRef("line"), until_version=None)
    return holds.filter(Q(line=None) | Exists(in_force), released_at=None).order_by("opened_at")


def names_of(holds: Iterable[Hold]) -> dict[UUID, str]:
    """By hold, what is on hold now, and in place of what; no query where nothing is held."""
    return {pk: _named(now, then) for pk, (now, then) in names_on_hold(holds).items()}


def _named(now: str, before: str) -> str:
    if not before:
        return now
    return _("%(now)s, in place of %(before)s") % {"now": now, "before": before}


def held_by(alert: Alert) -> HeldByCase:
    """The holds of a case; one query, three where something is on hold."""
    holds = list(open_holds(Hold.objects.filter(programme__patient=alert.patient_id)))
    if not holds:
        return HeldByCase((), (), ())
    names = names_of(holds)
    mine, others = _causes(alert, {first_of(hold.cause) for hold in holds})
    here: list[HeldThing] = []
    free: list[HeldThing] = []
    stays: list[HeldThing] = []
    for hold in holds:
        cause = first_of(hold.cause)
        case = others.get(cause)
        name = names.get(hold.pk, "")
        thing = HeldThing(hold.line, name, (hold.pk,), hold.reason, hold.opened_at, case)
        is_mine = cause in mine and (case is None or alert.resolved_at is None)
        if is_mine or (case is None and alert.kind == Kind.HELD):
            here.append(thing)
        else:
            (free if case is None else stays).append(thing)
    return HeldByCase(_merged(here), _merged(free), _merged(stays))


def _causes(alert: Alert, held: set[str]) -> tuple[set[str], dict[str, UUID]]:
    """Which of these causes this case was told of, and which other open case the rest.

    A case that only reminds of a hold caused nothing.
    """
    told = AlertTelling.objects.filter(
        Q(alert=alert) | Q(alert__resolved_at=None), alert__patient=alert.patient_id
    ).exclude(alert__kind=Kind.HELD)
    mine: set[str] = set()
    others: dict[str, UUID] = {}
    rows = told.filter(Q(cause__in=held) | Q(holds_too__in=held)).order_by()
    for case, *causes in rows.values_list("alert", "cause", "holds_too").distinct():
        if case == alert.pk:
            mine.update(causes)
        else:
            others.update(dict.fromkeys(causes, case))
    return mine, others


def _merged(things: Iterable[HeldThing]) -> tuple[HeldThing, ...]:
    """Several holds on one line as one thing; the whole programme first, then the oldest."""
    found: dict[UUID | None, HeldThing] = {}
    for each in things:
        first = found.get(each.line, each)
        holds = tuple(dict.fromkeys((*first.holds, *each.holds)))
        oldest = min(first, each, key=lambda thing: thing.since)
        found[each.line] = HeldThing(
            each.line, each.exercise, holds, oldest.reason, oldest.since, first.case
        )
    return tuple(sorted(found.values(), key=lambda each: (each.line is not None, each.since)))
