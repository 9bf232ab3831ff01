"""Checks of every exercise that is done lying down."""

from typing import Final

from goodform.motion.eye.check import Check, Quantity

COMPARED: Final = (
    "hip_flexion",
    "hip_abduction",
    "knee_flexion",
    "leg_lift",
    "foot_height",
    "trunk_inclination",
    "trunk_twist",
    "pelvic_tilt",
    "hip_hitch",
    "shoulder_tilt",
    "head_line",
    "feet_apart",
)

HEAD_LIFTS: Final = Check(
    code="head_lifts",
    quantity=Quantity("head_forward", "change"),
    high=15.0,
    cue="Let your head rest on the floor.",
    priority=4,
)
PELVIS_ROLLS: Final = Check(
    code="pelvis_rolls",
    quantity=Quantity("pelvic_tilt", "shift"),
    high=10.0,
    cue="Keep both sides of your bottom on the floor. Pull a little less.",
    priority=2,
    view="any",
    sure="weak",
)
HIPS_ROLL_BACK: Final = Check(
    code="hips_roll_back",
    quantity=Quantity("hip_roll", "change"),
    high=10.0,
    cue="Keep your hips stacked. Don't roll back.",
    priority=1,
)
SHOULDERS_ROLL_BACK: Final = Check(
    code="shoulders_roll_back",
    quantity=Quantity("shoulder_roll", "change"),
    high=10.0,
    cue="Keep your top shoulder over the lower one.",
    priority=2,
)
