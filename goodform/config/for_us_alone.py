"""Files below the data folder are for the user that Goodform runs as, and for nobody else."""

import logging
import os
import stat
from collections.abc import Iterator
from pathlib import Path

OTHERS = 0o077
"""The bits by which anybody else may read, write or enter."""

log = logging.getLogger(__name__)


def _all(folder: Path) -> Iterator[Path]:
    yield folder
    for inside, folders, files in os.walk(folder):
        for name in (*folders, *files):
            yield Path(inside, name)


def shut(folder: Path) -> None:
    """Take from everybody else what they may do with `folder` and all below it: 0600 and 0700.

    What an earlier version or a copy left open is shut; links are not followed. What belongs to
    somebody else is named in the log and left.
    """
    for each in _all(folder):
        try:
            mode = each.lstat().st_mode
            if not stat.S_ISLNK(mode) and mode & OTHERS:
                each.chmod(stat.S_IMODE(mode) & ~OTHERS)
        except FileNotFoundError:
            continue
        except PermissionError:
            log.warning("%s belongs to somebody else: who may read it is up to them.", each)
