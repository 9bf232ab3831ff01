"""A phone is heard after somebody's care has ended: kept, and told."""

import pytest
from django.urls import reverse

from goodform.diary.models import Entry, Morning
from goodform.inbox.models import Alert, Message
from goodform.outbox.models import Notification
from goodform.people.ending_actions import end_care
from goodform.people.models import Ended
from tests.diary.sending import Phone, a_stop, an_entry, lines_held
from tests.people import House, in_days
from tests.prescribed import a_programme
from tests.today.browsers import signed_in

WHYS = [each for each in Ended if each != Ended.MERGED]


@pytest.mark.parametrize("why", WHYS)
def test_a_stop_that_arrives_later_holds_and_alerts(house: House, why: Ended) -> None:
    given = a_programme(house.alice, house.priya)
    end_care(patient=house.alice, by=house.priya, why=why)
    said = Phone(house.alice).send(a_stop(given.clam), an_entry(given.hinge))
    assert [each["result"] for each in said["entries"]] == ["flagged", "flagged"]
    assert Entry.objects.filter(session__patient=house.alice).count() == 2
    assert given.clam.line in lines_held()
    assert Alert.objects.get().patient == house.alice
    assert Notification.objects.filter(kind="alert", staff=house.priya).exists()
    assert not Alert.objects.filter(clinic=house.elsewhere).exists()


@pytest.mark.parametrize("why", WHYS)
def test_a_morning_and_a_message_that_arrive_later_are_kept(house: House, why: Ended) -> None:
    a_programme(house.alice, house.priya)
    end_care(patient=house.alice, by=house.priya, why=why)
    phone = signed_in(house.alice.user)
    day = in_days(0).isoformat()
    json = "application/json"
    morning = phone.put(f"/api/mornings/{day}", '{"settled": true, "pain": 1}', json)
    assert morning.status_code == 201
    address = "/api/messages/8b0b9c0a-9d0f-4f3e-8f3b-1c1f0f0f0f0f"
    message = phone.put(address, '{"text": "Thank you for everything."}', json)
    assert message.status_code == 201
    assert Morning.objects.get().patient == house.alice
    assert Message.objects.get().patient == house.alice


@pytest.mark.parametrize("why", [Ended.MOVED, Ended.DIED, Ended.BY_MISTAKE])
def test_a_page_without_script_that_was_still_open_tells_its_stop(house: House, why: Ended) -> None:
    given = a_programme(house.alice, house.priya)
    phone = signed_in(house.alice.user)
    end_care(patient=house.alice, by=house.priya, why=why)
    form = {
        "session": "8b0b9c0a-9d0f-4f3e-8f3b-1c1f0f0f0f0f",
        "entry": "8b0b9c0a-9d0f-4f3e-8f3b-1c1f0f0f0f0e",
        "prescription": str(given.clam.pk),
        "side": "left",
        "outcome": "stopped",
    }
    told = phone.post(reverse("mark_done"), form, follow=True)
    assert told.status_code == 200, "what to do after a stop is shown all the same"
    assert given.clam.line in lines_held()
    assert Alert.objects.count() == 1


@pytest.mark.parametrize("why", [Ended.MOVED, Ended.DIED, Ended.BY_MISTAKE])
def test_the_phone_may_send_what_it_has_and_keeps_no_page(house: House, why: Ended) -> None:
    a_programme(house.alice, house.priya)
    end_care(patient=house.alice, by=house.priya, why=why)
    contact = signed_in(house.alice.user).get(reverse("contact_api")).json()
    assert contact["person"] == str(house.alice.pk)
    assert contact["programme"]["locked"] == "ended"
    assert (contact["pages"], contact["prescriptions"], contact["morning"]) == ([], [], None)


def test_nobody_is_asked_about_a_morning_any_more(house: House) -> None:
    given = a_programme(house.alice, house.priya)
    Phone(house.alice).send(an_entry(given.clam))
    Entry.objects.update(local_date=in_days(-1))
    phone = signed_in(house.alice.user)
    assert phone.get(reverse("contact_api")).json()["morning"] is not None
    end_care(patient=house.alice, by=house.priya, why=Ended.DISCHARGED)
    assert phone.get(reverse("contact_api")).json()["morning"] is None
    assert phone.get(reverse("player")).headers["Location"] == reverse("today")
