"""Alice with three exercises, and her phone."""

import pytest

from tests.diary.sending import Phone
from tests.people import House
from tests.prescribed import Given, a_programme


@pytest.fixture
def given(house: House) -> Given:
    """Alice's clam, hip hinge and glute bridge; usual pain 3."""
    return a_programme(house.alice, house.priya)


@pytest.fixture
def phone(house: House) -> Phone:
    """Alice's phone."""
    return Phone(house.alice)
