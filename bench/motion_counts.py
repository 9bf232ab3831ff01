"""Counting on stitched UI-PRMD series, and angles of Kinect beside those of Vicon."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bench.figure import Figure
from bench.uiprmd import MOVEMENTS, Cut, Cuts, Sensor, measured
from goodform.motion.checks import WATCHED
from goodform.motion.eye.coach import analyse
from goodform.motion.eye.frame import LEFT, RIGHT, Frame, body_of
from goodform.motion.eye.measuring import Measuring
from goodform.motion.eye.recording import Recording

Floats = NDArray[np.float64]
RATE: Final = 30.0
STILL_BEFORE, STILL_AFTER = 30, 8


@dataclass(frozen=True)
class Series:
    """Repetitions of one person one after the other."""

    movement: int
    subject: int
    points: Floats
    count: int


def stitched(cuts: Sequence[Cut]) -> Series:
    """Each repetition followed by its last pose for 8 frames, the first preceded by 30."""
    parts = [np.repeat(cuts[0].points[:1], STILL_BEFORE, axis=0)]
    for cut in cuts:
        parts += [cut.points, np.repeat(cut.points[-1:], STILL_AFTER, axis=0)]
    return Series(cuts[0].movement, cuts[0].subject, np.concatenate(parts), len(cuts))


def all_series(
    cuts: Cuts, sensor: Sensor, *, at_most: int | None = None, correct: bool = True
) -> list[Series]:
    """A series for every movement and person, of correct or incorrect repetitions in file order."""
    found = []
    for movement in MOVEMENTS:
        for subject in cuts.subjects:
            own = [
                c
                for c in cuts.of(sensor, movement)
                if c.subject == subject and c.correct == correct
            ]
            if own:
                found.append(stitched(own[:at_most]))
    return found


def counted(cuts: Cuts, series: Series) -> int:
    """How many repetitions the coach counts."""
    times = np.arange(len(series.points)) / RATE
    recording = Recording(cuts.layout, times, series.points)
    return len(analyse(recording, WATCHED[MOVEMENTS[series.movement]]).repetitions)


def peaks(cuts: Cuts, series: Series) -> int:
    """A plain peak counter on the same signal: each rise through its mean, half a second apart."""
    measuring = Measuring(WATCHED[MOVEMENTS[series.movement]])
    signal = np.array(
        [
            measuring.signal(body_of(Frame(cuts.layout, 0.0, points)), None)
            for points in series.points.tolist()
        ]
    )
    above = signal > signal.mean()
    count, last = 0, -RATE
    for i in range(1, len(signal)):
        if above[i] and not above[i - 1] and i - last >= 0.5 * RATE:
            count, last = count + 1, i
    return count


def _told(series: Sequence[Series], counts: Sequence[int]) -> dict[str, float]:
    off = np.array([abs(n - s.count) for s, n in zip(series, counts, strict=True)])
    true = np.array([s.count for s in series])
    return {
        "off_by_one_rate": round(float((off <= 1).mean()), 4),
        "mae": round(float((off / true).mean()), 4),
        "exact": round(float((off == 0).mean()), 4),
        "series": len(series),
    }


def count_figures(cuts: Cuts) -> tuple[Figure, ...]:
    """Counting, beside a constant and a plain peak counter."""
    found = []
    wanted: tuple[tuple[Sensor, int | None, bool], ...] = (
        ("kinect", None, True),
        ("kinect", 4, True),
        ("vicon", None, True),
        ("kinect", None, False),
        ("vicon", None, False),
    )
    for sensor, at_most, correct in wanted:
        series = all_series(cuts, sensor, at_most=at_most, correct=correct)
        if not series:
            continue
        told = _told(series, [counted(cuts, s) for s in series])
        beside: dict[str, object] = {
            "plain_peak_counter": _told(series, [peaks(cuts, s) for s in series]),
            "constant_ten": _told(series, [10] * len(series)),
            **told,
        }
        name = f"count: stitched {sensor}" + (f", first {at_most} only" if at_most else "")
        name += "" if correct else ", incorrect repetitions"
        found += [
            Figure(f"{name}, off by one at most", told["off_by_one_rate"], "share", 0.97, beside),
            Figure(f"{name}, mean error", told["mae"], "share of the count", 0.04, beside),
        ]
    return tuple(found)


def angle_figures(cuts: Cuts) -> tuple[Figure, ...]:
    """Peak knee and trunk in the squat: the same repetition by both sensors."""
    by_key = {(c.sensor, c.subject, c.episode, c.correct): c for c in cuts.cuts if c.movement == 1}
    pairs = [
        (cut, by_key["vicon", cut.subject, cut.episode, cut.correct])
        for key, cut in by_key.items()
        if key[0] == "kinect" and ("vicon", *key[1:]) in by_key
    ]
    if not pairs:
        return ()
    kinect = np.array([_peaks(cuts, a) for a, _ in pairs])
    vicon = np.array([_peaks(cuts, b) for _, b in pairs])
    correct = np.array([a.correct for a, _ in pairs])
    subject = np.array([a.subject for a, _ in pairs])
    shifted = np.array(
        [
            row - (kinect - vicon)[subject != s].mean(axis=0)
            for row, s in zip(kinect, subject, strict=True)
        ]
    )
    found = []
    for k, (name, goal) in enumerate((("knee flexion", 7.0), ("trunk inclination", 4.0))):
        off, off_shifted = np.abs(kinect - vicon)[:, k], np.abs(shifted - vicon)[:, k]
        people = {
            int(s): round(float(off[correct & (subject == s)].mean()), 1)
            for s in np.unique(subject)
        }
        found.append(
            Figure(
                f"angles: squat, peak {name}, Kinect against Vicon, correct repetitions",
                round(float(off[correct].mean()), 2),
                "deg",
                goal,
                {
                    "all_repetitions": round(float(off.mean()), 2),
                    "correct_less_the_others_mean_offset": round(
                        float(off_shifted[correct].mean()), 2
                    ),
                    "all_less_the_others_mean_offset": round(float(off_shifted.mean()), 2),
                    "offset": round(float((kinect - vicon)[:, k].mean()), 2),
                    "by_person_correct": people,
                    "pairs": len(pairs),
                },
            )
        )
    return tuple(found)


def _peaks(cuts: Cuts, cut: Cut) -> tuple[float, float]:
    _, clip = measured(cuts.layout, cut)
    knees = (clip.column("knee_flexion", side) for side in (LEFT, RIGHT))
    knee = max((left + right) / 2.0 for left, right in zip(*knees, strict=True))
    return knee, max(clip.column("trunk_inclination", None))
