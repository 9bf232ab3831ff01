"""Everything that is kept about one patient, table by table, by the register."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Max, Model, QuerySet

from goodform.keeping.how_long import keep_until
from goodform.keeping.kept import UNTIL, Kept
from goodform.keeping.models import LegalHold
from goodform.keeping.what_is_kept import KEPT
from goodform.people.models import Patient


@cache
def models_by_table() -> Mapping[str, type[Model]]:
    """Every model by its table, those that Django makes for itself included."""
    return {each._meta.db_table: each for each in apps.get_models(include_auto_created=True)}


@cache
def about_patients() -> Mapping[str, Kept]:
    """The tables of the register with a way to a patient, as far as this house has them."""
    return {table: kept for table, kept in KEPT.items() if kept.way and table in models_by_table()}


def rows_about(table: str, patient: Patient) -> QuerySet[Model]:
    """This patient's rows of a table that the register has a way for."""
    return models_by_table()[table]._base_manager.filter(**{KEPT[table].way: patient.pk})


@dataclass(frozen=True)
class Section:
    """One table's rows about somebody: in words, why, until when, and the rows."""

    table: str
    about: str
    why: str
    until: str
    rows: Sequence[Mapping[str, Any]]

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of what each row says."""
        return tuple(self.rows[0]) if self.rows else ()


def _told(table: str, kept: Kept) -> dict[str, str]:
    """The name that people read, and where it stands: words for numbers, then the columns."""
    here = {field.column for field in models_by_table()[table]._meta.concrete_fields}
    columns = {name.replace("_", " "): name for name in kept.exported if name in here}
    return {**kept.named, **columns}


def everything_about(patient: Patient) -> list[Section]:
    """Every section that has something in it; a query for each table of the register."""
    sections = []
    for table, kept in about_patients().items():
        if not kept.exported:
            continue
        told = _told(table, kept)
        rows = rows_about(table, patient).order_by("pk").values_list(*told.values())
        said = [dict(zip(told, row, strict=True)) for row in rows]
        if said:
            why = str(kept.why or "")
            sections.append(Section(table, str(kept.about), why, str(UNTIL[kept.ends]), said))
    return sections


def _day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def last_visits(patients: Collection[Patient]) -> Mapping[UUID, date]:
    """For each the last day on which there was care, or as good as; a query a table, for all.

    Never before they came here, nor before the care ended.
    """
    last = {each.pk: _day(each.ended_at or each.joined_at) for each in patients}
    for table, kept in about_patients().items():
        if not kept.visit:
            continue
        rows = models_by_table()[table]._base_manager.filter(**{f"{kept.way}__in": list(last)})
        newest = rows.order_by().values_list(kept.way).annotate(day=Max(kept.visit))
        for patient, day in newest:
            if day is not None:
                last[patient] = max(last[patient], _day(day))
    return last


@dataclass(frozen=True)
class Clock:
    """Until when a record must be kept, and by whose order beyond that."""

    last_visit: date
    until: date
    holds: Sequence[LegalHold]
    ended: bool

    def may_be_erased(self, today: date) -> bool:
        """Whether nothing stands against it: the care ended, the time is over, no order."""
        return self.ended and today >= self.until and not self.holds


def clocks_of(patients: Collection[Patient]) -> list[Clock]:
    """The clocks of these records: by the last visit, the age then, and orders to keep them."""
    visits = last_visits(patients)
    holds: dict[UUID, list[LegalHold]] = {}
    for hold in LegalHold.objects.filter(patient__in=visits, lifted_at=None).order_by("set_at"):
        holds.setdefault(hold.patient_id, []).append(hold)
    return [
        Clock(
            last_visit=visits[each.pk],
            until=keep_until(last_visit=visits[each.pk], born=each.born),
            holds=holds.get(each.pk, []),
            ended=each.ended_at is not None,
        )
        for each in patients
    ]


def clock_of(patient: Patient) -> Clock:
    """The clock of one record."""
    return clocks_of([patient])[0]
