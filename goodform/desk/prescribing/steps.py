"""The effect of each button of the prescribe page on the lines of a draft. Pure.

A step is a verb and what it is about: `up:<line>`, `add:<slug>`, `give`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

from goodform.library.exercise_files import ExerciseSet
from goodform.library.models import ExerciseVersion
from goodform.programmes.drafting import Line, moved, new_line, one_set, stepped, without


@dataclass(frozen=True)
class Step:
    """A pressed button: `verb` and, where it is about one line or exercise, `subject`."""

    verb: str
    subject: str = ""

    @classmethod
    def read(cls, said: str) -> "Step":
        """`up:123` as a step."""
        verb, _colon, subject = said.partition(":")
        return cls(verb=verb, subject=subject)


@dataclass(frozen=True)
class Shelf:
    """The shelf of what may be added: current versions by slug, and the ready-made sets."""

    versions: Mapping[str, ExerciseVersion]
    sets: Sequence[ExerciseSet] = ()

    def neighbour(self, slug: str, edge: str) -> ExerciseVersion | None:
        """The next rung `easier` or `harder`; None at the ladder's end."""
        version = self.versions.get(slug)
        return self.versions.get(version.content[edge] or "") if version else None

    def set_called(self, slug: str) -> Sequence[str]:
        """The exercises of a ready-made set, in its order."""
        return next((each.exercises for each in self.sets if each.slug == slug), ())


@dataclass(frozen=True)
class DraftPlan:
    """The lines of a draft with what the patient has now and which of them wait on hold."""

    lines: tuple[Line, ...]
    before: Mapping[str, Line]
    held: frozenset[str]
    seed: str
    """Makes the ids of new lines, so that a form sent twice adds the same line twice."""
    last_doses: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """The last dose given of each exercise the patient ever had, by slug."""

    def line(self, id_: str) -> Line | None:
        """One line."""
        return next((line for line in self.lines if line.line == id_), None)

    @property
    def shown(self) -> tuple[Line, ...]:
        """As the page shows them: what waits first, then the patient's order."""
        return tuple(sorted(self.lines, key=lambda line: line.line not in self.held))

    def after(self, step: Step, shelf: Shelf) -> tuple[Line, ...]:
        """The lines after this step; as they were where it means nothing to them."""
        if step.verb in {"up", "down"}:
            return self._moved(step.subject, -1 if step.verb == "up" else 1)
        if step.verb == "remove":
            return without(self.lines, step.subject)
        if step.verb == "keep":
            kept = self.before.get(step.subject)
            known = self.line(step.subject) is not None
            return self.lines if kept is None or known else (*self.lines, kept)
        if step.verb in {"easier", "harder"}:
            return self._stepped(step.subject, step.verb, shelf)
        if step.verb == "newest":
            return self._renewed(step.subject, shelf)
        if step.verb == "add":
            return self._with([step.subject], shelf)
        if step.verb == "set":
            return self._with(shelf.set_called(step.subject), shelf)
        return self.lines

    def _moved(self, id_: str, by: int) -> tuple[Line, ...]:
        """Past the next line of the same kind: what waits stands apart and is not counted."""
        held = id_ in self.held
        alike = [line.line for line in self.lines if (line.line in self.held) == held]
        if id_ not in alike:
            return self.lines
        there = alike.index(id_) + by
        if not 0 <= there < len(alike):
            return self.lines
        order = [line.line for line in self.lines]
        return moved(self.lines, id_, order.index(alike[there]) - order.index(id_))

    def _stepped(self, id_: str, edge: str, shelf: Shelf) -> tuple[Line, ...]:
        line = self.line(id_)
        rung = shelf.neighbour(line.slug, edge) if line else None
        if line is None or rung is None:
            return self.lines
        before = self.before.get(id_)
        if before is not None and before.slug == rung.exercise.slug:
            return self._put(_back_to(before, line))
        known = self.last_doses.get(rung.exercise.slug) if edge == "easier" else None
        return self._put(
            stepped(
                line,
                version=rung.pk,
                slug=rung.exercise.slug,
                sides=rung.content["sides"],
                dose=known or one_set(rung.content["dose"]),
                why="",
            )
        )

    def _renewed(self, id_: str, shelf: Shelf) -> tuple[Line, ...]:
        """The newest words of the same exercise, with the dose that was chosen."""
        line = self.line(id_)
        newest = shelf.versions.get(line.slug) if line else None
        if line is None or newest is None:
            return self.lines
        return self._put(replace(line, version=str(newest.pk)))

    def _put(self, line: Line) -> tuple[Line, ...]:
        return tuple(line if each.line == line.line else each for each in self.lines)

    def _with(self, slugs: Sequence[str], shelf: Shelf) -> tuple[Line, ...]:
        here = {line.slug for line in self.lines}
        added = [
            self._new(shelf.versions[slug])
            for slug in slugs
            if slug in shelf.versions and slug not in here
        ]
        return (*self.lines, *added)

    def _new(self, version: ExerciseVersion) -> Line:
        line = new_line(
            version=version.pk,
            slug=version.exercise.slug,
            sides=version.content["sides"],
            dose=version.content["dose"],
        )
        return replace(line, line=str(uuid5(NAMESPACE_OID, f"{self.seed}:{line.slug}")))


def _back_to(before: Line, line: Line) -> Line:
    """The patient's lines, after a step that was taken back, on the days that were chosen."""
    return replace(
        before,
        weekdays=line.weekdays,
        anchor=line.anchor,
        pain_policy=line.pain_policy,
        pain_ceiling=line.pain_ceiling,
    )


def line_id(said: str) -> str | None:
    """A line's id in its one spelling; None for anything else."""
    try:
        return str(UUID(said))
    except ValueError:
        return None
