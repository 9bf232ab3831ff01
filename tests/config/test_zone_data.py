"""Zones are read from the locked data, whatever the machine has."""

import zoneinfo
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import tzdata
from django.test import Client


def test_the_machine_s_own_zone_data_are_never_read() -> None:
    assert zoneinfo.TZPATH == ()


def test_a_country_that_changed_its_clocks_lately_has_the_hour_it_has_now() -> None:
    # British Columbia stays at seven hours behind from 2026 on; a Debian 12 does not know.
    winter = datetime(2026, 12, 1, 12, tzinfo=ZoneInfo("America/Vancouver"))
    assert winter.utcoffset() == timedelta(hours=-7)


def test_whoever_watches_the_server_sees_which_zone_data_it_has(db: None, client: Client) -> None:
    assert client.get("/healthz/worker").json()["zone_data"] == tzdata.IANA_VERSION
