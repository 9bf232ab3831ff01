"""What can be measured on a body: clinical names, units, signs, and the view each one needs.

Every measure is a plain function of one Body, or of a Body and a side, and answers NaN when a
joint it needs was not seen.  None depends on where the body is, how large it is or which way it
faces, apart from the direction of gravity (y up).
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import acos, asin, atan2, isfinite, nan, pi, sqrt
from typing import Final, Literal

from goodform.motion.frame import (
    ANKLE,
    ELBOW,
    HEAD,
    HEEL,
    HIP,
    KNEE,
    LEFT,
    NECK,
    NOWHERE,
    PELVIS,
    RIGHT,
    SHOULDER,
    TOE,
    WRIST,
    Body,
    Point,
)

DEGREES: Final = 180.0 / pi
View = Literal["front", "side", "any"]
Unit = Literal["deg", "cm", "s", "ratio"]

# Geometry: few lines, no arrays; at this size arrays cost more than the sums.


def _minus(a: Point, b: Point) -> Point:
    return (a[0] - b[0], a[1] - b[1], a[2] - b[2])


def _length(a: Point) -> float:
    return sqrt(a[0] * a[0] + a[1] * a[1] + a[2] * a[2])


def _unit(a: Point) -> Point:
    length = _length(a)
    if not length > 0.0:
        return NOWHERE
    return (a[0] / length, a[1] / length, a[2] / length)


def _cross(a: Point, b: Point) -> Point:
    return (a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])


def _between(a: Point, b: Point) -> float:
    """The angle between two directions, in degrees."""
    size = (a[0] * a[0] + a[1] * a[1] + a[2] * a[2]) * (b[0] * b[0] + b[1] * b[1] + b[2] * b[2])
    if not size > 0.0:
        return nan
    cosine = (a[0] * b[0] + a[1] * b[1] + a[2] * b[2]) / sqrt(size)
    return acos(max(min(cosine, 1.0), -1.0)) * DEGREES


def _bend(a: Point, b: Point, c: Point) -> float:
    """How far the way a–b–c bends at b, in degrees: 0 straight on."""
    bx, by, bz = b
    ux, uy, uz = bx - a[0], by - a[1], bz - a[2]
    vx, vy, vz = c[0] - bx, c[1] - by, c[2] - bz
    size = (ux * ux + uy * uy + uz * uz) * (vx * vx + vy * vy + vz * vz)
    if not size > 0.0:
        return nan
    cosine = (ux * vx + uy * vy + uz * vz) / sqrt(size)
    return acos(max(min(cosine, 1.0), -1.0)) * DEGREES


def _lean(a: Point, b: Point, towards: Point) -> float:
    """How far the line from a to b leans to a unit direction, in degrees: 90 along it, 0 square."""
    x, y, z = b[0] - a[0], b[1] - a[1], b[2] - a[2]
    size = x * x + y * y + z * z
    if not size > 0.0:
        return nan
    sine = (x * towards[0] + y * towards[1] + z * towards[2]) / sqrt(size)
    return asin(max(min(sine, 1.0), -1.0)) * DEGREES


def _rise(a: Point, b: Point) -> float:
    """How far the line from a to b points above the floor plane, in degrees."""
    x, y, z = b[0] - a[0], b[1] - a[1], b[2] - a[2]
    size = x * x + y * y + z * z
    if not size > 0.0:
        return nan
    return asin(max(min(y / sqrt(size), 1.0), -1.0)) * DEGREES


def _leftwards(body: Body) -> Point:
    """From the right hip to the left hip: the body's own left, standing or lying."""
    found = body.across
    if found is None:
        found = body.across = _unit(_minus(body.points[HIP[LEFT]], body.points[HIP[RIGHT]]))
    return found


def _forwards(body: Body) -> Point:
    """Out of the front of the trunk, standing or lying."""
    found = body.front
    if found is None:
        found = body.front = _unit(_cross(_leftwards(body), body.trunk))
    return found


