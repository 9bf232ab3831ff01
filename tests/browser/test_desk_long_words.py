"""Words without an end, and words from right to left, never push a page of the desk sideways."""

import pytest

from goodform.library.loading import load
from goodform.people.models import Patient
from tests.browser.conftest import DESKTOP, PHONE, Visitor
from tests.desk.conftest import a_line, assess_for, exercise_files, give_to
from tests.people import House

NAMES = ("Wolfeschlegelsteinhausenbergerdorff" * 3, "مريم " + "حداد" * 20)
PAGES = ("", "prescribe/", "assessment/", "invite/", "edit/", "history/", "preview/")


@pytest.mark.parametrize("name", NAMES, ids=["long", "right to left"])
def test_no_word_is_too_long_for_the_desk(visit: Visitor, house: House, name: str) -> None:
    alice = house.alice
    load(exercise_files())
    Patient.objects.filter(pk=alice.pk).update(name=name)
    alice.refresh_from_db()
    assess_for(alice, house.priya)
    alice.assessments.update(findings="Ach" + "h" * 300)
    give_to(alice, house.priya, a_line(alice, "clam", note="o" * 600))
    for size in (DESKTOP, {"width": 1050, "height": 800}, PHONE):
        priya = visit(house.priya.user, size=size)
        for page in ("/caseload/", *(f"/patients/{alice.pk}/{page}" for page in PAGES)):
            priya.open(page)
            priya.check_no_sideways_scroll()
