"""The `goodform` command: Django is set up first, then the verb is run.

All but `setup`, which writes the settings that everything else reads.
"""

import os
import sys

import django

from goodform.config import setup

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goodform.config.settings")

if sys.argv[1:2] == ["setup"]:
    main = setup.main
else:
    django.setup()

    from goodform.config.verbs import main  # models can be imported only after set-up

__all__ = ["main"]

if __name__ == "__main__":
    sys.exit(main())
