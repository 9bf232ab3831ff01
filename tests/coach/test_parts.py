"""The parts on this server: all of them and right, or none at all."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from goodform.coach import parts as room
from goodform.coach.parts import EYE, MODELS, PARTS, VERSION, parts, put_eye
from goodform.motion.released import MODELS as RELEASED
from goodform.motion.released import engine

pytestmark = pytest.mark.pure


@pytest.fixture
def folder(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A data folder with small files in place of the parts."""
    settings.SERVED = tmp_path
    own = tmp_path / "mirror" / VERSION
    own.mkdir(parents=True)
    files = {}
    for name in PARTS["files"]:
        (own / name).write_bytes(name.encode())
        digest = hashlib.sha256(name.encode()).hexdigest()
        files[name] = {"sha256": digest, "size": len(name)}
    monkeypatch.setitem(room.PARTS, "files", files)
    parts.cache_clear()
    yield own
    parts.cache_clear()


def test_all_of_them_with_their_address_hash_and_size(folder: Path) -> None:
    found = parts()
    assert found is not None
    assert set(found.files) == {*PARTS["files"], EYE}
    for name, file in found.files.items():
        assert file["integrity"].startswith("sha256-"), name
    assert found.engine == engine()
    json.dumps(found.as_json())


def test_one_that_is_wrong_or_missing_keeps_the_mirror_away(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (folder / "pyodide.mjs").write_bytes(b"something else")
    assert parts() is None
    assert "pyodide.mjs" in caplog.text
    parts.cache_clear()
    (folder / "pyodide.mjs").unlink()
    assert parts() is None


def test_where_they_were_never_fetched_there_is_none(tmp_path: Path, settings: Settings) -> None:
    settings.SERVED = tmp_path / "nothing"
    parts.cache_clear()
    assert parts() is None
    put_eye()
    assert not (tmp_path / "nothing").exists()
    parts.cache_clear()


def test_the_eye_of_this_release_replaces_that_of_the_last(folder: Path) -> None:
    earlier = folder.parent / "eye-0123456789ab"
    earlier.mkdir()
    (earlier / EYE).write_bytes(b"earlier")
    put_eye()
    assert [each.name for each in folder.parent.glob("eye-*")] == [f"eye-{engine()[:12]}"]


def test_the_models_of_the_list_are_those_that_were_released() -> None:
    listed = json.loads(Path(room.__file__).with_name("parts.json").read_text())
    assert {listed["files"][name]["sha256"] for name in MODELS.values()} <= RELEASED
    whole = json.dumps(listed["files"], sort_keys=True).encode()
    assert listed["version"] == hashlib.sha256(whole).hexdigest()[:12]
