"""When the demo was made, and whether anybody has used it since."""

from django.db import models

from goodform.people.models import Clinic


class Made(models.Model):
    """The day a demo clinic was made, and the last row of its record at that moment."""

    clinic = models.OneToOneField(Clinic, on_delete=models.CASCADE, related_name="+")
    on = models.DateField()
    last_row = models.BigIntegerField()

    def __str__(self) -> str:
        return f"demo of {self.on}"
