"""The inbox: all the clinic must see, and its answer."""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from goodform.inbox.actions import escalate, raise_alert
from goodform.inbox.answer_actions import acknowledge, resolve
from goodform.inbox.evidence import Evidence
from goodform.inbox.models import Alert, AlertStep, AlertTelling, Closing, Kind, Severity, StepKind
from goodform.inbox.queries import open_alerts
from goodform.library.models import ExerciseVersion
from goodform.library.queries import current_version
from goodform.people.models import Patient, Staff, User
from goodform.programmes.actions import change_one, hold
from goodform.programmes.drafting import stepped
from goodform.programmes.models import Hold, Prescription, Programme
from goodform.programmes.queries import as_line, given_in
from goodform.safety.signs import SIGNS
from tests.desk.conftest import As, Treated, a_line, assess_for, give_to
from tests.people import House, a_patient

FOLDED_OPEN = re.compile(r'<details class="folded"\s+open>')
MOST_QUERIES = 9


@dataclass(frozen=True)
class Stopped:
    """Alice stopped her box squat; it is on hold and the clinic was told."""

    treated: Treated
    alert: Alert

    @property
    def address(self) -> str:
        return f"/inbox/{self.alert.pk}/"

    def step(self, **said: object) -> dict[str, object]:
        """A step back as the panel sends it: its dose, not shown, and why."""
        panel = {
            "made_from": self.row.pk,
            "sets": 1,
            "repetitions": 8,
            "hold_s": 0,
            "rest_s": 30,
            "tempo": "2-2",
            "times_a_day": 1,
            "form_reason": "By phone.",
            "why": "Easier for a week.",
        }
        return {"do": "step", **{f"step-{name}": value for name, value in (panel | said).items()}}

    @property
    def row(self) -> Prescription:
        programme = Programme.objects.get(patient=self.treated.house.alice)
        (row,) = given_in(programme)
        return row


@pytest.fixture
def stopped(treated: Treated) -> Stopped:
    house = treated.house
    programme = give_to(house.alice, house.priya, a_line(house.alice, "box-squat"))
    (row,) = given_in(programme)
    now = timezone.now()
    hold(programme=programme, line=row.line, reason="stopped", cause="e1", at=now, by=house.alice)
    alert = raise_alert(
        patient=house.alice,
        kind=Kind.STOP,
        severity=Severity.TODAY,
        cause="e1",
        evidence=Evidence(
            because="stopped",
            advice="tell_clinic",
            exercise="Box squat",
            where="low_back",
            pain_before=2,
            pain=6,
            noticed=("knee_wobbled",),
            note="Sharp, when I came up.",
        ),
        happened_at=now - timedelta(minutes=12),
        by=house.alice,
        prescription=row,
    )
    return Stopped(treated, alert)


def after_a_step_up(treated: Treated, **dose: int) -> Stopped:
    """Alice had hip hinges at this dose, was stepped up to the box squat, and stopped it."""
    house = treated.house
    programme = give_to(house.alice, house.priya, a_line(house.alice, "hip-hinge", **dose))
    (hinge,) = given_in(programme)
    squat = current_version(house.clinic, "box-squat")
    assert squat is not None
    up = stepped(
        as_line(hinge),
        version=squat.pk,
        slug="box-squat",
        sides=squat.content["sides"],
        dose=squat.content["dose"],
        why="",
    )
    up = replace(up, form_checked=True)
    change_one(programme=programme, line=up, by=house.priya, why="You are ready.")
    return told_of(treated)


def a_stop_of(treated: Treated, slug: str) -> Stopped:
    """Alice was given this exercise, which nobody ever stepped, and stopped it."""
    house = treated.house
    give_to(house.alice, house.priya, a_line(house.alice, slug))
    return told_of(treated)


def told_of(treated: Treated) -> Stopped:
    """The clinic was told that Alice stopped the one exercise that she has."""
    house = treated.house
    (row,) = given_in(Programme.objects.get(patient=house.alice))
    alert = raise_alert(
        patient=house.alice,
        kind=Kind.STOP,
        severity=Severity.TODAY,
        cause="e2",
        evidence=Evidence(because="stopped", exercise=row.exercise.name),
        happened_at=timezone.now(),
        by=house.alice,
        prescription=row,
    )
    return Stopped(treated, alert)


