"""Form on UI-PRMD: correct against incorrect repetitions of people that nothing was fitted on.

Every figure leaves one person out: variation, limits and forests come from the others, and are
frozen before the person's repetitions are looked at.  Where a person has a reference, it is made
of their first three correct repetitions, which are then left out of everybody's test and training.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bench.figure import Figure
from bench.forest import grow
from bench.uiprmd import MOVEMENTS, Cuts, Sensor, measured
from goodform.motion.eye.check import Watched
from goodform.motion.eye.clip import Clip
from goodform.motion.eye.reference import ENOUGH, MOMENTS, courses, profile_of, spread

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

POWERS: Final = (0.0, 0.25, 0.5, 0.75, 1.0)
"""How far a person's own scatter lowers their distances; chosen on the training people alone."""


@dataclass(frozen=True)
class Table:
    """The repetitions of one movement by one sensor, as numbers."""

    compared: Floats
    """(N, F) what a reference compares."""
    absolute: Floats
    """(N, F) the same without the start pose taken off."""
    described: Floats
    """(N, G) the same measures at more moments, for the forest."""
    tempo: Floats
    """(N, 3) seconds out, back and in all."""
    peak: Floats
    """(N,) the height of the signal."""
    faulty: Flags
    subject: NDArray[np.intp]
    episode: NDArray[np.intp]

    def first_correct(self, subject: int) -> NDArray[np.intp]:
        """The person's first three correct repetitions."""
        own = np.flatnonzero((self.subject == subject) & ~self.faulty)
        return own[np.argsort(self.episode[own])][:ENOUGH]

    @property
    def subjects(self) -> tuple[int, ...]:
        """The people in it."""
        return tuple(int(s) for s in np.unique(self.subject))


Tables = Mapping[tuple[Sensor, int], Table]


def tables(cuts: Cuts) -> Tables:
    """Every repetition of a file measured once."""
    sensors: tuple[Sensor, ...] = ("kinect", "vicon")
    found = {}
    for sensor in sensors:
        for movement in MOVEMENTS:
            some = cuts.of(sensor, movement)
            if not some:
                continue
            clips = [measured(cuts.layout, cut) for cut in some]
            found[sensor, movement] = Table(
                compared=_profiles(clips, from_start=True),
                absolute=_profiles(clips, from_start=False),
                described=np.array([_described(clip, w) for w, clip in clips]),
                tempo=np.array([_tempo(clip) for _, clip in clips]),
                peak=np.array([max(clip.signal) - min(clip.signal) for _, clip in clips]),
                faulty=np.array([not cut.correct for cut in some]),
                subject=np.array([cut.subject for cut in some]),
                episode=np.array([cut.episode for cut in some]),
            )
    return found


def _profiles(clips: Iterable[tuple[Watched, Clip]], *, from_start: bool) -> Floats:
    rows = [profile_of(clip, watched, from_start=from_start) for watched, clip in clips]
    return np.array([list(row.values()) for row in rows])


def as_it_stands(every: Tables) -> Tables:
    """The same with what a reference compares as it stands, whatever the start pose was."""
    return {key: replace(table, compared=table.absolute) for key, table in every.items()}


def _described(clip: Clip, watched: Watched) -> list[float]:
    """Each measure at ten moments of a repetition."""
    numbers: list[float] = []
    for name in watched.compared:
        for _, course in courses(clip, name, each=watched.sides == "each"):
            values = np.array(course)
            last = len(values) - 1
            quarters = np.interp(
                [0.0, 0.25 * last, 0.5 * last, 0.75 * last, last], range(last + 1), values
            )
            rough = float(np.abs(np.diff(values, 2)).mean()) if last > 1 else 0.0
            low, high = np.percentile(values, (3.0, 97.0))
            numbers += [*quarters.tolist(), float(low), float(high)]
            numbers += [float(values.mean()), float(values.std()), rough]
    return numbers


def _tempo(clip: Clip) -> list[float]:
    at = clip.at
    return [at.turn_s - at.start_s, at.end_s - at.turn_s, at.end_s - at.start_s]


@dataclass(frozen=True)
class Scored:
    """The scores of the repetitions of one held-out person in one movement."""

    movement: int
    subject: int
    score: Floats
    faulty: Flags
    limit: float

    @property
    def auc(self) -> float:
        """How often a faulty repetition scores higher than a correct one."""
        bad, good = self.score[self.faulty][:, None], self.score[~self.faulty][None, :]
        return float(((bad > good) + 0.5 * (bad == good)).mean())

    @property
    def balanced(self) -> float:
        """Balanced accuracy at the limit that was frozen before."""
        return balanced(self.score > self.limit, self.faulty)


def balanced(said: Flags, faulty: Flags) -> float:
    """The mean of the shares found among faulty and left alone among correct repetitions."""
    return float((said[faulty].mean() + (~said[~faulty]).mean()) / 2.0)


