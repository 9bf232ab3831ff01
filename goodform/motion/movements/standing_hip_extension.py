"""How does a body take one leg back, standing? (On the left leg; the right leg works.)"""

from goodform.motion.body.movement import Movement, Phase
from goodform.motion.body.stance import Hangs
from goodform.motion.body.viewing import View
from goodform.motion.movements.upright import FEET, ON_LEFT, ON_WORKTOP, UPRIGHT, standing

STANDING_HIP_EXTENSION = Movement(
    slug="standing-hip-extension",
    phases=(
        Phase(
            "on both feet",
            {**UPRIGHT, "right_hip_flexion": 2.0, "right_knee_flexion": 6.5, "right_ankle": 4.0},
            FEET,
            stay_s=0.6,
        ),
        Phase(
            "leg back",
            {**UPRIGHT, "right_hip_flexion": -18.0, "right_knee_flexion": 18.0, "right_ankle": 2.0},
            ON_LEFT,
            seconds=2.0,
            stay_s=1.0,
            hold=True,
        ),
    ),
    solve=standing(right_leg=Hangs(), left_arm=ON_WORKTOP, right_arm=ON_WORKTOP).solve,
    counts="repetition",
    sides="each",
    drawn_side="right",
    works=("pelvis", "right_thigh", "right_shank", "right_foot"),
    view=View(azimuth=-14.0, elevation=8.0),
    camera=View(),
    back_s=2.0,
)
