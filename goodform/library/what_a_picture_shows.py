"""Each picture in words: one sentence a phase, for those who cannot see it."""

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
    "heel-slide": FigureWords(
        _("A person lies on their back with knees bent and feet flat."),
        {
            "knees bent": _("Both feet stand on the mat."),
            "leg long": _(
                "The %(side)s heel slides away until the leg is long. The back stays still."
            ),
        },
    ),
    "bent-knee-fall-out": FigureWords(
        _("A person lies on their back with knees bent and feet flat."),
        {
            "knees up": _("Both knees point up."),
            "knee out": _("The %(side)s knee moves out to the side. The %(other)s knee stays up."),
        },
    ),
    "pelvic-tilt": FigureWords(
        _("A person lies on their back with knees bent and hands on the chest."),
        {
            "small arch": _("The low back makes a small arch."),
            "back flat": _("The pelvis rolls back and the low back lies flat."),
        },
    ),
    "dead-bug-arms": FigureWords(
        _("A person lies on their back, hips and knees at right angles in the air."),
        {
            "arms up": _("Both arms reach to the ceiling."),
            "arms back": _("Both arms go back past the ears. The ribs stay down."),
        },
    ),
    "dead-bug-legs": FigureWords(
        _("A person lies on their back, arms up, hips and knees at right angles in the air."),
        {
            "legs up": _("Both thighs are upright."),
            "foot down": _(
                "The %(side)s foot touches the mat, knee bent. The %(other)s leg stays up."
            ),
        },
    ),
    "marching-bridge": FigureWords(
        _("A person lies on their back with the hips lifted, straight from shoulders to knees."),
        {
            "hips up": _("Both feet stand on the mat."),
            "foot lifted": _("The %(side)s foot lifts a hand high. The hips stay level."),
        },
    ),
    "tummy-brace": FigureWords(
        _("A person lies on their back with knees bent and both hands on the tummy."),
        {
            "tummy soft": _("The tummy is soft."),
            "tummy drawn in": _("The lower tummy draws in a little. Nothing else moves."),
        },
    ),
    "supine-hamstring-stretch": FigureWords(
        _("A person lies on their back. Both hands hold the %(side)s thigh from behind."),
        {
            "knee bent": _("The thigh is upright and the knee is bent."),
            "leg long": _("The %(side)s knee straightens, with the foot relaxed."),
        },
    ),
    "standing-hip-abduction": FigureWords(
        _("A person stands beside a worktop with one hand on it, seen from in front."),
        {
            "on both feet": _("Both feet are on the floor."),
            "leg out": _("The straight %(side)s leg lifts to the side. The body stays upright."),
        },
    ),
    "standing-hip-extension": FigureWords(
        _("A person stands in front of a worktop with both hands on it."),
        {
            "on both feet": _("Both feet are on the floor."),
            "leg back": _("The %(side)s leg goes back a small way. The body stays upright."),
        },
    ),
    "heel-raise": FigureWords(
        _("A person stands in front of a worktop with both hands on it."),
        {
            "heels down": _("Both feet are flat."),
            "heels up": _("Both heels rise straight up."),
        },
    ),
    "single-leg-stand": FigureWords(
        _("A person stands in front of a worktop with their fingertips on it."),
        {
            "on both feet": _("Both feet are on the floor."),
            "on one leg": _("They stand on the %(side)s leg. The %(other)s foot is a little off."),
        },
    ),
    "wall-squat": FigureWords(
        _("A person stands with their back against a wall, feet a little in front of it."),
        {
            "tall": _("The legs are nearly straight."),
            "back slid down": _("The back slides down the wall and the knees bend over the toes."),
        },
    ),
    "seated-pelvic-tilt": FigureWords(
        _("A person sits on a chair, feet flat and hands on the thighs."),
        {
            "slumped": _("The pelvis rolls back and the back rounds."),
            "tall": _("The pelvis rolls forward and the back grows tall. The head stays over it."),
        },
    ),
    "glute-squeeze": FigureWords(
        _("A person lies on their back with knees bent and feet flat."),
        {
            "bottom soft": _("The bottom is soft."),
            "bottom squeezed": _("The bottom squeezes. Nothing else moves."),
        },
    ),
    "lower-trunk-rotation": FigureWords(
        _("A person lies on their back, knees bent and together, seen from the feet."),
        {
            "knees to the left": _("Both knees lean to the left."),
            "knees up": _("They come up to the middle."),
            "knees to the right": _("They lean to the right. Both shoulders stay down."),
        },
    ),
    "single-leg-bridge": FigureWords(
        _("A person lies on their back. The %(side)s foot stands, the %(other)s leg is long."),
        {
            "one leg long": _("Both thighs are side by side."),
            "hips up": _("The hips lift and stay level, straight from shoulders to knee."),
        },
    ),
    "curl-up": FigureWords(
        _("A person lies on their back, the %(side)s knee bent, hands under the low back."),
        {
            "head down": _("Head and shoulders rest."),
            "head and shoulders up": _("Head and shoulders lift a hand’s breadth, chin tucked in."),
        },
    ),
    "four-point-hip-extension": FigureWords(
        _("A person kneels on hands and knees."),
        {
            "both knees down": _("Both knees are on the mat."),
            "thigh lifted": _("The %(side)s thigh lifts as high as the back, knee bent."),
        },
    ),
    "bird-dog": FigureWords(
        _("A person kneels on hands and knees, looking at the floor."),
        {
            "hands and knees": _("Both hands and both knees are on the mat."),
            "arm and leg long": _("The %(side)s leg and the %(other)s arm reach out, level."),
        },
    ),
    "cat-cow": FigureWords(
        _("A person kneels on hands and knees."),
        {
            "back hollow": _("The back sinks into a gentle hollow."),
            "back round": _("The back rounds up and the head hangs."),
        },
    ),
    "childs-pose": FigureWords(
        _("A person kneels on hands and knees."),
        {
            "hands and knees": _("The thighs are upright."),
            "on the way": _("The bottom goes back."),
            "bottom back": _("The bottom is near the heels, arms long in front."),
        },
    ),
    "hip-flexor-stretch": FigureWords(
        _("A person kneels on the %(side)s knee, the %(other)s foot flat in front."),
        {
            "upright": _("The body stands tall, hands on the front thigh."),
            "tail tucked": _("The tail tucks under."),
            "leaning in": _("The hips lean forward. The body stays tall."),
        },
    ),
    "prone-hip-extension": FigureWords(
        _("A person lies face down, forehead on the hands, the %(side)s knee bent."),
        {
            "knee bent": _("The %(side)s foot points to the ceiling."),
            "thigh lifted": _("The %(side)s thigh lifts a little. The pelvis stays down."),
        },
    ),
    "prone-on-elbows": FigureWords(
        _("A person lies face down with long legs."),
        {
            "chest low": _("The chest is low."),
            "on the elbows": _("The chest is up, resting on the forearms. The hips stay down."),
        },
    ),
    "prone-press-up": FigureWords(
        _("A person lies face down with the hands by the shoulders."),
        {
            "chest down": _("The chest is on the mat."),
            "chest up": _("The arms press the chest up. The hips stay down."),
        },
    ),
    "front-plank-knees": FigureWords(
        _("A person rests on forearms and knees, face down."),
        {
            "hips down": _("The hips are on the mat."),
            "one line": _("The hips lift into one line from knees to shoulders."),
        },
    ),
}
"""The words of every picture, by slug."""
