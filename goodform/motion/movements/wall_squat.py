"""How does a body slide its back down a wall? (Standing against a wall, both legs work.)"""

from goodform.motion.body.movement import Movement, Phase
from goodform.motion.body.space import STANDING
from goodform.motion.body.stance import Hangs, Stance, Stands
from goodform.motion.body.viewing import View
from goodform.motion.movements.upright import FEET

WALL_BEHIND = -0.078
"""Where the wall is: the skin of the back just rests against it."""
_FOOT = Stands((0.175, 0.075), pole=(1.0, 0.1, 0.06), toe_out=8.0)
_ARMS = {
    f"{side}_{name}": degrees
    for side in ("left", "right")
    for name, degrees in (("shoulder_flexion", 4.0), ("elbow_flexion", 10.0))
}

WALL_SQUAT = Movement(
    slug="wall-squat",
    phases=(
        Phase("tall", {"pelvis_y": 0.490, "pelvis_pitch": 0.0, **_ARMS}, FEET, stay_s=0.6),
        Phase(
            "back slid down",
            {"pelvis_y": 0.408, "pelvis_pitch": 0.0, **_ARMS},
            FEET,
            seconds=2.5,
            stay_s=1.0,
            hold=True,
        ),
    ),
    solve=Stance(STANDING, "pelvis", _FOOT, _FOOT, Hangs(), Hangs()).solve,
    counts="repetition",
    sides="none",
    drawn_side="right",
    works=("left_thigh", "left_shank", "left_foot", "right_thigh", "right_shank", "right_foot"),
    view=View(azimuth=18.0, elevation=8.0),
    camera=View(),
    back_s=2.0,
)
