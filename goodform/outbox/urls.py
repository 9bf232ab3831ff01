"""Addresses of the outbox room, and of each channel that has any of its own."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from goodform.outbox import views
from goodform.outbox.registry import modules

urlpatterns: list[URLPattern | URLResolver] = [
    path("clinic/outbox/", views.outbox, name="outbox"),
    path("clinic/outbox/<uuid:pk>/", views.message, name="outbox_message"),
    path("clinic/channels/<slug:code>/", views.channel_page, name="channel"),
    path("clinic/channels/<slug:code>/test/", views.channel_test, name="channel_test"),
    *(
        path("", include(f"{module.__name__}.urls"))
        for module in modules().values()
        if find_spec(f"{module.__name__}.urls")
    ),
]
