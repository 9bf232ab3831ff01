"""Where does a repetition start, turn and end, in a signal that arrives frame by frame?

The signal is large when the body is away from its rest.  Hysteresis adapts to the person: how far
they go, and where their rest is.  Nothing counts before the body has been still at rest, and
nothing assumes that the next repetition starts where the last one ended.
"""

from collections import deque
from dataclasses import dataclass
from math import exp, inf
from typing import Final, Literal

SETTLED_S: Final = 0.25
"""How long the signal must stay within its tolerance before counting starts."""
AT_ONCE_S: Final = 0.06
"""The same at the very beginning: a recording may begin as the movement does."""
GAP_S: Final = 1.0
"""A longer silence breaks off the repetition it falls into."""
STAYED_S: Final = 1.5
"""A rest that has risen is believed after so long: whoever moves slowly never stays."""
STAYS_WITHIN: Final = 0.1
"""Share of the smallest excursion within which a signal stays."""
UNREST_S: Final = 4.0
"""Over so much time at rest the wandering of the signal there is averaged."""
_LOOKED_EVERY_S: Final = 0.1
ABOVE_UNREST: Final = 4.0
"""How many times its mean wandering at rest a signal must rise for it to be a movement."""
TOO_RESTLESS: Final = 2.0
"""At so many times the smallest excursion nothing is counted any more."""
_TOO_LOW: Final = 1.25
"""How many times its mean wandering below its mean a rest may lie."""
STOPPED_S: Final = 1.0
"""Whoever has sunk no further for so long is back, wherever that is."""

State = Literal["unsettled", "resting", "away", "returning"]


@dataclass(frozen=True, slots=True)
class Range:
    """From where to where, both included."""

    low: float
    high: float

    def __contains__(self, value: object) -> bool:
        return isinstance(value, float) and self.low <= value <= self.high


@dataclass(frozen=True, slots=True)
class Excursion:
    """One way out and back of the signal, as it was noticed while it happened."""

    left_s: float
    """When it was surely away from rest."""
    peak_s: float
    back_s: float
    """When it was surely back."""
    height: float
    """How far it went from rest."""
    sign: int
    """1 when the signal grows away from rest, -1 when it falls (rising from a chair)."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """The shape of a repetition of a movement in its signal."""

    least: float
    """The smallest excursion worth counting, in the signal's unit."""
    rest: Range
    """Where the signal can be at rest."""
    other_rest: Range | None = None
    """A second place of rest, from which the way out goes down (sitting, where one stands up)."""
    shortest_s: float = 0.5
    longest_s: float = 45.0
    rests_s: float = 0.2
    """How long the signal must have stopped falling before a repetition is told."""


class Smoother:
    """The middle of the last three values, then an exponential mean over about a tenth second."""

    __slots__ = ("_last", "_time", "_value", "tau_s")

    def __init__(self, tau_s: float = 0.08) -> None:
        self.tau_s = tau_s
        self._last: deque[float] = deque(maxlen=3)
        self._time = 0.0
        self._value = 0.0

    def restart(self) -> None:
        """Forget what came before a gap."""
        self._last.clear()

    def __call__(self, time: float, value: float) -> float:
        last = self._last
        last.append(value)
        if len(last) == 1:
            self._value = value
        else:
            if len(last) == 3:
                a, b, c = last
                value = max(min(a, b), min(max(a, b), c))
            self._value += (value - self._value) * (1.0 - exp((self._time - time) / self.tau_s))
        self._time = time
        return self._value


class Unrest:
    """How far a signal wanders about its mean while the body does not do the movement.

    A value counts a second late, and only if it turned out to be no part of a repetition.
    """

    __slots__ = ("_kept", "_watched", "mean", "mean_away")

    def __init__(self) -> None:
        self._kept: deque[tuple[float, float]] = deque(maxlen=round(60.0 / _LOOKED_EVERY_S))
        self.mean = 0.0
        self._watched = 0
        self.mean_away = 0.0

    def saw(self, time: float, value: float, *, resting: bool) -> None:
        """One more value; while resting, those of a second ago count."""
        kept = self._kept
        if not kept or time - kept[-1][0] >= _LOOKED_EVERY_S:
            kept.append((time, value))
        while resting and kept and time - kept[0][0] > 1.0:
            self._watched += 1
            new = max(1.0 / self._watched, _LOOKED_EVERY_S / UNREST_S)
            value = kept.popleft()[1]
            self.mean += (value - self.mean) * new
            self.mean_away += (abs(value - self.mean) - self.mean_away) * new

    @property
    def lowest(self) -> float:
        """Below it no rest lies: a signal that wanders is as often too low as too high."""
        if self._watched < UNREST_S / _LOOKED_EVERY_S / 2:
            return -inf
        return self.mean - _TOO_LOW * self.mean_away

    def moved(self, rest: float) -> None:
        """Take it that a repetition was seen lately, which ended at this rest."""
        self._kept.clear()
        self.mean = min(self.mean, rest + _TOO_LOW * self.mean_away)


