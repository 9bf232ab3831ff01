"""How does a limb of two bones get its end to a given place?"""

import numpy as np

from goodform.motion.body.space import Array, across, along, angle_between, length, unit

LONGEST = 0.9995
"""A limb is never drawn quite straight, so that its bend keeps a direction."""


def reach(
    start: Array, target: Array, bones: tuple[float, float], pole: Array
) -> tuple[Array, Array]:
    """Place the middle joint and the end of a two-bone limb.

    Parameters
    ----------
    start, target, pole : (T, 3)
        The fixed joint, the wanted place of the end, and the direction the middle joint bends to.
    bones : lengths of the first and the second bone, in the unit of the points.

    Returns
    -------
    The middle joint and the end, each (T, 3). The end is the target where it can be reached and
    otherwise the nearest place on the way to it; the bones keep their lengths exactly.
    """
    first, second = bones
    whole = target - start
    distance = np.clip(length(whole), abs(first - second) / LONGEST, LONGEST * (first + second))
    ahead = unit(whole)
    foot = (first**2 - second**2 + distance**2) / (2.0 * distance)
    height = np.sqrt(np.maximum(first**2 - foot**2, 0.0))
    middle = start + foot[..., None] * ahead + height[..., None] * across(pole, ahead)
    return middle, start + distance[..., None] * ahead


def bone_fronts(start: Array, middle: Array, end: Array, pole: Array) -> tuple[Array, Array]:
    """The directions the fronts of the two bones look to, each (T, 3), unit, square to its bone.

    The front lies in the plane of the bend, on the side the middle joint points to. When the limb
    is nearly straight that says nothing, and the pole takes over between 12 and 4 degrees of bend.
    """
    upper, lower = middle - start, end - middle
    share = np.clip((angle_between(upper, lower) - 4.0) / 8.0, 0.0, 1.0)[..., None]

    def front(bone: Array, towards: Array) -> Array:
        axis = unit(bone)
        return across(share * across(towards, axis) + (1.0 - share) * across(pole, axis), axis)

    return front(upper, -lower), front(lower, upper)


def swivel_to_move(start: Array, middle: Array, end: Array, sideways: Array) -> Array:
    """Degrees to turn the middle joint about the line start–end to move it ``sideways`` (T,).

    Moves greater than nine tenths of the joint's distance from the line are cut to that.
    """
    axis = unit(end - start)
    out = middle - start
    radius = length(out - along(out, axis)[..., None] * axis)
    share = sideways / np.maximum(radius, 1e-9)
    return np.asarray(np.degrees(np.arcsin(np.clip(share, -0.9, 0.9))))
