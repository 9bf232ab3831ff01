"""One look at a body: named points in space, how well each is seen, and when.

Points are metres, y up.  A body faces +z when its left is +x (right-handed).  Everything that is
measured later is measured between points of the *same* frame, so an origin that travels with the
hips (as that of camera landmarks does) changes nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite, nan, sqrt
from typing import Final

Point = tuple[float, float, float]

NOWHERE: Final[Point] = (nan, nan, nan)
"""A point that was not seen."""

# The joints of a body, by index.  Left then right, so that `HIP[side]` is a joint.
HEAD, NECK, PELVIS = 0, 1, 2
SHOULDER: Final = (3, 4)
ELBOW: Final = (5, 6)
WRIST: Final = (7, 8)
HIP: Final = (9, 10)
KNEE: Final = (11, 12)
ANKLE: Final = (13, 14)
HEEL: Final = (15, 16)
TOE: Final = (17, 18)

LEFT, RIGHT = 0, 1
SIDES: Final = ("left", "right")

JOINT_NAMES: Final = (
    "head",
    "neck",
    "pelvis",
    *(
        f"{side}_{joint}"
        for joint in ("shoulder", "elbow", "wrist", "hip", "knee", "ankle", "heel", "toe")
        for side in SIDES
    ),
)

# What other sets of landmarks call the same joint.
_ALSO_CALLED: Final = {
    "head": ("head",),
    "neck": ("neck",),
    "pelvis": ("pelvis",),
    "left_toe": ("left_toe", "left_foot_index"),
    "right_toe": ("right_toe", "right_foot_index"),
}
# A joint that a set does not name lies half-way between two that it does.
_BETWEEN: Final = {
    "head": (("left_ear", "right_ear"),),
    "neck": (("left_shoulder", "right_shoulder"),),
    "pelvis": (("left_hip", "right_hip"),),
}
_REQUIRED: Final = ("shoulder", "hip", "knee", "ankle")


class UnknownLandmarksError(ValueError):
    """The names of the points are not those of a body this engine knows."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the joints of a body are found among the named points of a recording."""

    names: tuple[str, ...]
    sources: tuple[tuple[int, int], ...]
    """For each joint the index of its point, or of the two it lies between; -1 for none."""

    @property
    def size(self) -> int:
        """How many points a frame of this layout has."""
        return len(self.names)

    @classmethod
    def named(cls, names: Sequence[str]) -> "Layout":
        """The layout of points with these names; raises UnknownLandmarksError with what to do."""
        where = {str(name): index for index, name in enumerate(names)}
        if len(where) != len(names):
            raise UnknownLandmarksError("Two points have the same name. Give each point its own.")
        missing = [
            f"{side}_{joint}"
            for joint in _REQUIRED
            for side in SIDES
            if f"{side}_{joint}" not in where
        ]
        if missing:
            raise UnknownLandmarksError(
                f"These points are missing: {', '.join(missing)}. Use the 33 BlazePose names, or "
                "left_ and right_ shoulder, elbow, wrist, hip, knee, ankle and toe with pelvis, "
                "neck and head."
            )
        return cls(tuple(map(str, names)), tuple(_source(joint, where) for joint in JOINT_NAMES))


def _source(joint: str, where: dict[str, int]) -> tuple[int, int]:
    for name in _ALSO_CALLED.get(joint, (joint,)):
        if name in where:
            return (where[name], -1)
    for first, second in _BETWEEN.get(joint, ()):
        if first in where and second in where:
            return (where[first], where[second])
    if joint == "head" and "nose" in where:
        return (where["nose"], -1)
    return (-1, -1)


@dataclass(frozen=True, slots=True)
class Frame:
    """The named points of one moment, as they came from a camera or a file."""

    layout: Layout
    time: float
    """Seconds on the clock of whatever saw the body."""
    points: Sequence[Sequence[float]]
    """One (x, y, z) in metres for each name, NaN where it was not seen."""
    visibility: Sequence[float] | None = None
    """From 0 (guessed) to 1 (seen) for each name; None where the source does not say."""
    image: Sequence[Sequence[float]] | None = None
    """One (x, y) in pixels of the picture for each name, x right and y down, where there is one."""
    up: Sequence[float] | None = None
    """Away from the ground, in the directions of the points, as the phone senses it."""


