"""Squat: down and up on both feet, without a seat."""

from typing import Final

from goodform.motion.checks.standing import (
    COMPARED_LEGS,
    HEAD_LEADS,
    HEELS_LIFT,
    KNEE_DRIFTS,
    KNEE_WOBBLES,
    KNEES_FALL_IN,
    KNEES_FALL_IN_RISING,
)
from goodform.motion.eye.check import Quantity, Signal, Watched
from goodform.motion.eye.repetition import Range, Rhythm

SQUAT: Final = Watched(
    slug="squat",
    counts="repetition",
    sides="none",
    position="upright",
    signal=Signal("knee_flexion", "both"),
    rhythm=Rhythm(least=30.0, rest=Range(-10.0, 60.0)),
    views=("front", "side"),
    together="knee_flexion",
    carried="hips",
    reports={
        "knee_flexion": Quantity("knee_flexion", "most", "all", "both"),
        "hip_flexion": Quantity("hip_flexion", "most", "all", "both"),
        "trunk_inclination": Quantity("trunk_inclination", "most", "all"),
        "knee_separation": Quantity("knee_separation", "level"),
        "out": Quantity("", "lasts", "out"),
        "back": Quantity("", "lasts", "back"),
    },
    checks=(
        KNEES_FALL_IN,
        KNEES_FALL_IN_RISING,
        KNEE_DRIFTS,
        KNEE_WOBBLES,
        HEAD_LEADS,
        HEELS_LIFT,
    ),
    compared=COMPARED_LEGS,
    validated=True,
)
