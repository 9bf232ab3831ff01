"""Cautions to weigh before prescribing an exercise: one closed list."""

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
    NERVE = "nerve"
    PELVIC_GIRDLE_PAIN = "pgp"
    KNEELING = "kneel"
    WRIST = "wrist"
    SHOULDER = "shoulder"
    NECK = "neck"
    BELLY = "belly"
    HEART = "heart"
    FLOOR = "floor"
    LATEX = "latex"
    HIGH_BLOOD_PRESSURE = "high_blood_pressure"
    DIZZINESS = "dizziness"
    FALLS_RISK = "falls_risk"
    RED_FLAG = "red_flag"
    NEW_NEUROLOGICAL_SIGN = "new_neurological_sign"
    RECENT_SURGERY = "recent_surgery"
    RECENT_FRACTURE = "recent_fracture"
    CANCER_HISTORY = "cancer_history"
    LONG_TERM_STEROIDS = "long_term_steroids"
    WEAK_IMMUNITY = "weak_immunity"
    BLOOD_THINNERS = "blood_thinners"


CAUTION_WORDS: dict[Caution, str] = {
    Caution.FLEXION_PAIN: _("Pain that bending forward makes worse"),
    Caution.EXTENSION_PAIN: _("Pain that bending backward makes worse"),
    Caution.OSTEOPOROSIS: _("Osteoporosis"),
    Caution.HIP_REPLACEMENT: _("Hip replacement precautions"),
    Caution.GROIN_PINCH: _("Pinch in the groin"),
    Caution.LATERAL_HIP_PAIN: _("Pain at the side of the hip"),
    Caution.KNEE_PAIN: _("Knee pain"),
    Caution.LATE_PREGNANCY: _("Pregnancy from 16 weeks"),
    Caution.NERVE: _("Leg pain that is easily stirred up"),
    Caution.PELVIC_GIRDLE_PAIN: _("Pelvic girdle pain"),
    Caution.KNEELING: _("Kneeling hurts"),
    Caution.WRIST: _("Wrist pain"),
    Caution.SHOULDER: _("Shoulder pain"),
    Caution.NECK: _("Neck pain"),
    Caution.BELLY: _(
        "Hernia, recent abdominal surgery, a bulging midline, or pelvic-floor trouble"
    ),
    Caution.HEART: _("Heart trouble"),
    Caution.FLOOR: _("Cannot get down to the floor and up alone"),
    Caution.LATEX: _("Latex allergy"),
    Caution.HIGH_BLOOD_PRESSURE: _("High blood pressure that is not controlled"),
    Caution.DIZZINESS: _("Dizziness"),
    Caution.FALLS_RISK: _("Risk of falling"),
    Caution.RED_FLAG: _("Any red flag"),
    Caution.NEW_NEUROLOGICAL_SIGN: _("A new neurological sign"),
    Caution.RECENT_SURGERY: _("Recent surgery"),
    Caution.RECENT_FRACTURE: _("Recent fracture"),
    Caution.CANCER_HISTORY: _("Cancer, now or before"),
    Caution.LONG_TERM_STEROIDS: _("Steroids over a long time"),
    Caution.WEAK_IMMUNITY: _("Weak immunity"),
    Caution.BLOOD_THINNERS: _("Blood thinners"),
}

FOR_EVERY_EXERCISE = frozenset(
    {
        Caution.RED_FLAG,
        Caution.NEW_NEUROLOGICAL_SIGN,
        Caution.RECENT_SURGERY,
        Caution.RECENT_FRACTURE,
        Caution.CANCER_HISTORY,
        Caution.LONG_TERM_STEROIDS,
        Caution.WEAK_IMMUNITY,
        Caution.BLOOD_THINNERS,
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
