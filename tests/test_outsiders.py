"""Every address, visited by people who have no business there.

Charlie works at another clinic, Carol is a patient there, and a stranger is nobody at all. Each
tries every address there is with every id of ours. Nothing of ours may be shown, and nothing of
ours may change. A new address is visited as soon as it exists; one with a kind of blank that
nobody can fill in here fails until somebody says how.
"""

import re
from collections.abc import Callable, Iterator
from itertools import product

import pytest
from django.test import Client
from django.utils import timezone

from goodform.audit.models import AuditRow
from goodform.inbox.actions import raise_alert
from goodform.inbox.evidence import Evidence
from goodform.inbox.models import Alert, Kind, Severity
from goodform.people.models import Patient, Staff, User
from goodform.programmes.actions import hold
from tests.addresses import ADDRESSES
from tests.people import House
from tests.prescribed import Given, a_programme

OURS = ("Quillfeather", "Vantongeren", "Lastingham", "Oyelowo", "Zephyr", "Sore low back")
NOTHING_HERE = {302, 400, 401, 403, 404, 405, 409, 410, 413, 415, 422}


def test_every_address_has_a_name_of_its_own() -> None:
    names = [name for name, _route in ADDRESSES]
    assert len(names) == len(set(names))
    assert not [name for name in names if "/" in name], "an address without a name"


def ids_of(house: House, given: Given) -> dict[str, list[str]]:
    """The ids of ours that could stand in each kind of blank."""
    alert = Alert.objects.get(patient=house.alice)
    uuids = (
        house.alice.pk,
        house.priya.pk,
        house.clinic.pk,
        given.programme.pk,
        given.clam.pk,
        given.clam.line,
        alert.pk,
        *house.alice.programme.holds.values_list("pk", flat=True),
    )
    return {
        "uuid": [str(each) for each in uuids],
        "int": ["1", str(house.alice.user_id)],
        "slug": ["clam"],
        "str": ["x", str(house.alice.pk)],
        "day": [timezone.localdate().isoformat()],
        "date": [timezone.localdate().isoformat()],
        "path": ["x"],
    }


def filled(route: str, ids: dict[str, list[str]]) -> Iterator[str]:
    """The route with its blanks filled in, in every way we can."""
    if route.startswith("^") or "(?P" in route:
        yield "/account/password/reset/key/1-set-password/"
        return
    blanks = re.findall(r"<([^>]+)>", route)
    kinds = [blank.rpartition(":")[0] or "str" for blank in blanks]
    for values in product(*(ids[kind] for kind in kinds)):
        path = route
        for blank, value in zip(blanks, values, strict=True):
            path = path.replace(f"<{blank}>", value, 1)
        yield "/" + path


@pytest.fixture
def given(house: House) -> Given:
    """Alice has a programme, a hold and an alert; all have names that stand nowhere else."""
    people: tuple[Patient | Staff, ...] = (house.alice, house.priya, house.rob, house.olu)
    for person, name in zip(people, OURS, strict=False):
        person.name = f"{person.called} {name}"
        person.save()
    house.clinic.name = f"{OURS[4]} Back Clinic"
    house.clinic.save()
    made = a_programme(house.alice, house.priya)
    hold(
        programme=made.programme,
        line=made.clam.line,
        reason="stopped",
        cause="entry:1",
        at=timezone.now(),
        by=house.alice,
    )
    raise_alert(
        patient=house.alice,
        kind=Kind.STOP,
        severity=Severity.TODAY,
        cause="entry:1",
        evidence=Evidence(because="stopped"),
        happened_at=timezone.now(),
        by=house.alice,
        prescription=made.clam,
    )
    return made


OUTSIDERS: dict[str, Callable[[House], User | None]] = {
    "Charlie": lambda house: house.charlie.user,
    "Carol": lambda house: house.carol.user,
    "a stranger": lambda _house: None,
}


@pytest.mark.parametrize("method", ["get", "post", "put"])
@pytest.mark.parametrize("who", OUTSIDERS)
def test_outsiders_see_and_change_nothing_anywhere(
    house: House, given: Given, who: str, method: str
) -> None:
    ids = ids_of(house, given)
    rows = AuditRow.objects.filter(clinic_id=house.clinic.pk)
    before = rows.count()
    user = OUTSIDERS[who](house)
    for name, route in ADDRESSES:
        client = Client()
        if user is not None:
            client.force_login(user)
        for path in filled(route, ids):
            answer = getattr(client, method)(path)
            said = f"{who} {method} {path} ({name}): {answer.status_code}"
            body = b"".join(answer) if answer.streaming else answer.content
            shown = [word for word in OURS if word in body.decode(errors="ignore")]
            assert not shown, f"{said} shows {shown}"
            if any(given_id in path for given_id in ids["uuid"]):
                assert answer.status_code in NOTHING_HERE, said
            assert answer.status_code < 500 or name == "worker_healthz", said
    assert rows.count() == before, f"{who} changed something of ours by {method}"


def test_the_patient_and_her_practitioner_do_get_in(house: House, given: Given) -> None:
    for user, path in (
        (house.alice.user, "/today"),
        (house.priya.user, f"/patients/{house.alice.pk}/prescribe/"),
    ):
        client = Client()
        assert user is not None
        client.force_login(user)
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert "Alice" in answer.content.decode()
