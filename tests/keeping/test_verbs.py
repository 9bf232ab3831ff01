"""The commands of whoever looks after the machine, from the key to the restored house."""

from pathlib import Path

from django.conf import settings

from goodform.keeping.models import Recipient
from tests.keeping.commands import goodform
from tests.keeping.houses import KeyPair, but_for, told_by_sqlite, told_here
from tests.people import House


def test_from_a_key_on_paper_to_a_house_on_another_machine(
    busy: House, data: Path, tmp_path: Path
) -> None:
    made = goodform(data, "backup-key")
    assert made.returncode == 0, made.stderr
    secret = next(line for line in made.stdout.splitlines() if line.startswith("AGE-SECRET-KEY"))
    wrong = goodform(data, "backup-key", "--prove", said=f"{KeyPair().identity}\n")
    assert (wrong.returncode, "does not open" in wrong.stderr) == (1, True)
    proven = goodform(data, "backup-key", "--prove", said=f"{secret.lower()}\n")
    assert proven.returncode == 0, proven.stderr
    assert Recipient.objects.get().proven_at is not None

    nightly = goodform(data, "backup", "--nightly")
    assert nightly.returncode == 0, nightly.stderr
    (file,) = (data / "backups").iterdir()
    before = told_here()

    key = tmp_path / "paper.txt"
    key.write_text(secret)
    machine = tmp_path / "machine"
    machine.mkdir()
    (machine / "secret-key").write_text(settings.SECRET_KEY)
    back = goodform(machine, "restore", str(file), "--identity", str(key), database="")
    assert back.returncode == 0, back.stderr
    assert "Restored Hillside Physio, Riverside Back Clinic" in back.stdout
    library = [name for name in before if name.startswith("library_")]
    there = told_by_sqlite(machine / "goodform.sqlite3")
    assert but_for(there, "keeping_backup", *library) == but_for(before, "keeping_backup", *library)
    assert secret not in "".join(
        each.read_text(errors="replace") for each in data.rglob("*") if each.is_file()
    )


def test_what_is_refused_is_one_line_and_no_backup(busy: House, data: Path, tmp_path: Path) -> None:
    target = tmp_path / "b.age"
    for arguments in (
        ["backup", str(target)],
        ["backup", str(target), "--to", "age1nonsense"],
        ["backup"],
        ["backup", "--nightly"],
        ["restore", str(tmp_path / "nothing.age")],
    ):
        done = goodform(data, *arguments)
        assert done.returncode == 1, arguments
        assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert not target.exists()