def _hips_over_feet(body: Body) -> Point:
    """From the middle of the ankles to the pelvis, in leg lengths."""
    found = body.over_feet
    if found is None:
        found = body.over_feet = _over_feet(body, PELVIS)
    return found


def _over_feet(body: Body, joint: int) -> Point:
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


_LIES: Final = 0.2
"""What is measured against a lying body is not measured where the trunk is nearly upright."""
_NO_SEPARATION: Final = 0.02
"""Ankles nearer than 2 cm sideways give no ratio worth the name."""


# One side of the body.


def hip_flexion(body: Body, side: int) -> float:
    """Trunk against thigh: 0 straight, 90 with the thigh square to the trunk, behind it negative.

    Near the straight line an angle in space cannot be negative and never reaches 0; there it goes
    over into how far the thigh leans out of the front of the trunk.
    """
    hip, knee = body.points[HIP[side]], body.points[KNEE[side]]
    angle = 180.0 - _between(body.trunk, _minus(knee, hip))
    if angle > 40.0:
        return angle
    lean = _lean(hip, knee, _forwards(body))
    if angle < 20.0:
        return lean
    share = (angle - 20.0) / 20.0
    return lean + (angle - lean) * share


def hip_abduction(body: Body, side: int) -> float:
    """Thigh away from the body's midline, outwards positive."""
    p = body.points
    lean = _lean(p[HIP[side]], p[KNEE[side]], _leftwards(body))
    return lean if side == LEFT else -lean


def thigh_across(body: Body, side: int) -> float:
    """Thigh across the body's midline, outwards negative, by hips and shoulders together.

    The line of the shoulders is twice as long as that of the hips, so it is the steadier one.
    """
    p = body.points
    (ax, ay, az), (bx, by, bz) = p[HIP[LEFT]], p[HIP[RIGHT]]
    (cx, cy, cz), (dx, dy, dz) = p[SHOULDER[LEFT]], p[SHOULDER[RIGHT]]
    left = _unit((ax - bx + cx - dx, ay - by + cy - dy, az - bz + cz - dz))
    lean = _lean(p[HIP[side]], p[KNEE[side]], left)
    return -lean if side == LEFT else lean


def knee_flexion(body: Body, side: int) -> float:
    """0 straight, 90 when the shin is square to the thigh."""
    return _bend(body.points[HIP[side]], body.points[KNEE[side]], body.points[ANKLE[side]])


def knee_drift(body: Body, side: int) -> float:
    """Thigh against shin as seen from the front, knee towards the midline positive.

    The knee's sideways distance from the line hip to ankle, turned into the angle that thigh and
    shin of full length would make, so that a deep bend does not magnify it.  It is not valgus.
    Seen by a camera, a change below 9 degrees is within its error (Munro 2012).
    """
    hip, knee, ankle = body.points[HIP[side]], body.points[KNEE[side]], body.points[ANKLE[side]]
    thigh, shin = body.bones[1 + side], body.bones[3 + side]
    length = thigh + shin
    if not length > 0.0:
        return nan
    x, _, z = body.leftwards
    above = ((hip[0] - knee[0]) * x + (hip[2] - knee[2]) * z) * shin
    below = ((ankle[0] - knee[0]) * x + (ankle[2] - knee[2]) * z) * thigh
    inwards = (above + below) / length
    drift = inwards * (1.0 / thigh + 1.0 / shin) if thigh > 0.0 and shin > 0.0 else nan
    # On the left leg inwards is to the body's right, where the hip-ankle line lies to its left.
    return (drift if side == LEFT else -drift) * DEGREES


def thigh_tilt(body: Body, side: int) -> float:
    """Thigh to the vertical: 0 hanging down, 90 level."""
    p = body.points
    return 90.0 - _rise(p[KNEE[side]], p[HIP[side]])


def shin_tilt(body: Body, side: int) -> float:
    """Shin to the vertical: 0 upright over the ankle."""
    p = body.points
    return 90.0 - _rise(p[ANKLE[side]], p[KNEE[side]])