def best_limit(score: Floats, faulty: Flags) -> float:
    """The limit with the best balanced accuracy; the middle one where several are as good."""
    ordered = np.sort(score)
    limits = (ordered[1:] + ordered[:-1]) / 2.0
    found = np.array([balanced(score > limit, faulty) for limit in limits])
    return float(np.median(limits[found >= found.max() - 1e-9]))


def _unlike(rows: Floats) -> Floats:
    return np.array([spread(row) for row in rows.tolist()])


@dataclass(frozen=True)
class Distances:
    """Distances to the reference: of the training people, and of the held-out one."""

    train: Floats
    train_scatter: Floats
    train_faulty: Flags
    test: Floats
    test_scatter: float
    test_faulty: Flags


def distances(train: Table, test: Table, subject: int, *, tempo: bool) -> Distances | None:
    """Distances when ``subject`` is held out; None if the person did not do this movement."""
    others = [p for p in train.subjects if p != subject]
    if subject not in test.subjects:
        return None
    scores, scatters, faults = [], [], []
    for person in others:
        usual = usual_of(train, [p for p in others if p != person], tempo=tempo)
        score, scatter, faulty = _from_reference(train, person, usual, tempo=tempo)
        scores.append(score)
        scatters.append(np.full(len(score), scatter))
        faults.append(faulty)
    usual = usual_of(train, others, tempo=tempo)
    own, own_scatter, own_faulty = _from_reference(test, subject, usual, tempo=tempo)
    return Distances(
        np.concatenate(scores),
        np.concatenate(scatters),
        np.concatenate(faults),
        own,
        own_scatter,
        own_faulty,
    )


def _rows(table: Table, *, tempo: bool) -> Floats:
    return np.hstack((table.compared, table.tempo)) if tempo else table.compared


def usual_of(table: Table, people: Iterable[int], *, tempo: bool = False) -> Floats:
    """How much correct repetitions vary within a person, root mean square over people."""
    rows = _rows(table, tempo=tempo)
    away = []
    for person in people:
        first = table.first_correct(person)
        good = (table.subject == person) & ~table.faulty
        good[first] = False
        away.append(rows[good] - rows[first].mean(axis=0))
    return np.asarray(np.sqrt((np.concatenate(away) ** 2).mean(axis=0)) + 1e-6)


def _from_reference(
    table: Table, person: int, usual: Floats, *, tempo: bool
) -> tuple[Floats, float, Flags]:
    rows = _rows(table, tempo=tempo) / usual
    first = table.first_correct(person)
    middle = rows[first].mean(axis=0)
    test = table.subject == person
    test[first] = False
    scatter = float(_unlike(rows[first] - middle).mean())
    return _unlike(rows[test] - middle), scatter, table.faulty[test]


def with_reference(
    every: Tables, train: Sensor, test: Sensor, *, tempo: bool = False
) -> tuple[list[Scored], dict[int, float]]:
    """The distance to the person's own first three; the chosen power by held-out person."""
    scored: list[Scored] = []
    chosen: dict[int, float] = {}
    people = sorted({p for table in every.values() for p in table.subjects})
    for subject in people:
        found = {
            movement: distance
            for movement in MOVEMENTS
            if (train, movement) in every
            and (test, movement) in every
            and (
                distance := distances(
                    every[train, movement], every[test, movement], subject, tempo=tempo
                )
            )
        }
        chosen[subject] = power = max(POWERS, key=lambda p: _on_training(found.values(), p))
        for movement, d in found.items():
            limit = best_limit(d.train / d.train_scatter**power, d.train_faulty)
            score = d.test / d.test_scatter**power
            scored.append(Scored(movement, subject, score, d.test_faulty, limit))
    return scored, chosen


def _on_training(found: Iterable[Distances], power: float) -> float:
    shares = []
    for d in found:
        score = d.train / d.train_scatter**power
        shares.append(balanced(score > best_limit(score, d.train_faulty), d.train_faulty))
    return float(np.mean(shares))


def from_correct_only(every: Tables, sensor: Sensor, power: float = 0.5) -> list[Scored]:
    """The same distance with a limit from correct repetitions alone: no fault seen anywhere."""
    scored = []
    for movement in MOVEMENTS:
        table = every.get((sensor, movement))
        for subject in table.subjects if table else ():
            d = distances(table, table, subject, tempo=False) if table else None
            if d is None:
                continue
            good = (d.train / d.train_scatter**power)[~d.train_faulty]
            limit = float(np.percentile(good, 95.0))
            score = d.test / d.test_scatter**power
            scored.append(Scored(movement, subject, score, d.test_faulty, limit))
    return scored


def without_reference(
    every: Tables, sensor: Sensor, score: Callable[[Table, Flags], tuple[Floats, float]]
) -> list[Scored]:
    """A score fitted on the others alone, for every held-out person."""
    scored = []
    for movement in MOVEMENTS:
        table = every.get((sensor, movement))
        for subject in table.subjects if table else ():
            if table is None:
                continue
            train = table.subject != subject
            found, limit = score(table, train)
            scored.append(Scored(movement, subject, found[~train], table.faulty[~train], limit))
    return scored


