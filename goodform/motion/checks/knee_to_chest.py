"""Knee to chest: on the back, one knee drawn up and held, the other leg quiet."""

from typing import Final

from goodform.motion.checks.lying import COMPARED, HEAD_LIFTS, PELVIS_ROLLS
from goodform.motion.eye.check import Check, Quantity, Signal, Watched
from goodform.motion.eye.repetition import Range, Rhythm

KNEE_TO_CHEST: Final = Watched(
    slug="knee-to-chest",
    counts="hold",
    sides="each",
    position="on the back",
    signal=Signal("hip_flexion", "either"),
    rhythm=Rhythm(least=25.0, rest=Range(-20.0, 85.0), shortest_s=1.0, longest_s=180.0),
    views=("side",),
    holds=True,
    reports={
        "hip_flexion": Quantity("hip_flexion", "level", "turn", "working"),
        "other_hip_flexion": Quantity("hip_flexion", "change", "turn", "other"),
        "hold": Quantity("", "lasts", "turn"),
    },
    checks=(
        Check(
            code="other_leg_lifts",
            quantity=Quantity("hip_flexion", "change", "turn", "other"),
            high=10.0,
            cue="Let your other leg stay quiet on the floor.",
            priority=2,
        ),
        HEAD_LIFTS,
        PELVIS_ROLLS,
        Check(
            code="knee_goes_out",
            quantity=Quantity("hip_abduction", "change", "turn", "working"),
            high=15.0,
            cue="Bring your knee straight towards your chest.",
            priority=4,
        ),
        Check(
            code="stops_early",
            quantity=Quantity("hip_flexion", "level", "turn", "working"),
            low=70.0,
            cue="If it feels fine, draw your knee a little closer.",
            priority=6,
        ),
    ),
    compared=COMPARED,
)
