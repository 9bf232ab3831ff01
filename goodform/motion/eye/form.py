"""How was this repetition done?  Numbers from its trace, held against the checks."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import isfinite, nan
from typing import Final

import numpy as np

from goodform.motion.eye.check import Check, How, Quantity
from goodform.motion.eye.clip import RATE, Clip, smooth
from goodform.motion.eye.frame import LEFT, RIGHT
from goodform.motion.eye.measure import MEASURES, NEED_BOTH_LEGS, Unit
from goodform.motion.eye.trace import Floats


class Unmeasured(ValueError):
    """A joint that a quantity needs was not seen in this repetition."""


class FarLegUnseen(Unmeasured):
    """What a quantity asks about is the leg that the other one hides."""


@dataclass(frozen=True, slots=True)
class Value:
    """A number with its unit."""

    value: float
    unit: Unit


@dataclass(frozen=True, slots=True)
class Fault:
    """A check that a repetition broke, with the evidence."""

    check: Check
    value: float

    @property
    def code(self) -> str:
        """The check's code."""
        return self.check.code


def _median(values: Floats) -> float:
    return float(np.median(values))


def _at_rest(clip: Clip, quantity: Quantity, side: int | None) -> float:
    return _median(clip.column(quantity.measure, side)[clip.during("rest")])


def _level(clip: Clip, quantity: Quantity, side: int | None) -> float:
    return _median(clip.column(quantity.measure, side)[clip.during(quantity.during)])


def _most(clip: Clip, quantity: Quantity, side: int | None) -> float:
    return float(clip.column(quantity.measure, side)[clip.during(quantity.during)].max())


def _least(clip: Clip, quantity: Quantity, side: int | None) -> float:
    return float(clip.column(quantity.measure, side)[clip.during(quantity.during)].min())


def _change(clip: Clip, quantity: Quantity, side: int | None) -> float:
    return _level(clip, quantity, side) - _at_rest(clip, quantity, side)


def _shift(clip: Clip, quantity: Quantity, side: int | None) -> float:
    return abs(_change(clip, quantity, side))


def _swing(clip: Clip, quantity: Quantity, side: int | None) -> float:
    return _most(clip, quantity, side) - _least(clip, quantity, side)


def _wobble(clip: Clip, quantity: Quantity, side: int | None) -> float:
    """Amplitude of the swinging between 1.5 and 4 Hz above what noise alone would show there."""
    values = clip.column(quantity.measure, side, raw=True)[clip.during(quantity.during)]
    count = len(values)
    if count < RATE * 0.8:
        return 0.0
    window = np.hanning(count)
    trend = smooth(values[:, None], 0.25)[:, 0]
    spectrum = np.abs(np.fft.rfft((values - trend) * window)) ** 2
    rates = np.fft.rfftfreq(count, 1.0 / RATE)
    swinging = (rates >= 1.5) & (rates <= 4.0)
    floor = float(np.median(spectrum[rates > 6.0])) / 0.69
    above = max(0.0, float((spectrum[swinging] - floor).sum()))
    return float(np.sqrt(2.0 * 2.0 * above / (count * float((window**2).sum()))))


def _lead(clip: Clip, quantity: Quantity, side: int | None) -> float:
    def onset(name: str) -> float:
        values = _of_both(clip, name) if side is None else clip.column(name, side)
        way = values[clip.during("out")]
        rest = _median(values[clip.during("rest")])
        turn = float(way[-1])
        moved = np.abs(way - rest) > 0.2 * abs(turn - rest)
        # The last time it stood still, not the first time it twitched.
        still = np.flatnonzero(~moved)
        return float(still[-1] + 1 if len(still) else 0) / RATE

    return onset(quantity.against) - onset(quantity.measure)


def _of_both(clip: Clip, name: str) -> Floats:
    """A measure of the body, or the mean of both sides (the near one where it hides the other)."""
    if MEASURES[name].of_body:
        return clip.column(name, None)
    if clip.near is not None:
        return clip.column(name, clip.near)
    return (clip.column(name, LEFT) + clip.column(name, RIGHT)) / 2.0


def _extra(clip: Clip, quantity: Quantity, side: int | None) -> float:
    """The largest surplus on the way back over the way out, at equal depth of the signal."""
    values = clip.column(quantity.measure, side)
    out, back = clip.during("out"), clip.during("back")
    if out.stop - out.start < 5 or back.stop - back.start < 5:
        return 0.0
    depth = clip.signal[out]
    order = np.argsort(depth)
    low, high = float(depth.min()), float(depth.max())
    between = (clip.signal[back] > low + 0.2 * (high - low)) & (
        clip.signal[back] < low + 0.9 * (high - low)
    )
    if not between.any():
        return 0.0
    going = np.interp(clip.signal[back][between], depth[order], values[out][order])
    return float(np.percentile(values[back][between] - going, 90))


def _lasts(clip: Clip, quantity: Quantity, side: int | None) -> float:  # noqa: ARG001
    at = clip.at
    spans = {
        "rest": 0.0,
        "out": at.turn_s - at.start_s,
        "turn": at.leave_s - at.turn_s,
        "back": at.end_s - at.leave_s,
        "all": at.end_s - at.start_s,
    }
    return spans[quantity.during]


_HOW: Final[Mapping[How, Callable[[Clip, Quantity, int | None], float]]] = {
    "level": _level,
    "most": _most,
    "least": _least,
    "change": _change,
    "shift": _shift,
    "swing": _swing,
    "wobble": _wobble,
    "lead": _lead,
    "extra": _extra,
    "lasts": _lasts,
}


def sides_of(quantity: Quantity, clip: Clip) -> tuple[int | None, ...]:
    """On which sides a quantity is looked at."""
    if not quantity.measure or MEASURES[quantity.measure].of_body:
        return (None,)
    if quantity.of == "working":
        return (clip.working,)
    if quantity.of == "other":
        return (1 - clip.working,)
    return (LEFT, RIGHT) if clip.near is None else (clip.near,)


def asks_for_the_far_leg(quantity: Quantity) -> bool:
    """Whether a quantity can't be told by one leg alone."""
    measures = filter(None, (quantity.measure, quantity.against))
    return quantity.of == "other" or any(name in NEED_BOTH_LEGS for name in measures)


def value_of(quantity: Quantity, clip: Clip, *, high_is_worse: bool = True) -> float:
    """The number a quantity has in a repetition; NaN where it asks about a leg that is hidden."""
    if clip.alone and asks_for_the_far_leg(quantity):
        return nan
    found = [_HOW[quantity.how](clip, quantity, side) for side in sides_of(quantity, clip)]
    if quantity.of == "worst":
        return max(found) if high_is_worse else min(found)
    return sum(found) / len(found)


def judged(check: Check, clip: Clip) -> Fault | None:
    """The fault, if the repetition breaks the check.

    Raises
    ------
    FarLegUnseen
        If it asks about the leg that the other one hides.
    Unmeasured
        If a joint that the check needs was not seen.
    """
    if clip.alone and asks_for_the_far_leg(check.quantity):
        raise FarLegUnseen(f"{check.code} needs the leg that the other one hides.")
    value = value_of(check.quantity, clip, high_is_worse=check.high is not None)
    own = 1.0
    if check.of_own:
        own = value_of(Quantity(check.quantity.measure, "level", "rest", check.quantity.of), clip)
    if not isfinite(value) or not isfinite(own):
        raise Unmeasured(f"{check.code} could not be measured: a joint it needs was not seen.")
    return (
        Fault(check, value / own if check.of_own else value)
        if check.broken_by(value, own)
        else None
    )
