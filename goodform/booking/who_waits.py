"""The waiting list as pages show it: each place on it in words, and how an offer stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.utils.dates import WEEKDAYS

from goodform.booking.models import Offer, VisitState, Wait
from goodform.booking.when_it_is import when_words
from goodform.booking.when_they_can import OfferAnswer, PartOfDay


class OfferStands(StrEnum):
    """How an offer stands now."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    RAN_OUT = "ran_out"


@dataclass(frozen=True)
class Place:
    """One place on the list."""

    wait: Wait
    days: tuple[str, ...]
    parts: tuple[str, ...]
    offer: Offer | None
    offered: str


def stands(offer: Offer, now: datetime) -> OfferStands:
    """By the clock, whatever anybody has tidied up yet. Comes with its appointment."""
    if offer.answer == OfferAnswer.YES:
        return OfferStands.ACCEPTED
    if offer.answer == OfferAnswer.NO:
        return OfferStands.DECLINED
    held = offer.visit is not None and offer.visit.state == VisitState.HELD
    return OfferStands.OPEN if held and now < offer.expires_at else OfferStands.RAN_OUT


def offer_when(offer: Offer) -> str:
    """When the offered time is, for its patient. Comes with its wait, patient and clinic."""
    wait = offer.wait
    return when_words(offer.starts_at, zone=wait.clinic.zone, readers=wait.patient.zone)


def places(waits: Iterable[Wait], now: datetime) -> list[Place]:
    """The list in its order; one query more, for the offers that are open."""
    waits = list(waits)
    open_now = {
        offer.wait_id: offer
        for offer in Offer.objects.filter(
            wait__in=waits, answer="", expires_at__gt=now
        ).select_related("wait__clinic", "wait__patient")
    }
    parts = dict(PartOfDay.choices)
    found = []
    for wait in waits:
        offer = open_now.get(wait.pk)
        found.append(
            Place(
                wait,
                tuple(str(WEEKDAYS[day]) for day in wait.days if day in WEEKDAYS),
                tuple(str(parts[part]) for part in PartOfDay.values if part in wait.parts),
                offer,
                offer_when(offer) if offer is not None else "",
            )
        )
    return found
