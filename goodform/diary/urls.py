"""The addresses a patient's device sends to."""

from django.urls import path

from goodform.diary import api

urlpatterns = [
    path("api/today", api.today_api, name="today_api"),
    path("api/sessions/<uuid:session>", api.session_api, name="session_api"),
]
