"""All that is kept about somebody is theirs to read, and is gone once its time is over."""

import io
import json
import subprocess
import zipfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings

from goodform.audit.checking import look_over
from goodform.audit.models import AuditRow
from goodform.diary.models import Entry, Session
from goodform.inbox.models import Message
from goodform.keeping.about_somebody import clock_of, everything_about
from goodform.keeping.erased_before import erase_again, erased_before
from goodform.keeping.erasing_actions import (
    MustBeKept,
    erase,
    keep_by_order,
    lift_order,
    refuse_to_erase,
)
from goodform.keeping.forgetting import sweep_after_erasing
from goodform.keeping.models import Erasure
from goodform.keeping.what_is_kept import KEPT
from goodform.outbox.actions import add_address
from goodform.people.actions import invite, record_consent
from goodform.people.doors import NotAllowed
from goodform.people.ending_actions import end_care
from goodform.people.letting_in import PROOF
from goodform.people.models import Ended, Patient, User
from goodform.programmes.models import Assessment, Prescription, Programme
from tests.people import House, a_house, a_patient
from tests.today.programmes import prescribe

LONG_AGO = timezone.now() - timedelta(days=366 * 9)
HERS = ("Zwetschgenbaum", "quillwort", "sassafras", "larkspur", "columbine", "01632960955")
"""Words that stand in the data of Alice and in nothing else."""


@pytest.fixture(autouse=True)
def _folder(settings: Settings, tmp_path: Path) -> None:
    settings.BACKUPS = tmp_path / "backups"


def a_full_record(house: House) -> Patient:
    """Alice with something in everything, all of it nine years old."""
    alice, priya = house.alice, house.priya
    alice.name, alice.email, alice.phone = "Zoe Zwetschgenbaum", "quillwort@example.org", HERS[5]
    alice.save()
    assert alice.user is not None
    alice.user.email = "quillwort@example.org"
    alice.user.save()
    rows = prescribe(alice, "glute-bridge")
    Assessment.objects.filter(patient=alice).update(
        findings="sassafras", assessed_on=LONG_AGO.date()
    )
    session = Session.objects.create(
        id=uuid4(),
        patient=alice,
        programme=rows[0].programme,
        programme_version=1,
        local_date=LONG_AGO.date(),
        zone="Europe/London",
        started_at=LONG_AGO,
        sent_at=LONG_AGO,
        note="larkspur",
        received_at=LONG_AGO,
    )
    Entry.objects.create(
        id=uuid4(),
        session=session,
        prescription=rows[0],
        side="both",
        outcome="done",
        recorded_at=LONG_AGO,
        local_date=LONG_AGO.date(),
        zone="Europe/London",
    )
    Message.objects.create(
        id=uuid4(),
        clinic=alice.clinic,
        patient=alice,
        text="columbine",
        written_at=LONG_AGO,
        received_at=LONG_AGO,
    )
    invite(patient=alice, by=priya)
    record_consent(patient=alice, purpose="video:youtube", wording="video-youtube-1", given=True)
    add_address(channel="webpush", to="https://fcm.googleapis.com/quillwort", facts={}, by=alice)
    return alice


def over(patient: Patient) -> Patient:
    """The same with everything nine years ago and the care ended."""
    Programme.objects.filter(patient=patient).update(given_at=LONG_AGO)
    Prescription.objects.filter(programme__patient=patient).update(given_at=LONG_AGO)
    practitioner = patient.practitioner
    end_care(patient=patient, why=Ended.DISCHARGED, by=practitioner)
    Patient.objects.filter(pk=patient.pk).update(joined_at=LONG_AGO, ended_at=LONG_AGO)
    return Patient.objects.get(pk=patient.pk)


def client_of(person: object) -> Client:
    client = Client()
    client.force_login(person.user)  # type: ignore[attr-defined]
    return client


def bytes_of_a_living(file: Path) -> bytes:
    """A file of a database that is at work, read by another process.

    Whoever closes such a file gives up every lock his process holds on it (as POSIX has it); the
    next process then believes to be the last one there, and takes the journal away from under us.
    """
    return subprocess.run(["cat", str(file)], capture_output=True, check=True).stdout  # noqa: S603, S607


