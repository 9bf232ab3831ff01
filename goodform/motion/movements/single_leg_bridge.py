"""How does a body lift its pelvis with one leg? (On the back; the right leg pushes.)"""

from goodform.motion.body.contacts import on_floor
from goodform.motion.body.movement import Movement, Phase
from goodform.motion.body.stance import Hangs
from goodform.motion.body.viewing import View
from goodform.motion.movements.on_the_back import feet_flat

_RESTS = on_floor("head", "thorax", "right_foot", "left_hand", "right_hand")

SINGLE_LEG_BRIDGE = Movement(
    slug="single-leg-bridge",
    phases=(
        Phase(
            "one leg long",
            {"pelvis_pitch": 0.6, "left_hip_flexion": 55.0, "left_knee_flexion": 22.0},
            (*_RESTS, *on_floor("pelvis")),
            stay_s=0.6,
        ),
        Phase(
            "hips up",
            {"pelvis_pitch": 22.0, "left_hip_flexion": 10.0, "left_knee_flexion": 22.0},
            _RESTS,
            seconds=1.8,
            stay_s=2.0,
            hold=True,
        ),
    ),
    solve=feet_flat(held="shoulders", left_leg=Hangs()).solve,
    counts="repetition",
    sides="each",
    drawn_side="right",
    works=("pelvis", "right_thigh", "right_shank", "right_foot"),
    view=View(azimuth=12.0, elevation=13.0),
    camera=View(),
    back_s=2.0,
)
