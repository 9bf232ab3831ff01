"""Prescribing on one page: drafts, Give, and what stands between."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from goodform.people.models import Staff, User
from goodform.programmes.actions import hold, save_draft
from goodform.programmes.drafting import Line
from goodform.programmes.models import Draft, Hold, Prescription, Programme
from goodform.programmes.queries import given_in
from tests.desk.conftest import As, Treated, a_line, assess_for, give_to
from tests.desk.page_form import fields_of
from tests.people import House


class Page:
    """The prescribe page of Alice in one browser: type, then press."""

    def __init__(self, client: Client, address: str) -> None:
        self.client, self.address = client, address
        self.open()

    def open(self, query: str = "") -> None:
        self.answer: Any = self.client.get(self.address + query)
        self.fields = fields_of(self.answer.content, self.address)

    @property
    def text(self) -> str:
        return str(self.answer.content.decode())

    def type(self, line: object, **values: object) -> None:
        for name, value in values.items():
            self.fields[f"{line}-{name}"] = value

    def press(self, step: str, **extra: object) -> HttpResponse:
        answer: Any = self.client.post(self.address, {**self.fields, "do": step, **extra})
        if answer.status_code == 302 and answer["Location"].startswith(self.address):
            self.open(answer["Location"].removeprefix(self.address).split("#")[0])
        else:
            self.answer = answer
            self.fields = fields_of(answer.content, self.address) or self.fields
        return answer  # type: ignore[no-any-return]


@pytest.fixture
def page(treated: Treated, signed_in: As) -> Page:
    """The page Priya has open."""
    return Page(signed_in(treated.house.priya), treated.address())


def drafted(treated: Treated) -> list[dict[str, Any]]:
    return list(Draft.objects.get(programme=treated.programme).lines)


def given(treated: Treated) -> list[Prescription]:
    return given_in(Programme.objects.get(pk=treated.programme.pk))


def test_the_page_sent_as_it_came_changes_nothing(page: Page, treated: Treated) -> None:
    page.press("save")
    assert not Draft.objects.exists()
    assert Programme.objects.get().edits == treated.programme.edits


def test_without_an_assessment_the_practitioner_is_sent_to_assess(
    house: House, signed_in: As
) -> None:
    answer = signed_in(house.priya).get(f"/patients/{house.alice.pk}/prescribe/", follow=True)
    assert answer.redirect_chain[-1][0].endswith("/assessment/")
    assert "Assess Alice first" in answer.content.decode()


def test_a_change_is_a_draft_until_it_is_given(page: Page, treated: Treated) -> None:
    clam = treated.rows["clam"]
    page.type(clam.line, sets="3")
    page.press("save")
    assert [row.sets for row in given(treated)] == [2, 2, 2]
    assert "Changed, not given" in page.text
    assert "Sets (was 2)" in page.text
    assert "1 change Alice has not seen" in page.text
    page.press("give")
    assert [row.sets for row in given(treated)] == [2, 2, 3]
    assert not Draft.objects.exists()
    assert "Given. Alice sees it now." in page.text


def test_everything_that_can_be_edited_is_kept(page: Page, treated: Treated) -> None:
    clam = treated.rows["clam"]
    page.type(
        clam.line,
        sets="4",
        repetitions="12",
        hold_s="1",
        rest_s="45",
        times_a_day="2",
        tempo="3-1",
        side="left",
        weekdays=["1", "3", "5"],
        anchor="after lunch",
        pain_policy="monitored",
        pain_ceiling="4",
        note="Keep your hips stacked,\r\nas we practised. 🐚",
        why_changed="You said it was easy.",
        form_checked="on",
        bad_day="on",
    )
    page.press("give")
    row = next(row for row in given(treated) if row.line == clam.line)
    dose = (row.sets, row.repetitions, row.hold_s, row.rest_s, row.times_a_day, row.tempo)
    assert dose == (4, 12, 1, 45, 2, "3-1")
    assert (row.side, row.weekdays, row.anchor) == ("left", "135", "after lunch")
    assert (row.pain_policy, row.pain_ceiling, row.bad_day) == ("monitored", 4, True)
    assert row.note == "Keep your hips stacked,\nas we practised. 🐚"
    assert row.why_changed == "You said it was easy."
    page.press("save")
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    "slip",
    [
        ("sets", "0", "Give sets as a whole number from 1 to 6."),
        ("sets", "7", "Give sets as a whole number from 1 to 6."),
        ("sets", "", "Give sets as a whole number from 1 to 6."),
        ("sets", "two", "Give sets as a whole number from 1 to 6."),
        ("sets", "2.5", "Give sets as a whole number from 1 to 6."),
        ("sets", "-1", "Give sets as a whole number from 1 to 6."),
        ("sets", "9" * 5000, "Give sets as a whole number from 1 to 6."),
        ("repetitions", "31", "Give repetitions as a whole number from 1 to 30."),
        ("hold_s", "121", "Give the hold in whole seconds"),
        ("rest_s", "9999", "Give the rest in whole seconds"),
        ("times_a_day", "9", "Give times a day as a whole number from 1 to 8."),
        ("tempo", "fast", "Give the tempo as seconds out and seconds back"),
        ("tempo", "2-2-2", "Give the tempo as seconds out and seconds back"),
        ("tempo", "", "Please fill this in"),
        ("side", "none", "Choose each side, left only or right only."),
        ("side", "up", "Choose each side, left only or right only."),
        ("weekdays", [], "Choose at least one day."),
        ("weekdays", ["8"], "only what is on the list"),
        ("anchor", "x" * 41, "Please keep this to 40 letters"),
        ("pain_policy", "brave", "Please choose one of the answers"),
        ("pain_ceiling", "6", "Please choose one of the answers"),
        ("note", "x" * 10_000, "Please keep this to 600 letters. Now it has 10000."),
        ("note", "a\0b", "cannot store"),
        ("caution_reason", "x" * 301, "Please keep this to 300 letters"),
    ],
)
@pytest.mark.parametrize("step", ["save", "give"])
def test_an_impossible_answer_is_said_beside_its_field_and_nothing_typed_is_lost(
    page: Page, treated: Treated, slip: tuple[str, object, str], step: str
) -> None:
    field, value, says = slip
    clam, bridge = treated.rows["clam"], treated.rows["glute-bridge"]
    page.type(bridge.line, note="Squeeze, then lift.")
    page.type(clam.line, **{field: value})
    answer = page.press(step)
    assert answer.status_code == 422
    assert says in page.text
    assert "Squeeze, then lift." in page.text
    assert "Please look here" in page.text
    assert f'<a href="#line-{clam.line}">Clam</a>' in page.text
    assert not Draft.objects.exists()
    assert given(treated)[2].pk == clam.pk


def test_a_dose_that_takes_too_long_is_refused(page: Page, treated: Treated) -> None:
    page.type(treated.rows["clam"].line, sets="6", repetitions="30", hold_s="60")
    assert page.press("save").status_code == 422
    assert "Keep it to 20" in page.text


def test_a_side_is_offered_only_where_it_fits(page: Page, treated: Treated) -> None:
    bridge = treated.rows["glute-bridge"]
    page.type(bridge.line, side="left")
    assert page.press("save").status_code == 422
    assert "works both sides at once" in page.text


def test_a_new_exercise_needs_form_checked_or_a_reason(page: Page, treated: Treated) -> None:
    page.press("add:knee-to-chest")
    new = drafted(treated)[-1]["line"]
    assert "New, not given" in page.text
    answer = page.press("give")
    assert answer.status_code == 422
    assert "Tick that you showed it and checked form, or say why not." in page.text
    assert len(given(treated)) == 3
    page.type(new, form_reason="By telephone; she did it before.")
    page.press("give")
    assert [row.exercise.exercise.slug for row in given(treated)][-1] == "knee-to-chest"
    assert given(treated)[-1].form_reason == "By telephone; she did it before."


def test_a_clash_with_a_caution_needs_a_reason(page: Page, treated: Treated) -> None:
    assess_for(treated.house.alice, treated.house.priya, "lateral_hip_pain")
    page.open()
    assert "Pain at the side of the hip" in page.text
    page.type(treated.rows["clam"].line, sets="3")
    assert page.press("give").status_code == 422
    assert "Say why it is right here." in page.text
    page.type(treated.rows["clam"].line, caution_reason="Mild; other side is fine.")
    page.press("give")
    assert given(treated)[2].caution_reason == "Mild; other side is fine."


def test_no_programme_is_given_past_its_review(page: Page, treated: Treated) -> None:
    treated.house.alice.assessments.update(review_by="2020-01-01")
    page.type(treated.rows["clam"].line, sets="3")
    assert page.press("give").status_code == 422
    assert "The review date has passed" in page.text
    assert [row.sets for row in given(treated)] == [2, 2, 2]


def slugs(treated: Treated) -> list[str]:
    return [line["slug"] for line in drafted(treated)]


def test_the_order_is_changed_by_buttons(page: Page, treated: Treated) -> None:
    page.press(f"up:{treated.rows['clam'].line}")
    assert slugs(treated) == ["hip-hinge", "clam", "glute-bridge"]
    page.press(f"down:{treated.rows['hip-hinge'].line}")
    assert slugs(treated) == ["clam", "hip-hinge", "glute-bridge"]
    page.press(f"up:{treated.rows['clam'].line}")
    assert slugs(treated) == ["clam", "hip-hinge", "glute-bridge"]


def test_the_order_is_changed_by_dragging_too(page: Page, treated: Treated) -> None:
    rows = treated.rows
    page.type(rows["clam"].line, place="0")
    page.type(rows["hip-hinge"].line, place="1")
    page.type(rows["glute-bridge"].line, place="2")
    page.press("save")
    assert slugs(treated) == ["clam", "hip-hinge", "glute-bridge"]


def test_what_waits_stands_first_without_changing_the_patients_order(
    page: Page, treated: Treated
) -> None:
    hold_line(treated, "clam")
    page.open()
    assert page.text.index("On hold") < page.text.index("Hip hinge</h3>")
    page.type(treated.rows["hip-hinge"].line, sets="3")
    page.press("save")
    assert slugs(treated) == ["hip-hinge", "glute-bridge", "clam"]


def test_typing_and_moving_at_once_keeps_both(page: Page, treated: Treated) -> None:
    clam = treated.rows["clam"]
    page.type(clam.line, note="Slow.")
    page.press(f"up:{clam.line}")
    assert slugs(treated)[1] == "clam"
    assert drafted(treated)[1]["note"] == "Slow."


def test_the_ladder_goes_up_and_down_and_says_its_ends(page: Page, treated: Treated) -> None:
    clam = treated.rows["clam"]
    assert "Nothing easier in the library" in page.text
    page.type(clam.line, side="left", anchor="after lunch")
    page.press(f"harder:{clam.line}")
    up = drafted(treated)[2]
    assert (up["slug"], up["line"]) == ("side-lying-leg-abduction", str(clam.line))
    assert (up["side"], up["anchor"], up["form_checked"]) == ("left", "after lunch", False)
    assert "Nothing harder in the library" in page.text
    assert up["sets"] == 1, "one set of the library's dose to begin with"
    page.press(f"easier:{clam.line}")
    down = drafted(treated)[2]
    assert (down["slug"], down["sets"], down["repetitions"]) == (
        "clam",
        clam.sets,
        clam.repetitions,
    )


def test_an_end_of_the_ladder_cannot_be_passed(page: Page, treated: Treated) -> None:
    page.press(f"easier:{treated.rows['clam'].line}")
    assert not Draft.objects.exists()


def test_a_set_adds_what_is_not_there_yet(page: Page, treated: Treated) -> None:
    page.press("set:low-back-first-week")
    assert slugs(treated) == ["hip-hinge", "glute-bridge", "clam", "knee-to-chest"]


def test_more_than_four_is_said_to_be_hard(page: Page, treated: Treated) -> None:
    page.press("add:knee-to-chest")
    assert "More than four is hard to keep up." not in page.text
    page.press("add:sit-to-stand")
    assert "More than four is hard to keep up." in page.text


@pytest.mark.parametrize("step", ["add:nothing", "add:", "set:x", "up:x", "remove:", "?", ""])
def test_a_step_that_means_nothing_changes_nothing(page: Page, step: str) -> None:
    page.press(step)
    assert page.answer.status_code == 200
    assert not Draft.objects.exists()


def test_an_exercise_is_ended_by_giving_without_it_and_can_be_kept(
    page: Page, treated: Treated
) -> None:
    clam = treated.rows["clam"]
    page.press(f"remove:{clam.line}")
    assert "Ends when you give it" in page.text
    page.press(f"keep:{clam.line}")
    assert slugs(treated) == ["hip-hinge", "glute-bridge", "clam"]
    page.press(f"remove:{clam.line}")
    page.press("give")
    assert len(given(treated)) == 2
    assert Prescription.objects.filter(pk=clam.pk, until_version=2).exists()


def test_a_draft_can_be_thrown_away(page: Page, treated: Treated) -> None:
    page.press("add:knee-to-chest")
    page.press("drop")
    assert not Draft.objects.exists()
    assert len(given(treated)) == 3


def test_the_shelf_is_searched_without_a_script(page: Page) -> None:
    page.press("search", find="stool")
    assert 'value="add:box-squat"' in page.text
    assert 'value="add:knee-to-chest"' not in page.text
    page.press("search", find="xyzzy")
    assert "Nothing found for “xyzzy”." in page.text


def test_drafts_of_exercises_are_said_to_be_unreviewed(page: Page) -> None:
    assert "Unreviewed draft" in page.text


def test_newer_words_are_offered_and_taken_only_when_pressed(page: Page, treated: Treated) -> None:
    clam = treated.rows["clam"]
    exercise = clam.exercise.exercise
    newer = type(clam.exercise).objects.create(
        exercise=exercise, content_hash="new", name="Clam", content=clam.exercise.content
    )
    exercise.current = newer
    exercise.save()
    page.open()
    assert "Move to the new version" in page.text
    page.press("save")
    assert not Draft.objects.exists()
    page.press(f"newest:{clam.line}")
    assert drafted(treated)[2]["version"] == str(newer.pk)


def test_see_as_alice_shows_the_draft(page: Page, treated: Treated) -> None:
    page.type(treated.rows["clam"].line, sets="5", note="As we practised.")
    answer = page.press("preview")
    preview = page.client.get(answer["Location"]).content.decode()
    assert "5 × 10 each side" in preview
    assert "As we practised." in preview
    assert [row.sets for row in given(treated)] == [2, 2, 2]


def hold_line(treated: Treated, slug: str | None) -> None:
    hold(
        programme=treated.programme,
        line=treated.rows[slug].line if slug else None,
        reason="stopped" if slug else "red_flag",
        cause="entry:1",
        at=timezone.now(),
        by=treated.house.alice,
    )


class TestHolds:
    """Only a release with a reason ends a hold."""

    def test_a_release_needs_a_reason_and_keeps_what_was_typed(
        self, page: Page, treated: Treated
    ) -> None:
        hold_line(treated, "clam")
        page.open()
        page.type(treated.rows["glute-bridge"].line, note="Squeeze.")
        answer = page.press(f"release:{treated.rows['clam'].line}")
        assert answer.status_code == 422
        assert "Say in a few words why this may go on" in page.text
        assert "Squeeze." in page.text
        assert Hold.objects.filter(released_at=None).exists()

    @pytest.mark.parametrize(
        ("reason", "says"),
        [
            ("   ", "Say in a few words why this may go on"),
            ("x" * 10_000, "Please keep this to 300 letters. Now it has 10000."),
            ("settled\0", "cannot store"),
        ],
    )
    def test_a_reason_that_cannot_be_kept_is_said_and_stays_on_the_page(
        self, page: Page, treated: Treated, reason: str, says: str
    ) -> None:
        hold_line(treated, "clam")
        page.open()
        line = str(treated.rows["clam"].line)
        page.fields[f"release-{line}"] = reason
        assert page.press(f"release:{line}").status_code == 422
        assert says in page.text
        assert reason.strip().replace("\0", "") in page.text
        assert Hold.objects.filter(released_at=None).exists()

    def test_what_is_no_line_never_releases_everything(self, page: Page, treated: Treated) -> None:
        hold_line(treated, None)
        page.open()
        page.fields["release-x"] = "Seen today, settled."
        assert page.press("release:x").status_code == 400
        assert Hold.objects.filter(released_at=None).exists()

    def test_a_line_is_released_with_a_reason(self, page: Page, treated: Treated) -> None:
        hold_line(treated, "clam")
        page.open()
        line = str(treated.rows["clam"].line)
        page.fields[f"release-{line}"] = "Seen today, settled."
        page.press(f"release:{line}")
        released = Hold.objects.get()
        assert released.release_reason == "Seen today, settled."
        assert released.released_by == treated.house.priya
        assert "Released." in page.text

    def test_the_whole_programme_is_released_apart_from_a_line(
        self, page: Page, treated: Treated
    ) -> None:
        hold_line(treated, "clam")
        hold_line(treated, None)
        page.open()
        assert "The whole programme is on hold" in page.text
        page.fields["release-all"] = "A&E found nothing."
        page.press("release:all")
        assert Hold.objects.get(line=None).released_at is not None
        assert Hold.objects.get(line=treated.rows["clam"].line).released_at is None

    def test_a_change_inherits_the_hold(self, page: Page, treated: Treated) -> None:
        hold_line(treated, "clam")
        page.open()
        page.type(treated.rows["clam"].line, sets="1")
        page.press("give")
        row = next(row for row in given(treated) if row.sets == 1)
        assert row.is_held

    def test_a_release_sent_twice_is_one(self, page: Page, treated: Treated) -> None:
        hold_line(treated, "clam")
        page.open()
        line = str(treated.rows["clam"].line)
        sent = {**page.fields, "do": f"release:{line}", f"release-{line}": "Seen today."}
        for _ in range(2):
            assert page.client.post(page.address, sent).status_code == 302
        assert Hold.objects.exclude(released_at=None).count() == 1


class TestTwoAtOnce:
    """The second is told, nothing is overwritten, nothing typed is lost."""

    @pytest.fixture
    def pat(self, treated: Treated) -> Staff:
        return Staff.objects.create(
            clinic=treated.house.clinic,
            user=User.objects.create_user("pat@example.org"),
            name="Pat Roy",
            is_practitioner=True,
        )

    def change(self, treated: Treated, by: Staff, lines: list[Line]) -> None:
        programme = Programme.objects.get(pk=treated.programme.pk)
        save_draft(programme=programme, lines=lines, edits=programme.edits, by=by)

    @pytest.mark.parametrize("step", ["save", "give", "add:sit-to-stand"])
    def test_the_second_sees_both_and_overwrites_nothing(
        self, page: Page, treated: Treated, pat: Staff, step: str
    ) -> None:
        alice = treated.house.alice
        give_to(alice, pat, a_line(alice, "glute-bridge"), a_line(alice, "knee-to-chest"))
        kept = [row.pk for row in given(treated)]
        page.type(treated.rows.get("clam", "x"), sets="3")
        page.type(page.fields["line"][2], note="My own words.")
        answer = page.press(step)
        assert answer.status_code == 409
        assert "Pat Roy changed this programme while you had it open" in page.text
        assert "Nothing was overwritten" in page.text
        assert "My own words." in page.text
        assert "Knee to chest" in page.text
        assert [row.pk for row in given(treated)] == kept

    def test_what_is_saved_meanwhile_stands_beside_what_was_typed(
        self, page: Page, treated: Treated, pat: Staff
    ) -> None:
        clam = treated.rows["clam"]
        lines = [a_line(treated.house.alice, "clam", line=str(clam.line), sets=5)]
        self.change(treated, pat, lines)
        page.type(clam.line, sets="3")
        assert page.press("give").status_code == 409
        assert "Saved meanwhile:" in page.text
        assert "5 × 10 each side" in page.text
        assert 'value="3"' in page.text

    def test_keeping_mine_is_a_second_deliberate_press(
        self, page: Page, treated: Treated, pat: Staff
    ) -> None:
        clam = treated.rows["clam"]
        self.change(treated, pat, [a_line(treated.house.alice, "clam", line=str(clam.line))])
        page.type(clam.line, sets="3")
        page.press("save")
        page.press("save")
        assert [line["sets"] for line in drafted(treated)] == [2, 2, 3]

    @pytest.mark.parametrize("step", ["save", "add:knee-to-chest", "give"])
    def test_a_form_sent_twice_does_what_it_does_once(
        self, page: Page, treated: Treated, step: str
    ) -> None:
        page.type(treated.rows["clam"].line, sets="3")
        sent = {**page.fields, "do": step}
        for _ in range(2):
            assert page.client.post(page.address, sent).status_code == 302
        programme = Programme.objects.get()
        if step == "give":
            assert programme.version == 2
        else:
            assert len(slugs(treated)) == (3 if step == "save" else 4)


class TestForged:
    """A post our page cannot have sent is refused as malformed."""

    def test_a_line_of_another_programme(self, page: Page, treated: Treated) -> None:
        house = treated.house
        assess_for(house.carol, house.charlie)
        theirs = give_to(house.carol, house.charlie, a_line(house.carol, "clam"))
        line = str(given_in(theirs)[0].line)
        clam = str(treated.rows["clam"].line)
        forged = {
            key.replace(clam, line): [line if value == clam else value for value in values]
            if isinstance(values, list)
            else values
            for key, values in page.fields.items()
        }
        assert page.client.post(page.address, {**forged, "do": "save"}).status_code == 400
        assert not Draft.objects.exists()

    def test_an_exercise_of_another_clinic(self, page: Page, treated: Treated) -> None:
        clam = treated.rows["clam"]
        own = type(clam.exercise.exercise).objects.create(
            slug="secret", clinic=treated.house.elsewhere
        )
        version = type(clam.exercise).objects.create(
            exercise=own, content_hash="x", name="Secret", content=clam.exercise.content
        )
        page.type(clam.line, version=str(version.pk))
        assert page.client.post(page.address, {**page.fields, "do": "save"}).status_code == 400

    @pytest.mark.parametrize(
        "wrong",
        [
            {"edits": "x"},
            {"edits": ""},
            {"edits": "-1"},
            {"line": ["nonsense"]},
            {"line": ["x"] * 100},
        ],
    )
    def test_what_is_no_programme(self, page: Page, wrong: dict[str, Any]) -> None:
        answer = page.client.post(page.address, {**page.fields, **wrong, "do": "save"})
        assert answer.status_code == 400
        assert not Draft.objects.exists()


def test_the_foot_follows_what_is_typed_and_keeps_nothing(page: Page, treated: Treated) -> None:
    page.type(treated.rows["clam"].line, sets="6", repetitions="20")
    answer = page.client.post(page.address + "sum/", page.fields)
    assert answer.status_code == 200
    assert "1 change Alice has not seen" in answer.content.decode()
    assert not Draft.objects.exists()


def test_the_history_tells_every_change_with_its_reason(page: Page, treated: Treated) -> None:
    clam = treated.rows["clam"]
    hold_line(treated, "glute-bridge")
    page.open()
    page.type(clam.line, sets="3", why_changed="You said it was easy.")
    page.press("give")
    page.press(f"remove:{treated.rows['hip-hinge'].line}")
    page.press("give")
    history = page.client.get(treated.address("history/")).content.decode()
    assert "Given, version 3" in history
    assert "Given, version 1" in history
    assert "3 × 10 each side" in history
    assert "2 × 10 each side" in history
    assert "You said it was easy." in history
    assert "ended. It was" in history
    assert "Glute bridge was put on hold" in history
