"""Where in the picture is the body, and how long is a pixel there?

A camera knows well where in the picture a joint is, and guesses how far away it is.  So across and
up come from the picture, by one scale, and only the depth from the landmarks in metres.
"""

from collections.abc import Sequence
from math import exp, hypot, inf, isfinite, nan
from statistics import median
from typing import Final, NamedTuple

from goodform.motion.eye.frame import (
    ANKLE,
    HIP,
    KNEE,
    LEFT,
    NOWHERE,
    RIGHT,
    SHOULDER,
    Frame,
    Layout,
)

Pixels = Sequence[Sequence[float]]

_FIRST_S: Final = 1.0
"""So long every frame has the same weight; afterwards the scale follows slowly."""
_SLOWLY_S: Final = 5.0
_ANEW_S: Final = 1.0
"""After so long without a frame the camera may stand elsewhere."""
_BONES: Final = (
    *((SHOULDER[side], HIP[side]) for side in (LEFT, RIGHT)),
    *((HIP[side], KNEE[side]) for side in (LEFT, RIGHT)),
    *((KNEE[side], ANKLE[side]) for side in (LEFT, RIGHT)),
)


class Place(NamedTuple):
    """Where the hips are in the picture (pixels, y down), and how large the body is there."""

    x: float
    y: float
    torso: float
    """Shoulders to hips, in pixels."""
    size: float
    """Torso, thighs and shins of the side that looks longer, together, in pixels."""
    left_foot: float
    """The height of the left ankle in the picture, y down; ``right_foot`` that of the right."""
    right_foot: float


NOT_IN_PICTURE: Final = Place(nan, nan, nan, nan, nan, nan)


class Picture:
    """One camera's picture: its scale so far, from the frames that have come."""

    __slots__ = ("_frames", "_scale", "_since_s", "_time", "place")

    def __init__(self) -> None:
        self._scale = 0.0
        self._frames = 0
        self._since_s = self._time = -inf
        self.place = NOT_IN_PICTURE

    def in_metres(self, frame: Frame) -> Frame:
        """The frame with across and up from the picture, in metres about the hips.

        A point the picture does not have is not seen.  A frame without a picture stays as it is.
        """
        image = frame.image
        if image is None:
            self.place = NOT_IN_PICTURE
            return frame
        self.place = _place(frame.layout, image)
        if not isfinite(self.place.size):
            return Frame(frame.layout, frame.time, [NOWHERE] * frame.layout.size, frame.visibility)
        self._learn(frame, image)
        x, y, scale = self.place.x, self.place.y, self._scale
        points = [
            ((at[0] - x) * scale, (y - at[1]) * scale, point[2])
            for at, point in zip(image, frame.points, strict=True)
        ]
        return Frame(frame.layout, frame.time, points, frame.visibility)

    def _learn(self, frame: Frame, image: Pixels) -> None:
        """Let the scale follow the long bones of this frame."""
        now = _metres_to_a_pixel(frame, image)
        if not now > 0.0:
            return
        since, self._time = frame.time - self._time, frame.time
        if not 0.0 <= since < _ANEW_S:
            self._frames, self._since_s = 0, frame.time
        self._frames += 1
        if frame.time - self._since_s < _FIRST_S:
            share = 1.0 / self._frames
        else:
            share = 1.0 - exp(-since / _SLOWLY_S)
        self._scale += (now - self._scale) * share


def _metres_to_a_pixel(frame: Frame, image: Pixels) -> float:
    """Metres to pixels, across and up: the middle of the long bones; NaN where none is seen."""
    sources, points = frame.layout.sources, frame.points
    found = []
    for one, other in _BONES:
        a, b = sources[one][0], sources[other][0]
        pixels = hypot(image[a][0] - image[b][0], image[a][1] - image[b][1])
        metres = hypot(points[a][0] - points[b][0], points[a][1] - points[b][1])
        if pixels > 0.0 and isfinite(metres) and isfinite(pixels):
            found.append(metres / pixels)
    return median(found) if found else nan


def _place(layout: Layout, image: Pixels) -> Place:
    hips, torso = _middle(layout, image, HIP), _middle(layout, image, SHOULDER)
    lengths, feet = [], []
    for side in (LEFT, RIGHT):
        hip, knee, ankle = (image[layout.sources[joint[side]][0]] for joint in (HIP, KNEE, ANKLE))
        lengths.append(_between(hip, knee) + _between(knee, ankle))
        feet.append(ankle[1])
    long = _between(hips, torso)
    return Place(hips[0], hips[1], long, long + max(lengths), feet[LEFT], feet[RIGHT])


def _middle(layout: Layout, image: Pixels, joint: tuple[int, int]) -> tuple[float, float]:
    left, right = (image[layout.sources[joint[side]][0]] for side in (LEFT, RIGHT))
    return (left[0] + right[0]) / 2.0, (left[1] + right[1]) / 2.0


def _between(a: Sequence[float], b: Sequence[float]) -> float:
    return hypot(a[0] - b[0], a[1] - b[1])
