"""A backup counts only once the written file was opened, restored and gone through."""

import errno
import json
import shutil
import subprocess
import tarfile
from io import BytesIO
from pathlib import Path
from threading import Event, Thread

import pyrage
import pytest
from django.db import connection
from django.utils import timezone

from goodform.keeping import archive, refusals, sealed
from goodform.keeping.actions import keys_of_this_house, make_backup
from goodform.keeping.models import Backup, BackupOutcome
from goodform.keeping.scratch import alone
from goodform.people.models import Tally
from tests.emptying import unguarded
from tests.keeping.houses import KeyPair, but_for, told_by_sqlite, told_here
from tests.people import House


def made(target: Path, key: KeyPair) -> Path:
    return make_backup(target=target, now=timezone.now(), keys=[key.public]).file


def opened_by(file: Path, identity: object, into: Path) -> Path:
    """Opened as anybody does who has the key and no Goodform."""
    plain = pyrage.decrypt(file.read_bytes(), [identity])
    with tarfile.open(fileobj=BytesIO(plain), mode="r:gz") as tar:
        tar.extractall(into, filter="data")
    return into


def test_the_owner_opens_it_and_finds_everything(
    busy: House, key: KeyPair, tmp_path: Path, data: Path
) -> None:
    (data / "clips").mkdir()
    (data / "clips" / "one.webm").write_bytes(b"moving")
    before = told_here()
    found = opened_by(made(tmp_path / "b.age", key), key.identity, tmp_path / "found")
    there = told_by_sqlite(found / "goodform.sqlite3")
    assert but_for(there, "keeping_backup") == but_for(before, "keeping_backup")
    assert there["django_session"] == before["django_session"]
    assert (found / "clips" / "one.webm").read_bytes() == b"moving"
    assert (found / "secret-key").read_text() == (data / "secret-key").read_text()
    about = json.loads((found / "about.json").read_text())
    assert about["counts"]["people_patient"] == 2
    assert Backup.objects.get().outcome == BackupOutcome.GOOD


@pytest.mark.skipif(shutil.which("age") is None, reason="Debian's age is not installed")
def test_debians_age_opens_it(busy: House, key: KeyPair, tmp_path: Path) -> None:
    file = made(tmp_path / "b.age", key)
    opened = subprocess.run(  # noqa: S603  # Debian's own
        [str(shutil.which("age")), "-d", "-i", str(key.as_file(tmp_path)), str(file)],
        capture_output=True,
        check=True,
    )
    with tarfile.open(fileobj=BytesIO(opened.stdout), mode="r:gz") as tar:
        assert "goodform.sqlite3" in tar.getnames()


def test_the_key_of_the_proof_is_a_new_one_each_time_and_kept_nowhere(
    busy: House, key: KeyPair, tmp_path: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    used: list[str] = []
    real = sealed.new_identity

    def noted() -> object:
        identity = real()
        used.append(str(identity))
        return identity

    monkeypatch.setattr(sealed, "new_identity", noted)
    for name in ("a.age", "b.age"):
        assert made(tmp_path / name, key).read_bytes().count(b"-> X25519 ") == 2
    assert len(set(used)) == 2
    for file in data.rglob("*"):
        assert not file.is_file() or not any(one.encode() in file.read_bytes() for one in used)


def test_nothing_of_it_stays_in_the_scratch_folder(
    busy: House, key: KeyPair, tmp_path: Path, data: Path
) -> None:
    made(tmp_path / "b.age", key)
    assert not (data / "scratch").exists()


def test_a_file_that_was_not_written_as_meant_is_no_backup(
    busy: House, key: KeyPair, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = archive.write

    def flipped(target: Path, **asked: object) -> None:
        real(target, **asked)  # type: ignore[arg-type]
        content = bytearray(target.read_bytes())
        content[len(content) // 2] ^= 1
        target.write_bytes(content)

    monkeypatch.setattr(archive, "write", flipped)
    with pytest.raises((refusals.FileChanged, refusals.FileCut)):
        made(tmp_path / "b.age", key)
    assert list(tmp_path.glob("*b.age*")) == []
    row = Backup.objects.get()
    assert (row.outcome, bool(row.why)) == (BackupOutcome.FAILED, True)


def test_a_record_that_was_tampered_with_is_no_backup_and_the_owner_hears_why(
    busy: House, key: KeyPair, tmp_path: Path
) -> None:
    with unguarded(), connection.cursor() as cursor:
        cursor.execute("UPDATE audit_auditrow SET actor = 'Nobody' WHERE actor = 'Priya Nair'")
    with pytest.raises(refusals.RecordBroken):
        made(tmp_path / "b.age", key)
    assert "record" in Backup.objects.get().why
    assert not (tmp_path / "b.age").exists()


@pytest.mark.parametrize("where", ["encrypt_io", "decrypt_io"])
def test_a_full_disk_is_said_by_name(
    busy: House, key: KeyPair, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    def full(*_asked: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(pyrage, where, full)
    with pytest.raises(refusals.DiskFull, match="disk is full"):
        made(tmp_path / "b.age", key)
    assert "disk is full" in Backup.objects.get().why
    assert list(tmp_path.glob("*b.age*")) == []


def test_nothing_is_overwritten(busy: House, key: KeyPair, tmp_path: Path) -> None:
    (tmp_path / "b.age").write_text("precious")
    with pytest.raises(refusals.InTheWay):
        made(tmp_path / "b.age", key)
    with pytest.raises(refusals.InTheWay):
        made(tmp_path / "nowhere" / "b.age", key)
    assert (tmp_path / "b.age").read_text() == "precious"


def test_two_at_once_are_one(busy: House, key: KeyPair, tmp_path: Path) -> None:
    with alone(), pytest.raises(refusals.SomebodyIsAtIt):
        made(tmp_path / "b.age", key)
    assert made(tmp_path / "b.age", key).exists()


def test_without_a_key_none_is_made(busy: House) -> None:
    with pytest.raises(refusals.NoRecipient):
        keys_of_this_house()


def test_made_while_somebody_writes_it_is_of_one_moment(
    busy: House, key: KeyPair, tmp_path: Path
) -> None:
    enough = Event()

    def write() -> None:
        number = 0
        try:
            while not enough.is_set():
                number += 1
                Tally.objects.create(key=f"{number}", ends_at=number, count=1)
        finally:
            connection.close()

    writer = Thread(target=write)
    writer.start()
    try:
        file = made(tmp_path / "b.age", key)
    finally:
        enough.set()
        writer.join()
    found = opened_by(file, key.identity, tmp_path / "found")
    rows, _hash = told_by_sqlite(found / "goodform.sqlite3")["people_tally"]
    assert 0 <= rows <= Tally.objects.count()
