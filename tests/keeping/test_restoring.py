"""A backup is put back whole or not at all, and what was there is kept aside."""

import sqlite3
from pathlib import Path
from unittest.mock import patch

import pyrage
import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from goodform.audit.checking import look_over
from goodform.audit.models import AuditRow
from goodform.keeping import archive, refusals
from goodform.keeping.actions import keys_of_this_house, make_backup, name_recipient
from goodform.keeping.archive import About
from goodform.keeping.erasing_actions import erase
from goodform.keeping.models import Erasure, Recipient
from goodform.keeping.restoring import Restored, restore
from goodform.keeping.scratch import DATABASE, bring_to
from goodform.keeping.snapshot import applied_in, opened, take
from goodform.people.ending_actions import end_care
from goodform.people.models import Clinic, Ended, Patient
from tests.keeping.houses import KeyPair, a_new_machine, but_for, told_by_sqlite, told_here
from tests.people import House, a_house, a_patient


@pytest.fixture
def backup(busy: House, key: KeyPair, tmp_path: Path) -> Path:
    """A good backup of the busy house."""
    target = tmp_path / "backup.age"
    return make_backup(target=target, now=timezone.now(), keys=[key.public]).file


def put_back(file: Path, key: KeyPair, *, other_clinic: bool = False) -> Restored:
    return restore(file, identities=[key.identity], now=timezone.now(), other_clinic=other_clinic)


def test_on_a_new_machine_everything_is_there_again(backup: Path, key: KeyPair, data: Path) -> None:
    before = told_here()
    a_new_machine()
    done = put_back(backup, key)
    assert but_for(told_here(), "keeping_backup") == but_for(before, "keeping_backup")
    assert done.clinics == ["Hillside Physio", "Riverside Back Clinic"]
    assert done.aside is None
    assert not (data / "scratch").exists()


def test_on_a_living_one_the_newer_data_are_kept_aside_and_can_be_had_again(
    busy: House, backup: Path, key: KeyPair
) -> None:
    at_backup = told_here()
    a_patient(busy.clinic, busy.priya, "Newcomer Nell")
    lately = told_here()
    done = put_back(backup, key)
    assert but_for(told_here(), "keeping_backup") == but_for(at_backup, "keeping_backup")
    assert done.aside is not None
    assert but_for(told_by_sqlite(done.aside / DATABASE)) == but_for(lately)
    put_back(done.aside / DATABASE, key)
    assert Patient.objects.filter(name="Newcomer Nell").exists()


def test_everybody_is_signed_out_and_each_clinics_record_says_so_unbroken(
    busy: House, backup: Path, key: KeyPair
) -> None:
    assert Session.objects.exists()
    put_back(backup, key)
    assert not Session.objects.exists()
    for clinic in (busy.clinic, busy.elsewhere):
        assert AuditRow.objects.filter(clinic_id=clinic.pk, action="restored").count() == 1
        assert look_over(clinic.pk).whole


@pytest.mark.parametrize("where", ["on the machine it was", "on a new machine"])
def test_whoever_was_erased_since_is_erased_again(
    busy: House, backup: Path, key: KeyPair, where: str
) -> None:
    number = busy.alice.pk
    end_care(patient=busy.alice, why=Ended.DISCHARGED, by=busy.priya)
    with patch("goodform.keeping.erasing_actions.why_kept", return_value=[]):
        erase(patient=busy.alice, by=busy.olu)
    if where == "on a new machine":
        a_new_machine()
    put_back(backup, key)
    assert not Patient.objects.filter(pk=number).exists()
    assert Erasure.objects.get().patient_id == number
    assert Patient.objects.filter(pk=busy.carol.pk).exists()


def test_the_record_goes_on_under_numbers_never_given_before(
    busy: House, backup: Path, key: KeyPair
) -> None:
    last = AuditRow.objects.order_by("-pk").values_list("pk", flat=True)[0]
    put_back(backup, key)
    assert AuditRow.objects.filter(action="restored").order_by("pk")[0].pk == last + 1


def test_clips_come_back_and_those_of_nobody_are_kept_aside(
    busy: House, key: KeyPair, data: Path, tmp_path: Path
) -> None:
    (data / "clips").mkdir()
    (data / "clips" / "first").write_bytes(b"first")
    (data / "clips" / "changed").write_bytes(b"as it was")
    made = make_backup(target=tmp_path / "b.age", now=timezone.now(), keys=[key.public])
    (data / "clips" / "first").unlink()
    (data / "clips" / "changed").write_bytes(b"as it is")
    (data / "clips" / "later").write_bytes(b"later")
    done = put_back(made.file, key)
    assert done.aside is not None
    assert {each.name: each.read_bytes() for each in (data / "clips").iterdir()} == {
        "first": b"first",
        "changed": b"as it was",
    }
    assert {each.name: each.read_bytes() for each in (done.aside / "clips").iterdir()} == {
        "changed": b"as it is",
        "later": b"later",
    }


def test_the_secret_key_comes_with_it_and_the_other_one_is_kept_aside(
    backup: Path, key: KeyPair, data: Path
) -> None:
    was = (data / "secret-key").read_text()
    (data / "secret-key").write_text("another")
    done = put_back(backup, key)
    assert done.secret_changed
    assert done.aside is not None
    assert (data / "secret-key").read_text() == was
    assert (done.aside / "secret-key").read_text() == "another"


def test_the_key_that_backups_are_made_for_here_stays(
    busy: House, backup: Path, key: KeyPair
) -> None:
    newer = KeyPair()
    name_recipient(key=newer.public, now=timezone.now())
    put_back(backup, key)
    assert keys_of_this_house() == [newer.public]


