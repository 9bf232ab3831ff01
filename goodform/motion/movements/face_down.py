"""Parts that the exercises face down have in common."""

from goodform.motion.body.space import PRONE
from goodform.motion.body.stance import Arm, Hangs, Rests, Stance

FACE_DOWN = 0.066
"""Height of the hip joints of a body face down."""
UNDER_FOREHEAD = Rests((0.465, 0.024, 0.030), pole=(0.3, 0.1, 1.0), fingers=(0.1, 0.0, -1.0))
"""A hand under the forehead, elbow out to the side."""
LONG_LEGS = {
    f"{side}_{name}": degrees
    for side in ("left", "right")
    for name, degrees in (("hip_flexion", 4.6), ("hip_abduction", 3.0), ("ankle", -72.0))
}


def face_down(arms: Arm) -> Stance:
    """Face down with both legs by their angles."""
    return Stance(PRONE, "pelvis", Hangs(), Hangs(), arms, arms)
