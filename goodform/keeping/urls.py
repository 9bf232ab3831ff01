"""The addresses of the keeping room."""

from django.urls import path

from goodform.keeping import record_views, views

urlpatterns = [
    path("clinic/backups/", views.backups, name="backups"),
    path("clinic/records/", record_views.records, name="records"),
    path("clinic/records/<uuid:pk>/", record_views.record_clock, name="record_clock"),
    path("data-protection", record_views.data_protection, name="data_protection"),
]
