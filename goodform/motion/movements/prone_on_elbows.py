"""How does a body prop itself on its elbows face down? (The back hollows; the hips stay heavy.)"""

from goodform.motion.body.contacts import on_floor
from goodform.motion.body.movement import Movement, Phase
from goodform.motion.body.stance import Props
from goodform.motion.body.viewing import View
from goodform.motion.movements.face_down import FACE_DOWN, LONG_LEGS, face_down

_LIES = {**LONG_LEGS, "pelvis_y": FACE_DOWN, "pelvis_x": 0.06, "pelvis_pitch": 0.0}

PRONE_ON_ELBOWS = Movement(
    slug="prone-on-elbows",
    phases=(
        Phase(
            "chest low",
            {**_LIES, "lumbar_flexion": -20.0, "neck_flexion": 4.0},
            on_floor("pelvis", "left_thigh", "right_thigh", "left_hand", "right_hand"),
            stay_s=0.8,
        ),
        Phase(
            "on the elbows",
            {**_LIES, "lumbar_flexion": -36.0, "neck_flexion": 6.0},
            on_floor("pelvis", "left_thigh", "right_thigh", "left_hand", "right_hand"),
            seconds=2.0,
            stay_s=3.0,
            hold=True,
        ),
    ),
    solve=face_down(Props()).solve,
    counts="hold",
    sides="none",
    drawn_side="right",
    works=("trunk",),
    view=View(azimuth=-10.0, elevation=12.0),
    camera=View(),
    back_s=2.0,
)
