"""Takes the measures an exercise needs: a signal of every frame, and one clip a repetition."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from goodform.motion.eye.boundaries import Boundaries, boundaries, leaves_rest, within
from goodform.motion.eye.check import Watched
from goodform.motion.eye.clip import LONG_S, MARGIN_S, RATE, REST_S, Clip, Courses
from goodform.motion.eye.frame import LEFT, RIGHT, Body
from goodform.motion.eye.measure import MEASURES
from goodform.motion.eye.repetition import Excursion


class Measuring:
    """How an exercise is measured: its signal of every body, and a clip of every repetition."""

    __slots__ = ("_leads", "_measure", "_sign", "_signal")

    def __init__(self, watched: Watched) -> None:
        self._signal = watched.signal
        self._measure = MEASURES[watched.signal.measure]
        self._sign = watched.signal.sign
        self._leads = watched.leads

    def signal(self, body: Body, leading: int | None, alone: int | None = None) -> float:
        """The signal in which repetitions are found.

        ``leading`` is the side that speaks for both, where there is one: the one that hides the
        other from the camera, or the upper one.  ``alone``: the only side that is seen.
        """
        of_body, of_side = self._measure.of_body, self._measure.of_side
        if of_body is not None:
            return of_body(body) * self._sign
        assert of_side is not None  # noqa: S101
        of, sign = self._signal.of, self._sign
        if alone is not None:
            return of_side(body, alone) * sign
        if of in {"both", "upper"} and leading is not None:
            return of_side(body, leading) * sign
        left, right = of_side(body, LEFT) * sign, of_side(body, RIGHT) * sign
        if of == "either":
            return left if left > right else right
        if of in {"higher", "lower"}:
            wanted = (sign > 0) == (of == "higher")
            return left if (left > right) == wanted else right
        return (left + right) * 0.5

    def clip(
        self,
        bodies: Sequence[Body],
        excursion: Excursion,
        *,
        leading: int | None,
        near: int | None,
        alone: int | None = None,
        after_s: float = float("-inf"),
    ) -> Clip:
        """The repetition of an excursion, from the bodies that were seen.

        It begins no earlier than the first, nor than ``after_s``, when the one before it ended.
        """
        long = excursion.back_s - excursion.left_s > LONG_S
        courses = Courses(bodies, rate=RATE / 2.0 if long else RATE)
        times = courses.times
        during = slice(bisect_left(times, excursion.left_s), bisect_right(times, excursion.back_s))
        clip = self._clip(courses, during, leading, near if alone is None else alone)
        if alone is not None:
            clip = self._of_one_leg(clip, alone)
        signal = clip.signal if excursion.sign > 0 else [-value for value in clip.signal]
        at = boundaries(times, signal, excursion)
        for name in self._leads:
            at = leaves_rest(times, clip.column(name, None), at)
        at = within(at, max(times[0], after_s), times[-1])
        rows = courses.rows(at.start_s - REST_S - MARGIN_S, at.end_s + MARGIN_S)
        return replace(clip, courses=courses.cut(rows), signal=signal[rows], at=at)

    def _of_one_leg(self, clip: Clip, side: int) -> Clip:
        """The same clip where one leg alone was seen: that one worked, and is the signal."""
        signal = clip.signal
        if self._signal.of != "body":
            signal = self._signed(clip.column(self._signal.measure, side))
        return replace(clip, signal=signal, working=side, alone=True)

    def whole(self, bodies: Sequence[Body], *, leading: int | None = None) -> Clip:
        """Bodies as one repetition that was cut out before, its turn at the signal's peak."""
        courses = Courses(bodies)
        times = courses.times
        clip = self._clip(courses, slice(0, len(times)), leading, None)
        turn = times[max(range(len(times)), key=clip.signal.__getitem__)]
        return replace(clip, at=Boundaries(times[0], turn, turn, times[-1]))

    def _clip(self, courses: Courses, during: slice, leading: int | None, near: int | None) -> Clip:
        """A clip with the side that moved found; not yet with its moments."""
        moved = self._moved(courses, during, self._signal.measure, leading)
        side_by = self._signal.side_by
        at = courses.times[0]
        return Clip(
            courses=courses,
            signal=self._signal_of(courses, moved, near),
            at=Boundaries(at, at, at, at),
            working=self._moved(courses, during, side_by, None) if side_by else moved,
            near=near,
        )

    def _signal_of(self, courses: Courses, moved: int, near: int | None) -> list[float]:
        """The signal of every row, of the side that moved where only one does: (T,)."""
        signal = self._signal
        if signal.of == "body":
            return self._signed(courses.smooth(signal.measure, None))
        sides = [courses.smooth(signal.measure, side) for side in (LEFT, RIGHT)]
        if signal.of == "lower":
            return self._signed([min(pair) for pair in zip(*sides, strict=True)])
        if signal.of != "both":
            return self._signed(sides[moved])
        if near is not None:
            return self._signed(sides[near])
        return self._signed([(left + right) / 2.0 for left, right in zip(*sides, strict=True)])

    def _signed(self, values: list[float]) -> list[float]:
        return values if self._signal.sign > 0 else [-value for value in values]

    def _moved(self, courses: Courses, during: slice, measure: str, leading: int | None) -> int:
        """The side on which a measure went further in the repetition."""
        if self._signal.of in {"body", "upper"} or during.start >= during.stop:
            return leading or LEFT
        went = []
        for side in (LEFT, RIGHT):
            values = courses.smooth(measure, side)[during]
            went.append(max(values) - min(values))
        return LEFT if went[0] >= went[1] else RIGHT
