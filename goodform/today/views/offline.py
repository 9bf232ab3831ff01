"""The server's part in a phone that does without it: the service worker, the installed app's
description, how the patient stands, and the page that says there is no network."""

import json

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from goodform.diary.who_may_send import for_patients
from goodform.people.models import Patient
from goodform.today import offline
from goodform.ui.compressing import gzip_page

PAPER, STAGE = "#FAF9F5", "#10453F"
"""The colours of the look behind and above an app that is starting."""
WORKER = "today/offline/worker.mjs"
ICONS = (
    ("icon-192.png", "192x192", "any"),
    ("icon-512.png", "512x512", "any"),
    ("icon-maskable-512.png", "512x512", "maskable"),
)


@require_safe
@cache_control(no_cache=True)
@gzip_page
def service_worker(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """`/sw.js`: the worker of this release, with the list of what it keeps."""
    site = {
        "release": offline.release(),
        "static": settings.STATIC_URL,
        "files": offline.files(),
        "open": offline.open_pages(),
        "today": reverse("today"),
        "contact": reverse("contact_api"),
        "no_network": reverse("no_network"),
        "long_ago": reverse("long_ago"),
        "signed_out": offline.signed_out(),
        "sign_out": reverse("account_logout"),
        "doors": offline.doors(),
    }
    script = f"import {{ start }} from {json.dumps(static(WORKER))};\nstart({json.dumps(site)});\n"
    return HttpResponse(script, content_type="text/javascript; charset=utf-8")


@require_safe
@cache_control(max_age=3600)
def manifest(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """`/manifest.webmanifest`: how Goodform looks and starts where it was installed."""
    described = {
        "id": reverse("today"),
        "name": "Goodform",
        "short_name": "Goodform",
        "description": _("Your exercises from your clinic, also without a network."),
        "lang": get_language(),
        "dir": "rtl" if get_language_bidi() else "ltr",
        "start_url": reverse("today"),
        "scope": "/",
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": STAGE,
        "icons": [
            {"src": static("ui/brand.svg"), "sizes": "any", "type": "image/svg+xml"},
            *(
                {
                    "src": static(f"today/icons/{name}"),
                    "sizes": sizes,
                    "type": "image/png",
                    "purpose": purpose,
                }
                for name, sizes, purpose in ICONS
            ),
        ],
        "shortcuts": [
            {"name": _("Start today’s exercises"), "url": reverse("player")},
            {"name": _("When to get help"), "url": reverse("help")},
        ],
    }
    return JsonResponse(described, content_type="application/manifest+json")


@gzip_page
@for_patients("GET", also_ended=True)
def contact_api(request: HttpRequest, *, patient: Patient) -> JsonResponse:
    """`GET /api/contact`: who is signed in, how they stand, and what to keep for them."""
    return JsonResponse({**offline.contact_of(patient), "csrf": get_token(request)})


@require_safe
@cache_control(no_cache=True)
@gzip_page
def no_network(request: HttpRequest) -> HttpResponse:
    """The page of a phone that has no network and no copy. It names nobody.

    With `?left=yes` for somebody who has signed out there without a network.
    """
    return render(request, "today/no_network.html", {"left": request.GET.get("left") == "yes"})
