"""The practitioner gives questionnaires, types in paper, and reads what changed."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from goodform.desk.outcome_page import outcome_charts, outcome_lines
from goodform.outcomes.actions import answer, give, name_activities
from goodform.outcomes.models import Goal, Sheet, WhenAsked
from goodform.outcomes.queries import sheets_of
from tests.people import House


def signed_in(person: object) -> Client:
    client = Client()
    client.force_login(person.user)  # type: ignore[attr-defined]
    return client


def address(house: House) -> str:
    return reverse("outcomes", kwargs={"pk": house.alice.pk})


def answered(house: House, name: str, weeks_ago: int, **answers: int) -> Sheet:
    """Alice answered this so many weeks ago."""
    then = timezone.now() - timedelta(weeks=weeks_ago)
    (sheet,) = give(
        patient=house.alice,
        chosen=[name],
        moment=WhenAsked.START,
        due_on=then.date(),
        by=house.priya,
    )
    answer(sheet=sheet, answers=answers, by=house.alice)
    Sheet.objects.filter(pk=sheet.pk).update(answered_at=then)
    return sheet


def test_a_chart_states_its_finding_and_has_its_table_behind_it(house: House) -> None:
    answered(house, "pain-last-week", 6, pain=7)
    answered(house, "pain-last-week", 0, pain=4)
    (chart,) = outcome_charts(sheets_of(house.alice))
    assert "better, and worthwhile." in chart.finding
    assert [row[2] for row in chart.table.rows] == ["4", "7"]
    for path in (address(house), reverse("record", kwargs={"pk": house.alice.pk})):
        page = signed_in(house.priya).get(path).content.decode()
        assert chart.finding in page
        assert '<svg class="chart-drawing' in page or 'role="img"' in page
    brief = signed_in(house.priya).get(reverse("brief", kwargs={"pk": house.alice.pk}))
    assert f"Pain in the last week: {chart.finding}" in brief.content.decode()


@pytest.mark.parametrize(
    ("first", "later", "words"),
    [
        (7, 6, "better, by less than is worthwhile."),
        (4, 7, "worse, by as much as matters."),
        (8, 9, "worse, by less than matters."),
        (5, 5, ": the same."),
    ],
)
def test_the_sentence_says_which_way_and_whether_it_matters(
    house: House, first: int, later: int, words: str
) -> None:
    answered(house, "pain-last-week", 6, pain=first)
    answered(house, "pain-last-week", 0, pain=later)
    (line,) = outcome_lines(sheets_of(house.alice))
    assert line.endswith(words)


def test_one_answer_or_another_version_is_not_compared_and_that_is_said(house: House) -> None:
    first = answered(house, "pain-last-week", 6, pain=7)
    (line,) = outcome_lines(sheets_of(house.alice))
    assert "nothing yet to compare it with" in line
    answered(house, "pain-last-week", 0, pain=4)
    Sheet.objects.filter(pk=first.pk).update(mark="of an older file")
    (line,) = outcome_lines(sheets_of(house.alice))
    assert "changed since the first time" in line


def test_priya_gives_and_the_second_time_is_six_weeks_later(house: House) -> None:
    client = signed_in(house.priya)
    client.post(address(house), {"instrument": ["pain-last-week", "psfs"], "when": "start"})
    assert Sheet.objects.count() == 4
    client.post(address(house), {"instrument": ["psfs"], "when": "discharge"})
    assert not Sheet.objects.filter(moment=WhenAsked.DISCHARGE).exists(), "asked today already"
    refused = client.post(address(house), {"when": "start"})
    assert refused.status_code == 422
    assert "Choose one to 4" in refused.content.decode()


def test_paper_is_typed_in_and_what_is_wrong_is_not_lost(house: House) -> None:
    client = signed_in(house.priya)
    (sheet,) = give(
        patient=house.alice,
        chosen=["psfs"],
        moment=WhenAsked.START,
        due_on=timezone.now().date(),
        by=house.priya,
    )
    paper = reverse("outcome_paper", kwargs={"pk": house.alice.pk, "sheet": sheet.pk})
    assert client.post(paper, {"activity": ["Walk", "Sit\0", "Lift"]}).status_code == 422
    client.post(paper, {"activity": ["Walk", "Sit", "Lift", "", ""]})
    wrong = client.post(paper, {"activity-1": "3", "activity-2": "many", "activity-3": "11"})
    assert wrong.status_code == 422
    assert 'value="many"' in wrong.content.decode()
    client.post(paper, {"activity-1": "3", "activity-2": "4", "activity-3": ""})
    sheet.refresh_from_db()
    assert (sheet.entered_by, sheet.score, sheet.passed) == (house.priya, None, ["activity-3"])
    assert "too much was left out" in client.get(address(house)).content.decode()


def test_goals_are_written_and_ended_here(house: House) -> None:
    client = signed_in(house.priya)
    client.post(address(house), {"goal": "Carry <b>my</b> shopping"})
    goal = Goal.objects.get()
    assert "Carry &lt;b&gt;my&lt;/b&gt; shopping" in client.get(address(house)).content.decode()
    assert client.post(address(house), {"goal": "a\0b"}).status_code == 422
    client.post(address(house), {"end": str(goal.pk)})
    assert client.post(address(house), {"end": "nothing"}).status_code == 422
    goal.refresh_from_db()
    assert goal.ended_at is not None


def test_nobody_else_opens_it(house: House) -> None:
    for person, status in (
        (house.rob, 403),
        (house.olu, 403),
        (house.charlie, 404),
        (house.alice, 403),
        (house.carol, 403),
    ):
        client = signed_in(person)
        assert client.get(address(house)).status_code == status
        assert client.post(address(house), {"goal": "Mine"}).status_code == status
    assert not Goal.objects.exists()


def test_activities_of_another_time_are_not_laid_beside_each_other(house: House) -> None:
    sheets = []
    for weeks_ago in (6, 0):
        then = timezone.now() - timedelta(weeks=weeks_ago)
        (sheet,) = give(
            patient=house.alice,
            chosen=["psfs"],
            moment=WhenAsked.START,
            due_on=then.date(),
            by=house.priya,
        )
        if not sheet.asked:
            sheet = name_activities(sheet=sheet, texts=["a", "b", "c", "d"], by=house.alice)
        left_out = ["activity-4"] if weeks_ago == 0 else []
        said = {key: 3 for key in sheet.asked if key not in left_out}
        answer(sheet=sheet, answers=said, passed=left_out, by=house.alice)
        Sheet.objects.filter(pk=sheet.pk).update(answered_at=then)
        sheets.append(sheet)
    (line,) = outcome_lines(sheets_of(house.alice))
    assert "Not the same activities" in line


def test_outcomes_cost_the_record_one_query(
    house: House, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    answered(house, "pain-last-week", 6, pain=7)
    answered(house, "global-change", 0, change=-2)
    with django_assert_max_num_queries(1):  # type: ignore[attr-defined]
        outcome_charts(sheets_of(house.alice))
