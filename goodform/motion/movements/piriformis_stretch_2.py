"""How does a body do the second piriformis stretch? (On the back, the right leg works.)

The right ankle rests on the left knee and both hands pull the left thigh in.
"""

import numpy as np

from goodform.motion.body.contacts import Contact, on_floor, on_segment
from goodform.motion.body.faults import HOLDING, TIMING, Fault
from goodform.motion.body.mannequin import SIDES, Mannequin, Side, Skeleton, sign_of
from goodform.motion.body.movement import Movement, Phase, Values
from goodform.motion.body.posing import Posing
from goodform.motion.body.space import blend, point
from goodform.motion.body.viewing import View
from goodform.motion.movements.lying import lie_on_back

FOOT = (0.235, 0.075)
"""How far from the pelvis, and how far from the middle, the ankles stand at first."""


def solve(build: Mannequin, values: Values) -> Skeleton:
    """Pose the body: the right ankle crosses, then the left thigh is pulled in."""
    pose = Posing(build, len(values["crossing"]))
    lie_on_back(pose, roll=values["pelvis_roll"], neck_flexion=values["neck_flexion"])
    _carry(pose, values)
    _cross(pose, values)
    for side in SIDES:
        _pull(pose, side, values)
    return pose.skeleton()


def _carry(pose: Posing, values: Values) -> None:
    """The left leg: its foot stands, then hangs from the hip and knee angles."""
    ahead, aside = FOOT
    planted = values["foot_planted"]
    pose.bend_leg("left", hip_flexion=values["hip_flexion"], knee_flexion=values["knee_flexion"])
    free = pose.joints["left_ankle"]
    stands = pose.spread(np.array([ahead, pose.build.ankle_height, -aside]))
    pose.set_leg("left", blend(free, stands, planted), np.array([0.25, 1.0, -0.02]))
    pose.plant_foot("left", weight=planted)


def _cross(pose: Posing, values: Values) -> None:
    """The right leg: its ankle is lifted over to rest above the left knee."""
    ahead, aside = FOOT
    crossing = values["crossing"]
    arc = crossing * (1.0 - crossing)
    stands = pose.spread(np.array([ahead, pose.build.ankle_height, aside]))
    rests = on_segment(pose.frames["left_thigh"], pose.joints["left_knee"], (0.056, 0.075, -0.012))
    ankle = blend(stands, rests, crossing) + point(0.0, 0.48 * arc, 0.2 * arc)
    pole = point(0.2 + 0.1 * crossing, 1.0 - 1.12 * crossing, 0.1 + 0.9 * crossing)
    pose.set_leg("right", ankle, pole)
    pose.plant_foot("right", weight=np.clip(1.0 - 1.5 * crossing, 0.0, 1.0))


def _pull(pose: Posing, side: Side, values: Values) -> None:
    k = sign_of(side)
    grip = values["grip"]
    pose.shift_shoulder(side, forward=0.02 * grip, up=-0.02 * grip)
    under_thigh = on_segment(
        pose.frames["left_thigh"], pose.joints["left_hip"], (-0.060, -0.150, 0.050 * k)
    )
    wrist = blend(pose.spread(np.array([-0.10, 0.158, 0.055 * k])), under_thigh, grip)
    flat_on_belly = pose.spread(np.array([0.1, -0.1, -float(k)]))
    round_thigh = pose.spread(np.array([0.0, -0.3, -float(k)]))
    fingers = blend(flat_on_belly, round_thigh, grip)
    pose.set_arm(side, wrist, np.array([0.3, -0.3, float(k)]), fingers=fingers)


_LIES = on_floor("head", "thorax", "pelvis")

PIRIFORMIS_STRETCH_2 = Movement(
    slug="piriformis-stretch-2",
    phases=(
        Phase(
            "feet flat",
            {
                "hip_flexion": 60.0,
                "knee_flexion": 110.0,
                "foot_planted": 1.0,
                "crossing": 0.0,
                "grip": 0.0,
            },
            (*_LIES, *on_floor("left_foot", "right_foot")),
            stay_s=0.6,
        ),
        Phase(
            "ankle on knee",
            {
                "hip_flexion": 70.0,
                "knee_flexion": 95.0,
                "foot_planted": 0.6,
                "crossing": 1.0,
                "grip": 0.3,
            },
            (*_LIES, Contact("right_ankle", "left_thigh")),
            seconds=1.4,
        ),
        Phase(
            "held",
            {
                "hip_flexion": 90.0,
                "knee_flexion": 92.0,
                "foot_planted": 0.0,
                "crossing": 1.0,
                "grip": 1.0,
            },
            (
                *_LIES,
                Contact("right_ankle", "left_thigh"),
                Contact("left_hand", "left_thigh"),
                Contact("right_hand", "left_thigh"),
            ),
            seconds=1.4,
            stay_s=3.0,
            hold=True,
        ),
    ),
    solve=solve,
    counts="hold",
    sides="each",
    drawn_side="right",
    works=("right_thigh", "right_shank", "right_foot"),
    view=View(azimuth=52.0, elevation=32.0),
    camera=View(elevation=20.0),
    back_s=2.6,
    faults={
        **TIMING,
        **HOLDING,
        "pelvis_roll": Fault("the pelvis twists", "deg", 15.0, {"pelvis_roll": 1.0}),
        "head_up": Fault("the head lifts off the mat", "deg", 25.0, {"neck_flexion": 1.0}),
    },
)
