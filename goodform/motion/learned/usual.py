"""How much each measure varies from one good repetition to the next within one person."""

from collections.abc import Mapping
from typing import Final

VERSION: Final = 0

USUAL: Final[Mapping[str, Mapping[str, float]]] = {}
LIMIT: Final[Mapping[str, float]] = {}
