"""Which exercises are due on a day, and how long they take. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from math import ceil
from zoneinfo import ZoneInfo

from goodform.safety.dose import Dose
from goodform.safety.limits import Tempo, parse_tempo, turn_seconds

GETTING_READY_S = 15
"""Seconds the guided player gives to get into position, once an exercise; our own estimate."""
CHANGING_SIDES_S = 10
"""Seconds it gives to turn to the other side; our own estimate."""
SIGNS_READ_A_SECOND = 12
"""A note read aloud without haste, in signs; our own estimate."""
USUAL_TEMPO = Tempo(out_s=2, back_s=2)
"""For a dose from before its tempo was written down."""
MANY_EXERCISES = 4
"""Two to four exercises are the advised maximum (Bachmann 2018)."""


def reading_seconds(note: str) -> int:
    """Seconds the guided player gives to a practitioner's note before an exercise."""
    return ceil(len(note) / SIGNS_READ_A_SECOND)


def seconds_of(dose: Dose, sides: int, note: str = "") -> int:
    """Seconds for one round of a dose on `sides` sides (1 or 2), as the guided player times it."""
    one_side = turn_seconds(
        sets=dose.sets,
        repetitions=dose.repetitions,
        hold_s=dose.hold_s,
        rest_s=dose.rest_s,
        tempo=parse_tempo(dose.tempo) or USUAL_TEMPO,
        time_s=dose.time_s,
    )
    before = reading_seconds(note) + GETTING_READY_S
    return before + one_side * sides + CHANGING_SIDES_S * (sides - 1)


def seconds_left(dose: Dose, rounds: Mapping[str, int], note: str = "") -> int:
    """Seconds for what `rounds_left` says: every sitting does the sides that still have a round."""
    sittings = range(1, max(rounds.values(), default=0) + 1)
    return sum(
        seconds_of(dose, sum(left >= sitting for left in rounds.values()), note)
        for sitting in sittings
    )


def minutes_a_day(doses: Iterable[tuple[Dose, int, str]]) -> int:
    """Whole minutes for all rounds of a day, of doses with their sides and notes; at least one."""
    seconds = sum(seconds_of(dose, sides, note) * dose.times_a_day for dose, sides, note in doses)
    return max(1, round(seconds / 60)) if seconds else 0


def sides_due(side: str) -> tuple[str, ...]:
    """The sides an entry is wanted for: each is left and right, none is both."""
    return {"each": ("left", "right"), "none": ("both",)}.get(side, (side,))


def local_day(moment: datetime, zone: str) -> date:
    """The patient's own date at a moment."""
    return moment.astimezone(ZoneInfo(zone)).date()


@dataclass(frozen=True)
class Done:
    """How often a prescription was done on each side on a day."""

    left: int = 0
    right: int = 0
    both: int = 0

    def on(self, side: str) -> int:
        """How often on this side."""
        return {"left": self.left, "right": self.right, "both": self.both}[side]


def rounds_left(side: str, times_a_day: int, done: Done) -> dict[str, int]:
    """For each side that is due, how many rounds of the day are still to do."""
    return {each: max(0, times_a_day - done.on(each)) for each in sides_due(side)}


def is_finished(side: str, times_a_day: int, done: Done) -> bool:
    """Whether nothing of a prescription is left for the day."""
    return not any(rounds_left(side, times_a_day, done).values())


def too_many(doses: Sequence[object]) -> bool:
    """Whether a programme is longer than people keep up."""
    return len(doses) > MANY_EXERCISES
