"""Why a backup, a restore or a move is refused: each by its name, with what to do."""


class Refused(RuntimeError):
    """Nothing was changed; the message says why and what to do."""


class WrongKey(Refused):
    """None of the keys given opens this file."""


class FileChanged(Refused):
    """Part of the file is not what was written: a flipped bit, or another kind of file."""


class FileCut(Refused):
    """The file breaks off."""


class DiskFull(Refused):
    """There is no room for what must be written."""


class NewerSchema(Refused):
    """The data come from a newer Goodform than this one."""


class RecordBroken(Refused):
    """The record of who did what does not fit together."""


class DoesNotAddUp(Refused):
    """Not as many rows arrived as were sent."""


class OtherClinic(Refused):
    """The file is of another clinic than the one that lives here."""


class NoRecipient(Refused):
    """Nobody is named who could open the backup."""


class KeyUnreadable(Refused):
    """A text that should be an age recipient or identity is none."""


class SomebodyIsAtIt(Refused):
    """Another backup, restore or move is at work on this data folder."""


class InTheWay(Refused):
    """A file or a clinic is where something should be written."""


class CannotBeKept(Refused):
    """The other database does not take one of the values."""


class MigrationFailed(Refused):
    """Older data could not be brought up to date, or a scratch database could not be made."""


class SecretKeyMissing(Refused):
    """There are data that were sealed by a secret key, and that key is not here."""
