"""How is each movement drawn: what lies before what, what stands around, where is the arrow?"""

from collections.abc import Mapping

from goodform.library.drawing.plan import DrawingPlan
from goodform.library.drawing.plans_on_hands_and_knees import ON_HANDS_AND_KNEES
from goodform.library.drawing.plans_on_the_back import ON_THE_BACK
from goodform.library.drawing.plans_upright import UPRIGHT

_WHOLE = ("left_leg", "neck+head", "torso", "pelvis+right_leg", "right_arm")

PLANS: Mapping[str, DrawingPlan] = {
    **ON_THE_BACK,
    **ON_HANDS_AND_KNEES,
    **UPRIGHT,
    "knee-to-chest": DrawingPlan(
        layers=(
            "left_arm",
            "left_leg+pelvis",
            "neck+head",
            "torso",
            "left_hand",
            "right_leg",
            "right_arm",
        ),
        far=("left_arm", "left_hand"),
        arrow=((0.27, 0.20), (0.21, 0.47), (-0.07, 0.40)),
        ghost=(),
    ),
    "clam": DrawingPlan(
        layers=("right_arm", "neck", "torso", "head", "pelvis+right_leg", "left_leg", "left_arm"),
        far=("right_arm",),
        arrow=((0.13, 0.27), (0.14, 0.32), (0.17, 0.37)),
        ghost=(),
        samples=6,
    ),
    "side-lying-leg-abduction": DrawingPlan(
        layers=("right_arm", "neck", "torso", "head", "pelvis+right_leg", "left_leg", "left_arm"),
        far=("right_arm",),
        arrow=((0.56, 0.12), (0.59, 0.28), (0.51, 0.42)),
        ghost=("left_leg",),
        samples=6,
    ),
    "glute-bridge": DrawingPlan(
        layers=(
            "left_arm",
            "left_leg",
            "neck+head",
            "torso",
            "pelvis+right_leg",
            "right_arm",
        ),
        far=("left_arm", "left_leg"),
        arrow=((0.00, 0.27), (0.00, 0.33), (-0.02, 0.39)),
        ghost=(),
        samples=6,
    ),
    "hip-hinge": DrawingPlan(
        layers=("neck+head", "torso", "pelvis+right_leg", "right_arm"),
        arrow=((-0.22, 0.55), (-0.27, 0.55), (-0.34, 0.54)),
        ghost=("neck+head", "torso", "pelvis+right_leg"),
        ground="line",
        back_line=True,
        samples=6,
    ),
    "box-squat": DrawingPlan(
        layers=(
            "left_leg",
            "neck",
            "torso",
            "left_arm",
            "head",
            "pelvis",
            "right_leg",
            "right_arm",
        ),
        far=("left_leg",),
        arrow=((-0.13, 0.66), (-0.27, 0.63), (-0.29, 0.47)),
        ghost=_WHOLE,
        ground="bare",
        prop="wall behind seat",
        seat="stool",
        samples=6,
    ),
    "piriformis-stretch-1": DrawingPlan(
        layers=(
            "left_arm",
            "pelvis",
            "neck+head",
            "torso",
            "left_thigh",
            "right_leg",
            "right_arm",
            "left_lower_leg",
        ),
        far=("left_arm",),
        arrow=((0.17, 0.32), (0.07, 0.34), (0.00, 0.25)),
        ghost=("left_leg",),
    ),
    "piriformis-stretch-2": DrawingPlan(
        layers=(
            "neck+head",
            "torso",
            "pelvis",
            "left_arm",
            "left_leg",
            "left_hand",
            "right_arm",
            "right_thigh",
            "right_lower_leg",
        ),
        far=("left_arm", "left_hand"),
        arrow=((0.30, 0.03), (0.34, 0.15), (0.29, 0.27)),
        ghost=("left_leg",),
    ),
    "sit-to-stand": DrawingPlan(
        layers=(
            "left_upper_arm",
            "left_leg",
            "neck",
            "torso",
            "head",
            "pelvis",
            "right_leg",
            "right_arm",
            "left_forearm",
        ),
        far=("left_upper_arm", "left_leg"),
        arrow=((0.21, 0.46), (0.24, 0.60), (0.21, 0.74)),
        ghost=_WHOLE,
        ground="bare",
        prop="wall behind seat",
        seat="chair",
        samples=6,
    ),
}
"""The plan of every movement, by slug."""
