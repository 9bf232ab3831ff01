"""Did both legs do it together, and in one place?  Walking bends knees, too.

Where a camera does not see the far leg, the hips must have sunk towards a near foot that stayed, or
the trunk have tipped as the hips bent; otherwise nothing is counted, and the reason is said.
"""

from bisect import bisect_left, bisect_right
from math import hypot
from typing import Final

from goodform.motion.eye.arithmetic import correlation, mean, median
from goodform.motion.eye.boundaries import Boundaries
from goodform.motion.eye.check import Watched
from goodform.motion.eye.clip import Clip
from goodform.motion.eye.frame import LEFT, RIGHT
from goodform.motion.eye.picture import Place
from goodform.motion.eye.plausible import Reason
from goodform.motion.eye.trace import Table

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
_FEET: Final = Place._fields.index("left_foot")
_A_MOMENT_S: Final = 0.2
_HELD_S: Final = 2.0
"""Shorter, and by one leg alone, it was that leg being put where the hold begins."""


def why_not_one(watched: Watched, clip: Clip, places: Table) -> Reason | None:
    """Why an excursion is no repetition of this exercise, if it is none.

    ``places``: the place in the picture (``Place``, NaN without one), and two columns that are 1
    where the left and where the right leg was seen.
    """
    at = clip.at
    if _travelled(places, at):
        return "moved to another place"
    if clip.alone and watched.counts == "hold" and at.end_s - at.start_s < _HELD_S:
        return "the other leg is not seen"
    if not watched.together:
        return None
    during = slice(bisect_left(places.times, at.start_s), bisect_right(places.times, at.end_s))
    left, right = (mean(seen[during] or (0.0,)) for seen in places.columns[6:8])
    if min(left, right) >= _HIDDEN:
        return None if _both_moved(clip, watched.together) else "legs did not move together"
    near = LEFT if left >= right else RIGHT
    return None if _the_rest_moved(watched, clip, places, near) else "the other leg is not seen"


def _travelled(places: Table, at: Boundaries) -> bool:
    """Whether the body is elsewhere, or nearer or further, at the end of a repetition."""
    before, after = _place(places, at.start_s), _place(places, at.end_s)
    far = hypot(after.x - before.x, after.y - before.y) > MAY_TRAVEL * before.torso
    grown = abs(after.size - before.size) > MAY_GROW * before.size
    return far or grown


def _place(places: Table, time: float) -> Place:
    """The middle place about a moment; NaN where there was none."""
    times = places.times
    near = [i for i, at in enumerate(times) if abs(at - time) <= _A_MOMENT_S]
    if not near:
        near = [min(range(len(times)), key=lambda i: abs(times[i] - time))]
    return Place(*(median([column[i] for i in near]) for column in places.columns[:6]))


def _change(clip: Clip, measure: str, side: int | None) -> float:
    """How much a measure differs at the turn from its rest."""
    values = clip.column(measure, side)
    return median(values[clip.during("turn")]) - median(values[clip.during("rest")])


def _both_moved(clip: Clip, measure: str) -> bool:
    left, right = _change(clip, measure, LEFT), _change(clip, measure, RIGHT)
    less, more = sorted((left, right), key=abs)
    if not (less * more > 0.0 and abs(less) >= _OF_THE_OTHER * abs(more)):
        return False
    ways = [clip.column(measure, side)[clip.during("all")] for side in (LEFT, RIGHT)]
    return len(ways[0]) > 2 and correlation(*ways) >= _LIKE_THE_OTHER


def _the_rest_moved(watched: Watched, clip: Clip, places: Table, near: int) -> bool:
    """Whether what both legs carry moved as it must when both of them bend."""
    bent = _change(clip, watched.together, near)
    if watched.carried == "trunk":
        return _change(clip, "trunk_inclination", None) >= _OF_THE_OTHER * abs(bent)
    if watched.carried != "hips":
        return True
    before, then = _place(places, clip.at.start_s), _place(places, clip.at.turn_s)
    sank = abs(then.y - before.y)
    foot = abs(then[_FEET + near] - before[_FEET + near])
    return sank >= _SINKS * before.torso and foot <= _FOOT_STAYS * sank
