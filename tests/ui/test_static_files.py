"""Static files by content: every import and every address in a stylesheet leads somewhere."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from pytest_django.fixtures import Settings

ADDRESS = re.compile(r"""(?:from|import)\s*\(?["'](\.[^"']+)["']|url\(["']?([^"')]+)["']?\)""")


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files a clinic serves, named and compressed as they are there."""
    folder = tmp_path_factory.mktemp("static")
    storages = django_settings.STORAGES
    root = django_settings.STATIC_ROOT
    django_settings.STORAGES = {
        **storages,
        "staticfiles": {"BACKEND": "goodform.ui.static_files.HashedStaticFiles"},
    }
    django_settings.STATIC_ROOT = folder
    try:
        call_command("collectstatic", interactive=False, verbosity=0)
    finally:
        django_settings.STORAGES, django_settings.STATIC_ROOT = storages, root
    return folder


def test_every_address_inside_a_file_leads_to_a_file(collected: Path, settings: Settings) -> None:
    checked = 0
    for file in [*collected.rglob("*.mjs"), *collected.rglob("*.css")]:
        for match in ADDRESS.finditer(file.read_text()):
            address = (match[1] or match[2]).split("#")[0].split("?")[0]
            if address.startswith(("data:", "/")) or not address:
                continue
            target = (file.parent / address).resolve()
            assert target.exists(), f"{file.name} asks for {address}, which is not there"
            checked += 1
    assert checked > 20


def test_names_carry_the_content_and_nothing_else_is_kept(collected: Path) -> None:
    names = [file.name for file in collected.rglob("*.mjs")]
    assert names
    assert all(re.search(r"\.[0-9a-f]{12}\.mjs$", name) for name in names)


def test_modules_leave_without_their_doc_comments_and_are_the_same_program(
    collected: Path,
) -> None:
    texts = {file.name: file.read_text() for file in sorted(collected.rglob("*.mjs"))}
    assert not [name for name, text in texts.items() if re.search(r"^\s*/\*\*", text, re.M)]
    parse = (
        "const {SourceTextModule} = require('node:vm');"
        "const texts = JSON.parse(require('node:fs').readFileSync(0, 'utf8'));"
        "for (const [name, text] of Object.entries(texts))"
        " new SourceTextModule(text, {identifier: name});"
    )
    node = shutil.which("node")
    assert node is not None, "node parses the modules"
    parsed = subprocess.run(  # noqa: S603  # our own modules
        [node, "--experimental-vm-modules", "--no-warnings", "-e", parse],
        input=json.dumps(texts),
        capture_output=True,
        text=True,
        check=False,
    )
    assert parsed.returncode == 0, parsed.stderr
    for file in django_settings.PACKAGE.glob("*/static/**/*.mjs"):
        code = file.read_text()
        begins = [found.start() for found in re.finditer(r"^[ \t]*/\*\*", code, re.M)]
        within = [at for at in begins if code[:at].count("`") % 2]
        assert not within, f"{file.name}: what looks like a comment stands within a text"


def test_text_is_compressed_beforehand(collected: Path) -> None:
    for file in collected.rglob("*.css"):
        assert file.with_name(file.name + ".br").exists() or file.stat().st_size < 200
