"""Who may use the mirror, and the one page on which a camera may open."""

import json
from typing import Any

import pytest
from django.urls import reverse

from goodform.coach.parts import Parts
from goodform.people.models import Clinic, Patient
from goodform.programmes.models import Prescription
from goodform.today import player_data
from tests.today.browsers import signed_in
from tests.today.programmes import prescribe

HERE = Parts("/mirror/1/", {"pyodide.mjs": {"url": "/", "integrity": "", "size": 1}}, "e", {})


@pytest.fixture
def fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    """The parts of the mirror are on this server."""
    monkeypatch.setattr(player_data, "parts", lambda: HERE)


def page_of(patient: Patient) -> tuple[dict[str, Any], str, str]:
    """The data of the session's page, what it may open, and its words."""
    answer = signed_in(patient.user).get(reverse("player"))
    text = answer.content.decode()
    data = text.split('id="player-data" type="application/json">')[1].split("</script>")[0]
    return json.loads(data), answer.headers["Permissions-Policy"], text


def today_of(patient: Patient) -> Any:
    """The first exercise as a device reads it."""
    return signed_in(patient.user).get("/api/today").json()["prescriptions"][0]["camera"]


@pytest.mark.usefixtures("fetched")
def test_with_both_words_it_is_offered_and_the_camera_may_open(alice: Patient) -> None:
    prescribe(alice, "glute-bridge")
    Clinic.objects.update(mirror=True)
    Prescription.objects.update(camera=True)
    data, may, text = page_of(alice)
    assert data["mirror"]["folder"] == "/mirror/1/"
    (exercise,) = data["exercises"].values()
    assert exercise["mirror"]["movement"] == "glute-bridge"
    assert exercise["mirror"]["view"] == "side"
    assert set(exercise["mirror"]["cues"]) == {"feet_far"}
    assert "camera=(self)" in may
    assert 'id="mirror"' in text
    assert today_of(alice) == {
        "movement": "glute-bridge",
        "spoken": ["feet_far"],
        "reference": None,
    }


@pytest.mark.usefixtures("fetched")
@pytest.mark.parametrize(("clinic", "practitioner"), [(False, True), (True, False), (False, False)])
def test_without_one_of_them_no_camera_opens(
    alice: Patient, clinic: bool, practitioner: bool
) -> None:
    prescribe(alice, "glute-bridge")
    Clinic.objects.update(mirror=clinic)
    Prescription.objects.update(camera=practitioner)
    data, may, text = page_of(alice)
    assert data["mirror"] is None
    assert "camera=()" in may
    assert 'id="mirror"' not in text
    assert today_of(alice) is None


def test_where_the_parts_were_not_fetched_it_is_not_offered(alice: Patient) -> None:
    prescribe(alice, "glute-bridge")
    Clinic.objects.update(mirror=True)
    Prescription.objects.update(camera=True)
    data, may, _text = page_of(alice)
    assert data["mirror"] is None
    assert "camera=()" in may


@pytest.mark.usefixtures("fetched")
def test_no_other_page_may_open_a_camera(alice: Patient) -> None:
    prescribe(alice, "glute-bridge")
    Clinic.objects.update(mirror=True)
    Prescription.objects.update(camera=True)
    client = signed_in(alice.user)
    for page in ("today", "programme", "diary", "messages", "help"):
        assert "camera=()" in client.get(reverse(page)).headers["Permissions-Policy"], page


@pytest.mark.usefixtures("fetched")
def test_the_word_of_one_clinic_opens_no_camera_in_another(alice: Patient, carol: Patient) -> None:
    prescribe(alice, "glute-bridge")
    prescribe(carol, "glute-bridge")
    Clinic.objects.filter(pk=alice.clinic_id).update(mirror=True)
    Prescription.objects.update(camera=True)
    assert page_of(alice)[0]["mirror"] is not None
    data, may, _text = page_of(carol)
    assert data["mirror"] is None
    assert "camera=()" in may
