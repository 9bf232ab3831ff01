"""Addresses of the people room."""

from django.urls import path

from goodform.people import views

urlpatterns = [
    path("", views.home, name="home"),
    path("in/<str:token>/", views.invitation, name="invitation"),
    path("clinic/", views.clinic_settings, name="clinic_settings"),
    path("clinic/hours/", views.clinic_hours, name="clinic_hours"),
    path("clinic/staff/new/", views.staff_new, name="staff_new"),
    path("clinic/staff/<uuid:pk>/", views.staff_edit, name="staff_edit"),
]
