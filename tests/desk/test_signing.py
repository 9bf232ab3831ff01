"""A clinician reads a text in full and signs it for the clinic; a changed text asks again."""

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from pytest_django.asserts import assertNumQueries

from goodform.audit.models import AuditRow
from goodform.library.models import Exercise, ExerciseVersion
from goodform.people.doors import NotAllowed
from goodform.people.models import Signature
from goodform.people.signatures import red_flags_signed
from goodform.people.signing_actions import NotSigned, withdraw
from goodform.programmes.actions import NotGiven
from tests.desk.conftest import As, Treated, a_line, assess_for, give_to
from tests.people import House, in_days
from tests.signatures import sign_red_flags, sign_version

pytestmark = pytest.mark.usefixtures("library")
CLAM = "/exercises/clam/sign/"
RED_FLAGS = "/clinic/warning-signs/"


def clam() -> ExerciseVersion:
    version = Exercise.objects.get(slug="clam").current
    assert version is not None
    return version


def change_clam() -> ExerciseVersion:
    """Newer words of the clam, as an update of the library brings them."""
    old = clam()
    steps = [*old.content["steps"][:-1], "Slowly and calmly close your knee again."]
    new = ExerciseVersion.objects.create(
        exercise=old.exercise,
        content_hash="f" * 64,
        name=old.name,
        content={**old.content, "steps": steps},
    )
    Exercise.objects.filter(pk=old.exercise_id).update(current=new)
    return new


def signed_form(version: ExerciseVersion, **changes: str) -> dict[str, str]:
    return {
        "do": "sign",
        "version": version.content_hash,
        "name": "Priya Nair",
        "registration": "00 TEST",
        "signed_on": in_days(0).isoformat(),
        "read": "on",
        **changes,
    }


def test_a_practitioner_reads_it_in_full_and_signs(house: House, signed_in: As) -> None:
    browser = signed_in(house.priya)
    page = browser.get(CLAM).content.decode()
    for said in ("<animate", "Slowly open", "PMC4004121", "Pain at the side of the hip", "2 × 10"):
        assert said in page, said
    assert "Nobody of your clinic has signed it yet" in page
    assert browser.post(CLAM, signed_form(clam())).status_code == 302
    row = Signature.objects.get()
    assert (row.clinic, row.by, row.version) == (house.clinic, house.priya, clam().content_hash)
    assert ["steps", "Put your feet together, one on the other."] in row.words
    assert AuditRow.objects.filter(action="signed", subject="text").count() == 1
    page = browser.get(CLAM).content.decode()
    assert "Signed for your clinic by Priya Nair" in page
    assert "00 TEST" in page


def test_signing_twice_adds_nothing(house: House, signed_in: As) -> None:
    for _press in range(2):
        signed_in(house.priya).post(CLAM, signed_form(clam()))
    assert Signature.objects.count() == 1
    assert AuditRow.objects.filter(action="signed").count() == 1


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("read", "", "Read it in full, then tick this."),
        ("registration", "", "Please fill this in"),
        ("registration", "\u200b", "Please fill this in"),
        ("name", "…", "Write a name that can be read"),
        ("signed_on", in_days(2).isoformat(), "in the future"),
        ("signed_on", "yesterday", "date"),
        ("version", "0" * 64, "The words changed while you read"),
        ("version", "x" * 999, ""),
    ],
)
def test_what_stands_for_nothing_is_refused_and_kept_on_the_page(
    house: House, signed_in: As, field: str, value: str, says: str
) -> None:
    form = signed_form(clam(), name="Priya N")
    answer = signed_in(house.priya).post(CLAM, {**form, field: value})
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not Signature.objects.exists()


def test_only_a_practitioner_signs_and_only_for_their_own_clinic(
    house: House, signed_in: As
) -> None:
    for path in (CLAM, RED_FLAGS):
        for person in (house.rob, house.olu):
            assert signed_in(person).get(path).status_code == 200
            assert signed_in(person).post(path, signed_form(clam())).status_code == 403
        for patient in (house.alice, house.carol):
            assert signed_in(patient).get(path).status_code == 403
        assert Client().get(path).status_code == 302
    sign_version(clam(), house.charlie)
    page = signed_in(house.priya).get(CLAM).content.decode()
    assert house.charlie.name not in page
    assert "no clinician has signed" in page
    theirs = Signature.objects.get()
    form = {"do": "withdraw", "signature": str(theirs.pk), "why": "It is wrong."}
    assert signed_in(house.priya).post(CLAM, form).status_code == 404
    with pytest.raises(NotAllowed):
        withdraw(signature=theirs, why="It is wrong.", by=house.priya)
    assert signed_in(house.priya).get("/exercises/nothing/sign/").status_code == 404


def test_a_changed_text_is_shown_word_by_word_and_signed_again(house: House, signed_in: As) -> None:
    sign_version(clam(), house.priya)
    new = change_clam()
    browser = signed_in(house.priya)
    page = browser.get(CLAM).content.decode()
    assert "Changed since Priya" in page
    assert "<ins>and calmly</ins>" in page
    listed = browser.get("/exercises/", {"show": "changed"}).content.decode()
    assert "Clam" in listed
    assert "Hip hinge" not in listed
    sign_version(new, house.priya)
    assert "What changed" not in browser.get(CLAM).content.decode()


