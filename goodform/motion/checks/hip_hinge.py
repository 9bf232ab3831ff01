"""Hip hinge: standing, the trunk tips forward from the hips, the knees hardly bend."""

from typing import Final

from goodform.motion.checks.standing import (
    COMPARED_LEGS,
    HEAD_OUT_OF_LINE,
    HEELS_LIFT,
    KNEE_WOBBLES,
    KNEES_FALL_IN,
)
from goodform.motion.eye.check import Check, Quantity, Signal, Watched
from goodform.motion.eye.repetition import Range, Rhythm

HIP_HINGE: Final = Watched(
    slug="hip-hinge",
    counts="repetition",
    sides="none",
    position="upright",
    signal=Signal("hip_flexion", "both"),
    rhythm=Rhythm(least=22.0, rest=Range(-10.0, 45.0)),
    views=("side",),
    together="hip_flexion",
    carried="trunk",
    reports={
        "trunk_inclination": Quantity("trunk_inclination", "level"),
        "knee_flexion": Quantity("knee_flexion", "level", "turn", "both"),
        "hips_back": Quantity("hips_back", "change"),
        "out": Quantity("", "lasts", "out"),
    },
    checks=(
        Check(
            code="knees_bend",
            quantity=Quantity("knee_flexion", "level", "turn", "both"),
            high=25.0,
            cue="This is more of a squat. Push your hips back and keep your knees soft.",
            priority=1,
            sure="strong",
            spoken=True,
        ),
        Check(
            code="hinges_little",
            quantity=Quantity("trunk_inclination", "level"),
            low=25.0,
            cue="If it feels fine, tip a little further from the hips.",
            priority=6,
            view="side",
        ),
        Check(
            code="hinges_deep",
            quantity=Quantity("trunk_inclination", "level"),
            high=72.0,
            cue="Stop a little earlier, with your back in one line.",
            priority=3,
            view="side",
        ),
        HEAD_OUT_OF_LINE,
        HEELS_LIFT,
        KNEES_FALL_IN,
        KNEE_WOBBLES,
    ),
    compared=COMPARED_LEGS,
)
