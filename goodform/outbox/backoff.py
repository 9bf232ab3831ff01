"""When to try again. Pure."""

from datetime import timedelta

FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=1)
MOST_ATTEMPTS = 30
"""With these pauses, a little over a day of trying."""
LONGEST_WISH = timedelta(hours=6)
"""The longest that another side's "not before" is believed."""
DOWN_FIRST, DOWN_LONGEST = timedelta(seconds=2), timedelta(minutes=2)


def _doubled(first: timedelta, times: int, longest: timedelta) -> timedelta:
    return min(first * (1 << min(times - 1, 10)), longest)


def pause_after(attempts: int, *, key: int, wished: timedelta | None = None) -> timedelta:
    """How long to wait after this many attempts (1 or more) before the next.

    Doubles from 30 s to 1 h, spread by up to a quarter so that not everybody comes back at once;
    `key` decides where in that quarter. `wished` is what the other side asked for (Retry-After).
    """
    doubled = _doubled(FIRST_PAUSE, attempts, LONGEST_PAUSE)
    pause = doubled * (1 + (key % 1000) / 4000)
    return max(pause, min(wished, LONGEST_WISH)) if wished else pause


def down_for(failures: int) -> timedelta:
    """How long a channel that cannot be reached is left alone, after this many failures."""
    return _doubled(DOWN_FIRST, failures, DOWN_LONGEST)
