"""The addresses a patient's device sends to."""

from datetime import date

from django.urls import path, register_converter

from goodform.diary import api


class DayConverter:
    """A day as ISO 8601 writes it: 2026-11-16."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        """The day; a day no calendar has is no address."""
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        return value.isoformat()


register_converter(DayConverter, "day")

urlpatterns = [
    path("api/today", api.today_api, name="today_api"),
    path("api/sessions/<uuid:session>", api.session_api, name="session_api"),
    path("api/mornings/<day:day>", api.morning_api, name="morning_api"),
    path("api/messages/<uuid:message>", api.message_api, name="message_api"),
]
