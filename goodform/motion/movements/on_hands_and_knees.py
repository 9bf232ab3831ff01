"""Parts that the exercises on hands and knees have in common."""

from goodform.motion.body.contacts import on_floor
from goodform.motion.body.space import PRONE
from goodform.motion.body.stance import Arm, Hangs, Rests, Stance

SLOPE = 11.0
"""Degrees the trunk rises from hips to shoulders: arms are longer than thighs."""
HIPS_HIGH = 0.281
"""Height of the hip joints above knees that rest on the mat."""
PALM = Rests((0.290, 0.024, 0.118), pole=(-0.7, 0.0, 0.7), fingers=(1.0, -0.08, 0.0))
"""A hand flat on the mat under its shoulder."""
KNEES = on_floor("left_thigh", "right_thigh")
PALMS = on_floor("left_hand", "right_hand")


def kneels(*sides: str, pitch: float = SLOPE) -> dict[str, float]:
    """The angles of legs whose thighs stand upright over knees on the mat."""
    found: dict[str, float] = {}
    for side in sides:
        found |= {
            f"{side}_hip_flexion": 90.0 - pitch,
            f"{side}_knee_flexion": 90.0,
            f"{side}_ankle": -66.0,
        }
    return found


def on_all_fours(*, left_arm: Arm = PALM, right_arm: Arm = PALM) -> Stance:
    """On hands and knees; the legs go by their angles."""
    return Stance(PRONE, "pelvis", Hangs(), Hangs(), left_arm, right_arm)
