"""A phone camera's counts and measures of an exercise, as the practitioner reads them."""

from collections.abc import Iterable, Mapping, Sequence
from statistics import median
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from goodform.diary.models import CameraSummary, Entry

NAMES: Final = {
    "knee_flexion": gettext_lazy("knee bend"),
    "hip_flexion": gettext_lazy("hip bend"),
    "other_hip_flexion": gettext_lazy("bend of the other hip"),
    "trunk_inclination": gettext_lazy("trunk lean"),
    "shin_tilt": gettext_lazy("shin lean"),
    "hip_line": gettext_lazy("shoulder, hip and knee (180° is one line)"),
    "knee_opening": gettext_lazy("knees opened"),
    "knee_across": gettext_lazy("knee across"),
    "lift": gettext_lazy("leg lifted"),
    "pelvic_tilt": gettext_lazy("pelvis tilted"),
    "knee_separation": gettext_lazy("knees apart to feet apart"),
    "hips_back": gettext_lazy("hips back, in leg lengths"),
    "hold": gettext_lazy("held"),
    "pause": gettext_lazy("paused"),
    "out": gettext_lazy("way out"),
    "back": gettext_lazy("way back"),
}
"""Measures in a clinician's words; one that a newer eye sends and we do not know is left out."""
UNITS: Final = {"deg": "°", "s": " s", "cm": " cm", "ratio": ""}


def seen_of(entry: Entry) -> tuple[str, ...]:
    """The measures of a known camera; those kept apart are not shown as measured."""
    saw: CameraSummary | None = getattr(entry, "camera", None)
    return camera_lines(saw.summary) if saw is not None and saw.believed else ()


def camera_lines(summary: Mapping[str, Any]) -> tuple[str, ...]:
    """How many, the middle and the range of each measure, and that none of it was validated."""
    repetitions: Sequence[Mapping[str, Any]] = summary["repetitions"]
    count = len(repetitions)
    lines = [
        ngettext(
            "Camera: %(n)s repetition measured, not validated on people",
            "Camera: %(n)s repetitions measured, not validated on people",
            count,
        )
        % {"n": count}
    ]
    lines += _measured(repetitions)
    said = len(summary["cues"])
    if said:
        lines.append(ngettext("%(n)s cue was said", "%(n)s cues were said", said) % {"n": said})
    return tuple(lines)


def _measured(repetitions: Sequence[Mapping[str, Any]]) -> Iterable[str]:
    for name, words in NAMES.items():
        found = [each["measures"][name] for each in repetitions if name in each["measures"]]
        if not found:
            continue
        values = [each["value"] for each in found]
        numbers = {
            "name": words,
            "middle": _number(median(values)),
            "least": _number(min(values)),
            "most": _number(max(values)),
            "unit": UNITS[found[0]["unit"]],
        }
        yield _("%(name)s %(middle)s%(unit)s (%(least)s to %(most)s)") % numbers


def _number(value: float) -> str:
    return f"{value:.0f}" if abs(value) >= 10 else f"{value:.1f}"
