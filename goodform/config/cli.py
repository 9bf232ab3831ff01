"""The `goodform` command: Django is set up first, then the verb is run."""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goodform.config.settings")
django.setup()

from goodform.config.verbs import main  # noqa: E402  # models can be imported only after set-up

__all__ = ["main"]

if __name__ == "__main__":
    sys.exit(main())
