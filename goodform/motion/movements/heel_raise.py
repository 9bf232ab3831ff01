"""How does a body rise onto its toes? (Standing, both legs work.)"""

from goodform.motion.body.contacts import on_floor
from goodform.motion.body.movement import Movement, Phase
from goodform.motion.body.viewing import View
from goodform.motion.movements.upright import FEET, ON_WORKTOP, UPRIGHT, standing


def _heels(up: float, degrees: float) -> dict[str, float]:
    lifted = {"pelvis_y": up, "pelvis_x": 0.2 * up}
    for side in ("left", "right"):
        lifted |= {f"{side}_foot_y": up, f"{side}_foot_x": 0.2 * up, f"{side}_heel_up": degrees}
    return lifted


HEEL_RAISE = Movement(
    slug="heel-raise",
    phases=(
        Phase("heels down", {**UPRIGHT, **_heels(0.0, 0.0)}, FEET, stay_s=0.6),
        Phase(
            "heels up",
            {**UPRIGHT, **_heels(0.042, 28.5)},
            on_floor("left_foot", "right_foot"),
            seconds=3.0,
            stay_s=1.0,
            hold=True,
        ),
    ),
    solve=standing(left_arm=ON_WORKTOP, right_arm=ON_WORKTOP).solve,
    counts="repetition",
    sides="none",
    drawn_side="right",
    works=("left_shank", "right_shank", "left_foot", "right_foot"),
    view=View(azimuth=-14.0, elevation=8.0),
    camera=View(),
    back_s=4.0,
)