@pytest.fixture
def pat(house: House) -> Staff:
    """A second practitioner."""
    return Staff.objects.create(
        clinic=house.clinic,
        user=User.objects.create_user("pat@example.org"),
        name="Pat Roy",
        is_practitioner=True,
    )


def a_red_flag(patient: Patient) -> Alert:
    programme = Programme.objects.get(patient=patient)
    now = timezone.now()
    hold(programme=programme, line=None, reason="red_flag", cause="s1", at=now, by=patient)
    return raise_alert(
        patient=patient,
        kind=Kind.RED_FLAG,
        severity=Severity.CALL_NOW,
        cause="s1",
        evidence=Evidence(because="red_flag", advice="emergency", red_flags=("peeing",)),
        happened_at=now,
        by=patient,
    )


def a_bad_morning(treated: Treated) -> tuple[Alert, dict[str, UUID]]:
    """Alice was not sure in the morning: what she did is on hold. The lines by slug."""
    alice, lines = treated.house.alice, {slug: row.line for slug, row in treated.rows.items()}
    now = timezone.now()
    for number, line in enumerate(lines.values()):
        hold(
            programme=treated.programme,
            line=line,
            reason="not_settled",
            cause="morning:2026-11-16",
            at=now + timedelta(seconds=number),
            by=alice,
        )
    alert = raise_alert(
        patient=alice,
        kind=Kind.MORNING,
        severity=Severity.TODAY,
        cause="morning:2026-11-16",
        evidence=Evidence(because="not_settled", settled=False, local_date="2026-11-15"),
        happened_at=now,
        by=alice,
    )
    return alert, lines


def test_the_gravest_stands_on_top(stopped: Stopped, signed_in: As) -> None:
    a_red_flag(stopped.treated.house.alice)
    page = signed_in(stopped.treated.house.priya).get("/inbox/").content.decode()
    assert page.index("Call now") < page.index("Red flag: Hard to start or stop peeing")
    assert page.index("Hard to start or stop peeing") < page.index("Stopped Box squat")
    assert "1 person needs you" in page
    assert "Nobody has this yet" in page


def test_a_case_shows_the_phone_first_then_what_was_told(stopped: Stopped, signed_in: As) -> None:
    page = signed_in(stopped.treated.house.priya).get(stopped.address).content.decode()
    assert page.index("tel:01632960177") < page.index("What was reported")
    for words in (
        "Pain: before 2, then 6",
        "Where: Low back",
        "My knee wobbled",
        "Sharp, when I came up.",
        "Our advice for this: “Tell the clinic”",
        "Box squat is on hold",
        "Step back to Hip hinge",
    ):
        assert words in page


def test_a_red_flag_names_what_was_ticked_and_the_number_that_was_shown(
    stopped: Stopped, signed_in: As
) -> None:
    alert = a_red_flag(stopped.treated.house.alice)
    page = signed_in(stopped.treated.house.priya).get(f"/inbox/{alert.pk}/").content.decode()
    assert "Hard to start or stop peeing" in page
    assert "Call 999 now" in page
    assert f"{len(SIGNS) - 1} others were not ticked" in page
    assert "The whole programme is on hold" in page


