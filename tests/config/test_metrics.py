"""The gauges: right in any process, read in few queries, for the owner's network only."""

import json
import re
import shutil
import subprocess
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

import pytest
import yaml
from django.conf import settings as django_settings
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.fixtures import Settings

from goodform.audit.models import RecordCheck
from goodform.config.gauges import one
from goodform.config.metrics import in_text
from goodform.inbox.models import Alert
from goodform.keeping.actions import name_recipient
from goodform.keeping.models import Backup, BackupOutcome
from goodform.keeping.sealed import new_identity
from goodform.outbox.models import Notification
from tests.diary.sending import Phone, a_stop
from tests.people import House
from tests.prescribed import a_programme

WATCHING = Path(django_settings.REPOSITORY) / "docs" / "how-to" / "watching"
QUERIES = 14


def values(text: str) -> dict[str, float]:
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return {line.rpartition(" ")[0]: float(line.rpartition(" ")[2]) for line in lines}


def read() -> dict[str, float]:
    answer = Client().get("/metrics")
    assert answer.status_code == 200
    return values(answer.content.decode())


def test_a_stop_that_nobody_took_is_seen_by_its_age(house: House) -> None:
    assert read()["goodform_stops_unseen"] == 0
    Phone(house.alice).send(a_stop(a_programme(house.alice, house.priya).clam))
    assert read()['goodform_stops_unseen_older_than{age="30m"}'] == 0
    Alert.objects.update(waiting_since=timezone.now() - timedelta(minutes=31))
    found = read()
    assert found["goodform_stops_unseen"] == 1
    assert found['goodform_stops_unseen_older_than{age="30m"}'] == 1
    assert found['goodform_stops_unseen_older_than{age="2h"}'] == 0
    assert 1860 <= found["goodform_stop_unseen_oldest_seconds"] < 1900
    Alert.objects.update(acknowledged_at=timezone.now(), acknowledged_by=house.priya)
    assert read()["goodform_stops_unseen"] == 0


def test_what_is_late_is_said(house: House) -> None:
    Phone(house.alice).send(a_stop(a_programme(house.alice, house.priya).clam))
    Notification.objects.update(next_at=timezone.now() - timedelta(seconds=100))
    found = read()
    assert 100 <= found["goodform_outbox_oldest_alert_due_seconds"] < 110
    assert found["goodform_workers"] == 0
    assert found["goodform_worker_beat_age_seconds"] == float("inf")


def test_a_backup_counts_once_it_was_restored(house: House) -> None:
    assert read()["goodform_backup_restored_age_seconds"] == float("inf")
    key = str(new_identity().to_public())
    name_recipient(key=key, now=timezone.now())
    Backup.objects.create(
        began_at=timezone.now() - timedelta(hours=2),
        outcome=BackupOutcome.GOOD,
        nightly=True,
        file="x",
        keys=key,
    )
    found = read()
    assert 7200 <= found["goodform_backup_restored_age_seconds"] < 7210
    assert found["goodform_backup_can_be_opened"] == 0
    assert found["goodform_backup_failing"] == 0
    Backup.objects.create(
        began_at=timezone.now(), outcome=BackupOutcome.FAILED, nightly=True, file="x", keys=key
    )
    assert read()["goodform_backup_failing"] == 1


def test_a_broken_record_is_said(house: House) -> None:
    RecordCheck.objects.create(clinic_id=house.clinic.pk, at=timezone.now(), rows=1)
    assert read()["goodform_record_whole"] == 1
    RecordCheck.objects.update(why="changed")
    assert read()["goodform_record_whole"] == 0


def test_they_are_read_in_few_queries_whatever_there_is(house: House) -> None:
    Phone(house.alice).send(a_stop(a_programme(house.alice, house.priya).clam))
    client = Client()
    client.get("/metrics")
    with CaptureQueriesContext(connection) as asked:
        client.get("/metrics")
    assert len(asked) <= QUERIES


def test_a_database_that_is_away_is_a_gauge_and_no_error(db: None) -> None:
    with patch("goodform.config.gauges.health", side_effect=OperationalError):
        found = read()
    assert found["goodform_database_answers"] == 0
    assert found["goodform_disk_free_bytes"] > 0


@pytest.mark.parametrize(
    ("address", "networks", "status"),
    [
        ("127.0.0.1", ("127.0.0.0/8", "::1/128"), 200),
        ("::1", ("127.0.0.0/8", "::1/128"), 200),
        ("203.0.113.7", ("127.0.0.0/8", "::1/128"), 404),
        ("203.0.113.7", ("203.0.113.0/24",), 200),
        ("127.0.0.1", ("203.0.113.0/24",), 404),
        ("nobody", ("127.0.0.0/8",), 404),
        ("", ("127.0.0.0/8",), 404),
    ],
)
def test_only_the_owners_network_reads_them(
    db: None, settings: Settings, address: str, networks: tuple[str, ...], status: int
) -> None:
    settings.METRICS_FOR = networks
    assert Client().get("/metrics", REMOTE_ADDR=address).status_code == status


def test_through_a_proxy_that_nobody_named_nobody_reads_them(db: None) -> None:
    answer = Client().get("/metrics", **{"goodform.for_others": True})  # type: ignore[arg-type]
    assert answer.status_code == 404


def test_a_label_is_written_as_prometheus_reads_it() -> None:
    text = in_text([one("x", "Says.", 1.5, version='a"b\\c\nd')])
    assert text.splitlines()[2] == 'goodform_x{version="a\\"b\\\\c\\nd"} 1.5'


def named(text: str) -> set[str]:
    return set(re.findall(r"goodform_[a-z_]+", text))


def test_rules_and_dashboard_name_only_gauges_there_are_and_all_of_them_are_shown(
    house: House,
) -> None:
    there = {name.partition("{")[0] for name in read()}
    assert len(there) >= 20
    rules = yaml.safe_load((WATCHING / "goodform.rules.yaml").read_text())
    asked = named(" ".join(rule["expr"] for group in rules["groups"] for rule in group["rules"]))
    assert asked <= there
    dashboard = json.loads((WATCHING / "goodform.dashboard.json").read_text())
    assert named(json.dumps(dashboard["panels"])) == there
    assert all(rule["annotations"]["what"] for group in rules["groups"] for rule in group["rules"])
    stop = next(each for each in rules["groups"][0]["rules"] if each["alert"] == "StopUnseen")
    assert stop["expr"] == 'goodform_stops_unseen_older_than{age="30m"} > 0'


@pytest.mark.skipif(shutil.which("promtool") is None, reason="this machine has no promtool")
def test_prometheus_itself_reads_them(house: House) -> None:
    text = Client().get("/metrics").content
    told = subprocess.run(["promtool", "check", "metrics"], input=text, check=False)  # noqa: S607
    assert told.returncode == 0
    rules = ["promtool", "check", "rules", str(WATCHING / "goodform.rules.yaml")]
    assert subprocess.run(rules, check=False).returncode == 0  # noqa: S603
