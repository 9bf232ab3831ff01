"""Is this repetition like the person's own good ones, measure by measure?

A practitioner watches three or more repetitions and finds them good; from then on every repetition
is compared with them.  A difference is told in units of what usually varies from one repetition to
the next within one person, so that a degree of trunk lean and a centimetre of knee are weighed
alike.  The distance is the mean of these differences, each capped, and nothing else: no fault has
to be known beforehand, and every part of it can be read aloud.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite, sqrt
from typing import Final, Literal

from goodform.motion.eye.arithmetic import between, mean, median, percentile
from goodform.motion.eye.check import Watched
from goodform.motion.eye.clip import Clip
from goodform.motion.eye.frame import LEFT
from goodform.motion.eye.measure import MEASURES, Unit
from goodform.motion.learned import LIMIT, USUAL

ENOUGH: Final = 3
"""Repetitions a reference needs."""
_CAP: Final = 6.0
"""A single measure counts for at most six times its usual variation."""
_ODD: Final = 2.5
"""A repetition so many times further from the others than they are from each other is refused."""
_TOLD: Final = 3
"""Differences named at most."""
_TOLD_FROM: Final = 2.0
"""A difference is named from twice its usual variation."""
_USUAL_BY_UNIT: Final[Mapping[Unit, float]] = {"deg": 4.0, "ratio": 0.03, "cm": 1.5, "s": 0.3}
"""Variation within a person where none was learned; from the learned ones, rounded up."""
_LIMIT: Final = 1.6
"""Distance from which a repetition is unlike the reference, where none was learned."""

_START: Final = 5
"""Frames of the way out that belong to the start pose, beside the rest before it."""

Who = Literal["body", "working", "other", "both", "between"]
"""``both`` is the mean of left and right, ``between`` their difference."""
Moment = Literal["quarter", "half", "three_quarters", "lowest", "highest"]
MOMENTS: Final[tuple[Moment, ...]] = ("quarter", "half", "three_quarters", "lowest", "highest")

_TURNS_WITH_SIDE: Final = frozenset(
    {
        "trunk_sideways",
        "trunk_twist",
        "pelvic_tilt",
        "shoulder_tilt",
        "hip_hitch",
        "hips_sideways",
    }
)
"""Measures whose sign says left or right: told towards the working side."""


class BadReferenceError(ValueError):
    """These repetitions cannot be a reference; the message says why."""


@dataclass(frozen=True, slots=True)
class Feature:
    """One number of a repetition's profile."""

    who: Who
    measure: str
    moment: Moment

    @property
    def key(self) -> str:
        """Its name in tables."""
        return f"{self.who} {self.measure} {self.moment}"

    @property
    def unit(self) -> Unit:
        """Its unit."""
        return MEASURES[self.measure].unit


Profile = Mapping[Feature, float]


def profile_of(clip: Clip, watched: Watched, *, from_start: bool = True) -> dict[Feature, float]:
    """Every compared measure of a repetition, at five moments of its course.

    ``from_start``: as the difference to the start pose, so that another stance, or a camera that
    stands a little elsewhere, is no difference in how the movement was done.
    """
    found: dict[Feature, float] = {}
    before = clip.during("all").start - clip.during("rest").start
    for name in watched.compared:
        for who, course in courses(clip, name, each=watched.sides == "each"):
            values = course[before:]
            if from_start:
                start = median(course[: before + _START])
                values = [value - start for value in values]
            last = len(values) - 1
            quarters = between(range(last + 1), values, [0.25 * last, 0.5 * last, 0.75 * last])
            low, high = percentile(values, 3.0), percentile(values, 97.0)
            for moment, value in zip(MOMENTS, (*quarters, low, high), strict=True):
                found[Feature(who, name, moment)] = value
    return found


def courses(clip: Clip, name: str, *, each: bool) -> Iterator[tuple[Who, list[float]]]:
    """How a measure went at rest and through a repetition, for each it is told of: (T,).

    ``each``: the exercise has sides, so that it is the working and the other one.
    """
    inside = slice(clip.during("rest").start, clip.during("all").stop)
    if MEASURES[name].of_body:
        values = clip.column(name, None)[inside]
        if name in _TURNS_WITH_SIDE:
            values = _towards(values, clip.working) if each else [abs(value) for value in values]
        yield "body", values
        return
    if each:
        yield "working", clip.column(name, clip.working)[inside]
        yield "other", clip.column(name, 1 - clip.working)[inside]
        return
    left, right = clip.column(name, 0)[inside], clip.column(name, 1)[inside]
    yield "both", [(a + b) / 2.0 for a, b in zip(left, right, strict=True)]
    yield "between", [abs(a - b) for a, b in zip(left, right, strict=True)]


def _towards(values: list[float], side: int) -> list[float]:
    """A measure whose sign says left or right, told towards a side."""
    return values if side == LEFT else [-value for value in values]


