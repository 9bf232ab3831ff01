from django.apps import AppConfig

from goodform.ui.form_errors import speak_kindly


class UiConfig(AppConfig):
    name = "goodform.ui"

    def ready(self) -> None:
        speak_kindly()
