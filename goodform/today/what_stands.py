"""Which advice stands: the gravest that was shown or follows, until what it was about is released.

What was shown is read, not worked out again: rules may change, and the patient saw what they saw.
"""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q

from goodform.diary.models import Entry, Session
from goodform.programmes.causes import CauseKind, cause_of, id_in, is_about
from goodform.programmes.models import Hold, Programme
from goodform.programmes.queries import however_often
from goodform.safety.decision import Advice, gravest_advice
from goodform.safety.red_flags import read_answer
from goodform.safety.stop import decide_stop

GRAVE = frozenset({Advice.EMERGENCY, Advice.URGENT_TODAY})
"""Advice beside which nothing else is offered."""
ABOUT_SESSIONS = (CauseKind.RED_FLAGS, CauseKind.STOP)


def advice_of(session: Session) -> Advice:
    """The advice of a session: as shown, or graver where more was told since. One query."""
    told = Entry.objects.filter(session=session).values_list("where", "symptoms")
    return _gravest(session, list(told))


def released(session: Session) -> bool:
    """Whether all that this very session held as a whole was released again; one query."""
    if session.programme_id is None:
        return False
    of_this = Q()
    for about in ABOUT_SESSIONS:
        of_this |= however_often(cause_of(about, session.pk))
    holds = Hold.objects.filter(of_this, programme=session.programme_id, line=None)
    still = list(holds.values_list("released_at", flat=True))
    return bool(still) and None not in still


def advice_now(programme: Programme) -> Advice | None:
    """The gravest advice whose hold on everything is open; at most four queries."""
    causes = Hold.objects.filter(programme=programme, line=None, released_at=None)
    found_ids = map(_id, causes.values_list("cause", flat=True))
    ids = {each for each in found_ids if each is not None}
    if not ids:
        return None
    of_entries = Entry.objects.filter(pk__in=ids, session__programme=programme)
    sessions = Session.objects.filter(
        pk__in={*ids, *of_entries.values_list("session", flat=True)}, programme=programme
    )
    told: dict[UUID, list[tuple[str, list[str]]]] = {each.pk: [] for each in sessions}
    for pk, where, symptoms in Entry.objects.filter(session__in=told).values_list(
        "session", "where", "symptoms"
    ):
        told[pk].append((where, symptoms))
    found = [_gravest(each, told[each.pk]) for each in sessions]
    return gravest_advice(*found) if found else None


def _gravest(session: Session, told: Collection[tuple[str, list[str]]]) -> Advice:
    symptoms = [code for _where, codes in told for code in codes]
    by_stops = decide_stop(symptoms, [where for where, _codes in told if where]).advice
    flags = read_answer(session.red_flags).decision
    found = [
        by_stops or Advice.TELL_CLINIC,
        flags.advice if flags and flags.advice else Advice.TELL_CLINIC,
        Advice(session.shown) if session.shown else Advice.TELL_CLINIC,
    ]
    return gravest_advice(*found)


def _id(cause: str) -> UUID | None:
    """The session or entry that a cause names; None for a morning and whatever else holds."""
    return id_in(cause) if any(is_about(cause, about) for about in ABOUT_SESSIONS) else None
