"""How are the exercises drawn in which somebody stands and holds on, leans on a wall, or sits?"""

from collections.abc import Mapping

from goodform.library.drawing.plan import DrawingPlan

_FROM_THE_SIDE = (
    "left_arm",
    "left_leg",
    "neck",
    "torso",
    "head",
    "pelvis",
    "right_leg",
    "right_arm",
)
_FAR = ("left_arm", "left_leg")

UPRIGHT: Mapping[str, DrawingPlan] = {
    "standing-hip-abduction": DrawingPlan(
        layers=(
            "neck",
            "torso",
            "head",
            "left_leg",
            "pelvis",
            "right_leg",
            "left_arm",
            "right_arm",
        ),
        arrow=((-0.30, 0.04), (-0.39, 0.10), (-0.40, 0.22)),
        ghost=("right_leg",),
        ground="floor",
        prop="worktop beside",
        samples=6,
    ),
    "standing-hip-extension": DrawingPlan(
        layers=_FROM_THE_SIDE,
        far=_FAR,
        arrow=((-0.25, 0.02), (-0.36, 0.05), (-0.37, 0.16)),
        ghost=("right_leg",),
        ground="floor",
        prop="worktop ahead",
        samples=6,
    ),
    "heel-raise": DrawingPlan(
        layers=(
            "left_arm",
            "left_thigh",
            "left_lower_leg",
            "neck",
            "torso",
            "head",
            "pelvis",
            "right_thigh",
            "right_lower_leg",
            "right_arm",
        ),
        far=("left_arm", "left_thigh", "left_lower_leg"),
        arrow=((-0.12, 0.03), (-0.13, 0.08), (-0.12, 0.15)),
        ghost=(),
        ground="floor",
        prop="worktop ahead",
        samples=6,
    ),
    "single-leg-stand": DrawingPlan(
        layers=_FROM_THE_SIDE,
        far=_FAR,
        arrow=((-0.24, 0.10), (-0.27, 0.16), (-0.24, 0.24)),
        ghost=("left_leg",),
        ground="floor",
        prop="worktop ahead",
        samples=6,
    ),
    "wall-squat": DrawingPlan(
        layers=_FROM_THE_SIDE,
        far=_FAR,
        arrow=((0.24, 0.72), (0.25, 0.64), (0.24, 0.54)),
        ghost=("head", "torso"),
        ground="floor",
        prop="wall behind",
        samples=6,
    ),
    "seated-pelvic-tilt": DrawingPlan(
        layers=_FROM_THE_SIDE,
        far=_FAR,
        arrow=((-0.34, 0.62), (-0.33, 0.70), (-0.26, 0.78)),
        ghost=("head", "torso"),
        ground="floor",
        seat="chair",
        samples=6,
    ),
}
