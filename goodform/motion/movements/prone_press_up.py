"""How does a body press its chest up face down? (The arms do the work; the hips stay down.)"""

from goodform.motion.body.contacts import on_floor
from goodform.motion.body.movement import Movement, Phase
from goodform.motion.body.stance import Rests
from goodform.motion.body.viewing import View
from goodform.motion.movements.face_down import FACE_DOWN, LONG_LEGS, face_down

_PALM = Rests((0.390, 0.024, 0.150), pole=(-0.6, 1.0, 0.5), fingers=(1.0, -0.08, 0.0))
_LIES = {**LONG_LEGS, "pelvis_y": FACE_DOWN, "pelvis_x": 0.06, "pelvis_pitch": 0.0}
_RESTS = on_floor("pelvis", "left_thigh", "right_thigh", "left_hand", "right_hand")

PRONE_PRESS_UP = Movement(
    slug="prone-press-up",
    phases=(
        Phase(
            "chest down", {**_LIES, "lumbar_flexion": -6.0, "neck_flexion": 2.0}, _RESTS, stay_s=0.6
        ),
        Phase(
            "chest up",
            {**_LIES, "lumbar_flexion": -48.0, "neck_flexion": 2.0},
            _RESTS,
            seconds=2.0,
            stay_s=1.0,
            hold=True,
        ),
    ),
    solve=face_down(_PALM).solve,
    counts="repetition",
    sides="none",
    drawn_side="right",
    works=("trunk",),
    view=View(azimuth=-10.0, elevation=12.0),
    camera=View(),
    back_s=2.0,
)
