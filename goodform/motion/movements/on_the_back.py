"""Parts that the described exercises on the back have in common."""

from goodform.motion.body.contacts import on_floor
from goodform.motion.body.space import SUPINE
from goodform.motion.body.stance import Arm, Beside, Hangs, Held, Leg, Rests, Stance, Stands
from goodform.motion.movements.lying import ON_BACK

FOOT = Stands((0.238, 0.070))
"""A foot that stands flat, as far from the body as in the bridge."""
ON_TUMMY = Rests(
    (0.086, 0.115, 0.030), pole=(0.5, -0.25, 1.0), fingers=(0.1, -0.1, -1.0),
    joint="pelvis", segment="pelvis",
)  # fmt: skip
"""A hand that lies on the tummy."""
ON_CHEST = Rests(
    (0.080, -0.075, 0.035), pole=(0.5, -0.25, 1.0), fingers=(0.1, -0.1, -1.0),
    joint="neck", segment="thorax",
)  # fmt: skip
"""A hand that lies on the breastbone, where the back below it is seen."""
LIES = on_floor("head", "thorax", "pelvis")


def feet_flat(
    *,
    arms: Arm | None = None,
    left_leg: Leg = FOOT,
    right_leg: Leg = FOOT,
    held: Held = "pelvis",
) -> Stance:
    """On the back with both feet flat, arms beside the body, unless a limb does something else."""
    both = arms or Beside()
    return Stance(SUPINE, held, left_leg, right_leg, both, both)


def legs_up(*, arms: Arm | None = None) -> Stance:
    """On the back with both legs in the air, by their angles."""
    both = arms or Hangs()
    return Stance(SUPINE, "pelvis", Hangs(), Hangs(), both, both)


__all__ = ["FOOT", "LIES", "ON_BACK", "ON_CHEST", "ON_TUMMY", "feet_flat", "legs_up"]