class TestWhoMaySee:
    def test_reception_sees_whom_to_phone_and_nothing_of_health(
        self, stopped: Stopped, signed_in: As
    ) -> None:
        browser = signed_in(stopped.treated.house.rob)
        for address in ("/inbox/", stopped.address):
            page = browser.get(address).content.decode()
            assert "Alice Archer" in page
            for secret in ("Sharp", "Low back", "before 2", "Box squat", "wobbled"):
                assert secret not in page
        assert "tel:01632960177" in browser.get(stopped.address).content.decode()

    @pytest.mark.parametrize("do", ["take", "hand", "release:all", "step", "close"])
    def test_reception_answers_no_case(self, stopped: Stopped, signed_in: As, do: str) -> None:
        answer = signed_in(stopped.treated.house.rob).post(
            stopped.address,
            {
                "do": do,
                "release-reason": "x",
                "step-why": "x",
                "outcome": "other",
                "what_was_done": "x",
            },
        )
        assert answer.status_code == 403
        assert Hold.objects.get(cause="e1").released_at is None
        assert Alert.objects.get(pk=stopped.alert.pk).resolved_at is None

    def test_the_owner_sees_only_what_nobody_took_in_time(
        self, stopped: Stopped, signed_in: As
    ) -> None:
        browser = signed_in(stopped.treated.house.olu)
        assert "Nothing is late" in browser.get("/inbox/").content.decode()
        escalate(now=timezone.now() + timedelta(hours=25))
        page = browser.get("/inbox/").content.decode()
        assert "for Priya Nair" in page
        assert "Alice" not in page
        assert "Box squat" not in page
        assert browser.get(stopped.address).status_code == 403

    def test_outsiders_see_nothing(self, stopped: Stopped, signed_in: As) -> None:
        house = stopped.treated.house
        charlie = signed_in(house.charlie)
        assert charlie.get(stopped.address).status_code == 404
        assert charlie.post(stopped.address, {"do": "take"}).status_code == 404
        assert "Alice" not in charlie.get("/inbox/?of=everyone").content.decode()
        for person in (house.alice, house.carol):
            assert signed_in(person).get("/inbox/").status_code == 403
            assert signed_in(person).get(stopped.address).status_code == 403
        assert Client().get("/inbox/").status_code == 302
        assert Client().get(stopped.address).status_code == 302


def told_again(stopped: Stopped) -> Alert:
    """Alice stops the same exercise a second time."""
    return raise_alert(
        patient=stopped.treated.house.alice,
        kind=Kind.STOP,
        severity=Severity.TODAY,
        cause=f"stop:{uuid4()}",
        evidence=Evidence(because="stopped", exercise="Box squat", pain=8, note="Worse now."),
        happened_at=timezone.now(),
        by=stopped.treated.house.alice,
        prescription=stopped.row,
    )


class TestToldAgain:
    """A case is not answered by a page that did not show all of it."""

    @pytest.mark.parametrize(
        "sent",
        [
            {"do": "take"},
            {"do": "release:all", "release-reason": "Seen.", "release-close": "on"},
            {"do": "close", "outcome": "spoke", "what_was_done": "Rang her."},
            {"do": "close", "outcome": "try_again", "what_was_done": "Rang her."},
            "step",
        ],
        ids=str,
    )
    @pytest.mark.parametrize("seen", ["as it was", "", "0", "-1", "x", "9" * 400])
    def test_an_older_page_changes_nothing_and_shows_the_new_one_on_top(
        self, stopped: Stopped, signed_in: As, sent: dict[str, object] | str, seen: str
    ) -> None:
        browser = signed_in(stopped.treated.house.priya)
        shown = browser.get(stopped.address).context["case"].seen
        told_again(stopped)
        form = sent if isinstance(sent, dict) else stopped.step()
        mark = shown if seen == "as it was" else seen
        answer = browser.post(stopped.address, {**form, "seen": mark})
        assert answer.status_code == 409
        page = answer.content.decode()
        assert "Something new was told while you had this open." in page
        assert page.index("Worse now.") < page.index("Sharp, when I came up.")
        for words in ("Rang her.", "Seen.", "Easier for a week."):
            assert (f"“{words}”" in page) == (words in form.values())
        alert = Alert.objects.get(pk=stopped.alert.pk)
        assert (alert.acknowledged_at, alert.resolved_at) == (None, None)
        assert Hold.objects.get(cause="e1").released_at is None
        assert stopped.row.exercise.exercise.slug == "box-squat"
        assert answer.context["case"].seen > shown

    def test_the_page_that_showed_it_answers(self, stopped: Stopped, signed_in: As) -> None:
        told_again(stopped)
        browser = signed_in(stopped.treated.house.priya)
        page = browser.get(stopped.address)
        assert "Reported 2 times" in page.content.decode()
        seen = page.context["case"].seen
        assert f'name="seen" value="{seen}"' in page.content.decode()
        browser.post(stopped.address, {"do": "take", "seen": seen})
        assert Alert.objects.get(pk=stopped.alert.pk).acknowledged_at is not None

    def test_the_list_says_how_often_and_folds_by_patient(
        self, stopped: Stopped, signed_in: As
    ) -> None:
        told_again(stopped)
        flag = a_red_flag(stopped.treated.house.alice)
        browser = signed_in(stopped.treated.house.priya)
        answer = browser.get("/inbox/")
        page = answer.content.decode()
        assert "(2 times)" in page
        assert "1 more about Alice Archer" in page
        (group,) = answer.context["queue"].groups
        (item,) = group.items
        assert (item.id, [each.id for each in item.others]) == (flag.pk, [stopped.alert.pk])
        assert '<details class="folded">' in page
        acknowledge(alert=flag, by=stopped.treated.house.priya)
        assert FOLDED_OPEN.search(browser.get("/inbox/").content.decode())

    def test_what_is_newer_than_what_it_stands_under_is_not_folded_away(
        self, stopped: Stopped, signed_in: As
    ) -> None:
        flag = a_red_flag(stopped.treated.house.alice)
        browser = signed_in(stopped.treated.house.priya)
        told_again(stopped)
        newer = Alert.objects.get(pk=stopped.alert.pk).last_at
        Alert.objects.filter(pk=flag.pk).update(last_at=newer - timedelta(days=2))
        assert FOLDED_OPEN.search(browser.get("/inbox/").content.decode())
        acknowledge(alert=Alert.objects.get(pk=stopped.alert.pk), by=stopped.treated.house.priya)
        assert '<details class="folded">' in browser.get("/inbox/").content.decode()


