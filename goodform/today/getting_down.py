"""How does somebody get down to the floor, and up again? One strip for every floor exercise."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from goodform.safety.cautions import Caution


@dataclass(frozen=True)
class Stop:
    """One pose on the way: the movement whose start shows it, and the words under it."""

    picture: str
    words: str | Promise


STOPS = (
    Stop("hip-flexor-stretch", _("Kneel on one knee. Hold on to a chair if you like.")),
    Stop("four-point-hip-extension", _("Come down onto your hands and knees.")),
    Stop("side-lying-leg-abduction", _("Let your hip down and lie on your side.")),
    Stop("heel-slide", _("Roll onto your back, with your knees bent.")),
)
"""The way down; the way up is the same, backwards."""


def way_down(content: Mapping[str, Any]) -> tuple[Stop, ...]:
    """The strip, for an exercise that is done on the floor; nothing for any other."""
    return STOPS if Caution.FLOOR in content["cautions"] else ()
