"""How does a body let one bent knee fall out? (On the back, the right leg works.)"""

from goodform.motion.body.contacts import on_floor
from goodform.motion.body.movement import Movement, Phase
from goodform.motion.body.viewing import View
from goodform.motion.movements.on_the_back import LIES, ON_BACK, feet_flat

_FEET = (*LIES, *on_floor("left_foot", "right_foot"))

BENT_KNEE_FALL_OUT = Movement(
    slug="bent-knee-fall-out",
    phases=(
        Phase(
            "knees up",
            {"pelvis_y": ON_BACK, "right_knee_out": 0.0, "right_foot_off": 0.0},
            _FEET,
            stay_s=0.6,
        ),
        Phase(
            "knee out",
            {"pelvis_y": ON_BACK, "right_knee_out": 52.0, "right_foot_off": 0.6},
            _FEET,
            seconds=2.5,
            stay_s=0.6,
            hold=True,
        ),
    ),
    solve=feet_flat().solve,
    counts="repetition",
    sides="each",
    drawn_side="right",
    works=("right_thigh", "right_shank", "right_foot"),
    view=View(azimuth=48.0, elevation=24.0),
    camera=View(azimuth=60.0),
    back_s=2.5,
)