def everything_in_the_database() -> str:
    """Every row of every table; on SQLite every byte of its files, too."""
    tables = connection.introspection.table_names()
    said = []
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608  # names of our own tables
            said.append(repr(cursor.fetchall()))
    if connection.vendor == "sqlite":
        path = Path(connection.settings_dict["NAME"])
        for file in path.parent.glob(f"{path.name}*"):
            said.append(bytes_of_a_living(file).decode("latin-1"))
    return "".join(said)


@pytest.mark.django_db(transaction=True)
def test_no_byte_of_an_erased_patient_is_left() -> None:
    house = a_house()
    alice = over(a_full_record(house))
    number, account = alice.pk, alice.user_id or 0
    before = everything_in_the_database()
    assert all(word in before for word in HERS)
    assert erase(patient=alice, by=house.olu) == 1
    tomorrow = timezone.now() + timedelta(days=1)
    assert sweep_after_erasing(tomorrow.replace(hour=13)) == 0
    assert sweep_after_erasing(tomorrow.replace(hour=2)) == 1
    after = everything_in_the_database()
    assert not [word for word in HERS if word in after]
    assert not Patient.objects.filter(pk=number).exists()
    assert not User.objects.filter(pk=account).exists()
    row = AuditRow.objects.filter(action="erased the record").get()
    assert (row.subject_id, row.actor_id) == (str(number), house.olu.audit_id)
    assert look_over(house.clinic.pk).whole
    assert Patient.objects.filter(pk=house.carol.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_an_erased_patient_does_not_come_back_with_a_backup() -> None:
    house = a_house()
    alice = over(house.alice)
    number = alice.pk
    erase(patient=alice, by=house.olu)
    told = erased_before()
    assert [each.patient for each in told] == [number]
    # As it is after an older backup was put in: she is there, and no row knows of the erasure.
    Erasure.objects.all().delete()
    Patient.objects.create(
        pk=number,
        clinic=house.clinic,
        practitioner=house.priya,
        name="Alice Archer",
        born=date(1966, 3, 14),
    )
    assert erase_again(erased_before()) == 1
    assert not Patient.objects.filter(pk=number).exists()
    assert Erasure.objects.get().patient_id == number
    assert erase_again(erased_before()) == 0


def test_before_its_time_a_record_is_kept_and_the_refusal_is_written_down(house: House) -> None:
    house.alice.ended_at = None
    prescribe(house.alice, "clam")
    with pytest.raises(MustBeKept, match="has not ended"):
        erase(patient=house.alice, by=house.olu)
    end_care(patient=house.alice, why=Ended.DISCHARGED, by=house.priya)
    house.alice.refresh_from_db()
    [reason] = refuse_to_erase(patient=house.alice, by=house.olu)
    until = clock_of(house.alice).until
    assert f"{until:%Y}" in reason
    assert AuditRow.objects.get(action="refused to erase").facts["until"] == until.isoformat()
    assert Patient.objects.filter(pk=house.alice.pk).exists()


def test_an_order_keeps_a_record_whose_time_is_over_until_it_is_lifted(house: House) -> None:
    alice = over(house.alice)
    order = keep_by_order(patient=alice, reason="Letter of the insurer", by=house.olu)
    with pytest.raises(MustBeKept, match="Letter of the insurer"):
        erase(patient=alice, by=house.olu)
    lift_order(hold=order, by=house.olu)
    assert erase(patient=alice, by=house.olu) == 1


def test_only_an_owner_of_the_clinic_erases(house: House) -> None:
    alice = over(house.alice)
    for somebody in (house.priya, house.rob, house.charlie):
        with pytest.raises(NotAllowed):
            erase(patient=alice, by=somebody)
    for reader, status in ((house.priya, 403), (house.charlie, 404), (house.carol, 403)):
        page = client_of(reader).get(reverse("record_clock", args=[alice.pk]))
        assert page.status_code == status


def test_the_owner_s_pages_refuse_keep_and_erase(house: House) -> None:
    olu, alice = client_of(house.olu), house.alice
    address = reverse("record_clock", args=[alice.pk])
    page = olu.get(address).content.decode()
    assert "It cannot be erased now" in page
    olu.post(address, {"do": "refuse"})
    assert AuditRow.objects.filter(action="refused to erase").exists()
    over(alice)
    assert olu.post(address, {"do": "order", "reason": ""}).status_code == 422
    olu.post(address, {"do": "order", "reason": "A claim"})
    page = olu.get(address).content.decode()
    assert "A claim" in page
    olu.post(address, {"do": "erase", "name": "Alice Archer"})
    assert Patient.objects.filter(pk=alice.pk).exists()
    hold = clock_of(alice).holds[0]
    olu.post(address, {"do": "lift", "hold": str(hold.pk)})
    assert "may be erased now" in olu.get(reverse("records")).content.decode()
    assert olu.post(address, {"do": "erase", "name": "Somebody"}).status_code == 422
    olu.post(address, {"do": "erase", "name": "alice archer"})
    assert not Patient.objects.filter(pk=alice.pk).exists()
    assert "1 record was erased." in olu.get(reverse("records")).content.decode()


def test_the_pages_cost_the_same_however_much_there_is(
    house: House, django_assert_max_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    alice, olu = client_of(a_full_record(house)), client_of(house.olu)
    with django_assert_max_num_queries(50):
        alice.get(reverse("about_me"))
    over(house.alice)
    with CaptureQueriesContext(connection) as one:
        olu.get(reverse("records"))
    for number in range(5):
        over(a_patient(house.clinic, house.priya, f"Name{number} Nobody"))
    with django_assert_max_num_queries(len(one)):
        olu.get(reverse("records"))


def test_alice_reads_and_takes_home_all_that_is_hers_and_nothing_of_carol_s(house: House) -> None:
    alice = a_full_record(house)
    client = client_of(alice)
    page = client.get(reverse("about_me")).content.decode()
    for words in ("Zoe Zwetschgenbaum", "What was found", "Your diary", "kept until"):
        assert words in page
    answer = client.post(reverse("about_me_file"))
    file = zipfile.ZipFile(io.BytesIO(answer.content))
    data = json.loads(file.read("data.json"))
    read = file.read("index.html").decode()
    for word in HERS:
        assert word in json.dumps(data)
        assert word in read
    assert [name for name in file.namelist() if name.startswith("pictures/glute-bridge")]
    assert "Carol" not in read
    assert "http" not in read.replace("http-equiv", "").replace("https://fcm.googleapis.com", "")
    assert AuditRow.objects.get(action="took everything home").actor_id == alice.audit_id
    row = data["sections"]["programmes_prescription"]["rows"][0]
    assert (row["exercise"], row["sets"]) == ("Glute bridge", 2)


def test_no_secret_and_no_link_goes_home(house: House) -> None:
    for section in everything_about(a_full_record(house)):
        kept = KEPT[section.table]
        hidden = set(f"{kept.secret} {kept.link}".replace("_", " ").split("  "))
        assert not hidden & set(section.columns)
    said = json.dumps(
        [dict(row) for each in everything_about(house.alice) for row in each.rows], default=str
    )
    assert house.alice.user is not None
    assert house.alice.user.password not in said


def test_the_file_is_for_the_patient_alone_and_not_without_end(house: House) -> None:
    for somebody in (house.charlie, house.priya):
        assert client_of(somebody).get(reverse("about_me")).status_code == 404
        assert client_of(somebody).post(reverse("about_me_file")).status_code == 404
    carol = client_of(house.carol)
    assert "Alice" not in carol.get(reverse("about_me")).content.decode()
    statuses = [carol.post(reverse("about_me_file")).status_code for _ in range(11)]
    assert statuses == [200] * 10 + [429]


def test_the_file_is_for_who_has_just_shown_who_they_are(house: House) -> None:
    alice = client_of(house.alice)
    session = alice.session
    session[PROOF] = {**session[PROOF], "fresh_at": 0.0}
    session.save()
    answer = alice.post(reverse("about_me_file"))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("prove_again"))
    assert not AuditRow.objects.filter(action="took everything home").exists()
    assert client_of(house.alice).get(reverse("about_me_file"))["Location"] == reverse("about_me")


def test_the_page_about_data_protection_is_made_of_the_register(client: Client, db: None) -> None:
    page = client.get(reverse("data_protection")).content.decode()
    for kept in KEPT.values():
        if kept.why is not None and kept.exported:
            assert f"<li>{kept.about}</li>" in page
