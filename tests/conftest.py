"""Fixtures and settings of every test."""

import gc
from collections.abc import Iterator

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest
from django.template import Context, Template
from django.test import SimpleTestCase
from django.utils.safestring import SafeString
from hypothesis import settings as hypothesis_settings
from pytest_django.fixtures import Settings

from goodform.people.letting_in import stamp
from goodform.people.models import Clinic, Patient, Staff, User
from tests.emptying import let_the_record_be_emptied
from tests.people import House, a_house

hypothesis_settings.register_profile("goodform", deadline=None, derandomize=True, max_examples=60)
hypothesis_settings.load_profile("goodform")


PLAIN_STORAGE = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}


def pytest_configure() -> None:
    """Static files straight from the rooms, also between two tests: nothing was collected.

    A browser may still ask for a page while one test ends and the next begins.
    """
    django_settings.WHITENOISE_AUTOREFRESH = True
    django_settings.STORAGES = PLAIN_STORAGE


def pytest_collection_finish() -> None:
    """Let the collector leave alone all that was imported and collected: it stays to the end."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


@pytest.fixture(scope="session", autouse=True)
def _only_a_whole_page_is_told_of(django_test_environment: None) -> Iterator[None]:
    """A test may ask what a page was drawn with; Django would also copy that for every part."""
    told_of = Template._render  # type: ignore[attr-defined]  # no stub has it

    def render(self: Template, context: Context) -> SafeString:
        whole = context.template is self
        return told_of(self, context) if whole else self.nodelist.render(context)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Template, "_render", render)
        yield


@pytest.fixture(scope="session", autouse=True)
def _record_can_be_emptied() -> Iterator[None]:
    """The record refuses to be emptied; between tests it must be."""
    with pytest.MonkeyPatch.context() as patch:
        let_the_record_be_emptied(patch)
        yield


@pytest.fixture(autouse=True)
def _plain_storage(settings: Settings) -> None:
    """Static files by plain name; mail kept in memory; nothing written outside the test."""
    settings.STORAGES = PLAIN_STORAGE
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


@pytest.fixture(scope="session", autouse=True)
def _staff_are_wholly_in() -> Iterator[None]:
    """Whom a test signs in by `force_login` has shown all that is asked; nobody else has."""

    def as_if_shown(request: HttpRequest, user: User, **_: object) -> None:
        if request.method is None:  # of no browser: the test client's own
            stamp(request.session, user, how="a test", two=True)

    user_logged_in.connect(as_if_shown, weak=False, dispatch_uid="a test")
    yield
    user_logged_in.disconnect(dispatch_uid="a test")
