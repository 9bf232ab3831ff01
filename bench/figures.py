"""How large are the pictures, how long do they take, and how fast are bodies generated?"""

import gzip
from time import perf_counter

from bench.figure import Figure
from goodform.library.drawing.picture import animated_picture, scene_of, still_picture
from goodform.library.figures import PICTURES, animated, sides_of, still
from goodform.motion.body.movement import Dose
from goodform.motion.made.generate import generate
from goodform.motion.movements import DRAWN

LARGEST = 6_000
"""The goal for one picture, bytes after gzip."""

REPETITIONS = {"small": 20, "large": 400}


def measure(*, size: str) -> tuple[Figure, ...]:
    """Bytes of each picture, seconds to draw all of them, frames of bodies generated a second.

    Raises
    ------
    KeyError
        If the size is neither ``small`` nor ``large``.
    """
    return (*_sizes(), _drawing(), _generating(REPETITIONS[size]))


def _sizes() -> tuple[Figure, ...]:
    figures = []
    for slug in PICTURES:
        side = sides_of(slug)[0]
        moving, quiet = animated(slug, side), still(slug, side)
        figures.append(
            Figure(
                f"{slug}, moving",
                len(gzip.compress(moving.encode())),
                "bytes, gzip",
                f"<= {LARGEST}",
                beside={
                    "plain": len(moving.encode()),
                    "still": len(gzip.compress(quiet.encode())),
                },
            )
        )
    return tuple(figures)


def _drawing() -> Figure:
    """Draw every picture once from nothing, past the cache."""
    began = perf_counter()
    for movement in DRAWN.values():
        scene = scene_of(movement)
        side = movement.drawn_side
        animated_picture(
            scene, side=side, timing=movement.timing, palette="stage", label="", key="bench"
        )
        still_picture(scene, side=side, palette="stage", label="", key="bench")
    seconds = perf_counter() - began
    return Figure(
        "all pictures drawn, moving and still", round(seconds, 3), "s", beside={"of": len(PICTURES)}
    )


def _generating(repetitions: int) -> Figure:
    frames = 0
    began = perf_counter()
    for movement in DRAWN.values():
        frames += len(generate(movement, dose=Dose(repetitions=repetitions)).times)
    seconds = perf_counter() - began
    return Figure(
        "frames of bodies generated, 33 landmarks with truth",
        round(frames / seconds),
        "frames/s",
        beside={"frames": frames},
    )
