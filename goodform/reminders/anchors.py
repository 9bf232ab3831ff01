"""Moments of a day that people have anyway, and the time each usually means. Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import time

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Anchor:
    """A moment of the day: its code, what people call it, and when it usually is."""

    code: str
    name: str | Promise
    usually: time


ANCHORS = (
    Anchor("waking", _("after waking"), time(7, 30)),
    Anchor("breakfast", _("after breakfast"), time(8, 30)),
    Anchor("lunch", _("after lunch"), time(13, 0)),
    Anchor("work", _("after work"), time(17, 30)),
    Anchor("bed", _("before bed"), time(20, 30)),
)
BY_CODE = {anchor.code: anchor for anchor in ANCHORS}
USUAL = BY_CODE["breakfast"]
"""For a programme that names no moment of its own."""
MOST = 3
"""How often a day somebody is reminded who chose nothing."""


def anchor_in(words: str) -> Anchor | None:
    """The anchor that a practitioner's words name ("after waking", "Morning, after waking").

    Only the whole name counts: "before work" is not "after work".
    """
    said = words.casefold().replace("_", " ")
    return next((anchor for anchor in ANCHORS if str(anchor.name).casefold() in said), None)


def spread(named: Collection[Anchor], times: int) -> tuple[Anchor, ...]:
    """At least so many moments of a day, at most three by ourselves, in their order.

    The named ones, or the usual one, and then those that lie furthest from what is chosen.
    """
    chosen = list(named) or [USUAL]
    while len(chosen) < min(times, MOST):
        chosen.append(max(ANCHORS, key=lambda each: min(_apart(each, other) for other in chosen)))
    return tuple(sorted(chosen, key=lambda each: each.usually))


def _apart(one: Anchor, other: Anchor) -> int:
    """Minutes of the day between two moments."""
    first, last = (each.usually.hour * 60 + each.usually.minute for each in (one, other))
    return abs(first - last)
