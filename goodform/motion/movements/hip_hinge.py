"""How does a body hinge at the hips? (Standing, both hips work.)"""

import numpy as np

from goodform.motion.body.contacts import (
    Contact,
    balanced_shank,
    hips_over_feet,
    on_floor,
    on_segment,
)
from goodform.motion.body.faults import TIMING, Fault
from goodform.motion.body.mannequin import SIDES, Mannequin, Skeleton, sign_of
from goodform.motion.body.movement import Movement, Phase, Values
from goodform.motion.body.posing import Posing
from goodform.motion.body.viewing import View
from goodform.motion.movements.standing import lean_trunk, stand


def solve(build: Mannequin, values: Values) -> Skeleton:
    """Pose the body: the hips go back just so far that it stays in balance over the feet."""
    lean, knee = values["trunk_lean"], values["knee_flexion"]
    pose = Posing(build, len(lean))
    tilt = balanced_shank(build, lean=lean, knee_flexion=knee)
    lean_trunk(pose, hips_over_feet(build, shank_tilt=tilt, knee_flexion=knee), values)
    stand(pose, values, half_width=0.075, toe_out=8.0, pole=np.array([1.0, 0.0, 0.0]))
    for side in SIDES:
        k = sign_of(side)
        down = values["hands_down_thigh"] * build.thigh
        thigh = pose.frames[f"{side}_thigh"]
        front = on_segment(thigh, pose.joints[f"{side}_hip"], (0.034, 0.0, 0.046 * k))
        pose.set_arm(side, front - down[:, None] * thigh[..., 1], np.array([-1.0, 0.0, 0.45 * k]))
    return pose.skeleton()


_RESTS = (
    *on_floor("left_foot", "right_foot"),
    Contact("left_hand", "left_thigh"),
    Contact("right_hand", "right_thigh"),
)

HIP_HINGE = Movement(
    slug="hip-hinge",
    phases=(
        Phase(
            "upright",
            {"trunk_lean": 0.0, "knee_flexion": 4.0, "hands_down_thigh": 0.12},
            _RESTS,
            stay_s=0.6,
        ),
        Phase(
            "hips back",
            {"trunk_lean": 56.0, "knee_flexion": 17.0, "hands_down_thigh": 0.62},
            _RESTS,
            seconds=3.0,
            stay_s=0.8,
            hold=True,
        ),
    ),
    solve=solve,
    counts="repetition",
    sides="none",
    drawn_side="right",
    works=(
        "pelvis",
        "left_thigh",
        "left_shank",
        "left_foot",
        "right_thigh",
        "right_shank",
        "right_foot",
    ),
    view=View(),
    camera=View(),
    back_s=1.6,
    faults={
        **TIMING,
        "rounded_upper_back": Fault("the back rounds", "deg", 40.0, {"rounding": 1.0}),
        "knees_bent": Fault("the knees bend too much", "deg", 30.0, {"knee_flexion": 1.0}),
        "knee_drift": Fault("the knees fall in", "m", 0.03, {"knee_inward": 1.0}),
        "wobble": Fault("the knees sway", "m", 0.02, {"knee_sway": 1.0}, "swaying"),
        "heels_up": Fault("the heels lift", "m", 0.04, {"heel_height": 1.0}),
    },
)
