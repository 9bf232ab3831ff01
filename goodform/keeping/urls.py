"""The address of the keeping room."""

from django.urls import path

from goodform.keeping import views

urlpatterns = [path("clinic/backups/", views.backups, name="backups")]
