"""Can this frame be believed?  If not, the reason why.

Pose estimators find a person almost always; the danger is elsewhere: left and right exchanged,
front and back flipped, two people in one skeleton, limbs guessed.  Each is looked for in what a
body cannot do: change the length of its bones, or exchange its limbs between two frames.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from goodform.motion.eye.frame import (
    ANKLE,
    ELBOW,
    HEEL,
    HIP,
    KNEE,
    LEFT,
    PELVIS,
    RIGHT,
    SHOULDER,
    TOE,
    WRIST,
    Body,
    Point,
    apart,
)

Reason = Literal[
    "not enough of the body seen",
    "not a body",
    "limbs changed length",
    "left and right exchanged",
    "jumped",
    "wrong view",
    "not in position",
    "time went backwards",
    "no frames for a while",
    "broken frame",
    "stayed away too long",
    "not still at rest",
    "legs did not move together",
    "the other leg is not seen",
    "moved to another place",
    "phone not level",
    "the phone was moved",
]

Limbs = Literal["legs", "arms"]
Bones = Sequence[float]

SEEN: Final = 0.5
"""Visibility from which a landmark counts as seen."""
_NEAR_SEEN: Final = 0.1
"""The same for the leg that hides the other: its bones must keep their length all the same."""
_LENGTH_MAY_CHANGE: Final = 0.40
"""Share by which a bone may seem to change: camera landmarks of a lying person reach 0.2–0.3."""
_SIDES_MAY_DIFFER: Final = 1.8
_LEARN_FRAMES: Final = 15
_LEARN_EVERY_S: Final = 0.5
"""Afterwards the bones are followed slowly: 3 hundredths of the way every half second."""
_BELIEVED_AGAIN_S: Final = 1.5
"""Bones that stay changed for so long are those of somebody else: learn them anew."""

_OUTER: Final = (*KNEE, *SHOULDER)
_LEGS: Final = (KNEE, ANKLE, HEEL, TOE)
_TORSO: Final = (HIP, SHOULDER, ELBOW, WRIST)


@dataclass(frozen=True, slots=True)
class Belief:
    """Whether to use a frame, and whether its left and right were put back in place."""

    reason: Reason | None
    exchanged: bool


_CLEAR: Final = Belief(None, exchanged=False)
_PUT_BACK: Final = Belief(None, exchanged=True)


class Plausibility:
    """Remembers the bones and the last place of the limbs, and judges each next body by them."""

    __slots__ = (
        "_bones",
        "_bones_s",
        "_both",
        "_doubted_s",
        "_last",
        "_last_s",
        "_learned",
        "_legs_exchanged",
        "_near",
        "_pairs",
        "_right_s",
        "_torso_exchanged",
    )

    def __init__(self, limbs: Limbs, *, both: bool) -> None:
        """``limbs`` must be seen; ``both`` of them, or one is enough."""
        self._pairs = (HIP, SHOULDER, *((KNEE, ANKLE) if limbs == "legs" else (ELBOW, WRIST)))
        self._both = both
        self._near: int | None = None
        self._bones: list[float] = []
        self._bones_s = 0.0
        self._right_s = 0.0
        self._learned = 0
        self._last: list[Point] | None = None
        self._last_s = 0.0
        self._doubted_s: float | None = None
        self._legs_exchanged = False
        self._torso_exchanged = False

    def judge(self, body: Body, near: int | None = None) -> Belief:
        """Judge a body; exchanged limbs are put back in place in `body.points`.

        ``near``: the one leg that is seen, where it hides the other, which then is not asked for.
        """
        if not self._enough(body.seen, near):
            return Belief("not enough of the body seen", exchanged=False)
        lengths = body.bones
        if near is not None:
            trunk, thigh, shin = lengths[0], lengths[1 + near], lengths[3 + near]
            lengths = (trunk, thigh, thigh, shin, shin)
        if near != self._near:
            self._near, self._bones, self._learned = near, [], 0
        if not _is_body(lengths):
            return Belief("not a body", exchanged=False)
        exchanged = self._put_sides_back(body, body.leg_length)
        reason = self._against_memory(body, lengths)
        if reason is None:
            self._last, self._last_s = body.points, body.time
        if reason is None:
            return _PUT_BACK if exchanged else _CLEAR
        return Belief(reason, exchanged)

    def _enough(self, seen: Sequence[float], near: int | None) -> bool:
        for pair in self._pairs:
            a, b = seen[pair[LEFT]] >= SEEN, seen[pair[RIGHT]] >= SEEN
            if near is not None and pair in _LEGS:
                if not seen[pair[near]] >= _NEAR_SEEN:
                    return False
            elif not (a and b if self._both else a or b):
                return False
        return True

    def _put_sides_back(self, body: Body, leg: float) -> bool:
        points = body.points
        if self._legs_exchanged:
            _exchange(points, _LEGS)
        if self._torso_exchanged:
            _exchange(points, _TORSO)
        last = self._last
        if last is not None and body.time - self._last_s < 0.5:
            if _crossed(points, last, (HIP, SHOULDER), leg):
                _exchange(points, _TORSO)
                self._torso_exchanged = not self._torso_exchanged
                legs = self._near is None and _crossing(points, last, (KNEE, ANKLE)) > 1.0
            else:
                legs = self._near is None and _crossed(points, last, (KNEE, ANKLE), leg)
            if legs:
                _exchange(points, _LEGS)
                self._legs_exchanged = not self._legs_exchanged
        exchanged = self._legs_exchanged or self._torso_exchanged
        if not exchanged:
            self._right_s = body.time
        elif body.time - self._right_s > _BELIEVED_AGAIN_S:
            self._believe_labels(points)
        if exchanged:
            body.turn_again()
        return exchanged

    def _believe_labels(self, points: list[Point]) -> None:
        """Labels that stay exchanged for long are right; the ones at the beginning were wrong."""
        if self._legs_exchanged:
            _exchange(points, _LEGS)
        if self._torso_exchanged:
            _exchange(points, _TORSO)
        self._legs_exchanged = self._torso_exchanged = False
        self._last = None

    def _against_memory(self, body: Body, lengths: Bones) -> Reason | None:
        bones = self._bones
        if not bones:
            self._bones = list(lengths)
            self._bones_s = body.time
            self._learned = 1
            return None
        for was, now in zip(bones, lengths, strict=True):
            if not -_LENGTH_MAY_CHANGE * was < now - was < _LENGTH_MAY_CHANGE * was:
                return self._doubt(body.time, "limbs changed length")
        outer = _OUTER if self._near is None else (KNEE[self._near], *SHOULDER)
        if self._last is not None and _jumped(body, self._last, self._last_s, bones[0], outer):
            return self._doubt(body.time, "jumped")
        self._doubted_s = None
        if self._learned < _LEARN_FRAMES or body.time - self._bones_s > _LEARN_EVERY_S:
            share = 1.0 / (self._learned + 1) if self._learned < _LEARN_FRAMES else 0.03
            self._learned += 1
            self._bones_s = body.time
            self._bones = [
                was + (now - was) * share for was, now in zip(bones, lengths, strict=True)
            ]
        return None

    def _doubt(self, time: float, reason: Reason) -> Reason:
        if self._doubted_s is None:
            self._doubted_s = time
        elif time - self._doubted_s > _BELIEVED_AGAIN_S:
            self._learned = 0
            self._bones = []
            self._last = None
            self._doubted_s = None
            self._legs_exchanged = self._torso_exchanged = False
        return reason


def _is_body(lengths: Bones) -> bool:
    trunk, left_thigh, right_thigh, left_shin, right_shin = lengths
    leg = (left_thigh + right_thigh + left_shin + right_shin) / 2.0
    return (
        trunk > 0.0
        and 0.8 * trunk < leg < 4.0 * trunk
        and _alike(left_thigh, right_thigh)
        and _alike(left_shin, right_shin)
        and 0.4 * (left_thigh + right_thigh) < left_shin + right_shin
        and 0.4 * (left_shin + right_shin) < left_thigh + right_thigh
    )


def _alike(a: float, b: float) -> bool:
    return a < _SIDES_MAY_DIFFER * b and b < _SIDES_MAY_DIFFER * a


def _exchange(points: list[Point], pairs: tuple[tuple[int, int], ...]) -> None:
    for left, right in pairs:
        points[left], points[right] = points[right], points[left]


def _crossed(
    points: list[Point], last: list[Point], pairs: tuple[tuple[int, int], ...], leg: float
) -> bool:
    """Whether left and right have clearly come to lie where the other one just was."""
    left, _ = pairs[0]
    if apart(points[left], last[left]) < 0.1 * leg:
        return False
    moved = sum(
        apart(points[left], last[left]) + apart(points[right], last[right]) for left, right in pairs
    )
    return moved > 0.5 * leg and _crossing(points, last, pairs) > 2.5


def _crossing(points: list[Point], last: list[Point], pairs: tuple[tuple[int, int], ...]) -> float:
    """How many times further it is to where a side was than to where the other one was."""
    straight = crossed = 0.0
    for left, right in pairs:
        straight += apart(points[left], last[left]) + apart(points[right], last[right])
        crossed += apart(points[left], last[right]) + apart(points[right], last[left])
    return straight / crossed if crossed > 0.0 else float("inf")


def _jumped(
    body: Body, last: list[Point], last_s: float, trunk: float, outer: Sequence[int]
) -> bool:
    """Whether knees and shoulders are suddenly elsewhere, seen from the pelvis."""
    if body.time - last_s > 0.2:
        return False
    here, there = body.points[PELVIS], last[PELVIS]
    far = 0.0
    for joint in outer:
        a, b = body.points[joint], last[joint]
        x, y, z = a[0] - here[0], a[1] - here[1], a[2] - here[2]
        far += apart((x, y, z), (b[0] - there[0], b[1] - there[1], b[2] - there[2]))
    return far / len(outer) > 0.6 * trunk
