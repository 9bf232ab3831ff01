"""Where is it, and which way is it turned?

Points and directions are arrays whose last axis is (x, y, z): x right, y up, z towards the
viewer. Frames are (…, 3, 3) with the columns X front, Y towards the head and Z to the body's own
right (the convention of the International Society of Biomechanics). Angles are in degrees.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
Number = float | Array


def point(x: Number, y: Number, z: Number) -> Array:
    """Join coordinates, each one number or an array of shape (…,), to points (…, 3)."""
    return np.stack(np.broadcast_arrays(*(np.asarray(c, dtype=np.float64) for c in (x, y, z))), -1)


def length(vectors: Array) -> Array:
    """The length of each vector: (…, 3) → (…,)."""
    return np.asarray(np.sqrt(np.einsum("...i,...i->...", vectors, vectors)))


def unit(vectors: Array) -> Array:
    """Each vector at length one; a zero vector stays zero."""
    size = length(vectors)[..., None]
    return np.asarray(vectors / np.where(size > 0, size, 1.0))


def along(a: Array, b: Array) -> Array:
    """The scalar product of each pair: (…, 3), (…, 3) → (…,)."""
    return np.asarray(np.einsum("...i,...i->...", a, b))


def across(vectors: Array, axis: Array) -> Array:
    """The unit part of each vector that is square to the unit ``axis``."""
    return unit(vectors - along(vectors, axis)[..., None] * axis)


def blend(a: Array, b: Array, weight: Number) -> Array:
    """Go from ``a`` (weight 0) to ``b`` (weight 1) in a straight line."""
    share = np.asarray(weight, dtype=np.float64)[..., None]
    return np.asarray(a * (1.0 - share) + b * share)


def _turn(first: int, second: int, degrees: Number) -> Array:
    angle = np.radians(np.asarray(degrees, dtype=np.float64))
    turned = np.zeros((*angle.shape, 3, 3))
    turned[..., range(3), range(3)] = 1.0
    turned[..., first, first] = turned[..., second, second] = np.cos(angle)
    turned[..., second, first] = np.sin(angle)
    turned[..., first, second] = -np.sin(angle)
    return turned


def turn_x(degrees: Number) -> Array:
    """Rotation about the X axis, right-handed: (…,) → (…, 3, 3)."""
    return _turn(1, 2, degrees)


def turn_y(degrees: Number) -> Array:
    """Rotation about the Y axis, right-handed: (…,) → (…, 3, 3)."""
    return _turn(2, 0, degrees)


def turn_z(degrees: Number) -> Array:
    """Rotation about the Z axis, right-handed: (…,) → (…, 3, 3)."""
    return _turn(0, 1, degrees)


def turn_about(axis: Array, vectors: Array, degrees: Number) -> Array:
    """Turn each vector about its unit ``axis``, right-handed (Rodrigues' formula)."""
    angle = np.radians(np.asarray(degrees, dtype=np.float64))[..., None]
    lengthwise = along(vectors, axis)[..., None] * axis
    return np.asarray(
        lengthwise
        + np.cos(angle) * (vectors - lengthwise)
        + np.sin(angle) * np.cross(axis, vectors)
    )


def in_world(frame: Array, offset: Array) -> Array:
    """A direction given in a frame, in world coordinates: (…, 3, 3), (…, 3) → (…, 3)."""
    return np.asarray(np.einsum("...ij,...j->...i", frame, offset))


def frame_from(front: Array, head: Array) -> Array:
    """The frame whose Y is ``head`` (unit) and whose X is as near ``front`` as can be."""
    forward = across(front, head)
    return np.stack([forward, head, np.cross(forward, head)], axis=-1)


def blend_frames(a: Array, b: Array, weight: Number) -> Array:
    """Turn from frame ``a`` to frame ``b`` (less than half a turn apart)."""
    mixed = [blend(a[..., i], b[..., i], weight) for i in (0, 1)]
    return frame_from(mixed[0], unit(mixed[1]))


def angle_between(a: Array, b: Array) -> Array:
    """The angle between each pair of directions, 0–180 degrees."""
    return np.asarray(np.degrees(np.arctan2(length(np.cross(a, b)), along(a, b))))


STANDING = np.eye(3)
"""Upright, facing the right of the picture, the body's right side towards the viewer."""

SUPINE = np.array([[0.0, -1.0, 0.0], [1.0, 0.0, 0.0], [0.0, 0.0, 1.0]])
"""On the back, head to the left, the body's right side towards the viewer."""

PRONE = np.array([[0.0, 1.0, 0.0], [-1.0, 0.0, 0.0], [0.0, 0.0, 1.0]])
"""Face down, head to the right, the body's right side towards the viewer."""

ON_RIGHT_SIDE = np.array([[0.0, -1.0, 0.0], [0.0, 0.0, -1.0], [1.0, 0.0, 0.0]])
"""Lying on the right side, head to the left, facing the viewer."""
