"""Words without an end, and words from right to left, never push a page of the desk sideways."""

import pytest

from goodform.inbox.models import Alert
from goodform.library.loading import load
from goodform.people.models import Patient
from goodform.programmes.queries import given_in
from tests.browser.conftest import DESKTOP, PHONE, Visit, Visitor
from tests.desk.conftest import a_line, assess_for, exercise_files, give_to
from tests.diary.sending import Phone, a_stop
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


LONG = {
    "one word": "Wolfeschlegelsteinhausenbergerdorffwelchevoralternwarengewis",
    "four words": "Maria Fernanda Cavalcanti-Albuquerque Wolfeschlegelstein",
}
FINDING = "Persistent left-sided low back pain with morning stiffness, no leg signs."
FEWEST_LETTERS = 6
"""On average in a line of something longer than two of those."""

SQUEEZED = """(fewest) => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const text = node.textContent.trim();
    if (text.length <= 2 * fewest) continue;
    if (node.parentElement.closest(".said, thead, script, style")) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const seen = [...range.getClientRects()].filter((part) => part.width > 1);
    const lines = new Set(seen.map((part) => Math.round(part.top))).size;
    if (lines && text.length / lines < fewest) found.push(`${text.slice(0, 40)} in ${lines} lines`);
  }
  return found;
}"""


def check_nothing_is_squeezed(visiting: Visit) -> None:
    """Fail where words stand letter under letter."""
    squeezed = visiting.page.evaluate(SQUEEZED, FEWEST_LETTERS)
    assert not squeezed, f"{visiting.page.url}: {squeezed}"


@pytest.mark.parametrize("name", LONG.values(), ids=LONG)
def test_a_long_name_leaves_room_for_what_stands_beside_it(
    visit: Visitor, house: House, name: str
) -> None:
    alice = house.alice
    load(exercise_files())
    Patient.objects.filter(pk=alice.pk).update(name=name)
    alice.refresh_from_db()
    assess_for(alice, house.priya)
    given = give_to(alice, house.priya, a_line(alice, "clam"), a_line(alice, "hip-hinge"))
    alice.assessments.update(findings=FINDING, cautions=["osteoporosis", "flexion_pain"])
    Phone(alice).send(a_stop(given_in(given)[0], side="left", where="the hip"))
    case = Alert.objects.get().pk
    about = [f"/patients/{alice.pk}/{page}" for page in (*PAGES, "ticks/")]
    for size in (DESKTOP, {"width": 1050, "height": 800}, PHONE):
        priya = visit(house.priya.user, size=size)
        for page in ("/caseload/", "/inbox/", f"/inbox/{case}/", *about):
            priya.open(page)
            priya.check_no_sideways_scroll()
            check_nothing_is_squeezed(priya)
