"""A data folder of its own for each test, with the secret key of this process in it."""

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from tests.keeping.houses import KeyPair, a_busy_house
from tests.people import House


@pytest.fixture(autouse=True)
def data(settings: Settings, tmp_path: Path) -> Path:
    """The data folder, below which everything is kept."""
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "secret-key").write_text(settings.SECRET_KEY)
    settings.DATA = folder
    settings.BACKUPS = folder / "backups"
    return folder


@pytest.fixture
def key() -> KeyPair:
    """Olu's key; what opens lies in the safe."""
    return KeyPair()


@pytest.fixture
def busy(transactional_db: None) -> House:
    """A house with something to lose, visible to every connection."""
    return a_busy_house()
