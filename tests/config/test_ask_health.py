"""A container asks by itself whether its pages answer."""

import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings

from goodform.config.ask_health import is_well
from goodform.config.bridge import Bridge
from tests.config.listening import Pages, listening
from tests.outbox.mail_server import free_port

DEPLOY = Path(settings.REPOSITORY) / "deploy"


def test_it_is_well_while_the_pages_answer_and_not_where_nobody_does() -> None:
    pages = Pages()
    with listening(Bridge(pages), pages) as house:
        assert is_well(house.port)
    assert not is_well(free_port())


def test_it_needs_no_settings(tmp_path: Path) -> None:
    asked = [sys.executable, "-m", "goodform.config.ask_health", str(free_port())]
    variables = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(settings.REPOSITORY),
        "GOODFORM_SETTINGS": str(tmp_path / "none.toml"),
    }
    said = subprocess.run(asked, env=variables, cwd=tmp_path, capture_output=True, check=False)  # noqa: S603
    assert (said.returncode, said.stderr) == (1, b"")
    assert not list(tmp_path.iterdir())


def test_the_image_has_a_user_of_its_own_and_no_secret_and_no_registry() -> None:
    text = (DEPLOY / "image" / "Containerfile").read_text()
    assert "USER 10001:10001" in text
    assert "FROM ${BASE}" in text
    assert not [said for said in ("SECRET", "PASSWORD", "docker.io", "quay.io") if said in text]
    compose = (DEPLOY / "compose.yaml").read_text()
    for kept in ("read_only: true", "cap_drop: [ALL]", "127.0.0.1:8000:8000", "healthcheck:"):
        assert kept in compose
    assert "POSTGRES_PASSWORD:-}" in compose, "no password by default"
