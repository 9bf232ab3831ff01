"""Glute and piriformis stretch 1: foot across the other knee, the hand draws the knee across."""

from typing import Final

from goodform.motion.checks.lying import COMPARED, HEAD_LIFTS, PELVIS_ROLLS
from goodform.motion.eye.check import Quantity, Signal, Watched
from goodform.motion.eye.repetition import Range, Rhythm

PIRIFORMIS_STRETCH_1: Final = Watched(
    slug="piriformis-stretch-1",
    counts="hold",
    sides="each",
    position="on the back",
    signal=Signal("thigh_across", "either"),
    rhythm=Rhythm(least=18.0, rest=Range(-30.0, 20.0), shortest_s=1.0, longest_s=180.0),
    views=("side", "front"),
    holds=True,
    reports={
        "knee_across": Quantity("thigh_across", "change", "turn", "working"),
        "pelvic_tilt": Quantity("pelvic_tilt", "change"),
        "hold": Quantity("", "lasts", "turn"),
    },
    checks=(PELVIS_ROLLS, HEAD_LIFTS),
    compared=COMPARED,
)
