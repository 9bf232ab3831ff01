"""Quantities measured on the body as a whole: clinical names, zero and sign.

Each answers NaN when a joint it needs was not seen.
"""

from math import acos, asin, atan2, isfinite, nan, sqrt

from goodform.motion.eye.frame import (
    ANKLE,
    HEAD,
    HIP,
    KNEE,
    LEFT,
    NECK,
    PELVIS,
    RIGHT,
    SHOULDER,
    Body,
    apart,
)
from goodform.motion.eye.geometry import (
    DEGREES,
    LIES,
    NO_SEPARATION,
    between,
    forwards,
    hips_over_feet,
    lean_of,
    minus,
    over_feet,
    rise,
)


def trunk_inclination(body: Body) -> float:
    """Trunk to the vertical in any direction: 0 upright, 90 lying."""
    return (
        acos(max(min(body.trunk[1], 1.0), -1.0)) * DEGREES
        if body.trunk[1] == body.trunk[1]
        else nan
    )


def trunk_forward(body: Body) -> float:
    """Trunk leaning forwards; backwards negative.  For a body on its feet."""
    x, y, z = body.trunk
    return atan2(x * body.facing[0] + z * body.facing[2], y) * DEGREES


def trunk_sideways(body: Body) -> float:
    """Trunk leaning to its left; right negative.  For a body on its feet."""
    x, y, z = body.trunk
    sine = x * body.leftwards[0] + z * body.leftwards[2]
    return asin(max(min(sine, 1.0), -1.0)) * DEGREES if isfinite(sine + y) else nan


def trunk_twist(body: Body) -> float:
    """Shoulders turned against the hips about the trunk, to the left positive."""
    p = body.points
    return -lean_of(p[SHOULDER[RIGHT]], p[SHOULDER[LEFT]], forwards(body))


def head_line(body: Body) -> float:
    """Ear, shoulder, hip: 0 in one line; how far the head end leaves the line of the trunk."""
    return between(body.trunk, minus(body.points[HEAD], body.points[NECK]))


def head_forward(body: Body) -> float:
    """The head in front of the line of the trunk; behind it negative."""
    return lean_of(body.points[NECK], body.points[HEAD], forwards(body))


def pelvic_tilt(body: Body) -> float:
    """The line of the hips to the floor plane, left hip higher positive."""
    return rise(body.points[HIP[RIGHT]], body.points[HIP[LEFT]])


def shoulder_tilt(body: Body) -> float:
    """The line of the shoulders to the floor plane, left shoulder higher positive."""
    return rise(body.points[SHOULDER[RIGHT]], body.points[SHOULDER[LEFT]])


def hip_hitch(body: Body) -> float:
    """Side-lying: the line of the hips off the vertical, the left hip to the head end positive."""
    x, _, z = body.trunk
    length = sqrt(x * x + z * z)
    if not length > LIES:
        return nan
    along = (x / length, 0.0, z / length)
    return lean_of(body.points[HIP[RIGHT]], body.points[HIP[LEFT]], along)


def _rolled(body: Body, joints: tuple[int, int]) -> float:
    """Side-lying: how far a line across the body is turned about the trunk from the vertical."""
    tx, ty, tz = body.trunk
    if not abs(ty) < 1.0 - LIES:
        return nan
    x, y, z = minus(body.points[joints[LEFT]], body.points[joints[RIGHT]])
    along = x * tx + y * ty + z * tz
    x, y, z = x - along * tx, y - along * ty, z - along * tz
    up = (-ty * tx, 1.0 - ty * ty, -ty * tz)
    angle = between((x, y, z), up)
    return 180.0 - angle if angle > 90.0 else angle


def hip_roll(body: Body) -> float:
    """Side-lying: the hips turned about the trunk, 0 with one hip straight above the other."""
    return _rolled(body, HIP)


def shoulder_roll(body: Body) -> float:
    """Side-lying: the shoulders turned about the trunk, 0 with one straight above the other."""
    return _rolled(body, SHOULDER)


def thigh_spread(body: Body) -> float:
    """The angle between the two thighs."""
    p = body.points
    return between(minus(p[KNEE[LEFT]], p[HIP[LEFT]]), minus(p[KNEE[RIGHT]], p[HIP[RIGHT]]))


def leg_spread(body: Body) -> float:
    """The angle between the two whole legs, hip to ankle."""
    p = body.points
    return between(minus(p[ANKLE[LEFT]], p[HIP[LEFT]]), minus(p[ANKLE[RIGHT]], p[HIP[RIGHT]]))


def feet_apart(body: Body) -> float:
    """The distance between the ankles, in leg lengths."""
    length = body.leg_length
    if not length > 0.0:
        return nan
    p = body.points
    return apart(p[ANKLE[LEFT]], p[ANKLE[RIGHT]]) / length


def _sideways_apart(body: Body, joints: tuple[int, int]) -> float:
    x, _, z = minus(body.points[joints[LEFT]], body.points[joints[RIGHT]])
    return x * body.leftwards[0] + z * body.leftwards[2]


def knee_separation(body: Body) -> float:
    """Knees apart over ankles apart, sideways: 1 with the knees above the ankles."""
    ankles = _sideways_apart(body, ANKLE)
    if not ankles > NO_SEPARATION:
        return nan
    return _sideways_apart(body, KNEE) / ankles


def hip_height(body: Body) -> float:
    """Hips above the ankles, in leg lengths: 1 standing straight."""
    return hips_over_feet(body)[1]


def shoulder_height(body: Body) -> float:
    """The neck above the ankles, in leg lengths."""
    return over_feet(body, NECK)[1]


def hips_back(body: Body) -> float:
    """Hips behind the ankles, in leg lengths."""
    x, _, z = hips_over_feet(body)
    return -(x * body.facing[0] + z * body.facing[2])


def shoulders_forward(body: Body) -> float:
    """The neck in front of the ankles, in leg lengths."""
    x, _, z = over_feet(body, NECK)
    return x * body.facing[0] + z * body.facing[2]


def hips_sideways(body: Body) -> float:
    """Hips to the left of the middle of the ankles, in leg lengths."""
    x, _, z = hips_over_feet(body)
    return x * body.leftwards[0] + z * body.leftwards[2]


def hip_line(body: Body) -> float:
    """Shoulder, hip, knee: 180 in one line; below it the hips sag, above they overreach."""
    p = body.points
    a, b = p[KNEE[LEFT]], p[KNEE[RIGHT]]
    knees = ((a[0] + b[0]) / 2.0, (a[1] + b[1]) / 2.0, (a[2] + b[2]) / 2.0)
    thigh = minus(knees, p[PELVIS])
    bend = 180.0 - between(body.trunk, thigh)
    # The thigh turned towards the front of the trunk bends the line; away from it, overreaches.
    x, y, z = forwards(body)
    return 180.0 - bend if thigh[0] * x + thigh[1] * y + thigh[2] * z >= 0.0 else 180.0 + bend
