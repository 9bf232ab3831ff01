"""How does a body slide one heel along the mat? (On the back, the right leg works.)"""

from goodform.motion.body.contacts import on_floor
from goodform.motion.body.movement import Movement, Phase
from goodform.motion.body.viewing import View
from goodform.motion.movements.on_the_back import LIES, ON_BACK, feet_flat

HEEL_SLIDE = Movement(
    slug="heel-slide",
    phases=(
        Phase(
            "knees bent",
            {"pelvis_y": ON_BACK, "right_foot_x": 0.0, "right_foot_y": 0.0, "right_foot_off": 0.0},
            (*LIES, *on_floor("left_foot", "right_foot")),
            stay_s=0.6,
        ),
        Phase(
            "leg long",
            {
                "pelvis_y": ON_BACK,
                "right_foot_x": 0.246,
                "right_foot_y": 0.004,
                "right_foot_off": 0.75,
            },
            (*LIES, *on_floor("left_foot", "right_foot")),
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
    view=View(azimuth=12.0, elevation=16.0),
    camera=View(),
    back_s=2.5,
)
