"""How does a body take its bottom back to its heels? (Back and hips stretch.)"""

from math import cos, radians, sin

from goodform.motion.body.mannequin import Mannequin
from goodform.motion.body.movement import Movement, Phase
from goodform.motion.body.viewing import View
from goodform.motion.movements.on_hands_and_knees import HIPS_HIGH, KNEES, PALMS, on_all_fours

_THIGH = Mannequin().thigh


def _back(thigh: float, pitch: float, neck: float) -> dict[str, float]:
    """Thighs leaning back by so many degrees over knees that stay; the trunk follows."""
    found = {
        "pelvis_x": -_THIGH * sin(radians(thigh)),
        "pelvis_y": HIPS_HIGH - _THIGH * (1.0 - cos(radians(thigh))),
        "pelvis_pitch": pitch,
        "lumbar_flexion": 0.35 * thigh,
        "neck_flexion": neck,
    }
    for side in ("left", "right"):
        found |= {
            f"{side}_hip_flexion": 90.0 + thigh - pitch,
            f"{side}_knee_flexion": 90.0 + thigh,
            f"{side}_ankle": -66.0,
            f"{side}_hand_x": 0.0025 * thigh,
        }
    return found


CHILDS_POSE = Movement(
    slug="childs-pose",
    phases=(
        Phase("hands and knees", _back(0.0, 11.0, 4.0), (*KNEES, *PALMS), stay_s=0.8),
        Phase("on the way", _back(26.0, 8.0, 4.0), (*KNEES, *PALMS), seconds=1.2),
        Phase(
            "bottom back",
            _back(46.0, 8.0, 6.0),
            (*KNEES, *PALMS),
            seconds=1.2,
            stay_s=2.0,
            hold=True,
        ),
    ),
    solve=on_all_fours().solve,
    counts="repetition",
    sides="none",
    drawn_side="right",
    works=("trunk", "pelvis"),
    view=View(azimuth=-6.0, elevation=10.0),
    camera=View(),
    back_s=2.4,
)
