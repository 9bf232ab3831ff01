"""Angles and distances between the points of one body.

Few lines and no arrays: at this size arrays cost more than the sums.  A line of no length has no
direction, and answers NaN.
"""

from math import acos, asin, nan, pi, sqrt
from typing import Final

from goodform.motion.eye.frame import ANKLE, HIP, LEFT, NOWHERE, PELVIS, RIGHT, Body, Point

DEGREES: Final = 180.0 / pi


def minus(a: Point, b: Point) -> Point:
    """From b to a."""
    return (a[0] - b[0], a[1] - b[1], a[2] - b[2])


def length_of(a: Point) -> float:
    """How long a line is."""
    return sqrt(a[0] * a[0] + a[1] * a[1] + a[2] * a[2])


def unit(a: Point) -> Point:
    """The direction of a line, of length one."""
    length = length_of(a)
    if not length > 0.0:
        return NOWHERE
    return (a[0] / length, a[1] / length, a[2] / length)


def cross(a: Point, b: Point) -> Point:
    """The direction square to two others."""
    return (a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])


def between(a: Point, b: Point) -> float:
    """The angle between two directions, in degrees."""
    size = (a[0] * a[0] + a[1] * a[1] + a[2] * a[2]) * (b[0] * b[0] + b[1] * b[1] + b[2] * b[2])
    if not size > 0.0:
        return nan
    cosine = (a[0] * b[0] + a[1] * b[1] + a[2] * b[2]) / sqrt(size)
    return acos(max(min(cosine, 1.0), -1.0)) * DEGREES


def bend_at(a: Point, b: Point, c: Point) -> float:
    """How far the way a–b–c bends at b, in degrees: 0 straight on."""
    bx, by, bz = b
    ux, uy, uz = bx - a[0], by - a[1], bz - a[2]
    vx, vy, vz = c[0] - bx, c[1] - by, c[2] - bz
    size = (ux * ux + uy * uy + uz * uz) * (vx * vx + vy * vy + vz * vz)
    if not size > 0.0:
        return nan
    cosine = (ux * vx + uy * vy + uz * vz) / sqrt(size)
    return acos(max(min(cosine, 1.0), -1.0)) * DEGREES


def lean_of(a: Point, b: Point, towards: Point) -> float:
    """How far the line from a to b leans to a unit direction, in degrees: 90 along it, 0 square."""
    x, y, z = b[0] - a[0], b[1] - a[1], b[2] - a[2]
    size = x * x + y * y + z * z
    if not size > 0.0:
        return nan
    sine = (x * towards[0] + y * towards[1] + z * towards[2]) / sqrt(size)
    return asin(max(min(sine, 1.0), -1.0)) * DEGREES


def rise(a: Point, b: Point) -> float:
    """How far the line from a to b points above the floor plane, in degrees."""
    x, y, z = b[0] - a[0], b[1] - a[1], b[2] - a[2]
    size = x * x + y * y + z * z
    if not size > 0.0:
        return nan
    return asin(max(min(y / sqrt(size), 1.0), -1.0)) * DEGREES


def leftwards(body: Body) -> Point:
    """From the right hip to the left hip: the body's own left, standing or lying."""
    found = body.across
    if found is None:
        found = body.across = unit(minus(body.points[HIP[LEFT]], body.points[HIP[RIGHT]]))
    return found


def forwards(body: Body) -> Point:
    """Out of the front of the trunk, standing or lying."""
    found = body.front
    if found is None:
        found = body.front = unit(cross(leftwards(body), body.trunk))
    return found


def hips_over_feet(body: Body) -> Point:
    """From the middle of the ankles to the pelvis, in leg lengths."""
    found = body.over_feet
    if found is None:
        found = body.over_feet = over_feet(body, PELVIS)
    return found


def over_feet(body: Body, joint: int) -> Point:
    """From the middle of the ankles to a joint, in leg lengths."""
    length = body.leg_length
    if not length > 0.0:
        return NOWHERE
    p = body.points
    (ax, ay, az), (bx, by, bz), (x, y, z) = p[ANKLE[LEFT]], p[ANKLE[RIGHT]], p[joint]
    return (
        (x - (ax + bx) * 0.5) / length,
        (y - (ay + by) * 0.5) / length,
        (z - (az + bz) * 0.5) / length,
    )


LIES: Final = 0.2
"""Nothing is measured against a lying body where the trunk is nearly upright."""
NO_SEPARATION: Final = 0.02
"""Ankles nearer than 2 cm sideways give no ratio worth the name."""