class TestAnswering:
    @pytest.fixture
    def browser(self, stopped: Stopped, signed_in: As) -> Client:
        return signed_in(stopped.treated.house.priya)

    def test_i_have_this(self, stopped: Stopped, browser: Client) -> None:
        browser.post(stopped.address, {"do": "take"})
        browser.post(stopped.address, {"do": "take"})
        alert = Alert.objects.get(pk=stopped.alert.pk)
        assert alert.acknowledged_by == stopped.treated.house.priya
        assert AlertStep.objects.filter(kind=StepKind.TAKEN).count() == 1
        assert "You have this" in browser.get("/inbox/").content.decode()

    def test_who_comes_second_is_told(self, stopped: Stopped, browser: Client, pat: Staff) -> None:
        acknowledge(alert=stopped.alert, by=pat)
        answer = browser.post(stopped.address, {"do": "take"})
        assert answer.status_code == 409
        assert "Pat Roy has this" in answer.content.decode()
        assert Alert.objects.get(pk=stopped.alert.pk).acknowledged_by == pat

    def test_a_case_is_handed_to_a_colleague(
        self, stopped: Stopped, browser: Client, pat: Staff
    ) -> None:
        answer = browser.post(stopped.address, {"do": "hand", "to": str(pat.pk)}, follow=True)
        assert "Handed to Pat Roy" in answer.content.decode()
        assert Alert.objects.get(pk=stopped.alert.pk).owner == pat

    @pytest.mark.usefixtures("pat")
    @pytest.mark.parametrize("who", ["", "nobody", "rob", "charlie"])
    def test_a_case_is_handed_to_nobody_else(
        self, stopped: Stopped, browser: Client, who: str
    ) -> None:
        house = stopped.treated.house
        chosen = {"rob": str(house.rob.pk), "charlie": str(house.charlie.pk)}.get(who, who)
        assert browser.post(stopped.address, {"do": "hand", "to": chosen}).status_code == 422
        assert Alert.objects.get(pk=stopped.alert.pk).owner == house.priya

    def test_a_release_with_a_reason_closes_the_case_in_one_tap(
        self, stopped: Stopped, browser: Client
    ) -> None:
        sent = {"do": "release:all", "release-reason": "Seen today, fine.", "release-close": "on"}
        browser.post(stopped.address, sent)
        assert Hold.objects.get(cause="e1").release_reason == "Seen today, fine."
        alert = Alert.objects.get(pk=stopped.alert.pk)
        assert (alert.outcome, alert.what_was_done) == (Closing.RELEASED, "Seen today, fine.")

    @pytest.mark.parametrize("reason", ["", "   ", "x" * 301])
    def test_a_release_without_words_is_refused(
        self, stopped: Stopped, browser: Client, reason: str
    ) -> None:
        answer = browser.post(stopped.address, {"do": "release:all", "release-reason": reason})
        assert answer.status_code == 422
        assert Hold.objects.get(cause="e1").released_at is None

    def test_releasing_a_line_twice_never_releases_everything(
        self, stopped: Stopped, browser: Client
    ) -> None:
        a_red_flag(stopped.treated.house.alice)
        sent = {"do": "release:all", "release-reason": "Seen."}
        browser.post(stopped.address, sent)
        answer = browser.post(stopped.address, sent)
        assert answer.status_code == 422
        assert "Nothing waits here any more" in answer.content.decode()
        assert Hold.objects.get(cause="s1").released_at is None

    def test_what_has_a_case_of_its_own_stays_on_hold_and_is_named(
        self, stopped: Stopped, browser: Client, signed_in: As
    ) -> None:
        alert = a_red_flag(stopped.treated.house.alice)
        page = browser.get(f"/inbox/{alert.pk}/").content.decode()
        assert "Box squat waits for another case" in page
        assert stopped.address in page
        sent = {"do": "release:all", "release-reason": "A&E found nothing.", "release-close": "on"}
        page = browser.post(f"/inbox/{alert.pk}/", sent, follow=True).content.decode()
        assert "Released: the whole programme. Stays on hold: Box squat." in page
        assert "Released, Priya Nair: the whole programme. Stays on hold: Box squat" in page
        assert Hold.objects.get(cause="s1").released_at is not None
        assert Hold.objects.get(cause="e1").released_at is None
        assert Alert.objects.get(pk=alert.pk).outcome == Closing.RELEASED
        history = browser.get(stopped.treated.address("history/")).content.decode()
        assert "A&amp;E found nothing. (Stayed on hold: Box squat)" in history
        today = signed_in(stopped.treated.house.alice).get("/today").content.decode()
        assert "You may do all of it again" not in today

    def test_everything_released_is_everything_where_no_other_case_is_open(
        self, stopped: Stopped, browser: Client
    ) -> None:
        alert = a_red_flag(stopped.treated.house.alice)
        by = stopped.treated.house.priya
        resolve(alert=stopped.alert, outcome=Closing.SPOKE, what_was_done="Rang.", by=by)
        sent = {"do": "release:all", "release-reason": "A&E found nothing."}
        page = browser.post(f"/inbox/{alert.pk}/", sent, follow=True).content.decode()
        assert "Released: the whole programme, Box squat. Alice may do it again" in page
        assert not Hold.objects.filter(released_at=None).exists()
        assert Alert.objects.get(pk=alert.pk).resolved_at is None

    def test_a_stop_released_under_a_red_flag_says_that_nothing_may_be_done_yet(
        self, stopped: Stopped, browser: Client
    ) -> None:
        a_red_flag(stopped.treated.house.alice)
        sent = {"do": "release:all", "release-reason": "Seen."}
        page = browser.post(stopped.address, sent, follow=True).content.decode()
        assert "Nothing may be done yet. Stays on hold: the whole programme." in page

    def test_one_of_several_is_released_and_the_case_stays_open(
        self, treated: Treated, signed_in: As
    ) -> None:
        alert, lines = a_bad_morning(treated)
        browser = signed_in(treated.house.priya)
        page = browser.get(f"/inbox/{alert.pk}/").content.decode()
        assert "Release 3 exercises" in page
        sent = {
            "do": f"release:{lines['clam']}",
            "release-reason": "Only this one.",
            "release-close": "on",
        }
        page = browser.post(f"/inbox/{alert.pk}/", sent, follow=True).content.decode()
        assert "This case stays open, since it still holds something." in page
        assert Hold.objects.get(line=lines["clam"]).released_at is not None
        assert Hold.objects.filter(released_at=None).count() == 2
        browser.post(f"/inbox/{alert.pk}/", {**sent, "do": "release:all"})
        assert not Hold.objects.filter(released_at=None).exists()
        assert Alert.objects.get(pk=alert.pk).outcome == Closing.RELEASED

    def test_a_case_that_holds_is_not_closed_as_may_go_on(
        self, treated: Treated, signed_in: As
    ) -> None:
        alert, _lines = a_bad_morning(treated)
        browser = signed_in(treated.house.priya)
        sent = {"do": "close", "outcome": "released", "what_was_done": "Looked, she may go on."}
        answer = browser.post(f"/inbox/{alert.pk}/", sent)
        assert answer.status_code == 422
        page = answer.content.decode()
        assert "Still on hold because of this case: Hip hinge, Glute bridge, Clam." in page
        assert "Looked, she may go on." in page
        assert Alert.objects.get(pk=alert.pk).resolved_at is None

    @pytest.mark.parametrize("what", ["", "all-of-it", "whole", str(UUID(int=7))])
    def test_what_is_not_held_here_is_not_released(
        self, stopped: Stopped, browser: Client, what: str
    ) -> None:
        sent = {"do": f"release:{what}", "release-reason": "Seen."}
        assert browser.post(stopped.address, sent).status_code == 422
        assert Hold.objects.get(cause="e1").released_at is None

    def test_a_step_back_tells_the_patient_why_and_stays_on_hold(
        self, stopped: Stopped, browser: Client
    ) -> None:
        sent = {**stopped.step(), "step-close": "on"}
        page = browser.post(stopped.address, sent, follow=True).content.decode()
        assert "Alice now has Hip hinge, and reads why." in page
        row = stopped.row
        assert row.exercise.exercise.slug == "hip-hinge"
        assert row.why_changed == "Easier for a week."
        assert row.form_reason == "By phone."
        assert row.is_held
        assert Alert.objects.get(pk=stopped.alert.pk).outcome == Closing.CHANGED

    def test_a_step_back_may_release_as_well(self, stopped: Stopped, browser: Client) -> None:
        sent = {**stopped.step(), "step-let_go_on": "on"}
        browser.post(stopped.address, sent)
        assert not stopped.row.is_held
        assert Alert.objects.get(pk=stopped.alert.pk).resolved_at is None

    def test_a_step_back_without_words_changes_nothing(
        self, stopped: Stopped, browser: Client
    ) -> None:
        sent = stopped.step(why=" ")
        assert browser.post(stopped.address, sent).status_code == 422
        assert stopped.row.exercise.exercise.slug == "box-squat"

    def test_a_step_back_past_the_review_says_what_stands_between(
        self, stopped: Stopped, browser: Client
    ) -> None:
        stopped.treated.house.alice.assessments.update(review_by="2020-01-01")
        answer = browser.post(stopped.address, {**stopped.step(), "step-let_go_on": "on"})
        assert answer.status_code == 422
        assert "The review date has passed" in answer.content.decode()
        assert stopped.row.is_held

    @pytest.mark.usefixtures("library")
    def test_a_step_back_to_what_was_never_given_proposes_one_set(
        self, house: House, signed_in: As
    ) -> None:
        assess_for(house.alice, house.priya)
        programme = Programme.objects.get(patient=house.alice)
        stopped = a_stop_of(Treated(house, programme), "side-lying-leg-abduction")
        step = signed_in(house.priya).get(stopped.address).context["case"].step
        dose = ExerciseVersion.objects.get(exercise__slug="clam").content["dose"]
        assert dose["sets"] > 1
        assert (step.line.sets, step.line.repetitions) == (1, dose["repetitions"])

    def test_a_step_back_proposes_the_last_dose_given_and_shows_it(
        self, treated: Treated, browser: Client
    ) -> None:
        stopped = after_a_step_up(treated, sets=1, repetitions=3)
        page = browser.get(stopped.address)
        step = page.context["case"].step
        assert (step.line.sets, step.line.repetitions) == (1, 3)
        form = page.context["step_form"]
        assert (form["sets"].value(), form["repetitions"].value()) == (1, 3)
        for name in ("sets", "repetitions", "hold_s", "rest_s", "times_a_day", "tempo"):
            assert f'name="step-{name}"' in page.content.decode()

    def test_the_dose_of_the_panel_is_what_the_patient_gets(
        self, stopped: Stopped, browser: Client
    ) -> None:
        browser.post(stopped.address, stopped.step(sets=1, repetitions=3, hold_s=2))
        row = stopped.row
        assert (row.sets, row.repetitions, row.hold_s) == (1, 3, 2)

    def test_a_step_back_asks_whether_it_was_shown(self, stopped: Stopped, browser: Client) -> None:
        answer = browser.post(stopped.address, stopped.step(form_reason=" "))
        assert answer.status_code == 422
        assert "Tick that you showed it and checked form" in answer.content.decode()
        assert stopped.row.exercise.exercise.slug == "box-squat"
        browser.post(stopped.address, stopped.step(form_reason="", form_checked="on"))
        assert (stopped.row.form_checked, stopped.row.form_reason) == (True, "")

    @pytest.mark.parametrize("slip", [{"sets": 0}, {"sets": 99}, {"tempo": "fast"}, {"hold_s": ""}])
    def test_a_dose_past_its_bounds_changes_nothing(
        self, stopped: Stopped, browser: Client, slip: dict[str, object]
    ) -> None:
        assert browser.post(stopped.address, stopped.step(**slip)).status_code == 422
        assert stopped.row.exercise.exercise.slug == "box-squat"

    def test_a_panel_made_from_an_older_prescription_steps_nobody(
        self, stopped: Stopped, browser: Client
    ) -> None:
        sent = stopped.step()
        old = stopped.row
        change_one(
            programme=old.programme,
            line=replace(as_line(old), sets=1),
            by=stopped.treated.house.priya,
            why="Fewer.",
        )
        answer = browser.post(stopped.address, sent)
        assert answer.status_code == 409
        assert "Easier for a week." in answer.content.decode()
        assert stopped.row.exercise.exercise.slug == "box-squat"
        assert answer.context["step_form"]["made_from"].value() == str(stopped.row.pk)

    def test_the_end_of_the_ladder_is_said(self, stopped: Stopped, browser: Client) -> None:
        sent = stopped.step()
        browser.post(stopped.address, sent)
        answer = browser.post(stopped.address, sent)
        assert answer.status_code == 422
        assert "There is nothing easier in the library." in answer.content.decode()

    def test_a_case_is_closed_with_what_was_done(self, stopped: Stopped, browser: Client) -> None:
        sent = {"do": "close", "outcome": "spoke", "what_was_done": "Phoned, settled. 👍"}
        browser.post(stopped.address, sent)
        alert = Alert.objects.get(pk=stopped.alert.pk)
        assert alert.what_was_done == "Phoned, settled. 👍"
        assert "Nobody needs you now" in browser.get("/inbox/").content.decode()
        assert "Phoned, settled." in browser.get(stopped.address).content.decode()

    @pytest.mark.parametrize(
        ("outcome", "words", "says"),
        [
            ("", "Phoned.", "Please choose one of the answers"),
            ("perhaps", "Phoned.", "Please choose one of the answers"),
            ("spoke", "", "Say in a few words what was done"),
            ("spoke", "   ", "Say in a few words what was done"),
            ("spoke", "Phoned. " * 2000, "Please keep this to 2000 letters"),
        ],
    )
    def test_a_case_is_not_closed_without_saying_what_was_done(
        self, stopped: Stopped, browser: Client, outcome: str, words: str, says: str
    ) -> None:
        sent = {"do": "close", "outcome": outcome, "what_was_done": words}
        answer = browser.post(stopped.address, sent)
        assert answer.status_code == 422
        assert says in answer.content.decode()
        assert words.strip() in answer.content.decode()
        assert Alert.objects.get(pk=stopped.alert.pk).resolved_at is None

    def test_no_answer_keeps_the_case_open(self, stopped: Stopped, browser: Client) -> None:
        sent = {"do": "close", "outcome": "try_again", "what_was_done": "Rang twice."}
        page = browser.post(stopped.address, sent, follow=True).content.decode()
        assert "The case stays open" in page
        assert "Rang twice." in page
        assert Alert.objects.get(pk=stopped.alert.pk).resolved_at is None

    def test_who_closes_second_is_told_and_keeps_the_words(
        self, stopped: Stopped, browser: Client, pat: Staff
    ) -> None:
        resolve(alert=stopped.alert, outcome=Closing.SPOKE, what_was_done="All well.", by=pat)
        sent = {"do": "close", "outcome": "other", "what_was_done": "My long story."}
        answer = browser.post(stopped.address, sent)
        page = answer.content.decode()
        assert answer.status_code == 409
        assert "Pat Roy closed this" in page
        assert "My long story." in page
        assert Alert.objects.get(pk=stopped.alert.pk).what_was_done == "All well."

    def test_an_unknown_answer_is_not_found(self, stopped: Stopped, browser: Client) -> None:
        assert browser.post(stopped.address, {"do": "shrug"}).status_code == 404