def test_a_new_machine_takes_the_key_of_the_backup(
    busy: House, key: KeyPair, tmp_path: Path
) -> None:
    name_recipient(key=key.public, now=timezone.now())
    made = make_backup(target=tmp_path / "b.age", now=timezone.now(), keys=keys_of_this_house())
    a_new_machine()
    put_back(made.file, key)
    assert Recipient.objects.get().key == key.public


@pytest.mark.usefixtures("busy")
class TestRefused:
    """By name, and nothing is changed."""

    def test_the_wrong_key(self, backup: Path) -> None:
        before = told_here()
        with pytest.raises(refusals.WrongKey):
            put_back(backup, KeyPair())
        assert told_here() == before

    def test_a_flipped_bit_wherever_it_is(self, backup: Path, key: KeyPair) -> None:
        before, content = told_here(), backup.read_bytes()
        for at in (0.0, 0.3, 0.6, 0.9, 0.9999):
            flipped = bytearray(content)
            flipped[int(len(content) * at)] ^= 4
            backup.write_bytes(flipped)
            with pytest.raises((refusals.FileChanged, refusals.FileCut), match="another copy"):
                put_back(backup, key)
        assert told_here() == before

    def test_a_file_that_breaks_off_wherever_it_does(self, backup: Path, key: KeyPair) -> None:
        before, content = told_here(), backup.read_bytes()
        for at in (0.0, 0.0001, 0.5, 0.9999):
            backup.write_bytes(content[: int(len(content) * at)])
            with pytest.raises(refusals.FileCut):
                put_back(backup, key)
        assert told_here() == before

    def test_a_file_that_is_not_there(self, key: KeyPair, tmp_path: Path) -> None:
        with pytest.raises(refusals.FileChanged, match="cannot be read"):
            put_back(tmp_path / "nothing.age", key)

    def test_something_of_age_that_is_no_backup(self, key: KeyPair, tmp_path: Path) -> None:
        file = tmp_path / "letter.age"
        file.write_bytes(pyrage.encrypt(b"Dear Olu", [key.identity.to_public()]))
        with pytest.raises(refusals.FileChanged, match="no backup"):
            put_back(file, key)

    def test_data_of_a_newer_goodform(self, key: KeyPair, tmp_path: Path) -> None:
        file = tmp_path / DATABASE
        take(tmp_path)
        with opened(file) as database:
            database.execute(
                "INSERT INTO django_migrations (app, name, applied) "
                "VALUES ('people', '0999_from_next_year', '2027-01-01')"
            )
        before = told_here()
        with pytest.raises(refusals.NewerSchema, match=r"people\.0999_from_next_year"):
            put_back(file, key)
        assert told_here() == before

    def test_another_clinics_file_unless_it_is_meant(self, backup: Path, key: KeyPair) -> None:
        a_new_machine()
        a_house()
        before = told_here()
        with pytest.raises(refusals.OtherClinic, match="Here lives Hillside Physio"):
            put_back(backup, key)
        assert told_here() == before
        assert put_back(backup, key, other_clinic=True).aside is not None

    def test_a_record_that_was_tampered_with(self, key: KeyPair, tmp_path: Path) -> None:
        take(tmp_path)
        with sqlite3.connect(tmp_path / DATABASE) as database:
            database.execute("DROP TRIGGER audit_no_update")
            database.execute("UPDATE audit_auditrow SET actor = 'Nobody'")
        with pytest.raises(refusals.RecordBroken):
            put_back(tmp_path / DATABASE, key)

    def test_a_row_that_belongs_to_nobody(self, key: KeyPair, tmp_path: Path) -> None:
        take(tmp_path)
        with sqlite3.connect(tmp_path / DATABASE) as database:
            database.execute("PRAGMA foreign_keys=OFF")
            database.execute("DELETE FROM people_staff WHERE name = 'Priya Nair'")
        before = told_here()
        with pytest.raises(refusals.DoesNotAddUp, match="belongs to one that is not there"):
            put_back(tmp_path / DATABASE, key)
        assert told_here() == before


def test_data_of_an_older_goodform_are_brought_up_to_date(
    busy: House, key: KeyPair, tmp_path: Path
) -> None:
    take(tmp_path)
    with opened(tmp_path / DATABASE) as database:
        now = applied_in(database)
    old = tmp_path / "old"
    old.mkdir()
    bring_to(old, [each for each in now if each[0] not in {"inbox", "keeping", "diary"}])
    with opened(old / DATABASE) as database:
        assert "keeping_backup" not in told_by_sqlite(old / DATABASE)
        clinic = dict(Clinic.objects.filter(pk=busy.clinic.pk).values()[0])
        with opened(tmp_path / DATABASE) as new:
            new.row_factory = sqlite3.Row
            row = dict(new.execute("SELECT * FROM people_clinic LIMIT 1").fetchone())
        assert clinic
        places = ", ".join("?" * len(row))
        database.execute(
            f"INSERT INTO people_clinic ({', '.join(row)}) VALUES ({places})",  # noqa: S608
            tuple(row.values()),
        )
        about = About(
            made_at="2026-01-01T02:30:00+00:00",
            database="sqlite",
            counts={name: count for name, (count, _) in told_by_sqlite(old / DATABASE).items()},
            migrations=applied_in(database),
        )
    file = tmp_path / "old.age"
    archive.write(
        file,
        database=old / DATABASE,
        data=old,
        about=about,
        recipients=[key.identity.to_public()],
    )
    put_back(file, key)
    assert Clinic.objects.get().name == row["name"]
    assert not Patient.objects.exists()
