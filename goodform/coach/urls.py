"""Addresses of the coach."""

from django.urls import path

from goodform.coach import views

urlpatterns = [path("clinic/mirror/", views.clinic_mirror, name="clinic_mirror")]
