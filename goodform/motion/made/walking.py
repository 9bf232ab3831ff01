"""A body that walks, which no eye may take for an exercise.

Curves of hip and knee over a stride as gait laboratories draw them (hip 30 to -10 degrees, knee
15 in stance and 60 in swing; Winter 1991), right to some degrees: enough to be walking.
"""

from typing import Final, Literal

import numpy as np

from goodform.motion.body.mannequin import SIDES, Mannequin, Skeleton, mannequin, sign_of
from goodform.motion.body.posing import Posing
from goodform.motion.body.space import STANDING, Array, point

Gait = Literal["along", "treadmill", "on the spot"]

STRIDE_M: Final = 1.3
"""Both steps together, at an easy pace."""


def walking(
    gait: Gait, times: Array, *, strides_a_second: float = 0.9, build: Mannequin | None = None
) -> Skeleton:
    """Somebody who faces +x and walks that way, or stays in one place: times (T,) seconds.

    Lengths are shares of stature, as everywhere on the mannequin.
    """
    build = build or mannequin()
    pose = Posing(build, len(times))
    phase = 2.0 * np.pi * strides_a_second * times
    ahead = times * strides_a_second * STRIDE_M / build.stature_m * (gait == "along")
    bob = 0.012 * np.cos(2.0 * phase)
    height = build.ankle_height + 0.985 * build.leg + bob
    pose.trunk(point(ahead, height, 0.0), STANDING, twist=6.0 * np.sin(phase))
    for side in SIDES:
        own = phase + (np.pi if side == "left" else 0.0)
        hip, knee = _marching(own) if gait == "on the spot" else _striding(own)
        pose.bend_leg(side, hip_flexion=hip, knee_flexion=knee)
        pose.bend_arm(side, shoulder_flexion=-20.0 * np.cos(own), elbow_flexion=20.0)
        pose.joints[f"{side}_hip"] = pose.joints[f"{side}_hip"] + point(
            0.0, 0.006 * sign_of(side) * np.cos(phase), 0.0
        )
    return pose.skeleton()


def _striding(phase: Array) -> tuple[Array, Array]:
    """Hip and knee flexion in degrees; at phase 0 the heel strikes."""
    hip = 10.0 + 20.0 * np.cos(phase)
    swing = np.clip(np.sin(phase + 0.35 + np.pi), 0.0, 1.0) ** 2
    stance = np.clip(np.sin(2.0 * phase), 0.0, 1.0) * (np.sin(phase) > 0.0)
    return hip, 4.0 + 56.0 * swing + 12.0 * stance


def _marching(phase: Array) -> tuple[Array, Array]:
    """Hip and knee flexion in degrees of a knee that is lifted and put down again."""
    lifted = np.clip(np.sin(phase), 0.0, 1.0) ** 2
    return 60.0 * lifted, 5.0 + 75.0 * lifted
