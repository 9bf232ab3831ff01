"""`python -m bench NAME`, which `goodform bench NAME` runs: Django is set up, then it measures."""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goodform.config.settings")
django.setup()

from bench.verb import main  # noqa: E402  # models can be imported only after set-up

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
