"""The closed lists of the diary: how an exercise ended, on which side, why, how hard."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Outcome(models.TextChoices):
    """How an exercise ended."""

    DONE = "done", _("Done")
    PARTLY = "partly", _("Done in part")
    SKIPPED = "skipped", _("Left out")
    STOPPED = "stopped", _("Stopped, it hurt")


class DoneSide(models.TextChoices):
    """The side an entry is about; both where the exercise has none."""

    LEFT = "left", _("Left")
    RIGHT = "right", _("Right")
    BOTH = "both", _("Both")


class Why(models.TextChoices):
    """Why an exercise was left out, cut short or stopped."""

    PAIN = "pain", _("It hurt")
    SYMPTOM = "symptom", _("Something felt wrong")
    TIRED = "tired", _("Tired")
    NO_TIME = "no_time", _("No time")
    EQUIPMENT = "equipment", _("Nothing to do it with")
    UNSURE = "unsure", _("Not sure how")
    OTHER = "other", _("Something else")


class Difficulty(models.TextChoices):
    """How hard it was."""

    EASY = "easy", _("Too easy")
    RIGHT = "right", _("About right")
    HARD = "hard", _("Too hard")


class Timing(models.TextChoices):
    """How we know."""

    TIMED = "timed", _("Timed")
    TICKED = "ticked", _("Ticked")
    CAMERA = "camera", _("Counted by camera")


class RedFlagsAsked(models.TextChoices):
    """Which red-flag questions a session shows to have been answered."""

    WHOLE_LIST = "whole_list", _("The whole list")
    ONE_QUESTION = "one_question", _("One question")
    NOTHING = "nothing", _("Not asked")
