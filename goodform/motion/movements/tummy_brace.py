"""How does a body draw its tummy in? (On the back; nothing moves that can be seen but a breath.)"""

from goodform.motion.body.contacts import Contact, on_floor
from goodform.motion.body.movement import Movement, Phase
from goodform.motion.body.viewing import View
from goodform.motion.movements.on_the_back import LIES, ON_BACK, ON_TUMMY, feet_flat

_RESTS = (
    *LIES,
    *on_floor("left_foot", "right_foot"),
    Contact("left_hand", "trunk"),
    Contact("right_hand", "trunk"),
)

TUMMY_BRACE = Movement(
    slug="tummy-brace",
    phases=(
        Phase("tummy soft", {"pelvis_y": ON_BACK, "pelvis_pitch": 0.0}, _RESTS, stay_s=0.8),
        Phase(
            "tummy drawn in",
            {"pelvis_y": ON_BACK, "pelvis_pitch": 1.0},
            _RESTS,
            seconds=1.5,
            stay_s=3.0,
            hold=True,
        ),
    ),
    solve=feet_flat(held="chest", arms=ON_TUMMY).solve,
    counts="hold",
    sides="none",
    drawn_side="right",
    works=("trunk",),
    view=View(azimuth=18.0, elevation=26.0),
    camera=View(),
    back_s=1.5,
)
