"""The exercises on the back and on the side: all they have in common.

Heights in shares of stature, set so that the skin just rests on the mat.
"""

import numpy as np

from goodform.motion.body.mannequin import Side, sign_of
from goodform.motion.body.posing import Posing
from goodform.motion.body.space import ON_RIGHT_SIDE, SUPINE, Array, Number, point, turn_y

ON_BACK = 0.072
"""Height of the hip joints of a body on its back."""

ON_SIDE = 0.105
"""Height of the middle of the pelvis of a body on its side."""

SIDE_BEND = 6.0
"""Degrees the chest of a body on its side rises towards the shoulder it lies on."""


FACE_UP = 28.0
"""Degrees the face of a body on its side is turned to the ceiling."""

HEAD_DOWN = 9.0
"""Degrees the head of a body on its side bends down to the arm it rests on."""


def lie_on_back(pose: Posing, *, roll: Number = 0.0, neck_flexion: Number = 0.0) -> None:
    """Lay trunk and head flat; ``roll`` turns the pelvis (degrees), the chest stays down."""
    turned = np.asarray(roll)
    pose.trunk(
        np.array([0.0, ON_BACK, 0.0]),
        SUPINE @ turn_y(turned),
        twist=turned,
        neck_flexion=neck_flexion,
    )


def hand_beside(pose: Posing, side: Side) -> Array:
    """Where the wrist of an arm lies that rests on the mat beside the body: (T, 3)."""
    shoulder = pose.joints[f"{side}_shoulder"]
    k = sign_of(side)
    return point(shoulder[:, 0] + 0.315, 0.022, shoulder[:, 2] + 0.045 * k)


def rest_arm(pose: Posing, side: Side) -> None:
    """Lay an arm on the mat beside the body."""
    pole = np.array([0.0, -0.2, float(sign_of(side))])
    pose.set_arm(side, hand_beside(pose, side), pole)


def lie_on_right_side(pose: Posing, turned: Array, *, twist: Number) -> None:
    """Lay trunk and head on the right side, the face a little to the ceiling.

    ``turned`` is the turn of the pelvis from lying square, (T, 3, 3).
    """
    pose.trunk(
        np.array([0.0, ON_SIDE, 0.0]),
        ON_RIGHT_SIDE @ turned,
        twist=twist,
        side_bend=SIDE_BEND,
        neck_turn=FACE_UP,
        neck_side_bend=-HEAD_DOWN,
    )


def rest_head_on_arm(pose: Posing) -> None:
    """Fold the lower (right) arm under the head: elbow beyond it, hand before the face."""
    pose.shift_shoulder("right", forward=0.045, up=0.03, inward=0.05)
    hand = pose.joints["neck"] + np.array([-0.080, -0.104, 0.155])
    pose.set_arm("right", hand, np.array([-1.0, 0.12, -0.6]), fingers=np.array([0.9, -0.05, 0.3]))


def prop_on_hand(pose: Posing) -> None:
    """Put the palm of the upper (left) arm on the mat in front of the chest."""
    pose.shift_shoulder("left", forward=0.035, up=-0.02, inward=0.03)
    palm = np.array([-0.165, 0.026, 0.195])
    pose.set_arm("left", palm, np.array([0.8, 0.45, 0.3]), fingers=np.array([-0.9, -0.05, 0.4]))
