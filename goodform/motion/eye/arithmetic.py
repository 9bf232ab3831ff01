"""The few sums over rows of numbers that a completed repetition needs, in plain Python.

The eye runs in the patient's browser, too, where there is no numpy.  Each answers as numpy does; a
test compares them.
"""

from cmath import exp
from collections.abc import Sequence
from math import cos, floor, isnan, nan, pi, sqrt
from operator import mul
from typing import Final

Numbers = Sequence[float]


def mean(values: Numbers) -> float:
    """Their sum by their count."""
    return sum(values) / len(values)


def dot(a: Numbers, b: Numbers) -> float:
    """The sum of their products, one by one."""
    found: float = sum(map(mul, a, b))
    return found


def median(values: Numbers) -> float:
    """The middle value, or half-way between the middle two; NaN where one of them is NaN."""
    if isnan(sum(values)):
        return nan
    ordered = sorted(values)
    half = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[half]
    return (ordered[half - 1] + ordered[half]) / 2.0


def percentile(values: Numbers, share: float) -> float:
    """The value below which ``share`` per cent of them lie, on the line between two neighbours."""
    if isnan(sum(values)):
        return nan
    ordered = sorted(values)
    at = share / 100.0 * (len(ordered) - 1)
    low = min(floor(at), len(ordered) - 1)
    high = min(low + 1, len(ordered) - 1)
    return on_the_way(ordered[low], ordered[high], at - low)


def on_the_way(a: float, b: float, share: float) -> float:
    """The value at a share of the way from one to another."""
    return a + (b - a) * share if share < 0.5 else b - (b - a) * (1.0 - share)


def between(known: Numbers, values: Numbers, wanted: Numbers) -> list[float]:
    """Values at the wanted places, on straight lines between the known ones; both rise.

    Before the first and after the last known place its value stays.
    """
    found: list[float] = []
    last = len(known) - 1
    i = 0
    for at in wanted:
        while i < last and known[i + 1] <= at:
            i += 1
        if i == last or at <= known[0]:
            found.append(values[i])
        else:
            slope = (values[i + 1] - values[i]) / (known[i + 1] - known[i])
            found.append(slope * (at - known[i]) + values[i])
    return found


def softened(values: Numbers, bell: Numbers) -> list[float]:
    """Each value as a mean of its neighbours, weighted by one half of an even bell: middle first.

    Beyond both ends the end's value stays.
    """
    half, count = len(bell) - 1, len(values)
    padded = [values[0]] * half + list(values) + [values[-1]] * half
    found = [bell[0] * value for value in values]
    for away, weight in enumerate(bell[1:], start=1):
        left = padded[half - away : half - away + count]
        right = padded[half + away : half + away + count]
        found = [sum_ + weight * (a + b) for sum_, a, b in zip(found, left, right, strict=True)]
    return found


def correlation(a: Numbers, b: Numbers) -> float:
    """How alike two rows of the same length go, from -1 to 1; NaN where one does not move."""
    about_a, about_b = mean(a), mean(b)
    both = sum((x - about_a) * (y - about_b) for x, y in zip(a, b, strict=True))
    size = sum((x - about_a) ** 2 for x in a) * sum((y - about_b) ** 2 for y in b)
    return both / sqrt(size) if size > 0.0 else nan


def swell(count: int) -> list[float]:
    """A window that rises from 0 and falls back to it (Hann)."""
    if count == 1:
        return [1.0]
    return [0.5 - 0.5 * cos(2.0 * pi * k / (count - 1)) for k in range(count)]


_SMALL: Final = (2, 3, 5, 7, 11, 13)


def splits_well(count: int) -> int:
    """The largest count not above this one that is a product of small primes."""
    while count > 1:
        left = count
        for prime in _SMALL:
            while left % prime == 0:
                left //= prime
        if left == 1:
            break
        count -= 1
    return count


def power(values: Numbers) -> list[float]:
    """How much of each even swing is in them: squares of the first half of a Fourier transform.

    Quick where the count is a product of small primes (Cooley & Tukey 1965).
    """
    count = len(values)
    turns = [exp(-2j * pi * k / count) for k in range(count)]
    whole = _transformed([complex(value) for value in values], turns)
    return [z.real * z.real + z.imag * z.imag for z in whole[: count // 2 + 1]]


def _transformed(values: list[complex], turns: list[complex]) -> list[complex]:
    """The Fourier transform, from those of every second, third … value."""
    count = len(values)
    if count == 1:
        return values
    parts = next((prime for prime in _SMALL if count % prime == 0), count)
    step = len(turns) // count
    found = [0j] * count
    for part in range(parts):
        some = _transformed(values[part::parts], turns) * parts
        by = [turns[k * part * step % len(turns)] for k in range(count)]
        found = [sum_ + w * z for sum_, w, z in zip(found, by, some, strict=True)]
    return found
