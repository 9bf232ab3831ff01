"""Addresses of the reminders room."""

from django.urls import path

from goodform.reminders.views import calendar, links, plan

urlpatterns = [
    path("reminders", plan.plan, name="reminders"),
    path("reminders/switch", plan.switch, name="reminders_switch"),
    path("reminders/pause", plan.pause, name="reminders_pause"),
    path("reminders/zone", plan.zone, name="reminders_zone"),
    path("reminders/stop/<str:token>", links.stop_page, name="reminders_stop"),
    path("calendar/<str:token>.ics", calendar.feed, name="calendar"),
]
