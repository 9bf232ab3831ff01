"""A phone's camera: a body as it tells of it, with the errors it is known to make.

Pixels of the picture are nearly right; metres are guessed: depth too flat, feet turned, and a leg
that the other one hides is put where that one is.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from goodform.motion.body.space import Array
from goodform.motion.body.viewing import View, axes_of

_PIXELS_A_RADIAN: Final = 620.0
"""A phone's camera, upright, 480 pixels wide."""
_MIDDLE: Final = (240.0, 320.0)


@dataclass(frozen=True)
class Phone:
    """Where a phone stands, and how wrong its guesses are.

    ``roll``: degrees it is turned in the plane of its picture; ``tilt``: degrees it leans back.
    ``depth``: the share of the true depth that it tells (a half was measured). ``feet``: degrees
    by which heel and toes are wrong. ``far_leg``: ``left`` or ``right`` where the other hides it.
    """

    view: View = field(default_factory=View)
    roll: float = 0.0
    tilt: float = 0.0
    depth: float = 1.0
    feet: float = 0.0
    far_leg: str = ""
    noise_px: float = 1.0


@dataclass(frozen=True)
class Film:
    """Landmarks of a film: ``points`` (T, J, 3), ``image`` (T, J, 2), ``visibility`` (T, J).

    ``up`` (3,) is what the phone senses: away from the ground, in the directions of the points.
    """

    points: Array
    image: Array
    visibility: Array
    up: Array


def film(points: Array, names: Sequence[str], phone: Phone, *, seed: int = 0) -> Film:
    """Film a body: points (T, J, 3) in metres, y up."""
    chance = np.random.default_rng(seed)
    index = {name: k for k, name in enumerate(names)}
    true = _in_the_camera(points, phone)
    from_it = np.maximum(_distance(phone) - true[..., 2], 0.2)
    image = np.stack(
        (
            _MIDDLE[0] + _PIXELS_A_RADIAN * true[..., 0] / from_it,
            _MIDDLE[1] - _PIXELS_A_RADIAN * true[..., 1] / from_it,
        ),
        axis=-1,
    )
    guessed = true.copy()
    guessed[..., 2] *= phone.depth
    _turn_feet(guessed, index, phone.feet)
    visibility = np.full(image.shape[:2], 0.95)
    if phone.far_leg:
        _hide_leg(guessed, image, visibility, index, phone.far_leg)
    image += chance.normal(0.0, phone.noise_px, image.shape)
    hips = guessed[:, [index["left_hip"], index["right_hip"]]].mean(axis=1, keepdims=True)
    guessed = guessed - hips + chance.normal(0.0, 0.004, guessed.shape)
    return Film(guessed, image, visibility, _turn(phone) @ axes_of(phone.view)[:, 1])


def _distance(phone: Phone) -> float:
    return phone.view.distance_m or 3.0


def _in_the_camera(points: Array, phone: Phone) -> Array:
    """Metres right, up and towards the camera, about where the body stands first."""
    axes = axes_of(phone.view)
    centre = points[0].mean(axis=0)
    turned = (points - centre) @ axes.T
    return np.asarray(turned @ _turn(phone).T)


def _turn(phone: Phone) -> Array:
    """How a phone that is rolled and leans back turns what it sees: (3, 3)."""
    r, t = np.radians(phone.roll), np.radians(phone.tilt)
    roll = np.array([[np.cos(r), -np.sin(r), 0.0], [np.sin(r), np.cos(r), 0.0], [0.0, 0.0, 1.0]])
    tilt = np.array([[1.0, 0.0, 0.0], [0.0, np.cos(t), -np.sin(t)], [0.0, np.sin(t), np.cos(t)]])
    return np.asarray(roll @ tilt)


def _turn_feet(points: Array, index: dict[str, int], degrees: float) -> None:
    """Turn heel and toes about the ankle, in the plane of up and depth and of up and across."""
    a = np.radians(degrees)
    turn = np.array([[np.cos(a), np.sin(a), 0.0], [-np.sin(a), np.cos(a), 0.0], [0.0, 0.0, 1.0]])
    for side in ("left", "right"):
        ankle = points[:, index[f"{side}_ankle"]].copy()
        for part in ("heel", "foot_index"):
            at = index[f"{side}_{part}"]
            points[:, at] = ankle + (points[:, at] - ankle) @ turn.T


def _hide_leg(
    points: Array, image: Array, visibility: Array, index: dict[str, int], side: str
) -> None:
    """Put a leg half-way to where the other one is, and say that it was not seen."""
    other = "right" if side == "left" else "left"
    for joint in ("knee", "ankle", "heel", "foot_index"):
        at, there = index[f"{side}_{joint}"], index[f"{other}_{joint}"]
        for places in (points, image):
            places[:, at] = 0.5 * (places[:, at] + places[:, there])
        visibility[:, at] = 0.3
