"""How much of an exercise: one shape for library, draft, prescription and pages. Pure.

Its limits are in `safety.limits`.
"""

from dataclasses import dataclass, fields
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Dose:
    """Sets of repetitions, each held, with rests between sets. `tempo` is seconds out and back.

    With `time_s` a set is so many seconds of doing, and neither counted nor held.
    """

    sets: int = 1
    repetitions: int = 1
    hold_s: int = 0
    rest_s: int = 0
    tempo: str = ""
    time_s: int = 0
    times_a_day: int = 1


DOSE = tuple(each.name for each in fields(Dose))


def dose_values(holder: object) -> dict[str, Any]:
    """The dose that a prescription, a line or a dose holds, by name."""
    return {name: getattr(holder, name) for name in DOSE}


def dose_in(holder: object) -> Dose:
    """The dose alone."""
    return Dose(**dose_values(holder))
