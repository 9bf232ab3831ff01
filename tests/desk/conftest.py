"""Alice has been assessed, and has hip hinge, glute bridge and clam."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from goodform.inbox.models import Alert
from goodform.inbox.told import newest_telling
from goodform.library.exercise_files import ExerciseFile, read_directory
from goodform.library.loading import load
from goodform.library.queries import current_version
from goodform.motion.movements import DRAWN
from goodform.people.models import Patient, Staff, User
from goodform.programmes.actions import assess, give, save_draft
from goodform.programmes.drafting import Line, new_line
from goodform.programmes.models import Prescription, Programme
from goodform.programmes.queries import given_in
from tests.people import House, in_days


@cache
def exercise_files() -> tuple[ExerciseFile, ...]:
    """The shared library, read once."""
    return read_directory(settings.EXERCISES, pictures=frozenset(DRAWN))


@pytest.fixture
def library(db: None) -> None:
    """The shared library, loaded."""
    load(exercise_files())


class Browser(Client):
    """Answers a case as its page does: with the mark of what the page showed last."""

    def post(self, path: str, data: Any = None, *args: Any, **more: Any) -> Any:  # type: ignore[override]
        """As a form of the page that shows what was told last, unless `seen` says otherwise."""
        found = re.fullmatch(r"/inbox/([0-9a-f-]{36})/", path)
        if found and isinstance(data, dict):
            alert = Alert.objects.filter(pk=found[1]).first()
            data = {"seen": newest_telling(alert) if alert else 0, **data}
        return super().post(path, data, *args, **more)


As = Callable[[Staff | Patient], Client]


@pytest.fixture
def signed_in(house: House) -> As:
    """`signed_in(priya)`: a browser without scripts, signed in as this person."""

    def start(person: Staff | Patient) -> Client:
        client = Browser()
        assert isinstance(person.user, User)
        client.force_login(person.user)
        return client

    return start


def a_line(patient: Patient, slug: str, **changes: object) -> Line:
    """A line of a draft with the exercise's own dose, form checked."""
    version = current_version(patient.clinic, slug)
    assert version is not None
    line = new_line(
        version=version.pk,
        slug=slug,
        sides=version.content["sides"],
        dose=version.content["dose"],
    )
    return replace(line, form_checked=True, **changes)  # type: ignore[arg-type]


def give_to(patient: Patient, by: Staff, *lines: Line) -> Programme:
    """Draft these lines and give them."""
    programme = Programme.objects.get(patient=patient)
    programme = save_draft(programme=programme, lines=lines, edits=programme.edits, by=by)
    give(programme=programme, edits=programme.edits, by=by)
    return Programme.objects.get(pk=programme.pk)


def assess_for(patient: Patient, by: Staff, *cautions: str) -> None:
    """A cleared assessment with usual pain of 2, review in three weeks."""
    assess(
        patient=patient,
        by=by,
        findings="Low back, stiff in the morning",
        cautions=cautions,
        usual_pain=2,
        cleared=True,
        review_by=in_days(21),
    )


@dataclass(frozen=True)
class Treated:
    """Alice with a programme: what she has, by slug."""

    house: House
    programme: Programme

    @property
    def rows(self) -> dict[str, Prescription]:
        """The prescriptions in force."""
        return {row.exercise.exercise.slug: row for row in given_in(self.programme)}

    def address(self, page: str = "prescribe/") -> str:
        """A page about Alice."""
        return f"/patients/{self.house.alice.pk}/{page}"


@pytest.fixture
def treated(house: House, library: None) -> Treated:
    """Alice, assessed, with three exercises."""
    assess_for(house.alice, house.priya)
    slugs = ("hip-hinge", "glute-bridge", "clam")
    lines = [a_line(house.alice, slug) for slug in slugs]
    return Treated(house, give_to(house.alice, house.priya, *lines))
