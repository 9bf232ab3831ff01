"""The library, and the clinic's own video for an exercise."""

import pytest
from django.test import Client

from goodform.audit.models import AuditRow
from goodform.library.models import Exercise, ExerciseVersion, ExerciseVideo
from tests.desk.conftest import As, Treated
from tests.desk.page_form import fields_of
from tests.people import House

ID = "dQw4w9WgXcQ"

pytestmark = pytest.mark.usefixtures("library")


def test_every_exercise_says_who_reviewed_it(house: House, signed_in: As) -> None:
    page = signed_in(house.priya).get("/exercises/").content.decode()
    assert page.count("unreviewed draft") == ExerciseVersion.objects.count()
    assert "Knee to chest" in page


@pytest.mark.parametrize(
    ("find", "found"), [("stool", "Box squat"), ("shell", "Clam"), ("", "Hip hinge"), ("zzz", "")]
)
def test_the_library_is_searched(house: House, signed_in: As, find: str, found: str) -> None:
    page = signed_in(house.priya).get("/exercises/", {"find": find}).content.decode()
    holds_it = [
        version for version in ExerciseVersion.objects.all() if find in str(version.content).lower()
    ]
    assert page.count("unreviewed draft") == len(holds_it)
    assert found in page
    assert ("Nothing found" in page) == (not found)


def test_an_exercise_shows_its_sources_versions_and_ladder(treated: Treated, signed_in: As) -> None:
    page = signed_in(treated.house.priya).get("/exercises/clam/").content.decode()
    assert "no clinician has signed this text" in page
    assert "PMC4004121" in page
    assert "Side-lying leg lift" in page
    assert "1 patient has it" in page


def test_who_may_read_and_who_may_choose(house: House, signed_in: As) -> None:
    for person in (house.priya, house.rob, house.olu, house.charlie):
        assert signed_in(person).get("/exercises/clam/").status_code == 200
        assert signed_in(person).get("/exercises/").status_code == 200
    for patient in (house.alice, house.carol):
        assert signed_in(patient).get("/exercises/").status_code == 403
        assert signed_in(patient).get("/exercises/clam/").status_code == 403
    assert Client().get("/exercises/").status_code == 302
    sent = {"address": ID}
    assert signed_in(house.rob).post("/exercises/clam/", sent).status_code == 403
    assert not ExerciseVideo.objects.exists()
    assert signed_in(house.olu).post("/exercises/clam/", sent).status_code == 302
    assert ExerciseVideo.objects.get().clinic == house.clinic


def test_an_exercise_of_another_clinic_is_not_found(house: House, signed_in: As) -> None:
    clam = Exercise.objects.get(slug="clam")
    Exercise.objects.create(slug="secret", clinic=house.elsewhere, current=clam.current)
    assert signed_in(house.priya).get("/exercises/secret/").status_code == 404
    assert signed_in(house.priya).get("/exercises/nothing/").status_code == 404


@pytest.mark.parametrize(
    "address", [ID, f"https://www.youtube.com/watch?v={ID}&t=3", f"youtu.be/{ID}"]
)
def test_an_address_is_kept_as_the_bare_id(house: House, signed_in: As, address: str) -> None:
    signed_in(house.priya).post("/exercises/clam/", {"address": address})
    assert ExerciseVideo.objects.get().youtube_id == ID
    assert AuditRow.objects.filter(action="set video").count() == 1


def test_the_same_address_twice_is_recorded_once_and_an_empty_one_takes_it_away(
    house: House, signed_in: As
) -> None:
    browser = signed_in(house.priya)
    for address in (ID, f"https://youtu.be/{ID}", ""):
        browser.post("/exercises/clam/", {"address": address})
    assert not ExerciseVideo.objects.exists()
    assert AuditRow.objects.filter(action="set video").count() == 2


@pytest.mark.parametrize(
    "address",
    ["https://vimeo.com/1", "javascript:alert(1)", "clam", f"https://evil.example.org/{ID}"],
)
def test_another_address_is_refused_kindly_and_kept_on_the_page(
    house: House, signed_in: As, address: str
) -> None:
    answer = signed_in(house.priya).post("/exercises/clam/", {"address": address})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "press Share and copy the address" in page
    assert f'value="{address}"' in page
    assert not ExerciseVideo.objects.exists()


def test_a_video_chosen_meanwhile_is_shown_before_it_is_replaced(
    house: House, signed_in: As
) -> None:
    browser, address = signed_in(house.priya), "/exercises/clam/"
    old = fields_of(browser.get(address).content, address)
    ExerciseVideo.objects.create(clinic=house.clinic, slug="clam", youtube_id="abcdefghijk")
    answer = browser.post(address, {**old, "address": "https://youtu.be/ABCDEFGHIJK"})
    assert "Saved now: https://youtu.be/abcdefghijk" in answer.content.decode()
    assert ExerciseVideo.objects.get().youtube_id == "abcdefghijk"
    browser.post(address, fields_of(answer.content, address))
    assert ExerciseVideo.objects.get().youtube_id == "ABCDEFGHIJK"
