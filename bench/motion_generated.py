"""Counting, holds and faults on generated bodies, whose truth is known.

They show that the engine does what it says, not that patients move like a mannequin.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bench.figure import Figure
from goodform.motion.body.movement import Dose
from goodform.motion.body.viewing import View
from goodform.motion.checks import WATCHED
from goodform.motion.eye.check import Check, Watched
from goodform.motion.eye.coach import Analysis, analyse
from goodform.motion.eye.frame import Layout
from goodform.motion.eye.recording import Recording
from goodform.motion.made.generate import GeneratedBody, generate
from goodform.motion.made.imperfect import Imperfections
from goodform.motion.movements import MOVEMENTS

PERFECT: Final = Imperfections()
SPOILT: Final = Imperfections(noise_deg=6.0, dropped=0.10)
"""Noise that makes a knee angle 6 degrees uncertain, and a tenth of the frames missing."""
LYING: Final = (
    "knee-to-chest",
    "clam",
    "side-lying-leg-abduction",
    "glute-bridge",
    "piriformis-stretch-1",
    "piriformis-stretch-2",
)


@dataclass(frozen=True)
class Made:
    """A fault of the generator and the check that should find it."""

    slug: str
    fault: str
    check: str


FAULTS: Final = (
    Made("knee-to-chest", "other_knee_rises", "other_leg_lifts"),
    Made("knee-to-chest", "head_up", "head_lifts"),
    Made("knee-to-chest", "pelvis_roll", "pelvis_rolls"),
    Made("knee-to-chest", "knee_out", "knee_goes_out"),
    Made("clam", "pelvis_roll", "hips_roll_back"),
    Made("clam", "feet_apart", "feet_part"),
    Made("clam", "wobble", "knee_shakes"),
    Made("clam", "shallow", "opens_little"),
    Made("side-lying-leg-abduction", "pelvis_roll", "hips_roll_back"),
    Made("side-lying-leg-abduction", "pelvis_hitch", "hip_hitches"),
    Made("side-lying-leg-abduction", "knee_bent", "knee_bends"),
    Made("side-lying-leg-abduction", "leg_forward", "leg_leaves_line"),
    Made("side-lying-leg-abduction", "wobble", "leg_shakes"),
    Made("glute-bridge", "shallow", "hips_low"),
    Made("glute-bridge", "pelvis_roll", "hips_tilt"),
    Made("glute-bridge", "feet_far", "feet_far"),
    Made("glute-bridge", "knee_drift", "knees_fall_in"),
    Made("hip-hinge", "knees_bent", "knees_bend"),
    Made("hip-hinge", "rounded_upper_back", "head_out_of_line"),
    Made("hip-hinge", "heels_up", "heels_lift"),
    Made("hip-hinge", "knee_drift", "knees_fall_in"),
    Made("hip-hinge", "wobble", "knee_wobbles"),
    Made("box-squat", "knee_drift", "knees_fall_in"),
    Made("box-squat", "wobble", "knee_wobbles"),
    Made("box-squat", "knees_before_hips", "knees_first"),
    Made("box-squat", "heels_up", "heels_lift"),
    Made("box-squat", "rounded_upper_back", "head_out_of_line"),
    Made("box-squat", "head_first", "head_leads"),
    Made("piriformis-stretch-1", "pelvis_roll", "pelvis_rolls"),
    Made("piriformis-stretch-2", "pelvis_roll", "pelvis_rolls"),
    Made("piriformis-stretch-2", "head_up", "head_lifts"),
    Made("sit-to-stand", "knee_drift", "knee_drifts"),
    Made("sit-to-stand", "wobble", "knee_wobbles"),
    Made("sit-to-stand", "heels_up", "heels_lift"),
)


def body(
    slug: str,
    *,
    seed: int = 0,
    faults: Mapping[str, float] | None = None,
    imperfections: Imperfections = PERFECT,
    view: View | None = None,
    repetitions: int = 3,
    variation: float = 0.08,
) -> GeneratedBody:
    """Some repetitions of a movement."""
    return generate(
        MOVEMENTS[slug],
        dose=Dose(repetitions=repetitions),
        seed=seed,
        faults=faults,
        imperfections=imperfections,
        view=view,
        variation=variation,
    )


def seen(made: GeneratedBody, watched: Watched | None = None, *, camera: bool = False) -> Analysis:
    """The coach's view of it: from everywhere, or with the one camera that recorded it."""
    seen, up = (made.visibility, made.up) if camera else (None, None)
    recording = Recording(Layout.named(made.names), made.times, made.points, seen, up=up)
    return analyse(recording, watched or WATCHED[made.truth.movement])


def found_in(analysis: Analysis, code: str) -> float:
    """The share of repetitions in which a check was broken."""
    broken = [any(f.code == code for f in r.faults) for r in analysis.repetitions]
    return float(np.mean(broken)) if broken else 0.0


