"""How are the exercises on hands and knees, on one knee and face down drawn?"""

from collections.abc import Mapping

from goodform.library.drawing.plan import DrawingPlan

_LAYERS = ("left_arm", "left_leg", "neck+head", "torso", "pelvis", "right_leg", "right_arm")
_FAR = ("left_arm", "left_leg")

ON_HANDS_AND_KNEES: Mapping[str, DrawingPlan] = {
    "four-point-hip-extension": DrawingPlan(
        layers=_LAYERS,
        far=_FAR,
        arrow=((-0.40, 0.24), (-0.47, 0.31), (-0.46, 0.41)),
        ghost=("right_leg",),
        samples=6,
    ),
    "bird-dog": DrawingPlan(
        layers=_LAYERS,
        far=_FAR,
        arrow=((-0.28, 0.07), (-0.42, 0.07), (-0.49, 0.15)),
        ghost=("right_leg",),
        samples=6,
    ),
    "cat-cow": DrawingPlan(
        layers=_LAYERS,
        far=_FAR,
        arrow=((0.10, 0.44), (0.10, 0.50), (0.10, 0.55)),
        ghost=("torso",),
        samples=6,
    ),
    "childs-pose": DrawingPlan(
        layers=_LAYERS,
        far=_FAR,
        arrow=((0.02, 0.46), (-0.14, 0.48), (-0.26, 0.40)),
        ghost=("torso", "pelvis"),
    ),
    "hip-flexor-stretch": DrawingPlan(
        layers=(
            "left_leg",
            "left_arm",
            "neck",
            "torso",
            "head",
            "pelvis",
            "right_leg",
            "right_arm",
        ),
        far=("left_leg", "left_arm"),
        arrow=((-0.20, 0.30), (-0.10, 0.32), (-0.02, 0.30)),
        ghost=("torso", "head"),
    ),
    "prone-hip-extension": DrawingPlan(
        layers=_LAYERS,
        far=_FAR,
        arrow=((-0.40, 0.16), (-0.42, 0.24), (-0.39, 0.32)),
        ghost=("right_leg",),
        samples=6,
    ),
    "prone-on-elbows": DrawingPlan(
        layers=_LAYERS,
        far=_FAR,
        arrow=((0.52, 0.14), (0.54, 0.24), (0.50, 0.33)),
        ghost=("head", "torso"),
        samples=6,
    ),
    "prone-press-up": DrawingPlan(
        layers=_LAYERS,
        far=_FAR,
        arrow=((0.50, 0.14), (0.53, 0.26), (0.48, 0.38)),
        ghost=("head", "torso"),
        samples=6,
    ),
    "front-plank-knees": DrawingPlan(
        layers=_LAYERS,
        far=_FAR,
        arrow=((-0.02, 0.24), (-0.02, 0.30), (-0.02, 0.36)),
        ghost=("torso", "pelvis"),
        samples=6,
    ),
}
