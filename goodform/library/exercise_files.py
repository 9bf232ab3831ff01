"""The library on disk: one exercise a YAML file, checked strictly before anybody sees it."""

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import asdict, astuple, dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

from goodform.library.exercise_file_rules import (
    EXERCISE_RULES,
    NOT_SAID_OF_ALL,
    SET_RULES,
    SLUG,
    Findings,
    Rule,
    check_picture,
    check_review,
    checked,
)
from goodform.library.exercise_ladder import Rung, ladder_problems
from goodform.library.marked_yaml import Listing, Problem, Table, Text, read_table
from goodform.safety.dose import Dose

SETS_FOLDER = "sets"
LONGEST_SLUG = 60
NOTHING: Mapping[str, object] = MappingProxyType({})


class ExerciseFilesInvalidError(ValueError):
    """Files of the library that cannot be used, with every problem found."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        """Keep the problems; the message lists them all."""
        super().__init__("\n".join(map(format_problem, problems)))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the patient can notice and tick after the exercise, and what follows from it."""

    code: str
    words: str
    then: str


@dataclass(frozen=True, slots=True)
class Phases:
    """The words said and shown while the body goes out, stays, and comes back."""

    out: str
    stay: str
    back: str


@dataclass(frozen=True, slots=True)
class ExerciseFile:
    """One exercise as its file says it. `sides` is "each" or "none"; None means "none" was said.

    `side_is` says in the exercise's words which side is meant; `watch_first` that nobody gets it
    whom a practitioner has not watched doing it.
    """

    slug: str
    name: str
    summary: str
    why: str
    position: str
    equipment: tuple[str, ...]
    sides: str
    steps: tuple[str, ...]
    phases: Phases
    cues: tuple[str, ...]
    mistakes: tuple[str, ...]
    notice: tuple[Notice, ...]
    everyday: tuple[str, ...]
    cautions: tuple[str, ...]
    dose: Dose
    easier: str | None
    harder: str | None
    stage: int
    picture: str
    video: str | None
    sources: tuple[str, ...]
    reviewer: str
    reviewed_on: date | None
    side_is: str | None = None
    watch_first: bool = False

    @property
    def content_hash(self) -> str:
        """SHA-256 of the content, in hexadecimal: the same words give the same hash."""
        canonical = json.dumps(self.as_json(), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()

    def as_json(self) -> dict[str, Any]:
        """The content in plain values, as an immutable version keeps it."""
        content = asdict(self)
        content["reviewed_on"] = self.reviewed_on.isoformat() if self.reviewed_on else None
        return {
            key: list(value) if isinstance(value, tuple) else value
            for key, value in content.items()
        }

    def patient_texts(self) -> tuple[str, ...]:
        """Every text that a patient reads."""
        return (
            self.summary,
            self.why,
            self.side_is or "",
            *self.equipment,
            *self.steps,
            *astuple(self.phases),
            *self.cues,
            *self.mistakes,
            *(notice.words for notice in self.notice),
            *self.everyday,
        )


@dataclass(frozen=True, slots=True)
class ExerciseSet:
    """A ready-made set: exercises that are often prescribed together, in order."""

    slug: str
    name: str
    summary: str
    exercises: tuple[str, ...]


def format_problem(problem: Problem) -> str:
    """`file:line: sentence`, as editors and terminals make clickable."""
    return f"{problem.file}:{problem.line}: {problem.sentence}"


def read_exercise_file(path: Path) -> ExerciseFile:
    """One file, checked by itself: the ladder and the picture need the whole directory.

    Raises ExerciseFilesInvalidError with every problem of the file.
    """
    parsed = _parse(path, EXERCISE_RULES, NOT_SAID_OF_ALL)
    if parsed.findings.problems:
        raise ExerciseFilesInvalidError(tuple(parsed.findings.problems))
    return _exercise(path.stem, parsed.values)


def check_directory(directory: Path, *, pictures: Collection[str]) -> tuple[Problem, ...]:
    """Every problem of the exercise files of a directory and of its sets, file by file."""
    return _read(directory, pictures).problems


def read_directory(directory: Path, *, pictures: Collection[str]) -> tuple[ExerciseFile, ...]:
    """The exercises of a directory; raises ExerciseFilesInvalidError with every problem found."""
    library = _sound(directory, pictures)
    return tuple(_exercise(slug, parsed.values) for slug, parsed in library.exercises.items())


def read_sets(directory: Path, *, pictures: Collection[str]) -> tuple[ExerciseSet, ...]:
    """The ready-made sets beside the exercises; raises ExerciseFilesInvalidError likewise."""
    library = _sound(directory, pictures)
    return tuple(_set(slug, parsed.values) for slug, parsed in library.sets.items())


@dataclass(frozen=True, slots=True)
class _Parsed:
    """One file as far as it could be read: its table if any, its values, its problems."""

    findings: Findings
    table: Table | None
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Library:
    """A directory as far as it could be read, by slug."""

    exercises: dict[str, _Parsed]
    sets: dict[str, _Parsed]
    problems: tuple[Problem, ...]


def _sound(directory: Path, pictures: Collection[str]) -> _Library:
    library = _read(directory, pictures)
    if library.problems:
        raise ExerciseFilesInvalidError(library.problems)
    return library


def _read(directory: Path, pictures: Collection[str]) -> _Library:
    """Parse every file, then check what only shows between files."""
    if not directory.is_dir():
        problem = Problem(directory, 1, "There is no such folder. Name the folder of exercises.")
        return _Library({}, {}, (problem,))
    astray = [
        Problem(path, 1, sentence)
        for path in sorted(directory.rglob("*"))
        if (sentence := _astray(path, directory))
    ]
    exercises = _parse_all(directory, EXERCISE_RULES, NOT_SAID_OF_ALL)
    sets = _parse_all(directory / SETS_FOLDER, SET_RULES)
    if not exercises:
        astray.append(Problem(directory, 1, "There is no exercise file, such as clam.yaml, here."))
    for parsed in exercises.values():
        _check_picture(parsed, pictures)
    _check_ladder(exercises)
    for parsed in sets.values():
        _check_set(parsed, exercises)
    found = [
        problem
        for parsed in (*exercises.values(), *sets.values())
        for problem in sorted(parsed.findings.problems, key=lambda problem: problem.line)
    ]
    return _Library(exercises, sets, (*astray, *found))


def _astray(path: Path, directory: Path) -> str:
    """Why a file would never be read although somebody meant it to be; empty if all is well."""
    if path.suffix.lower() not in (".yaml", ".yml") or path.is_dir():
        return ""
    if path.suffix != ".yaml":
        return "Files of this folder end in .yaml. Rename it."
    if path.parent not in (directory, directory / SETS_FOLDER):
        return f"Only this folder and {SETS_FOLDER}/ are read. Move the file."
    if not SLUG.fullmatch(path.stem) or len(path.stem) > LONGEST_SLUG:
        return f"Name it in small letters with hyphens, up to {LONGEST_SLUG}, as hip-hinge.yaml."
    return ""


def _parse_all(
    directory: Path, rules: Mapping[str, Rule], if_left_out: Mapping[str, object] = NOTHING
) -> dict[str, _Parsed]:
    files = sorted(directory.glob("*.yaml"))
    return {path.stem: _parse(path, rules, if_left_out) for path in files}


def _parse(
    path: Path, rules: Mapping[str, Rule], if_left_out: Mapping[str, object] = NOTHING
) -> _Parsed:
    findings = Findings(path)
    table = read_table(path)
    if isinstance(table, Problem):
        findings.problems.append(table)
        return _Parsed(findings, None, {})
    values = checked(table, rules, findings, if_left_out=if_left_out)
    check_review(table, values, findings)
    return _Parsed(findings, table, values)


def _check_picture(parsed: _Parsed, pictures: Collection[str]) -> None:
    if parsed.table is not None:
        check_picture(parsed.table, parsed.values, pictures, parsed.findings)


def _check_ladder(exercises: Mapping[str, _Parsed]) -> None:
    """Note what is wrong with the edges, on the line of the edge."""
    rungs = {
        slug: Rung(
            easier=parsed.values.get("easier"),
            harder=parsed.values.get("harder"),
            stage=parsed.values.get("stage", 0),
        )
        for slug, parsed in exercises.items()
    }
    for problem in ladder_problems(rungs):
        parsed = exercises[problem.slug]
        if parsed.table is not None:
            parsed.findings.say(parsed.table.key_lines[problem.edge], problem.sentence)


def _check_set(parsed: _Parsed, exercises: Collection[str]) -> None:
    """A set names exercises of this library."""
    listed = parsed.table.entries.get("exercises") if parsed.table else None
    for item in listed.items if isinstance(listed, Listing) else ():
        if isinstance(item, Text) and SLUG.fullmatch(item.value) and item.value not in exercises:
            sentence = f"“{item.value}” is no exercise here. Correct it, or take it out."
            parsed.findings.say(item.line, sentence)


def _exercise(slug: str, values: Mapping[str, Any]) -> ExerciseFile:
    """The values of a file without problems as an exercise."""
    fields: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in values.items()
    }
    fields["dose"] = Dose(**values["dose"])
    fields["phases"] = Phases(**values["phases"])
    fields["notice"] = tuple(Notice(**row) for row in values["notice"])
    return ExerciseFile(slug=slug, **fields)


def _set(slug: str, values: Mapping[str, Any]) -> ExerciseSet:
    """The values of a set's file without problems as a set."""
    return ExerciseSet(
        slug=slug,
        name=values["name"],
        summary=values["summary"],
        exercises=tuple(values["exercises"]),
    )
