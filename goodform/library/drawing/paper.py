"""Where on the paper does a point in space come to lie?"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from goodform.motion.body.space import Array
from goodform.motion.body.viewing import View, seen

WIDTH = 1440
TALLEST = 990
MARGIN = 39


@dataclass(frozen=True)
class Paper:
    """A picture 1440 wide: ``scale`` units a stature, and the corner that is its origin."""

    view: View
    scale: float
    left: float
    top: float
    height: int

    def place(self, points: Array) -> Array:
        """Points in space (…, 3) on the paper (…, 2), y downwards."""
        flat = seen(points, self.view)[..., :2]
        return np.stack(
            [flat[..., 0] * self.scale - self.left, self.top - flat[..., 1] * self.scale], axis=-1
        )

    def at(self, spot: tuple[float, float]) -> tuple[float, float]:
        """A spot given in statures right of and above the origin, on the paper."""
        return spot[0] * self.scale - self.left, self.top - spot[1] * self.scale


def fit(view: View, boxes: Sequence[tuple[Array, float]]) -> Paper:
    """The largest paper scale at which everything fits.

    ``boxes``: points in the camera's plane (…, 2), statures, and how far the ink reaches round
    them.
    """
    low = np.min([(points - reach).reshape(-1, 2).min(axis=0) for points, reach in boxes], axis=0)
    high = np.max([(points + reach).reshape(-1, 2).max(axis=0) for points, reach in boxes], axis=0)
    wide, tall = high - low
    scale = min((WIDTH - 2 * MARGIN) / wide, (TALLEST - 2 * MARGIN) / tall)
    height = round(tall * scale) + 2 * MARGIN
    left = low[0] * scale - (WIDTH - wide * scale) / 2.0
    return Paper(view, float(scale), float(left), float(high[1] * scale + MARGIN), height)
