"""A wheel is whole: installed elsewhere, it has all that Goodform reads."""

import os
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.conf import settings
from flit_core import buildapi

pytestmark = pytest.mark.pure

WHERE_IT_LOOKS = """
import django
django.setup()
from pathlib import Path
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import get_template
from goodform.motion.learned import USUAL
assert "squat" in USUAL
for name in ("ui/base.html", "today/page.html", "desk/caseload.html"):
    print(get_template(name).origin.name)
for name in ("ui/css/tokens.css", "ui/vendor/htmx/htmx.min.js"):
    print(finders.find(name))
print(settings.EXERCISES, *settings.LOCALE_PATHS, sep="\\n")
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(settings.REPOSITORY)
        return folder / str(buildapi.build_wheel(str(folder)))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which it was installed, without a network."""
    folder = tmp_path_factory.mktemp("elsewhere")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index"]
    subprocess.run([*pip, "--target", str(folder), str(wheel)], check=True)  # noqa: S603
    return folder


def run(installed: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A process that finds the installed Goodform before this checkout, and stands in no folder
    of either."""
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    environment |= {"GOODFORM_DATA": str(installed / "data"), "GOODFORM_DEMO": "yes"}
    environment |= {"DJANGO_SETTINGS_MODULE": "goodform.config.settings"}
    return subprocess.run(  # noqa: S603
        [sys.executable, *arguments],
        cwd=installed.parent,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_installed_exercises_are_found_and_complete(installed: Path) -> None:
    answer = run(installed, "-m", "goodform.config.cli", "check-exercises")
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout == f"{installed / 'goodform/exercises'}: every exercise is complete.\n"


def test_pages_styles_and_words_are_its_own(installed: Path) -> None:
    answer = run(installed, "-c", WHERE_IT_LOOKS)
    assert answer.returncode == 0, answer.stderr
    found = answer.stdout.splitlines()
    assert len(found) == 7
    assert [place for place in found if not place.startswith(str(installed))] == []


def test_what_is_installed_has_no_measurements(installed: Path) -> None:
    answer = run(installed, "-m", "goodform.config.cli", "bench", "figures")
    assert answer.returncode == 2
    assert answer.stderr.count("\n") == 1


def test_nothing_but_the_package_is_in_the_wheel(wheel: Path) -> None:
    names = ZipFile(wheel).namelist()
    rooms = {name.split("/")[0] for name in names}
    assert {room for room in rooms if not room.endswith(".dist-info")} == {"goodform"}
    assert not [name for name in names if "/bench/" in name or "__pycache__" in name]
