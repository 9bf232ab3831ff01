"""How does a body lift one leg sideways, standing? (On the left leg; the right leg works.)"""

from goodform.motion.body.movement import Movement, Phase
from goodform.motion.body.stance import Hangs
from goodform.motion.body.viewing import View
from goodform.motion.movements.upright import BESIDE_ON_WORKTOP, FEET, ON_LEFT, UPRIGHT, standing

_STAYS = {**UPRIGHT, "right_shoulder_flexion": 6.0, "right_elbow_flexion": 12.0}

STANDING_HIP_ABDUCTION = Movement(
    slug="standing-hip-abduction",
    phases=(
        Phase(
            "on both feet",
            {
                **_STAYS,
                "right_hip_abduction": 1.0,
                "right_hip_flexion": 2.0,
                "right_knee_flexion": 5.0,
            },
            FEET,
            stay_s=0.6,
        ),
        Phase(
            "leg out",
            {
                **_STAYS,
                "right_hip_abduction": 27.0,
                "right_hip_flexion": 0.0,
                "right_knee_flexion": 3.0,
            },
            ON_LEFT,
            seconds=2.0,
            stay_s=1.0,
            hold=True,
        ),
    ),
    solve=standing(right_leg=Hangs(), left_arm=BESIDE_ON_WORKTOP).solve,
    counts="repetition",
    sides="each",
    drawn_side="right",
    works=("right_thigh", "right_shank", "right_foot"),
    view=View(azimuth=76.0, elevation=8.0),
    camera=View(azimuth=90.0),
    back_s=2.0,
)
