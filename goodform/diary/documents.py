"""Documents that a device sent, as typed values. Pure; times are still the device's own."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from goodform.diary.by_camera import CameraSaw
from goodform.diary.choices import Outcome
from goodform.inbox.what_a_patient_says import EntryWords
from goodform.safety.red_flags import read_answer

MOST_ENTRIES = 200
"""The most a session holds: ten long days' exercises. The rest is kept beside it, and flagged."""


@dataclass(frozen=True, kw_only=True)
class SentEntry(EntryWords):
    """One exercise on one side as the device told it.

    None and empty mean "not said". `flags` are the codes of what was wrong with it and left empty.
    `sent_id` is the id as it was sent, for the answer; `id` is the one it is kept under.
    """

    sent_id: str | None
    id: UUID
    prescription: UUID | None
    recorded_at: datetime | None = None
    changed_at: datetime | None = None
    undone_at: datetime | None = None
    zone: str = ""
    flags: tuple[str, ...] = ()
    camera: CameraSaw | None = None

    @property
    def tells_of_harm(self) -> bool:
        """A stop, or a symptom: what is never refused."""
        return self.outcome == Outcome.STOPPED or bool(self.symptoms)


@dataclass(frozen=True)
class Refusal:
    """An entry that could not be read; it stays on the device with the sentence of its code."""

    sent_id: str | None
    code: str


@dataclass(frozen=True)
class Excess:
    """An entry beyond what a session holds that tells of no harm: kept as it came."""

    sent_id: str | None
    said: object


@dataclass(frozen=True)
class SessionDocument:
    """The body of `PUT /api/sessions/<uuid>`. What could not be read is empty and in `flags`.

    `shown` is the advice that stood on the screen after an answer.
    """

    programme: UUID | None = None
    programme_version: int | None = None
    started_at: datetime | None = None
    finished_at: datetime | None = None
    sent_at: datetime | None = None
    clock_offset_s: float | None = None
    zone: str = ""
    day: date | None = None
    shown: str = ""
    pain_before: int | None = None
    pain_after: int | None = None
    red_flags: tuple[str, ...] = ()
    note: str = ""
    entries: tuple[SentEntry | Refusal | Excess, ...] = ()
    flags: tuple[str, ...] = ()

    @property
    def readable(self) -> tuple[SentEntry, ...]:
        """The entries that could be read."""
        return tuple(each for each in self.entries if isinstance(each, SentEntry))

    @property
    def tells_of_harm(self) -> bool:
        """A stop, a symptom or a red flag: what is heard however much was sent before."""
        return read_answer(self.red_flags).decision is not None or any(
            each.tells_of_harm for each in self.readable
        )


@dataclass(frozen=True)
class MorningDocument:
    """The body of `PUT /api/mornings/<date>`. `settled` None is not sure, where it was answered."""

    settled: bool | None
    pain: int | None
    answered: bool = True
    ache: bool = False
    answered_at: datetime | None = None
    sent_at: datetime | None = None
    clock_offset_s: float | None = None
    flags: tuple[str, ...] = ()


@dataclass(frozen=True)
class MessageDocument:
    """The body of `PUT /api/messages/<uuid>`."""

    text: str
    written_at: datetime | None
    sent_at: datetime | None
    clock_offset_s: float | None
