"""How does a body rock its pelvis on its back? (Tummy and pelvis work.)"""

from goodform.motion.body.contacts import on_floor
from goodform.motion.body.movement import Movement, Phase
from goodform.motion.body.viewing import View
from goodform.motion.movements.on_the_back import ON_BACK, ON_CHEST, feet_flat

_RESTS = on_floor("head", "thorax", "left_foot", "right_foot")

PELVIC_TILT = Movement(
    slug="pelvic-tilt",
    phases=(
        Phase(
            "small arch",
            {"pelvis_y": ON_BACK, "pelvis_pitch": -15.0},
            (*_RESTS, *on_floor("pelvis")),
            stay_s=0.6,
        ),
        Phase(
            "back flat",
            {"pelvis_y": ON_BACK, "pelvis_pitch": 14.0},
            _RESTS,
            seconds=2.0,
            stay_s=0.8,
            hold=True,
        ),
    ),
    solve=feet_flat(held="chest", arms=ON_CHEST).solve,
    counts="repetition",
    sides="none",
    drawn_side="right",
    works=("trunk", "pelvis"),
    view=View(azimuth=0.0, elevation=8.0),
    camera=View(),
    back_s=2.0,
)
