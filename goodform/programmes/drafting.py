"""A draft, as a practitioner prescribes it: one line an exercise, checked before it is given.

Pure: no database. Limits come from `safety.limits`, cautions from `safety.cautions`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from typing import Any
from uuid import UUID, uuid4

from goodform.safety.dose import DOSE, Dose, dose_in, dose_values

ALL_DAYS = "1234567"


@dataclass(frozen=True, kw_only=True)
class Line(Dose):
    """One exercise as drafted, with its dose. `replaces` is the prescription it changes, if any."""

    line: str
    version: str
    slug: str
    replaces: str | None = None
    side: str = "none"
    weekdays: str = ALL_DAYS
    anchor: str = ""
    pain_policy: str = "pain_free"
    pain_ceiling: int | None = None
    bad_day: bool = False
    camera: bool = False
    form_checked: bool = False
    watched: bool = False
    form_reason: str = ""
    caution_reason: str = ""
    note: str = ""
    why_changed: str = ""

    @property
    def dose(self) -> Dose:
        """The dose alone."""
        return dose_in(self)

    @property
    def sides(self) -> int:
        """How many sides take time."""
        return 2 if self.side == "each" else 1

    def as_json(self) -> dict[str, Any]:
        """Plain values, for the draft's row."""
        return asdict(self)


_NAMES = {field.name for field in fields(Line)}
PRESCRIBED = [
    "version",
    "side",
    *DOSE,
    "weekdays",
    "anchor",
    "pain_policy",
    "pain_ceiling",
    "bad_day",
    "camera",
    "note",
    "caution_reason",
]
"""What, when it differs, makes a new prescription out of an old one."""


def from_json(rows: Iterable[Mapping[str, Any]]) -> tuple[Line, ...]:
    """The lines of a draft's row; keys an older Goodform wrote are left out."""
    return tuple(
        Line(**{key: value for key, value in row.items() if key in _NAMES}) for row in rows
    )


def new_line(*, version: UUID, slug: str, sides: str, dose: Mapping[str, Any]) -> Line:
    """A line for an exercise with its own default dose and side."""
    return Line(
        line=str(uuid4()),
        version=str(version),
        slug=slug,
        side="each" if sides == "each" else "none",
        **dose_values(Dose(**dose)),
    )


def differs(line: Line, before: Line) -> bool:
    """Whether giving `line` would change what the patient has."""
    return any(getattr(line, name) != getattr(before, name) for name in PRESCRIBED)


def moved(lines: Sequence[Line], line: str, by: int) -> tuple[Line, ...]:
    """The same lines with one moved up (−1) or down (+1); the ends stay the ends."""
    order = [each.line for each in lines]
    if line not in order:
        return tuple(lines)
    here = order.index(line)
    there = min(max(here + by, 0), len(order) - 1)
    result = list(lines)
    result.insert(there, result.pop(here))
    return tuple(result)


def without(lines: Sequence[Line], line: str) -> tuple[Line, ...]:
    """The same lines without one."""
    return tuple(each for each in lines if each.line != line)


def one_set(dose: Mapping[str, Any]) -> dict[str, Any]:
    """A dose to begin with on a rung that is new to the patient: one set of the library's."""
    return {**dose, "sets": 1}


def stepped(
    line: Line, *, version: UUID, slug: str, sides: str, dose: Mapping[str, Any], why: str
) -> Line:
    """The line on another rung of its ladder: with `dose`, on the same days and anchor.

    A side the practitioner chose is kept; form must be checked again on the new rung.
    """
    rung = new_line(version=version, slug=slug, sides=sides, dose=dose)
    side = line.side if sides == "each" and line.side != "none" else rung.side
    return replace(
        rung,
        line=line.line,
        replaces=line.replaces,
        side=side,
        weekdays=line.weekdays,
        anchor=line.anchor,
        pain_policy=line.pain_policy,
        pain_ceiling=line.pain_ceiling,
        why_changed=why,
    )
