"""Which questionnaires there are to give, to answer, and to look back on."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from goodform.outcomes.instrument import Instrument, WhoseText
from goodform.outcomes.instrument_files import instruments
from goodform.outcomes.models import BroughtText, Sheet
from goodform.people.models import Patient


def brought_texts(clinic: UUID) -> dict[str, BroughtText]:
    """The newest text a clinic brought for each instrument; one query."""
    return {row.instrument: row for row in BroughtText.objects.filter(clinic=clinic)}


def usable_at(clinic: UUID) -> dict[str, Instrument]:
    """The instruments a clinic may give: those with text, and those it brought the text of."""
    brought = brought_texts(clinic)
    return {
        name: each
        for name, each in instruments().items()
        if each.text is WhoseText.SHIPPED or (name in brought and _fits(brought[name], each))
    }


def _fits(text: BroughtText, instrument: Instrument) -> bool:
    """Whether the text is that of this version: another version asks other things."""
    return text.version == instrument.version


def words_of(instrument: Instrument, clinic: UUID) -> Mapping[str, str]:
    """The words of each item; none where the patient says them."""
    if instrument.own_words or instrument.text is WhoseText.SHIPPED:
        return dict(instrument.questions)
    items: dict[str, str] = brought_texts(clinic)[instrument.id].items
    return items


def to_answer(patient: Patient, today: date) -> QuerySet[Sheet]:
    """The sheets that wait for this patient, the oldest first."""
    return Sheet.objects.filter(patient=patient, due_on__lte=today, answered_at=None)


def sheets_of(patient: Patient) -> list[Sheet]:
    """Every sheet of a patient, and of records that were merged into this one; one query."""
    both = Patient.objects.same_person(patient.pk)
    return list(Sheet.objects.filter(patient__in=both).order_by("due_on", "given_at"))
