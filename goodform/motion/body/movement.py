"""How does a body do an exercise, and in what time?

A movement goes from its first phase to its last and back. Between phases the angles and weights
are blended, and the contacts are solved anew at each moment; points are never blended.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np

from goodform.motion.body.contacts import Contact
from goodform.motion.body.faults import Fault
from goodform.motion.body.mannequin import Mannequin, Side, Skeleton, other_side
from goodform.motion.body.space import Array
from goodform.motion.body.viewing import View

Values = Mapping[str, Array]
PoseSolver = Callable[[Mannequin, Values], Skeleton]


@dataclass(frozen=True)
class Tempo:
    """Seconds for the way out (up, or down in a squat) and for the way back."""

    out_s: float
    back_s: float


@dataclass(frozen=True)
class Dose:
    """The prescribed dose, as far as it shapes the movement; None leaves the movement's own.

    ``rest_s`` is the stay in the start pose between two repetitions.
    """

    repetitions: int = 1
    hold_s: float | None = None
    tempo: Tempo | None = None
    rest_s: float | None = None

    def __post_init__(self) -> None:
        """Refuse what no body can do.

        Raises
        ------
        ValueError
            If a count or a time is negative, or a way out or back takes no time.
        """
        if self.repetitions < 1:
            raise ValueError("A dose needs at least one repetition.")
        if (self.hold_s or 0.0) < 0.0 or (self.rest_s or 0.0) < 0.0:
            raise ValueError("A hold or a rest cannot be shorter than nothing.")
        if self.tempo and min(self.tempo.out_s, self.tempo.back_s) <= 0.0:
            raise ValueError("Moving out and back each need more than 0 seconds.")


@dataclass(frozen=True)
class Timing:
    """The seconds of a repetition: rest at the start, way out, stay at the turn, way back."""

    rest_s: float
    out_s: float
    stay_s: float
    back_s: float

    @property
    def cycle_s(self) -> float:
        """The length of one whole repetition."""
        return self.rest_s + self.out_s + self.stay_s + self.back_s


@dataclass(frozen=True)
class Phase:
    """One key pose: its angles (degrees, clinical names) and weights (0–1), and what it rests on.

    ``seconds`` is the usual time to get here from the phase before; ``stay_s`` the usual stay;
    ``hold`` marks the phase whose stay is the prescribed hold.
    """

    name: str
    angles: Mapping[str, float]
    contacts: tuple[Contact, ...]
    seconds: float = 0.0
    stay_s: float = 0.0
    hold: bool = False


@dataclass(frozen=True)
class Movement:
    """An exercise as a body does it, drawn for one side; the other side is its mirror image."""

    slug: str
    phases: tuple[Phase, ...]
    solve: PoseSolver
    counts: Literal["repetition", "hold"]
    """The unit it is counted in: a repetition is one way out and back; a hold one stay."""
    sides: Literal["each", "none"]
    drawn_side: Side
    """The side that works in the pose as it is written; with sides "none" both work."""
    works: tuple[str, ...]
    """The segments that work, on the drawn side: what the picture lights."""
    view: View
    """From where it is drawn."""
    camera: View
    """From where a phone should watch it."""
    back_s: float
    faults: Mapping[str, Fault] = field(default_factory=dict)

    @property
    def timing(self) -> Timing:
        """The usual timing, without a dose."""
        return Timing(
            rest_s=self.phases[0].stay_s,
            out_s=sum(phase.seconds for phase in self.phases),
            stay_s=self.phases[-1].stay_s,
            back_s=self.back_s,
        )

    def timed(self, dose: Dose | None) -> Timing:
        """The timing of one repetition under a dose."""
        timing = self.timing
        if dose is None:
            return timing
        if dose.tempo:
            timing = replace(timing, out_s=dose.tempo.out_s, back_s=dose.tempo.back_s)
        if dose.hold_s is not None and self.phases[-1].hold:
            timing = replace(timing, stay_s=dose.hold_s)
        if dose.rest_s is not None:
            timing = replace(timing, rest_s=dose.rest_s)
        return timing

    def reached(self, phase: str) -> float:
        """How far the movement has come (0–1) when it is in the phase of that name."""
        names = [one.name for one in self.phases]
        return float(self._along_way()[names.index(phase)])

    def _along_way(self) -> Array:
        seconds = np.cumsum([phase.seconds for phase in self.phases])
        return np.asarray(seconds / seconds[-1])

    def values_at(self, progress: Array) -> dict[str, Array]:
        """Angles and weights at each progress from 0 (first phase) to 1 (last): name → (T,).

        Values that only a fault changes are there too, at zero.
        """
        names = sorted({name for phase in self.phases for name in phase.angles})
        only_faults = {name for fault in self.faults.values() for name in fault.changes}
        along_way = self._along_way()
        return {name: np.zeros_like(progress) for name in only_faults} | {
            name: smooth_through(
                along_way, np.array([phase.angles[name] for phase in self.phases]), progress
            )
            for name in names
        }

    def posed(self, build: Mannequin, values: Values, side: Side) -> Skeleton:
        """The pose for these values, mirrored if the other side works."""
        skeleton = self.solve(build, values)
        return skeleton if side == self.drawn_side else skeleton.mirrored()

    def working_segments(self, side: Side) -> tuple[str, ...]:
        """The segments that work when ``side`` does."""
        if side == self.drawn_side or self.sides == "none":
            return self.works
        return tuple(other_side(name) for name in self.works)


def eased(share: Array) -> Array:
    """Minimum-jerk easing (Flash & Hogan 1985) of a share of the time, 0–1 → 0–1."""
    x = np.clip(share, 0.0, 1.0)
    return np.asarray(x**3 * (x * (6.0 * x - 15.0) + 10.0))


def when_eased(progress: Array) -> Array:
    """The share of the time at which the easing has come so far: the inverse of ``eased``."""
    low, high = np.zeros_like(progress), np.ones_like(progress)
    for _ in range(50):
        middle = (low + high) / 2.0
        low = np.where(eased(middle) < progress, middle, low)
        high = np.where(eased(middle) < progress, high, middle)
    return np.asarray((low + high) / 2.0)


def smooth_through(at: Array, values: Array, where: Array) -> Array:
    """A smooth curve through the key values that never overshoots (Fritsch & Carlson 1980)."""
    if len(at) == 2:
        return np.asarray(np.interp(where, at, values))
    steps = np.diff(at)
    rates = np.diff(values) / steps
    slopes = np.concatenate([rates[:1], np.zeros(len(at) - 2), rates[-1:]])
    for i in range(1, len(at) - 1):
        before, after = rates[i - 1], rates[i]
        if before * after > 0.0:
            wide, narrow = 2 * steps[i] + steps[i - 1], steps[i] + 2 * steps[i - 1]
            slopes[i] = (wide + narrow) / (wide / before + narrow / after)
    piece = np.clip(np.searchsorted(at, where, side="right") - 1, 0, len(steps) - 1)
    h = steps[piece]
    t = (np.clip(where, at[0], at[-1]) - at[piece]) / h
    return np.asarray(
        values[piece] * (1 + 2 * t) * (1 - t) ** 2
        + slopes[piece] * h * t * (1 - t) ** 2
        + values[piece + 1] * t**2 * (3 - 2 * t)
        + slopes[piece + 1] * h * t**2 * (t - 1)
    )
