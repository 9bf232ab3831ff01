"""How static files leave: named by content, so that a browser may keep them for ever, and without
what is written in them for the next reader alone."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage

_JS, _IMPORTS = CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns


_DOC_COMMENT = re.compile(r"^[ \t]*/\*\*.*?\*/[ \t]*\n", re.MULTILINE | re.DOTALL)


def as_it_travels(module: str) -> str:
    """A JavaScript module without its doc comments: those that have whole lines to themselves.

    Types stand in them, and are a fifth of what a phone would fetch. A comment within a line stays.
    """
    return _DOC_COMMENT.sub("", module)


class HashedStaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # untyped
    """Content-hashed and compressed; imports between ES modules follow the hashed names.

    Django follows imports in `*.js` only; ours are called `*.mjs`.
    """

    patterns = (*CompressedManifestStaticFilesStorage.patterns, ("*.mjs", _IMPORTS))

    def post_process(
        self, paths: Mapping[str, Any], dry_run: bool = False, **options: object
    ) -> Iterator[Any]:
        """Take the doc comments out of the copies, then name and compress everything."""
        copies = dict(paths)
        for name in (each for each in paths if each.endswith(".mjs") and not dry_run):
            copy = Path(self.path(name))
            copy.write_text(as_it_travels(copy.read_text()))
            # From here on it is this that is named and followed, not what it was copied from.
            copies[name] = (self, name)
        yield from super().post_process(copies, dry_run, **options)
