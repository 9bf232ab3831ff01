"""A point that a patient notices in an exercise reaches the clinic, and holds where it must."""

from django.test import Client

from goodform.inbox.models import Alert, Kind, Severity
from goodform.library.models import ExerciseVersion
from goodform.programmes.models import Hold
from tests.diary.sending import Phone, a_document, an_entry, lines_held
from tests.people import House
from tests.prescribed import Given, a_programme, an_exercise, line_of


def squat_and_clam(house: House) -> Given:
    """Alice's box squat and clam."""
    rows = [("box-squat", "Box squat", "none"), ("clam", "Clam", "each")]
    lines = [line_of(an_exercise(slug, name, sides=sides)) for slug, name, sides in rows]
    return a_programme(house.alice, house.priya, lines=lines)


def test_a_knee_that_gave_way_holds_the_exercise_and_is_told_today(house: House) -> None:
    given = squat_and_clam(house)
    squat, clam = given.prescriptions
    said = Phone(house.alice).send(an_entry(squat, noticed=["knee_buckled"]), an_entry(clam))
    assert said["held"] == [str(squat.pk)]
    assert lines_held() == {squat.line}
    alert = Alert.objects.get()
    assert (alert.kind, alert.severity) == (Kind.NOTICED, Severity.TODAY)
    assert alert.prescription == squat


def test_a_wobble_is_told_this_week_and_holds_nothing(house: House) -> None:
    squat = squat_and_clam(house).prescriptions[0]
    Phone(house.alice).send(an_entry(squat, noticed=["knee_wobbled"]))
    assert not Hold.objects.exists()
    assert Alert.objects.get().severity == Severity.THIS_WEEK


def test_what_means_nothing_is_only_kept(house: House) -> None:
    squat = squat_and_clam(house).prescriptions[0]
    Phone(house.alice).send(an_entry(squat, noticed=["heels_lifted"]))
    assert not Alert.objects.exists()


def test_sent_twice_it_is_told_once_and_unticked_it_stays_told(house: House) -> None:
    squat = squat_and_clam(house).prescriptions[0]
    phone, entry = Phone(house.alice), an_entry(squat, noticed=["knee_buckled"])
    document = a_document(entry)
    phone.put(document)
    phone.put(document)
    phone.put(a_document({**entry, "noticed": ["heels_lifted"]}))
    assert Alert.objects.count() == 1
    assert lines_held() == {squat.line}


def test_a_tick_that_comes_later_holds_too(house: House) -> None:
    squat = squat_and_clam(house).prescriptions[0]
    phone, entry = Phone(house.alice), an_entry(squat)
    phone.put(a_document(entry))
    assert not lines_held()
    phone.put(a_document({**entry, "noticed": ["knee_buckled"]}))
    assert lines_held() == {squat.line}


def test_a_version_given_before_files_said_it_holds_all_the_same(house: House) -> None:
    squat = squat_and_clam(house).prescriptions[0]
    version = ExerciseVersion.objects.get(pk=squat.exercise_id)
    for each in version.content["notice"]:
        del each["then"]
    version.save()
    Phone(house.alice).send(an_entry(squat, noticed=["knee_buckled"]))
    assert lines_held() == {squat.line}


def test_a_code_that_no_list_knows_is_told(house: House) -> None:
    squat = squat_and_clam(house).prescriptions[0]
    Phone(house.alice).send(an_entry(squat, noticed=["something_else"]))
    assert Alert.objects.get().severity == Severity.THIS_WEEK


def test_the_practitioner_reads_the_patients_own_words(house: House) -> None:
    squat = squat_and_clam(house).prescriptions[0]
    Phone(house.alice).send(an_entry(squat, noticed=["knee_buckled"]))
    alert = Alert.objects.get()
    for who, sees in ((house.priya, True), (house.charlie, False)):
        client = Client()
        assert who.user is not None
        client.force_login(who.user)
        inbox = client.get("/inbox/").content.decode()
        assert ("Box squat: My knee gave way" in inbox) is sees
        assert (client.get(f"/inbox/{alert.pk}/").status_code == 200) is sees


def test_a_stop_with_a_tick_is_one_case(house: House) -> None:
    squat = squat_and_clam(house).prescriptions[0]
    entry = an_entry(squat, outcome="stopped", noticed=["knee_buckled"])
    Phone(house.alice).send(entry)
    assert Alert.objects.get().kind == Kind.STOP
