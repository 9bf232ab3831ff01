"""Did an exercise end early, by its pain rule, again and again? A rise that each time is too small
to hold is one all the same.
"""

from datetime import datetime
from itertools import takewhile
from uuid import UUID

from goodform.diary.consequences import NOTHING, AlertWanted, Consequences, ToldEntry, ToldSession
from goodform.diary.models import Entry
from goodform.diary.queries import TRIED
from goodform.people.models import Patient
from goodform.programmes.causes import CauseKind, cause_of
from goodform.safety.decision import Verdict
from goodform.safety.pain_rules import PainRule, during_exercise, ended_again

LOOKED_BACK = 60
"""Entries of one exercise that are looked at: what is longer ago was told long since."""


def of_ends(told: ToldSession, patient: Patient) -> Consequences:
    """A case for the week at every third session in a row in which an exercise ended early.

    One query for each exercise that did; none otherwise.
    """
    found = NOTHING
    for line, each in _ended(told).items():
        before = _ends_before(patient, line, each.rule, session=told.session, at=each.at)
        decision = ended_again(1 + before)
        if decision is not None:
            cause = cause_of(CauseKind.ENDS, each.entry)
            found += Consequences((), (AlertWanted(cause, decision, each.at, each.entry),))
    return found


def _ended(told: ToldSession) -> dict[UUID, ToldEntry]:
    """The first entry that ended early of each line, unless the line was stopped or held."""
    ends: dict[UUID, ToldEntry] = {}
    graver = set()
    for each in told.entries:
        if each.line is None:
            continue
        if each.harmed or _action(each.rule, told.pain_before, each.pain) is Verdict.HOLD_EXERCISE:
            graver.add(each.line)
        elif _action(each.rule, told.pain_before, each.pain) is Verdict.END_EXERCISE:
            ends.setdefault(each.line, each)
    return {line: each for line, each in ends.items() if line not in graver}


def _action(rule: PainRule, before: int | None, pain: int | None) -> Verdict:
    return during_exercise(rule, pain_before=before, pain=pain).action


def _ends_before(
    patient: Patient, line: UUID, rule: PainRule, *, session: UUID, at: datetime
) -> int:
    """In how many sessions in a row, just before this one, the exercise ended early."""
    rows = (
        Entry.objects.filter(
            session__patient=patient,
            prescription__line=line,
            outcome__in=TRIED,
            undone_at=None,
            recorded_at__lt=at,
        )
        .exclude(session=session)
        .order_by("-recorded_at")
        .values_list("session", "session__pain_before", "pain")[:LOOKED_BACK]
    )
    ended: dict[UUID, bool] = {}
    for sitting, before, pain in rows:
        early = _action(rule, before, pain) is Verdict.END_EXERCISE
        ended[sitting] = ended.get(sitting, False) or early
    return sum(1 for _each in takewhile(bool, ended.values()))
