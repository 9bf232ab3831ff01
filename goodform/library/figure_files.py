"""How does somebody look at all the pictures at once? Files in a directory, and a contact sheet."""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path

from goodform.library.drawing.palette import COLOURS, Palette
from goodform.library.figures import (
    PICTURES,
    FigureSide,
    alternative_text,
    animated,
    sides_of,
    still,
)

_STYLE = """
body { margin: 2rem; font: 16px/1.5 sans-serif; color: #14302C; background: #FAF9F5; }
section { margin-bottom: 3rem; }
.row { display: grid; grid-template-columns: repeat(auto-fit, minmax(18rem, 1fr)); gap: 1rem; }
figure { margin: 0; }
img { display: block; width: 100%; border-radius: 16px; }
.stage img { background: STAGE; }
.print img { background: #FFFFFF; border: 1px solid #DADDD4; }
figcaption { font-size: 15px; }
"""


@dataclass(frozen=True)
class FigureFile:
    """One picture as a file: its name, what it is, and its SVG."""

    name: str
    slug: str
    side: FigureSide
    palette: Palette
    svg: str


def figure_files() -> Iterator[FigureFile]:
    """Every picture, moving and still, for every side, on the stage and for print."""
    for slug in PICTURES:
        for side in sides_of(slug):
            stem = slug if side == "none" else f"{slug}-{side}"
            yield FigureFile(f"{stem}.svg", slug, side, "stage", animated(slug, side))
            yield FigureFile(f"{stem}-still.svg", slug, side, "stage", still(slug, side))
            printed = still(slug, side, palette="print")
            yield FigureFile(f"{stem}-print.svg", slug, side, "print", printed)


def write_all(directory: Path) -> list[Path]:
    """Write every picture and the contact sheet; returns what was written.

    Raises
    ------
    OSError
        If the directory cannot be made or written to.
    """
    directory.mkdir(parents=True, exist_ok=True)
    written = []
    files = list(figure_files())
    for file in files:
        path = directory / file.name
        path.write_text(file.svg, encoding="utf-8")
        written.append(path)
    for name, text in (("index.html", _sheet(files)), ("contact-sheet.svg", _one_svg(files))):
        path = directory / name
        path.write_text(text, encoding="utf-8")
        written.append(path)
    return written


def _sheet(files: list[FigureFile]) -> str:
    sections = []
    for slug in PICTURES:
        words = " ".join(
            f"<p>{escape(alternative_text(slug, side))}</p>" for side in sides_of(slug)
        )
        shown = "".join(
            f'<figure class="{file.palette}"><img src="{file.name}" alt="">'
            f"<figcaption>{file.name}</figcaption></figure>"
            for file in files
            if file.slug == slug
        )
        sections.append(f'<section><h2>{slug}</h2>{words}<div class="row">{shown}</div></section>')
    style = _STYLE.replace("STAGE", COLOURS["gap"].stage)
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Figures</title>'
        f"<style>{style}</style></head><body><h1>Figures</h1>{''.join(sections)}</body></html>\n"
    )


def _one_svg(files: list[FigureFile]) -> str:
    """All stills on the stage in one SVG, two a row."""
    wide, tall, gap = 480, 330, 16
    stills = [file for file in files if file.name.endswith("-still.svg")]
    rows = -(-len(stills) // 2)
    cells = []
    for number, file in enumerate(stills):
        x, y = (number % 2) * (wide + gap), (number // 2) * (tall + gap)
        inner = file.svg.replace(
            "<svg ", f'<svg x="{x}" y="{y}" width="{wide}" height="{tall}" ', 1
        )
        cells.append(
            f'<rect x="{x}" y="{y}" width="{wide}" height="{tall}" rx="16" '
            f'fill="{COLOURS["gap"].stage}"/>{inner}'
        )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {2 * wide + gap} '
        f'{rows * (tall + gap) - gap}">{"".join(cells)}</svg>\n'
    )
