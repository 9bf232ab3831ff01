"""A browser asks for notes, or wants them no longer; and the script that shows them."""

import json

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.request import UnreadablePostError
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_http_methods, require_safe

from goodform.outbox.actions import add_address, remove_address
from goodform.outbox.channels.webpush.forms import NoSubscription, SubscriptionForm, said_in
from goodform.outbox.channels.webpush.vapid import public_key
from goodform.outbox.sealing import CannotOpen
from goodform.people.doors import for_anybody
from goodform.people.models import Patient, Staff

CODE = "webpush"


@for_anybody
@never_cache
@require_safe
def push_key(request: HttpRequest, *, person: Patient | Staff) -> JsonResponse:  # noqa: ARG001
    """The house's public key, with which a browser subscribes."""
    try:
        return JsonResponse({"key": public_key()})
    except CannotOpen:
        sentence = _("Notifications cannot be turned on now. Please tell your clinic.")
        return JsonResponse({"sentence": sentence}, status=503)


@for_anybody
@never_cache
@require_http_methods(["POST", "DELETE"])
def push_subscription(request: HttpRequest, *, person: Patient | Staff) -> JsonResponse:
    """Keep this browser's subscription (`PushSubscription.toJSON()`), or forget it."""
    try:
        fields = said_in(request.body)
    except (NoSubscription, UnreadablePostError, ValueError):
        # A ValueError is Django's where a request's length is no number.
        return JsonResponse({"sentence": _("This is not a subscription.")}, status=400)
    if request.method == "DELETE":
        removed = remove_address(channel=CODE, to=fields["endpoint"], by=person)
        return JsonResponse({"removed": removed})
    form = SubscriptionForm(fields)
    if not form.is_valid():
        sentences = [str(each) for errors in form.errors.values() for each in errors]
        return JsonResponse({"sentence": " ".join(sentences)}, status=422)
    add_address(channel=CODE, to=form.cleaned_data["endpoint"], facts=form.keys(), by=person)
    return JsonResponse({"kept": True}, status=201)


@require_safe
@cache_control(no_cache=True)
def push_worker(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """`/push/worker.js`: a service worker that only shows notes; it sees no page and no request."""
    script = f"importScripts({json.dumps(static('outbox/push-events.js'))});\n"
    return HttpResponse(script, content_type="text/javascript; charset=utf-8")
