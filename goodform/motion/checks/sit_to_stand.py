"""Sit to stand: from a seat to the feet and back, or from the feet to a seat and up again."""

from dataclasses import replace
from typing import Final

from goodform.motion.checks.standing import (
    COMPARED_LEGS,
    HEELS_LIFT,
    KNEE_DRIFTS,
    KNEE_WOBBLES,
)
from goodform.motion.eye.check import Quantity, Signal, Watched
from goodform.motion.eye.repetition import Range, Rhythm

SIT_TO_STAND: Final = Watched(
    slug="sit-to-stand",
    counts="repetition",
    sides="none",
    position="upright",
    signal=Signal("knee_flexion", "both"),
    rhythm=Rhythm(least=28.0, rest=Range(-10.0, 50.0), other_rest=Range(55.0, 140.0), rests_s=0.6),
    views=("front", "side"),
    together="knee_flexion",
    carried="hips",
    leads=("trunk_forward",),
    reports={
        "knee_flexion": Quantity("knee_flexion", "most", "all", "both"),
        "trunk_inclination": Quantity("trunk_inclination", "most", "all"),
        "out": Quantity("", "lasts", "out"),
        "back": Quantity("", "lasts", "back"),
    },
    checks=(
        replace(KNEE_DRIFTS, quantity=Quantity("knee_drift", "most", "all", "worst")),
        KNEE_WOBBLES,
        HEELS_LIFT,
    ),
    compared=COMPARED_LEGS,
    validated=True,
)
