from django.apps import AppConfig


class CoachConfig(AppConfig):
    name = "goodform.coach"