@dataclass(frozen=True, slots=True)
class Difference:
    """One measure that is unlike the reference."""

    feature: Feature
    value: float
    own: float
    """Its value in the reference."""
    times_usual: float
    """How many times the usual variation it differs by, with its sign."""
    share: float
    """Its share of the whole distance, 0–1."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """A repetition beside the reference."""

    distance: float
    """1 is about as far as the reference's own repetitions are from each other."""
    limit: float
    differences: tuple[Difference, ...]
    """The largest first."""

    @property
    def differs(self) -> bool:
        """Whether it is further away than the limit."""
        return self.distance > self.limit


def usual_variation(slug: str, feature: Feature) -> float:
    """How much a feature varies from repetition to repetition within one person."""
    return USUAL.get(slug, {}).get(feature.key, _USUAL_BY_UNIT[feature.unit])


def spread(differences: Sequence[float]) -> float:
    """The distance that differences, each in units of its usual variation, make together."""
    known = [min(abs(z), _CAP) for z in differences if isfinite(z)]
    return sum(known) / len(known) if known else 0.0


@dataclass(frozen=True)
class Reference:
    """A person's own good repetitions of one exercise."""

    slug: str
    own: Mapping[Feature, float]
    scatter: float
    """How far the repetitions were from their middle: a steady person is held to less."""

    @classmethod
    def of(cls, slug: str, profiles: Sequence[Profile], faults: Sequence[str] = ()) -> "Reference":
        """A reference of at least three repetitions; raises BadReferenceError with the reason.

        ``faults`` are the codes of checks that these repetitions broke.
        """
        if len(profiles) < ENOUGH:
            raise BadReferenceError(
                f"A reference needs {ENOUGH} repetitions; there are {len(profiles)}. "
                "Record some more."
            )
        if faults:
            raise BadReferenceError(
                f"These repetitions broke a check ({', '.join(sorted(set(faults)))}). "
                "Record them again, or switch that check off for this person."
            )
        shared = [f for f in profiles[0] if all(isfinite(p.get(f, float("nan"))) for p in profiles)]
        if not shared:
            raise BadReferenceError("Too little of the body was seen. Record them again.")
        usual = {feature: usual_variation(slug, feature) for feature in shared}
        rows = [[p[f] / usual[f] for f in shared] for p in profiles]
        _refuse_odd_one(rows)
        middle = _middle(rows)
        scatter = sum(_apart(row, middle) for row in rows) / len(rows)
        own = {f: at * usual[f] for f, at in zip(shared, middle, strict=True)}
        return cls(slug, own, max(scatter, 0.05))

    def compare(self, profile: Profile) -> Comparison:
        """A repetition beside this reference."""
        differences = []
        for feature, own in self.own.items():
            value = profile.get(feature, float("nan"))
            if isfinite(value):
                z = (value - own) / usual_variation(self.slug, feature)
                differences.append((feature, value, own, z))
        distance = spread([z for *_, z in differences]) / sqrt(self.scatter)
        whole = sum(min(abs(z), _CAP) for *_, z in differences) or 1.0
        told = sorted(differences, key=lambda d: -abs(d[3]))
        return Comparison(
            distance,
            LIMIT.get(self.slug, _LIMIT),
            tuple(
                Difference(feature, value, own, z, min(abs(z), _CAP) / whole)
                for feature, value, own, z in _one_a_measure(told)[:_TOLD]
                if abs(z) >= _TOLD_FROM
            ),
        )


def _one_a_measure(
    told: list[tuple[Feature, float, float, float]],
) -> list[tuple[Feature, float, float, float]]:
    """The largest difference of each measure."""
    first: dict[str, tuple[Feature, float, float, float]] = {}
    for difference in told:
        first.setdefault(difference[0].measure, difference)
    return list(first.values())


def _middle(rows: Sequence[Sequence[float]]) -> list[float]:
    """The mean of each column."""
    return [mean(column) for column in zip(*rows, strict=True)]


def _apart(row: Sequence[float], middle: Sequence[float]) -> float:
    """How far a repetition is from the middle of some."""
    return spread([value - at for value, at in zip(row, middle, strict=True)])


def _refuse_odd_one(rows: Sequence[Sequence[float]]) -> None:
    """Refuse when one repetition lies far from all the others."""
    count = len(rows)
    for odd, row in enumerate(rows):
        others = [other for at, other in enumerate(rows) if at != odd]
        middle = _middle(others)
        among = sum(_apart(other, middle) for other in others) / (count - 1)
        apart = _apart(row, middle)
        if apart > 1.2 and apart > _ODD * max(among, 0.4) * sqrt((count + 1) / (count - 1)):
            raise BadReferenceError(
                f"Repetition {odd + 1} is unlike the others. Leave it out, or record them again."
            )
