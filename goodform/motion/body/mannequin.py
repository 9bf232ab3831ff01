"""The body: of which parts it is made, and how long they are.

Everything is a share of stature, so one pose fits every height. Lengths: Drillis & Contini 1966,
as printed in Winter, Biomechanics and Motor Control of Human Movement, 4th ed. 2009, fig. 4.1.
Shoulder widths by sex: biacromial breadth over stature in ANSUR II (Gordon et al. 2014: men
0.4157 / 1.7562 m, women 0.3653 / 1.6285 m). The half distance of the hip joints and the height of
the waist were set by eye.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from goodform.motion.body.space import Array

Side = Literal["left", "right"]
Sex = Literal["female", "male"]

SIDES: tuple[Side, Side] = ("left", "right")
MEAN_STATURE_M: Mapping[Sex, float] = {"female": 1.6285, "male": 1.7562}
"""ANSUR II means, metres."""


@dataclass(frozen=True)
class Mannequin:
    """Lengths of the segments as shares of stature, and the stature in metres."""

    thigh: float = 0.245
    shank: float = 0.246
    ankle_height: float = 0.039
    trunk: float = 0.288
    waist: float = 0.100
    upper_arm: float = 0.186
    forearm: float = 0.146
    hip_half: float = 0.052
    shoulder_half: float = 0.118
    shoulder_drop: float = 0.014
    stature_m: float = 1.70

    @property
    def leg(self) -> float:
        """Hip to ankle with the knee straight."""
        return self.thigh + self.shank

    @property
    def arm(self) -> float:
        """Shoulder to wrist with the elbow straight."""
        return self.upper_arm + self.forearm


def mannequin(sex: Sex | None = None, stature_m: float | None = None) -> Mannequin:
    """Build a mannequin from sex and stature.

    Without a sex the shoulders are those of a man (the widest that has to fit the picture);
    without a stature it is the mean of the sex, or 1.70 m.

    Raises
    ------
    ValueError
        If the stature is not that of a person between 1.2 and 2.3 metres.
    """
    if stature_m is not None and not 1.2 <= stature_m <= 2.3:
        raise ValueError(f"A stature of {stature_m} m is outside 1.2 to 2.3 metres.")
    tall = stature_m or (MEAN_STATURE_M[sex] if sex else 1.70)
    half = 0.112 if sex == "female" else 0.118
    return Mannequin(stature_m=tall, shoulder_half=half)


@dataclass(frozen=True)
class Skeleton:
    """Where every joint is and how every segment is turned, over T moments.

    ``joints``: name → (T, 3), shares of stature: pelvis (between the hips), waist, neck (between
    the shoulders), and hip, knee, ankle, shoulder, elbow, wrist with ``left_`` or ``right_``.
    ``frames``: name → (T, 3, 3): pelvis, thorax, head, and thigh, shank, foot, upper_arm, forearm,
    hand by side; the long axis of a limb runs along −Y.
    """

    joints: Mapping[str, Array]
    frames: Mapping[str, Array]

    def mirrored(self) -> "Skeleton":
        """The same pose seen in a mirror: left and right exchanged, x turned round."""
        flip = np.array([-1.0, 1.0, 1.0])
        joints = {other_side(name): at * flip for name, at in self.joints.items()}
        # A reflected frame is left-handed; turning its Z round makes Z the body's right again.
        frames = {
            other_side(name): frame * flip[:, None] * np.array([1.0, 1.0, -1.0])
            for name, frame in self.frames.items()
        }
        return Skeleton(joints, frames)


def other_side(name: str) -> str:
    """Exchange left and right in a name: ``left_knee`` → ``right_knee``; others stay."""
    if name.startswith("left"):
        return "right" + name.removeprefix("left")
    if name.startswith("right"):
        return "left" + name.removeprefix("right")
    return name


def sign_of(side: Side) -> int:
    """+1 for the right, −1 for the left: the sign of the body's Z axis."""
    return 1 if side == "right" else -1