Turn = tuple[Point, Point, Point]
"""Rows of a rotation: from the camera's right, up and depth to those of the room."""


def turned(points: list[Point], by: Turn) -> list[Point]:
    """Points as the room has them."""
    (a, b, c), (d, e, f), (g, h, i) = by
    return [
        (a * x + b * y + c * z, d * x + e * y + f * z, g * x + h * y + i * z) for x, y, z in points
    ]


def apart(a: Point, b: Point) -> float:
    """The distance between two points."""
    x, y, z = a[0] - b[0], a[1] - b[1], a[2] - b[2]
    return sqrt(x * x + y * y + z * z)


class Body:
    """The joints of one moment, with the few directions every measure starts from.

    ``bones``: the lengths of trunk, left thigh, right thigh, left shin, right shin.
    """

    __slots__ = (
        "across",
        "bones",
        "facing",
        "front",
        "leftwards",
        "leg_length",
        "over_feet",
        "points",
        "seen",
        "time",
        "trunk",
        "trunk_length",
    )

    def __init__(self, time: float, points: list[Point], seen: list[float]) -> None:
        self.time = time
        self.points = points
        self.seen = seen
        ax, ay, az = points[PELVIS]
        bx, by, bz = points[NECK]
        dx, dy, dz = bx - ax, by - ay, bz - az
        length = sqrt(dx * dx + dy * dy + dz * dz)
        self.trunk_length = length
        left, right = points[KNEE[LEFT]], points[KNEE[RIGHT]]
        lengths = (
            apart(points[HIP[LEFT]], left),
            apart(points[HIP[RIGHT]], right),
            apart(left, points[ANKLE[LEFT]]),
            apart(right, points[ANKLE[RIGHT]]),
        )
        self.bones = (length, *lengths)
        self.leg_length = (lengths[0] + lengths[1] + lengths[2] + lengths[3]) * 0.5
        over = 1.0 / length if length > 0.0 else nan
        self.trunk: Point = (dx * over, dy * over, dz * over)
        self.leftwards, self.facing = _horizontal_axes(points)
        # Kept by `measure` once it has worked them out for this body.
        self.across: Point | None = None
        self.front: Point | None = None
        self.over_feet: Point | None = None

    def turn_again(self) -> None:
        """Find the directions anew after left and right were put back in place."""
        self.leftwards, self.facing = _horizontal_axes(self.points)
        self.across = self.front = self.over_feet = None

    def __repr__(self) -> str:
        return f"Body(time={self.time!r})"


def _horizontal_axes(points: list[Point]) -> tuple[Point, Point]:
    """The body's left and front on the floor plane, from hips and shoulders together."""
    (ax, _, az), (bx, _, bz) = points[HIP[RIGHT]], points[HIP[LEFT]]
    (cx, _, cz), (dx, _, dz) = points[SHOULDER[RIGHT]], points[SHOULDER[LEFT]]
    x, z = bx - ax + dx - cx, bz - az + dz - cz
    length = sqrt(x * x + z * z)
    if not length > 1e-6:
        return NOWHERE, NOWHERE
    x, z = x / length, z / length
    return (x, 0.0, z), (-z, 0.0, x)


def body_of(frame: Frame, turn: Turn | None = None) -> Body:
    """The body in a frame, turned upright where it is known how.

    A point that is not a finite number counts as not seen.
    """
    points, visibility = frame.points, frame.visibility
    joints: list[Point] = []
    seen: list[float] = []
    for first, second in frame.layout.sources:
        if first < 0:
            joints.append(NOWHERE)
            seen.append(0.0)
            continue
        x, y, z = points[first]
        sight = 1.0 if visibility is None else float(visibility[first])
        if second >= 0:
            a, b, c = points[second]
            x, y, z = (x + a) * 0.5, (y + b) * 0.5, (z + c) * 0.5
            if visibility is not None and visibility[second] < sight:
                sight = visibility[second]
        if isfinite(x + y + z):
            joints.append((x, y, z))
            seen.append(sight)
        else:
            joints.append(NOWHERE)
            seen.append(0.0)
    return Body(frame.time, joints if turn is None else turned(joints, turn), seen)
