"""Addresses of the owner's pages about booking, and of those for a new person."""

from django.urls import path

from goodform.booking import asking_views, views

urlpatterns = [
    path("ask/<uuid:clinic>/", asking_views.ask_first, name="ask_first"),
    path("asked/<uuid:pk>/", asking_views.asked, name="asked"),
    path("clinic/booking/", views.booking_settings, name="booking_settings"),
    path("clinic/attendance/", views.attendance, name="attendance"),
    path("clinic/booking/types/new/", views.visit_type_new, name="visit_type_new"),
    path("clinic/booking/types/<uuid:pk>/", views.visit_type, name="visit_type"),
    path("clinic/booking/rooms/new/", views.room_new, name="room_new"),
    path("clinic/booking/hours/<uuid:pk>/", views.own_hours, name="own_hours"),
]
