"""Does one leg hide the other from the camera, and which of them is seen?

By how well each was seen lately, and never by what a frame calls left or right: the working leg is
the one that the set-up names and puts next to the camera.
"""

from math import exp
from typing import Final

from goodform.motion.eye.frame import ANKLE, HIP, KNEE, LEFT, RIGHT, Body
from goodform.motion.eye.plausible import SEEN

_LATELY_S: Final = 2.0
_POORLY_SEEN: Final = 0.75
"""A leg seen worse than this lately may be the hidden one …"""
_SEEN_AGAIN: Final = 0.9
_WORSE_BY: Final = 0.1
"""… if the other one is seen so much better."""


class NearLeg:
    """The leg that speaks for both where it hides the other; `side` is None where none does."""

    __slots__ = ("_seen", "_time", "side")

    def __init__(self) -> None:
        self._seen = [1.0, 1.0]
        self._time = float("-inf")
        self.side: int | None = None

    def update(self, body: Body) -> None:
        """Take one more body."""
        share = 1.0 - exp(min(0.0, self._time - body.time) / _LATELY_S)
        self._time = body.time
        for side in (LEFT, RIGHT):
            now = min(body.seen[KNEE[side]], body.seen[ANKLE[side]])
            self._seen[side] += (now - self._seen[side]) * share
        left, right = self._seen
        far, near = (LEFT, RIGHT) if left < right else (RIGHT, LEFT)
        if self._seen[far] > _SEEN_AGAIN:
            self.side = None
        elif self._seen[far] < _POORLY_SEEN and self._seen[near] - self._seen[far] > _WORSE_BY:
            self.side = near


def legs_seen(body: Body) -> tuple[float, float]:
    """1 where the left and where the right leg is seen from hip to ankle, else 0."""
    left, right = (
        float(all(body.seen[joint[side]] >= SEEN for joint in (HIP, KNEE, ANKLE)))
        for side in (LEFT, RIGHT)
    )
    return left, right
