"""The one list of signs: asked before Start and after Stop, gravest first, in the same words."""

from dataclasses import dataclass

from goodform.safety.decision import Advice
from goodform.safety.red_flags import RED_FLAGS, RedFlag, advice_for
from goodform.safety.symptoms import ALWAYS_STOP, Symptom


@dataclass(frozen=True, slots=True)
class Sign:
    """One row: its code, the words the patient ticks, and whom they are told to turn to."""

    code: str
    words: str
    advice: Advice


def _sign(code: RedFlag | Symptom) -> Sign:
    row = RED_FLAGS[code] if isinstance(code, RedFlag) else ALWAYS_STOP[code]
    return Sign(code.value, row.words, advice_for(code))


SIGNS = tuple(
    _sign(code)
    for code in (
        RedFlag.SADDLE,
        RedFlag.PEEING,
        RedFlag.BOWEL_BLADDER,
        RedFlag.BOTH_LEGS,
        RedFlag.SEXUAL,
        RedFlag.CHEST_PAIN,
        Symptom.BREATHLESS,
        RedFlag.ACCIDENT,
        RedFlag.ONE_LEG,
        RedFlag.FEVER,
        RedFlag.WEIGHT_LOSS,
        RedFlag.LUMP,
        RedFlag.NIGHT,
        RedFlag.COUGH,
        RedFlag.UPPER_BACK,
        Symptom.SPREADING,
        Symptom.DIZZY,
    )
)

EARLIER_CODES = (Symptom.NUMB_LEG, Symptom.WEAK_LEG)
"""Codes that earlier pages asked about and that a phone may still hold."""

NAMED_IN_THE_SHORT_QUESTION: dict[str, tuple[str, ...]] = {
    "numbness": (RedFlag.SADDLE, RedFlag.BOTH_LEGS, RedFlag.ONE_LEG),
    "weakness": (RedFlag.BOTH_LEGS, RedFlag.ONE_LEG),
    "chest pain": (RedFlag.CHEST_PAIN,),
    "a fever": (RedFlag.FEVER,),
    "trouble with peeing": (RedFlag.PEEING, RedFlag.BOWEL_BLADDER),
}
"""The rows that the question "anything new?" names, and that a "yes" to it finds."""
