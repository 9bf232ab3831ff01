"""Prescribing on one page: a draft until Give, every button a step that keeps what was typed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import BadRequest, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from goodform.desk.band import Band, band_of
from goodform.desk.forms.case import ReleaseForm
from goodform.desk.how_much import dose_words
from goodform.desk.page import desk_page
from goodform.desk.prescribing.facts import PlanFacts, plan_facts
from goodform.desk.prescribing.line_form import LineForm
from goodform.desk.prescribing.page import (
    Asked,
    ended_lines,
    held_words,
    plan_rows,
    set_items,
    shelf_items,
    sum_of,
)
from goodform.desk.prescribing.post import Posted, read_post, whole
from goodform.desk.prescribing.steps import DraftPlan, Step, line_id
from goodform.desk.record_facts import ladder_evidence
from goodform.desk.week import weeks_of
from goodform.desk.whose_page import patient_at
from goodform.people.access import Action, reader_of
from goodform.people.doors import for_staff
from goodform.people.models import Patient, Staff
from goodform.programmes.actions import (
    NotGiven,
    StaleEdit,
    drop_draft,
    give,
    release,
    save_draft,
)
from goodform.programmes.drafting import Line, differs
from goodform.programmes.models import Programme
from goodform.programmes.queries import given_in, last_doses

ANCHORS = (
    gettext_lazy("after waking"),
    gettext_lazy("after breakfast"),
    gettext_lazy("after lunch"),
    gettext_lazy("after work"),
    gettext_lazy("before bed"),
)
LONGEST_SEARCH = 60
WHOLE = "all"
"""The prescribe page's name for the hold on everything."""


@dataclass(frozen=True)
class PrescribePage:
    """One request to the page: who prescribes to whom, and on what the page stands."""

    request: HttpRequest
    staff: Staff
    band: Band
    facts: PlanFacts

    @property
    def patient(self) -> Patient:
        """Whose programme it is."""
        return self.facts.patient

    def anew(self) -> "PrescribePage":
        """The same request, with the programme as it is by now."""
        programme = Programme.objects.get(pk=self.facts.programme.pk)
        facts = plan_facts(programme, self.patient)
        return PrescribePage(self.request, self.staff, self.band, facts)

    def posted(self) -> Posted:
        """The page's fields, as sent."""
        return read_post(
            self.request.POST,
            programme=self.facts.programme,
            stored=self.facts.stored,
            before=self.facts.before,
            clinic=self.patient.clinic,
            called=self.patient.called,
        )


