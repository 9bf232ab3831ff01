"""How is each movement drawn: what lies before what, what stands around, where is the arrow?

Layers go from far to near for the drawn side. Spots of arrows are statures right of and above the
origin (the floor below the pelvis) in the plane of the picture.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Spot = tuple[float, float]
Ground = Literal["mat", "line", "floor"]
Seat = Literal["stool", "chair"]


@dataclass(frozen=True)
class Plan:
    """The drawing of one movement.

    ``far``: limbs on the far side. ``arrow``: start, bend and tip. ``ghost``: limbs of the start
    pose that show faintly behind the still. ``back_line``: a dotted line from sacrum to head.
    ``still_at``: how far the movement has come in the still.
    """

    layers: tuple[str, ...]
    arrow: tuple[Spot, Spot, Spot]
    ghost: tuple[str, ...]
    far: tuple[str, ...] = ()
    ground: Ground = "mat"
    seat: Seat | None = None
    back_line: bool = False
    still_at: float = 1.0
    samples: int = 8


_UPRIGHT = ("left_arm", "left_leg", "neck", "torso", "head", "pelvis+right_leg", "right_arm")
_WHOLE = ("left_leg", "neck", "torso", "head", "pelvis+right_leg")

PLANS: Mapping[str, Plan] = {
    "knee-to-chest": Plan(
        layers=(
            "left_arm",
            "left_leg+pelvis",
            "neck",
            "torso",
            "head",
            "left_hand",
            "right_leg",
            "right_arm",
        ),
        far=("left_arm", "left_hand"),
        arrow=((0.27, 0.20), (0.20, 0.46), (-0.08, 0.36)),
        ghost=("right_leg",),
        samples=10,
    ),
    "clam": Plan(
        layers=("right_arm", "neck", "torso", "head", "pelvis+right_leg", "left_leg", "left_arm"),
        far=("right_arm",),
        arrow=((0.13, 0.30), (0.14, 0.38), (0.18, 0.43)),
        ghost=("left_leg",),
    ),
    "side-lying-leg-abduction": Plan(
        layers=("right_arm", "neck", "torso", "head", "pelvis+right_leg", "left_leg", "left_arm"),
        far=("right_arm",),
        arrow=((0.56, 0.12), (0.59, 0.28), (0.51, 0.42)),
        ghost=("left_leg",),
    ),
    "glute-bridge": Plan(
        layers=(
            "left_arm",
            "left_leg",
            "neck",
            "torso",
            "head",
            "pelvis+right_leg",
            "right_arm",
        ),
        far=("left_arm", "left_leg"),
        arrow=((0.01, 0.28), (0.01, 0.36), (-0.02, 0.43)),
        ghost=("pelvis+right_leg",),
    ),
    "hip-hinge": Plan(
        layers=("neck", "torso", "head", "pelvis+right_leg", "right_arm"),
        arrow=((-0.13, 0.60), (-0.20, 0.60), (-0.28, 0.585)),
        ghost=("neck", "torso", "head", "pelvis+right_leg", "right_arm"),
        samples=6,
        ground="line",
        back_line=True,
    ),
    "box-squat": Plan(
        layers=_UPRIGHT,
        far=("left_arm", "left_leg"),
        arrow=((-0.18, 0.70), (-0.30, 0.68), (-0.34, 0.50)),
        ghost=(*_WHOLE, "right_arm"),
        ground="floor",
        seat="stool",
        samples=10,
    ),
    "piriformis-stretch-1": Plan(
        layers=(
            "left_arm",
            "pelvis",
            "neck",
            "torso",
            "head",
            "left_thigh",
            "right_hand",
            "right_leg",
            "left_lower_leg",
            "right_arm",
        ),
        far=("left_arm",),
        arrow=((0.20, 0.44), (0.10, 0.46), (0.02, 0.40)),
        ghost=("left_leg",),
        samples=10,
    ),
    "piriformis-stretch-2": Plan(
        layers=(
            "neck",
            "torso",
            "pelvis",
            "head",
            "left_arm",
            "left_leg",
            "right_arm",
            "right_thigh",
            "right_lower_leg",
        ),
        far=("left_arm",),
        arrow=((0.36, 0.10), (0.40, 0.24), (0.34, 0.36)),
        ghost=("right_leg", "left_leg"),
        samples=10,
    ),
    "sit-to-stand": Plan(
        layers=_UPRIGHT,
        far=("left_arm", "left_leg"),
        arrow=((0.30, 0.50), (0.32, 0.64), (0.28, 0.78)),
        ghost=(*_WHOLE, "right_arm"),
        ground="floor",
        seat="chair",
        samples=10,
    ),
}
"""The plan of every movement, by slug."""
