"""`docs/how-to/a-language.md`, followed with a few of our files: offered whole, or not at all."""

import re
import shlex
import shutil
from pathlib import Path

import pytest
from django.conf import settings as our_settings
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from tests.safety.test_one_language import (
    WARNINGS,
)
from tests.safety.test_one_language import (
    test_a_language_is_offered_only_with_every_warning_in_it as refuse_half_of_one,
)

PAGE = (our_settings.REPOSITORY / "docs/how-to/a-language.md").read_text()
SOME_FILES = (
    "safety/red_flags.py",
    "safety/symptoms.py",
    "today/templates/today/help.html",
)
WELSH = "Cymraeg: "

pytestmark = pytest.mark.skipif(
    shutil.which("xgettext") is None, reason="Debian's gettext is not installed"
)


def blocks(language: str) -> list[str]:
    """The blocks of the page in this language, in order."""
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


def run(verb: str) -> None:
    """Run a Django command as the page writes it."""
    [line] = [line for block in blocks("sh") for line in block.splitlines() if f" {verb} " in line]
    call_command(*shlex.split(line.split("manage.py ")[1]), verbosity=0)


def translated(po: str) -> str:
    """Every sentence with a translation that can be told from it."""
    entry = re.compile(r'^msgid ((?:".*"\n)+)msgstr ""\n', re.MULTILINE)
    return entry.sub(
        lambda found: (
            found[0] if found[1] == '""\n' else f'msgid {found[1]}msgstr "{WELSH}"\n{found[1]}'
        ),
        po,
    )


@pytest.fixture
def po(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Path:
    """The file of Welsh sentences, collected from a copy of some files."""
    told: dict[str, list[tuple[str, str]]] = {}
    exec(blocks("python")[0], told)  # noqa: S102  # our own page
    settings.LANGUAGES = told["LANGUAGES"]
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    for file in SOME_FILES:
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(our_settings.PACKAGE / file, tmp_path / file)
    (tmp_path / "locale").mkdir()
    monkeypatch.chdir(tmp_path)
    run("makemessages")
    return tmp_path / "locale/cy/LC_MESSAGES/django.po"


def test_a_language_without_its_warnings_is_found_out(po: Path) -> None:
    run("compilemessages")
    with pytest.raises(AssertionError, match="not translated yet"):
        refuse_half_of_one("cy")


def test_a_whole_one_is_answered_in(po: Path, settings: Settings, db: None) -> None:
    po.write_text(translated(po.read_text()))
    run("compilemessages")
    settings.LOCALE_PATHS = [*settings.LOCALE_PATHS]
    refuse_half_of_one("cy")
    answer = Client().get(reverse("help"), headers={"Accept-Language": "cy"})
    assert '<html lang="cy"' in answer.content.decode()
    assert answer.content.decode().count(WELSH) > len(WARNINGS) / 2
    answer = Client().get(reverse("help"), headers={"Accept-Language": "de"})
    assert WELSH not in answer.content.decode()
