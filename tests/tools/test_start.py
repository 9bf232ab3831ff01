"""Starting on a machine where something is missing: one line that says what to do."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType

import pytest

from tools import set_up, start
from tools.set_up import ROOT, SetUpFailed


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603  # our own command
        [sys.executable, str(ROOT / "run"), *arguments],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as somebody:
        somebody.bind(("127.0.0.1", 0))
        somebody.listen()
        yield somebody.getsockname()[1]


def run_module() -> ModuleType:
    loader = SourceFileLoader("run_script", str(ROOT / "run"))
    spec = spec_from_loader("run_script", loader)
    assert spec is not None
    module = module_from_spec(spec)
    loader.exec_module(module)
    return module


def test_a_port_in_use_is_said_in_one_line(taken_port: int, tmp_path: Path) -> None:
    result = run("--port", str(taken_port), GOODFORM_DATA=str(tmp_path))
    assert result.returncode == 1
    assert result.stderr.splitlines() == [
        f"Port {taken_port} is in use. Stop what uses it, or choose another: "
        f"./run --port {taken_port + 1}"
    ]


@pytest.mark.parametrize("port", ["99999", "0", "-1"])
def test_a_port_that_does_not_exist_is_said_in_one_line(tmp_path: Path, port: str) -> None:
    result = run("--port", port, GOODFORM_DATA=str(tmp_path))
    assert result.returncode == 1
    assert result.stderr.splitlines() == [
        f"Port {port} does not exist. Choose one from 1024 to 65535."
    ]


def test_a_port_of_the_system_is_said_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_probe: socket.socket, _address: object) -> None:
        raise PermissionError

    monkeypatch.setattr(socket.socket, "bind", refuse)
    with pytest.raises(SetUpFailed, match="Port 80 is kept for the system"):
        start._free(80)


def test_an_unwritable_folder_is_said_in_one_line(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    result = run(GOODFORM_DATA=str(file / "below"))
    assert result.returncode == 1
    (line,) = result.stderr.splitlines()
    assert line.startswith("Cannot write to")
    assert "Set GOODFORM_DATA" in line


def test_setting_up_alone_needs_no_port_and_no_data(
    monkeypatch: pytest.MonkeyPatch, taken_port: int, tmp_path: Path
) -> None:
    done: list[bool] = []
    monkeypatch.setattr(start, "set_up", lambda *, dev: done.append(dev))
    monkeypatch.setenv("GOODFORM_DATA", str(tmp_path / "untouched"))
    assert start.main(["--set-up", "--port", str(taken_port)]) == 0
    assert done == [False]
    assert not (tmp_path / "untouched").exists()


def test_a_too_old_python_looks_for_a_newer_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    module = run_module()
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    monkeypatch.setenv("PATH", str(tmp_path))
    assert module.newest_python() is None
    newer = tmp_path / "python3.12"
    newer.touch(mode=0o755)
    assert module.newest_python() == str(newer)


def test_a_python_that_makes_no_environments_is_said(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(set_up, "PYTHON", tmp_path / "missing")
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    with pytest.raises(SetUpFailed, match="apt install python3-venv"):
        set_up.make_venv()


@pytest.fixture
def whole(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A `.venv` that was made to its end."""
    for name in ("python", "pip"):
        (tmp_path / name).touch()
    monkeypatch.setattr(set_up, "BIN", tmp_path)
    monkeypatch.setattr(set_up, "PYTHON", tmp_path / "python")
    monkeypatch.setattr(set_up, "STAMP", tmp_path / "stamp.json")
    return tmp_path


def test_a_whole_environment_is_kept(whole: Path) -> None:
    assert set_up._venv_is_whole()
    set_up._stamp(folder=str(ROOT))
    assert set_up._venv_is_whole()
    assert (whole / "stamp.json").exists()


@pytest.mark.parametrize("missing", ["python", "pip"])
def test_one_that_was_interrupted_is_made_anew(whole: Path, missing: str) -> None:
    (whole / missing).unlink()
    assert not set_up._venv_is_whole()


@pytest.mark.usefixtures("whole")
def test_one_that_was_copied_with_its_folder_is_made_anew() -> None:
    set_up._stamp(folder="/somewhere/else")
    assert not set_up._venv_is_whole()


@pytest.mark.parametrize("said", ["npm error code ENOTFOUND", "ConnectTimeoutError(…)"])
def test_no_network_is_said_and_not_shown_as_a_wall_of_text(said: str) -> None:
    with pytest.raises(SetUpFailed, match=r"No network: .* Connect and run this again\."):
        set_up.quietly(["sh", "-c", f"echo '{said}'; exit 1"], "could not fetch")


def test_another_failure_shows_its_last_lines(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SetUpFailed, match="could not install"):
        set_up.quietly(["sh", "-c", "echo no matching hash; exit 1"], "could not install")
    assert "no matching hash" in capsys.readouterr().err


def test_locks_hold_no_address() -> None:
    for lock in (*ROOT.glob("*.lock"), ROOT / "package-lock.json"):
        text = lock.read_text()
        assert '"resolved"' not in text, lock.name
        assert "--index-url" not in text, lock.name


def test_every_copied_icon_is_pinned_by_name() -> None:
    names = (ROOT / "goodform" / "ui" / "icons.txt").read_text().split()
    assert names == sorted(set(names))


@pytest.fixture
def fetched(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[list[str]]:
    """The packages npm was asked for; it has everything already."""
    asked: list[list[str]] = []
    monkeypatch.setattr(set_up, "STAMP", tmp_path / "stamp.json")
    monkeypatch.setattr(set_up, "VENDOR", tmp_path / "vendor")
    monkeypatch.setattr(set_up, "npm", lambda: ["npm"])
    monkeypatch.setattr(set_up, "quietly", lambda command, *_, **__: asked.append(command))
    return asked


def test_what_only_tests_need_is_not_fetched_for_a_start(
    fetched: list[list[str]], tmp_path: Path
) -> None:
    set_up.fetch_front_end(dev=False)
    assert "--omit=dev" in fetched[0]
    assert {each.name for each in (tmp_path / "vendor").iterdir()} == {"fonts", "htmx", "lucide"}


def test_tests_fetch_the_rest_and_a_start_after_them_fetches_nothing(
    fetched: list[list[str]], tmp_path: Path
) -> None:
    for dev in (False, True, False, True):
        set_up.fetch_front_end(dev=dev)
    assert ["--omit=dev" in command for command in fetched] == [True, False]
    assert {each.name for each in (tmp_path / "vendor").iterdir()} == {"fonts", "htmx", "lucide"}
