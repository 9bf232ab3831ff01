"""What does a picture show, in words? One sentence a phase, for those who cannot see it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Words = str | Promise


@dataclass(frozen=True)
class FigureWords:
    """How the body is placed, and what it does in each phase by the phase's name.

    ``%(side)s`` is the side that works, ``%(other)s`` the other.
    """

    place: Words
    phases: Mapping[str, Words]


SIDE_WORDS: Mapping[str, Words] = {
    "left": pgettext_lazy("side of the body", "left"),
    "right": pgettext_lazy("side of the body", "right"),
}

FIGURE_WORDS: Mapping[str, FigureWords] = {
    "knee-to-chest": FigureWords(
        _("A person lies on their back on a mat."),
        {
            "lying": _("Both legs are straight."),
            "knee raised": _("The %(side)s knee bends and comes up. The %(other)s leg stays flat."),
            "held": _("Both hands hold the %(side)s shin and draw the knee to the chest."),
        },
    ),
    "clam": FigureWords(
        _("A person lies on their %(other)s side with hips and knees bent."),
        {
            "closed": _("The %(side)s leg rests on the %(other)s leg, feet together."),
            "open": _("The %(side)s knee lifts. The feet stay together and the hips stay still."),
        },
    ),
    "side-lying-leg-abduction": FigureWords(
        _("A person lies on their %(other)s side with the lower leg bent."),
        {
            "leg down": _("The %(side)s leg, on top, is straight."),
            "leg lifted": _("The straight %(side)s leg lifts. The hips stay still."),
        },
    ),
    "glute-bridge": FigureWords(
        _("A person lies on their back with knees bent and feet flat."),
        {
            "lying": _("The hips are on the mat, arms beside the body."),
            "hips up": _("The hips lift until shoulders, hips and knees are in one line."),
        },
    ),
    "hip-hinge": FigureWords(
        _("A person stands and is seen from the side."),
        {
            "upright": _("They stand tall with soft knees, hands on the thighs."),
            "hips back": _(
                "The hips go back and the straight back leans forward. The knees hardly bend."
            ),
        },
    ),
    "box-squat": FigureWords(
        _("A person stands in front of a stool."),
        {
            "upright": _("They stand tall, feet apart."),
            "hips back": _("The hips go back first and the arms reach forward."),
            "knees bending": _("Then the knees bend, in line with the toes."),
            "perched": _("They perch on the edge of the stool, then stand up again."),
        },
    ),
    "piriformis-stretch-1": FigureWords(
        _("A person lies on their back."),
        {
            "foot flat": _(
                "The %(side)s knee is bent, foot on the mat. The %(other)s leg is straight."
            ),
            "foot across": _("The %(side)s foot steps over the %(other)s leg."),
            "held": _("The %(other)s hand draws the %(side)s knee across the body."),
        },
    ),
    "piriformis-stretch-2": FigureWords(
        _("A person lies on their back."),
        {
            "feet flat": _("Both knees are bent, feet on the mat."),
            "ankle on knee": _("The %(side)s ankle rests on the %(other)s knee."),
            "held": _("Both hands pull the %(other)s thigh towards the chest."),
        },
    ),
    "sit-to-stand": FigureWords(
        _("A person sits on a chair with arms crossed on the chest."),
        {
            "sitting": _("Both feet are flat on the floor."),
            "leaning forward": _("They lean forward with a straight back."),
            "rising": _("They push through both feet and rise."),
            "standing": _("They stand tall, then sit down slowly."),
        },
    ),
}
"""The words of every picture, by slug."""
