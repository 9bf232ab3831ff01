"""How static files are named: by content, so that a browser may keep them for ever."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # untyped
    """Content-hashed and compressed; imports between ES modules follow the hashed names."""

    support_js_module_import_aggregation = True
