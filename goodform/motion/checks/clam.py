"""Clam: on the side, knees bent, feet together, the top knee opens."""

from typing import Final

from goodform.motion.checks.lying import COMPARED, HIPS_ROLL_BACK, SHOULDERS_ROLL_BACK
from goodform.motion.eye.check import Check, Quantity, Signal, Watched
from goodform.motion.eye.repetition import Range, Rhythm

CLAM: Final = Watched(
    slug="clam",
    counts="repetition",
    sides="each",
    position="on the side",
    signal=Signal("thigh_tilt", "upper"),
    rhythm=Rhythm(least=9.0, rest=Range(50.0, 105.0)),
    views=("front",),
    reports={
        "knee_opening": Quantity("thigh_spread", "change"),
        "out": Quantity("", "lasts", "out"),
        "back": Quantity("", "lasts", "back"),
    },
    checks=(
        HIPS_ROLL_BACK,
        SHOULDERS_ROLL_BACK,
        Check(
            code="feet_part",
            quantity=Quantity("feet_apart", "change"),
            high=0.07,
            cue="Keep your feet together.",
            priority=2,
        ),
        Check(
            code="knee_shakes",
            quantity=Quantity("thigh_spread", "wobble", "all"),
            high=3.0,
            cue="Go slower, so that your knee stays steady.",
            priority=4,
        ),
        Check(
            code="opens_little",
            quantity=Quantity("thigh_spread", "change"),
            low=14.0,
            cue="If it feels fine, open your knee a little more.",
            priority=6,
        ),
    ),
    compared=(*COMPARED, "thigh_spread"),
)
