"""Assessing a patient."""

from typing import Any

import pytest

from goodform.programmes.actions import NotSafelyCleared, assess
from goodform.programmes.models import Assessment, Prescription
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


class TestAskedBeforeClearing:
    """A value that may be meant and may be a slip is asked about, once, on the page."""

    @pytest.mark.parametrize("pain", ["6", "8", "10"])
    def test_a_usual_pain_that_lets_nobody_start_is_said_when_saving(
        self, house: House, signed_in: As, address: str, pain: str
    ) -> None:
        answer = signed_in(house.priya).post(address, form(usual_pain=pain))
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "With a usual pain of 6 or more this patient cannot start." in page
        assert "Better when walking." in page
        assert not Assessment.objects.exists()

    def test_who_knows_it_ticks_so_and_is_not_asked_twice(
        self, house: House, signed_in: As, address: str
    ) -> None:
        browser = signed_in(house.priya)
        asked = browser.post(address, form(usual_pain="7"))
        again = fields_of(asked.content, address) | {"knows_no_start": "on"}
        assert browser.post(address, again).status_code == 302
        assert browser.post(address, again).status_code == 302
        assert Assessment.objects.get().usual_pain == 7

    def test_a_usual_pain_of_five_and_a_patient_who_waits_are_saved_unasked(
        self, house: House, signed_in: As, address: str
    ) -> None:
        browser = signed_in(house.priya)
        assert "cannot start" not in browser.get(address).content.decode()
        assert browser.post(address, form(usual_pain="5")).status_code == 302
        assert browser.post(address, form(usual_pain="9", cleared="no")).status_code == 302
        assert Assessment.objects.count() == 2

    def test_clearing_with_a_red_flag_needs_a_reason_that_stays_in_the_record(
        self, house: House, signed_in: As, address: str
    ) -> None:
        browser = signed_in(house.priya)
        asked = browser.post(address, form(cautions=["red_flag"]))
        assert asked.status_code == 422
        assert "A red flag is ticked." in asked.content.decode()
        assert not Assessment.objects.exists()
        again = fields_of(asked.content, address)
        again |= {"cleared_why": "Night pain, imaging clear on 3 May"}
        assert browser.post(address, again).status_code == 302
        assert Assessment.objects.get().cleared_why == "Night pain, imaging clear on 3 May"
        assert "Night pain, imaging clear" in browser.get(address).content.decode()

    def test_a_reason_of_unseen_signs_is_none(
        self, house: House, signed_in: As, address: str
    ) -> None:
        said = form(cautions=["red_flag"], cleared_why="\u200b \u2800")
        answer = signed_in(house.priya).post(address, said)
        assert answer.status_code == 422
        assert "A red flag is ticked." in answer.content.decode()

    def test_a_sign_that_is_known_stands_in_the_record_and_needs_a_reason_to_clear(
        self, house: House, signed_in: As, address: str
    ) -> None:
        browser = signed_in(house.priya)
        asked = browser.post(address, form(known_signs=["one_leg"]))
        assert asked.status_code == 422
        assert "A red flag is ticked." in asked.content.decode()
        again = fields_of(asked.content, address) | {"cleared_why": "Seen by the spinal clinic"}
        assert again["known_signs"] == ["one_leg"]
        assert browser.post(address, again).status_code == 302
        assert Assessment.objects.get().known_signs == ["one_leg"]
        page = browser.get(address).content.decode()
        assert "Signs known:" in page
        assert fields_of(page.encode(), address)["known_signs"] == ["one_leg"]

    def test_what_is_common_in_plain_back_pain_is_known_without_a_reason(
        self, house: House, signed_in: As, address: str
    ) -> None:
        said = form(known_signs=["night", "cough", "upper_back"])
        assert signed_in(house.priya).post(address, said).status_code == 302

    def test_a_red_flag_and_not_for_now_go_together_without_a_word(
        self, house: House, signed_in: As, address: str
    ) -> None:
        said = form(cautions=["red_flag"], cleared="no", cleared_why="left over")
        assert signed_in(house.priya).post(address, said).status_code == 302
        assert Assessment.objects.get().cleared_why == ""

    def test_a_usual_pain_above_the_ceiling_that_was_given_is_said_too(
        self, treated: Treated, signed_in: As
    ) -> None:
        Prescription.objects.update(pain_policy="monitored", pain_ceiling=3)
        answer = signed_in(treated.house.priya).post(
            treated.address("assessment/"), form(usual_pain="4")
        )
        assert answer.status_code == 422
        assert (
            "With a usual pain of 4 or more this patient cannot start." in answer.content.decode()
        )

    def test_cautions_stand_beside_the_name_for_practitioners_alone(
        self, treated: Treated, signed_in: As
    ) -> None:
        house = treated.house
        said = form(cautions=["osteoporosis", "falls_risk"])
        signed_in(house.priya).post(treated.address("assessment/"), said)
        for page in ("", "prescribe/", "history/"):
            read = signed_in(house.priya).get(treated.address(page)).content.decode()
            band = read.split('class="who on-stage"')[1].split("</dl>")[0]
            assert "Osteoporosis; Risk of falling" in band
        assert "Osteoporosis" not in signed_in(house.rob).get(treated.address("")).content.decode()
        assert signed_in(house.charlie).get(treated.address("")).status_code == 404

    @pytest.mark.parametrize(
        "slip", [{"usual_pain": 6}, {"usual_pain": 2, "cautions": ["red_flag"]}]
    )
    def test_no_other_way_in_clears_somebody_unasked(
        self, house: House, slip: dict[str, Any]
    ) -> None:
        facts: dict[str, Any] = {"findings": "", "cautions": [], "cleared": True, **slip}
        with pytest.raises(NotSafelyCleared):
            assess(patient=house.alice, by=house.priya, review_by=in_days(7), **facts)


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


@pytest.mark.parametrize("findings", ["Stiff.\nNo bending.", "Stiff. " * 20 + "No bending."])
def test_findings_stand_beside_the_name_whole_or_not_at_all(
    house: House, signed_in: As, address: str, findings: str
) -> None:
    browser = signed_in(house.priya)
    browser.post(address, form(findings=findings))
    page = browser.get(address).content.decode()
    band = page.split('class="who on-stage"')[1].split("</dl>")[0]
    whole = len(findings) <= 120
    assert ("Stiff." in band) is whole
    assert ("No bending." in band) is whole
    assert ("Long: read it whole" in band) is not whole


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
        """Priya's page: Pat found a weakness and stopped the exercises after it."""
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
