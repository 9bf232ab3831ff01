"""The movements of a clinical assessment, as UI-PRMD recorded them: counted and compared."""

from typing import Final, Literal

from goodform.motion.checks.standing import COMPARED_ARMS, COMPARED_LEGS
from goodform.motion.eye.check import Position, Quantity, Signal, Watched
from goodform.motion.eye.repetition import Range, Rhythm


def _legs(
    slug: str, measure: str, *, least: float, rest: float, position: Position = "upright"
) -> Watched:
    return Watched(
        slug=slug,
        counts="repetition",
        sides="each",
        position=position,
        signal=Signal(measure, "either"),
        rhythm=Rhythm(least=least, rest=Range(-10.0, rest)),
        reports={
            "hip_flexion": Quantity("hip_flexion", "most", "all", "working"),
            "knee_flexion": Quantity("knee_flexion", "most", "all", "working"),
            "trunk_inclination": Quantity("trunk_inclination", "most", "all"),
        },
        compared=COMPARED_LEGS,
        validated=True,
    )


def _arms(
    slug: str,
    measure: str,
    *,
    least: float,
    rest: Range,
    of: Literal["either", "higher"] = "either",
    sign: int = 1,
) -> Watched:
    return Watched(
        slug=slug,
        counts="repetition",
        sides="each",
        position="upright",
        limbs="arms",
        signal=Signal(measure, of, sign),
        rhythm=Rhythm(least=least, rest=rest),
        reports={measure: Quantity(measure, "swing", "all", "working")},
        compared=COMPARED_ARMS,
        validated=True,
    )


ASSESSMENT: Final = (
    _legs("hurdle-step", "hip_flexion", least=30.0, rest=40.0),
    _legs("inline-lunge", "knee_flexion", least=25.0, rest=50.0),
    _legs("side-lunge", "knee_flexion", least=30.0, rest=55.0),
    _legs("straight-leg-raise", "hip_flexion", least=25.0, rest=45.0, position="any"),
    _arms("shoulder-abduction", "shoulder_elevation", least=40.0, rest=Range(-10.0, 60.0)),
    _arms("shoulder-extension", "arm_forward", least=15.0, rest=Range(-60.0, 60.0), sign=-1),
    _arms(
        "shoulder-rotation",
        "hand_reach",
        least=20.0,
        rest=Range(-180.0, -60.0),
        of="higher",
        sign=-1,
    ),
    _arms("shoulder-scaption", "shoulder_elevation", least=40.0, rest=Range(-10.0, 60.0)),
)
