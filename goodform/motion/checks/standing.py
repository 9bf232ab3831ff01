"""Checks of every exercise that is done on the feet."""

from typing import Final

from goodform.motion.eye.check import Check, Quantity

COMPARED_LEGS: Final = (
    "hip_flexion",
    "hip_abduction",
    "knee_flexion",
    "knee_drift",
    "shin_tilt",
    "leg_lift",
    "foot_height",
    "trunk_forward",
    "trunk_sideways",
    "trunk_twist",
    "pelvic_tilt",
    "knee_separation",
    "hip_height",
    "hips_back",
    "hips_sideways",
    "shoulder_tilt",
    "head_line",
    "feet_apart",
)
COMPARED_ARMS: Final = (
    "shoulder_elevation",
    "arm_out",
    "arm_forward",
    "elbow_flexion",
    "forearm_lift",
    "forearm_forward",
    "hand_reach",
    "trunk_forward",
    "trunk_sideways",
    "trunk_twist",
    "shoulder_tilt",
    "head_line",
    "pelvic_tilt",
)

KNEES_FALL_IN: Final = Check(
    code="knees_fall_in",
    quantity=Quantity("knee_separation", "level"),
    low=0.9,
    of_own=True,
    cue="Keep your knees over your feet. They are drifting together.",
    priority=1,
    sure="strong",
)
KNEES_FALL_IN_RISING: Final = Check(
    code="knees_fall_in_rising",
    quantity=Quantity("knee_separation", "level", "back"),
    low=0.9,
    of_own=True,
    cue="As you rise, keep your knees over your feet.",
    priority=1,
    sure="strong",
)
KNEE_DRIFTS: Final = Check(
    code="knee_drifts",
    quantity=Quantity("knee_drift", "change", "turn", "worst"),
    high=10.0,
    cue="One knee drifts inwards. Point it over your middle toes.",
    priority=2,
    sure="weak",
)
KNEE_WOBBLES: Final = Check(
    code="knee_wobbles",
    quantity=Quantity("knee_drift", "wobble", "all", "worst"),
    high=5.0,
    cue="Your knee wobbles. Go slower, and tell your practitioner.",
    priority=3,
)
HEELS_LIFT: Final = Check(
    code="heels_lift",
    quantity=Quantity("foot_pitch", "change", "turn", "worst"),
    high=10.0,
    cue="Keep your heels down. Push through them.",
    priority=2,
)
HEAD_OUT_OF_LINE: Final = Check(
    code="head_out_of_line",
    quantity=Quantity("head_forward", "change"),
    high=15.0,
    cue="Keep your head in line with your back.",
    priority=4,
)
HEAD_LEADS: Final = Check(
    code="head_leads",
    quantity=Quantity("trunk_forward", "extra", "back"),
    high=10.0,
    cue="Let hips and chest rise together. Drive up, not forward.",
    priority=3,
)
