from django.apps import AppConfig

from goodform.ui.kind_words import speak_kindly


class UiConfig(AppConfig):
    name = "goodform.ui"

    def ready(self) -> None:
        speak_kindly()
