"""A patient's permissions: recorded, shown, taken back."""

import pytest
from django.test import Client
from django.urls import reverse

from goodform.audit.models import AuditRow
from goodform.people.models import Consent
from goodform.today.video_permission import WORDING, YOUTUBE, permission_of
from tests.people import House
from tests.today.browsers import signed_in


def answer(house: House, word: str, **more: str) -> int:
    """Alice answers the question about videos; the status of the response."""
    client = signed_in(house.alice.user)
    return client.post(reverse("permissions"), {"answer": word, **more}).status_code


def test_a_yes_is_kept_with_its_words_and_time(house: House) -> None:
    assert answer(house, "yes") == 302
    consent = Consent.objects.get(patient=house.alice)
    assert (consent.purpose, consent.wording, consent.given) == (YOUTUBE, WORDING, True)
    page = signed_in(house.alice.user).get(reverse("permissions")).content.decode()
    assert "You said yes on" in page
    assert WORDING in page
    assert AuditRow.objects.filter(action="permitted").exists()


def test_a_yes_can_be_taken_back_and_the_row_stays(house: House) -> None:
    answer(house, "yes")
    answer(house, "back")
    assert permission_of(house.alice).yes is None
    consent = Consent.objects.get(patient=house.alice)
    assert consent.withdrawn_at is not None
    page = signed_in(house.alice.user).get(reverse("permissions")).content.decode()
    assert "You have not said yes. No video is loaded." in page
    assert "It ended on" in page


def test_the_newest_answer_counts(house: House) -> None:
    for word, expected in (("yes", True), ("no", False), ("yes", True), ("back", None)):
        answer(house, word)
        assert permission_of(house.alice).yes is expected


def test_a_yes_to_older_words_is_asked_again(house: House) -> None:
    answer(house, "yes")
    Consent.objects.update(wording="video-youtube-0")
    assert permission_of(house.alice).yes is None


@pytest.mark.parametrize("word", ["", "maybe", "YES", "\x00"])
def test_any_other_answer_records_nothing(house: House, word: str) -> None:
    assert answer(house, word) == 404
    assert not Consent.objects.exists()


@pytest.mark.parametrize("where", ["https://evil.example.org/", "not-an-id", "../../x", ""])
def test_an_answer_leads_to_our_own_pages_only(house: House, where: str) -> None:
    client = signed_in(house.alice.user)
    sent = client.post(reverse("permissions"), {"answer": "no", "exercise": where})
    assert sent.headers["Location"] == reverse("permissions")


def test_permissions_are_a_patient_s_own(house: House) -> None:
    answer(house, "yes")
    for staff in (house.priya, house.rob, house.olu, house.charlie):
        assert signed_in(staff.user).get(reverse("permissions")).status_code == 404
    carols = signed_in(house.carol.user).get(reverse("permissions")).content.decode()
    assert "You said yes" not in carols
    assert Client().get(reverse("permissions")).status_code == 302
