"""One clinic's trouble is never another's, and it is not hidden either."""

from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodform.people.each_clinic import ClinicsFailed, for_each_clinic


@given(st.lists(st.booleans(), max_size=12))
def test_every_clinic_has_its_turn_and_every_failure_is_named(works: list[bool]) -> None:
    clinics = {uuid4(): well for well in works}
    served: list[UUID] = []

    def does(clinic: UUID) -> int:
        served.append(clinic)
        if not clinics[clinic]:
            raise OverflowError
        return 1

    if all(works):
        assert for_each_clinic(clinics, does) == len(works)
    else:
        with pytest.raises(ClinicsFailed, match=f"for {works.count(False)} clinics"):
            for_each_clinic(clinics, does)
    assert served == list(clinics)
