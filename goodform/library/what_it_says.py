"""A version line by line, as a clinician reads and signs it, and what changed since.

Keys name the kind of line: they are those of the exercise file. Old versions lack later keys.
"""

from collections.abc import Mapping
from typing import Any

from goodform.library.models import ExerciseVersion
from goodform.safety.red_flag_text import Words

LINES = ("name", "summary", "why", "position", "sides", "side_is", "stage", "picture")
LISTS = ("equipment", "steps", "cues", "mistakes", "everyday", "cautions", "sources")


def text_of(version: ExerciseVersion) -> str:
    """The name that a signature has for the text of this exercise."""
    return f"exercise {version.exercise.slug}"


def version_words(content: Mapping[str, Any]) -> Words:
    """Every line of a version that somebody reads or that decides, in a fixed order."""
    lines = [(key, str(content[key])) for key in LINES if content.get(key)]
    lines += [("phases", str(words)) for words in content.get("phases", {}).values()]
    for key in LISTS:
        lines += [(key, str(each)) for each in content.get(key) or ()]
    lines += [("notice", f"{each['words']} ({each.get('then', '')})") for each in content["notice"]]
    lines += [("dose", f"{part} {value}") for part, value in content["dose"].items()]
    lines += [(key, str(content[key])) for key in ("easier", "harder") if content.get(key)]
    return tuple(lines)
