"""Nobody else on the machine reads what lies in the data folder, whatever the umask."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from goodform.config.for_us_alone import shut

MAIL = """
from django.core.mail import EmailMessage, get_connection
from django.conf import settings
through = get_connection(settings.MAIL_TRANSPORT)
through.send_messages([EmailMessage("Hello", "Come in.", to=["alice@example.org"])])
from django.core.files.storage import FileSystemStorage
from django.core.files.base import ContentFile
FileSystemStorage(location=settings.DATA / "clips").save("one/two/clip.bin", ContentFile(b"x"))
"""


def run(data: Path, *command: str) -> None:
    kept = {name: said for name, said in os.environ.items() if not name.startswith("GOODFORM_")}
    kept.pop("DATABASE_URL", None)
    said = subprocess.run(  # noqa: S603  # our own command
        [sys.executable, *command],
        env={
            **kept,
            "GOODFORM_DATA": str(data),
            "GOODFORM_DEMO": "yes",
            "DJANGO_SETTINGS_MODULE": "goodform.config.settings",
        },
        umask=0o000,
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 0, said.stderr


def open_to_others(folder: Path) -> list[str]:
    """The files below a folder that are not 0600, and the folders that are not 0700."""
    return [
        f"{each} {stat.S_IMODE(each.lstat().st_mode):o}"
        for each in (folder, *folder.rglob("*"))
        if stat.S_IMODE(each.lstat().st_mode) != (0o700 if each.is_dir() else 0o600)
    ]


def test_what_a_start_a_mail_and_a_clip_leave_is_ours_alone_under_any_umask(
    tmp_path: Path,
) -> None:
    data = tmp_path / "data"
    data.mkdir(mode=0o755)
    prepared = "from goodform.config import preparing; preparing.prepare(); "
    run(data, "-c", f"import django; django.setup(); {prepared}\n{MAIL}")
    run(data, "-m", "goodform.config.cli", "worker", "--once")
    found = {each.name for each in data.rglob("*")}
    assert {"goodform.sqlite3", "secret-key", "mail", "static", "clip.bin"} <= found
    assert not open_to_others(data)


def test_what_was_left_open_is_shut_and_links_are_left_alone(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.write_text("not ours")
    outside.chmod(0o644)
    data = tmp_path / "data"
    (data / "mail").mkdir(parents=True, mode=0o755)
    for name in ("goodform.sqlite3", "mail/1.log"):
        (data / name).write_text("")
        (data / name).chmod(0o644)
    (data / "link").symlink_to(outside)
    shut(data)
    assert stat.S_IMODE((data / "goodform.sqlite3").stat().st_mode) == 0o600
    assert stat.S_IMODE((data / "mail/1.log").stat().st_mode) == 0o600
    assert stat.S_IMODE((data / "mail").stat().st_mode) == 0o700
    assert stat.S_IMODE(data.stat().st_mode) == 0o700
    assert stat.S_IMODE(outside.stat().st_mode) == 0o644


@pytest.mark.parametrize("name", ["FILE_UPLOAD_PERMISSIONS", "FILE_UPLOAD_DIRECTORY_PERMISSIONS"])
def test_django_gives_no_mode_of_its_own(name: str) -> None:
    assert getattr(settings, name) & 0o077 == 0
