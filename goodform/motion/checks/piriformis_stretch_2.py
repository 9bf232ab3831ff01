"""Glute and piriformis stretch 2: ankle across the opposite knee, the thigh is pulled in."""

from typing import Final

from goodform.motion.checks.lying import COMPARED, HEAD_LIFTS, PELVIS_ROLLS
from goodform.motion.eye.check import Quantity, Signal, Watched
from goodform.motion.eye.repetition import Range, Rhythm

PIRIFORMIS_STRETCH_2: Final = Watched(
    slug="piriformis-stretch-2",
    counts="hold",
    sides="each",
    position="on the back",
    signal=Signal("hip_flexion", "lower", side_by="hip_abduction"),
    rhythm=Rhythm(least=10.0, rest=Range(-20.0, 85.0), shortest_s=1.0, longest_s=180.0),
    views=("side", "front"),
    holds=True,
    reports={
        "hip_flexion": Quantity("hip_flexion", "level", "turn", "other"),
        "pelvic_tilt": Quantity("pelvic_tilt", "change"),
        "hold": Quantity("", "lasts", "turn"),
    },
    checks=(PELVIS_ROLLS, HEAD_LIFTS),
    compared=COMPARED,
)
