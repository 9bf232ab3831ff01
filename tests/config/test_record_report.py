"""`goodform check-record`: whole or the first broken row, and the seals to keep elsewhere."""

import pytest

from goodform.audit.actions import record
from goodform.audit.checking import check_and_keep
from goodform.audit.models import AuditRow
from goodform.config.verbs import main
from goodform.people.models import Clinic
from tests.emptying import unguarded
from tests.people import House, a_house

Said = pytest.CaptureFixture[str]


def entries(house: House, how_many: int = 3) -> list[AuditRow]:
    return [
        record(
            by=house.priya, clinic=house.clinic.pk, action="edited", subject="patient", subject_id=n
        )
        for n in range(how_many)
    ]


def test_a_whole_record_says_its_newest_seal(house: House, capsys: Said) -> None:
    newest = entries(house)[-1].seal
    assert main(["check-record"]) == 0
    said = capsys.readouterr().out
    assert f"{house.clinic.name}: 3 rows, whole. Newest seal: {newest}" in said
    assert house.elsewhere.name not in said, "nothing was done there yet"


def test_where_nothing_was_done_that_is_said(db: None, capsys: Said) -> None:
    assert main(["check-record"]) == 0
    assert "nothing in any record" in capsys.readouterr().out


def test_the_first_broken_row_is_named(house: House, capsys: Said) -> None:
    row = entries(house)[-1]
    row.pk, row.before, row.seal = None, row.seal, "0" * 64
    row.save(force_insert=True)
    assert main(["check-record"]) == 1
    said = capsys.readouterr().out
    assert f"BROKEN at row {row.pk}: its seal does not fit what it says" in said


def test_a_kept_seal_is_still_there(house: House, capsys: Said) -> None:
    first, *_more = entries(house)
    assert main(["check-record", "--against", first.seal]) == 0
    assert f"the kept seal {first.seal} is that of row {first.pk}" in capsys.readouterr().out


def test_a_kept_seal_that_is_gone_is_said(house: House, capsys: Said) -> None:
    entries(house)
    assert main(["check-record", "--against", "f" * 64]) == 1
    assert f"The kept seal {'f' * 64} is in no record" in capsys.readouterr().out


@pytest.mark.django_db(transaction=True)
def test_a_record_whose_end_was_cut_off_since_the_last_check_is_broken(capsys: Said) -> None:
    house = a_house()
    made = entries(house)
    check_and_keep(house.clinic.pk, now=made[-1].at)
    with unguarded():
        AuditRow.objects.filter(pk=made[-1].pk).delete()
    assert main(["check-record"]) == 1
    assert "BROKEN at the end" in capsys.readouterr().out
    assert Clinic.objects.count() == 2
