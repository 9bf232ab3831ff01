"""The figures of motion are reckoned without looking at the person they are about."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from bench.forest import grow
from bench.motion_form import (
    Scored,
    Table,
    balanced,
    best_limit,
    constant,
    distances,
    summary,
    without_reference,
)
from bench.motion_generated import FAULTS, amount_at_band
from bench.uiprmd import read
from goodform.motion.made.landmarks import JOINTS_17


def a_table(seed: int = 0) -> Table:
    """Four people with ten repetitions each, half of them faulty in the first number."""
    chance = np.random.default_rng(seed)
    subject = np.repeat(np.arange(1, 5), 10)
    faulty = np.tile(np.arange(10) >= 5, 4)
    numbers = chance.normal(0.0, 1.0, (40, 6)) + 10.0 * subject[:, None]
    numbers[faulty, 0] += 12.0
    return Table(
        compared=numbers,
        absolute=numbers,
        described=numbers,
        tempo=np.ones((40, 3)),
        peak=numbers[:, 0],
        faulty=faulty,
        subject=subject,
        episode=np.tile(np.arange(10), 4),
    )


def test_chance_is_a_half_and_a_perfect_order_is_one() -> None:
    faulty = np.array([True, True, False, False])
    assert Scored(1, 1, np.array([3.0, 4.0, 1.0, 2.0]), faulty, 2.5).auc == 1.0
    assert Scored(1, 1, np.array([3.0, 4.0, 1.0, 2.0]), faulty, 2.5).balanced == 1.0
    assert Scored(1, 1, np.ones(4), faulty, 0.5).auc == 0.5
    assert balanced(np.ones(4, dtype=bool), faulty) == 0.5


def test_the_best_limit_lies_between_the_two_kinds() -> None:
    score = np.array([1.0, 2.0, 3.0, 7.0, 8.0, 9.0])
    assert best_limit(score, score > 5.0) == pytest.approx(5.0)


def test_the_first_three_correct_repetitions_are_neither_trained_on_nor_tested() -> None:
    table = a_table()
    assert table.first_correct(2).tolist() == [10, 11, 12]
    found = distances(table, table, 2, tempo=False)
    assert found is not None
    assert len(found.test) == 7
    assert len(found.train) == 21
    assert found.test[found.test_faulty].min() > found.test[~found.test_faulty].max()


def test_the_labels_of_the_held_out_person_change_nothing_that_was_fitted() -> None:
    table = a_table()
    before = distances(table, table, 3, tempo=False)
    numbers = table.compared.copy()
    later = (table.subject == 3) & (table.episode >= 3)
    numbers[later] += 100.0
    after = distances(replace(table, compared=numbers), table, 3, tempo=False)
    assert before is not None
    assert after is not None
    assert before.train.tolist() == after.train.tolist()
    assert before.test.tolist() == after.test.tolist()


def test_a_constant_answer_is_worth_nothing() -> None:
    told = summary(without_reference({("kinect", 1): a_table()}, "kinect", constant), rounds=50)
    assert told["auc"] == 0.5
    assert told["balanced_accuracy"] == 0.5


def test_a_forest_finds_the_number_that_tells() -> None:
    table = a_table()
    own = table.described - 10.0 * table.subject[:, None]
    forest = grow(own[:30], table.faulty[:30], trees=20)
    said = forest.faulty(own[30:]) > 0.5
    assert balanced(said, table.faulty[30:]) == 1.0


def test_the_edge_of_a_band_is_found_in_the_units_of_the_fault() -> None:
    made = next(m for m in FAULTS if m.check == "pelvis_rolls" and m.slug == "knee-to-chest")
    assert amount_at_band(made) == pytest.approx(10.0, abs=1.0)


def test_a_file_of_joints_becomes_cuts_in_metres_with_y_up(tmp_path: Path) -> None:
    short = {"hip": "hip", "knee": "kne", "ankle": "ank", "toe": "toe"}
    short |= {"shoulder": "sho", "elbow": "elb", "wrist": "wri"}
    names = []
    for name in JOINTS_17:
        side, _, joint = name.partition("_")
        middle = {"pelvis": "pel", "neck": "c7", "head": "head"}
        names.append(middle.get(name) or side[0].upper() + short[joint])
    millimetres = np.arange(17 * 3, dtype=np.int16).reshape(1, 17, 3)
    path = tmp_path / "joints.npz"
    np.savez(path, joint_names=np.array(names), vicon_01_02_03_1=millimetres)
    cuts = read(path)
    assert cuts.subjects == (2,)
    assert cuts.layout.names == JOINTS_17
    cut = cuts.of("vicon", 1)[0]
    assert cut.correct
    assert cut.points[0, 0].tolist() == pytest.approx([0.0, 0.002, -0.001])
