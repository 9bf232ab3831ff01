"""The entries of a session while a document is merged into them, and what became of each."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from uuid import UUID, uuid5

from goodform.diary.by_camera import IMPOSSIBLE, CameraSaw
from goodform.diary.choices import Outcome, Timing
from goodform.diary.clock import DeviceClock
from goodform.diary.consequences import ToldEntry, ToldSession
from goodform.diary.documents import MOST_ENTRIES, Excess, Refusal, SentEntry
from goodform.diary.merging import EntryFacts, SessionFacts, fill_in, merge_entries
from goodform.diary.settling import settle_entry
from goodform.diary.what_is_prescribed import PatientsProgramme
from goodform.diary.what_is_told_back import sentence_of
from goodform.diary.which_day import day_of
from goodform.motion.released import is_known

TIME_TO_CORRECT = timedelta(days=7)
"""How long after an exercise its own patient may change what was said about it."""
ACCEPTED, FLAGGED, REFUSED = "accepted", "flagged", "refused"
TOO_OLD = "too_old_to_correct"


@dataclass(frozen=True)
class Result:
    """The outcome of one entry: accepted, flagged or refused."""

    sent_id: str | None
    result: str
    code: str | None = None
    sentence: str | None = None

    @classmethod
    def of(cls, sent_id: str | None, flags: Iterable[str]) -> "Result":
        """Accepted, or flagged with the first flag."""
        code = next(iter(flags), None)
        if code is None:
            return cls(sent_id, ACCEPTED)
        return cls(sent_id, FLAGGED, code, sentence_of(code))

    @classmethod
    def refused(cls, sent_id: str | None, code: str) -> "Result":
        """Not kept; the device keeps it with this sentence."""
        return cls(sent_id, REFUSED, code, sentence_of(code, refused=True))

    @property
    def is_refused(self) -> bool:
        """Whether nothing of it is kept."""
        return self.result == REFUSED

    @property
    def changed_nothing(self) -> bool:
        """Whether what was told is not what is kept: refused, or too late to correct."""
        return self.is_refused or self.code == TOO_OLD


@dataclass
class Taking:
    """Entries by id: as `kept` so far, as they are `now`, and each as it was just `said`.

    `lost` holds, by entry, the words that another word on the same field outweighed. `clashing` are
    ids that belong to an entry of another session. Where the session has no more room, harm is
    `beyond` and the rest `excess`.
    """

    session: UUID
    prescribed: PatientsProgramme
    clock: DeviceClock
    sent_at: datetime
    zone: str
    day: date | None
    kept: Mapping[UUID, EntryFacts]
    clashing: frozenset[UUID]
    now: dict[UUID, EntryFacts]
    said: dict[UUID, list[EntryFacts]] = field(default_factory=dict)
    lost: dict[UUID, dict[str, object]] = field(default_factory=dict)
    beyond: dict[UUID, SentEntry] = field(default_factory=dict)
    excess: list[Excess] = field(default_factory=list)
    cameras: dict[UUID, tuple[CameraSaw, bool]] = field(default_factory=dict)
    """A camera's view of an entry, and whether it is believed."""

    def take(self, sent: SentEntry | Refusal | Excess) -> Result:
        """Merge one entry; answers what became of it."""
        if isinstance(sent, Refusal):
            return Result.refused(sent.sent_id, sent.code)
        if isinstance(sent, Excess):
            self.excess.append(sent)
            return replace(self._too_many, sent_id=sent.sent_id)
        if sent.prescription is not None and sent.prescription not in self.prescribed.prescriptions:
            if not sent.tells_of_harm:
                return Result.refused(sent.sent_id, "prescription_not_yours")
            sent = replace(sent, prescription=None, flags=(*sent.flags, "prescription_not_yours"))
        if len(self.now) >= MOST_ENTRIES and sent.id not in self.now:
            return self._take_beyond(sent)
        if sent.id in self.clashing:
            own_id = uuid5(self.session, str(sent.id))
            sent = replace(sent, id=own_id, flags=(*sent.flags, "id_clash"))
        sent = self._seen_by_camera(sent)
        facts = self.settle(sent)
        self.said.setdefault(facts.id, []).append(facts)
        if facts.id in self.now:
            return self._again(sent.sent_id, self.now[facts.id], facts)
        home = self.prescribed.patient.zone
        day = day_of(facts.recorded_at, facts.zone, said=self.day, home=home)
        facts = replace(facts, flags=(*facts.flags, *self.prescribed.flags(facts, day)))
        self.now[facts.id] = facts
        return Result.of(sent.sent_id, facts.flags)

    def _seen_by_camera(self, sent: SentEntry) -> SentEntry:
        """The camera's view, put aside for its row; the entry counts as timed where in doubt."""
        if sent.timing != Timing.CAMERA:
            return sent
        doubt = self._doubt_of(sent)
        if sent.camera is not None:
            self.cameras[sent.id] = (sent.camera, doubt is None)
        if doubt is None:
            return sent
        return replace(sent, timing=Timing.TIMED, flags=tuple(dict.fromkeys((*sent.flags, doubt))))

    def _doubt_of(self, sent: SentEntry) -> str | None:
        row = self.prescribed.prescriptions.get(sent.prescription) if sent.prescription else None
        if sent.camera is None:
            return IMPOSSIBLE
        if row is None or not (row.camera and self.prescribed.patient.clinic.mirror):
            return "camera_not_allowed"
        return None if is_known(sent.camera.engine, sent.camera.model) else "camera_unknown"

    def _take_beyond(self, sent: SentEntry) -> Result:
        """The session is full: a stop has a row of its own and is heard, others are put aside."""
        if not sent.tells_of_harm:
            self.excess.append(Excess(sent.sent_id, asdict(sent)))
            return replace(self._too_many, sent_id=sent.sent_id)
        self.beyond[sent.id] = sent
        return replace(self._too_many, sent_id=sent.sent_id)

    @cached_property
    def _too_many(self) -> Result:
        """Put into words once, for thousands."""
        return Result.of(None, ("too_many",))

    def settle_beyond(self, sent: SentEntry) -> EntryFacts:
        """An entry the session had no room for, under an id of this session's own.

        So nobody has to look whose it was.
        """
        flags = tuple(dict.fromkeys(("too_many", *sent.flags)))
        return self.settle(replace(sent, id=uuid5(self.session, f"beyond {sent.id}"), flags=flags))

    def settle(self, sent: SentEntry) -> EntryFacts:
        """An entry by our clock."""
        return settle_entry(sent, self.clock, sent_at=self.sent_at, zone=self.zone)

    def _again(self, sent_id: str | None, before: EntryFacts, facts: EntryFacts) -> Result:
        in_time = self.clock.received_at - before.recorded_at <= TIME_TO_CORRECT
        merged = merge_entries(before, facts) if in_time else fill_in(before, facts)
        self.now[facts.id] = merged.facts
        if merged.lost:
            self.lost.setdefault(facts.id, {}).update(merged.lost)
            if not in_time:
                return Result.of(sent_id, (TOO_OLD,))
        return Result.of(sent_id, merged.facts.flags)

    @property
    def added(self) -> tuple[EntryFacts, ...]:
        """Entries that were not there before."""
        return tuple(facts for entry, facts in self.now.items() if entry not in self.kept)

    @property
    def changed(self) -> tuple[EntryFacts, ...]:
        """Entries that were there and are now different, if only in when they were last said."""
        return tuple(
            facts
            for entry, facts in self.now.items()
            if entry in self.kept and facts != self.kept[entry]
        )

    @property
    def graver(self) -> frozenset[UUID]:
        """Entries of which a stop, a symptom or a place is told that was not told before."""
        return frozenset(
            facts.id
            for facts in (*self.added, *self.changed)
            if (facts.outcome == Outcome.STOPPED or facts.symptoms)
            and (facts.id not in self.kept or _harm(facts) != _harm(self.kept[facts.id]))
        )

    @property
    def taken_back(self) -> tuple[EntryFacts, ...]:
        """Entries newly said to have been pressed by mistake."""
        return tuple(
            facts
            for facts in (*self.added, *self.changed)
            if facts.undone_at is not None
            and (facts.id not in self.kept or self.kept[facts.id].undone_at is None)
        )

    @cached_property
    def heard(self) -> Mapping[UUID, EntryFacts]:
        """The entries as the rules hear them, by id, with those the session had no room for."""
        return {**self.now, **{each.id: each for each in self._heard_beyond()}}

    def told(self, facts: SessionFacts, said: SessionFacts) -> ToldSession:
        """The session as the rules must see it: every word that stands, and every word just said.

        `facts` is the session after merging, `said` as the document told it. Asked for once all is
        taken.
        """
        return ToldSession(
            session=self.session,
            entries=tuple(self._told(each) for each in self.heard.values()),
            overflows=bool(self.beyond),
            before=_said_of(facts.pain_before, said.pain_before),
            after=_said_of(facts.pain_after, said.pain_after),
            red_flags=facts.red_flags,
            rule=self.prescribed.session_rule,
            at=facts.started_at,
        )

    def _heard_beyond(self) -> Iterable[EntryFacts]:
        """Of all that say the very same of the same exercise, the latest: a flood is one stop."""
        latest: dict[object, SentEntry] = {}
        for each in self.beyond.values():
            same = (each.prescription, each.outcome, each.symptoms, each.where, each.pain)
            before = latest.get(same)
            if before is None or _moment(before) <= _moment(each):
                latest[same] = each
        return [self.settle_beyond(each) for each in latest.values()]

    def _told(self, facts: EntryFacts) -> ToldEntry:
        words = [facts, *self.said.get(facts.id, ())]
        return ToldEntry(
            entry=facts.id,
            line=self.prescribed.line(facts.prescription),
            rule=self.prescribed.rule(facts.prescription),
            outcome=facts.outcome,
            at=facts.recorded_at,
            pains=_said_of(*(each.pain for each in words)),
            symptoms=facts.symptoms,
            places=tuple(dict.fromkeys(each.where for each in words if each.where)),
            noticed=self.prescribed.noticed(
                facts.prescription, dict.fromkeys(code for each in words for code in each.noticed)
            ),
        )


def _moment(sent: SentEntry) -> float:
    return sent.recorded_at.timestamp() if sent.recorded_at else 0.0


def _harm(facts: EntryFacts) -> tuple[object, ...]:
    return (facts.outcome == Outcome.STOPPED, facts.symptoms, facts.where)


def _said_of(*pains: int | None) -> tuple[int, ...]:
    return tuple(dict.fromkeys(pain for pain in pains if pain is not None))
