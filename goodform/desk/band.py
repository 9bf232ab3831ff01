"""Who this page is about: the facts of the patient band, against the wrong plan."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from goodform.desk.why_ended import EndedNotice, ended_notice
from goodform.desk.why_on_hold import OnHold, on_hold_now
from goodform.inbox.headline import code_words
from goodform.people.access import Action, Reader
from goodform.people.models import Patient, Staff
from goodform.programmes.locks import Locked
from goodform.programmes.models import Assessment
from goodform.programmes.queries import assessment_lock
from goodform.programmes.schedule import local_day
from goodform.safety.cautions import CAUTION_WORDS, Caution

LONGEST_FINDING = 120
"""Letters of findings beside a name; longer ones are read where they were written."""


@dataclass(frozen=True)
class Band:
    """A patient's name, age, last assessment, and what waits.

    Who may not read the record gets no finding.
    """

    patient: Patient
    age: int
    practitioner: str
    clinical: bool
    assessment: Assessment | None
    by_you: bool
    lock: Locked | None
    today: date
    ended: EndedNotice
    on_hold: OnHold

    @property
    def finding(self) -> str:
        """The findings as they were written."""
        if not self.clinical or self.assessment is None:
            return ""
        return self.assessment.findings.strip()

    @property
    def finding_fits(self) -> bool:
        """Whether the findings stand in the band: whole, or not at all."""
        return len(self.finding) <= LONGEST_FINDING

    @property
    def cautions(self) -> tuple[str, ...]:
        """The cautions to weigh before every change, in words."""
        if not self.clinical or self.assessment is None:
            return ()
        return caution_words(self.assessment.cautions)


def caution_words(codes: Sequence[str]) -> tuple[str, ...]:
    """Cautions in words; one that is on no list is shown as it is."""
    return tuple(
        _(CAUTION_WORDS[Caution(code)]) if code in CAUTION_WORDS else code for code in codes
    )


def assessed_rows(
    assessments: Iterable[Assessment],
) -> list[tuple[Assessment, tuple[str, ...], tuple[str, ...]]]:
    """Assessments with their cautions and known signs in words."""
    return [
        (row, caution_words(row.cautions), tuple(map(code_words, row.known_signs)))
        for row in assessments
    ]


def age_on(day: date, born: date) -> int:
    """Whole years."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def band_of(
    patient: Patient,
    *,
    reader: Reader,
    staff: Staff,
    assessments: Sequence[Assessment] | None = None,
) -> Band:
    """The band for this reader; two queries, three where something is on hold.

    One less where the assessments were read, newest first.
    """
    today = local_day(timezone.now(), patient.zone)
    if assessments is None:
        of_patient = Assessment.objects.filter(patient=patient).select_related("practitioner")
        assessment = of_patient.first()
    else:
        assessment = next((row for row in assessments if row.patient_id == patient.pk), None)
    return Band(
        patient=patient,
        age=age_on(today, patient.born),
        practitioner=patient.practitioner.name,
        clinical=reader.may(Action.SEE_CLINICAL),
        assessment=assessment,
        by_you=assessment is not None and assessment.practitioner_id == staff.pk,
        lock=assessment_lock(assessment, today),
        today=today,
        ended=ended_notice(patient, reader),
        on_hold=on_hold_now(patient),
    )
