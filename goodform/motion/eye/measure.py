"""Quantities measured on a body: names, units, and the view each one needs.

Every measure is a plain function of one Body, or of a Body and a side.  None depends on where the
body is, how large it is or which way it faces, apart from the direction of gravity (y up).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from goodform.motion.eye import sided, whole
from goodform.motion.eye.frame import Body

View = Literal["front", "side", "any"]
Unit = Literal["deg", "cm", "s", "ratio"]
Sided = Callable[[Body, int], float]
Whole = Callable[[Body], float]


NEED_BOTH_LEGS: Final = frozenset(
    {
        "feet_apart",
        "foot_height",
        "hip_height",
        "hip_line",
        "hips_back",
        "hips_sideways",
        "knee_separation",
        "leg_spread",
        "shoulder_height",
        "shoulders_forward",
        "thigh_spread",
    }
)
"""Tell nothing where one leg hides the other."""
LEAN_ON_UP: Final = frozenset(
    {
        "foot_height",
        "foot_pitch",
        "hip_height",
        "hip_hitch",
        "hip_roll",
        "hips_back",
        "hips_sideways",
        "knee_drift",
        "knee_over_toe",
        "knee_separation",
        "leg_lift",
        "pelvic_tilt",
        "shin_tilt",
        "shoulder_height",
        "shoulder_roll",
        "shoulder_tilt",
        "shoulders_forward",
        "thigh_tilt",
        "trunk_forward",
        "trunk_inclination",
        "trunk_sideways",
        "trunk_twist",
    }
)
"""Are wrong on a phone that stands turned or leans back, where nobody knows how much."""


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing that can be measured, and from where it can be seen."""

    name: str
    unit: Unit
    view: View
    """The view a single camera needs for it; several cameras or markers see it from anywhere."""
    of_side: Sided | None = None
    of_body: Whole | None = None

    def taken(self, bodies: Sequence[Body], side: int | None) -> list[float]:
        """The measure of each body; of a side where it is of a side."""
        if self.of_body is not None:
            return [self.of_body(body) for body in bodies]
        if self.of_side is None or side is None:
            raise ValueError(f"{self.name} is of a side: say which.")
        return [self.of_side(body, side) for body in bodies]

    @property
    def explained(self) -> str:
        """Its meaning, with zero and sign."""
        found = self.of_side or self.of_body
        return (found.__doc__ or "").partition("\n")[0]


def _sided(of: Sided, unit: Unit, view: View) -> Measure:
    return Measure(of.__name__, unit, view, of_side=of)


def _whole(of: Whole, unit: Unit, view: View) -> Measure:
    return Measure(of.__name__, unit, view, of_body=of)


MEASURES: Final[dict[str, Measure]] = {
    measure.name: measure
    for measure in (
        _sided(sided.hip_flexion, "deg", "side"),
        _sided(sided.hip_abduction, "deg", "front"),
        _sided(sided.thigh_across, "deg", "any"),
        _sided(sided.knee_flexion, "deg", "side"),
        _sided(sided.knee_drift, "deg", "front"),
        _sided(sided.thigh_tilt, "deg", "side"),
        _sided(sided.shin_tilt, "deg", "side"),
        _sided(sided.leg_lift, "deg", "any"),
        _sided(sided.thigh_forward, "deg", "side"),
        _sided(sided.ankle_flexion, "deg", "side"),
        _sided(sided.foot_pitch, "deg", "side"),
        _sided(sided.knee_over_toe, "ratio", "side"),
        _sided(sided.foot_height, "ratio", "any"),
        _sided(sided.shoulder_elevation, "deg", "any"),
        _sided(sided.arm_out, "deg", "front"),
        _sided(sided.arm_forward, "deg", "side"),
        _sided(sided.elbow_flexion, "deg", "any"),
        _sided(sided.forearm_lift, "deg", "any"),
        _sided(sided.forearm_forward, "deg", "side"),
        _sided(sided.hand_reach, "deg", "any"),
        _sided(sided.shoulder_shrug, "ratio", "front"),
        _whole(whole.trunk_inclination, "deg", "any"),
        _whole(whole.trunk_forward, "deg", "side"),
        _whole(whole.trunk_sideways, "deg", "front"),
        _whole(whole.trunk_twist, "deg", "front"),
        _whole(whole.head_line, "deg", "side"),
        _whole(whole.head_forward, "deg", "side"),
        _whole(whole.pelvic_tilt, "deg", "front"),
        _whole(whole.shoulder_tilt, "deg", "front"),
        _whole(whole.hip_hitch, "deg", "front"),
        _whole(whole.hip_roll, "deg", "front"),
        _whole(whole.shoulder_roll, "deg", "front"),
        _whole(whole.thigh_spread, "deg", "front"),
        _whole(whole.leg_spread, "deg", "front"),
        _whole(whole.feet_apart, "ratio", "front"),
        _whole(whole.knee_separation, "ratio", "front"),
        _whole(whole.hip_height, "ratio", "any"),
        _whole(whole.shoulder_height, "ratio", "any"),
        _whole(whole.hips_back, "ratio", "side"),
        _whole(whole.shoulders_forward, "ratio", "side"),
        _whole(whole.hips_sideways, "ratio", "front"),
        _whole(whole.hip_line, "deg", "side"),
    )
}