@for_staff(Action.PRESCRIBE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def prescribe(request: HttpRequest, pk: UUID, *, staff: Staff) -> HttpResponse:
    """The programme as it is drafted; POST `do` names the step."""
    patient = patient_at(request, pk)
    programme = Programme.objects.filter(patient=patient).first()
    if programme is None:
        messages.info(
            request,
            _("Assess %(name)s first. A programme needs an assessment.") % {"name": patient.called},
        )
        return redirect("assessment", pk=pk)
    band = band_of(patient, reader=reader_of(request.user), staff=staff)
    desk = PrescribePage(request, staff, band, plan_facts(programme, patient))
    if request.method == "POST":
        return _act(desk)
    asked = Asked(opened=request.GET.get("open", ""), find=request.GET.get("find", ""))
    return _show(desk, desk.facts.forms(desk.facts.stored), asked=asked)


def _act(desk: PrescribePage) -> HttpResponse:
    facts = desk.facts
    step = Step.read(desk.request.POST.get("do", "save"))
    if step.verb == "drop":
        return _drop(desk)
    posted = desk.posted()
    if not posted.is_sound:
        return _show(desk, posted.forms, edits=posted.edits, status=422)
    plan = DraftPlan(
        lines=posted.lines,
        before=facts.before,
        held=facts.held,
        seed=f"{facts.programme.pk}:{posted.edits}",
        last_doses=last_doses(facts.programme) if step.verb == "easier" else {},
    )
    lines = plan.after(step, facts.shelf)
    try:
        programme = _keep(desk, lines, posted.edits)
        return _then(desk, step, lines, posted, programme)
    except StaleEdit as stale:
        return _stale(desk.anew(), step, lines, posted, stale)


def _keep(desk: PrescribePage, lines: Sequence[Line], edits: int) -> Programme:
    """Save the draft, unless it says this already: a form sent twice changes nothing."""
    if tuple(lines) == desk.facts.stored:
        return desk.facts.programme
    return save_draft(programme=desk.facts.programme, lines=lines, edits=edits, by=desk.staff)


def _then(
    desk: PrescribePage, step: Step, lines: Sequence[Line], posted: Posted, programme: Programme
) -> HttpResponse:
    """The next step once the draft is kept: give, release, preview, or the page again."""
    if step.verb == "give":
        return _give(desk, lines, posted, programme)
    if step.verb == "release":
        return _release(desk, step.subject, posted, programme)
    if step.verb == "preview":
        return redirect("preview", pk=desk.patient.pk)
    if step.verb == "search":
        return _back(desk, find=desk.request.POST.get("find", "")[:LONGEST_SEARCH], anchor="shelf")
    if step.verb == "save":
        messages.success(desk.request, _("Kept as a draft. The patient sees nothing of it yet."))
    return _back(desk, opened=_opened_by(step, lines, posted))


def _opened_by(step: Step, lines: Sequence[Line], posted: Posted) -> str:
    """The line a step leaves open: the one it was about, or the first one it added."""
    known = {form.of.line for form in posted.forms}
    added = next((line.line for line in lines if line.line not in known), "")
    return added or (step.subject if step.verb in {"easier", "harder", "newest"} else "")


def _give(
    desk: PrescribePage, lines: Sequence[Line], posted: Posted, programme: Programme
) -> HttpResponse:
    name = desk.patient.called
    unchanged = desk.facts.draft is None and programme.edits == desk.facts.programme.edits
    if unchanged and programme.version and _same(lines, desk.facts):
        messages.info(desk.request, _("%(name)s has all of this already.") % {"name": name})
        return _back(desk)
    try:
        give(programme=programme, edits=programme.edits, by=desk.staff)
    except NotGiven as problem:
        page = {form.of.line: form for form in posted.forms}
        general = [each.sentence for each in problem.problems if each.line not in page]
        for each in problem.problems:
            if each.line in page:
                page[each.line].mend(each)
        return _show(desk.anew(), posted.forms, problems=general, status=422)
    messages.success(desk.request, _given_words(desk.patient))
    return _back(desk)


def _given_words(patient: Patient) -> str:
    """Words for who gave it: it is there, and a mail says so where an address is known."""
    if patient.email:
        return _("Given. %(name)s sees it now.") % {"name": patient.called}
    return _("Given. %(name)s has no email address, so nobody is mailed. Print the sheet.") % {
        "name": patient.called
    }


def _same(lines: Sequence[Line], facts: PlanFacts) -> bool:
    """Whether the patient has exactly these lines, in this order."""
    return [line.line for line in lines] == list(facts.before) and not any(
        differs(line, facts.before[line.line]) for line in lines
    )


def _release(
    desk: PrescribePage, subject: str, posted: Posted, programme: Programme
) -> HttpResponse:
    """Release the hold of a line, or with `all` that of the whole programme."""
    line = line_id(subject)
    if line is None and subject != WHOLE:
        raise BadRequest("this is no line, and not the whole programme")
    said = desk.request.POST.get(f"release-{subject}", "")
    try:
        reason = ReleaseForm.base_fields["reason"].clean(said)
        released = release(
            programme=programme, line=UUID(line) if line else None, reason=reason, by=desk.staff
        )
    except ValidationError as wrong:
        asked = Asked(
            opened=subject,
            releasing=subject,
            release_reason=said,
            release_error=wrong.messages[0],
        )
        return _show(desk.anew(), posted.forms, asked=asked, status=422)
    if released:
        messages.success(desk.request, _released_words(desk.anew()))
    return _back(desk)


def _released_words(desk: PrescribePage) -> str:
    """The sentence on what may be done again from now on, and what still waits."""
    if desk.facts.whole_hold is not None:
        return _("Released, but the whole programme stays on hold.")
    left = [row.exercise.name for row in given_in(desk.facts.programme) if row.is_held]
    if left:
        return _("Released. Stays on hold: %(left)s.") % {"left": ", ".join(left)}
    return _("Released. %(name)s may do it again from now on.") % {"name": desk.patient.called}


def _drop(desk: PrescribePage) -> HttpResponse:
    """Throw the draft away, unless somebody changed it meanwhile."""
    edits = whole(desk.request.POST.get("edits", ""))
    if desk.facts.draft is not None:
        try:
            drop_draft(programme=desk.facts.programme, edits=edits, by=desk.staff)
        except StaleEdit as stale:
            messages.warning(desk.request, str(stale))
            return _back(desk)
    messages.success(desk.request, _("Thrown away. The patient’s programme is as it was."))
    return _back(desk)


def _stale(
    desk: PrescribePage, step: Step, lines: Sequence[Line], posted: Posted, stale: StaleEdit
) -> HttpResponse:
    """Somebody else changed it meanwhile: show both, overwrite nothing, lose nothing."""
    given_by_me = desk.facts.draft is None and desk.facts.programme.given_by_id == desk.staff.pk
    if tuple(lines) == desk.facts.stored or (
        step.verb == "give" and given_by_me and _same(lines, desk.facts)
    ):
        return _back(desk)
    typed = {form.of.line: form.line for form in posted.forms}
    added = desk.facts.forms([line for line in desk.facts.stored if line.line not in typed])
    theirs = {
        line.line: dose_words(line)
        for line in desk.facts.stored
        if line.line in typed and differs(line, typed[line.line])
    }
    gone = [form.version.name for form in posted.forms if not _is_stored(form, desk.facts)]
    editor = "" if stale.editor == desk.staff.name else stale.editor
    return _show(
        desk,
        (*posted.forms, *added),
        asked=Asked(theirs=theirs),
        stale={
            "editor": editor,
            "changed": len(theirs),
            "added": [form.version.name for form in added],
            "gone": gone,
        },
        status=409,
    )


def _is_stored(form: LineForm, facts: PlanFacts) -> bool:
    return any(line.line == form.of.line for line in facts.stored)


def _evidence(facts: PlanFacts) -> dict[str, str]:
    """The facts beside "step up", by line: nothing where nothing was asked yet."""
    found = ladder_evidence(facts.patient, facts.given)
    return {
        str(row.line): found[row.pk].words for row in facts.given if found[row.pk].adherence.planned
    }


def _back(
    desk: PrescribePage, *, opened: str = "", find: str = "", anchor: str = ""
) -> HttpResponse:
    query = urlencode({key: value for key, value in (("open", opened), ("find", find)) if value})
    address = reverse("prescribe", kwargs={"pk": desk.patient.pk})
    place = f"#line-{opened}" if opened else f"#{anchor}" if anchor else ""
    return redirect(f"{address}{'?' if query else ''}{query}{place}")


def _show(
    desk: PrescribePage,
    forms: Sequence[LineForm],
    *,
    edits: int | None = None,
    asked: Asked | None = None,
    problems: Sequence[str] = (),
    stale: Mapping[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    facts, asked = desk.facts, asked or Asked()
    lines = [form.line for form in forms]
    assessment = desk.band.assessment
    rows = plan_rows(
        facts,
        forms,
        weeks=weeks_of(facts.programme, facts.given, desk.band.today),
        evidence=_evidence(facts),
        cautions=assessment.cautions if assessment else (),
        asked=asked,
    )
    context = {
        "section": "caseload",
        "band": desk.band,
        "patient": desk.patient,
        "programme": facts.programme,
        "draft": facts.draft,
        "edits": facts.programme.edits if edits is None else edits,
        "held_rows": [row for row in rows if row.held],
        "rows": [row for row in rows if not row.held],
        "wrong": [row for row in rows if row.form.errors or row.release_error],
        "ended": ended_lines(facts, lines),
        "whole_hold": held_words(facts.whole_hold, facts),
        "shelf": shelf_items(facts, lines, asked.find),
        "shelf_size": len(facts.shelf.versions),
        "sets": set_items(facts),
        "sum": sum_of(facts, lines),
        "asked": asked,
        "typed": status != 200,
        "problems": problems,
        "stale": stale,
        "anchors": ANCHORS,
    }
    return desk_page(desk.request, "desk/prescribe.html", context, status=status)
