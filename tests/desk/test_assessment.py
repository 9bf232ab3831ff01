"""Assessing a patient."""

from typing import Any

import pytest

from goodform.programmes.actions import assess
from goodform.programmes.models import Assessment
from tests.desk.conftest import As, Treated
from tests.desk.page_form import fields_of
from tests.people import House, in_days
from tests.people import staff as a_colleague

GOOD: dict[str, Any] = {
    "findings": "Low back, stiff in the morning\nBetter when walking.",
    "cautions": ["lateral_hip_pain", "dizziness"],
    "usual_pain": "2",
    "cleared": "yes",
}


def form(**changes: object) -> dict[str, Any]:
    return {**GOOD, "review_by": in_days(28).isoformat(), **changes}


@pytest.fixture
def address(house: House) -> str:
    return f"/patients/{house.alice.pk}/assessment/"


def test_a_cleared_patient_goes_on_to_the_programme(
    house: House, signed_in: As, address: str
) -> None:
    answer = signed_in(house.priya).post(address, form())
    assert answer["Location"].endswith("/prescribe/")
    assessment = Assessment.objects.get(patient=house.alice)
    assert assessment.practitioner == house.priya
    assert assessment.cautions == ["lateral_hip_pain", "dizziness"]
    assert (assessment.usual_pain, assessment.cleared) == (2, True)


def test_a_patient_who_is_not_cleared_goes_to_the_record(
    house: House, signed_in: As, address: str
) -> None:
    answer = signed_in(house.priya).post(address, form(cleared="no"))
    assert answer["Location"] == f"/patients/{house.alice.pk}/"
    assert not Assessment.objects.get(patient=house.alice).cleared


@pytest.mark.parametrize(
    "slip",
    [
        ("findings", "", "Please fill this in"),
        ("findings", "x" * 10_000, "Please keep this to 4000 letters. Now it has 10000."),
        ("findings", "a\0b", "cannot store"),
        ("cautions", ["gout"], "only what is on the list"),
        ("usual_pain", "", "from 0 to 10"),
        ("usual_pain", "11", "Please choose one of the answers"),
        ("usual_pain", "-1", "Please choose one of the answers"),
        ("usual_pain", "2.5", "Please choose one of the answers"),
        ("cleared", "", "Choose yes or not for now"),
        ("cleared", "perhaps", "Please choose one of the answers"),
        ("review_by", "", "Please fill this in"),
        ("review_by", "soon", "Please write a date"),
        ("review_by", in_days(-1).isoformat(), "Choose a day from today to"),
        ("review_by", in_days(366).isoformat(), "Choose a day from today to"),
        ("review_by", "9999-12-31", "Choose a day from today to"),
    ],
)
def test_a_slip_is_named_and_nothing_typed_is_lost(
    house: House, signed_in: As, address: str, slip: tuple[str, object, str]
) -> None:
    field, value, says = slip
    answer = signed_in(house.priya).post(address, form(**{field: value}))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert says in page
    if field != "findings":
        assert "Better when walking." in page
    if field != "cautions":
        assert page.count(" checked") >= 2
    assert not Assessment.objects.exists()


@pytest.mark.parametrize("day", [0, 1, 365])
def test_review_by_may_be_today_to_a_year_from_today(
    house: House, signed_in: As, address: str, day: int
) -> None:
    signed_in(house.priya).post(address, form(review_by=in_days(day).isoformat()))
    assert Assessment.objects.get(patient=house.alice).review_by == in_days(day)


@pytest.mark.parametrize("words", ["Ünïcode and 🦴", "שלום כתף", "<b>bold</b>"])
def test_findings_are_kept_as_they_were_written(
    house: House, signed_in: As, address: str, words: str
) -> None:
    browser = signed_in(house.priya)
    browser.post(address, form(findings=words))
    assert Assessment.objects.get(patient=house.alice).findings == words
    assert "<b>bold" not in browser.get(address).content.decode()


def test_nothing_is_chosen_beforehand_that_the_practitioner_must_decide(
    treated: Treated, signed_in: As
) -> None:
    page = signed_in(treated.house.priya).get(treated.address("assessment/")).content.decode()
    assert 'name="usual_pain" value="2" checked' not in page
    assert 'name="cleared" value="yes" id="id_cleared_0" checked' not in page
    assert "stiff in the morning" in page


def test_the_same_assessment_sent_twice_is_one(house: House, signed_in: As, address: str) -> None:
    browser = signed_in(house.priya)
    sent = form()
    browser.post(address, sent)
    assert browser.post(address, sent).status_code == 302
    assert Assessment.objects.count() == 1


def test_a_new_assessment_leaves_the_earlier_one_readable(
    house: House, signed_in: As, address: str
) -> None:
    browser = signed_in(house.priya)
    browser.post(address, form())
    browser.post(address, form(findings="Much better", usual_pain="0"))
    page = browser.get(address).content.decode()
    assert Assessment.objects.count() == 2
    assert "Better when walking" in page
    assert "Much better" in page


class TestTwoAtOnce:
    """Two practitioners assess from pages opened at the same time."""

    @pytest.fixture
    def page_of_priya(self, house: House, signed_in: As, address: str) -> dict[str, Any]:
        """What Priya's page carries: Pat found a weakness and stopped the exercises after it."""
        opened = fields_of(signed_in(house.priya).get(address).content, address)
        pat = a_colleague(house.clinic, "Pat Roy", practitioner=True)
        facts = {**GOOD, "usual_pain": 6, "cleared": False, "findings": "New weakness, left foot"}
        assess(patient=house.alice, by=pat, review_by=in_days(7), **facts)
        return opened

    def test_the_second_is_told_and_clears_nobody_unawares(
        self, house: House, signed_in: As, address: str, page_of_priya: dict[str, Any]
    ) -> None:
        browser = signed_in(house.priya)
        answer = browser.post(address, {**page_of_priya, **form()})
        page = answer.content.decode()
        assert answer.status_code == 409
        assert "Pat Roy saved a change while you had this open" in page
        assert "Nothing was overwritten" in page
        assert "New weakness, left foot" in page
        assert "Better when walking." in page
        assert not Assessment.objects.get().cleared

    def test_saving_once_more_is_a_deliberate_second_press(
        self, house: House, signed_in: As, address: str, page_of_priya: dict[str, Any]
    ) -> None:
        browser = signed_in(house.priya)
        answer = browser.post(address, {**page_of_priya, **form()})
        again = fields_of(answer.content, address)
        assert browser.post(address, again).status_code == 302
        newest = Assessment.objects.first()
        assert newest is not None
        assert (newest.practitioner, newest.cleared) == (house.priya, True)
        assert Assessment.objects.count() == 2

    def test_the_same_form_sent_twice_is_no_quarrel_with_oneself(
        self, house: House, signed_in: As, address: str
    ) -> None:
        browser = signed_in(house.priya)
        sent = {**fields_of(browser.get(address).content, address), **form()}
        assert browser.post(address, sent).status_code == 302
        assert browser.post(address, sent).status_code == 302
        assert Assessment.objects.count() == 1
