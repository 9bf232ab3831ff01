"""Email against a real mail server: what arrives, and what its answers mean."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core import mail
from pytest_django.fixtures import Settings

from goodform.outbox.actions import enqueue, notification
from goodform.outbox.channel import ChannelDown
from goodform.outbox.channels.email import CHANNEL
from goodform.outbox.claiming import is_open
from goodform.outbox.delivery import SendingRules, deliver_once
from goodform.outbox.kinds import TEST, MessageKind
from goodform.outbox.models import Address, Lane, Notification, State
from goodform.outbox.rendering import words_of
from goodform.outbox.worker import Worker
from goodform.people.actions import mail_invitation
from goodform.people.models import Clinic, Patient, Staff
from goodform.programmes.kinds import GIVEN
from goodform.reminders.kinds import REMINDER
from tests.outbox.mail_server import Letterbox, encrypted_mail_server, free_port, mail_server
from tests.outbox.senders import NOW, at, now_is
from tests.people import House


@pytest.fixture
def box(settings: Settings) -> Iterator[Letterbox]:
    """A mail server that this house is told of."""
    with mail_server() as (port, letterbox):
        settings.MAIL_TRANSPORT = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        settings.ADDRESS = "https://exercises.example.org"
        yield letterbox


def a_mail(clinic: Clinic, patient: Patient, **facts: object) -> Notification:
    kind = REMINDER if "stop" in facts else GIVEN
    enqueue(
        clinic=clinic,
        patient=patient,
        kind=kind,
        channel="email",
        dedupe_key=f"{patient.pk}:{Notification.objects.count()}",
        due_at=NOW,
        facts={"path": "/today", **facts},
    )
    return Notification.objects.latest("made_at")


def send(desk: SendingRules | None = None) -> int | None:
    with CHANNEL.open() as sender:
        return deliver_once(CHANNEL, sender, desk or at(NOW))


def test_a_mail_arrives_with_an_id_that_stays(
    clinic: Clinic, alice: Patient, box: Letterbox
) -> None:
    row = a_mail(clinic, alice)
    send()
    Notification.objects.update(state=State.WAITING)
    send()
    first, again = box.arrived
    assert first["Message-ID"] == again["Message-ID"] == f"<{row.pk}@exercises.example.org>"
    assert first["To"] == alice.email
    assert first["Auto-Submitted"] == "auto-generated"
    assert "https://exercises.example.org/today" in first.get_payload(decode=True).decode()  # type: ignore[union-attr]


def test_a_reminder_carries_its_way_out(clinic: Clinic, alice: Patient, box: Letterbox) -> None:
    a_mail(clinic, alice, stop="/reminders/stop/abc")
    send()
    [arrived] = box.arrived
    assert arrived["List-Unsubscribe"] == "<https://exercises.example.org/reminders/stop/abc>"
    assert arrived["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "/reminders/stop/abc" in str(arrived)


KINDS = sorted(
    file.stem
    for file in django_settings.PACKAGE.glob("*/templates/messages/*.txt")
    if file.stem != "frame"
)
"""Every message that any room has words for."""


@pytest.mark.parametrize("kind", KINDS)
def test_no_subject_and_no_note_says_anything_about_health(
    clinic: Clinic, alice: Patient, priya: Staff, kind: str
) -> None:
    private = ("back", "pain", "hurt", "exercise", "clinic", "riverside", "alice", "physio", "stop")
    for person in ({"patient": alice}, {"staff": priya}):
        words = words_of(
            notification(
                clinic=clinic,
                kind=MessageKind(kind),
                channel="email",
                dedupe_key=kind,
                due_at=NOW,
                facts={
                    "severity": 1,
                    "stop": "/x",
                    "path": "/today",
                    "when": "Monday, 9:00",
                    "who": "Priya",
                    "until": "12:30",
                    "code": "123456",
                },
                **person,
            )
        )
        for said in (words.subject, words.short):
            assert not [word for word in private if word in said.lower()], said


def test_many_mails_leave_by_one_connection(clinic: Clinic, alice: Patient, box: Letterbox) -> None:
    for _each in range(5):
        a_mail(clinic, alice)
    assert send() == 5
    assert len(box.arrived) == 5
    assert len(box.callers) == 1


@pytest.mark.parametrize(
    ("answer", "ends"),
    [
        ("550 5.1.1 <alice@example.org> no such user", (State.DEAD, "does not exist (5.1.1)")),
        ("550 5.2.1 mailbox disabled", (State.DEAD, "does not exist (5.2.1)")),
        ("552 mailbox full", (State.WAITING, "will not take this mail from us (552)")),
        ("550 relay not permitted", (State.WAITING, "GOODFORM_MAIL_FROM")),
        ("553 sender not owned", (State.WAITING, "GOODFORM_MAIL_FROM")),
        ("550 5.7.1 not authorised", (State.WAITING, "GOODFORM_MAIL_FROM")),
        ("550 5.1.8 bad sender", (State.WAITING, "GOODFORM_MAIL_FROM")),
        ("450 greylisted", (State.WAITING, "try again later (450)")),
    ],
)
def test_an_address_that_bounces(
    clinic: Clinic, alice: Patient, box: Letterbox, answer: str, ends: tuple[State, str]
) -> None:
    box.refuses[alice.email] = answer
    row = a_mail(clinic, alice)
    send()
    state, said = ends
    assert now_is(row).state == state
    assert said in now_is(row).why
    assert alice.email not in now_is(row).why, "the reason names no patient"
    assert Address.objects.filter(refused_at=NOW).exists() == (state == State.DEAD)


def test_a_mail_that_arrives_clears_the_mark(
    clinic: Clinic, alice: Patient, box: Letterbox
) -> None:
    Address.objects.create(patient=alice, channel="email", to=alice.email, refused_at=NOW)
    a_mail(clinic, alice)
    send()
    assert len(box.arrived) == 1
    assert Address.objects.get().refused_at is None


def test_a_sender_that_cannot_be_written_blames_no_address(
    clinic: Clinic, alice: Patient, box: Letterbox, settings: Settings
) -> None:
    settings.DEFAULT_FROM_EMAIL = "Riverside, Clinic <no-reply@example.org>"
    row = a_mail(clinic, alice)
    with pytest.raises(ChannelDown, match="GOODFORM_MAIL_FROM"):
        send()
    assert (now_is(row).state, now_is(row).attempts) == (State.WAITING, 0)
    assert box.arrived == []
    assert not Address.objects.exclude(refused_at=None).exists()


def test_one_bad_address_keeps_no_other_mail(
    clinic: Clinic, alice: Patient, priya: Staff, box: Letterbox
) -> None:
    box.refuses[alice.email] = "550 5.1.1 no such user"
    a_mail(clinic, alice)
    enqueue(clinic=clinic, staff=priya, kind=TEST, channel="email", dedupe_key="t", due_at=NOW)
    assert send() == 1
    assert [arrived["To"] for arrived in box.arrived] == ["priya@example.org"]


def test_a_refusal_after_the_data_is_that_mails_own(
    clinic: Clinic, alice: Patient, box: Letterbox
) -> None:
    box.answers = ["554 looks like spam", "451 disk full"]
    rows = [a_mail(clinic, alice) for _each in range(3)]
    send()
    assert {now_is(row).state for row in rows} == {State.DEAD, State.WAITING, State.SENT}


def test_an_address_that_is_none_is_dead_and_not_sent(
    clinic: Clinic, alice: Patient, box: Letterbox
) -> None:
    alice.email = "alice@example.org\nBcc: everybody@example.org"
    alice.save()
    row = a_mail(clinic, alice)
    send()
    assert box.arrived == []
    assert now_is(row).state == State.DEAD


def test_a_server_that_is_busy_stops_the_channel_and_counts_against_no_mail(
    clinic: Clinic, alice: Patient, box: Letterbox
) -> None:
    box.refuses[alice.email] = "421 too many connections"
    row = a_mail(clinic, alice)
    with pytest.raises(ChannelDown):
        send()
    assert (now_is(row).state, now_is(row).attempts) == (State.WAITING, 0)


def test_a_server_that_hangs_costs_one_mail_one_attempt(
    clinic: Clinic, alice: Patient, box: Letterbox, settings: Settings
) -> None:
    settings.EMAIL_TIMEOUT = 2
    row = a_mail(clinic, alice)
    with CHANNEL.open() as sender:
        with box.hanging():
            deliver_once(CHANNEL, sender, at(NOW))
        assert now_is(row).state == State.WAITING
        # The same connection, with time enough for a machine that has much else to do.
        sender.connection.timeout = 30  # type: ignore[attr-defined]  # Django's SMTP has it
        deliver_once(CHANNEL, sender, at(NOW + timedelta(minutes=5)))
    assert now_is(row).state == State.SENT


def test_no_server_at_all_loses_nothing(clinic: Clinic, alice: Patient, settings: Settings) -> None:
    port = free_port()
    settings.MAIL_TRANSPORT = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    row = a_mail(clinic, alice)
    worker = Worker(desk=at(NOW))
    assert worker.run_once() == 0
    assert (now_is(row).state, now_is(row).attempts) == (State.WAITING, 0)
    assert "does not answer" in Lane.objects.get(channel="email").why
    assert not is_open("email", None, NOW)
    with mail_server(port) as (_port, box):
        assert Worker(desk=at(NOW + timedelta(minutes=5))).run_once() == 1
        assert len(box.arrived) == 1
    assert Lane.objects.get(channel="email").down_since is None


@pytest.mark.parametrize("from_the_start", [True, False], ids=["as on 465", "STARTTLS"])
@pytest.mark.parametrize("trusted", [True, False])
def test_a_mail_leaves_over_an_encrypted_line_to_a_server_that_is_who_it_says(
    house: House,
    settings: Settings,
    tmp_path: Path,
    from_the_start: bool,
    trusted: bool,
) -> None:
    settings.MAIL_TRANSPORT = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_USE_SSL, settings.EMAIL_USE_TLS = from_the_start, not from_the_start
    a_mail(house.clinic, house.alice)
    with (
        pytest.MonkeyPatch.context() as patch,
        encrypted_mail_server(tmp_path, from_the_start=from_the_start) as (port, box),
    ):
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        if trusted:
            patch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
            assert send() == 1
            assert len(box.arrived) == 1
        else:
            with pytest.raises(ChannelDown, match="certificate"):
                send()
            assert box.arrived == []


@pytest.mark.parametrize("encrypted", ["EMAIL_USE_TLS", "EMAIL_USE_SSL"])
def test_two_ways_to_encrypt_mixed_up_are_said_in_words(
    clinic: Clinic, alice: Patient, box: Letterbox, settings: Settings, encrypted: str
) -> None:
    setattr(settings, encrypted, True)
    row = a_mail(clinic, alice)
    assert Worker(desk=at(NOW)).run_once() == 0
    assert "For port 465 leave GOODFORM_SMTP_TLS out" in Lane.objects.get(channel="email").why
    assert (now_is(row).state, now_is(row).attempts) == (State.WAITING, 0)
    assert box.arrived == []


def test_an_invitation_leaves_by_the_outbox_and_is_forgotten_once_sent(
    clinic: Clinic, alice: Patient, box: Letterbox, settings: Settings
) -> None:
    settings.EMAIL_BACKEND = "goodform.outbox.mail_backend.ThroughTheOutbox"
    link = "https://exercises.example.org/in/a-secret-token/"
    mail_invitation(patient=alice, link=link)
    row = Notification.objects.get(kind="mail")
    assert "a-secret-token" not in str(row.facts), "a credential is kept sealed"
    assert row.clinic == clinic
    send(SendingRules())
    [arrived] = box.arrived
    assert link in arrived.get_payload(decode=True).decode()  # type: ignore[union-attr]
    assert now_is(row).facts == {}


def test_mail_to_somebody_unknown_leaves_too(db: None, box: Letterbox, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "goodform.outbox.mail_backend.ThroughTheOutbox"
    mail.send_mail("Hello", "Somebody asked to sign in.", None, ["who@example.org"])
    send(SendingRules())
    assert [arrived["To"] for arrived in box.arrived] == ["who@example.org"]
