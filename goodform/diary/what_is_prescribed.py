"""The programme a session is judged by when it arrives: exercises, their rules, locks."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from goodform.diary.merging import EntryFacts
from goodform.fast.prepared import Prepared
from goodform.people.models import Patient
from goodform.programmes.models import Assessment, Hold, Prescription, Programme
from goodform.programmes.queries import LAST_ASSESSMENT, PROGRAMME, assessment_lock
from goodform.programmes.schedule import sides_due
from goodform.safety.noticing import Noticed, consequence_of
from goodform.safety.pain_rules import HIGHEST_CEILING, PainPolicy, PainRule

STRICTEST_USUAL = 0
"""Usual pain where nobody assessed it: every rule is then at its strictest."""
READ = (
    "programme",
    "line",
    "since_version",
    "until_version",
    "superseded_by",
    "side",
    "sets",
    "repetitions",
    "hold_s",
    "camera",
    "time_s",
    "pain_policy",
    "pain_ceiling",
    "exercise__name",
)
"""Columns that are read of a prescription: not the exercise's whole text."""


@dataclass(frozen=True)
class PatientsProgramme:
    """A patient's exercises, by id, and the newest assessment. Holds are as they were before."""

    patient: Patient
    programme: Programme | None
    prescriptions: Mapping[UUID, Prescription]
    assessment: Assessment | None

    @property
    def usual_pain(self) -> int:
        return self.assessment.usual_pain if self.assessment else STRICTEST_USUAL

    @property
    def programme_version(self) -> int:
        return self.programme.version if self.programme else 0

    @property
    def session_rule(self) -> PainRule:
        """The rule for a session as a whole: the lowest ceiling of what is in force."""
        ceilings = [
            row.pain_ceiling
            for row in self.prescriptions.values()
            if row.until_version is None and row.pain_ceiling is not None
        ]
        return PainRule(self.usual_pain, ceiling=min(ceilings, default=HIGHEST_CEILING))

    def line(self, prescription: UUID | None) -> UUID | None:
        """The line of an exercise; None where it is not known."""
        row = self.prescriptions.get(prescription) if prescription else None
        return row.line if row else None

    def rule(self, prescription: UUID | None) -> PainRule:
        """The pain rule of an exercise; that of the session where it is not known."""
        row = self.prescriptions.get(prescription) if prescription else None
        return rule_of(row, self.usual_pain) if row else self.session_rule

    def noticed(self, prescription: UUID | None, codes: Iterable[str]) -> tuple[Noticed, ...]:
        """The meaning of ticks in the version done. Reads its whole text only for a tick."""
        ticked = tuple(codes)
        row = self.prescriptions.get(prescription) if prescription else None
        said = notices_in(row.exercise.content) if ticked and row else {}
        return tuple(
            consequence_of(code, listed=code in said, then=said.get(code, {}).get("then"))
            for code in ticked
        )

    def noticed_words(self, prescription: UUID | None, codes: Iterable[str]) -> tuple[str, ...]:
        """The same ticks as the patient read them."""
        row = self.prescriptions.get(prescription) if prescription else None
        said = notices_in(row.exercise.content) if row else {}
        return tuple(said[code]["words"] if code in said else code for code in codes)

    def flags(self, facts: EntryFacts, day: date) -> tuple[str, ...]:
        """The oddities of an entry that is kept all the same."""
        row = self.prescriptions.get(facts.prescription) if facts.prescription else None
        if row is None:
            return ()
        return (*_past(row), *_locks(self, row, day), *_side(row, facts.side))


def notices_in(content: Mapping[str, Any]) -> dict[str, Mapping[str, str]]:
    """The points that can be noticed in an exercise, by code."""
    return {each["code"]: each for each in content.get("notice", [])}


def rule_of(row: Prescription, usual_pain: int) -> PainRule:
    """The pain rule a practitioner chose for this prescription."""
    ceiling = HIGHEST_CEILING if row.pain_ceiling is None else row.pain_ceiling
    return PainRule(usual_pain, PainPolicy(row.pain_policy), ceiling)


def _past(row: Prescription) -> Iterable[str]:
    if row.superseded_by_id is not None:
        yield "superseded"
    elif row.until_version is not None:
        yield "ended"


def _locks(prescribed: PatientsProgramme, row: Prescription, day: date) -> Iterable[str]:
    if row.is_held:
        yield "held"
    closed = (
        prescribed.patient.ended_at is not None or not prescribed.patient.clinic.open_to_patients
    )
    if closed or assessment_lock(prescribed.assessment, day) is not None:
        yield "locked"


def _side(row: Prescription, side: str) -> Iterable[str]:
    if side and side not in sides_due(row.side):
        yield "side_not_prescribed"


IN_FORCE = Prepared(
    lambda programme: (
        Prescription.objects.filter(programme=programme, until_version=None)
        .with_hold()
        .select_related("exercise")
        .only(*READ)
    ),
    programme=Programme._meta.get_field("id"),
)


def _prescriptions(programme: Programme, wanted: Collection[UUID]) -> dict[UUID, Prescription]:
    """The prescriptions in force, and those wanted that were in force before; one query, or two."""
    rows = {row.pk: row for row in IN_FORCE.all(programme=programme.pk)}
    earlier = [pk for pk in wanted if pk not in rows]
    if earlier:
        found = Prescription.objects.filter(programme=programme, pk__in=earlier)
        rows.update((row.pk, row) for row in found.with_hold().select_related("exercise"))
    return rows


def prescribed_to(patient: Patient, prescriptions: Collection[UUID]) -> PatientsProgramme:
    """The programme of a patient: what is in force, and these prescriptions where they are theirs.

    What is somebody else's is not found. Three queries, four with an earlier prescription.
    """
    programme = PROGRAMME.first(patient=patient.pk)
    if programme is not None:
        programme.patient = patient
    return PatientsProgramme(
        patient=patient,
        programme=programme,
        prescriptions=_prescriptions(programme, prescriptions) if programme else {},
        assessment=LAST_ASSESSMENT.first(patient=patient.pk),
    )


@dataclass(frozen=True)
class HeldNow:
    """The prescriptions in force that are on hold, and whether the whole programme is."""

    prescriptions: tuple[UUID, ...] = ()
    everything: bool = False


def held_now(prescribed: PatientsProgramme, *, newly: bool) -> HeldNow:
    """Look what is on hold; asks again where something was held before, or newly is. One query."""
    in_force = [each for each in prescribed.prescriptions.values() if each.until_version is None]
    if prescribed.programme is None or not (newly or any(each.is_held for each in in_force)):
        return HeldNow()
    open_lines = set(
        Hold.objects.filter(programme=prescribed.programme, released_at=None).values_list(
            "line", flat=True
        )
    )
    return HeldNow(
        prescriptions=tuple(
            each.pk for each in in_force if None in open_lines or each.line in open_lines
        ),
        everything=None in open_lines,
    )
