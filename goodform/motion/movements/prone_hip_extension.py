"""How does a body lift one bent leg face down? (The right leg works.)"""

from goodform.motion.body.contacts import on_floor
from goodform.motion.body.movement import Movement, Phase
from goodform.motion.body.viewing import View
from goodform.motion.movements.face_down import FACE_DOWN, LONG_LEGS, UNDER_FOREHEAD, face_down

_STAYS = {
    **LONG_LEGS,
    "pelvis_x": 0.06,
    "pelvis_y": FACE_DOWN,
    "neck_flexion": -3.0,
    "right_knee_flexion": 90.0,
    "right_ankle": 0.0,
}

PRONE_HIP_EXTENSION = Movement(
    slug="prone-hip-extension",
    phases=(
        Phase(
            "knee bent",
            {**_STAYS, "right_hip_flexion": 6.5},
            on_floor("pelvis", "left_thigh", "right_thigh"),
            stay_s=0.6,
        ),
        Phase(
            "thigh lifted",
            {**_STAYS, "right_hip_flexion": -10.0},
            on_floor("pelvis", "left_thigh"),
            seconds=2.0,
            stay_s=2.0,
            hold=True,
        ),
    ),
    solve=face_down(UNDER_FOREHEAD).solve,
    counts="repetition",
    sides="each",
    drawn_side="right",
    works=("pelvis", "right_thigh", "right_shank", "right_foot"),
    view=View(azimuth=-12.0, elevation=14.0),
    camera=View(),
    back_s=2.0,
)
