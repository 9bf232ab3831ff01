"""How does a body lift one foot in a bridge? (On the back, hips up, the right foot lifts.)"""

from goodform.motion.body.contacts import on_floor
from goodform.motion.body.movement import Movement, Phase
from goodform.motion.body.viewing import View
from goodform.motion.movements.on_the_back import feet_flat

_RESTS = on_floor("head", "thorax", "left_foot", "left_hand", "right_hand")
_UP = {"pelvis_pitch": 22.0}

MARCHING_BRIDGE = Movement(
    slug="marching-bridge",
    phases=(
        Phase(
            "hips up",
            {**_UP, "right_foot_y": 0.0, "right_foot_x": 0.0, "right_foot_off": 0.0},
            (*_RESTS, *on_floor("right_foot")),
            stay_s=0.6,
        ),
        Phase(
            "foot lifted",
            {**_UP, "right_foot_y": 0.075, "right_foot_x": -0.030, "right_foot_off": 0.4},
            _RESTS,
            seconds=1.5,
            stay_s=0.6,
            hold=True,
        ),
    ),
    solve=feet_flat(held="shoulders").solve,
    counts="repetition",
    sides="each",
    drawn_side="right",
    works=("pelvis", "right_thigh", "right_shank", "right_foot"),
    view=View(azimuth=18.0, elevation=15.0),
    camera=View(azimuth=60.0),
    back_s=1.5,
)
