"""Did both legs do it together, and in one place?  Walking bends knees, too.

Where a camera does not see the far leg, the hips must have sunk towards a near foot that stayed, or
the trunk have tipped as the hips bent; otherwise nothing is counted, and the reason is said.
"""

from typing import Final

import numpy as np

from goodform.motion.eye.boundaries import Boundaries
from goodform.motion.eye.check import Watched
from goodform.motion.eye.clip import Clip
from goodform.motion.eye.frame import LEFT, RIGHT
from goodform.motion.eye.plausible import Reason
from goodform.motion.eye.trace import Floats

MAY_TRAVEL: Final = 1.0 / 3.0
"""Share of the torso by which the hips may be elsewhere at the end of a repetition."""
MAY_GROW: Final = 0.15
"""Share by which the figure may have become larger or smaller in the picture."""
_OF_THE_OTHER: Final = 0.5
"""Each leg does at least this share of what the other one does."""
_LIKE_THE_OTHER: Final = 0.6
"""Correlation of the two legs over a repetition: near 1 in a squat, below 0 in walking."""
_HIDDEN: Final = 0.5
"""Share of a repetition in which a leg must be seen to be looked at."""
_SINKS: Final = 0.1
"""Share of the torso by which hips sink at least (they bob by less in walking)."""
_FOOT_STAYS: Final = 0.35
"""Share of that by which the foot may seem to rise: one that swings rises more than hips sink."""
_A_MOMENT_S: Final = 0.2
_HELD_S: Final = 2.0
"""Shorter, and by one leg alone, it was that leg being put where the hold begins."""


def why_not_one(watched: Watched, clip: Clip, places: Floats) -> Reason | None:
    """Why an excursion is no repetition of this exercise, if it is none.

    ``places``: (T, 9) time, place in the picture (``Place``, NaN without one), and 1 where the left
    and where the right leg was seen.
    """
    at = clip.at
    if _travelled(places, at):
        return "moved to another place"
    if clip.alone and watched.counts == "hold" and at.end_s - at.start_s < _HELD_S:
        return "the other leg is not seen"
    if not watched.together:
        return None
    during = (places[:, 0] >= at.start_s) & (places[:, 0] <= at.end_s)
    left, right = places[during, 7:9].mean(axis=0) if during.any() else (0.0, 0.0)
    if min(left, right) >= _HIDDEN:
        return None if _both_moved(clip, watched.together) else "legs did not move together"
    near = LEFT if left >= right else RIGHT
    return None if _the_rest_moved(watched, clip, places, near) else "the other leg is not seen"


def _travelled(places: Floats, at: Boundaries) -> bool:
    """Whether the body is elsewhere, or nearer or further, at the end of a repetition."""
    before, after = _place(places, at.start_s), _place(places, at.end_s)
    far = np.hypot(after[0] - before[0], after[1] - before[1]) > MAY_TRAVEL * before[2]
    grown = abs(after[3] / before[3] - 1.0) > MAY_GROW
    return bool(far or grown)


def _place(places: Floats, time: float) -> Floats:
    """The middle place about a moment: (6,) as in ``Place``; NaN where there was none."""
    near = np.abs(places[:, 0] - time) <= _A_MOMENT_S
    if not near.any():
        near = np.abs(places[:, 0] - time) == np.abs(places[:, 0] - time).min()
    return np.asarray(np.median(places[near, 1:7], axis=0))


def _change(clip: Clip, measure: str, side: int | None) -> float:
    """How much a measure differs at the turn from its rest."""
    values = clip.column(measure, side)
    return float(np.median(values[clip.during("turn")]) - np.median(values[clip.during("rest")]))


def _both_moved(clip: Clip, measure: str) -> bool:
    left, right = _change(clip, measure, LEFT), _change(clip, measure, RIGHT)
    less, more = sorted((left, right), key=abs)
    if not (less * more > 0.0 and abs(less) >= _OF_THE_OTHER * abs(more)):
        return False
    ways = np.array([clip.column(measure, side)[clip.during("all")] for side in (LEFT, RIGHT)])
    return ways.shape[1] > 2 and float(np.corrcoef(ways)[0, 1]) >= _LIKE_THE_OTHER


def _the_rest_moved(watched: Watched, clip: Clip, places: Floats, near: int) -> bool:
    """Whether what both legs carry moved as it must when both of them bend."""
    bent = _change(clip, watched.together, near)
    if watched.carried == "trunk":
        return _change(clip, "trunk_inclination", None) >= _OF_THE_OTHER * abs(bent)
    if watched.carried != "hips":
        return True
    before, then = _place(places, clip.at.start_s), _place(places, clip.at.turn_s)
    sank, foot = abs(then[1] - before[1]), abs(then[4 + near] - before[4 + near])
    return bool(sank >= _SINKS * before[2] and foot <= _FOOT_STAYS * sank)
