"""The bench of the pictures says what it measured."""

import pytest

from bench.figures import LARGEST, measure
from goodform.library.figures import PICTURES


def test_every_picture_is_measured_and_below_its_goal() -> None:
    figures = measure(size="small")
    pictures = [figure for figure in figures if figure.name.endswith(", moving")]
    assert [figure.name.removesuffix(", moving") for figure in pictures] == list(PICTURES)
    for figure in pictures:
        assert figure.value is not None
        assert 0 < figure.value <= LARGEST
    others = {figure.unit for figure in figures} - {"bytes, gzip"}
    assert others == {"s", "frames/s"}


def test_an_unknown_size_is_refused() -> None:
    with pytest.raises(KeyError):
        measure(size="vast")