def test_the_inbox_of_two_thousand_patients_costs_as_few_queries_as_one(
    stopped: Stopped, signed_in: As
) -> None:
    house = stopped.treated.house
    browser = signed_in(house.priya)
    browser.get("/inbox/")  # the first time today is written down
    with CaptureQueriesContext(connection) as few:
        browser.get("/inbox/")
    patients = Patient.objects.bulk_create(
        Patient(clinic=house.clinic, practitioner=house.priya, name=f"P{n}", born=date(1970, 1, 1))
        for n in range(2000)
    )
    now = timezone.now()
    Alert.objects.bulk_create(
        Alert(
            clinic=house.clinic,
            patient=patient,
            kind=Kind.PAIN,
            severity=Severity.TODAY,
            cause="c",
            raised_at=now,
            happened_at=now,
            waiting_since=now,
            owner=house.priya,
        )
        for patient in patients[:300]
    )
    with CaptureQueriesContext(connection) as many:
        page = browser.get("/inbox/").content.decode()
    assert len(many) == len(few) <= MOST_QUERIES
    assert "301 people need you" in page
    assert "And 201 more." in page


def test_a_case_of_who_was_not_sure_is_headed_so_for_everybody(
    treated: Treated, signed_in: As
) -> None:
    alert, _lines = a_bad_morning(treated)
    address = f"/inbox/{alert.pk}/"
    for who in (treated.house.priya, treated.house.rob):
        assert "Not settled next morning" in signed_in(who).get(address).content.decode()
    unsure = {"settled": None, "because": "not_sure", "local_date": "2026-11-15"}
    Alert.objects.update(evidence=unsure)
    AlertTelling.objects.update(facts=unsure)
    Hold.objects.update(reason="not_sure")
    for who in (treated.house.priya, treated.house.rob):
        for page in (address, "/inbox/?of=everyone"):
            shown = signed_in(who).get(page).content.decode()
            assert "Was not sure" in shown
            assert "Not settled" not in shown
    assert signed_in(treated.house.charlie).get(address).status_code == 404


