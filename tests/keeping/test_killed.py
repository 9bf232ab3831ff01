"""`kill -9` in the middle of a restore leaves the old data usable, wherever it comes."""

from pathlib import Path

import pytest
from django.utils import timezone

from goodform.keeping.actions import make_backup
from goodform.keeping.restoring import restore
from tests.keeping.commands import python
from tests.keeping.houses import KeyPair, but_for, told_here
from tests.people import House, a_patient

KILLED = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
import django
django.setup()
from django.db import connection
from goodform.keeping import putting_in, restoring, sealed

def die(*_asked, **_more):
    os.kill(os.getpid(), signal.SIGKILL)

where = sys.argv[3]
calls = 0
def die_at_the_tenth(real):
    def does(*asked):
        global calls
        calls += 1
        if calls == 10:
            die()
        return real(*asked)
    return does

if where == "while the rows go in":
    name = "_take_over" if connection.vendor == "sqlite" else "_copy_in"
    setattr(putting_in, name, die_at_the_tenth(getattr(putting_in, name)))
elif where == "putting aside":
    restoring.take = die
elif where == "just before the end":
    restoring._finish = die
elif where == "opening":
    restoring.look_at = die
restoring.restore(
    Path(sys.argv[1]),
    identities=sealed.identities(Path(sys.argv[2])),
    now=datetime.now(UTC),
)
"""


@pytest.mark.parametrize(
    "where", ["opening", "putting aside", "while the rows go in", "just before the end"]
)
def test_the_old_data_are_whole_and_the_restore_can_be_done_again(
    busy: House, key: KeyPair, data: Path, tmp_path: Path, where: str
) -> None:
    file = make_backup(target=tmp_path / "b.age", now=timezone.now(), keys=[key.public]).file
    at_backup = told_here()
    a_patient(busy.clinic, busy.priya, "Newcomer Nell")
    before = told_here()
    done = python(data, "-c", KILLED, str(file), str(key.as_file(tmp_path)), where)
    assert done.returncode == -9, done.stderr
    assert told_here() == before
    restore(file, identities=[key.identity], now=timezone.now())
    assert but_for(told_here(), "keeping_backup") == but_for(at_backup, "keeping_backup")
    assert not (data / "scratch").exists()
