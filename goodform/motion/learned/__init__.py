"""Norms learned from recordings of people, read from `usual.json` beside this file.

`USUAL` is how much each measure varies between the good repetitions of one person (root mean
square over people, in the measure's own unit), by movement and feature; `LIMIT` is the distance
from which a repetition is told to be unlike the reference, by movement.
`python -m bench.learn --data FILE` writes the file anew.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Final


@dataclass(frozen=True, slots=True)
class Learned:
    """One file of learned numbers, and the recordings that they come from."""

    source: str
    people: int
    version: int
    data_sha256: str
    limit: Mapping[str, float]
    usual: Mapping[str, Mapping[str, float]]


def read(text: str) -> Learned:
    """The numbers in `text`, each exactly as written."""
    return Learned(**json.loads(text))


FILE: Final = "usual.json"
_KEPT: Final = read(files(__name__).joinpath(FILE).read_text(encoding="utf-8"))
USUAL: Final = _KEPT.usual
LIMIT: Final = _KEPT.limit