def amount_at_band(made: Made) -> float:
    """How much of the fault brings the check's number to the edge of its band.

    Amounts grow by quarters of the usual one until the check is broken; then halving.
    """
    usual = MOVEMENTS[made.slug].faults[made.fault].usual

    def broken(amount: float) -> bool:
        one = body(made.slug, faults={made.fault: amount}, repetitions=1, variation=0.0)
        return found_in(seen(one), made.check) > 0.0

    steps = [0.25 * usual * k for k in range(1, 17)]
    high = next((amount for amount in steps if broken(amount)), steps[-1])
    low = high - 0.25 * usual
    for _ in range(4):
        middle = (low + high) / 2.0
        low, high = (low, middle) if broken(middle) else (middle, high)
    return high


@dataclass(frozen=True)
class Edge:
    """A check's verdicts at twice its band and at half of it, as shares of the repetitions."""

    made: Made
    amount: float
    unit: str
    at_twice: float
    at_half: float
    at_twice_spoilt: float
    at_half_spoilt: float


def edges(seeds: Sequence[int]) -> list[Edge]:
    """Every fault at twice and at half the amount that reaches the edge of its band."""
    found = []
    for made in FAULTS:
        fault = MOVEMENTS[made.slug].faults[made.fault]
        amount = amount_at_band(made)
        ceiling = 0.95 if fault.unit == "share" else float("inf")

        def share(
            times: float,
            imperfections: Imperfections,
            made: Made = made,
            amount: float = amount,
            ceiling: float = ceiling,
        ) -> float:
            return float(
                np.mean(
                    [
                        found_in(
                            seen(
                                body(
                                    made.slug,
                                    seed=seed,
                                    faults={made.fault: min(times * amount, ceiling)},
                                    imperfections=imperfections,
                                )
                            ),
                            made.check,
                        )
                        for seed in seeds
                    ]
                )
            )

        found.append(
            Edge(
                made,
                amount,
                fault.unit,
                share(2.0, PERFECT),
                share(0.5, PERFECT),
                share(2.0, SPOILT),
                share(0.5, SPOILT),
            )
        )
    return found


def flips(seeds: Sequence[int], at_band: Mapping[Made, float]) -> dict[str, float]:
    """The share of verdicts (repetition by check) that noise and missing frames turn over."""
    turned: dict[str, list[bool]] = {}
    for slug in MOVEMENTS:
        wanted: list[dict[str, float]] = [{}]
        wanted += [
            {made.fault: 2.0 * amount}
            for made, amount in at_band.items()
            if made.slug == slug and made.fault != "shallow"
        ]
        for faults in wanted:
            for seed in seeds:
                clean = seen(body(slug, seed=seed, faults=faults))
                spoilt = seen(body(slug, seed=seed, faults=faults, imperfections=SPOILT))
                turned.setdefault(slug, []).extend(_turned(clean, spoilt, WATCHED[slug].checks))
    every = [flip for some in turned.values() for flip in some]
    return {
        "all": round(float(np.mean(every)), 4),
        **{slug: round(float(np.mean(some)), 4) for slug, some in turned.items()},
    }


def _turned(clean: Analysis, spoilt: Analysis, checks: Sequence[Check]) -> list[bool]:
    if len(clean.repetitions) != len(spoilt.repetitions):
        return [True] * (len(clean.repetitions) * len(checks))
    return [
        any(f.code == check.code for f in a.faults) != any(f.code == check.code for f in b.faults)
        for a, b in zip(clean.repetitions, spoilt.repetitions, strict=True)
        for check in checks
    ]


def mirrored(made: GeneratedBody) -> Recording:
    """The same body in a mirror: x turned round, left and right renamed."""
    points = made.points * np.array([-1.0, 1.0, 1.0])
    names = [_other(name) for name in made.names]
    return Recording(Layout.named(names), made.times, points, made.visibility, up=made.up)


def _other(name: str) -> str:
    if "left" in name:
        return name.replace("left", "right")
    return name.replace("right", "left")


def counting(seeds: Sequence[int], imperfections: Imperfections) -> dict[str, object]:
    """Counts and holds against the truth."""
    errors: dict[str, list[int]] = {}
    holds: dict[str, list[float]] = {}
    starts: list[float] = []
    for slug in MOVEMENTS:
        for seed in seeds:
            made = body(slug, seed=seed, imperfections=imperfections, repetitions=5)
            analysis = seen(made, camera=True)
            truth = made.truth
            errors.setdefault(slug, []).append(len(analysis.repetitions) - len(truth.repetitions))
            if errors[slug][-1]:
                continue
            for seen_one, true_one in zip(analysis.repetitions, truth.repetitions, strict=True):
                starts += [
                    abs(seen_one.start_s - true_one.start_s),
                    abs(seen_one.end_s - true_one.end_s),
                ]
            if slug in LYING and WATCHED[slug].holds:
                holds.setdefault(slug, []).extend(
                    abs((r.leave_s - r.turn_s) - (h.end_s - h.start_s))
                    for r, h in zip(analysis.repetitions, truth.holds, strict=True)
                )
    wrong = {slug: some for slug, some in errors.items() if any(some)}
    held: NDArray[np.float64] = np.array([error for some in holds.values() for error in some])
    return {
        "repetition_errors": wrong,
        "exact": round(float(np.mean([e == 0 for some in errors.values() for e in some])), 4),
        "hold_error_mean_s": round(float(held.mean()), 3),
        "hold_error_95th_s": round(float(np.percentile(held, 95.0)), 3),
        "hold_error_worst_s": {slug: round(max(some), 2) for slug, some in holds.items()},
        "start_and_end_error_median_s": round(float(np.median(starts)), 3),
    }


