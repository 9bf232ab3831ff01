"""The pictures of the exercises: an SVG that moves, one that stands still, and their words.

``animated`` plays by itself, without script; ``still`` is for lists, paper and reduced motion. Both
carry their colours as attributes and their roles as classes: in a page that loads
``library/figure.css`` they take the page's colours.

The root element of an animated picture says the seconds of its cycle (``data-rest``, ``data-out``,
``data-stay``, ``data-back``), so that a player can keep it in step with the count.
"""

from collections.abc import Iterator
from functools import cache, lru_cache
from hashlib import blake2s
from pathlib import Path
from typing import Literal, Protocol

from django.utils.translation import get_language

from goodform.library.contact_sheet import FigureFile, sheet_page, sheet_svg
from goodform.library.drawing.palette import Palette
from goodform.library.drawing.picture import (
    Scene,
    animated_picture,
    pose_picture,
    scene_of,
    still_picture,
)
from goodform.library.what_a_picture_shows import FIGURE_WORDS, SIDE_WORDS
from goodform.motion.body.mannequin import Side, other_side
from goodform.motion.body.movement import Dose, Movement, Tempo, Timing
from goodform.motion.movements import DRAWN
from goodform.safety.limits import parse_tempo

FigureSide = Literal["left", "right", "none"]

PICTURES: tuple[str, ...] = tuple(DRAWN)
"""The slugs of all the pictures there are, in the order of the library."""


class PacedDose(Protocol):
    """The part of a dose that shapes the picture: seconds of hold, and the tempo as ``2-2``."""

    @property
    def hold_s(self) -> int:
        """Seconds to hold at the turn."""

    @property
    def time_s(self) -> int:
        """Seconds of doing, of a dose that goes by time: the movement stays at its own length."""

    @property
    def tempo(self) -> str:
        """Seconds out and seconds back; anything else leaves the movement's own tempo."""


class UnknownPictureError(LookupError):
    """There is no picture of that name."""

    def __init__(self, slug: str) -> None:
        """Say which pictures there are."""
        super().__init__(f"There is no picture “{slug}”. There are: {', '.join(PICTURES)}.")


def animated(
    slug: str, side: FigureSide, dose: PacedDose | None = None, *, palette: Palette = "stage"
) -> str:
    """The moving picture of an exercise as SVG text, at the tempo and with the hold of the dose.

    Raises
    ------
    UnknownPictureError
        If no movement has that slug.
    """
    movement = _movement(slug)
    timing = movement.timed(_timed_dose(dose))
    return _animated(slug, _drawn(movement, side), timing, palette, get_language() or "")


def still(slug: str, side: FigureSide, *, palette: Palette = "stage") -> str:
    """The picture of an exercise that does not move: end pose, ghost of the start, arrow.

    Raises
    ------
    UnknownPictureError
        If no movement has that slug.
    """
    return _still(slug, _drawn(_movement(slug), side), palette, get_language() or "")


def start_pose(slug: str, label: str, *, palette: Palette = "stage") -> str:
    """The pose a movement starts from, by itself; ``label`` says it for who does not see it."""
    return pose_picture(
        _scene(_movement(slug).slug), palette=palette, label=label, key=_key(slug, label, palette)
    )


def alternative_text(slug: str, side: FigureSide) -> str:
    """The picture in words, in the reader's language: one sentence a phase.

    Raises
    ------
    UnknownPictureError
        If no movement has that slug.
    """
    movement = _movement(slug)
    working = _drawn(movement, side)
    words = FIGURE_WORDS[slug]
    sides = {"side": SIDE_WORDS[working], "other": SIDE_WORDS[other_side(working)]}
    sentences = [words.place, *(words.phases[phase.name] for phase in movement.phases)]
    return " ".join(str(sentence) % sides for sentence in sentences)


def sides_of(slug: str) -> tuple[FigureSide, ...]:
    """The sides a picture can be drawn for: left and right, or none where both work."""
    return ("left", "right") if _movement(slug).sides == "each" else ("none",)


def figure_files() -> Iterator[FigureFile]:
    """Every picture, moving and still, for every side, on the stage and for print."""
    for slug in PICTURES:
        for side in sides_of(slug):
            stem = slug if side == "none" else f"{slug}-{side}"
            yield FigureFile(f"{stem}.svg", slug, False, "stage", animated(slug, side))
            yield FigureFile(f"{stem}-still.svg", slug, True, "stage", still(slug, side))
            printed = still(slug, side, palette="print")
            yield FigureFile(f"{stem}-print.svg", slug, True, "print", printed)


def write_all(directory: Path) -> list[Path]:
    """Write every picture, and two contact sheets (``index.html``, ``contact-sheet.svg``).

    Returns what was written.

    Raises
    ------
    OSError
        If the directory cannot be made or written to.
    """
    directory.mkdir(parents=True, exist_ok=True)
    files = tuple(figure_files())
    words = {slug: [alternative_text(slug, side) for side in sides_of(slug)] for slug in PICTURES}
    texts = {file.name: file.svg for file in files}
    texts |= {"index.html": sheet_page(files, words), "contact-sheet.svg": sheet_svg(files)}
    for name, text in texts.items():
        (directory / name).write_text(text, encoding="utf-8")
    return [directory / name for name in texts]


def _movement(slug: str) -> Movement:
    if slug not in DRAWN:
        raise UnknownPictureError(slug)
    return DRAWN[slug]


def _drawn(movement: Movement, side: FigureSide) -> Side:
    """The side to draw: its own where both work or none was asked for."""
    return movement.drawn_side if side == "none" or movement.sides == "none" else side


def _timed_dose(dose: PacedDose | None) -> Dose | None:
    if dose is None:
        return None
    tempo = parse_tempo(dose.tempo)
    return Dose(
        hold_s=float(dose.hold_s) if not dose.time_s else None,
        tempo=Tempo(float(tempo.out_s), float(tempo.back_s)) if tempo else None,
    )


def _key(*parts: object) -> str:
    """A short name for the ids inside a picture, the same for the same picture."""
    return "f" + blake2s(repr(parts).encode(), digest_size=4).hexdigest()


@cache
def _scene(slug: str) -> Scene:
    return scene_of(DRAWN[slug])


@lru_cache(maxsize=512)
def _animated(slug: str, side: Side, timing: Timing, palette: Palette, language: str) -> str:
    return animated_picture(
        _scene(slug),
        side=side,
        timing=timing,
        palette=palette,
        label=alternative_text(slug, side),
        key=_key(slug, side, timing, palette, language),
    )


@lru_cache(maxsize=512)
def _still(slug: str, side: Side, palette: Palette, language: str) -> str:
    return still_picture(
        _scene(slug),
        side=side,
        palette=palette,
        label=alternative_text(slug, side),
        key=_key(slug, side, palette, language),
    )
