"""How does a body squeeze its buttocks? (On the back; nothing moves that can be seen.)"""

from goodform.motion.body.contacts import on_floor
from goodform.motion.body.movement import Movement, Phase
from goodform.motion.body.viewing import View
from goodform.motion.movements.on_the_back import LIES, ON_BACK, feet_flat

_RESTS = (*LIES, *on_floor("left_foot", "right_foot", "left_hand", "right_hand"))

GLUTE_SQUEEZE = Movement(
    slug="glute-squeeze",
    phases=(
        Phase("bottom soft", {"pelvis_y": ON_BACK, "pelvis_pitch": 0.0}, _RESTS, stay_s=0.8),
        Phase(
            "bottom squeezed",
            {"pelvis_y": ON_BACK, "pelvis_pitch": 1.5},
            _RESTS,
            seconds=1.0,
            stay_s=3.0,
            hold=True,
        ),
    ),
    solve=feet_flat(held="chest").solve,
    counts="hold",
    sides="none",
    drawn_side="right",
    works=("pelvis",),
    view=View(azimuth=14.0, elevation=14.0),
    camera=View(),
    back_s=1.0,
)
