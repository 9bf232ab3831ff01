"""Assess, draft, give: what the patient has is what was given, and nothing else."""

from dataclasses import replace
from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps

from goodform.audit.models import AuditRow
from goodform.outbox.models import Notification
from goodform.people.doors import NotAllowed
from goodform.people.models import Patient, Staff
from goodform.programmes.actions import (
    NotGiven,
    ReasonMissing,
    StaleEdit,
    assess,
    change_one,
    drafted_lines,
    drop_draft,
    give,
    save_draft,
)
from goodform.programmes.drafting import moved, without
from goodform.programmes.models import Draft, Prescription, Programme
from goodform.programmes.queries import as_line, given_in
from tests.people import House, in_days
from tests.prescribed import a_programme, an_exercise, give_lines, line_of, usual_lines


def assessed(patient: Patient, by: Staff, *, cleared: bool = True, review_in: int = 28) -> None:
    assess(
        patient=patient,
        by=by,
        findings="",
        cautions=["knee_pain"],
        usual_pain=2,
        cleared=cleared,
        review_by=in_days(review_in),
    )


def test_a_draft_is_not_seen_until_it_is_given(alice: Patient, priya: Staff) -> None:
    given = a_programme(alice, priya)
    lines = without(drafted_lines(given.programme), str(given.clam.line))
    save_draft(programme=given.programme, lines=lines, edits=given.programme.edits, by=priya)
    assert [row.pk for row in given_in(given.programme)] == [row.pk for row in given.prescriptions]


def test_what_did_not_change_keeps_its_row(alice: Patient, priya: Staff) -> None:
    before = a_programme(alice, priya)
    lines = tuple(
        replace(line, sets=3) if line.slug == "clam" else line
        for line in drafted_lines(before.programme)
    )
    after = give_lines(alice, priya, lines)
    assert after.hinge.pk == before.hinge.pk
    assert after.bridge.pk == before.bridge.pk
    assert after.clam.pk != before.clam.pk
    assert after.clam.line == before.clam.line
    old = Prescription.objects.get(pk=before.clam.pk)
    assert (old.until_version, old.superseded_by_id) == (2, after.clam.pk)
    assert old.ended_at == after.clam.given_at


def test_history_shows_each_version_as_it_was(alice: Patient, priya: Staff) -> None:
    first = a_programme(alice, priya)
    fewer = without(drafted_lines(first.programme), str(first.hinge.line))
    second = give_lines(alice, priya, fewer)
    rows = Prescription.objects.filter(programme=second.programme)
    at_first = rows.filter(since_version=1)
    assert {row.pk for row in at_first} == {row.pk for row in first.prescriptions}
    now = rows.filter(until_version=None)
    assert {row.pk for row in now} == {row.pk for row in second.prescriptions}
    (left_out,) = rows.exclude(until_version=None)
    assert (left_out.pk, left_out.until_version) == (first.hinge.pk, 2)
    assert left_out.ended_at == second.programme.given_at
    assert {row.ended_at for row in now} == {None}


def test_rows_of_before_are_told_when_they_ended(alice: Patient, priya: Staff) -> None:
    first = a_programme(alice, priya)
    lines = tuple(replace(line, sets=1) for line in drafted_lines(first.programme))
    give_lines(alice, priya, lines)
    fewer = without(lines, str(first.hinge.line))
    give_lines(alice, priya, fewer)
    give_lines(alice, priya, without(fewer, str(first.clam.line)))
    rows = Prescription.objects.filter(programme=first.programme)
    ended = dict(rows.values_list("pk", "ended_at"))
    rows.update(ended_at=None)
    migration = import_module("goodform.programmes.migrations.0004_when_a_prescription_ended")
    migration.say_when_they_ended(apps, None)
    assert len(set(ended.values())) == 4
    for pk, told in rows.values_list("pk", "ended_at"):
        at = ended[pk]
        if told is None or at is None:
            assert told == at
        else:  # the record of a Give is written a moment after its rows
            assert timedelta() <= told - at < timedelta(seconds=9)


def test_moving_a_row_changes_the_order_and_nothing_else(alice: Patient, priya: Staff) -> None:
    given = a_programme(alice, priya)
    lines = moved(drafted_lines(given.programme), str(given.bridge.line), -1)
    after = give_lines(alice, priya, lines)
    assert [row.pk for row in after.prescriptions] == [
        given.clam.pk,
        given.bridge.pk,
        given.hinge.pk,
    ]


