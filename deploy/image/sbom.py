"""The contents of the image: every Python and Debian package with its version, as CycloneDX 1.5."""

import json
import subprocess
import sys
from importlib.metadata import distributions


def component(kind: str, name: str, version: str) -> dict[str, str]:
    """One package, named as package addresses (purl) are."""
    where = f"pkg:{kind}/{'debian/' if kind == 'deb' else ''}{name}@{version}"
    return {
        "type": "library",
        "name": name,
        "version": version,
        "purl": where,
        "bom-ref": where,
    }


def main() -> None:
    """Print it."""
    python = sorted({(each.name.lower(), each.version) for each in distributions()})
    asked = ["dpkg-query", "-W", "-f", "${Package} ${Version}\\n"]
    said = subprocess.run(asked, capture_output=True, text=True, check=True)  # noqa: S603
    debian = said.stdout.split("\n")
    parts = [component("pypi", name, version) for name, version in python]
    parts += [component("deb", *line.split(" ", 1)) for line in debian if line]
    whole = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {"component": {"type": "container", "name": "goodform"}},
        "components": parts,
    }
    json.dump(whole, sys.stdout, indent=1)


main()
