"""How does a body lift one bent leg on hands and knees? (The right leg works.)"""

from goodform.motion.body.contacts import on_floor
from goodform.motion.body.movement import Movement, Phase
from goodform.motion.body.viewing import View
from goodform.motion.movements.on_hands_and_knees import (
    HIPS_HIGH,
    KNEES,
    PALMS,
    SLOPE,
    kneels,
    on_all_fours,
)

_STAYS = {"pelvis_y": HIPS_HIGH, "pelvis_pitch": SLOPE, "neck_flexion": 4.0, **kneels("left")}

FOUR_POINT_HIP_EXTENSION = Movement(
    slug="four-point-hip-extension",
    phases=(
        Phase("both knees down", {**_STAYS, **kneels("right")}, (*KNEES, *PALMS), stay_s=0.6),
        Phase(
            "thigh lifted",
            {**_STAYS, "right_hip_flexion": 4.0, "right_knee_flexion": 90.0, "right_ankle": 0.0},
            (*on_floor("left_thigh"), *PALMS),
            seconds=2.0,
            stay_s=2.0,
            hold=True,
        ),
    ),
    solve=on_all_fours().solve,
    counts="repetition",
    sides="each",
    drawn_side="right",
    works=("pelvis", "right_thigh", "right_shank", "right_foot"),
    view=View(azimuth=-10.0, elevation=12.0),
    camera=View(),
    back_s=2.0,
)
