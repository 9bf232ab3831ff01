"""How the prescribe page shows a programme: rows, shelf, and what stands in its foot."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from goodform.desk.band import caution_words
from goodform.desk.how_much import dose_words
from goodform.desk.prescribing.facts import PlanFacts
from goodform.desk.prescribing.line_form import LineForm
from goodform.desk.week import Week
from goodform.desk.why_on_hold import hold_words
from goodform.library.exercise_files import ExerciseSet
from goodform.library.models import ExerciseVersion
from goodform.programmes.drafting import Line, differs
from goodform.programmes.models import Hold
from goodform.programmes.schedule import local_day, minutes_a_day, too_many
from goodform.safety.cautions import clashes
from goodform.safety.dose import Dose


@dataclass(frozen=True)
class Neighbour:
    """A neighbour on the ladder."""

    name: str
    stage: int


@dataclass(frozen=True)
class PlanRow:
    """One exercise of the programme as the page shows it."""

    form: LineForm
    place: int
    line: Line
    name: str
    words: str
    picture: str
    stage: int
    is_draft_text: bool
    easier: Neighbour | None
    harder: Neighbour | None
    has_newer: bool
    clashes: tuple[str, ...]
    cautions: tuple[str, ...]
    state: str
    held: str
    week: Week | None
    evidence: str
    opened: bool
    theirs: str
    release_reason: str
    release_error: str


@dataclass(frozen=True)
class ShelfItem:
    """An exercise that may be added."""

    slug: str
    name: str
    summary: str
    picture: str
    side: str
    stage: int
    is_draft_text: bool


@dataclass(frozen=True)
class SetItem:
    """A ready-made set, with how long it takes."""

    slug: str
    name: str
    summary: str
    count: int
    minutes: int


@dataclass(frozen=True)
class Sum:
    """The foot: how long a day takes, and what the patient has not seen."""

    minutes: int
    exercises: int
    held: int
    unseen: int
    never_given: bool
    too_many: bool


@dataclass(frozen=True)
class Asked:
    """The way to show the page, as the address or an earlier attempt says."""

    opened: str = ""
    find: str = ""
    theirs: Mapping[str, str] | None = None
    releasing: str = ""
    release_reason: str = ""
    release_error: str = ""


def plan_rows(
    facts: PlanFacts,
    forms: Sequence[LineForm],
    *,
    weeks: Mapping[str, Week],
    evidence: Mapping[str, str],
    cautions: Sequence[str],
    asked: Asked,
) -> tuple[PlanRow, ...]:
    """Every line, in the patient's order; open is the first with a mistake, else the one asked."""
    wrong = next((form.of.line for form in forms if form.is_bound and form.errors), None)
    asked = replace(asked, opened=wrong or asked.opened)
    return tuple(
        _row(
            facts,
            form,
            place=place,
            week=weeks.get(form.of.line),
            evidence=evidence.get(form.of.line, ""),
            cautions=cautions,
            asked=asked,
        )
        for place, form in enumerate(forms)
    )


def _row(
    facts: PlanFacts,
    form: LineForm,
    *,
    place: int,
    week: Week | None,
    evidence: str,
    cautions: Sequence[str],
    asked: Asked,
) -> PlanRow:
    line, content = form.line, form.version.content
    slug = form.version.exercise.slug
    newest = facts.shelf.versions.get(slug)
    hold = facts.line_holds.get(line.line)
    releasing = asked.releasing == line.line
    return PlanRow(
        form=form,
        place=place,
        line=line,
        name=form.version.name,
        words=dose_words(line),
        picture=content["picture"],
        stage=content["stage"],
        is_draft_text=facts.is_draft_text(form.version),
        easier=_rung(facts.shelf.neighbour(slug, "easier")),
        harder=_rung(facts.shelf.neighbour(slug, "harder")),
        has_newer=newest is not None and newest.pk != form.version.pk,
        clashes=caution_words(clashes(of_patient=cautions, of_exercise=content["cautions"])),
        cautions=caution_words(content["cautions"]),
        state=_state(line, form.before),
        held=held_words(hold, facts),
        week=week,
        evidence=evidence,
        opened=asked.opened == line.line,
        theirs=(asked.theirs or {}).get(line.line, ""),
        release_reason=asked.release_reason if releasing else "",
        release_error=asked.release_error if releasing else "",
    )


