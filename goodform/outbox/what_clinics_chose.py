"""The choices of clinics for a channel."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from goodform.outbox.models import ChannelSetting
from goodform.people.models import Clinic


def setting_of(clinic: Clinic, channel: str) -> ChannelSetting:
    """The clinic's setting, or what holds where nothing was chosen: on."""
    return ChannelSetting.objects.filter(clinic=clinic, channel=channel).first() or ChannelSetting(
        clinic=clinic, channel=channel
    )


def chosen_for(channel: str, clinics: Iterable[UUID | None]) -> Mapping[UUID | None, Any]:
    """The choice of each of these clinics, those that chose nothing left out; one query."""
    return dict(
        ChannelSetting.objects.filter(
            channel=channel, clinic__in={each for each in clinics if each}
        ).values_list("clinic", "facts")
    )


def switched_off(clinics: Iterable[UUID]) -> frozenset[tuple[UUID, str]]:
    """Which channels these clinics do not use, as (clinic, channel); one query."""
    return frozenset(
        ChannelSetting.objects.filter(clinic__in=set(clinics), on=False).values_list(
            "clinic", "channel"
        )
    )
