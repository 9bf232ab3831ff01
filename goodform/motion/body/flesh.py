"""Where is the skin?

The body's volume as balls fixed to its segments, in shares of stature. What draws a body projects
them; what asks whether a body sinks into the floor looks for the lowest. Set by eye on a figure of
average build.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from goodform.motion.body.mannequin import SIDES, Skeleton, sign_of
from goodform.motion.body.space import Array, in_world

GIVES = 0.014
"""How far flesh is pressed flat where the body lies on it (set by eye: a finger's breadth)."""


@dataclass(frozen=True)
class Ball:
    """A ball of flesh: centre from a joint, in a segment's frame, and radius."""

    joint: str
    segment: str
    centre: tuple[float, float, float]
    radius: float


def ball_centres(skeleton: Skeleton, ball: Ball) -> Array:
    """Where a ball is over time: (T, 3)."""
    return skeleton.joints[ball.joint] + in_world(
        skeleton.frames[ball.segment], np.asarray(ball.centre)
    )


def _both(joint: str, segment: str, rows: tuple[tuple[float, ...], ...]) -> tuple[Ball, ...]:
    """Balls on both sides of the middle: rows of front, up, aside, radius."""
    return tuple(
        Ball(joint, segment, (front, up, k * aside), radius)
        for front, up, aside, radius in rows
        for k in ((1, -1) if aside else (1,))
    )


_ILIAC = _both("pelvis", "pelvis", ((0.004, 0.055, 0.046, 0.056),))
_HAIR = ((-0.012, 0.127, 0.0, 0.0555), (-0.024, 0.108, 0.0, 0.043), (0.012, 0.140, 0.0, 0.043))
_FOOT = (
    (0.0, 0.0, 0.0, 0.0215),
    (-0.024, -0.021, 0.0, 0.018),
    (0.066, -0.025, 0.012, 0.0145),
    (0.096, -0.028, 0.006, 0.011),
)
_FACE = ((0.022, 0.116, 0.008, 0.038), (0.026, 0.080, 0.0, 0.027), (0.004, 0.100, 0.006, 0.040))

_MIDDLE: Mapping[str, tuple[Ball, ...]] = {
    "trunk": (
        *_both(
            "neck",
            "thorax",
            (
                (-0.004, -0.045, 0.072, 0.062),
                (-0.008, -0.006, 0.066, 0.034),
                (-0.030, -0.004, 0.050, 0.036),
                (-0.006, 0.010, 0.0, 0.036),
            ),
        ),
        *_both("waist", "thorax", ((0.002, 0.055, 0.048, 0.060), (0.006, -0.005, 0.042, 0.055))),
        *_ILIAC,
    ),
    "pelvis": (
        *_ILIAC,
        *_both("pelvis", "pelvis", ((-0.004, 0.0, 0.048, 0.060), (-0.024, -0.006, 0.042, 0.051))),
    ),
    "neck": (
        Ball("neck", "thorax", (-0.004, 0.024, 0.0), 0.034),
        Ball("neck", "head", (-0.002, 0.080, 0.0), 0.031),
    ),
    "hair": _both("neck", "head", _HAIR),
    "face": _both("neck", "head", _FACE),
    "nose": _both("neck", "head", ((0.057, 0.112, 0.0, 0.008), (0.064, 0.100, 0.0, 0.010))),
    "bridge": _both("neck", "head", ((0.057, 0.113, 0.0, 0.0035), (0.066, 0.098, 0.0, 0.0075))),
    "mouth": _both("neck", "head", ((0.047, 0.072, 0.013, 0.0042),)),
}


def _limbs() -> dict[str, tuple[Ball, ...]]:
    parts: dict[str, tuple[Ball, ...]] = {}
    for side in SIDES:
        k = sign_of(side)
        thigh, shank, foot = f"{side}_thigh", f"{side}_shank", f"{side}_foot"
        knee, ankle, wrist, hand = f"{side}_knee", f"{side}_ankle", f"{side}_wrist", f"{side}_hand"
        parts[thigh] = (
            Ball(f"{side}_hip", thigh, (0.0, 0.0, 0.0), 0.057),
            Ball(knee, thigh, (0.0, 0.0, 0.0), 0.037),
        )
        parts[shank] = (
            Ball(knee, shank, (0.0, 0.0, 0.0), 0.037),
            Ball(knee, shank, (-0.008, -0.075, 0.0), 0.036),
            Ball(ankle, shank, (0.0, 0.0, 0.0), 0.021),
        )
        parts[foot] = _both(ankle, foot, _FOOT)
        parts[f"{side}_upper_arm"] = (
            Ball(f"{side}_shoulder", f"{side}_upper_arm", (0.0, 0.0, 0.0), 0.038),
            Ball(f"{side}_elbow", f"{side}_upper_arm", (0.0, 0.0, 0.0), 0.026),
        )
        parts[f"{side}_sleeve"] = (
            Ball(f"{side}_shoulder", f"{side}_upper_arm", (0.0, 0.0, 0.0), 0.041),
            Ball(f"{side}_shoulder", f"{side}_upper_arm", (0.0, -0.097, 0.0), 0.036),
        )
        parts[f"{side}_forearm"] = (
            Ball(f"{side}_elbow", f"{side}_forearm", (0.0, 0.0, 0.0), 0.026),
            Ball(wrist, f"{side}_forearm", (0.0, 0.0, 0.0), 0.017),
        )
        parts[hand] = tuple(
            Ball(wrist, hand, (0.0, -far, 0.0), radius)
            for far, radius in ((0.0, 0.0165), (0.045, 0.021), (0.085, 0.012))
        )
        parts[f"{side}_eye"] = (Ball("neck", "head", (0.046, 0.117, 0.024 * k), 0.0055),)
        parts[f"{side}_ear"] = (Ball("neck", "head", (-0.019, 0.106, 0.046 * k), 0.0125),)
    return parts


FLESH: Mapping[str, tuple[Ball, ...]] = {**_MIDDLE, **_limbs()}
"""The balls of each part of the body; neighbouring balls of a part are joined by their hull."""
