"""The brief: what a practitioner reads in a minute, exceptions first, and no advice."""

import re
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from goodform.desk.brief import MOST_CASES, MOST_QUESTIONS, WORST, worst_of
from goodform.diary.course.days import FeltOn
from goodform.inbox.answer_actions import resolve
from goodform.inbox.models import Alert, Closing
from goodform.inbox.writing import send_message
from goodform.people.models import Patient
from goodform.programmes.models import Assessment
from tests.desk.conftest import As, Treated
from tests.diary.sending import Phone, a_stop, an_entry
from tests.people import in_days

DAY = date(2026, 11, 3)


def felt(exercise: str, **facts: object) -> FeltOn:
    """One thing tried."""
    said = {"pain": 0, "times": 1, "stopped": False, "difficulty": "right", **facts}
    return FeltOn(line=None, exercise=exercise, day=DAY, **said)  # type: ignore[arg-type]


@pytest.fixture
def address(treated: Treated) -> str:
    Assessment.objects.update(assessed_on=in_days(-6))
    return treated.address("brief/")


def page_of(treated: Treated, signed_in: As, address: str) -> str:
    page = signed_in(treated.house.priya).get(address).content.decode()
    return re.sub(r"\s+", " ", page)


def stopped(treated: Treated) -> Alert:
    """The hip hinge hurt Alice today."""
    Phone(treated.house.alice).send(a_stop(treated.rows["hip-hinge"].pk, side="both", pain=7))
    return Alert.objects.get()


def test_what_holds_and_what_is_open_comes_first(
    treated: Treated, signed_in: As, address: str
) -> None:
    stopped(treated)
    page = page_of(treated, signed_in, address)
    first = page.partition("Look at first")[2].partition("</section>")[0]
    assert "Hip hinge on hold since" in first
    assert "1 case is open" in first
    assert page.index("Look at first") < page.index("Done, and pain") < page.index("To decide")
    assert "May what is on hold go on, and at which dose?" in page
    assert "not answered yet" in page


def test_a_stop_stands_with_its_answer(treated: Treated, signed_in: As, address: str) -> None:
    case = stopped(treated)
    said = "Rang her: it was the mat."
    resolve(alert=case, outcome=Closing.SPOKE, what_was_done=said, by=treated.house.priya)
    page = page_of(treated, signed_in, address)
    assert said in page
    assert "case is open" not in page
    assert "Hip hinge on hold since" in page, "an answer releases nothing"


def test_what_alice_wrote_and_nobody_read_is_whole(
    treated: Treated, signed_in: As, address: str
) -> None:
    alice = treated.house.alice
    words = "May I garden again? " + "And kneel? " * 40
    send_message(patient=alice, message=uuid4(), text=words, written_at=timezone.now(), by=alice)
    page = page_of(treated, signed_in, address)
    assert words.strip() in page
    assert "1 message is unread" in page
    assert "What do you answer to what they wrote?" in page


def test_it_begins_with_the_last_visit(treated: Treated, signed_in: As, address: str) -> None:
    page = page_of(treated, signed_in, address)
    assert "Since Priya Nair assessed on" in page
    assert "Nothing waits for an answer." in page
    Assessment.objects.update(review_by=in_days(3))
    assert "is to be reviewed by" in page_of(treated, signed_in, address)
    Assessment.objects.update(cleared=False)
    assert "did not clear them" in page_of(treated, signed_in, address)


def test_somebody_nobody_assessed_has_a_brief_too(
    treated: Treated, signed_in: As, address: str
) -> None:
    Assessment.objects.all().delete()
    page = page_of(treated, signed_in, address)
    assert "not assessed yet" in page
    assert "May they exercise, and until when?" in page


def test_the_three_that_go_worst_are_those_stopped_most_then_hardest_then_most_painful() -> None:
    found = worst_of(
        [
            felt("Clam", pain=8),
            felt("Bridge", difficulty="hard", times=2),
            felt("Hinge", stopped=True, pain=3),
            felt("Squat", pain=2),
            felt("Stretch", pain=0),
        ]
    )
    assert [each.exercise for each in found] == ["Hinge", "Bridge", "Clam"]
    assert found[0].words == "stopped once, highest pain 3"
    assert found[1].words == "too hard 2 times, highest pain 0"


@given(
    st.lists(
        st.builds(
            felt,
            st.sampled_from("abcdefg"),
            pain=st.none() | st.integers(0, 10),
            stopped=st.booleans(),
            difficulty=st.sampled_from(["", "easy", "right", "hard"]),
        )
    )
)
def test_nothing_without_a_trouble_is_ever_called_worst(told: list[FeltOn]) -> None:
    found = worst_of(told)
    assert len(found) <= WORST
    troubled = {
        each.exercise for each in told if each.stopped or each.pain or each.difficulty == "hard"
    }
    assert {each.exercise for each in found} <= troubled
    assert len(found) == min(WORST, len(troubled))


