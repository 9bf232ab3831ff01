"""Files of the mirror beside Goodform: fetched by `./run --with-mirror`, and only then.

The pose component, its models and a Python for the browser, each in the version of its lock, each
file with the hash that `goodform/coach/parts.json` names.  They lie in the data folder, in a folder
named by their version, and are served from there.
"""

import gzip
import hashlib
import json
import shutil
import tempfile
import zipfile
from pathlib import Path
from typing import Any

from tools.set_up import PYTHON, ROOT, SOON_TRIED_AGAIN, SetUpFailed, npm, quietly, say, with_node

PACKAGES = ROOT / "tools" / "mirror_parts"
LOCK = ROOT / "requirements-mirror.lock"
PARTS = ROOT / "goodform" / "coach" / "parts.json"
FROM_NPM = {
    "@mediapipe/tasks-vision": (
        "vision_bundle.mjs",
        "wasm/vision_wasm_module_internal.js",
        "wasm/vision_wasm_module_internal.wasm",
    ),
    "pyodide": (
        "pyodide.mjs",
        "pyodide.asm.mjs",
        "pyodide.asm.wasm",
        "python_stdlib.zip",
        "pyodide-lock.json",
    ),
}
SCHEMAS = "mediapipe/tasks/metadata/"
LICENCE = "licenses/LICENSE"
SENT_SMALLER = (".js", ".mjs", ".json", ".wasm")


def fetch_mirror(data: Path) -> None:
    """Fetch, build, check and put in place, where it is not there already."""
    parts: dict[str, Any] = json.loads(PARTS.read_text())
    target = data / "served" / "mirror" / parts["version"]
    if target.is_dir():
        return
    say("Fetching the parts of the mirror (about 70 MB, once) …")
    with tempfile.TemporaryDirectory(prefix="goodform-mirror-") as scratch:
        made = Path(scratch) / "made"
        made.mkdir()
        _gather(Path(scratch), made)
        _check(made, parts["files"])
        for file in sorted(made.iterdir()):
            if file.suffix in SENT_SMALLER:
                packed = gzip.compress(file.read_bytes(), 9, mtime=0)
                file.with_name(f"{file.name}.gz").write_bytes(packed)
        target.parent.mkdir(parents=True, exist_ok=True)
        whole = target.with_name(f"{target.name}.new")
        shutil.rmtree(whole, ignore_errors=True)
        shutil.copytree(made, whole)
        whole.rename(target)


def _gather(scratch: Path, made: Path) -> None:
    """Fetch by both locks and take the few files that are used."""
    packages = scratch / "npm"
    shutil.copytree(PACKAGES, packages)
    quietly(
        [
            *npm(),
            "ci",
            "--prefix",
            str(packages),
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
            *list(SOON_TRIED_AGAIN),
        ],
        "Could not fetch the parts of the mirror with npm; the lines above say why.",
        PATH=with_node(),
    )
    modules = packages / "node_modules"
    for package, files in FROM_NPM.items():
        for file in files:
            shutil.copyfile(modules / package / file, made / Path(file).name)
    wheels = scratch / "wheels"
    quietly(
        [
            str(PYTHON),
            "-m",
            "pip",
            "download",
            "-q",
            "--disable-pip-version-check",
            "--no-deps",
            "--require-hashes",
            "--only-binary",
            ":all:",
            "-r",
            str(LOCK),
            "-d",
            str(wheels),
        ],
        "Could not fetch what describes the models from PyPI; the lines above say why.",
    )
    schemas = scratch / "schemas"
    for wheel in wheels.glob("*.whl"):
        _unpack(wheel, schemas, made)
    quietly(
        [
            str(PYTHON),
            "-m",
            "tools.pose_model",
            str(modules / "@mediapipe/pose"),
            str(schemas),
            str(made),
        ],
        "Could not build the pose models; the lines above say why.",
        PYTHONPATH=str(ROOT),
    )


def _unpack(wheel: Path, schemas: Path, made: Path) -> None:
    """Of mediapipe two modules and its licence, of flatbuffers everything."""
    with zipfile.ZipFile(wheel) as packed:
        for name in packed.namelist():
            if name.endswith(LICENCE) and "mediapipe" in name:
                (made / "LICENCE-mediapipe.txt").write_bytes(packed.read(name))
            elif name.startswith("flatbuffers/"):
                packed.extract(name, schemas)
            elif name.startswith(SCHEMAS) and name.endswith("schema_py_generated.py"):
                schemas.mkdir(parents=True, exist_ok=True)
                (schemas / Path(name).name).write_bytes(packed.read(name))


def _check(made: Path, wanted: dict[str, dict[str, Any]]) -> None:
    """Refuse a file that is not the one that was tried."""
    for name, expected in wanted.items():
        found = hashlib.sha256((made / name).read_bytes()).hexdigest()
        if found != expected["sha256"]:
            raise SetUpFailed(f"{name} is not the file that was tried. The mirror stays away.")