def test_the_list_counts_what_is_unsigned_changed_and_signed(house: House, signed_in: As) -> None:
    sign_version(clam(), house.priya)
    browser = signed_in(house.rob)
    unsigned = browser.get("/exercises/", {"show": "unsigned"}).content.decode()
    assert unsigned.count("unreviewed draft") == ExerciseVersion.objects.count() - 1
    signed = browser.get("/exercises/", {"show": "signed"}).content.decode()
    assert "signed by Priya" in signed
    assert "unreviewed draft" not in signed
    assert browser.get("/exercises/", {"show": "<b>"}).status_code == 200


def test_a_signature_is_taken_back_by_a_new_row_with_a_reason(house: House, signed_in: As) -> None:
    row = sign_version(clam(), house.priya)
    browser = signed_in(house.priya)
    form = {"do": "withdraw", "signature": str(row.pk), "why": ""}
    assert browser.post(CLAM, form).status_code == 422
    for _press in range(2):
        assert browser.post(CLAM, {**form, "why": "The dose is too high."}).status_code == 302
    assert Signature.objects.count() == 2
    page = browser.get(CLAM).content.decode()
    assert "no clinician has signed" in page
    assert "The dose is too high." in page
    assert AuditRow.objects.filter(action="took back", subject="text").count() == 1
    with pytest.raises(NotSigned):
        withdraw(signature=row, why=" ", by=house.priya)


@pytest.mark.parametrize("verb", ["update", "delete"])
def test_the_database_itself_refuses_to_change_a_signature(house: House, verb: str) -> None:
    row = sign_version(clam(), house.priya)
    rows = Signature.objects.filter(pk=row.pk)
    with pytest.raises(DatabaseError, match="cannot be changed"), transaction.atomic():
        rows.update(name="Somebody") if verb == "update" else rows._raw_delete("default")
    assert Signature.objects.get().name == house.priya.name


def test_a_clinic_that_gives_only_signed_exercises_refuses_an_unsigned_one(house: House) -> None:
    house.clinic.only_signed = True
    house.clinic.save()
    assess_for(house.alice, house.priya)
    with pytest.raises(NotGiven, match="nobody has signed these words"):
        give_to(house.alice, house.priya, a_line(house.alice, "clam"))
    sign_version(clam(), house.charlie)
    with pytest.raises(NotGiven, match="nobody has signed these words"):
        give_to(house.alice, house.priya, a_line(house.alice, "clam"))
    sign_version(clam(), house.priya)
    give_to(house.alice, house.priya, a_line(house.alice, "clam"))


def test_what_a_patient_has_already_stays_under_the_stricter_rule(treated: Treated) -> None:
    house = treated.house
    house.clinic.only_signed = True
    house.clinic.save()
    lines = [a_line(house.alice, slug) for slug in ("hip-hinge", "glute-bridge", "clam")]
    kept = [
        type(line)(**{**line.as_json(), "line": str(row.line), "sets": 1})
        for line, row in zip(lines, treated.rows.values(), strict=True)
    ]
    give_to(house.alice, house.priya, *kept)
    assert {row.sets for row in treated.rows.values()} == {1}


def test_a_signed_text_loses_the_mark_of_a_draft_where_it_is_prescribed(
    treated: Treated, signed_in: As
) -> None:
    house = treated.house
    browser = signed_in(house.priya)
    before = browser.get(treated.address()).content.decode()
    sign_version(clam(), house.priya)
    after = browser.get(treated.address()).content.decode()
    mark = "Draft text, not yet reviewed by a clinician"
    assert before.count(mark) == after.count(mark) + 1


def test_the_warning_signs_are_signed_by_country(house: House, signed_in: As) -> None:
    browser = signed_in(house.priya)
    page = browser.get(RED_FLAGS).content.decode()
    assert "Leaking pee or poo" in page
    assert "999" in page
    sign_red_flags(house.priya)
    assert red_flags_signed(house.clinic).stands
    assert not red_flags_signed(house.elsewhere).stands
    house.clinic.country_pack = "ie"
    house.clinic.save()
    assert not red_flags_signed(house.clinic).stands
    house.clinic.country_pack = ""
    house.clinic.save()
    page = browser.get(RED_FLAGS).content.decode()
    assert "chooses the clinic’s country first" in page
    assert not red_flags_signed(house.clinic).stands


def test_a_name_from_before_versions_were_kept_stands_for_no_text(
    house: House, signed_in: As
) -> None:
    Signature.objects.create(
        clinic=house.clinic,
        text="red flags gb",
        name="Dr Ada Penn",
        signed_on=in_days(-90),
        by=house.olu,
    )
    assert not red_flags_signed(house.clinic).stands
    page = signed_in(house.priya).get(RED_FLAGS).content.decode()
    assert "named before versions were kept" in page


def test_the_list_of_exercises_asks_once_for_all_signatures(house: House, signed_in: As) -> None:
    browser = signed_in(house.priya)
    browser.get("/exercises/")
    with assertNumQueries(6):
        browser.get("/exercises/")
