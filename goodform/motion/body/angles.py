"""Which angles does a posed mannequin have, by their clinical names?

Read off the segments' frames and joints, in degrees; these are the truth that measurements on
landmarks are held against. Sided names carry ``left_`` or ``right_``:

hip_flexion, hip_abduction      thigh against pelvis (flexion, then abduction away from the middle)
trunk_thigh                     line pelvis–neck against the thigh, 180 = in one line
knee_flexion                    0 = straight
shank_tilt                      shank against the vertical
trunk_lean                      line pelvis–neck against the vertical
lumbar_flexion                  thorax against pelvis, forward
neck_flexion                    head against thorax, forward
pelvis_tilt, pelvis_roll        line between the hips against the floor; the front of the pelvis
                                against its front at the first moment, about its long axis
knee_separation                 distance of the knees over distance of the ankles (a ratio)
"""

import numpy as np

from goodform.motion.body.mannequin import SIDES, Side, Skeleton, sign_of
from goodform.motion.body.space import Array, along, angle_between, length

_UP = np.array([0.0, 1.0, 0.0])


def clinical_angles(skeleton: Skeleton) -> dict[str, Array]:
    """Every angle named in this module over time: name → (T,)."""
    joints = skeleton.joints
    pelvis, thorax, head = (skeleton.frames[name] for name in ("pelvis", "thorax", "head"))
    across = joints["right_hip"] - joints["left_hip"]
    knees = length(joints["right_knee"] - joints["left_knee"])
    ankles = length(joints["right_ankle"] - joints["left_ankle"])
    found = {
        "trunk_lean": angle_between(joints["neck"] - joints["pelvis"], _UP),
        "lumbar_flexion": _bent_forward(pelvis, thorax),
        "neck_flexion": _bent_forward(thorax, head),
        "pelvis_tilt": np.abs(90.0 - angle_between(across, _UP)),
        "pelvis_roll": _rolled(pelvis),
        "knee_separation": knees / np.maximum(ankles, 1e-9),
    }
    for side in SIDES:
        found |= {f"{side}_{name}": angle for name, angle in _leg(skeleton, side).items()}
    return found


def _leg(skeleton: Skeleton, side: Side) -> dict[str, Array]:
    joints = skeleton.joints
    hip, knee, ankle = (joints[f"{side}_{name}"] for name in ("hip", "knee", "ankle"))
    pelvis = skeleton.frames["pelvis"]
    thigh = hip - knee
    ahead, up, aside = (along(thigh, pelvis[..., i]) for i in range(3))
    return {
        "hip_flexion": np.degrees(np.arctan2(-ahead, up)),
        "hip_abduction": np.degrees(
            np.arcsin(np.clip(-sign_of(side) * aside / length(thigh), -1, 1))
        ),
        "trunk_thigh": angle_between(joints["neck"] - joints["pelvis"], knee - hip),
        "knee_flexion": angle_between(thigh, knee - ankle),
        "shank_tilt": angle_between(knee - ankle, _UP),
    }


def _bent_forward(lower: Array, upper: Array) -> Array:
    """How far the upper frame is flexed forward against the lower."""
    head = upper[..., 1]
    return np.degrees(np.arctan2(along(head, lower[..., 0]), along(head, lower[..., 1])))


def _rolled(pelvis: Array) -> Array:
    """How far the pelvis has turned about its long axis since the first moment."""
    first_front, first_right = pelvis[:1, :, 0], pelvis[:1, :, 2]
    right = pelvis[..., 2]
    return np.degrees(np.arctan2(along(right, first_front), along(right, first_right)))
