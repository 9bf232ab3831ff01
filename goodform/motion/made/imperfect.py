"""Errors a camera makes about a body.

Each spoils a recording in one way, by amounts, from a seeded source of chance.
"""

from dataclasses import dataclass

import numpy as np

from goodform.motion.body.mannequin import other_side
from goodform.motion.body.space import Array, Flags


@dataclass(frozen=True)
class Imperfections:
    """How a recording is spoilt; all zero is a perfect one.

    ``noise_m``: standard deviation of each coordinate, metres. ``noise_deg``: the noise that makes
    a nearly straight joint between two thigh-long bones so uncertain, standard deviation in
    degrees (at a right angle four fifths of it).
    ``dropped``: share of frames that are missing. ``swapped``: share of the time in which the
    landmarks of left and right are exchanged, in stretches of about ``swap_s`` seconds.
    ``occluded``: names of landmarks that are hidden: their visibility falls to about 0.2 and
    their noise grows fourfold.
    """

    noise_m: float = 0.0
    noise_deg: float = 0.0
    dropped: float = 0.0
    swapped: float = 0.0
    swap_s: float = 0.4
    occluded: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse amounts that mean nothing.

        Raises
        ------
        ValueError
            If an amount is negative or a share is not below one.
        """
        if min(self.noise_m, self.noise_deg, self.dropped, self.swapped) < 0.0 or self.swap_s <= 0:
            raise ValueError("Noise, dropped and swapped frames cannot be negative.")
        if max(self.dropped, self.swapped) >= 1.0:
            raise ValueError("At least some frames have to be right: shares stay below 1.")


def noise_in_metres(imperfections: Imperfections, bone_m: float) -> float:
    """The standard deviation of a coordinate that both kinds of noise make together.

    The angle a of a joint between two bones of length b depends on three points; with independent
    noise s in its plane its standard deviation is s·√(4 + 2 cos a)/b radians, for a straight joint
    (a = 0) s·√6/b.
    """
    from_angle = np.radians(imperfections.noise_deg) * bone_m / np.sqrt(6.0)
    return float(np.hypot(imperfections.noise_m, from_angle))


def swap_sides(
    points: Array, names: tuple[str, ...], chance: np.random.Generator, share: float, frames: float
) -> tuple[Array, Flags]:
    """Exchange left and right in stretches; returns the points and which moments are swapped."""
    moments = len(points)
    swapped = np.zeros(moments, dtype=bool)
    stretch = max(1, round(frames))
    for start in chance.permutation(np.arange(0, moments, stretch)):
        if swapped.mean() >= share:
            break
        swapped[start : start + stretch] = True
    exchanged = [names.index(_other_landmark(name)) for name in names]
    return np.where(swapped[:, None, None], points[:, exchanged], points), swapped


def _other_landmark(name: str) -> str:
    if name.startswith("mouth_"):
        return "mouth_right" if name == "mouth_left" else "mouth_left"
    return other_side(name)
