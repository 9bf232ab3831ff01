"""Which channels there are: the folders of `channels/`, found by looking."""

import importlib
import pkgutil
from functools import cache
from types import ModuleType
from typing import cast

from goodform.outbox import channels as folder
from goodform.outbox.channel import Channel


@cache
def modules() -> dict[str, ModuleType]:
    """The package of each channel by its folder's name."""
    return {
        found.name: importlib.import_module(f"{folder.__name__}.{found.name}")
        for found in pkgutil.iter_modules(folder.__path__)
        if found.ispkg
    }


@cache
def channels() -> dict[str, Channel]:
    """The channels of this house by code. A folder without `CHANNEL` raises at once."""
    return {name: cast("Channel", module.CHANNEL) for name, module in modules().items()}
