"""Learned figures are kept as data, to the digit."""

from importlib.resources import files

from bench.learn import written
from goodform.motion import learned


def test_what_was_learned_is_read_and_written_to_the_digit() -> None:
    text = files(learned).joinpath(learned.FILE).read_text(encoding="utf-8")
    assert written(learned.read(text)) == text
    assert sum(len(features) for features in learned.USUAL.values()) > 1000
