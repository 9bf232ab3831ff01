"""The facts under the prescribe page: what the patient has, what is drafted, what may be added."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from goodform.desk.prescribing.line_form import LineForm
from goodform.desk.prescribing.post import versions_for
from goodform.desk.prescribing.steps import Shelf
from goodform.diary.queries import holds_by_mistake
from goodform.library.exercise_file_rules import UNREVIEWED
from goodform.library.models import ExerciseVersion
from goodform.library.queries import prescribable, ready_sets
from goodform.people.models import Patient
from goodform.people.signatures import signed_versions
from goodform.programmes.drafting import Line, from_json
from goodform.programmes.models import Draft, Hold, Prescription, Programme
from goodform.programmes.on_line import names_on_hold
from goodform.programmes.queries import as_line, given_in


@dataclass(frozen=True)
class PlanFacts:
    """A programme with its draft, holds and library, read once a request."""

    programme: Programme
    patient: Patient
    given: Sequence[Prescription]
    draft: Draft | None
    whole_hold: Hold | None
    line_holds: Mapping[str, Hold]
    held_before: Mapping[UUID, str]
    by_mistake: frozenset[UUID]
    shelf: Shelf
    signed: frozenset[str]

    def is_draft_text(self, version: ExerciseVersion) -> bool:
        """Whether no clinician has read these words: nobody here signed them, no file says so."""
        unread = version.content["reviewer"] == UNREVIEWED
        return unread and version.content_hash not in self.signed

    @cached_property
    def before(self) -> dict[str, Line]:
        """The lines the patient has, by line."""
        return {str(row.line): as_line(row) for row in self.given}

    @cached_property
    def stored(self) -> tuple[Line, ...]:
        """The draft, or what the patient has where there is none."""
        return from_json(self.draft.lines) if self.draft else tuple(self.before.values())

    @cached_property
    def held(self) -> frozenset[str]:
        """The lines with a hold of their own."""
        return frozenset(self.line_holds)

    @cached_property
    def versions(self) -> dict[str, ExerciseVersion]:
        """The exercise versions of all these lines, by id."""
        ids = [line.version for line in (*self.stored, *self.before.values())]
        return versions_for(self.patient.clinic, ids)

    def forms(self, lines: Sequence[Line]) -> tuple[LineForm, ...]:
        """Lines as forms to fill in; a line whose exercise cannot be read any more is left out."""
        return tuple(
            LineForm(
                line=line,
                version=self.versions[line.version],
                before=self.before.get(line.line),
                called=self.patient.called,
                mirror=self.patient.clinic.mirror,
            )
            for line in lines
            if line.version in self.versions
        )


def plan_facts(programme: Programme, patient: Patient) -> PlanFacts:
    """The facts of a programme; six queries with the versions, at most eight with holds.

    A line, or everything, shows its oldest hold; one that was pressed by mistake behind the others.
    """
    still = list(Hold.objects.filter(programme=programme, released_at=None).order_by("opened_at"))
    by_mistake = holds_by_mistake(still)
    holds: dict[UUID | None, Hold] = {}
    for hold in sorted(still, key=lambda each: each.pk in by_mistake):
        holds.setdefault(hold.line, hold)
    return PlanFacts(
        programme=programme,
        patient=patient,
        given=given_in(programme),
        draft=Draft.objects.filter(programme=programme).select_related("edited_by").first(),
        whole_hold=holds.get(None),
        line_holds={str(line): hold for line, hold in holds.items() if line is not None},
        held_before={pk: then for pk, (_now, then) in names_on_hold(holds.values()).items()},
        by_mistake=by_mistake,
        shelf=Shelf(
            versions={row.exercise.slug: row for row in prescribable(patient.clinic)},
            sets=ready_sets(),
        ),
        signed=signed_versions(patient.clinic_id),
    )
