"""How does a body lift the top leg sideways? (On the right side, the left leg works.)"""

import numpy as np

from goodform.motion.body.contacts import Contact, on_floor
from goodform.motion.body.faults import HOLDING, TIMING, Fault
from goodform.motion.body.mannequin import Mannequin, Skeleton
from goodform.motion.body.movement import Movement, Phase, Values
from goodform.motion.body.posing import Posing
from goodform.motion.body.space import ON_RIGHT_SIDE, turn_x, turn_y
from goodform.motion.body.viewing import View
from goodform.motion.movements.lying import (
    ON_SIDE,
    lie_on_right_side,
    prop_on_hand,
    rest_head_on_arm,
)


def solve(build: Mannequin, values: Values) -> Skeleton:
    """Pose the body; a pelvis that hitches or rolls takes the top leg with it."""
    roll, hitch = values["pelvis_roll"], values["pelvis_hitch"]
    quiet = Posing(build, len(roll))
    quiet.trunk(np.array([0.0, ON_SIDE, 0.0]), ON_RIGHT_SIDE)
    quiet.bend_leg("right", hip_flexion=40.0, hip_abduction=2.0, knee_flexion=80.0)

    pose = Posing(build, len(roll))
    lie_on_right_side(pose, turn_x(hitch) @ turn_y(roll), twist=0.5 * roll)
    lower_knee = quiet.joints["right_knee"] - pose.joints["right_hip"]
    pose.set_leg("right", quiet.joints["right_ankle"], lower_knee)
    pose.bend_leg(
        "left",
        hip_flexion=values["hip_flexion"],
        hip_abduction=values["hip_abduction"],
        hip_rotation=values["hip_rotation"],
        knee_flexion=values["knee_flexion"],
        ankle_dorsiflexion=-6.0,
    )
    rest_head_on_arm(pose)
    prop_on_hand(pose)
    return pose.skeleton()


_RESTS = (
    *on_floor("thorax", "pelvis", "right_thigh", "right_shank", "left_hand"),
    Contact("head", "right_upper_arm"),
)

SIDE_LYING_LEG_ABDUCTION = Movement(
    slug="side-lying-leg-abduction",
    phases=(
        Phase(
            "leg down",
            {"hip_abduction": -9.0, "hip_flexion": 0.0, "knee_flexion": 2.0},
            _RESTS,
            stay_s=0.5,
        ),
        Phase(
            "leg lifted",
            {"hip_abduction": 32.0, "hip_flexion": 0.0, "knee_flexion": 2.0},
            _RESTS,
            seconds=2.0,
            stay_s=0.8,
            hold=True,
        ),
    ),
    solve=solve,
    counts="repetition",
    sides="each",
    drawn_side="left",
    works=("left_thigh", "left_shank", "left_foot"),
    view=View(azimuth=-8.0, elevation=20.0),
    camera=View(),
    back_s=2.0,
    faults={
        **TIMING,
        **HOLDING,
        "pelvis_roll": Fault("the pelvis rolls back", "deg", 20.0, {"pelvis_roll": 1.0}),
        "pelvis_hitch": Fault("the pelvis hitches up", "deg", 15.0, {"pelvis_hitch": 1.0}),
        "knee_bent": Fault("the knee bends", "deg", 30.0, {"knee_flexion": 1.0}),
        "leg_forward": Fault("the leg drifts forward", "deg", 20.0, {"hip_flexion": 1.0}),
        "toes_up": Fault("the leg turns out", "deg", 40.0, {"hip_rotation": 1.0}),
        "wobble": Fault("the leg shakes", "deg", 6.0, {"hip_abduction": 1.0}, "swaying"),
    },
)
