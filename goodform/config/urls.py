"""Every address of Goodform."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from goodform.config.health import healthz, worker_healthz
from goodform.config.metrics import metrics
from goodform.ui.views import design

handler500 = "goodform.config.no_turn.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("metrics", metrics, name="metrics"),
    path("healthz/worker", worker_healthz, name="worker_healthz"),
    path("account/", include("goodform.people.sign_in_urls")),
    path("", include("goodform.people.urls")),
    path("", include("goodform.diary.urls")),
    path("", include("goodform.booking.urls")),
    path("", include("goodform.reminders.urls")),
    path("", include("goodform.coach.urls")),
    path("", include("goodform.outbox.urls")),
    path("", include("goodform.keeping.urls")),
    path("", include("goodform.today.urls")),
    path("", include("goodform.desk.urls")),
]
if settings.DEMO:
    urlpatterns += [
        path("design", design, name="design"),
        path("demo/", include("goodform.demo.urls")),
    ]
