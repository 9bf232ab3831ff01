"""The facts behind an alert, as they were: from a session, an entry, a morning."""

from datetime import date, datetime
from uuid import UUID

from goodform.diary.consequences import AlertWanted
from goodform.diary.following import Telling
from goodform.diary.merging import EntryFacts, SessionFacts
from goodform.diary.what_is_prescribed import PatientsProgramme
from goodform.diary.which_day import day_of
from goodform.inbox.evidence import Evidence
from goodform.inbox.what_a_patient_says import targets_in, words_in
from goodform.safety.decision import Advice, ReasonCode
from goodform.safety.red_flags import NONE_OF_THESE, NOTHING_NEW


def _iso(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""


def _day(moment: datetime, zone: str, sitting: SessionFacts, prescribed: PatientsProgramme) -> str:
    return day_of(moment, zone, said=sitting.day, home=prescribed.patient.zone).isoformat()


def _shown(alert: AlertWanted, sitting: SessionFacts) -> str:
    """The advice on the screen, where this answer leads to more than telling the clinic."""
    advice = alert.decision.advice
    return sitting.shown if advice and advice is not Advice.TELL_CLINIC else ""


def about_session(
    alert: AlertWanted, session: UUID, facts: SessionFacts, prescribed: PatientsProgramme
) -> Telling:
    """An alert about a session as a whole: a red flag, pain before it or after it."""
    zone = facts.zone or prescribed.patient.zone
    reason = alert.decision.reason
    return Telling(
        alert,
        Evidence(
            because=reason.code.value,
            numbers=reason.numbers,
            advice=alert.decision.advice or "",
            shown=_shown(alert, facts),
            session=str(session),
            happened_at=_iso(alert.at),
            local_date=_day(alert.at, zone, facts, prescribed),
            zone=zone,
            red_flags=tuple(
                code for code in facts.red_flags if code not in (NONE_OF_THESE, NOTHING_NEW)
            ),
            pain_before=facts.pain_before,
            pain_after=facts.pain_after,
            usual_pain=prescribed.usual_pain,
            note=facts.note,
        ),
        None,
    )


def about_entry(
    alert: AlertWanted,
    session: UUID,
    facts: EntryFacts,
    sitting: SessionFacts,
    prescribed: PatientsProgramme,
) -> Telling:
    """An alert about one exercise: a stop, a symptom, pain while doing it."""
    row = prescribed.prescriptions.get(facts.prescription) if facts.prescription else None
    reason = alert.decision.reason
    noticed = {"noticed": reason.codes} if reason.code is ReasonCode.NOTICED else {}
    return Telling(
        alert,
        Evidence(
            because=reason.code.value,
            numbers=reason.numbers,
            advice=alert.decision.advice or "",
            shown=_shown(alert, sitting),
            session=str(session),
            entry=str(facts.id),
            happened_at=_iso(facts.recorded_at),
            local_date=_day(facts.recorded_at, facts.zone, sitting, prescribed),
            zone=facts.zone,
            exercise=row.exercise.name if row else "",
            programme_version=row.since_version if row else None,
            **{**words_in(facts), **noticed},
            **targets_in(row),
            noticed_words=prescribed.noticed_words(facts.prescription, reason.codes)
            if reason.code is ReasonCode.NOTICED
            else (),
            pain_before=sitting.pain_before,
            usual_pain=prescribed.usual_pain,
            undone_at=_iso(facts.undone_at),
            flags=facts.flags,
        ),
        row,
    )


def about_morning(
    alert: AlertWanted,
    prescribed: PatientsProgramme,
    *,
    about: date | None,
    settled: bool | None,
    pain: int | None,
) -> Telling:
    """An alert about the next morning; `about` is the day that had not settled."""
    reason = alert.decision.reason
    return Telling(
        alert,
        Evidence(
            because=reason.code.value,
            numbers=reason.numbers,
            advice=alert.decision.advice or "",
            happened_at=_iso(alert.at),
            local_date=about.isoformat() if about else "",
            zone=prescribed.patient.zone,
            settled=settled,
            pain=pain,
            usual_pain=prescribed.usual_pain,
        ),
        None,
    )
