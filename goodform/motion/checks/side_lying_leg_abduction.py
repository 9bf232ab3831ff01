"""Side-lying leg abduction: on the side, the straight top leg is lifted."""

from typing import Final

from goodform.motion.checks.lying import COMPARED, HIPS_ROLL_BACK, SHOULDERS_ROLL_BACK
from goodform.motion.eye.check import Check, Quantity, Signal, Watched
from goodform.motion.eye.repetition import Range, Rhythm

SIDE_LYING_LEG_ABDUCTION: Final = Watched(
    slug="side-lying-leg-abduction",
    counts="repetition",
    sides="each",
    position="on the side",
    signal=Signal("leg_lift", "upper"),
    rhythm=Rhythm(least=10.0, rest=Range(-35.0, 25.0)),
    views=("front",),
    reports={
        "lift": Quantity("hip_abduction", "level", "turn", "working"),
        "knee_flexion": Quantity("knee_flexion", "level", "turn", "working"),
        "out": Quantity("", "lasts", "out"),
        "back": Quantity("", "lasts", "back"),
    },
    checks=(
        HIPS_ROLL_BACK,
        SHOULDERS_ROLL_BACK,
        Check(
            code="hip_hitches",
            quantity=Quantity("hip_hitch", "shift"),
            high=10.0,
            cue="Keep your waist long. Lift from the hip, not from the side.",
            priority=2,
        ),
        Check(
            code="knee_bends",
            quantity=Quantity("knee_flexion", "level", "turn", "working"),
            high=20.0,
            cue="Keep your top knee straight.",
            priority=3,
            view="front",
        ),
        Check(
            code="leg_leaves_line",
            quantity=Quantity("thigh_forward", "shift", "turn", "working"),
            high=10.0,
            cue="Lift your leg straight up, in line with your body.",
            priority=3,
            view="front",
            sure="weak",
        ),
        Check(
            code="leg_shakes",
            quantity=Quantity("hip_abduction", "wobble", "all", "working"),
            high=4.0,
            cue="Go slower, so that your leg stays steady.",
            priority=4,
        ),
        Check(
            code="lifts_high",
            quantity=Quantity("hip_abduction", "level", "turn", "working"),
            high=45.0,
            cue="Lift a little less. Your hips stay still.",
            priority=5,
        ),
        Check(
            code="lifts_little",
            quantity=Quantity("hip_abduction", "level", "turn", "working"),
            low=14.0,
            cue="If it feels fine, lift your leg a little higher.",
            priority=6,
        ),
    ),
    compared=COMPARED,
)
