"""Which way is up to the camera?  A phone is propped up: it stands turned, and leans back.

Best by the phone's own sense of gravity.  Without it by the floor: somebody who lies on their back
and is seen from the side has shoulders and ankles on it, which tells how far the picture is turned;
and their shoulders and hips lie level from one side to the other unless the phone leans, which is
asked for and not put right, since depth is only guessed.  Otherwise nobody knows, and says so.
"""

from collections.abc import Sequence
from math import atan2, cos, degrees, exp, hypot, isfinite, radians, sin, sqrt
from typing import Final

from goodform.motion.eye.check import Position
from goodform.motion.eye.frame import ANKLE, HIP, LEFT, RIGHT, SHOULDER, Body, Point, Turn
from goodform.motion.eye.geometry import length_of, minus

_SLOWLY_S: Final = 2.0
_MOVED: Final = 8.0
"""Degrees by which a phone that stands is never off from one moment to the next."""
_UP: Final[Point] = (0.0, 1.0, 0.0)
_NEARLY: Final = 0.5
"""Degrees; a phone that stands no further off stands level."""
_ENOUGH: Final = 10
"""Looks at a floor before it is believed."""
_SURE: Final = 30
"""After so many the phone stands as it stands: a body that shifts does not move it."""
_STEEPEST: Final = 15.0
"""Degrees; a floor that seems steeper is none."""
_ALONG: Final = 0.7
"""A line of the floor that shows less than this of its length points into the picture."""
_LEANS: Final = 0.17
"""Sine of 10 degrees: a line across the body that rises more is not level."""


class Level:
    """All that is known of up, from the frames so far."""

    __slots__ = ("_looks", "_position", "_roll", "_said", "_time", "_up", "known", "moved", "turn")

    def __init__(self, position: Position, *, camera: bool) -> None:
        """``camera``: one camera sees the body; otherwise up is up already."""
        self._position = position
        self._up: Point | None = None
        self._said: Sequence[float] | None = None
        self._time = 0.0
        self._roll = 0.0
        self._looks = 0
        self.known = not camera
        self.moved = False
        """Whether the phone has just been moved."""
        self.turn: Turn | None = None

    def sense(self, time: float, up: Sequence[float] | None) -> None:
        """Take what the phone says of up, if it says anything: away from the ground, any length."""
        self.moved = False
        if up is None or up == self._said:
            return
        found = _unit(up)
        if found is None:
            return
        was, self._said = self._up, None
        self.moved = was is not None and _apart(was, found) > _MOVED
        if was is not None and not self.moved:
            share = 1.0 - exp(min(0.0, self._time - time) / _SLOWLY_S)
            found = _unit([a + (b - a) * share for a, b in zip(was, found, strict=True)]) or found
        else:
            self._said = up  # taken as it is: nothing is left to follow while it stays
        self._time, self._up, self.known = time, found, True
        self.turn = _upright(found) if _apart(found, _UP) > _NEARLY else None

    def look(self, body: Body) -> bool:
        """Take a body at rest where the phone does not sense up; whether up is known from now on.

        The body comes as it was turned by what was known before.
        """
        asked = self._up is None and self._looks < _SURE
        line = self._floor(body) if asked else None
        if line is None:
            return False
        x, y = line if line[0] >= 0.0 else (-line[0], -line[1])
        roll = atan2(y, x)
        if self.turn is not None:
            roll += self._roll
        if abs(roll) > radians(_STEEPEST):
            return False
        self._looks += 1
        self._roll += (roll - self._roll) / self._looks
        if self._looks < _ENOUGH:
            return False
        was, self.known, r = self.known, True, self._roll
        self.turn = ((cos(r), sin(r), 0.0), (-sin(r), cos(r), 0.0), (0.0, 0.0, 1.0))
        return not was

    def _floor(self, body: Body) -> tuple[float, float] | None:
        """A line of the floor in the picture, right and up; None where there is none."""
        if self._position != "on the back":
            return None
        p = body.points
        shoulders = _middle(p[SHOULDER[LEFT]], p[SHOULDER[RIGHT]])
        x, y, z = minus(_middle(p[ANKLE[LEFT]], p[ANKLE[RIGHT]]), shoulders)
        long = sqrt(x * x + y * y + z * z)
        if not (long >= body.trunk_length and hypot(x, y) >= _ALONG * long):
            return None
        across = [minus(p[joint[LEFT]], p[joint[RIGHT]]) for joint in (SHOULDER, HIP)]
        level = all(abs(line[1]) <= _LEANS * length_of(line) for line in across)
        return (x, y) if level else None


def _upright(up: Point) -> Turn:
    """The shortest turn that brings up to (0, 1, 0)."""
    x, y, z = up
    if y < -0.999:
        return ((-1.0, 0.0, 0.0), (0.0, -1.0, 0.0), (0.0, 0.0, 1.0))
    k = 1.0 / (1.0 + y)
    return ((1.0 - x * x * k, -x, -x * z * k), (x, y, z), (-x * z * k, -z, 1.0 - z * z * k))


def _unit(of: Sequence[float]) -> Point | None:
    try:
        x, y, z = (float(value) for value in of)
    except (TypeError, ValueError, OverflowError):
        return None
    long = sqrt(x * x + y * y + z * z) if max(abs(x), abs(y), abs(z)) < 1e6 else float("nan")
    return (x / long, y / long, z / long) if isfinite(long) and long > 1e-6 else None


def _apart(a: Point, b: Point) -> float:
    x, y, z = a[0] - b[0], a[1] - b[1], a[2] - b[2]
    return degrees(2.0 * atan2(sqrt(x * x + y * y + z * z) / 2.0, 1.0))


def _middle(a: Point, b: Point) -> Point:
    return ((a[0] + b[0]) / 2.0, (a[1] + b[1]) / 2.0, (a[2] + b[2]) / 2.0)
