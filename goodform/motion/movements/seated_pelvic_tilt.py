"""How does a body rock its pelvis on a chair? (Sitting; the pelvis works.)"""

from goodform.motion.body.contacts import Contact, on_floor
from goodform.motion.body.movement import Movement, Phase
from goodform.motion.body.space import STANDING
from goodform.motion.body.stance import Rests, Stance, Stands
from goodform.motion.body.viewing import View
from goodform.motion.movements.box_squat import SEAT_HEIGHT

_FOOT = Stands((0.105, 0.080), pole=(1.0, 0.4, 0.06), toe_out=8.0)
_ON_THIGH = Rests(
    (0.048, -0.150, 0.010), pole=(-1.0, 0.0, 0.7), fingers=(0.9, -0.2, 0.0),
    joint="own_hip", segment="own_thigh",
)  # fmt: skip
_SITS = (*on_floor("left_foot", "right_foot"), Contact("pelvis", "seat"))
_SEAT = {"pelvis_x": -0.130, "pelvis_y": SEAT_HEIGHT + 0.054}

SEATED_PELVIC_TILT = Movement(
    slug="seated-pelvic-tilt",
    phases=(
        Phase(
            "slumped",
            {**_SEAT, "pelvis_pitch": 27.0, "lumbar_flexion": 46.0, "neck_flexion": -12.0},
            _SITS,
            stay_s=0.6,
        ),
        Phase(
            "tall",
            {**_SEAT, "pelvis_pitch": -7.0, "lumbar_flexion": -9.0, "neck_flexion": 0.0},
            _SITS,
            seconds=2.0,
            stay_s=0.8,
            hold=True,
        ),
    ),
    solve=Stance(STANDING, "pelvis", _FOOT, _FOOT, _ON_THIGH, _ON_THIGH).solve,
    counts="repetition",
    sides="none",
    drawn_side="right",
    works=("trunk", "pelvis"),
    view=View(azimuth=12.0, elevation=10.0),
    camera=View(),
    back_s=2.0,
)
