"""Addresses of the demo; they exist in demo mode only."""

from django.urls import path

from goodform.demo import views

urlpatterns = [path("<slug:role>", views.enter, name="demo")]
