"""How does a body do the first piriformis stretch? (On the back, the left leg works.)

The left foot steps over the straight right leg and the right hand draws the left knee across.
"""

import numpy as np

from goodform.motion.body.contacts import Contact, on_floor, on_segment, resting_leg_flexion
from goodform.motion.body.faults import HOLDING, TIMING, Fault
from goodform.motion.body.mannequin import Mannequin, Skeleton
from goodform.motion.body.movement import Movement, Phase, Values
from goodform.motion.body.posing import Posing
from goodform.motion.body.space import blend, point
from goodform.motion.body.viewing import View
from goodform.motion.movements.lying import ON_BACK, lie_on_back, rest_arm


def solve(build: Mannequin, values: Values) -> Skeleton:
    """Pose the body: the working foot steps over, then the knee is drawn after it."""
    crossing, across = values["crossing"], values["knee_across"]
    pose = Posing(build, len(crossing))
    lie_on_back(pose, roll=values["pelvis_roll"], neck_flexion=values["neck_flexion"])
    pose.bend_leg(
        "right",
        hip_flexion=resting_leg_flexion(ON_BACK, build),
        hip_abduction=4.0,
        hip_rotation=10.0,
        ankle_dorsiflexion=-8.0,
    )
    ankle = point(
        0.235 + 0.025 * crossing,
        build.ankle_height + 0.002 * crossing + 0.42 * crossing * (1.0 - crossing),
        -0.075 + 0.220 * crossing,
    )
    pose.set_leg("left", ankle, point(0.1, 1.0, across))
    pose.plant_foot("left")
    _draw_knee(pose, values)
    rest_arm(pose, "left")
    return pose.skeleton()


def _draw_knee(pose: Posing, values: Values) -> None:
    grip = values["grip"]
    pose.shift_shoulder("right", forward=0.06 * grip, up=-0.04 * grip, inward=0.03 * grip)
    on_knee = on_segment(pose.frames["left_thigh"], pose.joints["left_knee"], (0.036, 0.004, 0.048))
    wrist = blend(pose.spread(np.array([-0.115, 0.158, 0.030])), on_knee, grip)
    flat_on_belly = pose.spread(np.array([0.1, -0.1, -1.0]))
    round_knee = pose.spread(np.array([0.5, 0.25, -1.0]))
    pose.set_arm(
        "right",
        wrist,
        np.array([0.5, -0.25, 1.0]),
        fingers=blend(flat_on_belly, round_knee, grip),
    )


_LIES = on_floor("head", "thorax", "pelvis", "right_ankle", "left_hand")

PIRIFORMIS_STRETCH_1 = Movement(
    slug="piriformis-stretch-1",
    phases=(
        Phase(
            "foot flat",
            {"crossing": 0.0, "knee_across": -0.1, "grip": 0.0},
            (*_LIES, *on_floor("left_foot")),
            stay_s=0.6,
        ),
        Phase(
            "foot across",
            {"crossing": 1.0, "knee_across": 0.0, "grip": 0.3},
            (*_LIES, *on_floor("left_foot")),
            seconds=1.4,
        ),
        Phase(
            "held",
            {"crossing": 1.0, "knee_across": 0.38, "grip": 1.0},
            (*_LIES, *on_floor("left_foot"), Contact("right_hand", "left_thigh")),
            seconds=1.4,
            stay_s=3.0,
            hold=True,
        ),
    ),
    solve=solve,
    counts="hold",
    sides="each",
    drawn_side="left",
    works=("left_thigh", "left_shank", "left_foot"),
    view=View(azimuth=4.0, elevation=56.0),
    camera=View(elevation=20.0),
    back_s=2.6,
    faults={
        **TIMING,
        **HOLDING,
        "pelvis_roll": Fault("the pelvis twists", "deg", 15.0, {"pelvis_roll": 1.0}),
        "head_up": Fault("the head lifts off the mat", "deg", 25.0, {"neck_flexion": 1.0}),
    },
)
