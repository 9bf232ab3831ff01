"""The warning signs that no exercise page may keep to itself, and how urgent each one is.

Wording and urgency mirror what UK services tell the public about back pain (the cauda equina card
of GIRFT 2023; NHS; Sheffield Aches and Pains). Asked as "new or worse in the last 2 weeks". A
clinician of the clinic signs the text before its patients see it as more than a draft. Numbers to
call are in `country_packs`. What is asked, and in which order, is in `signs`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from goodform.safety.decision import (
    Advice,
    AlertKind,
    AlertNeeded,
    Decision,
    HowSoon,
    Reason,
    ReasonCode,
    Verdict,
    gravest_advice,
)
from goodform.safety.symptoms import ALWAYS_STOP, Symptom
from goodform.safety.translatable import gettext_noop as _


class Urgency(StrEnum):
    """Whom to turn to: the emergency service now, or urgent advice today."""

    EMERGENCY = "emergency"
    URGENT = "urgent"


ADVICE = {Urgency.EMERGENCY: Advice.EMERGENCY, Urgency.URGENT: Advice.URGENT_TODAY}


class RedFlag(StrEnum):
    """The closed list."""

    BOTH_LEGS = "both_legs"
    SADDLE = "saddle"
    PEEING = "peeing"
    BOWEL_BLADDER = "bowel_bladder"
    SEXUAL = "sexual"
    CHEST_PAIN = "chest_pain"
    ACCIDENT = "accident"
    ONE_LEG = "one_leg"
    FEVER = "fever"
    WEIGHT_LOSS = "weight_loss"
    LUMP = "lump"
    NIGHT = "night"
    COUGH = "cough"
    UPPER_BACK = "upper_back"


@dataclass(frozen=True, slots=True)
class RedFlagRow:
    """How urgent a red flag is, and the words the patient ticks."""

    urgency: Urgency
    words: str


RED_FLAGS: dict[RedFlag, RedFlagRow] = {
    RedFlag.BOTH_LEGS: RedFlagRow(
        Urgency.EMERGENCY,
        _("Pain, tingling, weakness or numbness in both legs, or your legs feel heavy or unsteady"),
    ),
    RedFlag.SADDLE: RedFlagRow(
        Urgency.EMERGENCY,
        _(
            "Numbness, tingling or an odd feeling round your bottom, between your legs "
            "or in your private parts. Wiping feels different"
        ),
    ),
    RedFlag.PEEING: RedFlagRow(
        Urgency.EMERGENCY,
        _("Hard to start or stop peeing, or you cannot feel it or tell when you need to go"),
    ),
    RedFlag.BOWEL_BLADDER: RedFlagRow(
        Urgency.EMERGENCY, _("Leaking pee or poo, or you cannot feel it come")
    ),
    RedFlag.SEXUAL: RedFlagRow(
        Urgency.EMERGENCY, _("A new problem getting an erection, or sex feels numb")
    ),
    RedFlag.CHEST_PAIN: RedFlagRow(Urgency.EMERGENCY, _("Chest pain")),
    RedFlag.ACCIDENT: RedFlagRow(
        Urgency.EMERGENCY, _("It started after a serious accident, such as a car crash")
    ),
    RedFlag.ONE_LEG: RedFlagRow(
        Urgency.URGENT, _("New weakness or numbness in one leg, or your foot drags or trips")
    ),
    RedFlag.FEVER: RedFlagRow(Urgency.URGENT, _("A fever: you feel hot and shivery")),
    RedFlag.WEIGHT_LOSS: RedFlagRow(Urgency.URGENT, _("Losing weight without trying to")),
    RedFlag.LUMP: RedFlagRow(
        Urgency.URGENT, _("A lump in your back, or your back has changed shape")
    ),
    RedFlag.NIGHT: RedFlagRow(
        Urgency.URGENT, _("The pain does not get better with rest, or is worse at night")
    ),
    RedFlag.COUGH: RedFlagRow(Urgency.URGENT, _("The pain is worse when you sneeze, cough or poo")),
    RedFlag.UPPER_BACK: RedFlagRow(
        Urgency.URGENT, _("The pain comes from the top of your back, between your shoulders")
    ),
}

COMMON_IN_PLAIN_BACK_PAIN = frozenset({RedFlag.NIGHT, RedFlag.COUGH, RedFlag.UPPER_BACK})
"""Signs that the clinic looks at today; every other one is called about now."""

NONE_OF_THESE = "none_of_these"
NOTHING_NEW = "nothing_new"
UNKNOWN = "unknown"


class Answered(StrEnum):
    """Which questions an answer shows to have been answered."""

    WHOLE_LIST = "whole_list"
    ONE_QUESTION = "one_question"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class RedFlagAnswer:
    """A patient's answer. `flags` are known codes, or `unknown` for any other."""

    flags: tuple[str, ...]
    answered: Answered

    @property
    def decision(self) -> Decision | None:
        """The decision; None where nothing was ticked."""
        return decide(self.flags) if self.flags else None


def read_answer(codes: Iterable[str]) -> RedFlagAnswer:
    """Read the codes a device sent. A tick outweighs "none of these"; no code is no answer."""
    given = tuple(dict.fromkeys(codes))
    flags = tuple(
        dict.fromkeys(flag_of(code) for code in given if code not in (NONE_OF_THESE, NOTHING_NEW))
    )
    if flags or NONE_OF_THESE in given:
        return RedFlagAnswer(flags, Answered.WHOLE_LIST)
    if NOTHING_NEW in given:
        return RedFlagAnswer((), Answered.ONE_QUESTION)
    return RedFlagAnswer((), Answered.NOTHING)


def flag_of(code: str) -> str:
    """The code if it is on a list, otherwise `unknown`: a device never writes our evidence."""
    return code if code in RED_FLAGS or code in ALWAYS_STOP else UNKNOWN


def advice_for(code: str) -> Advice:
    """Whom the patient is told to turn to. An unknown code counts as an emergency."""
    if code in RED_FLAGS:
        return ADVICE[RED_FLAGS[RedFlag(code)].urgency]
    if code in ALWAYS_STOP:
        return ALWAYS_STOP[Symptom(code)].advice
    return Advice.EMERGENCY


def severity_of(codes: Iterable[str]) -> HowSoon:
    """How soon the clinic must look: now, unless every code is common in plain back pain."""
    return HowSoon.TODAY if set(codes) <= COMMON_IN_PLAIN_BACK_PAIN else HowSoon.CALL_NOW


def decide(codes: Iterable[str]) -> Decision:
    """Hold the whole programme and tell the clinic; the gravest code gives the advice.

    Raises ValueError for no code at all: nothing ticked is nothing to decide.
    """
    flags = tuple(dict.fromkeys(flag_of(code) for code in codes))
    if not flags:
        raise ValueError("no red flag to decide about: ask for a decision only when one was ticked")
    return Decision(
        Verdict.HOLD_PROGRAMME,
        Reason(ReasonCode.RED_FLAG, codes=flags),
        AlertNeeded(AlertKind.RED_FLAG, severity_of(flags)),
        gravest_advice(*(advice_for(flag) for flag in flags)),
    )