def test_an_inbox_costs_as_much_when_everything_waits_at_once(
    treated: Treated, signed_in: As
) -> None:
    house, now = treated.house, timezone.now()
    priya = signed_in(house.priya)
    priya.get("/inbox/")
    for number in range(6):
        patient = a_patient(house.clinic, house.priya, f"P{number} Pell")
        for severity in Severity:
            raise_alert(
                patient=patient,
                kind=Kind.STOP,
                severity=severity,
                cause=f"stop:{severity}:{number}",
                evidence=Evidence(because="stopped", exercise="Clam"),
                happened_at=now,
                by=patient,
            )
    with CaptureQueriesContext(connection) as asked:
        page = priya.get("/inbox/").content.decode()
    assert len(asked) <= MOST_QUERIES
    assert page.count("Pell") >= 6


def test_of_a_flood_each_group_lists_its_first_and_counts_all(treated: Treated) -> None:
    house, now = treated.house, timezone.now()
    assert house.priya.user is not None
    for number in range(5):
        for severity in (Severity.TODAY, Severity.THIS_WEEK):
            Alert.objects.create(
                clinic=house.clinic,
                patient=house.alice,
                kind=Kind.QUIET,
                severity=severity,
                cause=f"quiet:{severity}:{number}",
                raised_at=now - timedelta(hours=number),
                happened_at=now,
            )
    found = open_alerts(house.priya.user, at_most=2)
    assert [(each.count, len(each.rows)) for each in found.groups] == [(0, 0), (5, 2), (5, 2)]
    oldest = now - timedelta(hours=4)
    assert [each.rows[0].raised_at for each in found.groups[1:]] == [oldest, oldest]
