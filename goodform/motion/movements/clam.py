"""How does a body open a clam? (On the right side, the left leg works.)"""

import numpy as np

from goodform.motion.body.contacts import Contact, on_floor
from goodform.motion.body.faults import HOLDING, TIMING, Fault
from goodform.motion.body.mannequin import Mannequin, Skeleton
from goodform.motion.body.movement import Movement, Phase, Values
from goodform.motion.body.posing import Posing
from goodform.motion.body.space import ON_RIGHT_SIDE, blend_frames, point, turn_y
from goodform.motion.body.viewing import View
from goodform.motion.movements.lying import (
    ON_SIDE,
    lie_on_right_side,
    prop_on_hand,
    rest_head_on_arm,
)

FOOT_ON_FOOT = 0.046
"""Height of the upper ankle above the lower."""
KNEE_ON_KNEE = 0.074
"""Height of the upper knee above the lower."""

FOOT_STAYS = 0.75
"""How far the upper foot keeps to the lower while its shank turns."""


def solve(build: Mannequin, values: Values) -> Skeleton:
    """Pose the body; the top foot stays on the lower foot and the top knee swivels about it."""
    roll = values["pelvis_roll"]
    quiet = Posing(build, len(roll))
    quiet.trunk(np.array([0.0, ON_SIDE, 0.0]), ON_RIGHT_SIDE)
    quiet.bend_leg("right", hip_flexion=50.0, hip_abduction=2.0, knee_flexion=90.0)
    lower_knee, lower_ankle = quiet.joints["right_knee"], quiet.joints["right_ankle"]

    pose = Posing(build, len(roll))
    lie_on_right_side(pose, turn_y(roll), twist=0.5 * roll)
    pose.set_leg("right", lower_ankle, lower_knee - pose.joints["right_hip"])
    top_ankle = lower_ankle + point(0.0, FOOT_ON_FOOT + values["feet_gap"], 0.0)
    closed = lower_knee + np.array([0.0, KNEE_ON_KNEE, 0.0]) - pose.joints["left_hip"]
    pose.set_leg("left", top_ankle, closed, swivel=-values["knee_opening"])
    pose.frames["left_foot"] = blend_frames(
        pose.frames["left_foot"], pose.frames["right_foot"], FOOT_STAYS
    )
    rest_head_on_arm(pose)
    prop_on_hand(pose)
    return pose.skeleton()


_RESTS = (
    *on_floor("thorax", "pelvis", "right_thigh", "right_shank", "left_hand"),
    Contact("head", "right_upper_arm"),
    Contact("left_ankle", "right_ankle"),
)

CLAM = Movement(
    slug="clam",
    phases=(
        Phase("closed", {"knee_opening": 0.0}, _RESTS, stay_s=0.5),
        Phase("open", {"knee_opening": 55.0}, _RESTS, seconds=2.0, stay_s=0.8, hold=True),
    ),
    solve=solve,
    counts="repetition",
    sides="each",
    drawn_side="left",
    works=("left_thigh", "left_shank", "left_foot"),
    view=View(azimuth=20.0, elevation=25.0),
    camera=View(),
    back_s=2.0,
    faults={
        **TIMING,
        **HOLDING,
        "pelvis_roll": Fault("the pelvis rolls back", "deg", 20.0, {"pelvis_roll": 1.0}),
        "feet_apart": Fault("the top foot lifts off the lower", "m", 0.12, {"feet_gap": 1.0}),
        "wobble": Fault("the knee shakes", "deg", 8.0, {"knee_opening": 1.0}, "swaying"),
    },
)
