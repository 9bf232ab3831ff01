"""Addresses of the diary room."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
