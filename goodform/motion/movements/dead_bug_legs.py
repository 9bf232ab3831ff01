"""How does a body lower one bent leg to the mat? (On the back, the right leg works.)"""

from goodform.motion.body.contacts import on_floor
from goodform.motion.body.movement import Movement, Phase
from goodform.motion.body.viewing import View
from goodform.motion.movements.on_the_back import LIES, ON_BACK, legs_up

_STAYS = {
    "pelvis_y": ON_BACK,
    "left_hip_flexion": 90.0,
    "left_knee_flexion": 90.0,
    "right_knee_flexion": 90.0,
    "left_shoulder_flexion": 90.0,
    "right_shoulder_flexion": 90.0,
}

DEAD_BUG_LEGS = Movement(
    slug="dead-bug-legs",
    phases=(
        Phase(
            "legs up", {**_STAYS, "right_hip_flexion": 90.0, "right_ankle": 0.0}, LIES, stay_s=0.6
        ),
        Phase(
            "foot down",
            {**_STAYS, "right_hip_flexion": 40.0, "right_ankle": -38.0},
            (*LIES, *on_floor("right_foot")),
            seconds=2.5,
            stay_s=0.4,
            hold=True,
        ),
    ),
    solve=legs_up().solve,
    counts="repetition",
    sides="each",
    drawn_side="right",
    works=("trunk", "right_thigh", "right_shank", "right_foot"),
    view=View(azimuth=14.0, elevation=14.0),
    camera=View(),
    back_s=2.5,
)