def test_the_text_to_copy_says_what_the_page_says(
    treated: Treated, signed_in: As, address: str
) -> None:
    stopped(treated)
    page = page_of(treated, signed_in, address)
    text = page.partition("readonly>")[2].partition("</textarea>")[0]
    assert text.startswith("Alice Archer. Since Priya Nair assessed on")
    assert "Hip hinge on hold since" in text
    assert "not answered yet" in text


def test_after_a_flood_it_is_still_one_screen_and_costs_as_much(
    treated: Treated,
    signed_in: As,
    address: str,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    browser = signed_in(treated.house.priya)
    browser.get(address)
    clam = treated.rows["clam"].pk
    for _ in range(3):
        Phone(treated.house.alice).send(
            *(an_entry(clam, side=side, pain=1) for side in ("left", "right") * 20)
        )
    Alert.objects.bulk_create(
        Alert(
            clinic=treated.house.clinic,
            patient=treated.house.alice,
            kind="quiet",
            severity=3,
            cause=f"quiet:{number}",
            raised_at=timezone.now(),
            happened_at=timezone.now() - timedelta(minutes=number),
        )
        for number in range(30)
    )
    with django_assert_max_num_queries(15):
        page = browser.get(address).content.decode()
    assert page.count("not answered yet") <= 2 * MOST_CASES


def test_only_a_practitioner_of_this_clinic_reads_it(
    treated: Treated, signed_in: As, address: str
) -> None:
    assert signed_in(treated.house.rob).get(address).status_code == 403
    assert signed_in(treated.house.charlie).get(address).status_code == 404
    alice = Patient.objects.get(pk=treated.house.alice.pk)
    assert signed_in(alice).get(address).status_code in {302, 403, 404}


def cases(treated: Treated, number: int, *, days_ago: int = 0) -> None:
    """Cases of Alice, open, each from a minute before the last."""
    Alert.objects.bulk_create(
        Alert(
            clinic=treated.house.clinic,
            patient=treated.house.alice,
            kind="quiet",
            severity=3,
            cause=f"quiet:{days_ago}:{each}",
            raised_at=timezone.now(),
            happened_at=timezone.now() - timedelta(days=days_ago, minutes=each),
        )
        for each in range(number)
    )


def close_all(treated: Treated) -> None:
    """Priya answers every one of them."""
    for each in Alert.objects.filter(resolved_at=None):
        resolve(alert=each, outcome=Closing.SPOKE, what_was_done="Rang.", by=treated.house.priya)


def test_an_old_case_that_is_open_stands_before_all_that_were_answered_since(
    treated: Treated, signed_in: As, address: str
) -> None:
    cases(treated, MOST_CASES + 2)
    close_all(treated)
    cases(treated, 1, days_ago=90)
    page = page_of(treated, signed_in, address)
    assert "1 case is open" in page
    told = page.partition("Told, and answered")[2].partition("</section>")[0]
    assert told.index("not answered yet") < told.index("Spoke to them")
    assert "And 3 more cases" in told
    assert page.index("Told, and answered") < page.index("Done, and pain")


def test_what_is_counted_is_all_of_it_and_not_only_what_is_named(
    treated: Treated, signed_in: As, address: str
) -> None:
    cases(treated, MOST_CASES + 4)
    cases(treated, 2, days_ago=90)
    close_all(treated)
    cases(treated, MOST_CASES + 5, days_ago=1)
    for _ in range(MOST_QUESTIONS + 2):
        send_message(
            patient=treated.house.alice,
            message=uuid4(),
            text="And this?",
            written_at=timezone.now(),
            by=treated.house.alice,
        )
    page = page_of(treated, signed_in, address)
    assert f"{MOST_CASES + 5} cases are open" in page
    assert f"{MOST_QUESTIONS + 2} messages are unread" in page
    told = page.partition("Told, and answered")[2].partition("</section>")[0]
    assert f"And {MOST_CASES + 9} more cases" in told, "closed ones before the visit are not of it"


def test_of_what_is_open_the_gravest_stands_on_top_and_an_answer_by_its_day(
    treated: Treated, signed_in: As, address: str
) -> None:
    cases(treated, 1)
    Alert.objects.update(severity=2, is_emergency=True, resolved_at=None)
    close_all(treated)
    cases(treated, 2, days_ago=1)
    Alert.objects.filter(cause="quiet:1:1").update(severity=1, kind="review_overdue")
    page = page_of(treated, signed_in, address)
    told = page.partition("Told, and answered")[2].partition("</section>")[0]
    assert told.index("Review was due") < told.index("No entry for") < told.index("Spoke to them")
