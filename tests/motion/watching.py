"""Bodies to watch: generated ones as recordings, and simple poses by hand."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from goodform.motion.body.movement import Dose
from goodform.motion.body.viewing import View
from goodform.motion.checks import WATCHED
from goodform.motion.eye.coach import Analysis, Side, analyse
from goodform.motion.eye.frame import Body, Frame, Layout, body_of
from goodform.motion.eye.recording import Recording
from goodform.motion.made.generate import GeneratedBody, generate
from goodform.motion.made.imperfect import Imperfections
from goodform.motion.movements import MOVEMENTS

Floats = NDArray[np.float64]

SPOILT = Imperfections(noise_deg=6.0, dropped=0.10)

STANDING: Mapping[str, tuple[float, float, float]] = {
    "pelvis": (0.0, 0.95, 0.0),
    "neck": (0.0, 1.45, 0.0),
    "head": (0.0, 1.65, 0.0),
    "left_hip": (0.1, 0.95, 0.0),
    "right_hip": (-0.1, 0.95, 0.0),
    "left_knee": (0.1, 0.52, 0.0),
    "right_knee": (-0.1, 0.52, 0.0),
    "left_ankle": (0.1, 0.1, 0.0),
    "right_ankle": (-0.1, 0.1, 0.0),
    "left_toe": (0.1, 0.0, 0.2),
    "right_toe": (-0.1, 0.0, 0.2),
    "left_shoulder": (0.2, 1.45, 0.0),
    "right_shoulder": (-0.2, 1.45, 0.0),
    "left_elbow": (0.2, 1.15, 0.0),
    "right_elbow": (-0.2, 1.15, 0.0),
    "left_wrist": (0.2, 0.9, 0.0),
    "right_wrist": (-0.2, 0.9, 0.0),
}
"""Somebody standing straight, facing z, arms hanging."""

LAYOUT = Layout.named(tuple(STANDING))


def body_with(**moved: tuple[float, float, float]) -> Body:
    """The standing body with some joints elsewhere."""
    return body_of(frame_with(0.0, **moved))


def frame_with(time: float, **moved: tuple[float, float, float]) -> Frame:
    """A frame of the standing body with some joints elsewhere."""
    return Frame(LAYOUT, time, [moved.get(name, at) for name, at in STANDING.items()])


def made(
    slug: str,
    *,
    repetitions: int = 3,
    faults: Mapping[str, float] | None = None,
    imperfections: Imperfections | None = None,
    side: Side | None = None,
    seed: int = 1,
    rate: float = 30.0,
    view: View | None = None,
) -> GeneratedBody:
    """Some repetitions of a movement by a body that never lived."""
    return generate(
        MOVEMENTS[slug],
        dose=Dose(repetitions=repetitions),
        faults=faults,
        imperfections=imperfections or Imperfections(),
        side=side,
        seed=seed,
        rate=rate,
        view=view,
        variation=0.05,
    )


def recorded(
    body: GeneratedBody, points: Floats | None = None, *, camera: bool = False
) -> Recording:
    """A generated body as a recording, its points perhaps moved."""
    return Recording(
        Layout.named(body.names),
        body.times,
        body.points if points is None else points,
        body.visibility if camera else None,
        up=body.up if camera else None,
    )


def seen(
    body: GeneratedBody,
    points: Floats | None = None,
    *,
    camera: bool = False,
    side: Side | None = None,
) -> Analysis:
    """The coach's view of it."""
    watched = WATCHED[body.truth.movement]
    return analyse(recorded(body, points, camera=camera), watched, side=side)


def verdict(analysis: Analysis) -> list[tuple[str, tuple[str, ...]]]:
    """Side and faults of every repetition."""
    return [(r.side, tuple(f.code for f in r.faults)) for r in analysis.repetitions]


def turned_about_vertical(points: Floats, degrees: float) -> Floats:
    """The same points after a turn about the vertical."""
    a = np.radians(degrees)
    turn = np.array([[np.cos(a), 0.0, np.sin(a)], [0.0, 1.0, 0.0], [-np.sin(a), 0.0, np.cos(a)]])
    return np.asarray(points @ turn.T)
