"""Phases, timing and easing."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodform.motion.body.movement import Dose, Tempo, eased, smooth_through, when_eased
from goodform.motion.movements import MOVEMENTS


def test_the_dose_sets_the_tempo_and_the_hold() -> None:
    movement = MOVEMENTS["knee-to-chest"]
    timing = movement.timed(Dose(hold_s=20.0, tempo=Tempo(2.0, 3.0), rest_s=5.0))
    assert (timing.rest_s, timing.out_s, timing.stay_s, timing.back_s) == (5.0, 2.0, 20.0, 3.0)
    assert timing.cycle_s == pytest.approx(30.0)


def test_without_a_dose_a_movement_takes_its_usual_time() -> None:
    movement = MOVEMENTS["hip-hinge"]
    assert movement.timed(None) == movement.timing
    assert movement.timing.out_s == pytest.approx(3.0)


@pytest.mark.parametrize(
    ("dose", "says"),
    [
        ({"repetitions": 0}, "at least one repetition"),
        ({"hold_s": -1.0}, "shorter than nothing"),
        ({"tempo": Tempo(0.0, 2.0)}, "more than 0 seconds"),
    ],
)
def test_a_dose_that_no_body_can_do_is_refused(dose: dict[str, object], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        Dose(**dose)  # type: ignore[arg-type]


def test_values_are_those_of_the_phases_where_the_phases_are() -> None:
    for movement in MOVEMENTS.values():
        for phase in movement.phases:
            values = movement.values_at(np.array([movement.reached(phase.name)]))
            for name, angle in phase.angles.items():
                assert values[name][0] == pytest.approx(angle), (movement.slug, phase.name)


@given(st.lists(st.floats(-100.0, 100.0), min_size=3, max_size=5))
def test_a_curve_through_key_values_never_overshoots(keys: list[float]) -> None:
    at = np.linspace(0.0, 1.0, len(keys))
    curve = smooth_through(at, np.array(keys), np.linspace(0.0, 1.0, 301))
    assert curve.min() >= min(keys) - 1e-9
    assert curve.max() <= max(keys) + 1e-9


@given(st.floats(0.0, 1.0))
def test_easing_and_its_inverse_cancel(progress: float) -> None:
    there = eased(when_eased(np.array([progress])))
    assert there[0] == pytest.approx(progress, abs=1e-9)


def test_easing_starts_and_ends_at_rest() -> None:
    assert eased(np.array([-1.0, 0.0, 0.5, 1.0, 2.0])) == pytest.approx([0.0, 0.0, 0.5, 1.0, 1.0])
    assert np.diff(eased(np.array([0.0, 1e-4])))[0] < 1e-10


def test_the_working_segments_change_sides_with_the_side() -> None:
    clam = MOVEMENTS["clam"]
    assert "left_thigh" in clam.working_segments("left")
    assert "right_thigh" in clam.working_segments("right")
    bridge = MOVEMENTS["glute-bridge"]
    assert bridge.working_segments("left") == bridge.working_segments("right")
