"""How does a body stretch the back of one thigh? (On the back, the right leg is stretched.)"""

from goodform.motion.body.contacts import Contact, on_floor
from goodform.motion.body.movement import Movement, Phase
from goodform.motion.body.space import SUPINE
from goodform.motion.body.stance import Hangs, Rests, Stance
from goodform.motion.body.viewing import View
from goodform.motion.movements.on_the_back import FOOT, LIES, ON_BACK

_BEHIND = {"joint": "right_hip", "segment": "right_thigh"}
_ROUND_THIGH = Stance(
    SUPINE,
    "pelvis",
    FOOT,
    Hangs(),
    Rests((-0.100, -0.160, 0.070), (0.3, -0.3, 1.0), (0.0, -0.3, -1.0), **_BEHIND),
    Rests((-0.100, -0.160, 0.070), (0.3, -0.3, 1.0), (0.0, -0.3, -1.0), **_BEHIND),
)
_HOLDS = (
    *LIES,
    *on_floor("left_foot"),
    Contact("left_hand", "right_thigh"),
    Contact("right_hand", "right_thigh"),
)

SUPINE_HAMSTRING_STRETCH = Movement(
    slug="supine-hamstring-stretch",
    phases=(
        Phase(
            "knee bent",
            {"pelvis_y": ON_BACK, "right_hip_flexion": 88.0, "right_knee_flexion": 92.0},
            _HOLDS,
            stay_s=0.6,
        ),
        Phase(
            "leg long",
            {"pelvis_y": ON_BACK, "right_hip_flexion": 88.0, "right_knee_flexion": 22.0},
            _HOLDS,
            seconds=2.5,
            stay_s=3.0,
            hold=True,
        ),
    ),
    solve=_ROUND_THIGH.solve,
    counts="hold",
    sides="each",
    drawn_side="right",
    works=("right_thigh", "right_shank", "right_foot"),
    view=View(azimuth=20.0, elevation=14.0),
    camera=View(),
    back_s=2.0,
)
