"""How was this repetition done?  Numbers from its trace, held against the checks."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import isfinite, nan, sqrt
from typing import Final

from goodform.motion.eye.arithmetic import (
    between,
    median,
    percentile,
    power,
    splits_well,
    swell,
)
from goodform.motion.eye.check import Check, How, Quantity
from goodform.motion.eye.clip import Clip, smooth
from goodform.motion.eye.frame import LEFT, RIGHT
from goodform.motion.eye.measure import MEASURES, NEED_BOTH_LEGS, Unit


class Unmeasured(ValueError):
    """A joint that a quantity needs was not seen in this repetition."""


class FarLegUnseen(Unmeasured):
    """The leg that a quantity asks about is hidden by the other one."""


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


def _at_rest(clip: Clip, quantity: Quantity, side: int | None) -> float:
    return median(clip.column(quantity.measure, side)[clip.during("rest")])


def _level(clip: Clip, quantity: Quantity, side: int | None) -> float:
    return median(clip.column(quantity.measure, side)[clip.during(quantity.during)])


def _most(clip: Clip, quantity: Quantity, side: int | None) -> float:
    return max(clip.column(quantity.measure, side)[clip.during(quantity.during)])


def _least(clip: Clip, quantity: Quantity, side: int | None) -> float:
    return min(clip.column(quantity.measure, side)[clip.during(quantity.during)])


def _change(clip: Clip, quantity: Quantity, side: int | None) -> float:
    return _level(clip, quantity, side) - _at_rest(clip, quantity, side)


def _shift(clip: Clip, quantity: Quantity, side: int | None) -> float:
    return abs(_change(clip, quantity, side))


def _swing(clip: Clip, quantity: Quantity, side: int | None) -> float:
    return _most(clip, quantity, side) - _least(clip, quantity, side)


_LONG: Final = 128
"""From so many rows on a few are left out at the end, so that their spectrum is quickly found."""


def _wobble(clip: Clip, quantity: Quantity, side: int | None) -> float:
    """Amplitude of the swinging between 1.5 and 4 Hz above what noise alone would show there."""
    values = clip.column(quantity.measure, side, raw=True)[clip.during(quantity.during)]
    if len(values) < clip.rate * 0.8:
        return 0.0
    if len(values) > _LONG:
        values = values[: splits_well(len(values))]
    count = len(values)
    window = swell(count)
    about = zip(values, smooth(values, clip.rate, 0.25), window, strict=True)
    spectrum = power([(value - trend) * weight for value, trend, weight in about])
    rates = [k * clip.rate / count for k in range(len(spectrum))]
    floor = median([p for p, rate in zip(spectrum, rates, strict=True) if rate > 6.0]) / 0.69
    swinging = [p - floor for p, rate in zip(spectrum, rates, strict=True) if 1.5 <= rate <= 4.0]
    above = max(0.0, sum(swinging))
    return sqrt(2.0 * 2.0 * above / (count * sum(weight * weight for weight in window)))


def _lead(clip: Clip, quantity: Quantity, side: int | None) -> float:
    def onset(name: str) -> float:
        values = _of_both(clip, name) if side is None else clip.column(name, side)
        way = values[clip.during("out")]
        rest = median(values[clip.during("rest")])
        far = 0.2 * abs(way[-1] - rest)
        # The last time it stood still, not the first time it twitched.
        still = (i for i in reversed(range(len(way))) if not abs(way[i] - rest) > far)
        return (next(still, -1) + 1) / clip.rate

    return onset(quantity.against) - onset(quantity.measure)


def _of_both(clip: Clip, name: str) -> list[float]:
    """A measure of the body, or the mean of both sides (the near one where it hides the other)."""
    if MEASURES[name].of_body:
        return clip.column(name, None)
    if clip.near is not None:
        return clip.column(name, clip.near)
    both = zip(clip.column(name, LEFT), clip.column(name, RIGHT), strict=True)
    return [(left + right) / 2.0 for left, right in both]


def _extra(clip: Clip, quantity: Quantity, side: int | None) -> float:
    """The largest surplus on the way back over the way out, at equal depth of the signal."""
    values = clip.column(quantity.measure, side)
    out, back = clip.during("out"), clip.during("back")
    if out.stop - out.start < 5 or back.stop - back.start < 5:
        return 0.0
    going = sorted(zip(clip.signal[out], values[out], strict=True))
    depths = [depth for depth, _ in going]
    low, high = (
        depths[0] + 0.2 * (depths[-1] - depths[0]),
        depths[0] + 0.9 * (depths[-1] - depths[0]),
    )
    coming = sorted(zip(clip.signal[back], values[back], strict=True))
    coming = [(depth, value) for depth, value in coming if low < depth < high]
    if not coming:
        return 0.0
    then = between(depths, [value for _, value in going], [depth for depth, _ in coming])
    surplus = [value - before for (_, value), before in zip(coming, then, strict=True)]
    return percentile(surplus, 90)


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
