"""How does a body stretch the front of one hip? (The right, back leg is stretched.)"""

from math import cos, radians, sin

from goodform.motion.body.contacts import Contact, on_floor
from goodform.motion.body.mannequin import Mannequin
from goodform.motion.body.movement import Movement, Phase
from goodform.motion.body.space import STANDING
from goodform.motion.body.stance import Hangs, Rests, Stance, Stands
from goodform.motion.body.viewing import View

_THIGH = Mannequin().thigh
_FRONT_FOOT = Stands((0.270, 0.075), pole=(1.0, 0.6, 0.0))
_ON_FRONT_THIGH = Rests(
    (0.058, -0.185, 0.010), pole=(-1.0, 0.0, 0.8), fingers=(0.7, -0.5, 0.0),
    joint="left_hip", segment="left_thigh",
)  # fmt: skip
_BESIDE = Rests(
    (0.058, -0.150, -0.020), pole=(-1.0, 0.0, 0.9), fingers=(0.7, -0.5, 0.0),
    joint="left_hip", segment="left_thigh",
)  # fmt: skip


def _leaning(thigh: float, tuck: float) -> dict[str, float]:
    """The back thigh leaning forward over its knee; the tail tucked by so many degrees."""
    return {
        "pelvis_x": _THIGH * sin(radians(thigh)),
        "pelvis_y": 0.037 + _THIGH * cos(radians(thigh)),
        "pelvis_pitch": tuck,
        "lumbar_flexion": tuck,
        "right_hip_flexion": -thigh - tuck,
        "right_knee_flexion": 90.0 - thigh,
        "right_ankle": -66.0,
    }


_RESTS = (*on_floor("left_foot", "right_shank"), Contact("left_hand", "left_thigh"))

HIP_FLEXOR_STRETCH = Movement(
    slug="hip-flexor-stretch",
    phases=(
        Phase("upright", _leaning(-4.0, 0.0), _RESTS, stay_s=0.6),
        Phase("tail tucked", _leaning(-2.0, 7.0), _RESTS, seconds=1.2),
        Phase("leaning in", _leaning(15.0, 7.0), _RESTS, seconds=1.8, stay_s=3.0, hold=True),
    ),
    solve=Stance(STANDING, "pelvis", _FRONT_FOOT, Hangs(), _ON_FRONT_THIGH, _BESIDE).solve,
    counts="hold",
    sides="each",
    drawn_side="right",
    works=("right_thigh",),
    view=View(azimuth=14.0, elevation=10.0),
    camera=View(),
    back_s=2.0,
)