def leg_lift(body: Body, side: int) -> float:
    """The whole leg, hip to ankle, above the floor plane: -90 standing, 0 lying, 90 straight up."""
    p = body.points
    return _rise(p[HIP[side]], p[ANKLE[side]])


def thigh_forward(body: Body, side: int) -> float:
    """The thigh in front of the plane of trunk and hips; behind it negative."""
    p = body.points
    return _lean(p[HIP[side]], p[KNEE[side]], _forwards(body))


def ankle_flexion(body: Body, side: int) -> float:
    """Shin against foot: 0 with the foot square to the shin, positive with the toes drawn up."""
    p = body.points
    return _bend(p[KNEE[side]], p[ANKLE[side]], p[TOE[side]]) - 90.0


def foot_pitch(body: Body, side: int) -> float:
    """Heel above toe, in degrees: it grows as the heel leaves the floor."""
    p = body.points
    heel = p[HEEL[side]]
    return _rise(p[TOE[side]], heel if heel[0] == heel[0] else p[ANKLE[side]])


def knee_over_toe(body: Body, side: int) -> float:
    """Knee in front of the ankle, in leg lengths."""
    length = body.leg_length
    if not length > 0.0:
        return nan
    x, _, z = _minus(body.points[KNEE[side]], body.points[ANKLE[side]])
    return (x * body.facing[0] + z * body.facing[2]) / length


def foot_height(body: Body, side: int) -> float:
    """This ankle above the other one, in leg lengths."""
    length = body.leg_length
    if not length > 0.0:
        return nan
    return (body.points[ANKLE[side]][1] - body.points[ANKLE[1 - side]][1]) / length


def shoulder_elevation(body: Body, side: int) -> float:
    """Upper arm away from the side of the trunk in any direction: 0 hanging, 180 overhead."""
    p = body.points
    return 180.0 - _between(body.trunk, _minus(p[ELBOW[side]], p[SHOULDER[side]]))


def arm_out(body: Body, side: int) -> float:
    """Upper arm out to its own side; across the body negative."""
    p = body.points
    across = _unit(_minus(p[SHOULDER[side]], p[SHOULDER[1 - side]]))
    return _lean(p[SHOULDER[side]], p[ELBOW[side]], across)


def arm_forward(body: Body, side: int) -> float:
    """Upper arm in front of the trunk; behind it negative."""
    p = body.points
    across = _minus(p[SHOULDER[LEFT]], p[SHOULDER[RIGHT]])
    front = _unit(_cross(across, body.trunk))
    return _lean(p[SHOULDER[side]], p[ELBOW[side]], front)


def elbow_flexion(body: Body, side: int) -> float:
    """0 straight, 90 when the forearm is square to the upper arm."""
    p = body.points
    return _bend(p[SHOULDER[side]], p[ELBOW[side]], p[WRIST[side]])


def forearm_lift(body: Body, side: int) -> float:
    """Forearm along the trunk: 90 pointing to the head end, -90 to the feet."""
    p = body.points
    return _lean(p[ELBOW[side]], p[WRIST[side]], body.trunk)


def forearm_forward(body: Body, side: int) -> float:
    """Forearm in front of the plane of trunk and shoulders; behind it negative."""
    p = body.points
    across = _minus(p[SHOULDER[LEFT]], p[SHOULDER[RIGHT]])
    front = _unit(_cross(across, body.trunk))
    return _lean(p[ELBOW[side]], p[WRIST[side]], front)


def hand_reach(body: Body, side: int) -> float:
    """The angle of the line shoulder to wrist from hanging: 0 down, 180 overhead."""
    p = body.points
    return 180.0 - _between(body.trunk, _minus(p[WRIST[side]], p[SHOULDER[side]]))


def shoulder_shrug(body: Body, side: int) -> float:
    """The shoulder drawn up to the head: shoulder above the neck point along the trunk, ratio."""
    if not body.trunk_length > 0.0:
        return nan
    x, y, z = _minus(body.points[SHOULDER[side]], body.points[NECK])
    return (x * body.trunk[0] + y * body.trunk[1] + z * body.trunk[2]) / body.trunk_length


