"""Where on the mannequin are the points that a camera or a motion lab reports?"""

from collections.abc import Mapping, Sequence

import numpy as np

from goodform.motion.body.mannequin import Side, Skeleton, sign_of
from goodform.motion.body.space import Array, in_world

BLAZEPOSE: tuple[str, ...] = (
    "nose",
    "left_eye_inner",
    "left_eye",
    "left_eye_outer",
    "right_eye_inner",
    "right_eye",
    "right_eye_outer",
    "left_ear",
    "right_ear",
    "mouth_left",
    "mouth_right",
    "left_shoulder",
    "right_shoulder",
    "left_elbow",
    "right_elbow",
    "left_wrist",
    "right_wrist",
    "left_pinky",
    "right_pinky",
    "left_index",
    "right_index",
    "left_thumb",
    "right_thumb",
    "left_hip",
    "right_hip",
    "left_knee",
    "right_knee",
    "left_ankle",
    "right_ankle",
    "left_heel",
    "right_heel",
    "left_foot_index",
    "right_foot_index",
)
"""The 33 landmarks of BlazePose, in its order."""

JOINTS_17: tuple[str, ...] = (
    "pelvis",
    "neck",
    "head",
    *(
        f"{side}_{joint}"
        for side in ("left", "right")
        for joint in ("hip", "knee", "ankle", "toe", "shoulder", "elbow", "wrist")
    ),
)
"""The 17 joints of a motion lab's skeleton."""

_HEAD: Mapping[str, tuple[float, float, float]] = {
    "nose": (0.062, 0.104, 0.0),
    "eye_inner": (0.054, 0.118, 0.010),
    "eye": (0.054, 0.118, 0.019),
    "eye_outer": (0.048, 0.118, 0.028),
    "ear": (-0.010, 0.106, 0.043),
    "mouth": (0.050, 0.076, 0.013),
    "head": (0.0, 0.115, 0.0),
}
"""Places on the head from the neck, in the head's frame, statures (set by eye, as the drawing)."""

_HAND: Mapping[str, tuple[float, float, float]] = {
    "pinky": (-0.012, -0.062, 0.014),
    "index": (0.006, -0.066, -0.012),
    "thumb": (0.018, -0.040, -0.014),
}
_FOOT: Mapping[str, tuple[float, float, float]] = {
    "heel": (-0.032, -0.026, 0.0),
    "foot_index": (0.098, -0.030, 0.0),
    "toe": (0.098, -0.030, 0.0),
}


def landmarks(skeleton: Skeleton, names: Sequence[str] = BLAZEPOSE) -> Array:
    """The named points of a posed mannequin: (T, J, 3), shares of stature.

    Raises
    ------
    KeyError
        If a name is in neither of the two sets.
    """
    return np.stack([_place(skeleton, name) for name in names], axis=1)


def _place(skeleton: Skeleton, name: str) -> Array:
    if name in skeleton.joints:
        return skeleton.joints[name]
    side, part = _sided(name)
    for find in (_on_head, _on_limb):
        at = find(skeleton, side, part)
        if at is not None:
            return at
    raise KeyError(f"There is no landmark called {name}.")


def _sided(name: str) -> tuple[Side | None, str]:
    """The side and the part in a name: ``left_eye`` and ``mouth_left`` both are on the left."""
    words = name.split("_")
    for side in ("left", "right"):
        if side in words:
            return side, "_".join(word for word in words if word != side)
    return None, name


def _on_head(skeleton: Skeleton, side: Side | None, part: str) -> Array | None:
    if part not in _HEAD:
        return None
    k = sign_of(side) if side else 1
    offset = np.array(_HEAD[part]) * np.array([1.0, 1.0, float(k)])
    return skeleton.joints["neck"] + in_world(skeleton.frames["head"], offset)


def _on_limb(skeleton: Skeleton, side: Side | None, part: str) -> Array | None:
    for joint, segment, places in (("wrist", "hand", _HAND), ("ankle", "foot", _FOOT)):
        if part in places and side:
            offset = np.array(places[part]) * np.array([1.0, 1.0, float(sign_of(side))])
            return skeleton.joints[f"{side}_{joint}"] + in_world(
                skeleton.frames[f"{side}_{segment}"], offset
            )
    return None
