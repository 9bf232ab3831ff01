"""`python -m goodform.config.ask_health PORT`: ends with 0 while the pages on this machine answer.

For a container, which has no curl. It reads no settings and opens no database.
"""

import sys
from urllib.error import URLError
from urllib.request import urlopen

WITHIN_S = 4.0


def is_well(port: int) -> bool:
    """Whether `/healthz` answers with 200."""
    try:
        with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=WITHIN_S) as answer:
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False


if __name__ == "__main__":
    sys.exit(0 if is_well(int(sys.argv[1])) else 1)
