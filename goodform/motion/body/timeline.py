"""When is the body where, repetition by repetition?"""

from dataclasses import dataclass

import numpy as np

from goodform.motion.body.movement import Timing, eased
from goodform.motion.body.space import Array, Flags


@dataclass(frozen=True)
class Repetition:
    """One way out and back: when it leaves the start pose, reaches the turn, and is back."""

    start_s: float
    turn_s: float
    end_s: float


@dataclass(frozen=True)
class Hold:
    """A stay at the turn: from arriving there to leaving."""

    start_s: float
    end_s: float


@dataclass(frozen=True)
class Timeline:
    """How far the movement has come at each time: ``progress`` (T,) from 0 to 1.

    ``returning`` (T,) is true on the way back.
    """

    times: Array
    progress: Array
    returning: Flags
    repetitions: tuple[Repetition, ...]
    holds: tuple[Hold, ...]


def _at_one_speed(share: Array) -> Array:
    return np.clip(share, 0.0, 1.0)


def timeline(
    timing: Timing,
    *,
    repetitions: int,
    rate: float,
    still_s: tuple[float, float],
    variation: float,
    chance: np.random.Generator,
    shallow: float = 0.0,
    rushed: float = 0.0,
    hold_too_short: float = 0.0,
    even: bool = False,
) -> Timeline:
    """Lay repetitions one after the other: still, then (out, stay, back, rest) each, then still.

    ``even``: each way at one speed from its first moment to its last, as nobody moves by nature.
    """
    clock = still_s[0]
    done: list[Repetition] = []
    holds: list[Hold] = []
    depths: list[float] = []
    for _ in range(repetitions):
        slower, shallower = 1.0 + variation * np.clip(chance.normal(size=2), -2.0, 2.0)
        pace = float(slower) * (1.0 - rushed)
        turn = clock + timing.out_s * pace
        leave = turn + timing.stay_s * (1.0 - hold_too_short)
        end = leave + timing.back_s * pace
        done.append(Repetition(clock, turn, end))
        holds.append(Hold(turn, leave))
        depths.append((1.0 - shallow) * min(1.0, float(shallower)))
        clock = end + timing.rest_s
    last = done[-1].end_s + still_s[1]
    times = np.arange(0.0, last + 0.5 / rate, 1.0 / rate)
    pace_of = _at_one_speed if even else eased
    progress, returning = np.zeros_like(times), np.zeros(len(times), dtype=bool)
    for repetition, hold, depth in zip(done, holds, depths, strict=True):
        out = pace_of((times - repetition.start_s) / (repetition.turn_s - repetition.start_s))
        back = pace_of((times - hold.end_s) / (repetition.end_s - hold.end_s))
        progress += depth * (out - back)
        returning |= (times > hold.end_s) & (times < repetition.end_s)
    stays = tuple(hold for hold in holds if hold.end_s > hold.start_s)
    return Timeline(times, progress, returning, tuple(done), stays)