def test_the_second_of_two_practitioners_is_told_and_nothing_is_overwritten(
    alice: Patient, priya: Staff
) -> None:
    given = a_programme(alice, priya)
    page_was_made_at = given.programme.edits
    mine = (replace(as_line(given.clam), sets=4),)
    save_draft(programme=given.programme, lines=mine, edits=page_was_made_at, by=priya)
    with pytest.raises(StaleEdit, match="Priya Nair changed this programme"):
        save_draft(programme=given.programme, lines=(), edits=page_was_made_at, by=priya)
    assert [line["sets"] for line in Draft.objects.get().lines] == [4]


def test_giving_twice_by_a_double_click_gives_once(alice: Patient, priya: Staff) -> None:
    given = a_programme(alice, priya)
    save_draft(
        programme=given.programme, lines=usual_lines(), edits=given.programme.edits, by=priya
    )
    seen = given.programme.edits + 1
    give(programme=given.programme, edits=seen, by=priya)
    with pytest.raises(StaleEdit):
        give(programme=given.programme, edits=seen, by=priya)
    assert Programme.objects.get().version == 2


def test_a_dropped_draft_leaves_the_programme_as_it_was(alice: Patient, priya: Staff) -> None:
    given = a_programme(alice, priya)
    saved = save_draft(programme=given.programme, lines=(), edits=given.programme.edits, by=priya)
    drop_draft(programme=saved, edits=saved.edits, by=priya)
    assert len(drafted_lines(given.programme)) == 3


@pytest.mark.parametrize("who", ["rob", "olu", "charlie"])
def test_only_a_practitioner_of_the_clinic_prescribes(house: House, who: str) -> None:
    given = a_programme(house.alice, house.priya)
    somebody: Staff = getattr(house, who)
    with pytest.raises(NotAllowed):
        save_draft(programme=given.programme, lines=(), edits=given.programme.edits, by=somebody)
    with pytest.raises(NotAllowed):
        give(programme=given.programme, edits=given.programme.edits, by=somebody)
    with pytest.raises(NotAllowed):
        assessed(house.alice, somebody)
    with pytest.raises(NotAllowed):
        change_one(programme=given.programme, line=as_line(given.clam), by=somebody, why="x")


@pytest.mark.parametrize(
    ("cleared", "review_in", "says"),
    [(False, 28, "did not clear"), (True, -1, "review date has passed")],
)
def test_without_a_cleared_assessment_in_date_nothing_is_given(
    alice: Patient, priya: Staff, cleared: bool, review_in: int, says: str
) -> None:
    assessed(alice, priya, cleared=cleared, review_in=review_in)
    programme = Programme.objects.get(patient=alice)
    saved = save_draft(programme=programme, lines=usual_lines(), edits=0, by=priya)
    with pytest.raises(NotGiven, match=says):
        give(programme=saved, edits=saved.edits, by=priya)
    assert not Prescription.objects.exists()


def test_without_any_assessment_nothing_is_given(alice: Patient, priya: Staff) -> None:
    programme = Programme.objects.create(patient=alice)
    with pytest.raises(NotGiven, match="Assess the patient first"):
        give(programme=programme, edits=0, by=priya)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"sets": 0}, "sets"),
        ({"sets": 99}, "sets"),
        ({"repetitions": -1}, "repetitions"),
        ({"hold_s": 9999}, "hold_s"),
        ({"tempo": "fast"}, "tempo"),
        ({"times_a_day": 0}, "times_a_day"),
        ({"weekdays": ""}, "weekdays"),
        ({"weekdays": "189"}, "weekdays"),
        ({"pain_policy": "none"}, "pain_policy"),
        ({"pain_ceiling": 8}, "pain_ceiling"),
        ({"pain_policy": "monitored", "pain_ceiling": 1}, "pain_ceiling"),
        ({"side": "none"}, "side"),
        ({"side": "top"}, "side"),
        ({"form_checked": False}, "form_checked"),
    ],
)
def test_an_impossible_line_is_named_with_its_field(
    alice: Patient, priya: Staff, changes: dict[str, object], field: str
) -> None:
    assessed(alice, priya)
    clam = line_of(an_exercise("clam", "Clam", sides="each"), **changes)
    programme = Programme.objects.get(patient=alice)
    saved = save_draft(programme=programme, lines=[clam], edits=0, by=priya)
    with pytest.raises(NotGiven) as refused:
        give(programme=saved, edits=saved.edits, by=priya)
    assert [(problem.line, problem.field) for problem in refused.value.problems] == [
        (clam.line, field)
    ]


