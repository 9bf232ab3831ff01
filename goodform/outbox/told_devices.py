"""A new device, or a changed address, told to every browser that shows messages to somebody."""

from datetime import datetime, timedelta

from django.dispatch import receiver
from django.urls import reverse

from goodform.outbox.actions import enqueue_all, notification
from goodform.outbox.kinds import DEVICE_NEWS, EMAIL
from goodform.outbox.models import Address
from goodform.people.device_news import news_for_devices
from goodform.people.models import Patient, Staff

USEFUL_FOR = timedelta(days=7)


@receiver(news_for_devices)
def tell_browsers(person: Patient | Staff, at: datetime, **_: object) -> None:
    """Put one message a browser on its way; the mail is written by `people.device_news` itself."""
    whose = {"patient": person} if isinstance(person, Patient) else {"staff": person}
    addresses = Address.objects.filter(**whose, refused_at=None).exclude(channel=EMAIL)
    enqueue_all(
        notification(
            clinic=person.clinic,
            kind=DEVICE_NEWS,
            channel=address.channel,
            dedupe_key=f"{DEVICE_NEWS.code}:{address.pk}:{at.isoformat()}",
            due_at=at,
            stale_at=at + USEFUL_FOR,
            address=address,
            facts={"path": reverse("devices")},
            patient=person if isinstance(person, Patient) else None,
            staff=person if isinstance(person, Staff) else None,
        )
        for address in addresses
    )
