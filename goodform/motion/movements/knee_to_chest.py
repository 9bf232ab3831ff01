"""How does a body draw one knee to the chest? (On the back, the right leg works.)"""

import numpy as np

from goodform.motion.body.contacts import Contact, on_floor, on_segment, resting_leg_flexion
from goodform.motion.body.faults import HOLDING, TIMING, Fault
from goodform.motion.body.mannequin import Mannequin, Side, Skeleton, sign_of
from goodform.motion.body.movement import Movement, Phase, Values
from goodform.motion.body.posing import Posing
from goodform.motion.body.space import SUPINE, blend, point, turn_y, turn_z
from goodform.motion.body.viewing import View
from goodform.motion.movements.lying import ON_BACK, hand_beside

HANDS_ON_SHIN = (Contact("left_hand", "right_shank"), Contact("right_hand", "right_shank"))


def solve(build: Mannequin, values: Values) -> Skeleton:
    """Pose the body; the chest stays flat while the pelvis tilts back under it."""
    tilt, roll = values["pelvic_tilt"], values["pelvis_roll"]
    pose = Posing(build, len(tilt))
    slope = np.radians(tilt)
    pelvis = point(build.waist * (np.cos(slope) - 1.0), ON_BACK + build.waist * np.sin(slope), 0.0)
    pose.trunk(
        pelvis,
        SUPINE @ turn_z(tilt) @ turn_y(roll),
        lumbar_flexion=tilt,
        twist=roll,
        neck_flexion=values["neck_flexion"],
    )
    pose.bend_leg(
        "right",
        hip_flexion=values["hip_flexion"],
        hip_abduction=values["hip_abduction"],
        knee_flexion=values["knee_flexion"],
        ankle_dorsiflexion=values["ankle_dorsiflexion"],
    )
    quiet = resting_leg_flexion(pelvis[:, 1], build) - tilt + values["other_hip_flexion"]
    pose.bend_leg(
        "left", hip_flexion=quiet, hip_abduction=4.0, hip_rotation=12.0, ankle_dorsiflexion=-10.0
    )
    for side in ("left", "right"):
        _hold_shin(pose, side, values)
    return pose.skeleton()


def _hold_shin(pose: Posing, side: Side, values: Values) -> None:
    k = sign_of(side)
    over_shin = (0.046, -0.060, 0.040) if side == "right" else (0.056, -0.100, -0.034)
    shin = on_segment(pose.frames["right_shank"], pose.joints["right_knee"], over_shin)
    wrist = blend(hand_beside(pose, side), shin, values["grip"])
    pose.set_arm(
        side,
        wrist,
        np.array([0.1, -0.5, 0.9 * k]),
        fingers=np.array([0.5, -0.1, -0.9 * k]),
        grip=values["grip"],
    )


KNEE_TO_CHEST = Movement(
    slug="knee-to-chest",
    phases=(
        Phase(
            "lying",
            {
                "hip_flexion": -2.0,
                "knee_flexion": 2.0,
                "ankle_dorsiflexion": -18.0,
                "pelvic_tilt": 0.0,
                "grip": 0.0,
            },
            on_floor(
                "head", "thorax", "pelvis", "left_ankle", "right_ankle", "left_hand", "right_hand"
            ),
            stay_s=0.6,
        ),
        Phase(
            "knee raised",
            {
                "hip_flexion": 62.0,
                "knee_flexion": 95.0,
                "ankle_dorsiflexion": -20.0,
                "pelvic_tilt": 0.0,
                "grip": 0.45,
            },
            on_floor("head", "thorax", "pelvis", "left_ankle"),
            seconds=1.2,
        ),
        Phase(
            "held",
            {
                "hip_flexion": 127.0,
                "knee_flexion": 132.0,
                "ankle_dorsiflexion": -15.0,
                "pelvic_tilt": 8.0,
                "grip": 1.0,
            },
            (*on_floor("head", "thorax", "left_ankle"), *HANDS_ON_SHIN),
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
    view=View(azimuth=0.0, elevation=11.0),
    camera=View(),
    back_s=2.6,
    faults={
        **TIMING,
        **HOLDING,
        "other_knee_rises": Fault(
            "the other leg lifts off the mat", "deg", 20.0, {"other_hip_flexion": 1.0}
        ),
        "head_up": Fault("the head lifts off the mat", "deg", 25.0, {"neck_flexion": 1.0}),
        "pelvis_roll": Fault("the pelvis rolls to one side", "deg", 15.0, {"pelvis_roll": 1.0}),
        "knee_out": Fault("the knee goes out to the side", "deg", 20.0, {"hip_abduction": 1.0}),
    },
)
