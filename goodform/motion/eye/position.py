"""Is the body in the position of the exercise, and does the camera stand where it should?"""

from math import exp, nan, sqrt
from typing import Final

from goodform.motion.eye.check import Position
from goodform.motion.eye.frame import HIP, LEFT, RIGHT, SHOULDER, Body
from goodform.motion.eye.measure import View

_LYING_BELOW: Final = 0.64
"""Sine of 40 degrees: a trunk less steep than this lies."""
_LYING_BELOW_MAYBE: Final = 0.87
"""The same at 60 degrees, where the camera may be turned by 20."""
_UPRIGHT_ABOVE: Final = 0.10
"""Sine of 6 degrees: a trunk bent nearly level still belongs to somebody standing."""
_STACKED_ABOVE: Final = 0.55
"""Sine of about 33 degrees: hips and shoulders this steep above each other lie on the side."""
_FACE_UP_ABOVE: Final = 0.35

TOLERANCE: Final[dict[View, float]] = {"front": 0.70, "side": 0.70, "any": -1.0}
"""Cosine of the angle by which a camera may stand beside the wanted view, to count at all."""
STRICT: Final[dict[View, float]] = {"front": 0.77, "side": 0.86, "any": -1.0}
"""The same for judging form: 40 degrees from the front, 30 from the side."""


class Orientation:
    """The way the body lies to gravity and to the camera, over the last half second."""

    __slots__ = (
        "_position",
        "_time",
        "front_up",
        "front_z",
        "left_up",
        "left_x",
        "left_z",
        "trunk_up",
    )

    def __init__(self, position: Position) -> None:
        self._position = position
        self._time = nan
        self.trunk_up = self.left_up = self.front_up = nan
        self.left_x = self.left_z = self.front_z = nan

    def update(self, body: Body) -> None:
        """Take one more believable body."""
        p = body.points
        ax, ay, az = p[HIP[LEFT]]
        bx, by, bz = p[HIP[RIGHT]]
        cx, cy, cz = p[SHOULDER[LEFT]]
        dx, dy, dz = p[SHOULDER[RIGHT]]
        x, y, z = ax - bx + cx - dx, ay - by + cy - dy, az - bz + cz - dz
        length = sqrt(x * x + y * y + z * z)
        if not length > 0.0:
            return
        x, y, z = x / length, y / length, z / length
        tx, ty, tz = body.trunk
        fx, fy, fz = y * tz - z * ty, z * tx - x * tz, x * ty - y * tx
        front = sqrt(fx * fx + fy * fy + fz * fz)
        if not front > 0.0:
            return
        since = body.time - self._time
        # A body does not turn over between two frames; its labels may have been put right.
        turned_over = y * self.left_up + z * self.left_z + x * self.left_x < -0.5
        new = 1.0 - exp(-since / 0.3) if 0.0 <= since < 2.0 and not turned_over else 1.0
        if new >= 1.0:
            self.trunk_up, self.left_up, self.front_up = ty, y, fy / front
            self.left_x, self.left_z, self.front_z = x, z, fz / front
        else:
            self.trunk_up += (ty - self.trunk_up) * new
            self.left_up += (y - self.left_up) * new
            self.front_up += (fy / front - self.front_up) * new
            self.left_x += (x - self.left_x) * new
            self.left_z += (z - self.left_z) * new
            self.front_z += (fz / front - self.front_z) * new
        self._time = body.time

    def in_position(self, *, level: bool) -> bool:
        """Whether the body is in the position of the exercise.

        ``level``: whether up is known; a camera that may be turned is given more room.
        """
        position = self._position
        below = _LYING_BELOW if level else _LYING_BELOW_MAYBE
        if position == "upright":
            return self.trunk_up > _UPRIGHT_ABOVE
        if position == "on the side":
            return abs(self.trunk_up) < below and abs(self.left_up) > _STACKED_ABOVE
        if position == "on the back":
            return abs(self.trunk_up) < below and self.front_up > _FACE_UP_ABOVE
        return True

    def faces(self, view: View, tolerance: dict[View, float]) -> bool:
        """Whether a camera that looks along z sees this view."""
        if view == "front":
            # A trunk that tips forward turns its front from the camera; its width stays.
            upright = self._position == "upright"
            return abs(self.left_x if upright else self.front_z) > tolerance["front"]
        if view == "side":
            return abs(self.left_z) > tolerance["side"]
        return True

    @property
    def upper_side(self) -> int:
        """The side that is higher, lying on the other."""
        return LEFT if self.left_up > 0.0 else RIGHT

    @property
    def near_side(self) -> int:
        """The side that is nearer to a camera that looks along z."""
        return LEFT if self.left_z > 0.0 else RIGHT
