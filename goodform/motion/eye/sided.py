"""Quantities measured on one side of a body: clinical names, zero and sign.

Each answers NaN when a joint it needs was not seen.
"""

from math import nan

from goodform.motion.eye.frame import (
    ANKLE,
    ELBOW,
    HEEL,
    HIP,
    KNEE,
    LEFT,
    NECK,
    RIGHT,
    SHOULDER,
    TOE,
    WRIST,
    Body,
)
from goodform.motion.eye.geometry import (
    DEGREES,
    bend_at,
    between,
    cross,
    forwards,
    lean_of,
    leftwards,
    minus,
    rise,
    unit,
)


def hip_flexion(body: Body, side: int) -> float:
    """Trunk against thigh: 0 straight, 90 with the thigh square to the trunk, behind it negative.

    Near the straight line an angle in space cannot be negative and never reaches 0; there it goes
    over into how far the thigh leans out of the front of the trunk.
    """
    hip, knee = body.points[HIP[side]], body.points[KNEE[side]]
    angle = 180.0 - between(body.trunk, minus(knee, hip))
    if angle > 40.0:
        return angle
    lean = lean_of(hip, knee, forwards(body))
    if angle < 20.0:
        return lean
    share = (angle - 20.0) / 20.0
    return lean + (angle - lean) * share


def hip_abduction(body: Body, side: int) -> float:
    """Thigh away from the body's midline, outwards positive."""
    p = body.points
    lean = lean_of(p[HIP[side]], p[KNEE[side]], leftwards(body))
    return lean if side == LEFT else -lean


def thigh_across(body: Body, side: int) -> float:
    """Thigh across the body's midline, outwards negative, by hips and shoulders together.

    The line of the shoulders is twice as long as that of the hips, so it is the steadier one.
    """
    p = body.points
    (ax, ay, az), (bx, by, bz) = p[HIP[LEFT]], p[HIP[RIGHT]]
    (cx, cy, cz), (dx, dy, dz) = p[SHOULDER[LEFT]], p[SHOULDER[RIGHT]]
    left = unit((ax - bx + cx - dx, ay - by + cy - dy, az - bz + cz - dz))
    lean = lean_of(p[HIP[side]], p[KNEE[side]], left)
    return -lean if side == LEFT else lean


def knee_flexion(body: Body, side: int) -> float:
    """0 straight, 90 when the shin is square to the thigh."""
    return bend_at(body.points[HIP[side]], body.points[KNEE[side]], body.points[ANKLE[side]])


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
    return 90.0 - rise(p[KNEE[side]], p[HIP[side]])


def shin_tilt(body: Body, side: int) -> float:
    """Shin to the vertical: 0 upright over the ankle."""
    p = body.points
    return 90.0 - rise(p[ANKLE[side]], p[KNEE[side]])


def leg_lift(body: Body, side: int) -> float:
    """The whole leg, hip to ankle, above the floor plane: -90 standing, 0 lying, 90 straight up."""
    p = body.points
    return rise(p[HIP[side]], p[ANKLE[side]])


def thigh_forward(body: Body, side: int) -> float:
    """The thigh in front of the plane of trunk and hips; behind it negative."""
    p = body.points
    return lean_of(p[HIP[side]], p[KNEE[side]], forwards(body))


def ankle_flexion(body: Body, side: int) -> float:
    """Shin against foot: 0 with the foot square to the shin, positive with the toes drawn up."""
    p = body.points
    return bend_at(p[KNEE[side]], p[ANKLE[side]], p[TOE[side]]) - 90.0


def foot_pitch(body: Body, side: int) -> float:
    """Heel above toe, in degrees: it grows as the heel leaves the floor."""
    p = body.points
    heel = p[HEEL[side]]
    return rise(p[TOE[side]], heel if heel[0] == heel[0] else p[ANKLE[side]])


def knee_over_toe(body: Body, side: int) -> float:
    """Knee in front of the ankle, in leg lengths."""
    length = body.leg_length
    if not length > 0.0:
        return nan
    x, _, z = minus(body.points[KNEE[side]], body.points[ANKLE[side]])
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
    return 180.0 - between(body.trunk, minus(p[ELBOW[side]], p[SHOULDER[side]]))


def arm_out(body: Body, side: int) -> float:
    """Upper arm out to its own side; across the body negative."""
    p = body.points
    across = unit(minus(p[SHOULDER[side]], p[SHOULDER[1 - side]]))
    return lean_of(p[SHOULDER[side]], p[ELBOW[side]], across)


def arm_forward(body: Body, side: int) -> float:
    """Upper arm in front of the trunk; behind it negative."""
    p = body.points
    across = minus(p[SHOULDER[LEFT]], p[SHOULDER[RIGHT]])
    front = unit(cross(across, body.trunk))
    return lean_of(p[SHOULDER[side]], p[ELBOW[side]], front)


def elbow_flexion(body: Body, side: int) -> float:
    """0 straight, 90 when the forearm is square to the upper arm."""
    p = body.points
    return bend_at(p[SHOULDER[side]], p[ELBOW[side]], p[WRIST[side]])


def forearm_lift(body: Body, side: int) -> float:
    """Forearm along the trunk: 90 pointing to the head end, -90 to the feet."""
    p = body.points
    return lean_of(p[ELBOW[side]], p[WRIST[side]], body.trunk)


def forearm_forward(body: Body, side: int) -> float:
    """Forearm in front of the plane of trunk and shoulders; behind it negative."""
    p = body.points
    across = minus(p[SHOULDER[LEFT]], p[SHOULDER[RIGHT]])
    front = unit(cross(across, body.trunk))
    return lean_of(p[ELBOW[side]], p[WRIST[side]], front)


def hand_reach(body: Body, side: int) -> float:
    """The angle of the line shoulder to wrist from hanging: 0 down, 180 overhead."""
    p = body.points
    return 180.0 - between(body.trunk, minus(p[WRIST[side]], p[SHOULDER[side]]))


def shoulder_shrug(body: Body, side: int) -> float:
    """The shoulder drawn up to the head: shoulder above the neck point along the trunk, ratio."""
    if not body.trunk_length > 0.0:
        return nan
    x, y, z = minus(body.points[SHOULDER[side]], body.points[NECK])
    return (x * body.trunk[0] + y * body.trunk[1] + z * body.trunk[2]) / body.trunk_length
