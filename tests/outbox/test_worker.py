"""The worker: sends what is due, does what comes round once, and says that it is alive."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.db import InterfaceError, OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from goodform.config.verbs import main
from goodform.config.working import NOT_WANTED, ROUNDS
from goodform.outbox.actions import enqueue
from goodform.outbox.delivery import SendingRules
from goodform.outbox.models import Beat, Chore, Notification, State
from goodform.outbox.queries import LATE_AFTER, QUIET_AFTER, health
from goodform.outbox.worker import Round, Worker, do_rounds
from goodform.people.models import Clinic, Patient
from goodform.programmes.kinds import GIVEN
from tests.outbox.senders import NOW, at
from tests.people import a_house

LOCMEM = "django.core.mail.backends.locmem.EmailBackend"
MINUTE = timedelta(minutes=1)


def a_mail(clinic: Clinic, patient: Patient, key: str = "one", due_at: datetime = NOW) -> None:
    enqueue(
        clinic=clinic,
        patient=patient,
        kind=GIVEN,
        channel="email",
        dedupe_key=key,
        due_at=due_at,
    )


def test_once_sends_what_is_due_and_ends(
    clinic: Clinic, alice: Patient, settings: Settings
) -> None:
    settings.MAIL_TRANSPORT = LOCMEM
    a_mail(clinic, alice)
    a_mail(clinic, alice, "later", NOW + MINUTE)
    assert Worker(desk=at(NOW)).run_once() == 1
    assert len(mail.outbox) == 1


def test_the_command_does_what_is_due_once(
    clinic: Clinic, alice: Patient, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.MAIL_TRANSPORT = LOCMEM
    a_mail(clinic, alice)
    assert main(["worker", "--once"]) == 0
    assert capsys.readouterr().out == "1 messages sent.\n"
    assert len(mail.outbox) == 1
    assert main(["worker", "--once"]) == 0
    assert len(mail.outbox) == 1


def test_a_round_is_done_once_in_its_time_by_whichever_worker_comes_first(db: None) -> None:
    done: list[datetime] = []
    each = Round("sweep", MINUTE, done.append)
    for seconds in (0, 1, 59):
        do_rounds([each], NOW + timedelta(seconds=seconds))
    assert done == [NOW]
    do_rounds([each], NOW + MINUTE)
    assert len(done) == 2


def test_a_round_that_fails_keeps_none_of_the_others_and_comes_again(
    db: None, caplog: pytest.LogCaptureFixture
) -> None:
    done: list[datetime] = []

    def fails(_now: datetime) -> object:
        raise ZeroDivisionError

    rounds = [Round("fails", MINUTE, fails), Round("sweep", MINUTE, done.append)]
    assert do_rounds(rounds, NOW) == ("fails",)
    do_rounds(rounds, NOW + MINUTE)
    assert len(done) == 2
    assert Chore.objects.get(name="fails").failed_at is not None
    assert "fails failed" in caplog.text


@pytest.mark.parametrize("every", [MINUTE, timedelta(0)])
def test_what_fails_is_said_until_it_works_again(db: None, every: timedelta) -> None:
    Worker().beat()
    broken = True

    def does(_now: datetime) -> object:
        return 1 / 0 if broken else 1

    do_rounds([Round("remind", every, does)], NOW)
    assert health().failing == ("remind",)
    assert Client().get("/healthz/worker").json()["status"] == "failing: remind"
    broken = False
    do_rounds([Round("remind", every, does)], NOW + MINUTE)
    assert health().status == "ok"


def test_a_clock_that_was_ahead_does_not_stop_the_rounds(db: None) -> None:
    done: list[datetime] = []
    each = Round("sweep", MINUTE, done.append)
    do_rounds([each], NOW + timedelta(days=365))
    do_rounds([each], NOW)
    assert done == [NOW + timedelta(days=365), NOW]


def test_the_house_knows_its_rounds_and_does_them_all(
    clinic: Clinic, alice: Patient, settings: Settings
) -> None:
    settings.MAIL_TRANSPORT = LOCMEM
    Worker(rounds=ROUNDS, desk=SendingRules(not_wanted=NOT_WANTED)).run_once()
    assert not Chore.objects.exclude(failed_at=None).exists()
    assert set(Chore.objects.values_list("name", flat=True)) >= {
        "escalate",
        "raise due",
        "recover",
    }


def until(is_so: Callable[[], object], *, within_s: float = 30) -> None:
    """Wait for what threads of the worker do."""
    end = time.monotonic() + within_s
    while time.monotonic() < end and not is_so():
        time.sleep(0.05)
    assert is_so()


@contextmanager
def running(worker: Worker) -> Iterator[None]:
    """The worker in a thread; when the block ends it has stopped and left no connection open."""
    opened: list[BaseDatabaseWrapper] = []

    def remember(connection: BaseDatabaseWrapper, **_facts: object) -> None:
        opened.append(connection)

    thread = threading.Thread(target=worker.run)
    connection_created.connect(remember)
    try:
        thread.start()
        yield
    finally:
        worker.stop.set()
        thread.join(60)
        connection_created.disconnect(remember)
    assert not thread.is_alive()
    assert opened, "it works with connections of its own"
    assert [each for each in opened if each.connection is not None] == []


@pytest.mark.django_db(transaction=True)
def test_a_running_worker_sends_beats_and_leaves(settings: Settings) -> None:
    settings.MAIL_TRANSPORT = LOCMEM
    house = a_house()
    done: list[datetime] = []
    with running(Worker(rounds=[Round("sweep", MINUTE, done.append)])):
        a_mail(house.clinic, house.alice)
        until(lambda: mail.outbox and done)
        assert health().workers == 1
    assert len(mail.outbox) == 1
    assert Notification.objects.get().state == State.SENT
    assert not Beat.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_worker_lives_through_whatever_goes_wrong(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    settings.MAIL_TRANSPORT = LOCMEM
    house = a_house()
    a_mail(house.clinic, house.alice)
    troubles: list[Exception] = [InterfaceError("gone"), OperationalError("away"), ValueError()]
    real = Worker.beat

    def beat(worker: Worker) -> None:
        if troubles:
            raise troubles.pop()
        real(worker)

    monkeypatch.setattr(Worker, "beat", beat)
    with running(Worker()):
        until(lambda: mail.outbox)
    assert caplog.text.count("looking for work failed") == 3


def test_without_a_worker_the_house_is_not_well(db: None) -> None:
    answer = Client().get("/healthz/worker")
    assert answer.status_code == 503
    assert answer.json()["status"] == "no worker is running"


def test_heartbeat_and_lag(clinic: Clinic, alice: Patient) -> None:
    Worker(desk=at(NOW)).beat()
    assert health(NOW).status == "ok"
    assert health(NOW + QUIET_AFTER).status == "no worker is running"
    a_mail(clinic, alice, due_at=NOW - LATE_AFTER - MINUTE)
    assert health(NOW).lag_s == (LATE_AFTER + MINUTE).total_seconds()
    assert health(NOW).status == "the worker is late"


def test_a_worker_that_runs_is_well(db: None) -> None:
    Worker().beat()
    answer = Client().get("/healthz/worker")
    assert answer.status_code == 200
    facts = answer.json()
    assert (facts["status"], facts["workers"], facts["lag_s"]) == ("ok", 1, 0.0)


def test_workers_of_yesterday_are_forgotten(db: None) -> None:
    long_ago = timezone.now() - timedelta(days=2)
    Beat.objects.create(worker="old", started_at=long_ago, beat_at=long_ago)
    Worker(name="new").beat()
    assert list(Beat.objects.values_list("worker", flat=True)) == ["new"]


def test_what_failed_is_not_asked_again_four_times_a_second(db: None) -> None:
    def fails(_now: datetime) -> object:
        raise ZeroDivisionError

    worker = Worker(rounds=[Round("fails", timedelta(0), fails)])
    (first,) = (each for each in worker._worth_trying() if each.name == "fails")
    worker._go_round([first])
    assert "fails" not in {each.name for each in worker._worth_trying()}
