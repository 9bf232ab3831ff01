"""Moments of a day that people have anyway, and the time each usually means. Pure."""

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


def anchor_in(words: str) -> Anchor | None:
    """The anchor that a practitioner's words name ("after waking", "Morning, after waking")."""
    said = words.casefold().replace("_", " ")
    return next((anchor for anchor in ANCHORS if anchor.code in said), None)
