"""All that a drawing says about one movement.

Layers go from far to near for the drawn side. Spots of arrows are statures right of and above the
origin (the floor below the pelvis) in the plane of the picture.
"""

from dataclasses import dataclass
from typing import Literal

Spot = tuple[float, float]
Ground = Literal["mat", "line", "floor", "bare"]
Seat = Literal["stool", "chair"]
Prop = Literal["worktop ahead", "worktop beside", "wall behind", "wall behind seat"]


@dataclass(frozen=True)
class DrawingPlan:
    """The drawing of one movement.

    ``far``: limbs on the far side. ``arrow``: start, bend and tip. ``ghost``: limbs of the start
    pose that show faintly behind the still. ``back_line``: a dotted line from sacrum to head.
    ``still_at``: how far the movement has come in the still. ``prop``: what is held or leant on.
    """

    layers: tuple[str, ...]
    arrow: tuple[Spot, Spot, Spot]
    ghost: tuple[str, ...]
    far: tuple[str, ...] = ()
    ground: Ground = "mat"
    seat: Seat | None = None
    prop: Prop | None = None
    back_line: bool = False
    still_at: float = 1.0
    samples: int = 8
