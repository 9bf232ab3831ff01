from django.apps import AppConfig


class BenchConfig(AppConfig):
    name = "goodform.bench"
