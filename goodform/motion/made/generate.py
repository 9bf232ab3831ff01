"""A camera's recording of a body that does this movement, and its truth.

From a movement, a dose and a list of faults come landmarks over time, and beside them what was
really done: the tests of everything that watches a body are built on these.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from goodform.motion.body.angles import clinical_angles
from goodform.motion.body.faults import weight
from goodform.motion.body.mannequin import Mannequin, Side, Skeleton, mannequin
from goodform.motion.body.movement import Dose, Movement
from goodform.motion.body.space import Array, Flags
from goodform.motion.body.timeline import Hold, Repetition, Timeline, timeline
from goodform.motion.body.viewing import View, axes_of, seen
from goodform.motion.made.imperfect import Imperfections, noise_in_metres, swap_sides
from goodform.motion.made.landmarks import BLAZEPOSE, landmarks

PERFECT = Imperfections()


@dataclass(frozen=True)
class Truth:
    """The truth: all the body really did.

    ``angles``: clinical name → (T,) degrees (``angles`` says which), from the skeleton itself.
    ``progress``: (T,) 0 in the start pose, 1 at the turn. ``swapped``: (T,) where the landmarks of
    left and right were exchanged. ``side`` is the limb that works, "none" where both do.
    """

    movement: str
    side: str
    repetitions: tuple[Repetition, ...]
    holds: tuple[Hold, ...]
    angles: Mapping[str, Array]
    progress: Array
    faults: Mapping[str, float]
    swapped: Flags


@dataclass(frozen=True)
class GeneratedBody:
    """A recording of a body that never lived: ``points`` (T, J, 3) in metres, y up.

    x is to the right of the picture and z towards the camera. ``times`` (T,) are seconds,
    ``visibility`` (T, J) is 0–1, ``up`` (3,) points away from the ground. The moments of ``truth``
    are those of ``times``.
    """

    names: tuple[str, ...]
    up: Array
    times: Array
    points: Array
    visibility: Array
    truth: Truth


def generate(
    movement: Movement,
    *,
    dose: Dose | None = None,
    side: Side | None = None,
    build: Mannequin | None = None,
    rate: float = 30.0,
    seed: int = 0,
    faults: Mapping[str, float] | None = None,
    imperfections: Imperfections = PERFECT,
    view: View | None = None,
    variation: float = 0.0,
    still_s: tuple[float, float] = (1.0, 1.0),
    names: Sequence[str] = BLAZEPOSE,
    even: bool = False,
) -> GeneratedBody:
    """Let a mannequin do a movement in front of a camera.

    Parameters
    ----------
    dose : repetitions, hold, tempo and rest; without one, one repetition in the usual time.
    side : the side that works (the drawn side if not given; meaningless where both work).
    rate : frames a second.
    seed : of everything left to chance; the same call gives the same recording.
    faults : name → amount, in the unit of the movement's fault (degrees, metres or a share).
    imperfections : noise, dropped frames, exchanged sides, hidden landmarks.
    view : the camera; without one, the movement's own.
    variation : spread of depth and duration between repetitions (standard deviation, a share).
    still_s : seconds of stillness before the first and after the last repetition.
    even : whether each way goes at one speed instead of with least jerk.

    Raises
    ------
    ValueError
        If the movement does not know a fault, or the rate is not positive.
    """
    amounts = dict(faults or {})
    _check(movement, amounts, rate)
    build = build or mannequin()
    working = side or movement.drawn_side
    chance = np.random.default_rng(seed)
    line = timeline(
        movement.timed(dose),
        repetitions=dose.repetitions if dose else 1,
        rate=rate,
        still_s=still_s,
        variation=variation,
        chance=chance,
        shallow=amounts.get("shallow", 0.0),
        rushed=amounts.get("rushed", 0.0),
        hold_too_short=amounts.get("hold_too_short", 0.0),
        even=even,
    )
    skeleton = movement.posed(build, _values(movement, line, amounts, build), working)
    truth = Truth(
        movement=movement.slug,
        side="none" if movement.sides == "none" else working,
        repetitions=line.repetitions,
        holds=line.holds if movement.phases[-1].hold else (),
        angles=clinical_angles(skeleton),
        progress=line.progress,
        faults=amounts,
        swapped=np.zeros(len(line.times), dtype=bool),
    )
    camera = view or movement.camera
    return _record(skeleton, line.times, truth, build, tuple(names), camera, imperfections, chance)


def _check(movement: Movement, amounts: Mapping[str, float], rate: float) -> None:
    unknown = sorted(set(amounts) - set(movement.faults))
    if unknown:
        known = ", ".join(sorted(movement.faults))
        raise ValueError(
            f"{movement.slug} has no fault called {', '.join(unknown)}. It has: {known}."
        )
    if rate <= 0.0:
        raise ValueError("The rate has to be more than 0 frames a second.")


def _values(
    movement: Movement, line: Timeline, amounts: Mapping[str, float], build: Mannequin
) -> dict[str, Array]:
    """The pose values over time with every fault in them."""
    values = movement.values_at(line.progress)
    lead = amounts.get("knees_before_hips", 0.0)
    if lead > 0.0:
        values |= _knees_first(movement, line.progress, lead)
    for name, amount in amounts.items():
        fault = movement.faults[name]
        scale = amount / build.stature_m if fault.unit == "m" else amount
        shown = scale * weight(
            fault.when, progress=line.progress, returning=line.returning, times=line.times
        )
        for value, share in fault.changes.items():
            values[value] = values[value] + share * shown
    return values


def _knees_first(movement: Movement, progress: Array, lead: float) -> dict[str, Array]:
    """The values of a squat in which the knees bend at once and the trunk follows late."""
    late = np.clip((progress - lead) / (1.0 - lead), 0.0, 1.0)
    first, last = movement.phases[0].angles, movement.phases[-1].angles
    knees = {
        name: first[name] + (last[name] - first[name]) * progress
        for name in ("knee_flexion", "shank_tilt")
    }
    return movement.values_at(late) | knees


def _record(  # noqa: PLR0917
    skeleton: Skeleton,
    times: Array,
    truth: Truth,
    build: Mannequin,
    names: tuple[str, ...],
    view: View,
    imperfections: Imperfections,
    chance: np.random.Generator,
) -> GeneratedBody:
    """Look at the skeleton with an imperfect camera."""
    metres = landmarks(skeleton, names) * build.stature_m
    centre = skeleton.joints["pelvis"].mean(axis=0) * build.stature_m
    points = seen(metres, view, centre)
    hidden = np.isin(names, imperfections.occluded)
    spread = noise_in_metres(imperfections, build.thigh * build.stature_m)
    points = (
        points
        + chance.normal(0.0, 1.0, points.shape) * spread * np.where(hidden, 4.0, 1.0)[:, None]
    )
    visibility = np.where(hidden, 0.2, 0.95) + chance.uniform(-0.04, 0.04, points.shape[:2])
    swapped = truth.swapped
    if imperfections.swapped > 0.0:
        frames = imperfections.swap_s / float(np.median(np.diff(times)))
        points, swapped = swap_sides(points, names, chance, imperfections.swapped, frames)
    kept = chance.random(len(times)) >= imperfections.dropped
    return GeneratedBody(
        names=names,
        up=axes_of(view)[:, 1],
        times=times[kept],
        points=points[kept],
        visibility=visibility[kept],
        truth=replace(
            truth,
            angles={name: angle[kept] for name, angle in truth.angles.items()},
            progress=truth.progress[kept],
            swapped=swapped[kept],
        ),
    )
