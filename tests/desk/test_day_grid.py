"""The grid has every minute of the day once, and nothing lies over anything in it."""

from datetime import date
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from goodform.desk.day_grid import GridColumn, Placed, grid_of

MONDAY = date(2026, 11, 16)
minutes = st.integers(0, 287).map(lambda each: each * 5)


def stretch(start: int, length: int) -> tuple[int, int]:
    """A part of one day."""
    return start, min(start + length, 1440)


stretches = st.builds(stretch, minutes, st.integers(1, 30).map(lambda each: each * 5))
placed = st.lists(stretches.map(lambda each: Placed(*each, shows="x")), max_size=8)
columns = st.builds(
    lambda hours, there: GridColumn(UUID(int=1), "Priya", MONDAY, tuple(hours), tuple(there)),
    st.lists(stretches, max_size=3),
    placed,
)


@given(st.lists(columns, min_size=1, max_size=3))
def test_every_row_is_filled_exactly(asked: list[GridColumn]) -> None:
    grid = grid_of(asked)
    wide = sum(number for _column, number in grid.columns)
    open_until = [0] * wide
    for row_number, row in enumerate(grid.rows):
        cells = iter(row.cells)
        for column in range(wide):
            if open_until[column] <= row_number:
                open_until[column] = row_number + next(cells).rows
        assert next(cells, None) is None
    assert set(open_until) == {len(grid.rows)}


@given(columns)
def test_everything_that_is_placed_stands_there_once_at_its_time(column: GridColumn) -> None:
    grid = grid_of([column])
    found = [cell for row in grid.rows for cell in row.cells if cell.kind == "placed"]
    assert sorted((cell.minute, cell.rows * 5) for cell in found) == sorted(
        (each.opens, each.closes - each.opens) for each in column.placed
    )


def test_a_free_cell_begins_on_the_quarters_of_the_clock() -> None:
    column = GridColumn(UUID(int=1), "Priya", MONDAY, ((540, 600),), (Placed(550, 570, shows="x"),))
    cells = [cell for row in grid_of([column]).rows for cell in row.cells]
    free = [(cell.clock, cell.rows) for cell in cells if cell.kind == "free"]
    assert free == [("09:00", 2), ("09:30", 3), ("09:45", 3)]
