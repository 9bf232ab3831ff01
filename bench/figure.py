"""One measured figure, and how a bench says on what machine it was measured."""

import os
import platform
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Figure:
    """A measured value with its unit, the goal it has (if any), and what stands beside it."""

    name: str
    value: float | int | None
    unit: str
    goal: str | float | None = None
    beside: Mapping[str, object] = field(default_factory=dict)


def machine() -> dict[str, object]:
    """The machine of the figures: processor count, system and Python."""
    return {
        "processors": os.cpu_count(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
    }
