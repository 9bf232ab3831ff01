"""The one file of settings: the same names as in the environment, which wins over it.

`address = "https://exercises.example.org"` in the file is `GOODFORM_ADDRESS` in the environment.
"""

import tomllib
from collections.abc import Mapping, MutableMapping
from difflib import get_close_matches
from pathlib import Path

from goodform.config.environment import NAMES, SettingsInvalid

OF_THIS_MACHINE = Path("/etc/goodform/goodform.toml")
"""Read without being named, where the environment says nothing of Goodform at all."""
NAMED_BY = "GOODFORM_SETTINGS"


def key_of(name: str) -> str:
    """How a variable is called in the file."""
    return name.removeprefix("GOODFORM_").lower()


VARIABLES = {key_of(name): name for name in NAMES}


def lay_file_under(environment: MutableMapping[str, str]) -> Path | None:
    """Add what the file says and the environment does not; answers the file, None without one.

    One that is empty there says nothing. It is done once: the processes that are started from here
    find everything in their environment.
    """
    file = _file(environment)
    if file is not None:
        for name, said in read(file).items():
            environment[name] = environment.get(name) or said
        environment[NAMED_BY] = ""
    return file


def _file(environment: Mapping[str, str]) -> Path | None:
    named = environment.get(NAMED_BY)
    if named:
        return Path(named).expanduser().resolve()
    says_something = named is not None or any(name in environment for name in NAMES)
    return None if says_something or not OF_THIS_MACHINE.exists() else OF_THIS_MACHINE


def read(file: Path) -> dict[str, str]:
    """The values in a file, by the names of the environment; `SettingsInvalid` names a bad one."""
    try:
        said = tomllib.loads(file.read_text(encoding="utf-8"))
    except PermissionError as problem:
        raise SettingsInvalid(
            f"{file} is not yours to read. Run this as whom it belongs to: "
            "sudo -u goodform goodform …"
        ) from problem
    except OSError as problem:
        raise SettingsInvalid(f"{file} cannot be read: {problem.strerror}.") from problem
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise SettingsInvalid(
            f'{file} cannot be understood: {problem}. Each line is a name = "value".'
        ) from problem
    return dict(_variable(file, key, value) for key, value in said.items())


def _variable(file: Path, key: str, value: object) -> tuple[str, str]:
    name = VARIABLES.get(key)
    if name is None:
        near = get_close_matches(key, VARIABLES, n=1)
        meant = f" Is {near[0]!r} meant?" if near else ""
        raise SettingsInvalid(f"{file}: there is no setting {key!r}.{meant}")
    if isinstance(value, bool):
        return name, "yes" if value else "no"
    if isinstance(value, str | int):
        return name, str(value)
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return name, " ".join(value)
    raise SettingsInvalid(f"{file}: {key} must be a text, a whole number, or true or false.")
