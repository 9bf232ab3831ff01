"""The cost of watching: a frame, a completed repetition, a thousand coaches, a file."""

import dataclasses
import gc
import tracemalloc
from time import thread_time
from typing import Final

import numpy as np
from numpy.typing import NDArray

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


def _lasting(made: GeneratedBody, seconds: float) -> GeneratedBody:
    """The same body so slow that its repetitions last so long, at the same 30 frames a second."""
    one = made.truth.repetitions[0]
    times = made.times * seconds / (one.end_s - one.start_s)
    frames = np.arange(times[0], times[-1], 1.0 / 30.0)

    def slow(values: NDArray[np.float64]) -> NDArray[np.float64]:
        flat = values.reshape(len(times), -1)
        columns = [np.interp(frames, times, column) for column in flat.T]
        return np.stack(columns, axis=1).reshape(len(frames), *values.shape[1:])

    return dataclasses.replace(
        made, times=frames, points=slow(made.points), visibility=slow(made.visibility)
    )


def _completed_ms(slug: str, seconds: float, reference: Reference | None) -> float:
    """Milliseconds of the frame that completes a repetition of so many seconds, the longest."""
    made = body(slug, imperfections=Imperfections(noise_deg=1.0))
    coach = Coach(WATCHED[slug], camera=True, reference=reference)
    longest = 0.0
    for frame in _recording(_lasting(made, seconds)).frames():
        before = thread_time()
        done = coach.see(frame).repetition is not None
        if done:
            longest = max(longest, thread_time() - before)
    return round(longest * 1e3, 1)


def _completed(seconds: float) -> Figure:
    """The cost of a completed repetition in the exercise where it is dearest."""
    plain = {slug: _completed_ms(slug, seconds, None) for slug in MOVEMENTS}
    dearest = max(plain, key=lambda slug: plain[slug])
    return Figure(
        f"cost: a completed repetition of {seconds:.0f} s, dearest movement",
        plain[dearest],
        "ms",
        None,
        {
            "movement": dearest,
            "with_reference": _completed_ms(dearest, seconds, _reference(dearest)),
        },
    )


def figures(*, repetitions: int) -> tuple[Figure, ...]:
    """Microseconds a frame for the dearest movement, memory, and frames a second of a file."""
    medians: dict[str, float] = {}
    spent = {}
    for slug in MOVEMENTS:
        made = body(slug, repetitions=repetitions, imperfections=Imperfections(noise_deg=3.0))
        spent[slug] = _times_us(slug, list(_recording(made).frames()))
        medians[slug] = round(float(np.median(spent[slug])), 1)
    dearest = max(medians, key=lambda slug: medians[slug])
    made = body(dearest, repetitions=repetitions)
    recording = _recording(made)
    before = thread_time()
    analyse(recording, WATCHED[dearest])
    rate = len(made.times) / (thread_time() - before)
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
        _completed(3.0),
        _completed(25.0),
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
