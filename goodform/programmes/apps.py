from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "goodform.programmes"