def forest(trees: int, *, tempo: bool) -> Callable[[Table, Flags], tuple[Floats, float]]:
    """A forest on the described measures, with or without tempo; one half is the limit."""

    def score(table: Table, train: Flags) -> tuple[Floats, float]:
        rows = np.hstack((table.described, table.tempo)) if tempo else table.described
        return grow(rows[train], table.faulty[train], trees=trees).faulty(rows), 0.5

    return score


def constant(table: Table, train: Flags) -> tuple[Floats, float]:
    """The same answer for every repetition."""
    return np.full(len(train), float(table.faulty[train].mean())), 0.5


def peak_only(table: Table, train: Flags) -> tuple[Floats, float]:
    """A plain peak counter's view of form: how high the peak was, whichever way is worse."""
    good, bad = table.peak[train & ~table.faulty], table.peak[train & table.faulty]
    score = table.peak if bad.mean() > good.mean() else -table.peak
    return score, best_limit(score[train], table.faulty[train])


def summary(scored: list[Scored], *, rounds: int = 2000) -> dict[str, object]:
    """Mean, worst person and an interval from drawing people anew (bootstrap over subjects)."""
    people = sorted({s.subject for s in scored})
    auc = {p: float(np.mean([s.auc for s in scored if s.subject == p])) for p in people}
    right = {p: float(np.mean([s.balanced for s in scored if s.subject == p])) for p in people}
    chance = np.random.default_rng(0)
    drawn = chance.integers(0, len(people), (rounds, len(people)))
    aucs = np.array([auc[p] for p in people])[drawn].mean(axis=1)
    rights = np.array([right[p] for p in people])[drawn].mean(axis=1)
    movements = sorted({s.movement for s in scored})
    return {
        "auc": round(float(np.mean([s.auc for s in scored])), 4),
        "auc_interval": [round(float(q), 4) for q in np.percentile(aucs, (2.5, 97.5))],
        "auc_worst_person": round(min(auc.values()), 4),
        "balanced_accuracy": round(float(np.mean([s.balanced for s in scored])), 4),
        "balanced_interval": [round(float(q), 4) for q in np.percentile(rights, (2.5, 97.5))],
        "balanced_worst_person": round(min(right.values()), 4),
        "auc_by_movement": {
            MOVEMENTS[m]: round(float(np.mean([s.auc for s in scored if s.movement == m])), 3)
            for m in movements
        },
        "people": len(people),
    }


def _beside(every: Tables, how: str) -> Iterator[tuple[str, list[Scored], str]]:
    """With tempo, from correct repetitions alone, and from sensor to sensor."""
    own = "own first three as reference"
    with_tempo, _ = with_reference(every, "kinect", "kinect", tempo=True)
    across, _ = with_reference(every, "vicon", "kinect")
    yield f"form: {own}, with tempo{how}", with_tempo, "AUC 0.975"
    alone = from_correct_only(every, "kinect")
    yield f"form: correct repetitions only, {own}{how}", alone, "AUC 0.93"
    yield f"form: fitted on Vicon, tested on Kinect{how}", across, "balanced accuracy 0.88"


def figures(cuts: Cuts, *, trees: int) -> tuple[Figure, ...]:
    """All figures of form."""
    every = tables(cuts)
    absolute = as_it_stands(every)
    reference, chosen = with_reference(every, "kinect", "kinect")
    plain = without_reference(every, "kinect", forest(trees, tempo=False))
    plain_tempo = without_reference(every, "kinect", forest(trees, tempo=True))
    beside = {
        "constant": summary(without_reference(every, "kinect", constant)),
        "peak_height": summary(without_reference(every, "kinect", peak_only)),
    }
    measured_by = [
        ("form: own first three as reference", reference, "AUC 0.975, balanced accuracy 0.93"),
        *_beside(every, ""),
        (
            "form: own first three as reference, start pose not taken off",
            with_reference(absolute, "kinect", "kinect")[0],
            "AUC 0.975, balanced accuracy 0.93",
        ),
        *_beside(absolute, ", start pose not taken off"),
        ("form: no reference, forest", plain, "AUC 0.975, balanced accuracy 0.93"),
        ("form: no reference, forest with tempo", plain_tempo, "AUC 0.975"),
    ]
    found = []
    for name, scored, goal in measured_by:
        told = summary(scored)
        value = told["balanced_accuracy" if "Vicon" in name else "auc"]
        unit = "balanced accuracy" if "Vicon" in name else "AUC"
        number = float(value) if isinstance(value, float) else None
        found.append(Figure(name, number, unit, goal, {**told, **beside}))
    moments = len(MOMENTS)
    found.append(
        Figure(
            "form: power of own scatter, by held-out person",
            float(np.mean(list(chosen.values()))),
            "power",
            None,
            {"by_person": chosen, "moments_of_each_measure": moments},
        )
    )
    return tuple(found)
