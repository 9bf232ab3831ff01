"""The prescribe page as it was sent: which lines, in which order, with what typed into them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.core.exceptions import BadRequest
from django.db.models import Q
from django.http import QueryDict

from goodform.desk.prescribing.line_form import LineForm
from goodform.desk.prescribing.steps import line_id
from goodform.library.models import ExerciseVersion
from goodform.people.models import Clinic
from goodform.programmes.drafting import Line
from goodform.programmes.models import Prescription, Programme

MOST_LINES = 40
"""More than anybody prescribes; a longer form is not one of ours."""


@dataclass(frozen=True)
class Posted:
    """The page as it was sent. `edits` is the count it was made from."""

    edits: int
    forms: tuple[LineForm, ...]

    @property
    def is_sound(self) -> bool:
        """Whether every field can be kept; asks each form, so that each says its mistakes."""
        return not sum(not form.is_valid() for form in self.forms)

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines as typed; only where the page is sound."""
        return tuple(form.line for form in self.forms)


def read_post(
    data: QueryDict,
    *,
    programme: Programme,
    stored: Sequence[Line],
    before: Mapping[str, Line],
    clinic: Clinic,
    called: str,
) -> Posted:
    """The page as it was sent; `BadRequest` for what our page cannot have sent."""
    ids = [line_id(said) for said in data.getlist("line")]
    if len(ids) > MOST_LINES or len(set(ids)) < len(ids):
        raise BadRequest("these are not the lines of a programme")
    known = {**before, **{line.line: line for line in stored}}
    lines = [_typed(id_, data, known) for id_ in ids if id_ is not None]
    _refuse_other_programmes({line.line for line in lines} - set(known), programme)
    versions = versions_for(clinic, [line.version for line in lines])
    if len(lines) < len(ids) or any(line.version not in versions for line in lines):
        raise BadRequest("this exercise is not in the clinic's library")
    forms = [
        LineForm(
            data,
            line=replace(line, slug=versions[line.version].exercise.slug),
            version=versions[line.version],
            before=before.get(line.line),
            called=called,
            mirror=clinic.mirror,
        )
        for line in sorted(lines, key=lambda line: _place(data, line.line))
    ]
    return Posted(edits=whole(data.get("edits", "")), forms=tuple(forms))


def versions_for(clinic: Clinic, ids: Sequence[str]) -> dict[str, ExerciseVersion]:
    """Versions, also earlier ones, of the shared library and of this clinic; one query."""
    rows = ExerciseVersion.objects.filter(
        Q(exercise__clinic=None) | Q(exercise__clinic=clinic), pk__in=set(ids)
    ).select_related("exercise")
    return {str(row.pk): row for row in rows}


def _typed(id_: str, data: QueryDict, known: Mapping[str, Line]) -> Line:
    """The line behind the form: as we know it, or made anew where a colleague took it away."""
    version = line_id(data.get(f"{id_}-version", ""))
    if version is None:
        raise BadRequest("this line has no exercise")
    line = known.get(id_)
    if line is not None and line.version == version:
        return line
    return Line(line=id_, version=version, slug="", replaces=line.replaces if line else None)


def _refuse_other_programmes(ids: set[str], programme: Programme) -> None:
    others = Prescription.objects.filter(line__in=[UUID(id_) for id_ in ids])
    if ids and others.exclude(programme=programme).exists():
        raise BadRequest("this line belongs to another programme")


def _place(data: QueryDict, id_: str) -> int:
    return whole(data.get(f"{id_}-place", ""))


def whole(said: str) -> int:
    """A number that our page put there; `BadRequest` for anything else."""
    if not said.isascii() or not said.isdigit() or len(said) > 9:
        raise BadRequest("this is not a number of ours")
    return int(said)
