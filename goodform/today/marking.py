"""What the form on Today that marks an exercise done carries, before and after."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from goodform.programmes.queries import Standing
from goodform.programmes.schedule import sides_due
from goodform.today.day import Row, State
from goodform.today.dose_words import this_side


@dataclass(frozen=True)
class MarkForm:
    """One side of one exercise. The ids are made once a form, so that sending twice is once."""

    prescription: UUID
    programme: UUID
    zone: str
    side: str
    words: str
    session: UUID
    entry: UUID
    only_stop: bool = False


def forms_for(standing: Standing, row: Row) -> tuple[MarkForm, ...]:
    """A form for each side of a row that is still due; none for what is done, held or locked."""
    if row.state not in {State.NEXT, State.LATER}:
        return ()
    return tuple(_form(standing, row, side) for side in row.sides_left)


def stop_forms_for(standing: Standing, row: Row) -> tuple[MarkForm, ...]:
    """Where an exercise was done already, a way to say that it hurt after all."""
    if row.state is not State.DONE:
        return ()
    return tuple(_form(standing, row, side, only_stop=True) for side in sides_due(row.side))


def _form(standing: Standing, row: Row, side: str, *, only_stop: bool = False) -> MarkForm:
    if standing.programme is None:
        raise ValueError("a row without a programme")
    return MarkForm(
        prescription=row.id,
        programme=standing.programme.pk,
        zone=standing.patient.zone,
        side=side,
        words=this_side(side),
        session=uuid4(),
        entry=uuid4(),
        only_stop=only_stop,
    )
