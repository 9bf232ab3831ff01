"""A camera's view of points in space.

World: x right, y up, z to the viewer. A camera at azimuth a stands a degrees round to the body's
front-right corner of the picture (towards +x from +z) and at elevation e looks down from above.
"""

from dataclasses import dataclass

import numpy as np

from goodform.motion.body.space import Array


@dataclass(frozen=True)
class View:
    """A camera: azimuth and elevation in degrees; distance in metres, None for a parallel view."""

    azimuth: float = 0.0
    elevation: float = 0.0
    distance_m: float | None = None


def axes_of(view: View) -> Array:
    """The rows right, up and towards the viewer of a camera: (3, 3)."""
    a, e = np.radians(view.azimuth), np.radians(view.elevation)
    right = (np.cos(a), 0.0, -np.sin(a))
    up = (-np.sin(a) * np.sin(e), np.cos(e), -np.cos(a) * np.sin(e))
    towards = (np.sin(a) * np.cos(e), np.sin(e), np.cos(a) * np.cos(e))
    return np.array([right, up, towards])


def seen(points: Array, view: View, centre: Array | None = None) -> Array:
    """Points in the camera's own directions: (…, 3) → (…, 3), x right, y up, z to the camera.

    With a distance, near points grow and far ones shrink as in a photograph whose scale is true
    at ``centre`` (3,), the point the camera looks at.
    """
    axes = axes_of(view)
    turned = points @ axes.T
    if view.distance_m is None:
        return np.asarray(turned)
    middle = (np.zeros(3) if centre is None else centre) @ axes.T
    grown = view.distance_m / np.maximum(view.distance_m - (turned[..., 2] - middle[2]), 0.1)
    flat = middle[:2] + (turned[..., :2] - middle[:2]) * grown[..., None]
    return np.concatenate([flat, turned[..., 2:]], axis=-1)
