"""May this draft be given? Each problem names the line, the field and what to do. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from goodform.programmes.drafting import PRESCRIBED, Line
from goodform.programmes.locks import Locked
from goodform.safety.dose import dose_values
from goodform.safety.limits import dose_problems
from goodform.safety.pain_rules import HIGHEST_CEILING, PainPolicy
from goodform.ui.typed_text import is_blank

SIDES_OF = {"each": ("each", "left", "right"), "none": ("none",)}
"""Which prescribed sides fit an exercise, by its own `sides`."""


@dataclass(frozen=True)
class LineProblem:
    """One thing to mend: the line (None for the whole programme), the field, the sentence."""

    line: str | None
    field: str
    sentence: str


@dataclass(frozen=True)
class RungFacts:
    """An exercise version, as far as the check must know it: name, sides and the open clashes.

    `watch_first`: it is for whom a practitioner has watched doing it, and nobody else.
    `may_be_given` is false where the clinic gives only signed exercises and nobody signed this one.
    """

    name: str
    sides: str
    clashes: tuple[str, ...]
    may_be_given: bool = True
    watch_first: bool = False


def _lock_problem(lock: Locked | None) -> Iterable[LineProblem]:
    sentences = {
        Locked.NOT_ASSESSED: _("Assess the patient first. A programme needs an assessment."),
        Locked.NOT_CLEARED: _("The last assessment did not clear the patient to exercise."),
        Locked.REVIEW_PASSED: _("The review date has passed. Assess the patient again first."),
    }
    if lock in sentences:
        yield LineProblem(None, "assessment", sentences[lock])


def _dose(line: Line) -> Iterable[LineProblem]:
    for problem in dose_problems(dose_values(line)):
        yield LineProblem(line.line, problem.field, _(problem.sentence) % problem.values)


def _choices(line: Line, rung: RungFacts) -> Iterable[LineProblem]:
    if line.side not in SIDES_OF[rung.sides]:
        sentence = (
            _("This exercise works both sides at once. Choose “Both together”.")
            if rung.sides == "none"
            else _("Choose each side, left only or right only.")
        )
        yield LineProblem(line.line, "side", sentence)
    if not line.weekdays or set(line.weekdays) - set("1234567"):
        yield LineProblem(line.line, "weekdays", _("Choose at least one day."))
    if line.pain_policy not in set(PainPolicy):
        yield LineProblem(line.line, "pain_policy", _("Choose one of the two pain rules."))
    ceiling = line.pain_ceiling
    if ceiling is not None and not 0 <= ceiling <= HIGHEST_CEILING:
        yield LineProblem(
            line.line, "pain_ceiling", _("Choose a ceiling from 0 to 5. It is never higher than 5.")
        )


def _ceiling_below(line: Line, usual: int | None) -> Iterable[LineProblem]:
    """A ceiling below the usual pain, under which the patient could never start anything."""
    ceiling = line.pain_ceiling
    if usual is not None and ceiling is not None and ceiling < min(usual, HIGHEST_CEILING):
        sentence = _(
            "Usual pain is %(usual)s. With a ceiling of %(ceiling)s this patient could not start. "
            "Choose a higher ceiling, or “pain free”."
        )
        numbers = {"usual": usual, "ceiling": ceiling}
        yield LineProblem(line.line, "pain_ceiling", sentence % numbers)


def _care(line: Line, rung: RungFacts, before: Line | None) -> Iterable[LineProblem]:
    if rung.clashes and is_blank(line.caution_reason):
        sentence = _("The assessment names a caution for this exercise. Say why it is right here.")
        yield LineProblem(line.line, "caution_reason", sentence)
    fresh = before is None or any(
        getattr(line, name) != getattr(before, name) for name in PRESCRIBED
    )
    if not rung.may_be_given and (before is None or before.version != line.version):
        sentence = _(
            "Your clinic gives only signed exercises, and nobody has signed these words. "
            "Read and sign them under Exercises first."
        )
        yield LineProblem(line.line, "exercise", sentence)
    if fresh and rung.watch_first and not line.watched:
        sentence = _(
            "Watch this patient do it once, then tick that you did. It is not given without."
        )
        yield LineProblem(line.line, "watched", sentence)
    if fresh and not line.form_checked and is_blank(line.form_reason):
        sentence = _("Tick that you showed it and checked form, or say why not.")
        yield LineProblem(line.line, "form_checked", sentence)


def problems_of(
    lines: Sequence[Line],
    *,
    before: Mapping[str, Line],
    rungs: Mapping[str, RungFacts],
    lock: Locked | None,
    usual: int | None = None,
) -> tuple[LineProblem, ...]:
    """Everything that stands between a draft and Give, in the order of the page.

    `before` holds the lines in force by line id; `rungs` what is known of each version by its id;
    `usual` is the usual pain of the assessment.
    """
    found = list(_lock_problem(lock))
    slugs = [line.slug for line in lines]
    for line in lines:
        rung = rungs.get(line.version)
        if rung is None:
            sentence = _("This exercise is no longer in the library. Remove it and add another.")
            found.append(LineProblem(line.line, "exercise", sentence))
            continue
        if slugs.count(line.slug) > 1:
            sentence = _("%(name)s is here twice. Keep one of them.") % {"name": rung.name}
            found.append(LineProblem(line.line, "exercise", sentence))
        found += [*_dose(line), *_choices(line, rung), *_ceiling_below(line, usual)]
        found += _care(line, rung, before.get(line.line))
    return tuple(found)
