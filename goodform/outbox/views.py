"""The owner's pages: how messages leave, what could not be sent and why, each channel."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goodform.outbox import actions
from goodform.outbox.channel import Channel
from goodform.outbox.kinds import TEST
from goodform.outbox.models import Address, Lane, Notification, State
from goodform.outbox.queries import counts, health, stuck, tried_again
from goodform.outbox.registry import channels
from goodform.outbox.rendering import subject_of
from goodform.outbox.what_clinics_chose import setting_of
from goodform.people.access import Action
from goodform.people.doors import for_staff
from goodform.people.models import Staff

SHOWN = 50
"""Messages on a page; the rest are counted."""
LATELY = timedelta(days=7)


@dataclass(frozen=True)
class NamedMessage:
    """A message as the owner is told of it: what it is called, and by which channel it goes."""

    row: Notification
    subject: str
    channel: str


def _told(rows: Iterable[Notification]) -> list[NamedMessage]:
    known = channels()
    return [
        NamedMessage(
            row, subject_of(row), known[row.channel].name if row.channel in known else row.channel
        )
        for row in rows
    ]


@for_staff(Action.MANAGE_CLINIC)
@never_cache
@require_safe
def outbox(request: HttpRequest, *, staff: Staff) -> HttpResponse:
    """The page of all that leaves the house, what does not, and whether anybody is sending."""
    dead = stuck(request.user)
    lanes = {lane.channel: lane for lane in Lane.objects.exclude(down_since=None)}
    lately = counts(request.user, since=timezone.now() - LATELY)
    return render(
        request,
        "outbox/outbox.html",
        {
            "section": "outbox",
            "health": health(),
            "stuck": _told(dead[:SHOWN]),
            "more": max(0, dead.count() - SHOWN),
            "tried_again": _told(tried_again(request.user)[:SHOWN]),
            "channels": [
                {
                    "code": code,
                    "name": channel.name,
                    "on": setting_of(staff.clinic, code).on,
                    "down": lanes.get(code),
                    "sent": lately.get(code, {}).get(State.SENT, 0),
                    "waiting": lately.get(code, {}).get(State.WAITING, 0),
                    "dropped": lately.get(code, {}).get(State.DROPPED, 0),
                }
                for code, channel in channels().items()
            ],
        },
    )


@for_staff(Action.MANAGE_CLINIC)
@require_POST
def message(request: HttpRequest, pk: UUID, *, staff: Staff) -> HttpResponse:
    """Send one again, or tick it off."""
    row = get_object_or_404(Notification.objects.visible_to(request.user), pk=pk)
    does = {"again": actions.send_again, "leave": actions.leave_as_it_is}.get(
        request.POST.get("do", "")
    )
    if does is None:
        raise Http404
    try:
        does(message=row, by=staff)
    except actions.NothingToSendAgain as problem:
        messages.warning(request, str(problem))
    else:
        messages.success(
            request,
            _("It is on its way again.")
            if request.POST["do"] == "again"
            else _("Ticked off. It stays as it is."),
        )
    return redirect("outbox")


def _known(code: str) -> Channel:
    channel = channels().get(code)
    if channel is None:
        raise Http404
    return channel


@for_staff(Action.MANAGE_CLINIC)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def channel_page(request: HttpRequest, code: str, *, staff: Staff) -> HttpResponse:
    """The page of a clinic's choices for a channel, and a message to see that it works."""
    channel = _known(code)
    setting = setting_of(staff.clinic, code)
    form = channel.form(request.POST or None, initial=setting.facts)
    on = request.POST.get("on") == "yes" if request.method == "POST" else setting.on
    if request.method == "POST" and form.is_valid():
        actions.set_channel(channel=code, on=on, facts=form.cleaned_data, by=staff)
        messages.success(request, _("Saved."))
        return redirect("channel", code)
    return render(
        request,
        "outbox/channel.html",
        {
            "section": "outbox",
            "channel": channel,
            "code": code,
            "setting": setting,
            "form": form,
            "on": on,
            "addresses": [
                channel.reaches(each) for each in Address.objects.filter(channel=code, staff=staff)
            ],
            "lane": Lane.objects.filter(channel=code).exclude(down_since=None).first(),
            "tests": Notification.objects.filter(
                channel=code, kind=TEST.code, staff=staff
            ).order_by("-made_at")[:3],
        },
        status=422 if form.errors else 200,
    )


@for_staff(Action.MANAGE_CLINIC)
@require_POST
def channel_test(request: HttpRequest, code: str, *, staff: Staff) -> HttpResponse:
    """Send the owner a message: to each of their own addresses, else by email address."""
    addresses: list[Address | None] = [None]
    if _known(code).needs_address:
        addresses = list(Address.objects.filter(channel=code, staff=staff))
    if not addresses:
        messages.warning(request, _("There is nowhere to send it yet. Turn it on here first."))
    for address in addresses:
        actions.send_test(channel=code, by=staff, address=address)
    if addresses:
        messages.success(request, _("A test message is on its way. It should come in a moment."))
    return redirect("channel", code)
