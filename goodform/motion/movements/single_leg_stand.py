"""How does a body stand on one leg? (On the right leg, which works.)"""

from goodform.motion.body.contacts import on_floor
from goodform.motion.body.movement import Movement, Phase
from goodform.motion.body.stance import Hangs
from goodform.motion.body.viewing import View
from goodform.motion.movements.upright import FEET, ON_WORKTOP, UPRIGHT, standing

SINGLE_LEG_STAND = Movement(
    slug="single-leg-stand",
    phases=(
        Phase(
            "on both feet",
            {**UPRIGHT, "left_hip_flexion": 2.0, "left_knee_flexion": 6.0, "left_ankle": 4.0},
            FEET,
            stay_s=0.8,
        ),
        Phase(
            "on one leg",
            {**UPRIGHT, "left_hip_flexion": 24.0, "left_knee_flexion": 62.0, "left_ankle": 0.0},
            on_floor("right_foot"),
            seconds=1.2,
            stay_s=3.0,
            hold=True,
        ),
    ),
    solve=standing(left_leg=Hangs(), left_arm=ON_WORKTOP, right_arm=ON_WORKTOP).solve,
    counts="hold",
    sides="each",
    drawn_side="right",
    works=("pelvis", "right_thigh", "right_shank", "right_foot"),
    view=View(azimuth=-14.0, elevation=8.0),
    camera=View(azimuth=90.0),
    back_s=1.2,
)
