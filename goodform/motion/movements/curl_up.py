"""How does a body lift head and shoulders, hands under the back? (On the back; the trunk works.)"""

from goodform.motion.body.contacts import on_floor
from goodform.motion.body.movement import Movement, Phase
from goodform.motion.body.space import SUPINE
from goodform.motion.body.stance import Hangs, Rests, Stance
from goodform.motion.body.viewing import View
from goodform.motion.movements.on_the_back import FOOT, ON_BACK

_UNDER_BACK = Rests((-0.105, 0.026, 0.100), (-0.2, 0.03, 1.0), (0.2, 0.0, -1.0))
_LONG = {
    "pelvis_y": ON_BACK,
    "left_hip_flexion": -3.0,
    "left_hip_abduction": 4.0,
    "left_ankle": -8.0,
}

CURL_UP = Movement(
    slug="curl-up",
    phases=(
        Phase(
            "head down",
            {**_LONG, "lumbar_flexion": 0.0, "neck_flexion": 0.0},
            on_floor("head", "thorax", "pelvis", "right_foot", "left_ankle"),
            stay_s=0.6,
        ),
        Phase(
            "head and shoulders up",
            {**_LONG, "lumbar_flexion": 19.0, "neck_flexion": 14.0},
            on_floor("pelvis", "right_foot", "left_ankle"),
            seconds=1.5,
            stay_s=2.0,
            hold=True,
        ),
    ),
    solve=Stance(SUPINE, "pelvis", Hangs(), FOOT, _UNDER_BACK, _UNDER_BACK).solve,
    counts="hold",
    sides="each",
    drawn_side="right",
    works=("trunk",),
    view=View(azimuth=8.0, elevation=12.0),
    camera=View(),
    back_s=1.5,
)
