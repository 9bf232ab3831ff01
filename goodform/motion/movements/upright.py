"""Parts that the described exercises on the feet have in common."""

from goodform.motion.body.contacts import on_floor
from goodform.motion.body.space import STANDING
from goodform.motion.body.stance import Arm, Hangs, Leg, Rests, Stance, Stands

WORKTOP_HEIGHT = 0.53
"""Height of a worktop (shares of stature: 90 cm for 1.70 m)."""
WORKTOP_AHEAD = 0.155
"""How far in front of the body a worktop begins."""
WORKTOP_BESIDE = 0.25
"""How far beside the body it begins, where one stands beside it."""
STANDS = Stands((0.0, 0.060), pole=(1.0, 0.0, 0.05), toe_out=6.0)
"""A foot under its hip."""
ON_WORKTOP = Rests(
    (WORKTOP_AHEAD + 0.02, WORKTOP_HEIGHT + 0.028, 0.115), pole=(-0.6, -0.5, 0.6),
    fingers=(1.0, -0.1, 0.0),
)  # fmt: skip
"""A hand flat on the worktop in front."""
BESIDE_ON_WORKTOP = Rests(
    (0.05, WORKTOP_HEIGHT + 0.022, WORKTOP_BESIDE + 0.03), pole=(-1.0, -0.2, 0.3),
    fingers=(0.9, -0.1, 0.5),
)  # fmt: skip
"""A hand on the worktop beside the body."""
FEET = on_floor("left_foot", "right_foot")
ON_LEFT = on_floor("left_foot")
UPRIGHT = {"shank_tilt": 3.0, "knee_bend": 5.0}
"""Standing tall with soft knees."""


def standing(
    *,
    left_leg: Leg = STANDS,
    right_leg: Leg = STANDS,
    left_arm: Arm | None = None,
    right_arm: Arm | None = None,
) -> Stance:
    """Standing over both feet; arms hang unless they hold on."""
    return Stance(STANDING, "feet", left_leg, right_leg, left_arm or Hangs(), right_arm or Hangs())


__all__ = [
    "BESIDE_ON_WORKTOP",
    "FEET",
    "ON_LEFT",
    "ON_WORKTOP",
    "STANDS",
    "UPRIGHT",
    "WORKTOP_AHEAD",
    "WORKTOP_BESIDE",
    "WORKTOP_HEIGHT",
    "standing",
]
