"""Faults of a movement, and how large each is.

A fault changes named values of the pose (degrees, or shares of stature) by its amount, at a time
of the repetition. Faults of timing change the timeline instead and have no values.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from goodform.motion.body.space import Array, Flags

When = Literal["far", "always", "out", "return", "swaying"]
Unit = Literal["deg", "m", "share"]

SWAYS_PER_S = 2.5
"""How often a wobbling knee goes in and out in a second."""


@dataclass(frozen=True)
class Fault:
    """One thing that goes wrong.

    ``changes``: value → how much of the amount it gets. ``when``: grows with the movement
    ("far"), is there throughout ("always"), swells on the way out or back ("out", "return"), or
    swings to and fro while the body is away from its start ("swaying"). Amounts in metres become
    statures.
    """

    says: str
    unit: Unit
    usual: float
    changes: Mapping[str, float] = field(default_factory=dict)
    when: When = "far"


TIMING: Mapping[str, Fault] = {
    "shallow": Fault("goes only part of the way: the share that is missing", "share", 0.4),
    "rushed": Fault("moves too fast: the share of the time that is missing", "share", 0.5),
}
HOLDING: Mapping[str, Fault] = {
    "hold_too_short": Fault(
        "lets go too soon: the share of the hold that is missing", "share", 0.5
    ),
}
LEADING: Mapping[str, Fault] = {
    "knees_before_hips": Fault(
        "the knees bend before the hips: the share of the way they lead by", "share", 0.4
    ),
}


def weight(when: When, *, progress: Array, returning: Flags, times: Array) -> Array:
    """How strongly a fault shows at each moment, −1 to 1: (T,)."""
    if when == "always":
        return np.ones_like(progress)
    if when in {"out", "return"}:
        swelling = 4.0 * progress * (1.0 - progress)
        return np.where(returning == (when == "return"), swelling, 0.0)
    if when == "swaying":
        away = np.clip(4.0 * progress * (1.25 - progress), 0.0, 1.0)
        return np.asarray(away * np.sin(2.0 * np.pi * SWAYS_PER_S * times))
    return progress
