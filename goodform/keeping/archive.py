"""The file a backup is: a tar, compressed, encrypted with age.

`age -d -i KEYFILE FILE | tar xz` opens it without Goodform. Inside: `about.json`, the database as
SQLite, the secret key, and folders of clips. It is streamed: nothing of it stands unencrypted
anywhere but in the scratch folder.
"""

import gzip
import io
import json
import os
import shutil
import tarfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from threading import Thread
from typing import BinaryIO

import pyrage
from django.utils.translation import gettext as _

from goodform.keeping.refusals import FileChanged, FileCut, NewerSchema, WrongKey
from goodform.keeping.scratch import DATABASE, says_full
from goodform.keeping.sealed import Identity, Recipient

FORMAT = 1
ABOUT = "about.json"
BESIDE = ("secret-key", "keys", "clips", "media")
"""Files of a data folder that belong to the house beside its database, where they are there."""
FAST = 1
"""How hard gzip tries: a third of the size at a fifth of the time of its usual six."""
AT_ONCE = 1 << 20
SEALED_CHUNK = 64 * 1024 + 16
"""age's: 64 kB, each with its own proof."""


@dataclass(frozen=True)
class About:
    """A backup's words on itself: when and from what it was made, rows a table, migrations."""

    made_at: str
    database: str
    counts: Mapping[str, int]
    migrations: Sequence[tuple[str, str]]
    format: int = FORMAT

    @classmethod
    def read(cls, text: str) -> "About":
        """Read `about.json`; `NewerSchema` where a later Goodform wrote another format."""
        said = json.loads(text)
        if said["format"] > FORMAT:
            raise NewerSchema(
                _("This backup was made by a newer Goodform. Update Goodform, then restore it.")
            )
        return cls(
            made_at=said["made_at"],
            database=said["database"],
            counts=said["counts"],
            migrations=[(room, name) for room, name in said["migrations"]],
            format=said["format"],
        )


class _Pipe:
    """A pipe between a thread of ours and pyrage; a failure on our side reaches the other."""

    def __init__(self) -> None:
        reading, writing = os.pipe()
        self.reading: BinaryIO = os.fdopen(reading, "rb")
        self.writing: BinaryIO = os.fdopen(writing, "wb", buffering=AT_ONCE)
        self.problem: BaseException | None = None

    def read(self, size: int = -1) -> bytes:
        """For pyrage: the end of the pipe is the end of the data only if all of it was written."""
        found = self.reading.read(size)
        if not found and self.problem is not None:
            raise OSError("the other side failed")
        return found

    def run(self, does: Callable[[BinaryIO], None], end: BinaryIO) -> Thread:
        """Do our side in a thread, then close our end."""

        def side() -> None:
            try:
                does(end)
            except BaseException as problem:  # raised again by `settle`
                self.problem = problem
            finally:
                with suppress(OSError):
                    end.close()

        thread = Thread(target=side, name="archive", daemon=True)
        thread.start()
        return thread

    def settle(self) -> None:
        """Raise what our side failed with."""
        if self.problem is not None:
            raise self.problem


def write(
    target: Path, *, database: Path, data: Path, about: About, recipients: Sequence[Recipient]
) -> None:
    """Write `database`, and what belongs beside one in the folder `data`, to the disk as `target`.

    `data` may be in use: a clip that goes while they are read is left out.
    """
    pipe = _Pipe()
    thread = pipe.run(lambda end: _pack(end, database, data, about), pipe.writing)
    try:
        with target.open("xb") as file:
            try:
                pyrage.encrypt_io(pipe, file, list(recipients))
            except (OSError, pyrage.EncryptError):
                pipe.settle()
                raise
            file.flush()
            os.fsync(file.fileno())
    finally:
        pipe.reading.close()
        thread.join()
    pipe.settle()


def _pack(end: BinaryIO, database: Path, data: Path, about: About) -> None:
    with (
        gzip.GzipFile(fileobj=end, mode="wb", compresslevel=FAST, filename="") as smaller,
        tarfile.open(fileobj=smaller, mode="w|", bufsize=AT_ONCE) as tar,
    ):
        text = json.dumps(asdict(about), indent=1).encode()
        head = tarfile.TarInfo(ABOUT)
        head.size, head.mode, head.mtime = len(text), 0o600, database.stat().st_mtime
        tar.addfile(head, io.BytesIO(text))
        tar.add(database, DATABASE, recursive=False)
        for name in BESIDE:
            for file in files_in(data / name):
                with suppress(FileNotFoundError):
                    tar.add(file, str(file.relative_to(data)), recursive=False)


