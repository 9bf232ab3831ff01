"""Box squat: hinge first, bend the knees, perch on the edge, drive up through the heels."""

from dataclasses import replace
from typing import Final

from goodform.motion.checks.standing import (
    COMPARED_LEGS,
    HEAD_LEADS,
    HEAD_OUT_OF_LINE,
    HEELS_LIFT,
    KNEE_DRIFTS,
    KNEE_WOBBLES,
    KNEES_FALL_IN,
    KNEES_FALL_IN_RISING,
)
from goodform.motion.eye.check import Check, Quantity, Signal, Watched
from goodform.motion.eye.repetition import Range, Rhythm

BOX_SQUAT: Final = Watched(
    slug="box-squat",
    counts="repetition",
    sides="none",
    position="upright",
    signal=Signal("knee_flexion", "both"),
    rhythm=Rhythm(least=25.0, rest=Range(-10.0, 60.0), rests_s=0.6),
    leads=("trunk_forward",),
    views=("front", "side"),
    together="knee_flexion",
    carried="hips",
    reports={
        "knee_flexion": Quantity("knee_flexion", "most", "all", "both"),
        "hip_flexion": Quantity("hip_flexion", "most", "all", "both"),
        "trunk_inclination": Quantity("trunk_inclination", "most", "all"),
        "knee_separation": Quantity("knee_separation", "level"),
        "pause": Quantity("", "lasts", "turn"),
    },
    checks=(
        KNEES_FALL_IN,
        KNEES_FALL_IN_RISING,
        KNEE_DRIFTS,
        KNEE_WOBBLES,
        Check(
            code="knees_first",
            quantity=Quantity("trunk_inclination", "lead", "out", against="knee_flexion"),
            low=-0.05,
            cue="Push your hips back first, then bend your knees.",
            priority=2,
            view="side",
        ),
        HEAD_LEADS,
        HEELS_LIFT,
        replace(HEAD_OUT_OF_LINE, high=5.0, cue="Look up as you go, with a long neck."),
        Check(
            code="no_pause",
            quantity=Quantity("", "lasts", "turn"),
            low=0.3,
            cue="Perch on the edge for a moment before you rise.",
            priority=5,
            spoken=True,
        ),
    ),
    compared=COMPARED_LEGS,
)
