"""The `goodform` command in a process of its own, over the database of this test or another."""

import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings
from django.db import connection


def here() -> str:
    """The database of this test, as another process finds it."""
    told = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{told['NAME']}"
    return f"postgres://{told['USER']}@{told['HOST']}:{told['PORT']}/{told['NAME']}"


def environment(data: Path, database: str) -> dict[str, str]:
    """The environment of a process that works on this folder and this database."""
    return {
        **os.environ,
        "GOODFORM_DATA": str(data),
        "DATABASE_URL": database,
        "GOODFORM_SECRET_KEY": settings.SECRET_KEY,
        "DJANGO_SETTINGS_MODULE": "goodform.config.settings",
    }


def python(
    data: Path, *arguments: str, database: str | None = None, said: str = ""
) -> subprocess.CompletedProcess[str]:
    """Run Python with these arguments; `database` is this test's own where it is not given."""
    return subprocess.run(  # noqa: S603  # our own
        [sys.executable, *arguments],
        env=environment(data, here() if database is None else database),
        input=said,
        capture_output=True,
        text=True,
        check=False,
    )


def goodform(
    data: Path, *arguments: str, database: str | None = None, said: str = ""
) -> subprocess.CompletedProcess[str]:
    """Run one verb."""
    return python(data, "-m", "goodform.config.cli", *arguments, database=database, said=said)
