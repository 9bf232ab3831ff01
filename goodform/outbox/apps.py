from importlib import import_module

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "goodform.outbox"

    def ready(self) -> None:
        """Listen to what devices are to be told of."""
        import_module("goodform.outbox.told_devices")