def _state(line: Line, before: Line | None) -> str:
    if before is None:
        return "new"
    return "changed" if differs(line, before) else ""


def _rung(version: ExerciseVersion | None) -> Neighbour | None:
    return Neighbour(version.name, version.content["stage"]) if version else None


def held_words(hold: Hold | None, facts: PlanFacts) -> str:
    """Why and since when something waits; empty for what does not."""
    if hold is None:
        return ""
    return hold_words(
        hold.reason,
        local_day(hold.opened_at, facts.patient.clinic.zone),
        of=facts.held_before.get(hold.pk, ""),
        by_mistake=hold.pk in facts.by_mistake,
    )


def shelf_items(facts: PlanFacts, taken: Sequence[Line], find: str) -> tuple[ShelfItem, ...]:
    """The exercises not in the programme yet that hold every word of `find`, by name."""
    words = find.lower().split()
    here = {line.slug for line in taken}
    return tuple(
        _item(version, facts)
        for slug, version in facts.shelf.versions.items()
        if slug not in here and all(word in searched(version) for word in words)
    )


def searched(version: ExerciseVersion) -> str:
    """Where a search looks: name, summary, why and position, in lower case."""
    content = version.content
    parts = (version.name, content["summary"], content["why"], content["position"])
    return " ".join(parts).lower()


def _item(version: ExerciseVersion, facts: PlanFacts) -> ShelfItem:
    content = version.content
    return ShelfItem(
        slug=version.exercise.slug,
        name=version.name,
        summary=content["summary"],
        picture=content["picture"],
        side=content["sides"],
        stage=content["stage"],
        is_draft_text=facts.is_draft_text(version),
    )


def set_items(facts: PlanFacts) -> tuple[SetItem, ...]:
    """The ready-made sets whose exercises are all in the library."""
    return tuple(
        _set_item(each, facts)
        for each in facts.shelf.sets
        if all(slug in facts.shelf.versions for slug in each.exercises)
    )


def _set_item(each: ExerciseSet, facts: PlanFacts) -> SetItem:
    contents = [facts.shelf.versions[slug].content for slug in each.exercises]
    return SetItem(
        slug=each.slug,
        name=each.name,
        summary=each.summary,
        count=len(contents),
        minutes=minutes_a_day(
            (Dose(**content["dose"]), 2 if content["sides"] == "each" else 1, "")
            for content in contents
        ),
    )


def sum_of(facts: PlanFacts, lines: Sequence[Line]) -> Sum:
    """The foot for these lines; what waits on hold takes no time."""
    active = [line for line in lines if line.line not in facts.held]
    here = {line.line for line in lines}
    unseen = sum(_state(line, facts.before.get(line.line)) != "" for line in lines)
    return Sum(
        minutes=minutes_a_day((line.dose, line.sides, line.note) for line in active),
        exercises=len(lines),
        held=len(lines) - len(active),
        unseen=unseen + sum(line not in here for line in facts.before),
        never_given=facts.programme.version == 0,
        too_many=too_many(lines),
    )


def ended_lines(facts: PlanFacts, lines: Sequence[Line]) -> list[dict[str, Any]]:
    """The lines the patient has and these leave out: each ends when they are given."""
    here = {line.line for line in lines}
    return [
        {
            "id": str(row.line),
            "name": row.exercise.name,
            "picture": row.exercise.content["picture"],
            "side": row.side,
            "words": dose_words(facts.before[str(row.line)]),
        }
        for row in facts.given
        if str(row.line) not in here
    ]