def abstains() -> dict[str, list[str]]:
    """Who counts anything although the view is wrong or the legs are hidden (nobody should)."""
    wrong_view, hidden = [], []
    legs = tuple(
        f"{side}_{joint}"
        for side in ("left", "right")
        for joint in ("hip", "knee", "ankle", "heel", "foot_index")
    )
    for slug in LYING:
        camera = MOVEMENTS[slug].camera
        beside = View(camera.azimuth + 90.0, camera.elevation)
        analysis = seen(body(slug, view=beside), camera=True)
        if analysis.repetitions or not analysis.abstained:
            wrong_view.append(slug)
    for slug in MOVEMENTS:
        analysis = seen(body(slug, imperfections=Imperfections(occluded=legs)), camera=True)
        if analysis.repetitions or not analysis.abstained:
            hidden.append(slug)
    return {"counted_from_a_wrong_view": wrong_view, "counted_with_hidden_legs": hidden}


def mirror_differences() -> list[str]:
    """Movements whose mirror image gets another verdict or keeps its side (none should)."""
    different = []
    swap = {"left": "right", "right": "left", "both": "both"}
    for slug in MOVEMENTS:
        usual = {name: fault.usual for name, fault in MOVEMENTS[slug].faults.items()}
        for faults in ({}, *({name: amount} for name, amount in usual.items())):
            made = body(slug, faults=faults, repetitions=2)
            one = seen(made, camera=True)
            two = analyse(mirrored(made), WATCHED[slug])
            first = [(r.side, [f.code for f in r.faults]) for r in one.repetitions]
            second = [(swap[r.side], [f.code for f in r.faults]) for r in two.repetitions]
            if first != second:
                different.append(f"{slug} {' '.join(faults)}")
    return different


def figures(*, seeds: int) -> tuple[Figure, ...]:
    """All figures on generated bodies."""
    some = range(seeds)
    clean, spoilt = counting(some, PERFECT), counting(some, SPOILT)
    at_edges = edges(some)
    turned = flips(some, {edge.made: edge.amount for edge in at_edges})
    kept = abstains()
    differences = mirror_differences()
    twice = {_name(e): round(e.at_twice, 2) for e in at_edges if e.at_twice < 1.0}
    half = {_name(e): round(e.at_half, 2) for e in at_edges if e.at_half > 0.0}
    return (
        Figure("generated: counts exact", _share(clean["exact"]), "share", 1.0, clean),
        Figure(
            "generated: counts exact, 6 degrees of noise, a tenth dropped",
            _share(spoilt["exact"]),
            "share",
            1.0,
            spoilt,
        ),
        Figure(
            "generated: hold error, lying exercises, 95th percentile",
            _share(clean["hold_error_95th_s"]),
            "s",
            0.3,
            {"with_noise": spoilt["hold_error_95th_s"]},
        ),
        Figure(
            "generated: faults found at twice their band",
            round(float(np.mean([e.at_twice for e in at_edges])), 4),
            "share of repetitions",
            1.0,
            {
                "missed": twice,
                "with_noise": round(float(np.mean([e.at_twice_spoilt for e in at_edges])), 4),
                "faults": len(at_edges),
                "amount_at_the_edge": {_name(e): f"{e.amount:.3g} {e.unit}" for e in at_edges},
            },
        ),
        Figure(
            "generated: said inside the band",
            round(float(np.mean([e.at_half for e in at_edges])), 4),
            "share of repetitions",
            0.0,
            {
                "said": half,
                "with_noise": round(float(np.mean([e.at_half_spoilt for e in at_edges])), 4),
            },
        ),
        Figure(
            "generated: verdicts turned by 6 degrees of noise and a tenth of frames dropped",
            turned["all"],
            "share of verdicts",
            0.05,
            turned,
        ),
        Figure(
            "generated: mirror images with another verdict",
            len(differences),
            "bodies",
            0,
            {"different": differences},
        ),
        Figure(
            "generated: counted from a wrong view or with hidden legs",
            sum(len(names) for names in kept.values()),
            "movements",
            0,
            kept,
        ),
    )


def _name(edge: Edge) -> str:
    return f"{edge.made.slug} {edge.made.fault} {edge.made.check}"


def _share(value: object) -> float | None:
    return value if isinstance(value, float) else None
