"""How does a body stand up from a chair? (Sitting, both legs work.)"""

import numpy as np

from goodform.motion.body.contacts import Contact, hips_over_feet, on_floor
from goodform.motion.body.faults import TIMING, Fault
from goodform.motion.body.mannequin import SIDES, Mannequin, Skeleton, sign_of
from goodform.motion.body.movement import Movement, Phase, Values
from goodform.motion.body.posing import Posing
from goodform.motion.body.space import in_world
from goodform.motion.body.viewing import View
from goodform.motion.movements.box_squat import SQUAT_FAULTS, WORKS
from goodform.motion.movements.standing import lean_trunk, stand


def solve(build: Mannequin, values: Values) -> Skeleton:
    """Pose the body: feet flat and a little back, arms crossed on the chest."""
    lean = values["trunk_lean"]
    pose = Posing(build, len(lean))
    hips = hips_over_feet(
        build, shank_tilt=values["shank_tilt"], knee_flexion=values["knee_flexion"]
    )
    lean_trunk(pose, hips, values, look_up=values["look_up"])
    stand(pose, values, half_width=0.080, toe_out=8.0, pole=np.array([1.0, 0.05, 0.12]))
    thorax = pose.frames["thorax"]
    for side in SIDES:
        k = sign_of(side)
        across_chest = np.array([0.086 - 0.014 * k, -0.080 + 0.020 * k, -0.056 * k])
        pose.set_arm(
            side,
            pose.joints["neck"] + in_world(thorax, across_chest),
            in_world(thorax, np.array([0.15, -0.8, 0.6 * k])),
            fingers=in_world(thorax, np.array([-0.35, 0.6, -1.0 * k])),
        )
    return pose.skeleton()


_FEET = on_floor("left_foot", "right_foot")
_SITTING = (*_FEET, Contact("pelvis", "seat"))

SIT_TO_STAND = Movement(
    slug="sit-to-stand",
    phases=(
        Phase(
            "sitting",
            {"trunk_lean": 4.0, "knee_flexion": 96.0, "shank_tilt": 16.0, "look_up": 0.0},
            _SITTING,
            stay_s=0.8,
        ),
        Phase(
            "leaning forward",
            {"trunk_lean": 42.0, "knee_flexion": 94.0, "shank_tilt": 16.0, "look_up": 16.0},
            _SITTING,
            seconds=0.9,
        ),
        Phase(
            "rising",
            {"trunk_lean": 36.0, "knee_flexion": 58.0, "shank_tilt": 15.0, "look_up": 14.0},
            _FEET,
            seconds=0.7,
        ),
        Phase(
            "standing",
            {"trunk_lean": 0.0, "knee_flexion": 4.0, "shank_tilt": 3.0, "look_up": 0.0},
            _FEET,
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
    view=View(azimuth=30.0, elevation=10.0),
    camera=View(),
    back_s=2.5,
    faults={
        **TIMING,
        **SQUAT_FAULTS,
        "head_first": Fault(
            "the head leads on the way up: the trunk stays low",
            "deg",
            20.0,
            {"trunk_lean": 1.0, "look_up": -0.5},
            "out",
        ),
    },
)
