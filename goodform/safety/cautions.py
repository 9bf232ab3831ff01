"""What a practitioner should weigh before prescribing an exercise: one closed list."""

from collections.abc import Iterable
from enum import StrEnum

from goodform.safety.translatable import gettext_noop as _


class Caution(StrEnum):
    """The closed list, used by exercise files and by assessments alike."""

    FLEXION_PAIN = "flexion_pain"
    EXTENSION_PAIN = "extension_pain"
    OSTEOPOROSIS = "osteoporosis"
    HIP_REPLACEMENT = "hip_replacement"
    GROIN_PINCH = "groin_pinch"
    LATERAL_HIP_PAIN = "lateral_hip_pain"
    KNEE_PAIN = "knee_pain"
    LATE_PREGNANCY = "late_pregnancy"
    HIGH_BLOOD_PRESSURE = "high_blood_pressure"
    DIZZINESS = "dizziness"
    FALLS_RISK = "falls_risk"
    RED_FLAG = "red_flag"
    NEW_NEUROLOGICAL_SIGN = "new_neurological_sign"
    RECENT_SURGERY = "recent_surgery"
    RECENT_FRACTURE = "recent_fracture"


CAUTION_WORDS: dict[Caution, str] = {
    Caution.FLEXION_PAIN: _("Pain that bending forward makes worse"),
    Caution.EXTENSION_PAIN: _("Pain that bending backward makes worse"),
    Caution.OSTEOPOROSIS: _("Osteoporosis"),
    Caution.HIP_REPLACEMENT: _("Hip replacement precautions"),
    Caution.GROIN_PINCH: _("Pinch in the groin"),
    Caution.LATERAL_HIP_PAIN: _("Pain at the side of the hip"),
    Caution.KNEE_PAIN: _("Knee pain"),
    Caution.LATE_PREGNANCY: _("Late pregnancy"),
    Caution.HIGH_BLOOD_PRESSURE: _("High blood pressure that is not controlled"),
    Caution.DIZZINESS: _("Dizziness"),
    Caution.FALLS_RISK: _("Risk of falling"),
    Caution.RED_FLAG: _("Any red flag"),
    Caution.NEW_NEUROLOGICAL_SIGN: _("A new neurological sign"),
    Caution.RECENT_SURGERY: _("Recent surgery"),
    Caution.RECENT_FRACTURE: _("Recent fracture"),
}

FOR_EVERY_EXERCISE = frozenset(
    {
        Caution.RED_FLAG,
        Caution.NEW_NEUROLOGICAL_SIGN,
        Caution.RECENT_SURGERY,
        Caution.RECENT_FRACTURE,
    }
)


def clashes(*, of_patient: Iterable[str], of_exercise: Iterable[str]) -> tuple[str, ...]:
    """The patient's cautions that this exercise must be weighed against, in the patient's order.

    Some cautions meet every exercise. So does a code that is on no list: it is shown, not dropped.
    """
    weighed = FOR_EVERY_EXERCISE.union(of_exercise)
    return tuple(
        code for code in dict.fromkeys(of_patient) if code in weighed or code not in CAUTION_WORDS
    )
