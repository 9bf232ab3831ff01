"""How much it may hurt, said by the rule that was given."""

import pytest
from django.urls import reverse

from goodform.people.models import Patient
from goodform.programmes.models import Prescription
from goodform.safety.pain_rules import PainPolicy, PainRule, during_exercise
from goodform.today.may_it_hurt import may_hurt
from tests.people import House
from tests.today.browsers import signed_in
from tests.today.programmes import assessed, give_lines, line_for, load_library, prescribe

FREE = "Move only as far as it does not hurt more than before you began."
UP_TO_FOUR = "Pain up to 4 out of 10 is all right, if it settles by tomorrow."


def mixed(alice: Patient) -> list[Prescription]:
    """A clam that may not hurt more, and a bridge watched up to 4."""
    load_library()
    assessed(alice)
    watched = line_for(alice, "glute-bridge", pain_policy="monitored", pain_ceiling=4)
    return give_lines(alice, line_for(alice, "clam"), watched)


def test_pain_free_never_says_that_nothing_may_hurt(alice: Patient) -> None:
    said = may_hurt(prescribe(alice, "clam", "hip-hinge"))
    assert said == f"{FREE} If it hurts more, stop and tell us."


def test_watched_exercises_name_the_very_pain_that_goes_on(alice: Patient) -> None:
    _clam, bridge = mixed(alice)
    assert may_hurt([bridge]) == f"{UP_TO_FOUR} If it hurts more, stop and tell us."
    rule = PainRule(2, PainPolicy.MONITORED, 4)
    assert not during_exercise(rule, pain_before=2, pain=4).holds
    assert during_exercise(rule, pain_before=2, pain=5).holds


def test_a_programme_with_both_rules_says_which_is_which(alice: Patient) -> None:
    said = may_hurt(mixed(alice))
    assert f"Glute bridge: {UP_TO_FOUR}" in said
    assert "All others: only as far as it does not hurt more than before you began." in said


def test_a_ceiling_of_none_or_of_nought(alice: Patient) -> None:
    (clam,) = prescribe(alice, "clam")
    clam.pain_policy = "monitored"
    assert "Pain up to 5 out of 10" in may_hurt([clam])
    clam.pain_ceiling = 0
    assert "does not hurt at all" in may_hurt([clam])


@pytest.mark.parametrize("page", ["today", "player", "my_sheet", "kept_today", "kept_player"])
def test_every_page_says_it_by_the_rule(house: House, page: str) -> None:
    mixed(house.alice)
    shown = signed_in(house.alice.user).get(reverse(page)).content.decode()
    assert f"Glute bridge: {UP_TO_FOUR}" in shown
    assert "as it does not hurt." not in shown
    for stranger in (house.charlie.user, house.carol.user):
        assert UP_TO_FOUR not in signed_in(stranger).get(reverse(page)).content.decode()


def test_the_page_of_an_exercise_says_its_own_rule(alice: Patient) -> None:
    for row, words in zip(mixed(alice), (FREE, UP_TO_FOUR), strict=True):
        shown = signed_in(alice.user).get(reverse("exercise", args=[row.pk])).content.decode()
        assert words in shown
