"""The exercises on the feet: all they have in common."""

import numpy as np

from goodform.motion.body.mannequin import SIDES, sign_of
from goodform.motion.body.movement import Values
from goodform.motion.body.posing import Posing
from goodform.motion.body.space import STANDING, Array, Number, point, turn_z


def lean_trunk(pose: Posing, hips: Array, values: Values, *, look_up: Number = 0.0) -> None:
    """Place the trunk over the hips, leaning forward as one piece.

    ``look_up`` is how far the neck bends back, in degrees. Half of a rounded back is in the
    spine above the pelvis, half in the neck.
    """
    rounding = values["rounding"]
    pose.trunk(
        hips,
        STANDING @ turn_z(-values["trunk_lean"]),
        lumbar_flexion=0.5 * rounding,
        neck_flexion=0.5 * rounding - np.asarray(look_up),
    )


def stand(pose: Posing, values: Values, *, half_width: float, toe_out: float, pole: Array) -> None:
    """Stand both feet flat on the floor and bend the knees over them.

    ``pole`` is the direction of the right knee; the left is its mirror image.
    """
    for side in SIDES:
        k = sign_of(side)
        ankle = point(0.0, pose.build.ankle_height + values["heel_height"], k * half_width)
        pose.set_leg(
            side,
            ankle,
            pole * np.array([1.0, 1.0, float(k)]),
            knee_inward=values["knee_inward"] - k * values["knee_sway"],
            inward=np.array([0.0, 0.0, -float(k)]),
        )
        pose.plant_foot(side, toe_out=toe_out)
        heel_up = np.degrees(np.arcsin(np.clip(values["heel_height"] / 0.07, 0.0, 0.9)))
        pose.frames[f"{side}_foot"] = pose.frames[f"{side}_foot"] @ turn_z(-heel_up)
