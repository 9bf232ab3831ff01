"""How does a body squat to a box and rise? (Standing, both legs work.)"""

import numpy as np

from goodform.motion.body.contacts import Contact, hips_over_feet, on_floor
from goodform.motion.body.faults import HOLDING, LEADING, TIMING, Fault
from goodform.motion.body.mannequin import SIDES, Mannequin, Skeleton
from goodform.motion.body.movement import Movement, Phase, Values
from goodform.motion.body.posing import Posing
from goodform.motion.body.viewing import View
from goodform.motion.movements.standing import lean_trunk, stand

SEAT_HEIGHT = 0.262
"""Height of the box (shares of stature: 44 cm for 1.70 m)."""

HANDS_MEET = 0.11
"""How far an arm is drawn to the middle for each degree it is raised: the hands come together."""


def solve(build: Mannequin, values: Values) -> Skeleton:
    """Pose the body: hips from shank tilt and knee angle, feet flat, arms out in front."""
    lean = values["trunk_lean"]
    pose = Posing(build, len(lean))
    hips = hips_over_feet(
        build, shank_tilt=values["shank_tilt"], knee_flexion=values["knee_flexion"]
    )
    lean_trunk(pose, hips, values, look_up=values["look_up"])
    stand(pose, values, half_width=0.085, toe_out=10.0, pole=np.array([1.0, 0.05, 0.21]))
    for side in SIDES:
        raised = values["shoulder_flexion"]
        pose.bend_arm(
            side,
            shoulder_flexion=raised,
            elbow_flexion=14.0,
            shoulder_adduction=HANDS_MEET * raised,
        )
    return pose.skeleton()


_FEET = on_floor("left_foot", "right_foot")

WORKS = (
    "pelvis",
    "left_thigh",
    "left_shank",
    "left_foot",
    "right_thigh",
    "right_shank",
    "right_foot",
)

SQUAT_FAULTS = {
    "knee_drift": Fault("the knees fall in", "m", 0.06, {"knee_inward": 1.0}),
    "wobble": Fault("the knees sway", "m", 0.03, {"knee_sway": 1.0}, "swaying"),
    "rounded_upper_back": Fault("the back rounds", "deg", 40.0, {"rounding": 1.0}),
    "heels_up": Fault("the heels lift", "m", 0.05, {"heel_height": 1.0}),
}

BOX_SQUAT = Movement(
    slug="box-squat",
    phases=(
        Phase(
            "upright",
            {
                "trunk_lean": 0.0,
                "knee_flexion": 4.0,
                "shank_tilt": 3.0,
                "shoulder_flexion": 4.0,
                "look_up": 0.0,
            },
            _FEET,
            stay_s=0.6,
        ),
        Phase(
            "hips back",
            {
                "trunk_lean": 34.0,
                "knee_flexion": 16.0,
                "shank_tilt": 0.0,
                "shoulder_flexion": 62.0,
                "look_up": 12.0,
            },
            _FEET,
            seconds=1.2,
        ),
        Phase(
            "knees bending",
            {
                "trunk_lean": 46.0,
                "knee_flexion": 62.0,
                "shank_tilt": 10.0,
                "shoulder_flexion": 112.0,
                "look_up": 20.0,
            },
            _FEET,
            seconds=1.0,
        ),
        Phase(
            "perched",
            {
                "trunk_lean": 36.0,
                "knee_flexion": 92.0,
                "shank_tilt": 12.0,
                "shoulder_flexion": 112.0,
                "look_up": 18.0,
            },
            (*_FEET, Contact("pelvis", "seat")),
            seconds=0.9,
            stay_s=0.8,
            hold=True,
        ),
    ),
    solve=solve,
    counts="repetition",
    sides="none",
    drawn_side="right",
    works=WORKS,
    view=View(azimuth=28.0, elevation=14.0),
    camera=View(azimuth=90.0),
    back_s=3.1,
    faults={
        **TIMING,
        **HOLDING,
        **LEADING,
        **SQUAT_FAULTS,
        "head_first": Fault(
            "the head leads on the way up: the hips rise first and the trunk stays low",
            "deg",
            20.0,
            {"trunk_lean": 1.0, "look_up": -0.5},
            "return",
        ),
    },
)
