"""Addresses of the patient's pages."""

from django.urls import path

from goodform.today.views import (
    day,
    diary,
    exercise,
    kept,
    marking,
    messages,
    offline,
    permissions,
    programme,
    sheet,
    sore,
    start,
    warnings,
    who_looked,
)

urlpatterns = [
    path("today", day.today, name="today"),
    path("today/start", start.player, name="player"),
    path("today/morning", start.morning, name="morning"),
    path("today/done", marking.mark_done, name="mark_done"),
    path("today/told/<uuid:pk>", marking.told, name="told"),
    path("today/sore", sore.sore, name="sore"),
    path("today/programme", programme.programme, name="programme"),
    path("today/exercise/<uuid:pk>", exercise.exercise, name="exercise"),
    path("today/diary", diary.diary, name="diary"),
    path("today/diary/add", diary.diary_add, name="diary_add"),
    path("today/diary/<uuid:pk>", diary.diary_entry, name="diary_entry"),
    path("today/messages", messages.messages, name="messages"),
    path("today/permissions", permissions.permissions, name="permissions"),
    path("today/who-looked", who_looked.looked, name="who_looked"),
    path("today/sheet", sheet.my_sheet, name="my_sheet"),
    path("patients/<uuid:pk>/sheet/", sheet.sheet, name="sheet"),
    path("help", warnings.warnings, name="help"),
    path("today/kept", kept.kept_today, name="kept_today"),
    path("today/kept/start", kept.kept_player, name="kept_player"),
    path("today/kept/morning", kept.kept_morning, name="kept_morning"),
    path("today/on-this-phone", kept.on_this_phone, name="on_this_phone"),
    path("api/contact", offline.contact_api, name="contact_api"),
    path("offline", offline.no_network, name="no_network"),
    path("manifest.webmanifest", offline.manifest, name="manifest"),
    path("sw.js", offline.service_worker, name="service_worker"),
]
