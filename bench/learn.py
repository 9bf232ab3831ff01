"""Learn the usual variation of each measure, and the limits, from a file of people.

``python -m bench.learn --data FILE`` writes ``goodform/motion/learned/usual.json``.
"""

import argparse
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import numpy as np

from bench.motion_form import Table, best_limit, distances, tables, usual_of
from bench.uiprmd import MOVEMENTS, Cuts, measured, read
from goodform.motion import learned as room
from goodform.motion.eye.reference import profile_of
from goodform.motion.learned import FILE, Learned

VERSION: Final = 2
POWER: Final = 0.5
"""The power of a person's own scatter in the product; `motion_form` chooses it anew each fold."""


def learned_from(cuts: Cuts) -> tuple[Mapping[str, Mapping[str, float]], Mapping[str, float]]:
    """The usual variation by movement and feature, and the limit by movement."""
    every = tables(cuts)
    usual: dict[str, dict[str, float]] = {}
    limit: dict[str, float] = {}
    for movement, slug in MOVEMENTS.items():
        table = every.get(("kinect", movement))
        if table is None:
            continue
        watched, clip = measured(cuts.layout, cuts.of("kinect", movement)[0])
        keys = [feature.key for feature in profile_of(clip, watched)]
        spread = usual_of(table, table.subjects)
        usual[slug] = {k: _rounded(v) for k, v in zip(keys, spread.tolist(), strict=True)}
        limit[slug] = round(_limit(table), 3)
    return usual, limit


def _limit(table: Table) -> float:
    """The limit that parts correct from incorrect best, each person judged by the others."""
    scores, faulty = [], []
    for subject in table.subjects:
        found = distances(table, table, subject, tempo=False)
        if found is not None:
            scores.append(found.test / found.test_scatter**POWER)
            faulty.append(found.test_faulty)
    return best_limit(np.concatenate(scores), np.concatenate(faulty))


def _rounded(value: float) -> float:
    return float(f"{value:.3g}")


def learned(cuts: Cuts, digest: str) -> Learned:
    """All that is learned from a file of people, and which file that was."""
    usual, limit = learned_from(cuts)
    return Learned(
        source="UI-PRMD (Kinect; public domain, PDDL 1.0)",
        people=len(cuts.subjects),
        version=VERSION,
        data_sha256=digest,
        limit=limit,
        usual=usual,
    )


def written(kept: Learned) -> str:
    """The text that the room reads as the same numbers, one a line."""
    return json.dumps({name: getattr(kept, name) for name in Learned.__slots__}, indent=1) + "\n"


def main() -> None:
    """Read the file named by ``--data`` and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    path: Path = parser.parse_args().data
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    target = Path(room.__file__).with_name(FILE)
    target.write_text(written(learned(read(path), digest)), encoding="utf-8")


if __name__ == "__main__":
    main()
