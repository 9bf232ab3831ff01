"""A phone camera's view: believed where it can be, kept apart where not, never in the way."""

from typing import Any
from uuid import UUID

import pytest
from hypothesis import given as whatever
from hypothesis import strategies as st

from goodform.diary.by_camera import IMPOSSIBLE, CameraSaw, camera_of
from goodform.diary.models import CameraSummary, Entry
from goodform.diary.values_sent import Malformed
from goodform.motion.released import MODELS, engine
from goodform.people.models import Clinic
from goodform.programmes.models import Hold, Prescription
from tests.diary.sending import Phone, a_document, a_stop, an_entry
from tests.prescribed import Given

MODEL = min(MODELS)


def a_summary(**other: Any) -> dict[str, Any]:
    """Two repetitions, as the mirror tells them."""
    return {
        "engine": engine(),
        "model": MODEL,
        "view": "side",
        "repetitions": [
            {
                "start_s": at,
                "turn_s": at + 1.0,
                "end_s": at + 2.2,
                "side": "both",
                "measures": {"hip_flexion": {"value": 71.5, "unit": "deg"}},
            }
            for at in (1.0, 4.0)
        ],
        "holds": [],
        "cues": [{"check": "knees_bend", "at_s": 3.4}],
        "not_judged": {"heels_lift": "phone not level"},
        **other,
    }


@pytest.fixture
def allowed(given: Given) -> Prescription:
    """The hip hinge, where clinic and practitioner allow the mirror."""
    Clinic.objects.update(mirror=True)
    Prescription.objects.filter(pk=given.hinge.pk).update(camera=True)
    return Prescription.objects.get(pk=given.hinge.pk)


def sent(phone: Phone, *entries: dict[str, Any]) -> list[dict[str, Any]]:
    """The outcome of each entry."""
    answer = phone.put(a_document(*entries))
    assert answer.status_code in {200, 201}
    found: list[dict[str, Any]] = answer.json()["entries"]
    return found


def test_what_is_possible_and_known_counts_as_by_camera(
    phone: Phone, allowed: Prescription
) -> None:
    entry = an_entry(allowed, timing="camera", camera=a_summary())
    assert sent(phone, entry)[0]["result"] == "accepted"
    row = Entry.objects.get()
    assert row.timing == "camera"
    saw = CameraSummary.objects.get(entry=row)
    assert saw.believed
    assert len(saw.summary["repetitions"]) == 2


@pytest.mark.parametrize("unknown", [{"engine": "0" * 64}, {"model": "f" * 64}])
def test_an_eye_that_nobody_released_is_timed_and_kept_apart(
    phone: Phone, allowed: Prescription, unknown: dict[str, str]
) -> None:
    entry = an_entry(allowed, timing="camera", camera=a_summary(**unknown))
    (told,) = sent(phone, entry)
    assert (told["result"], told["code"]) == ("flagged", "camera_unknown")
    assert Entry.objects.get().timing == "timed"
    assert not CameraSummary.objects.get().believed


def test_where_nobody_allowed_it_the_entry_is_timed(phone: Phone, given: Given) -> None:
    entry = an_entry(given.hinge, timing="camera", camera=a_summary())
    assert sent(phone, entry)[0]["code"] == "camera_not_allowed"
    assert Entry.objects.get().timing == "timed"
    assert not CameraSummary.objects.get().believed


@pytest.mark.parametrize(
    "made_up",
    [
        "ten",
        [],
        {},
        a_summary(view="above"),
        a_summary(view=["side"]),
        a_summary(engine="../../etc"),
        a_summary(repetitions=-3),
        a_summary(repetitions=[{}] * 10_000),
        a_summary(repetitions=[{"start_s": 2, "turn_s": 1, "end_s": 3, "side": "both"}]),
        a_summary(repetitions=[{"start_s": 1, "turn_s": 1, "end_s": 1, "side": "both"}]),
        a_summary(repetitions=[{"start_s": 1, "turn_s": 2, "end_s": 10**400, "side": "both"}]),
        a_summary(repetitions=[{"start_s": True, "turn_s": 2, "end_s": 3, "side": "both"}]),
        a_summary(repetitions=[*a_summary()["repetitions"], a_summary()["repetitions"][0]]),
        a_summary(not_judged={"heels_lift": "<script>"}),
        a_summary(cues=[{"check": "x" * 90, "at_s": 1}]),
        a_summary(note="x" * 20_000),
    ],
)
def test_what_cannot_be_is_left_out_and_the_entry_is_kept(
    phone: Phone, allowed: Prescription, made_up: object
) -> None:
    (told,) = sent(phone, an_entry(allowed, timing="camera", camera=made_up))
    assert (told["result"], told["code"]) == ("flagged", IMPOSSIBLE)
    assert Entry.objects.get().timing == "timed"
    assert not CameraSummary.objects.exists()


def test_a_stop_is_heard_whatever_its_camera_says(phone: Phone, allowed: Prescription) -> None:
    (told,) = sent(phone, a_stop(allowed, timing="camera", camera={"repetitions": -3}))
    assert told["result"] == "flagged"
    assert Entry.objects.get().outcome == "stopped"
    assert Hold.objects.filter(line=allowed.line, released_at=None).exists()


def test_somebody_elses_prescription_is_refused_with_its_summary(
    phone: Phone, allowed: Prescription
) -> None:
    (told,) = sent(phone, an_entry(UUID(int=7), timing="camera", camera=a_summary()))
    assert told["result"] == "refused"
    assert not CameraSummary.objects.exists()


def test_sent_twice_it_is_kept_once_and_what_was_measured_first_stays(
    phone: Phone, allowed: Prescription
) -> None:
    entry = an_entry(allowed, timing="camera", camera=a_summary())
    document = a_document(entry)
    phone.put(document)
    phone.put(document)
    phone.put({**document, "entries": [{**entry, "camera": a_summary(repetitions=[])}]})
    assert len(CameraSummary.objects.get().summary["repetitions"]) == 2


def test_corrected_by_hand_it_is_ticked_and_the_camera_stands_beside_it(
    phone: Phone, allowed: Prescription
) -> None:
    entry = an_entry(allowed, timing="camera", camera=a_summary())
    document = a_document(entry)
    phone.put(document)
    later = {**entry, "timing": "ticked", "repetitions_done": 8, "changed_at": document["sent_at"]}
    phone.put({**document, "entries": [later]})
    assert Entry.objects.get().timing == "ticked"
    assert CameraSummary.objects.get().believed


LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
KEYS = st.sampled_from(["repetitions", "start_s", "turn_s", "end_s", "side", "measures", "view"])


def holding(inner: "st.SearchStrategy[object]") -> "st.SearchStrategy[object]":
    """The same, a list of such, or an object with some of our keys."""
    return inner | st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=5)


VALUES = holding(holding(holding(LEAVES)))


@pytest.mark.pure
@whatever(VALUES)
def test_whatever_is_said_is_read_or_left_out(said: object) -> None:
    try:
        found = camera_of(said)
    except Malformed:
        return
    assert found is None or isinstance(found, CameraSaw)
