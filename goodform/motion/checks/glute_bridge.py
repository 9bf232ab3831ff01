"""Glute bridge: on the back, knees bent, the hips rise into line and stay for a moment."""

from typing import Final

from goodform.motion.checks.lying import COMPARED
from goodform.motion.eye.check import Check, Quantity, Signal, Watched
from goodform.motion.eye.repetition import Range, Rhythm

GLUTE_BRIDGE: Final = Watched(
    slug="glute-bridge",
    counts="repetition",
    sides="none",
    position="on the back",
    signal=Signal("hip_line"),
    rhythm=Rhythm(least=18.0, rest=Range(80.0, 160.0), longest_s=60.0),
    views=("side",),
    together="hip_flexion",
    holds=True,
    reports={
        "hip_line": Quantity("hip_line", "level"),
        "shin_tilt": Quantity("shin_tilt", "level", "turn", "both"),
        "hold": Quantity("", "lasts", "turn"),
    },
    checks=(
        Check(
            code="hips_low",
            quantity=Quantity("hip_line", "level"),
            low=165.0,
            cue="If it feels fine, lift your hips in line with your knees and shoulders.",
            priority=3,
            sure="strong",
        ),
        Check(
            code="hips_high",
            quantity=Quantity("hip_line", "level"),
            high=192.0,
            cue="Stop when your body is one straight line. Don't arch.",
            priority=2,
        ),
        Check(
            code="feet_far",
            quantity=Quantity("shin_tilt", "level", "turn", "both"),
            high=17.0,
            cue="Move your feet, so that your shins are upright at the top.",
            priority=4,
            spoken=True,
        ),
        Check(
            code="hips_tilt",
            quantity=Quantity("pelvic_tilt", "shift"),
            high=8.0,
            cue="Keep both hips level.",
            priority=2,
        ),
        Check(
            code="knees_fall_in",
            quantity=Quantity("knee_separation", "level"),
            low=0.85,
            of_own=True,
            cue="Keep your knees apart, over your feet.",
            priority=3,
        ),
    ),
    compared=(*COMPARED, "hip_line", "shin_tilt"),
)
