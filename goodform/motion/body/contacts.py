"""Contacts: which part touches what, and does it stay there?

Heights and distances are shares of stature; the floor is y = 0.
"""

from dataclasses import dataclass

import numpy as np

from goodform.motion.body.mannequin import Mannequin, Skeleton
from goodform.motion.body.space import Array, Flags, Number, in_world, length, point

HEEL_ON_MAT = 0.046
"""Height of the ankle of a leg that lies on its heel."""


@dataclass(frozen=True)
class Contact:
    """A part of the body that rests on something: the floor, a seat, or another part."""

    part: str
    on: str


def on_floor(*parts: str) -> tuple[Contact, ...]:
    """The contacts of several parts that rest on the floor."""
    return tuple(Contact(part, "floor") for part in parts)


def resting_leg_flexion(hip_height: Number, build: Mannequin) -> Array:
    """Hip flexion in the room (degrees) that lays a straight leg with its heel on the mat."""
    drop = (np.asarray(hip_height, dtype=np.float64) - HEEL_ON_MAT) / build.leg
    return np.asarray(-np.degrees(np.arcsin(np.clip(drop, -1.0, 1.0))))


def balanced_shank(
    build: Mannequin, *, lean: Array, knee_flexion: Array, centre_x: float = 0.025
) -> Array:
    """Tilt of the shank (degrees, forward positive) that keeps a standing body in balance.

    The centre of mass stays ``centre_x`` in front of the ankles. Masses and centres: Winter 2009,
    table 4.1 (shanks .093 and thighs .20 of the mass, .567 up from the lower joint; head, arms and
    trunk .678, .626 of the way from hips to shoulders; feet .029, .03 in front of the ankle).
    Solved by bisection; at one fixed lean and knee angle the centre moves forward with the shank.
    """
    low = np.full(np.broadcast_shapes(lean.shape, knee_flexion.shape), -40.0)
    high = np.full_like(low, 60.0)
    for _ in range(40):
        middle = (low + high) / 2.0
        tilt, thigh = np.radians(middle), np.radians(middle - knee_flexion)
        knee = build.shank * np.sin(tilt)
        hip = knee + build.thigh * np.sin(thigh)
        centre = (
            0.093 * 0.567 * knee
            + 0.20 * (knee + 0.567 * (hip - knee))
            + 0.678 * (hip + 0.626 * build.trunk * np.sin(np.radians(lean)))
            + 0.029 * 0.03
        )
        low = np.where(centre < centre_x, middle, low)
        high = np.where(centre < centre_x, high, middle)
    return np.asarray((low + high) / 2.0)


def hips_over_feet(build: Mannequin, *, shank_tilt: Array, knee_flexion: Array) -> Array:
    """The point between the hips above feet at x = 0, from shank tilt and knee flexion: (T, 3)."""
    tilt, thigh = np.radians(shank_tilt), np.radians(shank_tilt - knee_flexion)
    return point(
        build.shank * np.sin(tilt) + build.thigh * np.sin(thigh),
        build.ankle_height + build.shank * np.cos(tilt) + build.thigh * np.cos(thigh),
        0.0,
    )


def on_segment(skeleton_frame: Array, joint: Array, offset: tuple[float, float, float]) -> Array:
    """A place on a segment, given from its upper joint in the segment's own frame: (T, 3)."""
    return joint + in_world(skeleton_frame, np.asarray(offset, dtype=np.float64))


def slip(skeleton: Skeleton, joint: str, still: Flags) -> float:
    """How far a joint strays from its mean place over the moments marked still."""
    there = skeleton.joints[joint][still]
    return float(length(there - there.mean(axis=0)).max()) if len(there) else 0.0
