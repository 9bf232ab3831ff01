"""Changes between two wordings of a text, word by word. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Literal

from goodform.safety.red_flag_text import Words

Kind = Literal["same", "out", "in"]


@dataclass(frozen=True)
class Piece:
    """Words that stayed, went or came."""

    kind: Kind
    words: str


@dataclass(frozen=True)
class ChangedLine:
    """One line that is not as it was: what kind of line, and its pieces in reading order."""

    key: str
    pieces: tuple[Piece, ...]


def what_changed(before: Words, after: Words) -> tuple[ChangedLine, ...]:
    """Every line that changed, came or went, by kind of line in the order of the text."""
    keys = dict.fromkeys(key for key, _words in (*after, *before))
    return tuple(line for key in keys for line in _of_key(key, before, after))


def _of_key(key: str, before: Words, after: Words) -> Iterator[ChangedLine]:
    old = [words for each, words in before if each == key]
    new = [words for each, words in after if each == key]
    for tag, a, b, c, d in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if tag != "equal":
            for was, now in zip_longest(old[a:b], new[c:d], fillvalue=""):
                yield ChangedLine(key, tuple(_pieces(was.split(), now.split())))


def _pieces(was: Sequence[str], now: Sequence[str]) -> Iterator[Piece]:
    for tag, a, b, c, d in SequenceMatcher(a=was, b=now, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece("same", " ".join(now[c:d]))
            continue
        if b > a:
            yield Piece("out", " ".join(was[a:b]))
        if d > c:
            yield Piece("in", " ".join(now[c:d]))