# The whole body.


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
    return -_lean(p[SHOULDER[RIGHT]], p[SHOULDER[LEFT]], _forwards(body))


def head_line(body: Body) -> float:
    """Ear, shoulder, hip: 0 in one line; how far the head end leaves the line of the trunk."""
    return _between(body.trunk, _minus(body.points[HEAD], body.points[NECK]))


def head_forward(body: Body) -> float:
    """The head in front of the line of the trunk; behind it negative."""
    return _lean(body.points[NECK], body.points[HEAD], _forwards(body))


def pelvic_tilt(body: Body) -> float:
    """The line of the hips to the floor plane, left hip higher positive."""
    return _rise(body.points[HIP[RIGHT]], body.points[HIP[LEFT]])


def shoulder_tilt(body: Body) -> float:
    """The line of the shoulders to the floor plane, left shoulder higher positive."""
    return _rise(body.points[SHOULDER[RIGHT]], body.points[SHOULDER[LEFT]])


def hip_hitch(body: Body) -> float:
    """Side-lying: the line of the hips off the vertical, the left hip to the head end positive."""
    x, _, z = body.trunk
    length = sqrt(x * x + z * z)
    if not length > _LIES:
        return nan
    along = (x / length, 0.0, z / length)
    return _lean(body.points[HIP[RIGHT]], body.points[HIP[LEFT]], along)


def _rolled(body: Body, joints: tuple[int, int]) -> float:
    """Side-lying: how far a line across the body is turned about the trunk from the vertical."""
    across = _minus(body.points[joints[LEFT]], body.points[joints[RIGHT]])
    along = across[0] * body.trunk[0] + across[1] * body.trunk[1] + across[2] * body.trunk[2]
    x, y, z = (across[i] - along * body.trunk[i] for i in range(3))
    tx, ty, tz = body.trunk
    if not abs(ty) < 1.0 - _LIES:
        return nan
    up = (-ty * tx, 1.0 - ty * ty, -ty * tz)
    angle = _between((x, y, z), up)
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
    return _between(_minus(p[KNEE[LEFT]], p[HIP[LEFT]]), _minus(p[KNEE[RIGHT]], p[HIP[RIGHT]]))


def leg_spread(body: Body) -> float:
    """The angle between the two whole legs, hip to ankle."""
    p = body.points
    return _between(_minus(p[ANKLE[LEFT]], p[HIP[LEFT]]), _minus(p[ANKLE[RIGHT]], p[HIP[RIGHT]]))


def feet_apart(body: Body) -> float:
    """The distance between the ankles, in leg lengths."""
    length = body.leg_length
    if not length > 0.0:
        return nan
    p = body.points
    return _length(_minus(p[ANKLE[LEFT]], p[ANKLE[RIGHT]])) / length


def _sideways_apart(body: Body, joints: tuple[int, int]) -> float:
    x, _, z = _minus(body.points[joints[LEFT]], body.points[joints[RIGHT]])
    return x * body.leftwards[0] + z * body.leftwards[2]


def knee_separation(body: Body) -> float:
    """Knees apart over ankles apart, sideways: 1 with the knees above the ankles."""
    ankles = _sideways_apart(body, ANKLE)
    if not ankles > _NO_SEPARATION:
        return nan
    return _sideways_apart(body, KNEE) / ankles


def hip_height(body: Body) -> float:
    """Hips above the ankles, in leg lengths: 1 standing straight."""
    return _hips_over_feet(body)[1]


def shoulder_height(body: Body) -> float:
    """The neck above the ankles, in leg lengths."""
    return _over_feet(body, NECK)[1]


def hips_back(body: Body) -> float:
    """Hips behind the ankles, in leg lengths."""
    x, _, z = _hips_over_feet(body)
    return -(x * body.facing[0] + z * body.facing[2])


def shoulders_forward(body: Body) -> float:
    """The neck in front of the ankles, in leg lengths."""
    x, _, z = _over_feet(body, NECK)
    return x * body.facing[0] + z * body.facing[2]


