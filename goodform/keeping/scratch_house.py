"""Run in a process of its own, with a scratch folder as its data folder.

`python -m goodform.keeping.scratch_house migrate-to|look` prints one JSON object;
`migrate-to` reads pairs of room and migration from what is piped in.
"""

import json
import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goodform.config.settings")
django.setup()

from goodform.keeping import looking  # noqa: E402  # models can be imported only after set-up


def main(asked: str) -> dict[str, object]:
    """Do what was asked; answers what is printed."""
    if asked == "migrate-to":
        looking.migrate_to([(room, name) for room, name in json.load(sys.stdin)])
        return {}
    looking.migrate()
    return looking.look()


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1])))
