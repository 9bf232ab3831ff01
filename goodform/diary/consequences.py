"""All that must follow from what was told: holds, alerts, advice. Pure; rules are in `safety`.

Where a word was corrected, both are weighed and the graver counts: a correction takes nothing back.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from goodform.diary.choices import Outcome
from goodform.programmes.causes import CauseKind, cause_of
from goodform.safety.decision import Advice, Decision, Verdict, gravest, gravest_advice
from goodform.safety.noticing import Noticed, decide_noticed
from goodform.safety.pain_rules import (
    MorningAnswer,
    PainRule,
    after_session,
    before_session,
    during_exercise,
    next_morning,
)
from goodform.safety.red_flags import read_answer
from goodform.safety.stop import decide_stop


@dataclass(frozen=True)
class ToldEntry:
    """One entry as the rules see it. `line` None: nobody knows which exercise it was.

    `pains`, `places` and `noticed` hold what was said of it, before and after a correction.
    """

    entry: UUID
    line: UUID | None
    rule: PainRule
    outcome: str
    at: datetime
    pains: tuple[int, ...] = ()
    symptoms: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    noticed: tuple[Noticed, ...] = ()

    @property
    def stopped(self) -> bool:
        return self.outcome == Outcome.STOPPED

    @property
    def harmed(self) -> bool:
        """A stop, or a symptom."""
        return self.stopped or bool(self.symptoms)

    @property
    def tried(self) -> bool:
        """Whether the body did something."""
        return self.outcome != Outcome.SKIPPED

    @property
    def pain(self) -> int | None:
        """The worst that was said."""
        return max(self.pains, default=None)


@dataclass(frozen=True)
class ToldSession:
    """A session as the rules see it."""

    session: UUID
    entries: tuple[ToldEntry, ...]
    before: tuple[int, ...]
    after: tuple[int, ...]
    red_flags: tuple[str, ...]
    rule: PainRule
    at: datetime
    overflows: bool = False

    @property
    def pain_before(self) -> int | None:
        """The lowest that was said: the one that later pain is compared with."""
        return min(self.before, default=None)


@dataclass(frozen=True)
class HoldNeeded:
    """One line, or with None everything, that must wait for a practitioner.

    `about` is the entry, or the session, whose words ask for a hold on everything.
    """

    line: UUID | None
    cause: str
    reason: str
    at: datetime
    about: UUID | None = None


@dataclass(frozen=True)
class AlertWanted:
    """An alert the clinic must get. `entry` None: it is about the whole session or day."""

    cause: str
    decision: Decision
    at: datetime
    entry: UUID | None = None
    session: UUID | None = None

    @property
    def about(self) -> UUID | None:
        """The entry, or the session, whose words it rests on."""
        return self.entry or self.session


@dataclass(frozen=True)
class Consequences:
    """All that follows."""

    holds: tuple[HoldNeeded, ...] = ()
    alerts: tuple[AlertWanted, ...] = ()

    def __add__(self, other: "Consequences") -> "Consequences":
        return Consequences(self.holds + other.holds, self.alerts + other.alerts)

    @property
    def advice(self) -> Advice | None:
        """The gravest advice; None where nothing calls for any."""
        given = [each.decision.advice for each in self.alerts if each.decision.advice is not None]
        return gravest_advice(*given) if given else None


NOTHING = Consequences()
MOST_HOLDS = 3
"""Holds of one kind on one exercise that a session makes, however often it stopped."""


def of_session(told: ToldSession) -> Consequences:
    """All that follows from a session."""
    places = frozenset(place for each in told.entries for place in each.places)
    of_entries = [
        found
        for each in told.entries
        for found in (
            _of_harm(told.session, each, places) if each.harmed else NOTHING,
            _of_pain_during(told, each),
            _of_noticed(each),
        )
        if found.alerts
    ]
    lines = {each.entry: each.line for each in told.entries}
    some = _without_the_many(of_entries, lines, most=1 if told.overflows else MOST_HOLDS)
    if not told.overflows:
        # Each is told, so that the clinic reads how often it was.
        some = replace(some, alerts=tuple(alert for each in of_entries for alert in each.alerts))
    return _of_red_flags(told) + _of_pain_before(told) + some + _of_pain_after(told)


def _without_the_many(
    found: Sequence[Consequences], lines: Mapping[UUID, UUID | None], *, most: int
) -> Consequences:
    """Of more than so many about one exercise, the gravest and then the latest.

    Whatever any of them holds is held.
    """
    alike: dict[object, list[Consequences]] = {}
    for each in found:
        (alert,) = each.alerts
        needed = alert.decision.alert
        line = lines[alert.entry] if alert.entry else None
        alike.setdefault((line, needed.kind if needed else None), []).append(each)
    told = [each for some in alike.values() for each in sorted(some, key=_first)[:most]]
    holds = {(hold.line, hold.cause): hold for each in told for hold in each.holds}
    held = {line for line, _cause in holds}
    for hold in (hold for each in found for hold in each.holds):
        if hold.line not in held:
            holds[hold.line, hold.cause] = hold
            held.add(hold.line)
    return Consequences(
        tuple(holds.values()), tuple(alert for each in told for alert in each.alerts)
    )


def _first(found: Consequences) -> tuple[bool, int, float]:
    """Sorts the gravest and then the latest to the front."""
    (alert,) = found.alerts
    needed = alert.decision.alert
    emergency = alert.decision.advice is Advice.EMERGENCY
    return (not emergency, int(needed.severity) if needed else 9, -alert.at.timestamp())


def _of_red_flags(told: ToldSession) -> Consequences:
    decision = read_answer(told.red_flags).decision
    if decision is None:
        return NOTHING
    cause = cause_of(CauseKind.RED_FLAGS, told.session)
    return Consequences(
        (HoldNeeded(None, cause, decision.reason.code, told.at, about=told.session),),
        (AlertWanted(cause, decision, told.at, session=told.session),),
    )


def _of_pain_before(told: ToldSession) -> Consequences:
    if not told.before:
        return NOTHING
    decision = before_session(told.rule, pain=max(told.before))
    if decision.alert is None:
        return NOTHING
    return Consequences(
        (), (AlertWanted(cause_of(CauseKind.BEFORE, told.session), decision, told.at),)
    )


def _of_harm(session: UUID, each: ToldEntry, places: Collection[str]) -> Consequences:
    """A stop holds its exercise; an always-stop symptom, or one nobody can place, everything."""
    decision = decide_stop(each.symptoms, places)
    cause = cause_of(CauseKind.STOP, each.entry)
    holds = []
    if each.stopped:
        holds.append(HoldNeeded(each.line, cause, decision.reason.code, each.at))
    if decision.action is Verdict.HOLD_PROGRAMME:
        everything = cause_of(CauseKind.STOP, session)
        reason = decision.reason.code
        holds.append(HoldNeeded(None, everything, reason, each.at, about=each.entry))
    return Consequences(tuple(holds), (AlertWanted(cause, decision, each.at, each.entry),))


def _of_pain_during(told: ToldSession, each: ToldEntry) -> Consequences:
    """Pain of an exercise that was not stopped; a stop holds and tells already."""
    if each.harmed or each.pain is None:
        return NOTHING
    decision = during_exercise(each.rule, pain_before=told.pain_before, pain=each.pain)
    if not decision.holds:
        return NOTHING
    cause = cause_of(CauseKind.PAIN, each.entry)
    return Consequences(
        (HoldNeeded(each.line, cause, decision.reason.code, each.at),),
        (AlertWanted(cause, decision, each.at, each.entry),),
    )


def _of_noticed(each: ToldEntry) -> Consequences:
    """The consequence of ticks after an exercise; a stop holds and tells already."""
    decision = None if each.harmed else decide_noticed(each.noticed)
    if decision is None:
        return NOTHING
    cause = cause_of(CauseKind.NOTICED, each.entry)
    hold = HoldNeeded(each.line, cause, decision.reason.code, each.at)
    return Consequences(
        (hold,) if decision.holds else (),
        (AlertWanted(cause, decision, each.at, each.entry),),
    )


def _of_pain_after(told: ToldSession) -> Consequences:
    if not told.after:
        return NOTHING
    rules: dict[UUID | None, PainRule] = {
        each.line: each.rule for each in told.entries if each.tried
    } or {None: told.rule}
    decisions = {
        line: after_session(rule, pain_before=told.pain_before, pain=max(told.after))
        for line, rule in rules.items()
    }
    return _held_lines(cause_of(CauseKind.AFTER, told.session), decisions, told.at)


def of_morning(
    day: date,
    rules: Mapping[UUID | None, PainRule],
    *,
    answer: MorningAnswer,
    pain: int | None,
    at: datetime,
) -> Consequences:
    """All that follows from the next-morning answer about what was done before it.

    `rules` has the lines done that day; the line None, for somebody who did nothing, holds nothing
    and tells all the same. `day` is the morning's own date.
    """
    decisions = {line: next_morning(rule, answer=answer, pain=pain) for line, rule in rules.items()}
    return _held_lines(cause_of(CauseKind.MORNING, day.isoformat()), decisions, at)


def _held_lines(
    cause: str, decisions: Mapping[UUID | None, Decision], at: datetime
) -> Consequences:
    """Hold every line whose own rule says so, and tell of the gravest in one alert."""
    grave = {line: each for line, each in decisions.items() if each.alert is not None}
    if not grave:
        return NOTHING
    return Consequences(
        tuple(
            HoldNeeded(line, cause, each.reason.code, at)
            for line, each in grave.items()
            if each.holds and line is not None
        ),
        (AlertWanted(cause, gravest(*grave.values()), at),),
    )
