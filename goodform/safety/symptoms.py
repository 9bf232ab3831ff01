"""The symptoms that always stop everything, what each means, and what to advise."""

from dataclasses import dataclass
from enum import StrEnum

from goodform.safety.decision import Advice
from goodform.safety.translatable import gettext_noop as _


class Symptom(StrEnum):
    """The closed list. `numb_leg` and `weak_leg` are read, and asked as the red flag `one_leg`."""

    NUMB_LEG = "numb_leg"
    WEAK_LEG = "weak_leg"
    SPREADING = "spreading"
    DIZZY = "dizzy"
    CHEST_PAIN = "chest_pain"
    BREATHLESS = "breathless"


@dataclass(frozen=True, slots=True)
class SymptomRow:
    """The advice, and the words the patient ticks. Every row holds the whole programme."""

    advice: Advice
    words: str


ALWAYS_STOP: dict[Symptom, SymptomRow] = {
    Symptom.NUMB_LEG: SymptomRow(Advice.URGENT_TODAY, _("New numbness in a leg")),
    Symptom.WEAK_LEG: SymptomRow(Advice.URGENT_TODAY, _("New weakness in a leg")),
    Symptom.SPREADING: SymptomRow(
        Advice.CLINIC_TODAY, _("New pain down a leg, or further down than before")
    ),
    Symptom.DIZZY: SymptomRow(Advice.CLINIC_TODAY, _("Dizziness")),
    Symptom.CHEST_PAIN: SymptomRow(Advice.EMERGENCY, _("Chest pain")),
    Symptom.BREATHLESS: SymptomRow(Advice.EMERGENCY, _("Very short of breath")),
}


class Place(StrEnum):
    """Where it hurt, as the patient ticks it."""

    LOW_BACK = "low_back"
    UPPER_BACK = "upper_back"
    BUTTOCK = "buttock"
    HIP = "hip"
    LEFT_LEG = "left_leg"
    RIGHT_LEG = "right_leg"
    BOTH_LEGS = "both_legs"
    KNEE = "knee"
    ELSEWHERE = "elsewhere"


PLACE_WORDS: dict[Place, str] = {
    Place.LOW_BACK: _("Low back"),
    Place.UPPER_BACK: _("Top of the back"),
    Place.BUTTOCK: _("Buttock"),
    Place.HIP: _("Hip or groin"),
    Place.LEFT_LEG: _("Left leg"),
    Place.RIGHT_LEG: _("Right leg"),
    Place.BOTH_LEGS: _("Both legs"),
    Place.KNEE: _("Knee"),
    Place.ELSEWHERE: _("Somewhere else"),
}
