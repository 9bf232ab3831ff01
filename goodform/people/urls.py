"""Addresses of the people room."""

from django.urls import path

from goodform.people import (
    device_views,
    how_you_sign_in,
    patients_door,
    second_step,
    views,
)

urlpatterns = [
    path("", views.home, name="home"),
    path("in/<str:token>/", views.invitation, name="invitation"),
    path("here/<str:token>/", patients_door.scanned, name="scanned"),
    path("address/", patients_door.address_by_device, name="address_by_device"),
    path("address/<str:token>/", patients_door.address_by_mail, name="address_by_mail"),
    path("devices/", device_views.devices, name="devices"),
    path("patients/<uuid:pk>/devices/", device_views.patient_devices, name="patient_devices"),
    path("clinic/staff/<uuid:pk>/devices/", device_views.staff_devices, name="staff_devices"),
    path("clinic/", views.clinic_settings, name="clinic_settings"),
    path("clinic/hours/", views.clinic_hours, name="clinic_hours"),
    path("clinic/staff/new/", views.staff_new, name="staff_new"),
    path("clinic/staff/<uuid:pk>/", views.staff_edit, name="staff_edit"),
    path("clinic/staff/<uuid:pk>/let-in/", how_you_sign_in.staff_let_in, name="staff_let_in"),
    path("how-you-sign-in/", how_you_sign_in.how_you_sign_in, name="how_you_sign_in"),
    path("how-you-sign-in/add/", how_you_sign_in.factor_add, name="factor_add"),
    path("how-you-sign-in/codes/", how_you_sign_in.recovery_codes_new, name="recovery_codes_new"),
    path("how-you-sign-in/again/", how_you_sign_in.prove_again, name="prove_again"),
    path("how-you-sign-in/<uuid:pk>/remove/", how_you_sign_in.factor_remove, name="factor_remove"),
    path("how-you-sign-in/still-here", how_you_sign_in.still_here, name="still_here"),
    path(".well-known/webauthn", second_step.related_origins, name="related_origins"),
]
