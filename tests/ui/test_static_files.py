"""Static files by content: every import and every address in a stylesheet leads somewhere."""

import re
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


def test_text_is_compressed_beforehand(collected: Path) -> None:
    for file in collected.rglob("*.css"):
        assert file.with_name(file.name + ".br").exists() or file.stat().st_size < 200
