"""What every test stands on."""

from collections.abc import Iterator

import pytest
from django.conf import settings as django_settings
from django.test import SimpleTestCase
from hypothesis import settings as hypothesis_settings
from pytest_django.fixtures import Settings

from goodform.people.models import Clinic, Patient, Staff
from tests.emptying import let_the_record_be_emptied
from tests.people import House, a_house

hypothesis_settings.register_profile("goodform", deadline=None, derandomize=True, max_examples=60)
hypothesis_settings.load_profile("goodform")


def pytest_configure() -> None:
    """Static files straight from the rooms: nothing was collected for a test."""
    django_settings.WHITENOISE_AUTOREFRESH = True


@pytest.fixture(scope="session", autouse=True)
def _record_can_be_emptied() -> Iterator[None]:
    """The record refuses to be emptied; between tests it must be."""
    with pytest.MonkeyPatch.context() as patch:
        let_the_record_be_emptied(patch)
        yield


@pytest.fixture(autouse=True)
def _plain_storage(settings: Settings) -> None:
    """Static files by plain name; mail kept in memory; nothing written outside the test."""
    settings.STORAGES = {
        "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def house(db: None) -> House:
    """Everybody, at their clinics."""
    return a_house()


@pytest.fixture
def clinic(house: House) -> Clinic:
    """Riverside Back Clinic."""
    return house.clinic


@pytest.fixture
def alice(house: House) -> Patient:
    """A patient with a sore back."""
    return house.alice


@pytest.fixture
def priya(house: House) -> Staff:
    """Alice's chiropractor."""
    return house.priya


@pytest.fixture
def rob(house: House) -> Staff:
    """Reception."""
    return house.rob


@pytest.fixture
def olu(house: House) -> Staff:
    """Owns the clinic; no clinician."""
    return house.olu


@pytest.fixture
def charlie(house: House) -> Staff:
    """Works at another clinic and must see nothing here."""
    return house.charlie


@pytest.fixture
def carol(house: House) -> Patient:
    """A patient of another clinic; must see nothing here."""
    return house.carol


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that asks for no database is the same on every database: once is enough for it."""
    for item in items:
        if not _asks_for_a_database(item):
            item.add_marker(pytest.mark.pure)


def _asks_for_a_database(item: pytest.Item) -> bool:
    of_django = isinstance(item, pytest.Function) and issubclass(item.cls or object, SimpleTestCase)
    fixtures: set[str] = set(getattr(item, "fixturenames", ()))
    marked = item.get_closest_marker("django_db") is not None
    return of_django or marked or bool(fixtures & {"db", "transactional_db"})
