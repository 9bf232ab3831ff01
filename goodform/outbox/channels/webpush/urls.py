"""Addresses that a browser asks for notes at."""

from django.urls import path

from goodform.outbox.channels.webpush import views

urlpatterns = [
    path("push/key", views.push_key, name="push_key"),
    path("push/subscription", views.push_subscription, name="push_subscription"),
    path("push/worker.js", views.push_worker, name="push_worker"),
]