class RepetitionFinder:
    """Counts the excursions of one signal, frame by frame, in constant time and memory."""

    __slots__ = (
        "_back_s",
        "_left_s",
        "_peak",
        "_peak_s",
        "_rest",
        "_rhythm",
        "_sign",
        "_smooth",
        "_stay_at",
        "_stay_s",
        "_still_at",
        "_still_s",
        "_time",
        "_unrest",
        "_usual",
        "_valley",
        "_valley_s",
        "_watched_before",
        "rested_s",
        "state",
    )

    def __init__(self, rhythm: Rhythm) -> None:
        self._rhythm = rhythm
        self._smooth = Smoother()
        self.state: State = "unsettled"
        self._sign = 1
        self._usual = 0.0
        self._unrest = Unrest()
        self._time = float("-inf")
        self._rest = 0.0
        self._still_at, self._still_s = 0.0, float("inf")
        self.rested_s = float("-inf")
        self._watched_before = False
        self._peak = self._peak_s = self._left_s = 0.0
        self._stay_at = self._stay_s = 0.0
        self._valley = self._valley_s = self._back_s = 0.0

    @property
    def at_rest(self) -> bool:
        """Whether no repetition is under way."""
        return self.state in {"unsettled", "resting"}

    @property
    def restless(self) -> bool:
        """Whether the signal wanders so far at rest that no repetition could be told from it."""
        return self._least() > TOO_RESTLESS * self._rhythm.least

    @property
    def stay_s(self) -> float:
        """Seconds the signal has been staying near its turn; 0 before half a second."""
        stay = self._time - self._stay_s
        return stay if self.state == "away" and stay > 0.5 else 0.0

    def unsettle(self) -> None:
        """Break off: what was under way is not counted, and the body must come to rest again."""
        self.state = "unsettled"
        self._smooth.restart()
        self._watched_before = self._still_s < float("inf")
        self._still_s = float("inf")

    def step(self, time: float, signal: float) -> Excursion | None:
        """Take the next value; answers an excursion when one is complete."""
        since, self._time = time - self._time, time
        if since > GAP_S:
            self.unsettle()
        value = self._smooth(time, signal) * self._sign
        if self.state != "unsettled":
            self._unrest.saw(time, value, resting=self.state == "resting")
        if self.state == "resting":
            self._while_resting(time, value, since)
        elif self.state == "away":
            self._while_away(time, value)
        elif self.state == "returning":
            return self._while_returning(time, value)
        else:
            self._while_unsettled(time, value)
        return None

    def _while_unsettled(self, time: float, value: float) -> None:
        tolerance = 0.2 * self._rhythm.least
        if self._still_s == float("inf") or abs(value - self._still_at) > tolerance:
            self._watched_before = self._still_s < float("inf") or self._watched_before
            self._still_at, self._still_s = value, time
        elif time - self._still_s >= (SETTLED_S if self._watched_before else AT_ONCE_S):
            signal = value * self._sign
            if signal in self._rhythm.rest:
                self._settle(signal, 1)
            elif self._rhythm.other_rest and signal in self._rhythm.other_rest:
                self._settle(signal, -1)

    def _settle(self, signal: float, sign: int) -> None:
        self._sign = sign
        self._unrest = Unrest()
        self._rest = self._still_at = signal * sign
        self.state = "resting"

    def _while_resting(self, time: float, value: float, since: float) -> None:
        if value < self._unrest.lowest - self._rhythm.least:
            self._unrest = Unrest()
        self._rest = max(self._rest, self._unrest.lowest)
        away = value - self._rest
        if away > max(0.5 * self._rhythm.least, 0.3 * self._usual):
            self.state = "away"
            self._left_s = self._stay_s = time
            self._stay_at = value
            self._peak, self._peak_s = value, time
        elif away < 0.0:
            self._rest += away * min(1.0, since / 0.15)
        elif self._stays(time, value):
            self._rest += away * min(1.0, since / 0.8)
        if away < STAYS_WITHIN * self._rhythm.least:
            self.rested_s = time

    def _stays(self, time: float, value: float) -> bool:
        """Whether the signal has been near one value for a while: it has found another rest."""
        if abs(value - self._still_at) > STAYS_WITHIN * self._rhythm.least:
            self._still_at, self._still_s = value, time
        return time - self._still_s > STAYED_S

    def _while_away(self, time: float, value: float) -> None:
        if value > self._peak:
            self._peak, self._peak_s = value, time
        height = self._peak - self._rest
        still_rising = value > self._stay_at + max(0.03 * height, 0.1 * self._rhythm.least)
        if height < self._rhythm.least or still_rising or value < self._stay_at - 0.1 * height:
            self._stay_at, self._stay_s = value, time
        if time - self._left_s > self._rhythm.longest_s:
            self.unsettle()
        elif value - self._rest < 0.4 * height:
            if height < max(self._least(), 0.35 * self._usual):
                self.state = "resting"
            else:
                self.state = "returning"
                self._back_s = time
                self._valley, self._valley_s = value, time

    def _least(self) -> float:
        """The smallest excursion worth counting, for a body that wanders as this one does."""
        return max(self._rhythm.least, ABOVE_UNREST * self._unrest.mean_away)

    def _while_returning(self, time: float, value: float) -> Excursion | None:
        height = self._peak - self._rest
        if value < self._valley - 0.005 * self._rhythm.least:
            self._valley_s = time
            self._valley = value
        rising = value > self._valley + max(0.2 * self._rhythm.least, 0.1 * height)
        arrived = time - self._valley_s > self._rhythm.rests_s and value - self._rest < 0.2 * height
        if not (rising or arrived or time - self._valley_s > STOPPED_S):
            return None
        return self.finish()

    def finish(self) -> Excursion | None:
        """The excursion that is on its way back, if there is one: no more frames will come."""
        if self.state != "returning":
            return None
        height = self._peak - self._rest
        sank = self._rest - self._valley
        self._rest += (self._valley - self._rest) * 0.7
        if sank > 0.6 * height:
            # It came from somewhere much further than it went to: the way into position.
            self.state = "resting"
            self._unrest = Unrest()
            return None
        self._unrest.moved(self._rest)
        self._usual = height if self._usual == 0.0 else 0.7 * self._usual + 0.3 * height
        self.state = "resting"
        if self._valley_s - self._left_s < self._rhythm.shortest_s * 0.5:
            return None
        return Excursion(self._left_s, self._peak_s, self._valley_s, height, self._sign)
