"""How does a body lift the pelvis into a bridge? (On the back, both legs work.)"""

import numpy as np

from goodform.motion.body.contacts import on_floor
from goodform.motion.body.faults import HOLDING, TIMING, Fault
from goodform.motion.body.mannequin import Mannequin, Side, Skeleton, sign_of
from goodform.motion.body.movement import Movement, Phase, Values
from goodform.motion.body.posing import Posing
from goodform.motion.body.space import SUPINE, point, turn_y, turn_z
from goodform.motion.body.viewing import View
from goodform.motion.movements.lying import rest_arm

SHOULDER_LINE = (-0.288, 0.068, 0.0)
"""Where the shoulders rest all the time."""
FOOT = (0.238, 0.070)
"""How far from the pelvis, and how far from the middle, the ankles stand."""


def solve(build: Mannequin, values: Values) -> Skeleton:
    """Pose the body: the trunk turns as one piece about the shoulders, the feet stay."""
    rise, roll = values["trunk_rise"], values["pelvis_roll"]
    pose = Posing(build, len(rise))
    slope = np.radians(rise)
    shoulders = np.array(SHOULDER_LINE)
    pelvis = shoulders + build.trunk * point(np.cos(slope), np.sin(slope), 0.0)
    pose.trunk(
        pelvis,
        SUPINE @ turn_z(rise) @ turn_y(roll),
        twist=roll,
        neck_flexion=rise - 2.0,
    )
    _stand(pose, "left", values)
    _stand(pose, "right", values)
    rest_arm(pose, "left")
    rest_arm(pose, "right")
    return pose.skeleton()


def _stand(pose: Posing, side: Side, values: Values) -> None:
    k = sign_of(side)
    ahead, aside = FOOT
    ankle = point(ahead + values["feet_far"], pose.build.ankle_height, k * aside)
    pose.set_leg(
        side,
        ankle,
        np.array([0.25, 1.0, 0.02 * k]),
        knee_inward=values["knee_inward"] - k * values["knee_sway"],
        inward=np.array([0.0, 0.0, -float(k)]),
    )
    pose.plant_foot(side)


_RESTS = on_floor("head", "thorax", "left_foot", "right_foot", "left_hand", "right_hand")

GLUTE_BRIDGE = Movement(
    slug="glute-bridge",
    phases=(
        Phase("lying", {"trunk_rise": 0.6}, (*_RESTS, *on_floor("pelvis")), stay_s=0.6),
        Phase("hips up", {"trunk_rise": 22.0}, _RESTS, seconds=1.6, stay_s=2.0, hold=True),
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
    view=View(azimuth=14.0, elevation=15.0),
    camera=View(),
    back_s=1.8,
    faults={
        **TIMING,
        **HOLDING,
        "pelvis_roll": Fault("one side of the pelvis sinks", "deg", 12.0, {"pelvis_roll": 1.0}),
        "feet_far": Fault("the feet are too far away", "m", 0.12, {"feet_far": 1.0}, "always"),
        "knee_drift": Fault("the knees fall in", "m", 0.06, {"knee_inward": 1.0}),
        "wobble": Fault("the knees sway", "m", 0.03, {"knee_sway": 1.0}, "swaying"),
    },
)
