"""One case as its page shows it: phone first, then what was told, what was done, what can be."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from goodform.desk.band import age_on
from goodform.desk.queue import SIGNS, who_has
from goodform.desk.record_facts import notice_words
from goodform.desk.step_back import StepBack, in_force, step_back_from
from goodform.desk.what_a_case_says import (
    Facts,
    advice_words,
    age_words,
    facts_in_words,
    moment_words,
    new_in,
)
from goodform.desk.why_on_hold import hold_words
from goodform.diary.queries import holds_by_mistake
from goodform.inbox.held import HeldThing
from goodform.inbox.models import Alert, AlertStep, Kind, Severity
from goodform.inbox.queries import Case
from goodform.inbox.told import ToldOnce
from goodform.programmes.models import Hold, Prescription
from goodform.programmes.schedule import local_day


@dataclass(frozen=True)
class Happening:
    """One line of what happened since: `when` is the time of today, or the day."""

    at: datetime
    when: str
    words: str


@dataclass(frozen=True)
class ToldPart:
    """One thing that was told: when it happened, the facts, and later ones with when they came."""

    when: str
    facts: tuple[tuple[str, Facts], ...]


@dataclass(frozen=True)
class HeldRow:
    """Something on hold: what, why and since when; `case` is the open case that caused it."""

    key: str
    name: str
    words: str
    is_everything: bool
    case: UUID | None


@dataclass(frozen=True)
class CasePage:
    """A case in plain values. `told` is empty to who may not read the record.

    `times` says how often it was told, `seen` is the mark of what was told last; `held` may be
    released from here; `stays` waits for another case.
    """

    alert: Alert
    kind_label: str
    severity_label: str
    is_grave: bool
    icon: str
    who: str
    who_class: str
    age: int
    sent: str
    sent_ago: str
    told: tuple[ToldPart, ...]
    times: int
    seen: int
    happenings: tuple[Happening, ...]
    held: tuple[HeldRow, ...]
    stays: tuple[HeldRow, ...]
    everything_held: bool
    line_held: bool
    row: Prescription | None
    step: StepBack | None
    is_mine: bool
    is_taken: bool
    is_closed: bool


def case_page(case: Case, *, staff: UUID, now: datetime) -> CasePage:
    """The page of a case; six queries at most, for what is prescribed now, its easier rung, and
    whether what is held was pressed by mistake."""
    alert = case.alert
    zone = alert.clinic.zone
    local = ZoneInfo(zone)
    row = in_force(alert) if case.first is not None else None
    who, who_class = who_has(case.row, staff, zone, now)
    mistakes = _by_mistake((*case.held.releasable, *case.held.stays))
    return CasePage(
        alert=alert,
        kind_label=case.row.kind_label,
        severity_label=str(Severity(alert.severity).label),
        is_grave=alert.severity == Severity.CALL_NOW,
        icon=SIGNS[Kind(alert.kind)][1],
        who=who,
        who_class=who_class,
        age=age_on(local_day(now, zone), alert.patient.born),
        sent=moment_words(alert.last_at.astimezone(local), now.astimezone(local)),
        sent_ago=age_words(now - alert.last_at),
        told=_facts(case, now.astimezone(local)),
        times=alert.times,
        seen=case.seen,
        happenings=_happenings(case, now.astimezone(local)),
        held=tuple(_held_row(each, zone, mistakes) for each in case.held.releasable),
        stays=tuple(_held_row(each, zone, mistakes) for each in case.held.stays),
        everything_held=case.held.everything,
        line_held=row is not None and case.held.on(row.line) is not None,
        row=row,
        step=step_back_from(row, alert) if row else None,
        is_mine=alert.acknowledged_by_id == staff,
        is_taken=alert.acknowledged_at is not None,
        is_closed=alert.resolved_at is not None,
    )


def _by_mistake(things: Sequence[HeldThing]) -> frozenset[UUID]:
    """Of the holds on these, those that were pressed by mistake; no query where nothing is held."""
    holds = [hold for thing in things for hold in thing.holds]
    return holds_by_mistake(Hold.objects.filter(pk__in=holds)) if holds else frozenset()


def _held_row(thing: HeldThing, zone: str, mistakes: frozenset[UUID]) -> HeldRow:
    return HeldRow(
        key=thing.key,
        name=capfirst(thing.name),
        words=hold_words(
            thing.reason,
            local_day(thing.since, zone),
            by_mistake=mistakes.issuperset(thing.holds),
        ),
        is_everything=thing.line is None,
        case=thing.case,
    )


def _facts(case: Case, now: datetime) -> tuple[ToldPart, ...]:
    """The facts that were told, the newest on top; `now` in the zone to be shown."""
    return tuple(_telling(each, now) for each in case.told)


def _telling(told: ToldOnce, now: datetime) -> ToldPart:
    """The first telling, and what was new in each addition, with when it came."""
    notices = tuple(notice_words(told.exercise).items())
    before = facts_in_words(told.facts, notices)
    shown = [("", before)]
    for addition in told.later:
        facts = facts_in_words(addition.facts, notices)
        when = date_format(addition.at.astimezone(now.tzinfo), "j F, H:i")
        shown.append((when, new_in(facts, before)))
        before = facts
    return ToldPart(moment_words(told.happened_at.astimezone(now.tzinfo), now), tuple(shown))


def _happenings(case: Case, now: datetime) -> tuple[Happening, ...]:
    """Everything shown, done and mailed, in order; `now` in the zone to be shown."""
    told = _shown(case)
    told += [(step.at, _step_words(step)) for step in case.steps]
    told += [
        (
            mail.sent_at or mail.due_at,
            _("Mail to %(name)s: %(state)s") % {"name": mail.to, "state": mail.state_label.lower()},
        )
        for mail in case.mails
        if mail.to
    ]
    local = [(at.astimezone(now.tzinfo), words) for at, words in told]
    return tuple(
        Happening(at, date_format(at, "H:i" if at.date() == now.date() else "j M"), words)
        for at, words in sorted(local, key=lambda each: each[0])
    )


def _shown(case: Case) -> list[tuple[datetime, str]]:
    """The advice on the patient's screen, each once; else only what our rule advises."""
    alert = case.alert
    pack, name = alert.clinic.country_pack, alert.patient.called
    told = [
        (at, facts)
        for each in reversed(case.told)
        for at, facts in (
            (each.happened_at, each.facts),
            *((later.at, later.facts) for later in each.later),
        )
    ]
    if not told:
        return []
    seen: dict[str, datetime] = {}
    for at, facts in told:
        if facts.shown:
            seen.setdefault(facts.shown, at)
    if seen:
        words = _("%(name)s was shown “%(shown)s”")
        return [
            (at, words % {"name": name, "shown": advice_words(advice, pack)})
            for advice, at in seen.items()
        ]
    advice = advice_words(told[-1][1].advice, pack)
    words = _("Our advice for this: “%(advice)s”")
    return [(told[0][0], words % {"advice": advice})] if advice else []


def _step_words(step: AlertStep) -> str:
    """`Taken, Priya Nair`, with what was said."""
    what = _("%(what)s, %(who)s") % {"what": step.get_kind_display(), "who": step.by}
    return f"{what}: {step.words}" if step.words else what