def files_in(place: Path) -> Iterator[Path]:
    """This file, or every file below this folder; no links, and nothing where nothing is."""
    if place.is_symlink():
        return
    if place.is_file():
        yield place
    elif place.is_dir():
        for each in sorted(place.iterdir()):
            yield from files_in(each)


def read(file: Path, *, into: Path, identities: Sequence[Identity]) -> About:
    """Open a backup into an empty folder; refused by name where it is not whole or not ours."""
    pipe = _Pipe()
    found: list[About] = []
    with file.open("rb") as sealed:
        thread = pipe.run(lambda end: found.append(_unpack(end, into)), pipe.reading)
        try:
            pyrage.decrypt_io(sealed, pipe.writing, list(identities))
            pipe.writing.close()
        except (OSError, pyrage.DecryptError) as problem:
            _close(pipe.writing)
            thread.join()
            if isinstance(problem, BrokenPipeError) and pipe.problem is not None:
                raise _not_unpacked(file, pipe.problem) from pipe.problem
            if says_full(problem):
                raise
            raise _refusal(file, sealed.tell(), problem) from problem
        thread.join()
    if pipe.problem is not None:
        raise _not_unpacked(file, pipe.problem) from pipe.problem
    return found[0]


def _not_unpacked(file: Path, problem: BaseException) -> BaseException:
    """The fault on our side: no room, a refusal, or a file of age that is no backup."""
    if isinstance(problem, gzip.BadGzipFile | EOFError | tarfile.TarError | ValueError | KeyError):
        return FileChanged(
            _("%(file)s can be opened, but is no backup of Goodform.") % {"file": file}
        )
    return problem


def _close(end: BinaryIO) -> None:
    with suppress(OSError):
        end.close()


def _refusal(file: Path, at: int, problem: Exception) -> Exception:
    """The refusal that an error of `age` means for whoever holds the file."""
    said = str(problem)
    if "No matching keys" in said:
        return WrongKey(
            _("No key you gave opens %(file)s: it was made for another, or its head was changed.")
            % {"file": file}
        )
    if "whole buffer" in said or "Incomplete header" in said or not file.stat().st_size:
        return FileCut(_("%(file)s breaks off in its head. Take another copy.") % {"file": file})
    if "decryption error" in said and at >= file.stat().st_size:
        return FileCut(
            _("%(file)s breaks off, or its end was changed. Take another copy.") % {"file": file}
        )
    return FileChanged(
        _(
            "%(file)s is not what was written: a part was changed, or it is no backup. "
            "Take another copy."
        )
        % {"file": file}
    )


def _unpack(end: BinaryIO, into: Path) -> About:
    about = ""
    with (
        gzip.GzipFile(fileobj=end, mode="rb") as larger,
        tarfile.open(fileobj=larger, mode="r|", bufsize=AT_ONCE) as tar,
    ):
        for member in tar:
            place = _place_of(member, into)
            if member.isdir():
                place.mkdir(parents=True, exist_ok=True)
                continue
            content = tar.extractfile(member)
            if content is None:
                raise FileChanged(_("The backup holds something that is no file."))
            if member.name == ABOUT:
                about = content.read().decode()
                continue
            place.parent.mkdir(parents=True, exist_ok=True)
            with place.open("xb") as file:
                shutil.copyfileobj(content, file, AT_ONCE)
    # What follows the tar's end: the proof of the last chunk is only there once all was read.
    while end.read(AT_ONCE):
        pass
    return About.read(about)


def _place_of(member: tarfile.TarInfo, into: Path) -> Path:
    """Where a member goes: only what a backup holds, and never beside the folder."""
    path = PurePosixPath(member.name)
    known = path.parts and path.parts[0] in {ABOUT, DATABASE, *BESIDE}
    if not known or path.is_absolute() or ".." in path.parts:
        raise FileChanged(
            _("The backup holds %(name)r, which is no part of one.") % {"name": member.name[:80]}
        )
    return into.joinpath(*path.parts)


@contextmanager
def arriving(target: Path) -> Iterator[Path]:
    """A name beside `target` to write under; it becomes `target` once all is well, else it goes."""
    part = target.with_name(f".{target.name}.part")
    part.unlink(missing_ok=True)
    try:
        yield part
        part.rename(target)
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    finally:
        part.unlink(missing_ok=True)
