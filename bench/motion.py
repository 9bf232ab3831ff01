"""``goodform bench motion``: is the watching eye right, and what does it cost?

On generated bodies always; on people with ``--data`` and a file of UI-PRMD joints.  What the
figures show, and what they do not, is in docs/motion-accuracy.md.
"""

from pathlib import Path

from bench import motion_cost, motion_counts, motion_form, motion_generated, uiprmd
from bench.figure import Figure

TREES = {"small": 100, "large": 400}
SEEDS = {"small": 1, "large": 5}
REPETITIONS = {"small": 12, "large": 60}


def measure(*, size: str, data: Path | None) -> tuple[Figure, ...]:
    """Every figure of motion; without ``data`` those on people are missing, and say so."""
    found = list(motion_cost.figures(repetitions=REPETITIONS[size]))
    found += motion_generated.figures(seeds=SEEDS[size])
    if data is None:
        return (*found, _missing())
    cuts = uiprmd.read(data)
    found += motion_counts.count_figures(cuts)
    found += motion_counts.angle_figures(cuts)
    found += motion_form.figures(cuts, trees=TREES[size])
    return tuple(found)


def _missing() -> Figure:
    return Figure(
        "people: nothing measured",
        None,
        "",
        None,
        {"why": "no recordings were given: --data FILE.npz (UI-PRMD joints)"},
    )
