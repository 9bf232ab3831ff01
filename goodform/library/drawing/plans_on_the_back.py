"""How are the exercises on the back drawn that keep both feet or both legs alike?"""

from collections.abc import Mapping

from goodform.library.drawing.plan import DrawingPlan

_FEET_FLAT = ("left_arm", "left_leg", "neck+head", "torso", "pelvis", "right_leg", "right_arm")
_FAR = ("left_arm", "left_leg")

ON_THE_BACK: Mapping[str, DrawingPlan] = {
    "heel-slide": DrawingPlan(
        layers=_FEET_FLAT,
        far=_FAR,
        arrow=((0.30, 0.24), (0.42, 0.22), (0.52, 0.15)),
        ghost=("right_leg",),
        samples=6,
    ),
    "bent-knee-fall-out": DrawingPlan(
        layers=("neck+head", "torso", "left_arm", "right_arm", "pelvis", "left_leg", "right_leg"),
        arrow=((0.16, 0.40), (0.34, 0.38), (0.38, 0.22)),
        ghost=("right_leg",),
        samples=6,
    ),
    "pelvic-tilt": DrawingPlan(
        layers=("left_leg", "neck+head", "torso", "pelvis", "left_arm", "right_leg", "right_arm"),
        far=_FAR,
        arrow=((0.06, 0.23), (0.00, 0.26), (-0.09, 0.22)),
        ghost=(),
        samples=6,
    ),
    "dead-bug-arms": DrawingPlan(
        layers=("left_arm", "left_leg", "neck+head", "torso", "pelvis", "right_leg", "right_arm"),
        far=_FAR,
        arrow=((-0.30, 0.45), (-0.42, 0.45), (-0.52, 0.36)),
        ghost=("right_arm",),
        samples=6,
    ),
    "dead-bug-legs": DrawingPlan(
        layers=("left_arm", "left_leg", "neck+head", "torso", "pelvis", "right_leg", "right_arm"),
        far=_FAR,
        arrow=((0.34, 0.34), (0.45, 0.28), (0.46, 0.14)),
        ghost=("right_leg",),
        samples=6,
    ),
    "marching-bridge": DrawingPlan(
        layers=("left_arm", "left_leg", "neck+head", "torso", "pelvis", "right_leg", "right_arm"),
        far=_FAR,
        arrow=((0.36, 0.06), (0.40, 0.13), (0.37, 0.20)),
        ghost=(),
        samples=6,
    ),
    "tummy-brace": DrawingPlan(
        layers=(
            "left_leg",
            "neck+head",
            "torso",
            "pelvis",
            "left_arm",
            "right_leg",
            "right_arm",
        ),
        far=_FAR,
        arrow=((-0.10, 0.34), (-0.10, 0.30), (-0.10, 0.24)),
        ghost=(),
        samples=4,
    ),
    "supine-hamstring-stretch": DrawingPlan(
        layers=(
            "left_leg",
            "neck+head",
            "torso",
            "pelvis",
            "left_arm",
            "right_leg",
            "left_hand",
            "right_arm",
        ),
        far=("left_leg", "left_arm", "left_hand"),
        arrow=((0.26, 0.30), (0.24, 0.42), (0.14, 0.50)),
        ghost=("right_leg",),
        samples=6,
    ),
    "glute-squeeze": DrawingPlan(
        layers=_FEET_FLAT,
        far=_FAR,
        arrow=((-0.02, 0.32), (-0.02, 0.28), (-0.02, 0.22)),
        ghost=(),
        samples=4,
    ),
    "lower-trunk-rotation": DrawingPlan(
        layers=("neck+head", "torso", "left_arm", "right_arm", "pelvis", "left_leg", "right_leg"),
        arrow=((0.16, 0.42), (0.00, 0.47), (-0.16, 0.42)),
        ghost=("left_leg", "right_leg"),
    ),
    "single-leg-bridge": DrawingPlan(
        layers=("left_arm", "left_leg", "neck+head", "torso", "pelvis", "right_leg", "right_arm"),
        far=_FAR,
        arrow=((-0.06, 0.26), (-0.06, 0.32), (-0.08, 0.38)),
        ghost=(),
        samples=6,
    ),
    "curl-up": DrawingPlan(
        layers=("left_arm", "left_leg", "neck+head", "torso", "pelvis", "right_leg", "right_arm"),
        far=_FAR,
        arrow=((-0.54, 0.12), (-0.54, 0.24), (-0.45, 0.30)),
        ghost=("neck+head",),
        samples=6,
    ),
}
