"""The guided session's facts when it opens: the programme of the day, its words, its rules."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from goodform.coach.parts import parts
from goodform.diary.queries import last_whole_list, red_flag_questions, today_of
from goodform.motion.checks import WATCHED
from goodform.people.models import Patient
from goodform.programmes.how_often import LONG_HOLD_S
from goodform.programmes.models import Assessment, Prescription, Programme
from goodform.programmes.queries import Standing, looked_on
from goodform.programmes.schedule import (
    CHANGING_SIDES_S,
    GETTING_READY_S,
    reading_seconds,
    sides_due,
)
from goodform.safety.dose import Dose, dose_in
from goodform.safety.noticing import consequence_of
from goodform.safety.pain_rules import (
    HIGHEST_CEILING,
    RISE_THAT_HOLDS_AFTER,
    RISE_THAT_HOLDS_DURING,
    PainRule,
)
from goodform.safety.red_flags import advice_for
from goodform.safety.signs import EARLIER_CODES, SIGNS
from goodform.safety.stop import LEG_SYMPTOMS
from goodform.safety.symptoms import PLACE_WORDS
from goodform.today.how_much import how_much
from goodform.today.may_it_hurt import may_hurt
from goodform.today.queries import Prescribed

NO_ID = UUID(int=0)
TIMING = {
    "ready_s": GETTING_READY_S,
    "change_s": CHANGING_SIDES_S,
    "long_hold_s": LONG_HOLD_S,
}
"""Seconds to get into position and to change sides, and from which a pause is called a hold."""
RISE_THAT_HOLDS = {
    "during": RISE_THAT_HOLDS_DURING,
    "after": {policy.value: rise for policy, rise in RISE_THAT_HOLDS_AFTER.items()},
}
"""By how much pain may rise, in an exercise and after it, before the exercise is held."""


@dataclass(frozen=True)
class PlayerFigure:
    """One picture the session shows: the exercise on one side, at its own pace."""

    prescription: UUID
    side: str
    picture: str
    dose: Dose


def figures_of(prescribed: Sequence[Prescribed]) -> list[PlayerFigure]:
    """A picture for every side of every exercise."""
    return [
        PlayerFigure(each.row.pk, side, each.row.exercise.content["picture"], dose_in(each.row))
        for each in prescribed
        for side in sides_due(each.row.side)
    ]


PLACES = {"upright": "standing", "on the back": "lying", "on the side": "lying", "any": "lying"}
"""How the body is to the phone, for the drawing of where to put it."""


def _mirror(row: Prescription) -> Mapping[str, Any] | None:
    """An exercise as the mirror needs it: its movement, whence it is seen, what may be said."""
    watched = WATCHED.get(row.exercise.content.get("picture", ""))
    if watched is None or not row.camera:
        return None
    return {
        "movement": watched.slug,
        "place": PLACES[watched.position],
        "view": "side" if "side" in watched.views or "any" in watched.views else "front",
        "cues": {check.code: _(check.cue) for check in watched.checks if check.spoken},
    }


def player_data(
    standing: Standing, assessment: Assessment, prescribed: Sequence[Prescribed], *, short: bool
) -> dict[str, Any]:
    """The page's data, as `player/README.md` describes it. Times are the patient's own."""
    patient = standing.patient
    return {
        "person": str(patient.pk),
        "urls": {"sessions": reverse("session_api", args=[NO_ID]).removesuffix(str(NO_ID))},
        "short": short,
        "mirror": _parts(patient, prescribed),
        "today": today_of(patient),
        "exercises": {str(each.row.pk): _exercise(each.row) for each in prescribed},
        "timing": TIMING,
        "pain": _pain(assessment, [each.row for each in prescribed]),
        "red_flags": _red_flags(patient, standing, assessment),
        "symptoms": _signs(),
        "earlier_codes": {code.value: advice_for(code).value for code in EARLIER_CODES},
        "places": [{"code": code.value, "words": _(words)} for code, words in PLACE_WORDS.items()],
        "leg_symptoms": sorted(code.value for code in LEG_SYMPTOMS),
    }


def _parts(patient: Patient, prescribed: Sequence[Prescribed]) -> Mapping[str, Any] | None:
    """Where the mirror's parts are; None where no exercise of today may use it, or they are not."""
    if not patient.clinic.mirror or not any(_mirror(each.row) for each in prescribed):
        return None
    found = parts()
    return found.as_json() if found else None


def _exercise(row: Prescription) -> Mapping[str, Any]:
    content = row.exercise.content
    return {
        "name": row.exercise.name,
        "position": content["position"],
        "side_is": content.get("side_is") or "",
        "how_much": how_much(dose_in(row), row.side),
        "steps": content["steps"],
        "cues": content["cues"],
        "notice": [_notice(each) for each in content["notice"]],
        "note": row.note,
        "note_from": row.given_by.called,
        "note_s": reading_seconds(row.note),
        "may_hurt": may_hurt([row]),
        "bad_day": row.bad_day,
        "mirror": _mirror(row),
        "pain": {"policy": row.pain_policy, "ceiling": _ceiling(row)},
    }


def _notice(said: Mapping[str, str]) -> Mapping[str, str]:
    """The points to tick, and what follows from each, also in a version that does not say so."""
    meant = consequence_of(said["code"], listed=True, then=said.get("then"))
    return {"code": meant.code, "words": said["words"], "then": meant.then.value}


def _ceiling(row: Prescription) -> int:
    return HIGHEST_CEILING if row.pain_ceiling is None else row.pain_ceiling


def _pain(assessment: Assessment, rows: Sequence[Prescription]) -> Mapping[str, Any]:
    """The rules of pain. From which pain nobody starts is by the tightest ceiling prescribed."""
    ceiling = min((_ceiling(row) for row in rows), default=HIGHEST_CEILING)
    rule = PainRule(assessment.usual_pain, ceiling=ceiling)
    return {
        "usual": assessment.usual_pain,
        "not_today_from": rule.start_limit,
        "rise_that_holds": RISE_THAT_HOLDS,
    }


def _red_flags(patient: Patient, standing: Standing, assessment: Assessment) -> Mapping[str, Any]:
    """By the rhythm of the house; the device asks the whole list too where pain is up."""
    usual = assessment.usual_pain
    asked = red_flag_questions(patient, day=standing.day, pain=usual, usual=usual)
    known = set(assessment.known_signs)
    return {
        "ask": asked.value,
        "list": [row for row in _signs() if row["code"] not in known],
        "known": [row for row in _signs() if row["code"] in known],
    }


def asked_about(programme: Programme, assessment: Assessment) -> Mapping[str, Any]:
    """Since when signs are asked about, and which the clinic knows of, for the page.

    The first list asks about two weeks, and a later one about the time since somebody looked.
    """
    listed = last_whole_list(programme.patient)
    known = set(assessment.known_signs)
    return {
        "looked_on": None if listed is None else looked_on(programme, assessment),
        "known_signs": [sign for sign in SIGNS if sign.code in known],
    }


def _signs() -> list[Mapping[str, str]]:
    return [
        {"code": sign.code, "words": _(sign.words), "advice": sign.advice.value} for sign in SIGNS
    ]
