"""Some exercises are for whom a practitioner has watched doing them, and for nobody else."""

import pytest

from goodform.library.models import Exercise, ExerciseVersion
from goodform.programmes.actions import NotGiven
from goodform.programmes.models import Prescription
from tests.desk.conftest import As, Treated, a_line, assess_for, give_to
from tests.desk.prescribing.test_prescribe import Page
from tests.people import House

BY_TIME = {
    "sets": 3,
    "repetitions": 1,
    "hold_s": 0,
    "rest_s": 15,
    "tempo": "2-2",
    "time_s": 10,
    "times_a_day": 1,
}
pytestmark = pytest.mark.usefixtures("library")


def now_says(slug: str, **said: object) -> ExerciseVersion:
    """Newer words of an exercise of the library."""
    exercise = Exercise.objects.select_related("current").get(slug=slug)
    assert exercise.current is not None
    new = ExerciseVersion.objects.create(
        exercise=exercise,
        content_hash="e" * 64,
        name=exercise.current.name,
        content={**exercise.current.content, **said},
    )
    exercise.current = new
    exercise.save()
    return new


def test_it_is_not_given_until_somebody_ticks_that_they_watched(house: House) -> None:
    now_says("clam", watch_first=True)
    assess_for(house.alice, house.priya)
    with pytest.raises(NotGiven, match="Watch this patient do it once"):
        give_to(house.alice, house.priya, a_line(house.alice, "clam"))
    give_to(house.alice, house.priya, a_line(house.alice, "clam", watched=True))
    assert Prescription.objects.get().watched


def test_what_was_given_before_it_asked_for_that_stays(treated: Treated) -> None:
    now_says("clam", watch_first=True)
    row = treated.rows["clam"]
    kept = [
        a_line(treated.house.alice, slug, line=str(each.line), version=str(each.exercise_id))
        for slug, each in treated.rows.items()
    ]
    give_to(treated.house.alice, treated.house.priya, *kept)
    assert treated.rows["clam"].pk == row.pk


def test_the_page_asks_for_the_tick_where_the_exercise_does_and_says_which_side(
    house: House, signed_in: As
) -> None:
    now_says("clam", watch_first=True, side_is="the leg on top")
    assess_for(house.alice, house.priya)
    page = Page(signed_in(house.priya), f"/patients/{house.alice.pk}/prescribe/")
    page.press("add:hip-hinge")
    assert "I watched" not in page.text
    page.press("add:clam")
    assert page.text.count("I watched Alice do it") == 1
    assert "Side means the leg on top." in page.text
    line = next(name for name in page.fields if name.endswith("-side")).removesuffix("-side")
    for each in [name.removesuffix("-version") for name in page.fields if "-version" in name]:
        page.type(each, form_checked="on")
        line = each
    assert page.press("give").status_code == 422
    assert "Watch this patient do it once" in page.text
    page.type(line, watched="on")
    assert page.press("give").status_code == 302
    assert Prescription.objects.get(exercise__exercise__slug="clam").watched


def test_a_dose_by_time_is_chosen_in_seconds_and_nothing_is_counted(
    house: House, signed_in: As
) -> None:
    now_says("hip-hinge", dose=BY_TIME)
    assess_for(house.alice, house.priya)
    page = Page(signed_in(house.priya), f"/patients/{house.alice.pk}/prescribe/")
    page.press("add:hip-hinge")
    assert "By time, seconds" in page.text
    assert "Hold, seconds" not in page.text
    line = next(name for name in page.fields if name.endswith("-time_s")).removesuffix("-time_s")
    page.type(line, time_s="90", form_checked="on")
    assert page.press("give").status_code == 302
    row = Prescription.objects.get()
    assert (row.sets, row.repetitions, row.hold_s, row.time_s) == (3, 1, 0, 90)
    assert "3 × 90 s" in page.text
