"""The closed lists of the waiting list: when somebody can come, and how an offer was answered."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PartOfDay(models.TextChoices):
    """When on a day somebody can come, by the clinic's clock."""

    MORNING = "morning", _("Morning")
    AFTERNOON = "afternoon", _("Afternoon")
    EVENING = "evening", _("Evening")


class OfferAnswer(models.TextChoices):
    """The answer to an offer, once there is one."""

    YES = "yes", _("Accepted")
    NO = "no", _("Declined")
