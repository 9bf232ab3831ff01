"""Which doses are sane: one table for exercise files, forms and the API alike.

The limits catch slips of the finger; inside them the dose is the practitioner's judgement.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from goodform.safety.translatable import gettext_noop as _


@dataclass(frozen=True, slots=True)
class Limit:
    """The lowest and highest sane value, and the sentence that says so."""

    lowest: int
    highest: int
    sentence: str


LIMITS: dict[str, Limit] = {
    "sets": Limit(1, 6, _("Give sets as a whole number from %(lowest)s to %(highest)s.")),
    "repetitions": Limit(
        1, 30, _("Give repetitions as a whole number from %(lowest)s to %(highest)s.")
    ),
    "hold_s": Limit(
        0, 120, _("Give the hold in whole seconds, from %(lowest)s, no hold, to %(highest)s.")
    ),
    "rest_s": Limit(
        0, 300, _("Give the rest in whole seconds, from %(lowest)s, no rest, to %(highest)s.")
    ),
    "time_s": Limit(
        0, 3600, _("Give the time in whole seconds, from %(lowest)s, no time, to %(highest)s.")
    ),
    "times_a_day": Limit(
        1, 8, _("Give times a day as a whole number from %(lowest)s to %(highest)s.")
    ),
}

TEMPO_LIMIT = Limit(
    1,
    10,
    _(
        "Give the tempo as seconds out and seconds back, such as 3-1, "
        "each from %(lowest)s to %(highest)s."
    ),
)
LONGEST_TURN_S = 1200
TURN_TOO_LONG = _(
    "This dose takes %(minutes)s minutes a side. Keep it to 20: fewer sets, or shorter holds."
)
LONGEST_BY_TIME_S = 3600
BY_TIME_TOO_LONG = _("This dose takes %(minutes)s minutes a side. Keep it to 60.")
TIME_IS_NOT_COUNTED = _("A dose by time has one repetition and no hold. Give one or the other.")
_TEMPO = re.compile(r"([0-9]{1,2})-([0-9]{1,2})")


@dataclass(frozen=True, slots=True)
class Tempo:
    """Seconds to move out, to the end of the movement, and seconds to come back."""

    out_s: int
    back_s: int


@dataclass(frozen=True, slots=True)
class DoseProblem:
    """A fault in one part of a dose: a sentence to translate, then fill with `values`."""

    field: str
    sentence: str
    values: Mapping[str, int]

    def __str__(self) -> str:
        return self.sentence % self.values


def parse_tempo(text: str) -> Tempo | None:
    """Read `3-1` as three seconds out and one back; None if it is not a sane tempo."""
    match = _TEMPO.fullmatch(text)
    if match is None:
        return None
    tempo = Tempo(out_s=int(match[1]), back_s=int(match[2]))
    if all(TEMPO_LIMIT.lowest <= s <= TEMPO_LIMIT.highest for s in (tempo.out_s, tempo.back_s)):
        return tempo
    return None


def dose_problems(dose: Mapping[str, object]) -> tuple[DoseProblem, ...]:
    """Everything wrong with a dose of sets, repetitions, hold_s, rest_s, tempo, times_a_day.

    `time_s` may be missing: most doses are counted. Any other missing part is a problem of it.
    Whether one turn of it all takes too long is asked only once each part is sane.
    """
    dose = {"time_s": 0, **dose}
    sane = {
        name: value for name in LIMITS if (value := _sane(dose.get(name), LIMITS[name])) is not None
    }
    problems = [_problem(name, limit) for name, limit in LIMITS.items() if name not in sane]
    text = dose.get("tempo")
    tempo = parse_tempo(text) if isinstance(text, str) else None
    if tempo is None:
        problems.append(_problem("tempo", TEMPO_LIMIT))
    elif not problems:
        problems += _of_the_whole(sane, tempo)
    return tuple(problems)


def _of_the_whole(sane: Mapping[str, int], tempo: Tempo) -> Iterator[DoseProblem]:
    """Faults of parts that are sane each by itself."""
    by_time = sane["time_s"] > 0
    if by_time and (sane["repetitions"] > 1 or sane["hold_s"] > 0):
        yield DoseProblem("time_s", TIME_IS_NOT_COUNTED, {})
        return
    seconds = turn_seconds(
        sets=sane["sets"],
        repetitions=sane["repetitions"],
        hold_s=sane["hold_s"],
        rest_s=sane["rest_s"],
        tempo=tempo,
        time_s=sane["time_s"],
    )
    if seconds > (LONGEST_BY_TIME_S if by_time else LONGEST_TURN_S):
        sentence = BY_TIME_TOO_LONG if by_time else TURN_TOO_LONG
        yield DoseProblem("sets", sentence, {"minutes": -(-seconds // 60)})


def turn_seconds(
    *, sets: int, repetitions: int, hold_s: int, rest_s: int, tempo: Tempo, time_s: int = 0
) -> int:
    """How long one turn on one side takes, in seconds, with the rests between its sets."""
    repetition_s = tempo.out_s + hold_s + tempo.back_s
    set_s = time_s or repetitions * repetition_s
    return sets * set_s + (sets - 1) * rest_s


def _sane(value: object, limit: Limit) -> int | None:
    """The value if it is a whole number inside the limit, and not a yes or no."""
    if not isinstance(value, int) or isinstance(value, bool):
        return None
    return value if limit.lowest <= value <= limit.highest else None


def _problem(field: str, limit: Limit) -> DoseProblem:
    return DoseProblem(field, limit.sentence, {"lowest": limit.lowest, "highest": limit.highest})
