"""A house moves to another database and back, equal by a hash of all its rows."""

from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from goodform.audit.checking import look_over
from goodform.keeping import refusals
from goodform.keeping.moving import move
from goodform.keeping.snapshot import as_it_is_now, opened
from goodform.keeping.tables import Column, DataTable, Hash, data_of, in_postgresql, in_sqlite
from goodform.outbox.models import Beat
from tests.keeping.commands import goodform, here
from tests.keeping.houses import a_new_machine, told_by_sqlite, told_here
from tests.people import House


def test_there_and_back_nothing_is_lost_or_changed(busy: House, data: Path, tmp_path: Path) -> None:
    before = told_here()
    there = tmp_path / "there.sqlite3"
    done = goodform(data, "move", "--to", f"sqlite:///{there}")
    assert done.returncode == 0, done.stderr
    assert f"{sum(rows for rows, _hash in before.values())} rows are there now" in done.stdout
    assert told_by_sqlite(there) == before
    assert told_here() == before
    again = goodform(data, "move", "--to", f"sqlite:///{there}")
    assert again.returncode == 1
    assert "Riverside Back Clinic lives there" in again.stderr
    a_new_machine()
    back = goodform(data, "move", "--to", here(), database=f"sqlite:///{there}")
    assert back.returncode == 0, back.stderr
    assert told_here() == before
    assert look_over(busy.clinic.pk).whole


def test_a_house_at_work_does_not_move(busy: House, tmp_path: Path) -> None:
    Beat.objects.create(worker="one", started_at=timezone.now(), beat_at=timezone.now())
    with pytest.raises(refusals.InTheWay, match="Stop it first"):
        move(f"sqlite:///{tmp_path / 'there.sqlite3'}")
    assert not (tmp_path / "there.sqlite3").exists()


def test_an_address_of_no_database_is_said(busy: House) -> None:
    with pytest.raises(refusals.MigrationFailed, match="DATABASE_URL must begin with"):
        move("mysql://nobody@127.0.0.1/nothing")


def test_every_column_of_every_table_is_of_a_kind_that_can_be_carried(db: None) -> None:
    if connection.vendor == "sqlite":
        with opened(Path(connection.settings_dict["NAME"])) as database:
            told = [
                c.name for t in data_of(in_sqlite(database)) for c in t.columns if c.kind != "plain"
            ]
        assert "facts" in told
        return
    with as_it_is_now() as raw:
        kinds = {column.kind for table in in_postgresql(raw) for column in table.columns}
    assert {"uuid", "moment", "json", "truth", "plain", "date"} <= kinds


rows = st.lists(st.tuples(st.integers(), st.text(), st.none() | st.floats(allow_nan=False)))
TABLE = DataTable("t", (Column("a", "plain"), Column("b", "plain"), Column("c", "plain")))


def of(*told: list[tuple[int, str, float | None]]) -> Hash:
    found = Hash()
    for each in told:
        found.add(TABLE, each)
    return found


@given(rows, rows)
def test_a_hash_knows_every_row_and_no_order(
    one: list[tuple[int, str, float | None]], other: list[tuple[int, str, float | None]]
) -> None:
    assert of(one, other) == of(other, one) == of([*reversed(one), *other])
    assert (of(one) == of(other)) == (sorted(map(repr, one)) == sorted(map(repr, other)))
