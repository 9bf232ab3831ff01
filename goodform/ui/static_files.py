"""How static files are named: by content, so that a browser may keep them for ever."""

from whitenoise.storage import CompressedManifestStaticFilesStorage

_JS, _IMPORTS = CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns


class HashedStaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # untyped
    """Content-hashed and compressed; imports between ES modules follow the hashed names.

    Django follows imports in `*.js` only; ours are called `*.mjs`.
    """

    patterns = (*CompressedManifestStaticFilesStorage.patterns, ("*.mjs", _IMPORTS))
