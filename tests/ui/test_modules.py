"""The modules of the pages: each is checked for its types."""

from pathlib import Path

import pytest
from django.conf import settings

MODULES = sorted(file for file in settings.PACKAGE.rglob("*.mjs") if "vendor" not in file.parts)


def test_there_are_modules() -> None:
    assert len(MODULES) > 40


@pytest.mark.parametrize("module", MODULES, ids=lambda file: file.name)
def test_each_module_is_checked_for_its_types(module: Path) -> None:
    assert module.read_text().splitlines()[0] == "// @ts-check", module
