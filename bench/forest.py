"""A small forest of extremely randomised trees (Geurts, Ernst & Wehenkel 2006), in numpy.

The product does not use it: without a reference of the person's own it gives no verdict on a whole
repetition.  It is here so that figures without a reference stand beside the published ones.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.intp]


@dataclass(frozen=True)
class Tree:
    """Nodes as arrays: a leaf has ``feature`` -1; ``share`` is the share of faulty repetitions."""

    feature: Integers
    threshold: Floats
    low: Integers
    high: Integers
    share: Floats


@dataclass(frozen=True)
class Forest:
    """Trees whose answers are averaged."""

    trees: tuple[Tree, ...]

    def faulty(self, rows: Floats) -> Floats:
        """How likely each row (N, F) is a faulty repetition: (N,) from 0 to 1."""
        return np.asarray(np.mean([_answers(tree, rows)[0] for tree in self.trees], axis=0))


def grow(
    rows: Floats,
    faulty: NDArray[np.bool_],
    *,
    trees: int = 100,
    tried: float = 0.15,
    least: int = 2,
    seed: int = 0,
) -> Forest:
    """Grow a forest on rows (N, F).

    ``tried``: share of the features tried at each split, with one random threshold each;
    ``least``: rows a leaf must have.
    """
    chance = np.random.default_rng(seed)
    count = max(1, round(tried * rows.shape[1]))
    target = faulty.astype(np.float64)
    return Forest(tuple(_grow_tree(rows, target, count, least, chance) for _ in range(trees)))


def _grow_tree(
    rows: Floats, target: Floats, tried: int, least: int, chance: np.random.Generator
) -> Tree:
    feature: list[int] = []
    threshold: list[float] = []
    low: list[int] = []
    high: list[int] = []
    share: list[float] = []
    waiting: list[tuple[Integers, int, bool]] = [(np.arange(len(rows)), -1, False)]
    while waiting:
        members, parent, is_high = waiting.pop()
        node = len(feature)
        if parent >= 0:
            (high if is_high else low)[parent] = node
        share.append(float(target[members].mean()))
        split = _split(rows[members], target[members], tried, least, chance)
        feature.append(-1 if split is None else split[0])
        threshold.append(0.0 if split is None else split[1])
        low.append(-1)
        high.append(-1)
        if split is not None:
            below = rows[members, split[0]] <= split[1]
            waiting.append((members[~below], node, True))
            waiting.append((members[below], node, False))
    return Tree(
        np.array(feature), np.array(threshold), np.array(low), np.array(high), np.array(share)
    )


def _split(
    rows: Floats, target: Floats, tried: int, least: int, chance: np.random.Generator
) -> tuple[int, float] | None:
    """The feature and threshold that part the faulty best, among random ones."""
    count, width = rows.shape
    faulty = target.sum()
    if count < 2 * least or faulty in {0.0, float(count)}:
        return None
    features = chance.choice(width, size=min(tried, width), replace=False)
    values = rows[:, features]
    bottom, top = values.min(axis=0), values.max(axis=0)
    cuts = bottom + (top - bottom) * chance.random(len(features))
    below = values <= cuts
    lower = below.sum(axis=0)
    faulty_below = target @ below
    possible = (lower >= least) & (count - lower >= least)
    if not possible.any():
        return None
    upper = np.maximum(count - lower, 1)
    # Gini: the more the two sides agree each within themselves, the larger these sums.
    within = faulty_below**2 / np.maximum(lower, 1) + (faulty - faulty_below) ** 2 / upper
    within += (lower - faulty_below) ** 2 / np.maximum(lower, 1)
    within += (upper - faulty + faulty_below) ** 2 / upper
    best = int(np.where(possible, within, -np.inf).argmax())
    return int(features[best]), float(cuts[best])


def _answers(tree: Tree, rows: Floats) -> tuple[Floats, Integers]:
    """The share at the leaf of each row, and the leaves."""
    nodes = np.zeros(len(rows), dtype=np.intp)
    while True:
        feature = tree.feature[nodes]
        inner = feature >= 0
        if not inner.any():
            return tree.share[nodes], nodes
        goes_low = np.take_along_axis(rows, np.maximum(feature, 0)[:, None], axis=1)[:, 0]
        down = np.where(goes_low <= tree.threshold[nodes], tree.low[nodes], tree.high[nodes])
        nodes = np.where(inner, down, nodes)