def hips_sideways(body: Body) -> float:
    """Hips to the left of the middle of the ankles, in leg lengths."""
    x, _, z = _hips_over_feet(body)
    return x * body.leftwards[0] + z * body.leftwards[2]


def hip_line(body: Body) -> float:
    """Shoulder, hip, knee: 180 in one line; below it the hips sag, above they overreach."""
    p = body.points
    a, b = p[KNEE[LEFT]], p[KNEE[RIGHT]]
    knees = ((a[0] + b[0]) / 2.0, (a[1] + b[1]) / 2.0, (a[2] + b[2]) / 2.0)
    thigh = _minus(knees, p[PELVIS])
    bend = 180.0 - _between(body.trunk, thigh)
    # The thigh turned towards the front of the trunk bends the line; away from it, overreaches.
    x, y, z = _forwards(body)
    return 180.0 - bend if thigh[0] * x + thigh[1] * y + thigh[2] * z >= 0.0 else 180.0 + bend


Sided = Callable[[Body, int], float]
Whole = Callable[[Body], float]


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing that can be measured, and from where it can be seen."""

    name: str
    unit: Unit
    view: View
    """The view a single camera needs for it; several cameras or markers see it from anywhere."""
    of_side: Sided | None = None
    of_body: Whole | None = None

    @property
    def explained(self) -> str:
        """What it is, with zero and sign."""
        found = self.of_side or self.of_body
        return (found.__doc__ or "").partition("\n")[0]


def _sided(of: Sided, unit: Unit, view: View) -> Measure:
    return Measure(of.__name__, unit, view, of_side=of)


def _whole(of: Whole, unit: Unit, view: View) -> Measure:
    return Measure(of.__name__, unit, view, of_body=of)


MEASURES: Final[dict[str, Measure]] = {
    measure.name: measure
    for measure in (
        _sided(hip_flexion, "deg", "side"),
        _sided(hip_abduction, "deg", "front"),
        _sided(thigh_across, "deg", "any"),
        _sided(knee_flexion, "deg", "side"),
        _sided(knee_drift, "deg", "front"),
        _sided(thigh_tilt, "deg", "side"),
        _sided(shin_tilt, "deg", "side"),
        _sided(leg_lift, "deg", "any"),
        _sided(thigh_forward, "deg", "side"),
        _sided(ankle_flexion, "deg", "side"),
        _sided(foot_pitch, "deg", "side"),
        _sided(knee_over_toe, "ratio", "side"),
        _sided(foot_height, "ratio", "any"),
        _sided(shoulder_elevation, "deg", "any"),
        _sided(arm_out, "deg", "front"),
        _sided(arm_forward, "deg", "side"),
        _sided(elbow_flexion, "deg", "any"),
        _sided(forearm_lift, "deg", "any"),
        _sided(forearm_forward, "deg", "side"),
        _sided(hand_reach, "deg", "any"),
        _sided(shoulder_shrug, "ratio", "front"),
        _whole(trunk_inclination, "deg", "any"),
        _whole(trunk_forward, "deg", "side"),
        _whole(trunk_sideways, "deg", "front"),
        _whole(trunk_twist, "deg", "front"),
        _whole(head_line, "deg", "side"),
        _whole(head_forward, "deg", "side"),
        _whole(pelvic_tilt, "deg", "front"),
        _whole(shoulder_tilt, "deg", "front"),
        _whole(hip_hitch, "deg", "front"),
        _whole(hip_roll, "deg", "front"),
        _whole(shoulder_roll, "deg", "front"),
        _whole(thigh_spread, "deg", "front"),
        _whole(leg_spread, "deg", "front"),
        _whole(feet_apart, "ratio", "front"),
        _whole(knee_separation, "ratio", "front"),
        _whole(hip_height, "ratio", "any"),
        _whole(shoulder_height, "ratio", "any"),
        _whole(hips_back, "ratio", "side"),
        _whole(shoulders_forward, "ratio", "side"),
        _whole(hips_sideways, "ratio", "front"),
        _whole(hip_line, "deg", "side"),
    )
}
