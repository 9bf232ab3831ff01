"""Who this page is about: the facts of the patient band, against the wrong plan."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from goodform.people.access import Action, Reader
from goodform.people.models import Patient, Staff
from goodform.programmes.locks import Locked
from goodform.programmes.models import Assessment
from goodform.programmes.queries import assessment_lock
from goodform.programmes.schedule import local_day


@dataclass(frozen=True)
class Band:
    """A patient's name, age and last assessment. Who may not read the record gets no finding."""

    patient: Patient
    age: int
    practitioner: str
    clinical: bool
    assessment: Assessment | None
    by_you: bool
    lock: Locked | None
    today: date

    @property
    def finding(self) -> str:
        """The first line of the findings."""
        if not self.clinical or self.assessment is None:
            return ""
        return self.assessment.findings.strip().split("\n", maxsplit=1)[0]


def age_on(day: date, born: date) -> int:
    """Whole years."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def band_of(patient: Patient, *, reader: Reader, staff: Staff) -> Band:
    """The band for this reader; one query."""
    today = local_day(timezone.now(), patient.zone)
    assessment = Assessment.objects.filter(patient=patient).select_related("practitioner").first()
    return Band(
        patient=patient,
        age=age_on(today, patient.born),
        practitioner=patient.practitioner.name,
        clinical=reader.may(Action.SEE_CLINICAL),
        assessment=assessment,
        by_you=assessment is not None and assessment.practitioner_id == staff.pk,
        lock=assessment_lock(assessment, today),
        today=today,
    )
