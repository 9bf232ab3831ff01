"""How does a body stretch one leg and the other arm on hands and knees? (The right leg works.)"""

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

BIRD_DOG = Movement(
    slug="bird-dog",
    phases=(
        Phase(
            "hands and knees",
            {
                **_STAYS,
                **kneels("right"),
                "left_hand_x": 0.0,
                "left_hand_y": 0.0,
            },
            (*KNEES, *PALMS),
            stay_s=0.6,
        ),
        Phase(
            "arm and leg long",
            {
                **_STAYS,
                "right_hip_flexion": -7.0,
                "right_knee_flexion": 6.0,
                "right_ankle": -30.0,
                "left_hand_x": 0.305,
                "left_hand_y": 0.300,
            },
            on_floor("left_thigh", "right_hand"),
            seconds=2.0,
            stay_s=3.0,
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