def test_a_side_is_refused_where_the_exercise_has_none(alice: Patient, priya: Staff) -> None:
    assessed(alice, priya)
    bridge = line_of(an_exercise("glute-bridge", "Glute bridge"), side="left")
    programme = Programme.objects.get(patient=alice)
    saved = save_draft(programme=programme, lines=[bridge], edits=0, by=priya)
    with pytest.raises(NotGiven, match="both sides at once"):
        give(programme=saved, edits=saved.edits, by=priya)


def test_a_reason_stands_in_for_checked_form(alice: Patient, priya: Staff) -> None:
    assessed(alice, priya)
    clam = line_of(
        an_exercise("clam", "Clam", sides="each"),
        form_checked=False,
        form_reason="Knows it from last year.",
    )
    given = give_lines(alice, priya, [clam])
    assert given.clam.form_reason == "Knows it from last year."


def test_a_clash_of_cautions_needs_a_reason(alice: Patient, priya: Staff) -> None:
    assessed(alice, priya)
    version = an_exercise("box-squat", "Box squat")
    version.content["cautions"] = ["knee_pain"]
    version.save()
    programme = Programme.objects.get(patient=alice)
    saved = save_draft(programme=programme, lines=[line_of(version)], edits=0, by=priya)
    with pytest.raises(NotGiven, match="names a caution"):
        give(programme=saved, edits=saved.edits, by=priya)
    careful = line_of(version, caution_reason="High seat, no pain today.")
    saved = save_draft(programme=programme, lines=[careful], edits=saved.edits, by=priya)
    give(programme=saved, edits=saved.edits, by=priya)


def test_the_same_exercise_twice_is_refused(alice: Patient, priya: Staff) -> None:
    assessed(alice, priya)
    clam = an_exercise("clam", "Clam", sides="each")
    programme = Programme.objects.get(patient=alice)
    saved = save_draft(programme=programme, lines=[line_of(clam), line_of(clam)], edits=0, by=priya)
    with pytest.raises(NotGiven, match="here twice"):
        give(programme=saved, edits=saved.edits, by=priya)


def test_changing_one_dose_says_why_and_leaves_a_draft_alone(alice: Patient, priya: Staff) -> None:
    given = a_programme(alice, priya)
    save_draft(programme=given.programme, lines=(), edits=given.programme.edits, by=priya)
    with pytest.raises(ReasonMissing):
        change_one(programme=given.programme, line=as_line(given.clam), by=priya, why="  ")
    fewer = replace(as_line(given.clam), repetitions=5)
    change_one(programme=given.programme, line=fewer, by=priya, why=" Half, until it is calm. ")
    now = given_in(given.programme)
    assert [row.repetitions for row in now] == [5, 10, 10]
    assert now[0].why_changed == "Half, until it is calm."
    recorded = AuditRow.objects.filter(action="gave").latest("id")
    assert recorded.facts["changed"] == [str(now[0].pk)]
    assert Draft.objects.get().lines == []


def test_giving_is_recorded_and_mailed_once(alice: Patient, priya: Staff) -> None:
    given = a_programme(alice, priya)
    row = AuditRow.objects.get(action="gave")
    assert row.actor == "Priya Nair"
    assert len(row.facts["changed"]) == 3
    mail = Notification.objects.get(kind="programme_given")
    assert (mail.patient_id, mail.facts) == (alice.pk, {})
    give_lines(alice, priya, drafted_lines(given.programme))
    assert Notification.objects.filter(kind="programme_given").count() == 1


def test_editing_a_file_leaves_the_patient_on_the_version_they_were_given(
    alice: Patient, priya: Staff
) -> None:
    given = a_programme(alice, priya)
    newer = an_exercise("clam", "Clam")
    newer.pk = None
    newer.content_hash = "new"
    newer.name = "Clam, new words"
    newer._state.adding = True
    newer.save()
    newer.exercise.current = newer
    newer.exercise.save()
    assert given_in(given.programme)[0].exercise.name == "Clam"
