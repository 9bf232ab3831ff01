"""All that is watched in an exercise, as data: signal, position, views and checks."""

from dataclasses import dataclass, field, replace
from typing import Literal

from goodform.motion.eye.measure import LEAN_ON_UP, MEASURES, Unit, View
from goodform.motion.eye.plausible import Limbs
from goodform.motion.eye.repetition import Rhythm

Position = Literal["upright", "on the back", "on the side", "any"]
Of = Literal["body", "working", "other", "both", "worst"]
"""Whose measure: of the whole body, of the side that works, of the other one, the mean of both
(of the near one where a camera sees the side), or of whichever side is further out of the band."""
Phase = Literal["rest", "out", "turn", "back", "all"]
How = Literal[
    "level", "most", "least", "change", "shift", "swing", "wobble", "lead", "extra", "lasts"
]
"""How a phase becomes one number:

level    the middle value
most     the largest, smoothed over a fifth of a second; ``least`` the smallest
change   the middle value less that at rest; ``shift`` the same without its sign
swing    the largest less the smallest
wobble   the amplitude of swinging to and fro, 1.5 to 4 times a second
lead     seconds by which the measure starts to move before ``against`` does
extra    how much more of it there is on the way back than on the way out, at the same depth
lasts    the seconds that the phase lasts; no measure needed
"""
Sure = Literal["strong", "fair", "weak"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """One number about one repetition."""

    measure: str
    how: How
    during: Phase = "turn"
    of: Of = "body"
    against: str = ""

    @property
    def unit(self) -> Unit:
        """The unit of the number."""
        return "s" if self.how in {"lead", "lasts"} else MEASURES[self.measure].unit

    @property
    def view(self) -> View:
        """The view a single camera needs for it."""
        return MEASURES[self.measure].view if self.measure else "any"


@dataclass(frozen=True, slots=True)
class Check:
    """A number that should stay in a band, and what to say to the patient when it does not."""

    code: str
    quantity: Quantity
    cue: str
    """At most 20 words a patient understands; translated by its code."""
    low: float | None = None
    high: float | None = None
    of_own: bool = False
    """The band is a share of the person's own value at rest (knees apart: at least 0.9 of it)."""
    priority: int = 5
    """1 is said before 2."""
    view: View | None = None
    """The view it needs where that differs from the measure's own."""
    sure: Sure = "fair"
    """How far a single camera is to be trusted here."""
    spoken: bool = False
    """Whether it is said to the patient: only what was right on film of people who moved."""

    @property
    def seen_from(self) -> View:
        """The view a single camera needs."""
        return self.view or self.quantity.view

    @property
    def leans_on_up(self) -> bool:
        """Whether it is worth nothing where nobody knows which way is up."""
        asked = self.quantity
        return asked.how != "lasts" and not LEAN_ON_UP.isdisjoint((asked.measure, asked.against))

    def broken_by(self, value: float, own: float = 1.0) -> bool:
        """Whether a value lies outside the band; NaN never does."""
        scale = own if self.of_own else 1.0
        too_low = self.low is not None and value < self.low * scale
        too_high = self.high is not None and value > self.high * scale
        return too_low or too_high


@dataclass(frozen=True, slots=True)
class Signal:
    """The measure in which repetitions are found: large away from rest, small at rest."""

    measure: str
    of: Literal["body", "both", "either", "higher", "lower", "upper"] = "body"
    """``either``: the side further from rest, so that a label that flips changes nothing;
    ``higher`` and ``lower``: the side with the larger or smaller measure, whatever the sign;
    ``upper``: the leg that lies above the other."""
    sign: int = 1
    side_by: str = ""
    """The measure that changes more on the side that works, where the signal does not tell."""


@dataclass(frozen=True, slots=True)
class Watched:
    """How one exercise is watched."""

    slug: str
    counts: Literal["repetition", "hold"]
    sides: Literal["each", "none"]
    position: Position
    signal: Signal
    rhythm: Rhythm
    limbs: Limbs = "legs"
    """Which limbs must be seen."""
    leads: tuple[str, ...] = ()
    """Measures that move before the signal does and come to rest after it."""
    views: tuple[View, ...] = ("any",)
    """From where a camera may watch it at all."""
    reports: dict[str, Quantity] = field(default_factory=dict)
    """The measures told of every repetition."""
    checks: tuple[Check, ...] = ()
    compared: tuple[str, ...] = ()
    """The measures that are compared with the person's own reference."""
    together: str = ""
    """The measure that both legs change together, where both of them work."""
    carried: Literal["", "hips", "trunk"] = ""
    """The limbs that must have moved with them where a camera does not see the far leg."""
    holds: bool = False
    """Whether the stay at the turn is told as a hold."""
    validated: bool = False
    """Whether it was measured on people, not only on generated bodies."""

    def for_dose(self, *, hold_s: float | None = None, out_s: float | None = None) -> "Watched":
        """The same with what was prescribed: the hold and the slow way out become checks.

        They are said only when clearly missed: a hold below four fifths, a way out below half.
        """
        checks = list(self.checks)
        if hold_s is not None and self.holds:
            checks.append(
                Check(
                    code="hold_short",
                    quantity=Quantity("", "lasts", "turn"),
                    low=0.8 * hold_s,
                    cue="Stay a little longer before you let go.",
                    priority=5,
                )
            )
        if out_s is not None:
            checks.append(
                Check(
                    code="hurries",
                    quantity=Quantity("", "lasts", "out"),
                    low=0.6 * out_s,
                    cue="Slow down. Take your time.",
                    priority=4,
                )
            )
        return replace(self, checks=tuple(checks))
