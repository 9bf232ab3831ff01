"""From the demo clinic to a mail server: a reminder that really leaves, by the whole worker."""

import email.policy
from datetime import timedelta
from email.parser import BytesParser
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from goodform.config.working import worker
from goodform.demo.actions import prepare_demo
from goodform.library.exercise_files import read_directory
from goodform.library.loading import load
from goodform.motion.movements import DRAWN
from goodform.outbox.models import Chore, Notification
from goodform.people.models import Patient
from goodform.reminders.models import Plan, Slot
from tests.outbox.mail_server import mail_server


@pytest.fixture
def alice(db: None) -> Patient:
    """The demo's Alice."""
    load(read_directory(django_settings.EXERCISES, pictures=frozenset(DRAWN)))
    prepare_demo()
    return Patient.objects.get(name="Alice Archer")


def due_now(patient: Patient) -> None:
    """Let this patient's usual plan be due at this minute, at whatever hour this runs."""
    now = timezone.now()
    wall = now.astimezone(ZoneInfo(patient.zone))
    Slot.objects.filter(plan=patient.pk).update(at=wall.time().replace(second=0, microsecond=0))
    Plan.objects.filter(pk=patient.pk).update(
        quiet_since=wall.time(),
        quiet_until=wall.time(),
        looked_at=now - timedelta(minutes=1),
        next_due_at=now,
    )


def test_a_demo_patients_reminder_arrives_and_its_link_stops_it(
    alice: Patient, settings: Settings
) -> None:
    with mail_server() as (port, box):
        settings.MAIL_TRANSPORT = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        worker().run_once()
        assert Plan.objects.get(patient=alice).next_due_at is not None, "the usual plan was made"
        due_now(alice)
        worker().run_once()
    assert not Chore.objects.exclude(failed_at=None).exists()
    row = Notification.objects.get(dedupe_key__startswith=f"reminder:{alice.pk.hex}")
    [arrived] = [mail for mail in box.arrived if str(row.pk) in str(mail["Message-ID"])]
    mail = BytesParser(policy=email.policy.default).parsebytes(bytes(arrived))
    assert mail["To"] == alice.email
    stop = mail["List-Unsubscribe"].strip(" <>")
    assert stop in mail.get_content()
    Client().post(stop.removeprefix(settings.ADDRESS), {"List-Unsubscribe": "One-Click"})
    assert Plan.objects.get(patient=alice).stopped_at is not None
