"""What watching costs: a frame, a thousand coaches, a file."""

import gc
import tracemalloc
from time import thread_time
from typing import Final

import numpy as np

from bench.figure import Figure
from bench.motion_generated import body
from goodform.motion.checks import WATCHED
from goodform.motion.eye.coach import Coach, analyse
from goodform.motion.eye.frame import Frame, Layout
from goodform.motion.eye.recording import Recording
from goodform.motion.eye.reference import Feature, Reference
from goodform.motion.made.generate import GeneratedBody
from goodform.motion.made.imperfect import Imperfections
from goodform.motion.movements import MOVEMENTS

COACHES: Final = 1000


def _recording(made: GeneratedBody) -> Recording:
    return Recording(Layout.named(made.names), made.times, made.points, made.visibility, up=made.up)


def _reference(slug: str) -> Reference:
    """A reference that makes the coach take every measure; its numbers do not matter here."""
    return Reference(slug, {Feature("body", "trunk_inclination", "half"): 0.0}, 1.0)


def _times_us(slug: str, frames: list[Frame]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    coach = Coach(WATCHED[slug], camera=True, reference=_reference(slug))
    spent = []
    gc.collect()
    gc.disable()
    try:
        for frame in frames:
            before = thread_time()
            coach.see(frame)
            spent.append(thread_time() - before)
    finally:
        gc.enable()
    return np.array(spent) * 1e6


def figures(*, repetitions: int) -> tuple[Figure, ...]:
    """Microseconds a frame for the dearest movement, memory, and frames a second of a file."""
    medians: dict[str, float] = {}
    spent = {}
    for slug in MOVEMENTS:
        made = body(slug, repetitions=repetitions, imperfections=Imperfections(noise_deg=3.0))
        spent[slug] = _times_us(slug, list(_recording(made).frames()))
        medians[slug] = round(float(np.median(spent[slug])), 1)
    dearest = max(medians, key=lambda slug: medians[slug])
    recording = _recording(body(dearest, repetitions=repetitions))
    before = thread_time()
    analyse(recording, WATCHED[dearest])
    rate = len(recording.times) / (thread_time() - before)
    return (
        Figure(
            "cost: a frame, everything, dearest movement, median",
            medians[dearest],
            "µs",
            50.0,
            {
                "movement": dearest,
                "p99": round(float(np.percentile(spent[dearest], 99.0)), 1),
                "longest": round(float(spent[dearest].max()), 1),
                "medians": medians,
            },
        ),
        Figure(f"cost: {COACHES} coaches after 20 s each", _memory_mb(dearest), "MB"),
        Figure("cost: analysing a file", round(rate), "frames/s", None, {"movement": dearest}),
    )


def _memory_mb(slug: str) -> float:
    frames = list(_recording(body(slug, repetitions=3)).frames())[:600]
    few = COACHES // 20
    tracemalloc.start()
    try:
        coaches = [
            Coach(WATCHED[slug], camera=True, reference=_reference(slug)) for _ in range(few)
        ]
        for coach in coaches:
            for frame in frames:
                coach.see(frame)
        used, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    return round(used / few * COACHES / 1e6, 1)
